"""The table of results: one row a measure, the sides beside each other, the target and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

HEADER = ("measure", "atlas", "typical", "plain", "atlas / typical", "target", "met")
NUMBERS = range(1, 5)
"""The columns of figures."""


@dataclass(frozen=True)
class Row:
    """One measure; NaN where a side has none. `most` is the largest value of the atlas that meets the target.

    `share` is the largest allowed part of the typical version's value; a row has `most`, `share` or neither.
    """

    measure: str
    unit: str
    atlas: float
    typical: float = math.nan
    plain: float = math.nan
    most: float | None = None
    share: float | None = None

    @property
    def ratio(self) -> float:
        """The part of the typical version's value; NaN where one side has none."""
        return self.atlas / self.typical if self.typical else math.nan

    @property
    def target(self) -> str:
        """The target in words, empty without one."""
        if self.most is not None:
            return f"at most {shown(self.most)} {self.unit}"
        return "" if self.share is None else f"at most {self.share} of typical"

    @property
    def met(self) -> str:
        """yes or NO, empty without a target; a value that could not be measured meets none."""
        if self.most is not None:
            return "yes" if self.atlas <= self.most else "NO"
        return "" if self.share is None else "yes" if self.ratio <= self.share else "NO"

    @property
    def _sides(self) -> tuple[float, ...]:
        return (self.atlas, self.typical, self.plain)

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        sides = [f"{shown(value)} {self.unit}".rstrip() if not math.isnan(value) else "" for value in self._sides]
        ratio = "" if math.isnan(self.ratio) else f"{self.ratio:.3f}"
        return (self.measure, *sides, ratio, self.target, self.met)


def shown(value: float) -> str:
    """A number with as many places as it deserves."""
    if math.isnan(value):
        return ""
    places = 0 if float(value).is_integer() or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{places}f}"


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table that is also legible as plain text."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADER))]
    rule = tuple("-" * (width - 1) + ":" if place in NUMBERS else "-" * width for place, width in enumerate(widths))
    return "\n".join(_line(line, widths) for line in (HEADER, rule, *lines[1:]))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if place in NUMBERS else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "| " + " | ".join(padded) + " |"
