"""One row a state: from when until when it was in which class of a layer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import DAY_MS, FONT_PX
from atlas.figures.hover import escaped, wrapped
from atlas.figures.impact.base import class_marker, layer_layout
from atlas.figures.layout import UNSEEN, note
from atlas.figures.palette import THEMES, Theme

ROW_PX, BAR_PX, NAME_PX = 32, 12, 17
EMPTY_PX = 90
AXIS_PX, BELOW_PX = 30, 8
"""The legend and the years stand on top: a figure of many rows scrolls."""

LEGEND_LETTERS, LINE_PX, ENTRY_PX = 22, 15, 8
"""The legend has two columns, which a narrow screen holds too: so its height is known on every screen."""

NOTHING = "Nothing found in this choice"


def class_strips(
    spans: pd.DataFrame,
    layer: str,
    labels: Mapping[str, str],
    *,
    first: date,
    last: date,
    theme: str = "light",
) -> go.Figure:
    """Bars of the classes of `layer`, one row a state in the order in which `spans` names them.

    `spans` has iso3, name, code, since, until (both known, since < until) and text; blank parts of a row were not
    found. `labels` names the classes in their order. A bar's customdata is [iso3, code].
    """
    look = THEMES[theme]
    names = dict(spans[["iso3", "name"]].drop_duplicates().itertuples(index=False))
    rows = spans.assign(y=[list(names).index(iso3) * ROW_PX + ROW_PX - BAR_PX / 2 - 2 for iso3 in spans["iso3"]])
    occurring = [code for code in labels if code in set(rows["code"])]
    plot_px = len(names) * ROW_PX or EMPTY_PX
    traces = [_bars(rows[rows["code"] == code], layer, code, labels[code], theme) for code in occurring]
    layout = layer_layout(plot_px, first, last, look)
    figure = go.Figure(traces, {**layout, "yaxis": {"range": [plot_px, 0], **UNSEEN}})
    margin = {**layout["margin"], "t": AXIS_PX + _legend_px([trace.name for trace in traces]), "b": BELOW_PX}
    legend = {"y": 1 + AXIS_PX / plot_px, "yanchor": "bottom", "entrywidth": 0.5, "entrywidthmode": "fraction"}
    figure.update_layout(height=plot_px + margin["t"] + BELOW_PX, margin=margin, legend=legend, xaxis={"side": "top"})
    heads = [_name(name, place, look) for place, name in enumerate(names.values())]
    figure.update_layout(
        annotations=heads or [note(NOTHING, look, "y", EMPTY_PX / 2)],
        shapes=[_shade(place, look) for place in range(0, len(names), 2)],
    )
    return figure


def _bars(rows: pd.DataFrame, layer: str, code: str, name: str, theme: str) -> go.Bar:
    return go.Bar(
        base=rows["since"].dt.strftime("%Y-%m-%d").to_list(),
        x=[int(span.days) * DAY_MS for span in rows["until"] - rows["since"]],
        y=rows["y"].to_list(),
        width=BAR_PX,
        orientation="h",
        name=wrapped(name, LEGEND_LETTERS),
        meta=code,
        customdata=rows[["iso3", "code"]].to_numpy().tolist(),
        hovertext=[_text(row, name) for row in rows.to_dict("records")],
        hoverinfo="text",
        marker=class_marker(layer, code, theme, THEMES[theme]),
    )


def _legend_px(names: list[str]) -> int:
    """The height of the legend: of each row that of its entry with more lines."""
    lines = [name.count("<br>") + 1 for name in names]
    return sum(max(lines[place : place + 2]) * LINE_PX + ENTRY_PX for place in range(0, len(lines), 2))


def _text(row: Mapping[str, Any], name: str) -> str:
    return f"<b>{escaped(row['name'])}: {escaped(name)}</b><br>{wrapped(row['text'])}"


def _name(name: str, place: int, theme: Theme) -> dict[str, Any]:
    """The name of a state over its row: it needs no margin, so it fits a narrow screen."""
    return {
        "text": escaped(name),
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "y",
        "y": place * ROW_PX + NAME_PX,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": FONT_PX - 1, "color": theme.ink},
    }


def _shade(place: int, theme: Theme) -> dict[str, Any]:
    """The shade behind every other row, so that the eye keeps to it."""
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": place * ROW_PX,
        "y1": (place + 1) * ROW_PX,
        "fillcolor": theme.band,
        "line": {"width": 0},
        "layer": "below",
    }
