"""One typeface on all paper, with every letter of every name: DejaVu Sans, from matplotlib's own folder.

The settings hold for the whole process: nothing else draws with matplotlib, and they never change.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from unicodedata import bidirectional

import matplotlib
from matplotlib.font_manager import FontProperties, get_font

FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
PLAIN, BOLD = FOLDER / "DejaVuSans.ttf", FOLDER / "DejaVuSans-Bold.ttf"
MEASURED = 200.0
MM = 25.4 / 72
"""Millimetres of a point of type."""

matplotlib.rcParams.update(
    {
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "mine-ban-atlas",
        "text.parse_math": False,
        "hatch.linewidth": 0.5,
        "path.simplify": False,
    }
)


@lru_cache(maxsize=64)
def type_of(points: float, *, bold: bool = False) -> FontProperties:
    """The typeface in a size."""
    return FontProperties(fname=str(BOLD if bold else PLAIN), size=points)


@lru_cache(maxsize=8192)
def width_of(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in mm."""
    font = get_font(str(BOLD if bold else PLAIN))
    # Measured large and scaled down: at the size of print, hinting rounds each letter to whole points.
    font.set_size(MEASURED, 72)
    font.set_text(text, 0.0)
    wide: float = font.get_width_height()[0] / 64.0
    return wide * points / MEASURED * MM


def height_of(lines: int, points: float) -> float:
    """How high lines of text are, in mm."""
    return (0.78 + 1.2 * (lines - 1)) * points * MM


def broken(text: str, points: float, room: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most so many mm, broken at spaces, and within a word that is longer than a line."""
    lines: list[str] = []
    words = [part for word in text.split(" ") for part in _parts(word, points, room, bold=bold)]
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, points, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(word: str, points: float, room: float, *, bold: bool) -> list[str]:
    """A word in parts of at most so many mm; whole where it fits."""
    parts = [""]
    for letter in word if width_of(word, points, bold=bold) > room else ():
        if parts[-1] and width_of(parts[-1] + letter, points, bold=bold) > room:
            parts.append("")
        parts[-1] += letter
    return parts if parts[-1] else [word]


def unprintable(text: str) -> str:
    """What of a text paper cannot show as it is read: the typeface lacks it, or it runs right to left."""
    known = get_font(str(PLAIN)).get_charmap()
    return "".join(
        letter
        for letter in dict.fromkeys(text)
        if not letter.isspace() and (ord(letter) not in known or bidirectional(letter) in ("R", "AL"))
    )
