"""The paper that is left for names on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
Point = tuple[float, float]
NEAR = 1.3
"""Millimetres from its state at which a name still stands beside it."""


@dataclass
class Room:
    """The paper that is left: the frame, the land of each area, the boxes that are taken and the lines that are drawn.

    `named` are the states that get a label: no other name should cover them.
    """

    frame: Box
    shapes: Mapping[str, BaseGeometry]
    land: shapely.STRtree
    codes: Sequence[str]
    taken: list[Box] = field(default_factory=list)
    marks: dict[str, Box] = field(default_factory=dict)
    named: Sequence[str] = ()
    leaders: list[tuple[Point, Point]] = field(default_factory=list)

    def is_free(self, box: Box, iso3: str) -> bool:
        """Whether a box lies in the frame and on nothing but its own marker."""
        west, south, east, north = self.frame
        if box[0] < west + 1 or box[1] < south + 1 or box[2] > east - 1 or box[3] > north - 1:
            return False
        marks = (mark for other, mark in self.marks.items() if other != iso3)
        return not any(_overlap(box, other) for other in (*self.taken, *marks))

    def on_others(self, box: Box, iso3: str) -> float:
        """The share of a box that lies on land of others."""
        drawn = shapely.box(*box)
        near = (int(place) for place in self.land.query(drawn, predicate="intersects"))
        covered = [
            shapely.area(shapely.intersection(self.shapes[self.codes[place]], drawn))
            for place in near
            if self.codes[place] != iso3
        ]
        return float(sum(covered)) / float(drawn.area)

    def is_nearest(self, box: Box, iso3: str) -> bool:
        """Whether a box lies at its own state or marker, and no land of others is nearer."""
        drawn = shapely.box(*box)
        own = shapely.box(*self.marks[iso3]) if iso3 in self.marks else self.main_part(iso3)
        away = float(shapely.distance(drawn, own))
        near = (self.codes[int(place)] for place in self.land.query(shapely.buffer(drawn, away)))
        others = [float(shapely.distance(drawn, self.shapes[code])) for code in near if code != iso3]
        return away <= NEAR and all(away <= other for other in others)

    def main_part(self, iso3: str) -> BaseGeometry:
        """The largest part of a state; islets far off are not where a reader looks for its name."""
        return max(shapely.get_parts(self.shapes[iso3]), key=lambda part: part.area, default=self.shapes[iso3])

    def on_own(self, box: Box, iso3: str) -> float:
        """The share of a box that lies on the state itself."""
        drawn = shapely.box(*box)
        return float(shapely.area(shapely.intersection(self.shapes[iso3], drawn))) / float(drawn.area)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
