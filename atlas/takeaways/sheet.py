"""A sheet of paper measured in millimetres, drawn on with matplotlib, and given out as PNG, SVG or PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path

from atlas.takeaways.typeface import type_of

INCH = 25.4
PROJECT = "Mine Ban Atlas"
HATCH_REPEATS = {"|": 4, "-": 4, "/": 4, "\\": 4, "x": 3, "+": 4, ".": 3}
"""How often a sign of a pattern stands in it: the lines lie about 2 mm apart."""


DARK = 0.2
"""The relative luminance (WCAG 2) below which a pattern is drawn in white: a dark one would be lost in a grey print."""


def pattern_colour(fill: str, otherwise: str) -> str:
    """White on a dark fill of the form #RRGGBB; otherwise the other colour."""
    parts = [int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if luminance < DARK else otherwise


class Sheet:
    """A figure of so many mm with one axes over all of it, whose units are mm from the lower left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / INCH, height / INCH), facecolor="white")
        self.axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)
        self.axes.set_axis_off()

    def area(self, outline: Path, gid: str, pattern: str = "", **style: Any) -> None:
        """Draws an outline of one or several rings; `pattern` is a sign of matplotlib's, `gid` what it shows."""
        hatch = pattern * HATCH_REPEATS.get(pattern, 0)
        # Not `add_patch`: that measures every edge for limits which are fixed here, and takes most of the time.
        self.axes.add_artist(PathPatch(outline, gid=gid, hatch=hatch or None, joinstyle="round", **style))

    def box(self, x: float, y: float, width: float, height: float, gid: str, pattern: str = "", **style: Any) -> None:
        """Draws a rectangle from its lower left corner."""
        hatch = pattern * HATCH_REPEATS.get(pattern, 0)
        self.axes.add_artist(Rectangle((x, y), width, height, gid=gid, hatch=hatch or None, **style))

    def circle(self, x: float, y: float, radius: float, gid: str, pattern: str = "", **style: Any) -> None:
        """Draws a circle about its middle."""
        hatch = pattern * HATCH_REPEATS.get(pattern, 0) * 2
        self.axes.add_artist(Circle((x, y), radius, gid=gid, hatch=hatch or None, **style))

    def line(self, points: Any, gid: str, **style: Any) -> None:
        """Draws a line through points, an array of two columns."""
        placed = np.asarray(points)
        self.axes.plot(placed[:, 0], placed[:, 1], gid=gid, scalex=False, scaley=False, **style)

    def words(
        self, x: float, y: float, text: str, points: float, gid: str, *, bold: bool = False, **style: Any
    ) -> None:
        """Writes text; without `ha` and `va` from the left on its baseline."""
        placed = self.axes.text(x, y, text, fontproperties=type_of(points, bold=bold), **{"linespacing": 1.05, **style})
        placed.set_gid(gid)


def pixels(figure: Figure, dots: int) -> bytes:
    """A PNG of so many dots an inch."""
    return _saved(figure, "png", dpi=dots, metadata={"Software": None}, pil_kwargs={"compress_level": 2})


def _png(figure: Figure, title: str, day: date) -> bytes:
    return _saved(figure, "png", dpi=300, metadata={"Software": None, "Title": title})


def _svg(figure: Figure, title: str, day: date) -> bytes:
    told = {"Date": day.isoformat(), "Creator": PROJECT, "Title": title}
    text = _saved(figure, "svg", metadata=told).decode("utf-8")
    # A reader's machine may lack the typeface; Verdana has the same widths.
    return text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif").encode("utf-8")


def _pdf(figure: Figure, title: str, day: date) -> bytes:
    noon = datetime(day.year, day.month, day.day, tzinfo=UTC)
    told = {"CreationDate": noon, "Creator": PROJECT, "Producer": PROJECT, "Title": title}
    return _saved(figure, "pdf", metadata=told)


def _saved(figure: Figure, form: str, **options: Any) -> bytes:
    held = io.BytesIO()
    figure.savefig(held, format=form, **options)
    return held.getvalue()


FORMS: dict[str, Callable[[Figure, str, date], bytes]] = {"png": _png, "svg": _svg, "pdf": _pdf}
"""How a figure becomes bytes, by form; the day is that on which the facts were checked, never that of the clock."""
