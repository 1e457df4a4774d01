"""A band for each treaty on one time axis: which status a state had from when until when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import CLEAR, DAY_MS, FONT_PX, canvas
from atlas.figures.hover import escaped, wrapped
from atlas.figures.layout import LEGEND, UNSEEN, label
from atlas.figures.palette import PATTERNS, THEMES, Theme
from atlas.status import STATUSES
from atlas.words import long_day

ROW_PX = 38
BAND_PX = 15
TOP_PX = 52
YEARS_PX = 20
"""Room for the years over the bands; the chosen day stands above them."""

BOTTOM_PX = 76
SIDE_PX = 8
DOUBTFUL = 0.45
"""Opacity of a status whose days are not known exactly, and of one after the last day on which the record was read."""

NOT_DRAWN = ("not-open",)
"""Before a treaty there is nothing to draw: its band begins when it opens."""

PATTERN = {"fillmode": "overlay", "fgopacity": 0.55, "size": 7, "solidity": 0.18}
CONTESTED = "Contested"


def status_bands(
    intervals: pd.DataFrame,
    treaties: Mapping[str, str],
    *,
    labels: Mapping[str, str],
    day: date,
    checked: date,
    chosen: str = "",
    theme: str = "light",
) -> go.Figure:
    """The bands of one state, one row a treaty in the order of `treaties` (names by key), up to the day `checked`.

    `intervals` has the columns of `atlas.status.intervals.intervals` for that state; `labels` names the statuses. The
    chosen `day` is drawn as a line. A status that is to end on a later day, because a notice or an instrument fixed it,
    goes on to that day and is paler from `checked`. A bar's customdata is [treaty, status].
    """
    look = THEMES[theme]
    bars = _bars(intervals, list(treaties), labels, checked)
    last = max([pd.Timestamp(checked), *bars["end"]])
    traces = [
        _trace(rows, str(status), labels[str(status)], look) for status, rows in bars.groupby("status") if len(rows)
    ]
    disputed = bars[bars["contested_since"].notna()]
    traces += [_contested(disputed, look)] if len(disputed) else []
    first = bars["start"].min() if len(bars) else last
    traces += [go.Scatter(x=[last], y=[0], xaxis="x2", mode="none", showlegend=False, hoverinfo="skip")]
    figure = go.Figure(traces, _layout(first, last, len(treaties), look))
    names = [
        label(f"{name} · chosen" if key == chosen else name, look, "y", place * ROW_PX, "top")
        for place, (key, name) in enumerate(treaties.items())
    ]
    figure.update_layout(annotations=[*names, _day_label(day, first, last, look)], shapes=[_day_line(day, look)])
    return figure


def _bars(intervals: pd.DataFrame, order: list[str], labels: Mapping[str, str], checked: date) -> pd.DataFrame:
    """The bars: the intervals with `start`, `end`, the height `y` of their middle in px from the top, `text`, `pale`.

    An interval that begins before `checked` and is to end after it is two bars, the second of them pale.
    """
    end = pd.Timestamp(checked)
    rows = intervals[~intervals["status"].isin(NOT_DRAWN) & (intervals["since"] < end)]
    ahead = rows[rows["until"] > end]
    past = rows.assign(start=rows["since"], end=rows["until"].fillna(end).clip(upper=end), pale=~rows["certain"])
    rows = pd.concat([past, ahead.assign(start=end, end=ahead["until"], pale=True)])
    middle = ROW_PX - BAND_PX / 2 - 2
    return rows.assign(
        y=[order.index(treaty) * ROW_PX + middle for treaty in rows["treaty"]],
        status=pd.Categorical(rows["status"].astype("str"), [code for code in STATUSES if code in set(rows["status"])]),
        text=[_text(row, labels) for row in rows.to_dict("records")],
    )


def _text(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    until = f"until {long_day(row['until'])}" if pd.notna(row["until"]) else "no end known"
    doubt = "" if row["certain"] else " (days not known exactly)"
    lines = [f"since {long_day(row['since'])}, {until}{doubt}", row["basis"]]
    if pd.notna(row["contested_since"]):
        lines.append(f"Contested since {long_day(row['contested_since'])}: {row['contest']}")
    return "<br>".join([f"<b>{escaped(labels[row['status']])}</b>", *map(wrapped, lines)])


def _trace(rows: pd.DataFrame, status: str, name: str, theme: Theme) -> go.Bar:
    pattern = {"shape": PATTERNS[status], "fgcolor": theme.edge, **PATTERN}
    return _bar(
        rows,
        rows["start"],
        name=escaped(name),
        meta=status,
        marker={
            "color": theme.statuses[status],
            "opacity": [DOUBTFUL if pale else 1.0 for pale in rows["pale"]],
            "line": {"width": 0.6, "color": theme.edge},
            "pattern": pattern,
        },
    )


def _contested(rows: pd.DataFrame, theme: Theme) -> go.Bar:
    """Hatching over the status from the day of the claim: the status stays."""
    return _bar(
        rows,
        rows[["start", "contested_since"]].max(axis=1),
        name=CONTESTED,
        marker={
            "color": CLEAR,
            "line": {"width": 1.6, "color": theme.accent},
            "pattern": {"shape": "\\", "fgcolor": theme.accent, "fillmode": "overlay", "size": 5, "solidity": 0.35},
        },
    )


def _bar(rows: pd.DataFrame, start: pd.Series, **look: Any) -> go.Bar:
    return go.Bar(
        base=start.dt.strftime("%Y-%m-%d").to_list(),
        x=[int((end - begin).days) * DAY_MS for begin, end in zip(start, rows["end"], strict=True)],
        y=rows["y"].to_list(),
        width=BAND_PX,
        orientation="h",
        customdata=rows[["treaty", "status"]].astype("str").to_numpy().tolist(),
        hovertext=rows["text"].to_list(),
        hoverinfo="text",
        **look,
    )


def _layout(first: pd.Timestamp, last: pd.Timestamp, treaties: int, theme: Theme) -> dict[str, Any]:
    height = treaties * ROW_PX
    decades = [year for year in range(first.year, last.year + 1) if year % 10 == 0]
    years = {
        "type": "date",
        "range": [f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"],
        "fixedrange": True,
        "gridcolor": theme.line,
        "tickfont": {"color": theme.quiet},
        "tickangle": 0,
        "tickvals": [f"{year}-01-01" for year in decades],
        "ticktext": [str(year) for year in decades],
    }
    return canvas(
        theme,
        height + TOP_PX + BOTTOM_PX,
        (SIDE_PX, SIDE_PX + 6, TOP_PX, BOTTOM_PX),
        barmode="overlay",
        xaxis=years,
        xaxis2={**years, "overlaying": "x", "side": "top", "showgrid": False},
        yaxis={"range": [height, 0], **UNSEEN},
        legend={**LEGEND, "y": -34 / height},
    )


def _day_line(day: date, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.accent, "width": 2},
    }


def _day_label(day: date, first: pd.Timestamp, last: pd.Timestamp, theme: Theme) -> dict[str, Any]:
    """The day over its line, on the side where there is room."""
    late = pd.Timestamp(day) > first + (last - first) / 2
    return {
        "text": long_day(day),
        "x": day.isoformat(),
        "xanchor": "right" if late else "left",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": YEARS_PX,
        "showarrow": False,
        "font": {"size": FONT_PX - 1, "color": theme.accent},
    }
