"""Policy events and treaty actions in lanes, above the number of states by status on the same time axis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import CLEAR
from atlas.figures.curve import curve_traces, occurring
from atlas.figures.layout import NOTHING_PX, Lane, bands, base_layout, label, lane_stack, note
from atlas.figures.marks import ACTIONS_LANE, KIND_ORDER, OWN_KIND, action_marks, event_marks
from atlas.figures.palette import ACTION_STATUS, THEMES, Theme

ACTIONS_LABEL = "Treaty actions"
CURVE_LABEL = "States by status"
NO_EVENTS = "No policy event in this choice"
NO_COUNTS = "No status to count in this period"
SYMBOLS = {
    "event": "circle",
    OWN_KIND: "star",
    "signed": "diamond",
    "joined": "circle",
    "notice": "triangle-down",
    "left": "x",
    "claim": "square",
}
GLYPHS = {"signed": "◆ signed", "joined": "● joined", "notice": "▼ notice", "left": "✖ left", "claim": "■ dispute"}
SPAN_POINTS = 5
"""Points along a span that answer to the pointer."""
OPACITY = 0.9


def timeline(
    events: pd.DataFrame,
    actions: pd.DataFrame,
    curve: pd.DataFrame,
    lanes: Mapping[str, str],
    *,
    labels: Mapping[str, str],
    first: date,
    last: date,
    selected: str = "",
    theme: str = "light",
) -> go.Figure:
    """The timeline of a period (both days included).

    `events` has the columns of the table of events, `actions` those of the actions and `name`, `curve` a `day` and a
    column per status code; a row of the curve holds until the next. `lanes` labels the lanes in their order, `labels`
    the statuses. `selected` is the event to mark. A point's customdata is [event_id, date, kind]: kind `event`, `own`
    for a reader's own, a kind of action (`signed`, `joined`, …) or `counts`, the last two without an event_id. Empty
    tables give a figure that says so.
    """
    look = THEMES[theme]
    marks = pd.concat([action_marks(actions), event_marks(events, (last - first).days)], ignore_index=True)
    rows = lane_stack(marks, {ACTIONS_LANE: _actions_label(marks), **lanes})
    marks = marks.assign(
        y=[rows[lane].height_of(level) for lane, level in zip(marks["lane"], marks["level"], strict=True)]
    )
    lanes_px = max((lane.bottom for lane in rows.values()), default=0) + (NOTHING_PX if events.empty else 0)
    counted = occurring(curve)
    total = int(curve[counted].sum(axis=1).max()) if counted else 0
    figure = go.Figure(
        [*mark_traces(marks, look), *_ring(marks, selected, look), *curve_traces(curve, labels, look)],
        base_layout(lanes_px, first, last, total, look),
    )
    figure.update_layout(
        shapes=bands(list(rows.values()), look), annotations=_words(list(rows.values()), lanes_px, bool(counted), look)
    )
    return figure


def mark_traces(marks: pd.DataFrame, theme: Theme) -> list[go.Scatter]:
    """Spans as bars along their days, then days as points: of actions, events and a reader's own, those that occur."""
    acts, brought = marks["lane"] == ACTIONS_LANE, marks["kind"] == OWN_KIND
    own = {"actions": marks[acts], "events": marks[~acts & ~brought], OWN_KIND: marks[brought]}
    spans = [_spans(rows[~rows["exact"].astype("bool")], f"{name} spans", theme) for name, rows in own.items()]
    points = [_points(rows[rows["exact"].astype("bool")], name, theme) for name, rows in own.items()]
    return [trace for trace in [*spans, *points] if len(trace.x)]


def _points(marks: pd.DataFrame, name: str, theme: Theme) -> go.Scatter:
    """One point a mark."""
    return go.Scatter(
        x=marks["start"].to_list(),
        y=marks["y"].to_list(),
        mode="markers",
        marker={
            "symbol": _single([SYMBOLS[kind] for kind in marks["kind"]]),
            "size": _single(marks["size"].to_list()),
            "color": _single([_colour(kind, theme) for kind in marks["kind"]]),
            "opacity": OPACITY,
            "line": {"color": theme.edge if name == "actions" else theme.halo, "width": 0.8},
        },
        **_answers(marks, name, theme),
    )


def _spans(marks: pd.DataFrame, name: str, theme: Theme) -> go.Scatter:
    """One bar a mark, from its first to its last day, with an upright at each end so that a month can be seen.

    The points between the ends are not drawn: they only answer to the pointer.
    """
    stops = [[*_along(start, end), None] for start, end in zip(marks["start"], marks["end"], strict=True)]
    colour = theme.accent if (marks["kind"] == OWN_KIND).all() else theme.mark
    repeated = marks.loc[marks.index.repeat(SPAN_POINTS + 1)]
    ends = [place in (0, SPAN_POINTS - 1) for place in range(SPAN_POINTS + 1)] * len(marks)
    return go.Scatter(
        x=[stop for own in stops for stop in own],
        y=repeated["y"].to_list(),
        mode="lines+markers",
        line={"color": colour, "width": 6},
        marker={
            "symbol": ["line-ns-open" if end else "circle" for end in ends],
            "size": 11,
            "color": [colour if end else CLEAR for end in ends],
            "line": {"width": 2, "color": CLEAR},
        },
        **_answers(repeated, name, theme),
    )


def _answers(marks: pd.DataFrame, name: str, theme: Theme) -> dict[str, Any]:
    """What the points say under the pointer, what they carry when clicked, and how the clicked one then stands out.

    Drawn by the browser: a figure that differed after every click would be mounted anew, and its zoom lost.
    """
    return {
        "name": name,
        "customdata": marks[["event_id", "date", "kind"]].to_numpy().tolist(),
        "hovertext": marks["text"].to_list(),
        "hoverinfo": "text",
        "cliponaxis": False,
        "showlegend": False,
        "selected": {"marker": {"color": theme.accent, "size": 17, "opacity": 1}},
        "unselected": {"marker": {"opacity": OPACITY}},
    }


def _ring(marks: pd.DataFrame, selected: str, theme: Theme) -> list[go.Scatter]:
    """A ring round the selected event, where it is drawn."""
    chosen = marks[marks["event_id"] == selected] if selected else marks.head(0)
    return [
        go.Scatter(
            x=[_along(mark.start, mark.end)[SPAN_POINTS // 2]],
            y=[mark.y],
            mode="markers",
            name="selected",
            marker={"symbol": "circle-open", "size": 22, "color": theme.accent, "line": {"width": 3}},
            hoverinfo="skip",
            showlegend=False,
        )
        for mark in chosen.itertuples()
    ]


def _words(lanes: list[Lane], lanes_px: int, counted: bool, theme: Theme) -> list[dict[str, Any]]:
    """The names of the lanes and of the curve, and what to say where there is nothing."""
    said = [label(lane.label, theme, "y", lane.top, "top") for lane in lanes]
    said.append(label(CURVE_LABEL, theme, "y2 domain", 1, "bottom"))
    used = max((lane.bottom for lane in lanes), default=0)
    if used < lanes_px:
        said.append(note(NO_EVENTS, theme, "y", (used + lanes_px) / 2))
    if not counted:
        said.append(note(NO_COUNTS, theme, "y2 domain", 0.5))
    return said


def _actions_label(marks: pd.DataFrame) -> str:
    kinds = set(marks["kind"])
    return f"{ACTIONS_LABEL}\n" + "  ".join(GLYPHS[kind] for kind in KIND_ORDER if kind in kinds)


def _colour(kind: str, theme: Theme) -> str:
    if kind == OWN_KIND:
        return theme.accent
    return theme.statuses[ACTION_STATUS[kind]] if kind in ACTION_STATUS else theme.mark


def _along(start: str, end: str) -> list[str]:
    """Days evenly from the first to the last of a span."""
    first, last = np.array([start, end], "datetime64[D]").astype("int64").tolist()
    days = np.linspace(first, last, SPAN_POINTS).round().astype("int64")
    return days.astype("datetime64[D]").astype("str").tolist()


def _single(values: list[Any]) -> Any:
    """One value where all are equal, which makes a smaller figure; otherwise the list."""
    return values[0] if len(set(values)) == 1 else values
