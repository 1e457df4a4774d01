"""The steps of a lesson on one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matplotlib.figure import Figure
from reportlab.lib.units import mm

from atlas.figures.palette import THEMES
from atlas.lessons.model import Step, View
from atlas.takeaways.pages import Drawing
from atlas.takeaways.sheet import Sheet
from atlas.takeaways.typeface import MM, broken
from atlas.words import long_day

INK, QUIET, ACCENT = THEMES["light"].ink, THEMES["light"].quiet, THEMES["light"].edge
POINTS = 7.5
ROW = 1.35 * POINTS * MM
HEAD, GAP, FOOT, TICKS = 12.0, 1.6, 6.5, 7
"""Millimetres of the heading, between two steps, and under the last one; the most years that are written."""

FEWEST_ROWS = 3
"""On a page of their own, before or after a break."""

TEXT = 0.58
"""The share of the width that number, heading and days take."""


class Strip(Drawing):
    """The timeline of the steps in a range, which breaks between two steps at the end of a page."""

    def __init__(self, steps: Sequence[Step], shown: range, wide: float) -> None:
        super().__init__(strip_figure(steps, shown, wide))
        self.steps, self.shown, self.wide = steps, shown, wide

    def split(self, _: float, room: float) -> list[Drawing]:
        """The rows that the page has room for, and the others; nothing where fewer than FEWEST_ROWS fit."""
        ends = [
            end for end in self.shown if height_of_rows(self.steps, range(self.shown[0], end), self.wide) * mm <= room
        ]
        if not ends or ends[-1] - self.shown[0] < FEWEST_ROWS:
            return []
        parts = range(self.shown[0], ends[-1]), range(ends[-1], self.shown[-1] + 1)
        return [Strip(self.steps, part, self.wide) for part in parts]


def height_of_rows(steps: Sequence[Step], shown: range, width: float) -> float:
    """Millimetres that the steps of a range take, with their heading and the years."""
    return HEAD + sum(row_height(steps[place], width) for place in shown) + FOOT


def row_height(step: Step, width: float) -> float:
    """Millimetres that the row of a step takes."""
    return _rows(step, width) * ROW + GAP


def strip_figure(steps: Sequence[Step], shown: range, width: float) -> Figure:
    """A row for each step of a range: its number, heading and days in words, and a bar or a dot on the axis of years.

    The axis runs through the years of all steps, so that the parts of a strip have the same one.
    """
    sheet = Sheet(width, height_of_rows(steps, shown, width))
    heading = "Timeline" if shown[0] == 0 else "Timeline, continued"
    sheet.words(0, sheet.height - HEAD + 4.0, heading, 13.0, "title", bold=True, color=INK)
    top = sheet.height - HEAD
    first, last = _years(steps)
    left, right = width * TEXT + 4.0, width - 4.0

    def across(day: date) -> float:
        whole = (date(last + 1, 1, 1) - date(first, 1, 1)).days
        return left + (right - left) * (day - date(first, 1, 1)).days / whole

    for year in _ticks(first, last):
        x = across(date(year, 1, 1))
        sheet.line([(x, FOOT - 1.5), (x, top)], "year", color="#D9D4C7", lw=0.5, zorder=1)
        sheet.words(x, 1.5, str(year), POINTS - 0.5, "year", color=QUIET, ha="center")
    y = top
    for place in shown:
        step = steps[place]
        _draw_step(sheet, place + 1, step, y - GAP / 2, (across(step.view.first), across(step.view.last)))
        y -= row_height(step, width)
        sheet.line([(0, y), (width, y)], "rule", color="#D9D4C7", lw=0.4, zorder=1)
    return sheet.figure


def _draw_step(sheet: Sheet, place: int, step: Step, top: float, span: tuple[float, float]) -> None:
    lines = broken(step.heading, POINTS, _room(sheet.width), bold=True)
    for line, text in enumerate(lines):
        sheet.words(6.0, top - (line + 0.78) * ROW, text, POINTS, "heading", bold=True, color=INK)
    sheet.words(4.0, top - 0.78 * ROW, str(place), POINTS, "number", bold=True, color=INK, ha="right")
    sheet.words(6.0, top - (len(lines) + 0.78) * ROW, days_said(step.view), POINTS - 0.5, "days", color=QUIET)
    middle = top - (len(lines) + 1) * ROW / 2
    if span[1] - span[0] > 1.0:
        sheet.box(
            span[0], middle - 1.1, span[1] - span[0], 2.2, f"step:{place}", facecolor=ACCENT, edgecolor="none", zorder=2
        )
    else:
        sheet.circle(span[1], middle, 1.3, f"step:{place}", facecolor=ACCENT, edgecolor="none", zorder=2)


def days_said(view: View) -> str:
    """The day of a view, or its period, in words."""
    if view.first == view.last:
        return long_day(view.last)
    return f"{long_day(view.first)} to {long_day(view.last)}"


def _rows(step: Step, width: float) -> int:
    return len(broken(step.heading, POINTS, _room(width), bold=True)) + 1


def _room(width: float) -> float:
    return width * TEXT - 8.0


def _years(steps: Sequence[Step]) -> tuple[int, int]:
    days = [day for step in steps for day in (step.view.first, step.view.last)]
    return min(days).year, max(days).year


def _ticks(first: int, last: int) -> list[int]:
    """Round years from the first to the end of the last, at most TICKS of them."""
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last + 1 - first) / step < TICKS)
    return [year for year in range(first, last + 2) if year % every == 0] or [first]
