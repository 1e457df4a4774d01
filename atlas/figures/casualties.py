"""Casualties of one state by year: a bar where a figure was found, a gap where none was, which is never zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.hover import escaped, wrapped
from atlas.figures.layout import FONT_PX, LEGEND
from atlas.figures.palette import THEMES, Theme

HEIGHT_PX = 300
ROOM = 1.16
"""The axis is that much higher than the highest bar, so that its number fits."""

PATTERNS = {"monitor": "", "un": "/", "national": "x"}
NOT_FOUND = "Not found"


def casualty_bars(
    found: pd.DataFrame, first: int, last: int, *, series: Mapping[str, str], theme: str = "light"
) -> go.Figure:
    """Bars of the totals found from the year `first` to `last`, by series (`series` names them); the rest are gaps.

    `found` has the columns of the table of casualties. Series are never joined or added: they stand side by side.
    """
    look = THEMES[theme]
    colours = {"monitor": look.statuses["withdrawn"], "un": look.mark, "national": look.quiet}
    bars = [
        _bars(rows, str(code), series[str(code)], colours[str(code)], look)
        for code, rows in found.groupby("series", sort=False)
    ]
    missing = sorted(set(range(first, last + 1)) - set(found["year"]))
    highest = int(found["total"].max()) if len(found) else 1
    figure = go.Figure([*bars, *_key(missing, look)], _layout(first, last, highest, look))
    figure.update_layout(shapes=[_gap(year, look) for year in missing])
    return figure


def _bars(rows: pd.DataFrame, code: str, name: str, colour: str, theme: Theme) -> go.Bar:
    return go.Bar(
        x=rows["year"].to_list(),
        y=rows["total"].to_list(),
        name=escaped(name),
        meta=code,
        text=[f"{total:,}" for total in rows["total"]],
        textposition="outside",
        textfont={"size": FONT_PX - 3, "color": theme.quiet},
        cliponaxis=False,
        marker={
            "color": colour,
            "line": {"width": 0.6, "color": theme.edge},
            "pattern": {"shape": PATTERNS[code], "fgcolor": theme.halo, "fillmode": "overlay", "size": 6},
        },
        hovertext=[_text(row, name) for row in rows.to_dict("records")],
        hoverinfo="text",
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    parts = [f"{row[what]:,} {what}" for what in ("killed", "injured") if pd.notna(row[what])]
    lines = [f"{row['year']}: {row['total']:,} casualties", ", ".join(parts), name, row["note"], row["source_id"]]
    return "<br>".join(wrapped(line) for line in lines if line)


def _gap(year: int, theme: Theme) -> dict[str, Any]:
    """The shade of a year for which nothing was found."""
    return {
        "type": "rect",
        "x0": year - 0.5,
        "x1": year + 0.5,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.line,
        "opacity": 0.45,
        "line": {"width": 0},
        "layer": "below",
    }


def _key(missing: list[int], theme: Theme) -> list[go.Scatter]:
    """The entry of the legend for the shade, where there is one; it draws nothing."""
    marker = {"symbol": "square", "size": 12, "color": theme.line}
    return [go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name=NOT_FOUND)] if missing else []


def _layout(first: int, last: int, highest: int, theme: Theme) -> dict[str, Any]:
    return {
        "template": "none",
        "height": HEIGHT_PX,
        "margin": {"l": 44, "r": 8, "t": 12, "b": 64},
        "font": {"size": FONT_PX, "color": theme.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "barmode": "group",
        "dragmode": False,
        "showlegend": True,
        "hoverlabel": {
            "bgcolor": theme.card,
            "bordercolor": theme.quiet,
            "align": "left",
            "font": {"color": theme.ink},
        },
        "xaxis": {
            "range": [first - 0.6, last + 0.6],
            "fixedrange": True,
            "tickfont": {"color": theme.quiet},
            "nticks": 10,
            "tickformat": "d",
            "tickangle": 0,
        },
        "yaxis": {
            "range": [0, max(highest, 1) * ROOM],
            "fixedrange": True,
            "gridcolor": theme.line,
            "zeroline": True,
            "zerolinecolor": theme.quiet,
            "tickfont": {"color": theme.quiet},
            "nticks": 5,
        },
        "legend": {**LEGEND, "y": -0.16},
    }
