"""What the figures of the impact layers share: layout, the look of a class, and the shade of what was not found."""

from __future__ import annotations

from datetime import date
from typing import Any

import plotly.graph_objects as go

from atlas.figures.canvas import FONT_PX, canvas
from atlas.figures.layout import LEFT_PX, LEGEND, RIGHT_PX, TICK_FORMATS
from atlas.figures.palette import LAYER_STYLES, Theme

YEAR_PART = 0.8
"""How much of its year a bar fills."""

TOP_PX = 34
KEY_PX = 46
LEGEND_ROW_PX = 20
NOT_FOUND_LABEL = "Not found"
HATCH = {"fillmode": "overlay", "fgopacity": 0.7, "size": 7, "solidity": 0.2}


def layer_layout(plot_px: int, first: date, last: date, theme: Theme, *, legend_rows: int = 2) -> dict[str, Any]:
    """Margins, fonts and the time axis of the timeline, whose sides it shares so that years stand under years."""
    bottom = KEY_PX + LEGEND_ROW_PX * legend_rows
    return canvas(
        theme,
        plot_px + TOP_PX + bottom,
        (LEFT_PX, RIGHT_PX, TOP_PX, bottom),
        barmode="overlay",
        showlegend=True,
        xaxis={
            "type": "date",
            "range": [first.isoformat(), last.isoformat()],
            "fixedrange": True,
            "gridcolor": theme.line,
            "tickfont": {"color": theme.quiet},
            "tickangle": 0,
            "tickformatstops": TICK_FORMATS,
            "nticks": 12,
            "ticks": "outside",
            "tickcolor": theme.line,
        },
        legend={**LEGEND, "y": -(KEY_PX - 12) / plot_px},
    )


def number_axis(highest: float, theme: Theme, **more: Any) -> dict[str, Any]:
    """A vertical axis from zero to a little above the highest number."""
    return {
        "range": [0, max(highest, 1) * 1.08],
        "fixedrange": True,
        "nticks": 5,
        "tickformat": ",",
        "gridcolor": theme.line,
        "zeroline": False,
        "tickfont": {"color": theme.quiet, "size": FONT_PX - 3},
        **more,
    }


def colour_of(layer: str, code: str, name: str) -> str:
    """The colour of a class in the theme of that name."""
    light, dark, _ = LAYER_STYLES[layer][code]
    return {"light": light, "dark": dark}[name]


def class_marker(layer: str, code: str, name: str, theme: Theme) -> dict[str, Any]:
    """The bar of a class: its colour, its pattern and an outline."""
    return {
        "color": colour_of(layer, code, name),
        "line": {"width": 0.6, "color": theme.edge},
        "pattern": {"shape": LAYER_STYLES[layer][code][2], "fgcolor": theme.edge, **HATCH},
    }


def gap(first: str, last: str, theme: Theme, axis: str = "y domain") -> dict[str, Any]:
    """The shade of days for which nothing was found."""
    return {
        "type": "rect",
        "x0": first,
        "x1": last,
        "yref": axis,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.line,
        "opacity": 0.5,
        "line": {"width": 0},
        "layer": "below",
    }


def gap_key(theme: Theme) -> go.Scatter:
    """The entry of the legend for the shade; it draws nothing."""
    marker = {"symbol": "square", "size": 13, "color": theme.line}
    return go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name=NOT_FOUND_LABEL, hoverinfo="skip")


def mid_year(year: int) -> str:
    """Where the bar of a year stands."""
    return f"{year}-07-02"


def year_gap(year: int, theme: Theme, axis: str = "y domain") -> dict[str, Any]:
    """The shade of a whole year."""
    return gap(f"{year}-01-01", f"{year}-12-31", theme, axis)
