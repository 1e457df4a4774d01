"""Where everything of the timeline stands, in pixels: lanes above, the curve below, one time axis for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from atlas.figures.canvas import FONT_PX, canvas
from atlas.figures.hover import escaped
from atlas.figures.palette import Theme

LABEL_PX = 21
KEY_PX = 19
LEVEL_PX = 11
LANE_END_PX = 5
NOTHING_PX = 90
GAP_PX = 36
CURVE_PX = 150
TOP_PX = 44
BOTTOM_PX = 108
LEGEND_PX = 46
LEFT_PX = 34
RIGHT_PX = 8
UNSEEN = {"fixedrange": True, "visible": False}
LEGEND = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "yanchor": "top",
    "font": {"size": FONT_PX - 1},
    "traceorder": "normal",
    "itemclick": False,
    "itemdoubleclick": False,
}
TICK_FORMATS = [
    {"dtickrange": [None, 86_400_000 * 27], "value": "%-d %b\n%Y"},
    {"dtickrange": [86_400_000 * 27, "M6"], "value": "%b\n%Y"},
    {"dtickrange": ["M6", None], "value": "%Y"},
]
"""Years at first, then months and days as the reader zooms in."""


@dataclass(frozen=True)
class Lane:
    """One row of the timeline, in px from the top of the lanes."""

    label: str
    top: int
    head: int
    bottom: int

    def height_of(self, level: int) -> float:
        """Where a mark of that level has its middle."""
        return self.top + self.head + LEVEL_PX * (level + 0.5)


def lane_stack(marks: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, Lane]:
    """The lanes that have marks, in the order of the labels, each as high as its marks need.

    The second line of a label is a key to the marks of its lane.
    """
    deepest = marks.groupby("lane")["level"].max()
    names = {**labels, **{code: code for code in deepest.index if code not in labels}}
    lanes, top = {}, 0
    for code, label in names.items():
        if code in deepest.index:
            head = LABEL_PX + KEY_PX * label.count("\n")
            bottom = top + head + LEVEL_PX * (int(deepest[code]) + 1) + LANE_END_PX
            lanes[code] = Lane(label, top, head, bottom)
            top = bottom
    return lanes


def base_layout(lanes_px: int, first: date, last: date, total: int, theme: Theme) -> dict[str, Any]:
    """Axes, margins, legend and fonts. On the axis of the lanes one unit is one pixel, counted from the top."""
    plot_px = lanes_px + GAP_PX + CURVE_PX
    period = [first.isoformat(), last.isoformat()]
    return canvas(
        theme,
        plot_px + TOP_PX + BOTTOM_PX,
        (LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX),
        dragmode="zoom",
        hoverdistance=12,
        uirevision="timeline",
        xaxis=_time_axis(period, "y", "top", theme),
        xaxis2={**_time_axis(period, "y2", "bottom", theme), "matches": "x"},
        yaxis={"anchor": "x", "domain": [1 - lanes_px / plot_px, 1], "range": [lanes_px, 0], **UNSEEN},
        yaxis2=_count_axis(CURVE_PX / plot_px, total, theme),
        legend={**LEGEND, "y": -LEGEND_PX / plot_px},
    )


def _count_axis(height: float, total: int, theme: Theme) -> dict[str, Any]:
    return {
        "anchor": "x2",
        "domain": [0, height],
        "range": [0, max(total, 1)],
        "fixedrange": True,
        "nticks": 5,
        "gridcolor": theme.line,
        "zeroline": False,
        "tickfont": {"color": theme.quiet},
    }


def _time_axis(period: Sequence[str], anchor: str, side: str, theme: Theme) -> dict[str, Any]:
    return {
        "type": "date",
        "range": list(period),
        "minallowed": period[0],
        "maxallowed": period[1],
        "anchor": anchor,
        "side": side,
        "gridcolor": theme.line,
        "tickfont": {"color": theme.quiet},
        "tickangle": 0,
        "tickformatstops": TICK_FORMATS,
        "nticks": 12,
        "ticks": "outside",
        "tickcolor": theme.line,
    }


def bands(lanes: Sequence[Lane], theme: Theme) -> list[dict[str, Any]]:
    """A shade behind every other lane, so that the eye keeps to its lane."""
    return [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "yref": "y",
            "y0": lane.top,
            "y1": lane.bottom,
            "fillcolor": theme.band,
            "line": {"width": 0},
            "layer": "below",
        }
        for lane in lanes[::2]
    ]


def label(text: str, theme: Theme, axis: str, y: float, side: str) -> dict[str, Any]:
    """The name of a lane or panel, at its left: it needs no margin, so it fits a narrow screen."""
    name, _, key = text.partition("\n")
    return {
        "text": f"<b>{escaped(name)}</b>" + (f"<br>{escaped(key)}" if key else ""),
        "align": "left",
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": axis,
        "y": y,
        "yanchor": side,
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": FONT_PX, "color": theme.ink},
    }


def note(text: str, theme: Theme, axis: str, y: float) -> dict[str, Any]:
    """A sentence in the middle of a panel that has nothing to show."""
    return {
        "text": escaped(text),
        "xref": "paper",
        "x": 0.5,
        "yref": axis,
        "y": y,
        "showarrow": False,
        "font": {"size": FONT_PX + 1, "color": theme.quiet},
    }
