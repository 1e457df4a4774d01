"""The sheet on which a preview is drawn: its heading and legend, and the picture as PNG."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from atlas.figures.palette import THEMES
from atlas.takeaways.heads import SITE
from atlas.takeaways.legends import POLICY
from atlas.takeaways.previewing import SIZE
from atlas.takeaways.sheet import Sheet, pattern_colour
from atlas.takeaways.shown import MapClass
from atlas.takeaways.typeface import MM, width_of
from atlas.words.plain import NO_BREAK_SPACE

DOTS = 100
WIDE, HIGH = (side * 25.4 / DOTS for side in SIZE)
MARGIN = 11.0
INNER = WIDE - 2 * MARGIN
FOOT = 17.0
"""Millimetres under a picture, for the legend or the last line."""


INK, QUIET, EDGE = THEMES["light"].ink, THEMES["light"].quiet, THEMES["light"].edge
PAPER, ACCENT = "#FCFBF8", "#0B6E75"
COLOURS = 128
"""Colours of a picture: with more it is larger, and looks the same."""

WITHIN_DAY = re.compile(r"(?<=\d) (?=[A-Z])|(?<=[a-z]) (?=\d{4})")


def lines_of(text: str, points: float, *, bold: bool = False) -> list[str]:
    """The text in lines as wide as a picture; a day is never broken.

    Words are measured, and not lines: most come again in the next picture, and their widths are kept.
    """
    space = width_of("n n", points, bold=bold) - width_of("nn", points, bold=bold)
    lines, room = [""], -1.0
    for word in WITHIN_DAY.sub(NO_BREAK_SPACE, text).split(" "):
        room -= space + width_of(word, points, bold=bold)
        if room < 0:
            lines.append(word)
            room = INNER - width_of(word, points, bold=bold)
        else:
            lines[-1] += f" {word}"
    return lines[1:]


def headed(kicker: str, sentence: str, points: float) -> tuple[Sheet, float]:
    """A sheet with a heading of at most two lines, and where the room under it begins, in mm from below."""
    sheet = Sheet(WIDE, HIGH)
    sheet.figure.set_facecolor(PAPER)
    sheet.box(0, HIGH - 2.6, WIDE, 2.6, "edge", facecolor=ACCENT, lw=0)
    top = HIGH - 12.0
    sheet.words(MARGIN, top, kicker, 15.0, "kicker", bold=True, color=ACCENT)
    if kicker != SITE:
        sheet.words(WIDE - MARGIN, top, SITE, 15.0, "site", color=QUIET, ha="right")
    while len(lines := lines_of(sentence, points, bold=True)) > 2:
        points -= 2.0
    top -= 2.0
    for line in lines:
        top -= points * 1.3 * MM
        sheet.words(MARGIN, top, line, points, "title", bold=True, color=INK)
    return sheet, top - 3.0


def legend(sheet: Sheet, classes: Sequence[MapClass], *, contested: bool = False) -> None:
    """The classes with their counts in one line, and the small print under it."""
    points, x, y = 13.0, MARGIN, 9.0
    entries = [f"{each.label} {each.states}" for each in classes]
    while sum(width_of(entry, points) + 12.0 for entry in entries) > INNER:
        points -= 0.5
    for each, entry in zip(classes, entries, strict=True):
        style = {"facecolor": each.colour, "edgecolor": EDGE, "hatchcolor": pattern_colour(each.colour, EDGE)}
        sheet.box(x, y - 0.7, 5.0, 4.2, f"legend:{each.code}", each.pattern, lw=0.6, **style)
        sheet.words(x + 6.5, y, entry, points, "legend", color=INK)
        x += width_of(entry, points) + 12.0
    small(sheet, ("White stripes: contested. " * contested) + POLICY)


def small(sheet: Sheet, text: str) -> None:
    """Writes the small print."""
    sheet.words(MARGIN, 3.6, text, 10.5, "small-print", color=QUIET)


def pixels(figure: Figure, under: np.ndarray | None = None) -> np.ndarray:
    """The colours of every pixel, row by row from above; drawn over the pixels `under` it where these are given."""
    figure.set_dpi(DOTS)
    renderer = FigureCanvasAgg(figure).get_renderer()
    held = np.asarray(renderer.buffer_rgba())
    if under is not None:
        # Written into the buffer, for matplotlib would resample a picture, which takes longer than all the rest.
        held[:] = under
        figure.patch.set_visible(False)
    figure.draw(renderer)
    return held


def png(figure: Figure, under: np.ndarray | None) -> bytes:
    """The picture in few colours, which takes a third of the bytes."""
    drawn = Image.fromarray(pixels(figure, under)[..., :3])
    held = io.BytesIO()
    drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(held, "png", compress_level=6)
    return held.getvalue()
