"""Who moved the line, as names over its course that cannot overlap, however narrow the screen."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from atlas.figures.canvas import FONT_PX
from atlas.figures.hover import escaped
from atlas.figures.palette import Theme
from atlas.words import listed

OTHERS_NAMED = 3
"""Moves that are named beside the withdrawals."""
ROWS, ROW_PX = 6, 16
"""The room over the line: lines of text, and their height."""
NARROW_PX = 260
"""The narrowest plot, on a screen of 390 px: names that keep clear of each other there do so everywhere."""
LETTER_PX = 6.5
LINE_LETTERS = 19
TEXT_PX = FONT_PX - 2
MARGIN_PX = 4
APART = 0.09
"""Withdrawals that lie no farther apart than this part of the period are named together."""
SAME_DAY = pd.Timedelta(0)


@dataclass(frozen=True)
class Name:
    """A text over a day: `across` is the place of the day from 0 to 1, `row` that of the lowest line, from below."""

    day: pd.Timestamp
    across: float
    lines: tuple[str, ...]
    row: int = 0

    @property
    def leftwards(self) -> bool:
        """Whether the text runs to the left of its day: to the right it would leave the narrowest plot."""
        return self.across * NARROW_PX + self.width > NARROW_PX

    @property
    def width(self) -> float:
        """Of the text, in px."""
        return max(map(len, self.lines)) * LETTER_PX

    @property
    def top(self) -> int:
        """The first row over the text."""
        return self.row + len(self.lines)

    def covers(self, other: Name) -> bool:
        """Whether the text lies on the other text, or on the line that leads from it down to its day."""
        low, high = self._span(self.width)
        beside = [other._span(other.width)] if self.row < other.top and other.row < self.top else []
        below = [other._span(0)] if self.row < other.row else []
        return any(low < right + MARGIN_PX and left < high + MARGIN_PX for left, right in beside + below)

    def _span(self, width: float) -> tuple[float, float]:
        at = self.across * NARROW_PX
        return (at - width, at) if self.leftwards else (at, at + width)


def placed_names(moves: pd.DataFrame, first: pd.Timestamp, period: tuple[pd.Timestamp, pd.Timestamp]) -> list[Name]:
    """The withdrawals, then the largest other moves, as far as there is room; none covers another.

    `first` is the day on which the treaty begins to bind: no move of a few states, so it is not named.
    """
    begin, length = period[0], period[1] - period[0]
    placed: list[Name] = []
    room = OTHERS_NAMED
    for own, text in [*_withdrawals(moves, length * APART), *_largest(moves, first)]:
        leaving = own[0]["to_status"] == "withdrawn"
        if not leaving and not room:
            break
        day = own[-1]["date"]
        name = _fitted(Name(day, (day - begin) / length, tuple(textwrap.wrap(text, LINE_LETTERS))), placed)
        if name:
            placed.append(name)
            room -= not leaving
    return placed


def _fitted(name: Name, placed: Sequence[Name]) -> Name | None:
    """The name on the lowest row where it covers no other one and none covers it; None where it fits nowhere."""
    for row in range(ROWS - len(name.lines) + 1):
        tried = Name(name.day, name.across, name.lines, row)
        if not any(tried.covers(other) or other.covers(tried) for other in placed):
            return tried
    return None


def _withdrawals(moves: pd.DataFrame, near: pd.Timedelta) -> list[tuple[list[dict[str, Any]], str]]:
    leaving = moves[moves["to_status"] == "withdrawn"]
    return [(own, f"{listed([move['name'] for move in own])} left") for own in _runs(leaving, near)]


def _largest(moves: pd.DataFrame, first: pd.Timestamp) -> list[tuple[list[dict[str, Any]], str]]:
    """The days on which others moved the line most, the largest first, each with who moved it."""
    others = moves[(moves["to_status"] != "withdrawn") & (moves["date"] > first)]
    days = sorted(_runs(others, SAME_DAY), key=lambda own: -abs(sum(move["km_change"] for move in own)))
    return [(own, _names(own)) for own in days]


def _runs(moves: pd.DataFrame, near: pd.Timedelta) -> list[list[dict[str, Any]]]:
    """The moves in groups, each of moves that lie no farther than `near` from the one before; by date."""
    runs: list[list[dict[str, Any]]] = []
    for move in moves.to_dict("records"):
        if runs and move["date"] - runs[-1][-1]["date"] <= near:
            runs[-1].append(move)
        else:
            runs.append([move])
    return runs


def _names(moves: Sequence[Mapping[str, Any]]) -> str:
    """The state that moved the line most, and how many others did on the same day."""
    largest = max(moves, key=lambda move: abs(move["km_change"]))["name"]
    return f"{largest} and {len(moves) - 1} more" if len(moves) > 1 else str(largest)


def annotation(name: Name, km: float, row_km: float, longest: float, colours: Theme) -> dict[str, Any]:
    """The name as plotly draws it: over the `longest` line, in rows of `row_km`, led down to the line's `km`."""
    day, side = str(name.day)[:10], "right" if name.leftwards else "left"
    return {
        "x": day,
        "y": km,
        "axref": "x",
        "ayref": "y",
        "ax": day,
        "ay": longest + (name.row + 0.5) * row_km,
        "text": "<br>".join(map(escaped, name.lines)),
        "xanchor": side,
        "yanchor": "bottom",
        "align": side,
        "borderpad": 0,
        "arrowwidth": 1,
        "arrowhead": 0,
        "arrowcolor": colours.quiet,
        "standoff": 4,
        "font": {"size": TEXT_PX, "color": colours.ink},
    }
