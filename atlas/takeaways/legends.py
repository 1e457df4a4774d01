"""The words around a printed map: title, legend with counts, numbered names, sources and the policy on borders."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from atlas.figures.palette import THEMES
from atlas.lessons.model import View
from atlas.tables import Tables
from atlas.takeaways.looks import Look
from atlas.takeaways.sheet import PROJECT, Sheet, pattern_colour
from atlas.takeaways.shown import MapClass, Shown
from atlas.takeaways.typeface import MM, broken, width_of
from atlas.words import counted, listed, long_day, unique_ids
from atlas.words.plain import km_text

POLICY = "Boundaries and names do not imply endorsement."
SHAPES = "NE-WORLD-ATLAS"
INK, QUIET, EDGE = THEMES["light"].ink, THEMES["light"].quiet, THEMES["light"].edge
MOST_PUBLISHERS = 3
CONTESTED = "\\"
"""The pattern over a contested status: white, and never that of a status in white."""


@dataclass(frozen=True)
class Entry:
    """One entry of a legend: the class whose swatch is drawn, or a line, and its words."""

    text: str
    of: MapClass | None
    mark: str


@dataclass(frozen=True)
class Surroundings:
    """What stands over and under a map: `title` (empty: a line to write on), legend entries, lines of small print."""

    title: tuple[str, ...]
    entries: tuple[Entry, ...]
    small: tuple[str, ...]
    look: Look

    @property
    def top(self) -> float:
        """Millimetres over the map."""
        points = self.look.points + 3
        return (1.6 * points * len(self.title) + 3) * MM if self.title else 16.0

    @property
    def bottom(self) -> float:
        """Millimetres under the map and its list of names."""
        rows = self._rows()
        legend = len(rows) * self._line + 1.5 if rows else 0.0
        return legend + len(self.small) * small_points(self.look) * 1.35 * MM + 1.5

    @property
    def _line(self) -> float:
        return self.look.points * 1.75 * MM

    def _rows(self) -> list[list[tuple[float, Entry]]]:
        """The entries in rows, each with its distance from the left."""
        rows: list[list[tuple[float, Entry]]] = []
        room, x = self.look.inner_width, math.inf
        for entry in self.entries:
            wide = swatch(self.look)[0] + 1.5 + width_of(entry.text, self.look.points) + 5.0
            if x + wide - 5.0 > room:
                rows.append([])
                x = 0.0
            rows[-1].append((x, entry))
            x += wide
        return rows

    def draw(self, sheet: Sheet) -> None:
        """Draws title, legend and small print."""
        left, y = self.look.margin, sheet.height - self.look.margin
        points = self.look.points + 3
        for place, line in enumerate(self.title):
            sheet.words(left, y - (1.0 + 1.6 * place) * points * MM, line, points, "title", bold=True, color=INK)
        if not self.title:
            sheet.line([(left, y - 10), (left + 0.6 * self.look.inner_width, y - 10)], "title", color=QUIET, lw=0.5)
        y = left + self.bottom - 1.5
        for row in self._rows():
            y -= self._line
            for x, entry in row:
                self._draw_entry(sheet, left + x, y, entry)
        size = small_points(self.look)
        for place, line in enumerate(reversed(self.small)):
            sheet.words(left, left + 0.6 + place * size * 1.35 * MM, line, size, "small-print", color=QUIET)

    def _draw_entry(self, sheet: Sheet, x: float, y: float, entry: Entry) -> None:
        wide, high = swatch(self.look)
        if entry.of:
            style = {
                "facecolor": entry.of.colour,
                "edgecolor": EDGE,
                "hatchcolor": pattern_colour(entry.of.colour, EDGE),
                "lw": 0.5,
            }
            sheet.box(x, y, wide, high, f"legend:{entry.of.code}", entry.of.pattern, **style)
        elif entry.mark == "contested":
            sheet.box(
                x,
                y,
                wide,
                high,
                "legend:contested",
                CONTESTED,
                facecolor=QUIET,
                edgecolor=EDGE,
                hatchcolor="white",
                lw=0.5,
            )
        else:
            sheet.line([(x, y + high / 2), (x + wide, y + high / 2)], "legend:borders", color=INK, lw=2.2)
        words = x + wide + 1.5, y + high / 2
        sheet.words(*words, entry.text, self.look.points, "legend", color=INK, va="center_baseline")


def swatch(look: Look) -> tuple[float, float]:
    """Width and height of a colour in the legend, in mm."""
    return look.points * 2.6 * MM, look.points * 1.15 * MM


def small_points(look: Look) -> float:
    """The type of the small print, in points."""
    return max(6.0, look.points * 0.72)


def surroundings(tables: Tables, view: View, look: Look, shown: Shown, on_line: pd.DataFrame) -> Surroundings:
    """The words of a map of statuses or of a layer; of a blank one no names, of a labelled one no legend."""
    place = listed(view.choice.region)
    if look.kind != "status":
        named = (place or "The world",) if look.kind == "labelled" else ()
        return Surroundings(named, (), _small(tables, look, ()), look)
    said = f"{shown.title}: {place}" if place else shown.title
    title = tuple(broken(said, look.points + 3, look.inner_width, bold=True))
    return Surroundings(title, _entries(shown, on_line), _small(tables, look, shown.source_ids), look)


def _entries(shown: Shown, on_line: pd.DataFrame) -> tuple[Entry, ...]:
    entries = [Entry(f"{each.label}: {counted(each.states, 'state')}", each, "") for each in shown.classes]
    if shown.contested:
        entries.append(Entry("Hatched in white: contested", None, "contested"))
    if len(on_line):
        length = km_text(float(on_line["km"].sum()))
        said = f"Border of a bound with a not bound state: {len(on_line)}, about {length}"
        entries.append(Entry(said, None, "borders"))
    return tuple(entries)


def _small(tables: Tables, look: Look, source_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The policy on borders, where the shapes and the classes come from, and the day of the last check, in lines."""
    publishers = [str(tables.row("sources", key)["publisher"]) for key in unique_ids(source_ids)]
    named = list(dict.fromkeys(publishers))
    more = len(named) - MOST_PUBLISHERS
    sources = "; ".join(named[:MOST_PUBLISHERS]) + (f"; and {counted(more, 'other publisher')}" if more > 0 else "")
    shapes = f"Shapes: {tables.row('sources', SHAPES)['publisher']}."
    facts = [f"Facts: {sources}."] if sources else []
    check = f"{PROJECT}, data {tables.package.version}, checked {long_day(tables.checked)}."
    text = " ".join([POLICY, "Crossed in grey: undetermined areas.", shapes, *facts, check])
    return tuple(broken(text, small_points(look), look.inner_width))


@dataclass(frozen=True)
class NameList:
    """The names that did not fit on a map, in columns: `lines` under each other, `columns` beside each other."""

    names: tuple[tuple[int, str], ...]
    look: Look
    points: float

    @property
    def column(self) -> float:
        """Width of a column in mm."""
        return max((width_of(f"{number}  {name}", self.points) for number, name in self.names), default=0.0) + 5.0

    @property
    def lines(self) -> int:
        """How many names stand under each other."""
        columns = max(1, int((self.look.inner_width + 5.0) // self.column))
        return math.ceil(len(self.names) / columns)

    @property
    def height(self) -> float:
        """Millimetres that the list takes."""
        return self.lines * self.points * 1.35 * MM + 3.0 if self.names else 0.0

    def draw(self, sheet: Sheet, top: float, codes: Mapping[str, str]) -> None:
        """Draws the list downwards from `top`, in mm; `codes` has the state of each name."""
        for place, (number, name) in enumerate(self.names):
            column, line = divmod(place, self.lines)
            x = self.look.margin + column * self.column
            y = top - 2.0 - (line + 0.8) * self.points * 1.35 * MM
            sheet.words(x + 4.0, y, str(number), self.points, "number", bold=True, color=INK, ha="right")
            sheet.words(x + 5.0, y, name, self.points, f"{codes.get(name, 'list')}:label", color=INK)
