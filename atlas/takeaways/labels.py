"""Names on a map: each state once, on its shape, beside it, or as a number that a list below the map explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import shapely
from shapely.geometry.base import BaseGeometry

from atlas.takeaways.typeface import height_of, width_of

Box = tuple[float, float, float, float]
Point = tuple[float, float]
INSIDE = 0.97
"""The share of a name's box that must lie on the state's own shape."""

ON_OTHERS = 0.02
"""The share of a name's box that may lie on land of others, when it stands half or wholly at sea."""

GAP, NEAR = 0.4, 1.3
"""Millimetres between a name and what it stands beside, and how far it may be from it at most."""

MOSTLY = 0.5
"""The share of a name's box on its state from which it stands over the coast rather than beside it."""

RINGS = (1.6, 2.6, 4.0, 6.0, 8.5, 11.5, 15.0)
"""Millimetres from a state to its number, where it does not fit on it."""

WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))


@dataclass(frozen=True)
class Label:
    """A name, or the number that stands for it, with its middle in mm; `start` is where a line leads to the state."""

    iso3: str
    text: str
    at: Point
    points: float
    number: bool = False
    start: Point | None = None


@dataclass
class Room:
    """The paper that is left: the frame, the land of each state, and the boxes that are taken."""

    frame: Box
    shapes: Mapping[str, BaseGeometry]
    land: shapely.STRtree
    codes: Sequence[str]
    taken: list[Box] = field(default_factory=list)
    marks: dict[str, Box] = field(default_factory=dict)

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
        near = (int(place) for place in self.land.query(drawn))
        covered = [
            shapely.area(shapely.intersection(self.shapes[self.codes[place]], drawn))
            for place in near
            if self.codes[place] != iso3
        ]
        return float(sum(covered)) / float(drawn.area)

    def is_nearest(self, box: Box, iso3: str) -> bool:
        """Whether a box lies at its own state or marker, and no land of others is nearer."""
        drawn = shapely.box(*box)
        own = shapely.box(*self.marks[iso3]) if iso3 in self.marks else self.shapes[iso3]
        away = float(shapely.distance(drawn, own))
        near = (self.codes[int(place)] for place in self.land.query(shapely.buffer(drawn, away)))
        others = [float(shapely.distance(drawn, self.shapes[code])) for code in near if code != iso3]
        return away <= NEAR and all(away <= other for other in others)

    def on_own(self, box: Box, iso3: str) -> float:
        """The share of a box that lies on the state itself."""
        drawn = shapely.box(*box)
        return float(shapely.area(shapely.intersection(self.shapes[iso3], drawn))) / float(drawn.area)


def place_labels(
    names: Mapping[str, str],
    room: Room,
    points: Mapping[str, Point],
    sizes: Sequence[float],
) -> tuple[list[Label], dict[str, int]]:
    """A label for every state, and the numbers of those whose name does not fit on the map, in order of their names.

    `sizes` are points of type, the largest first; the smallest is used beside a shape and for numbers.
    """
    found: dict[str, Label] = {}
    order = sorted(names, key=lambda iso3: -room.shapes[iso3].area)
    for attempt in (_on_shape, _beside):
        for iso3 in order:
            if iso3 not in found and (label := attempt(iso3, names[iso3], room, points[iso3], sizes)):
                found[iso3] = label
    listed = sorted((iso3 for iso3 in names if iso3 not in found), key=lambda iso3: names[iso3])
    numbers = {iso3: place for place, iso3 in enumerate(listed, 1)}
    for iso3 in sorted(listed, key=lambda iso3: room.shapes[iso3].area, reverse=True):
        found[iso3] = _numbered(iso3, str(numbers[iso3]), room, points[iso3], sizes[-1])
    return [found[iso3] for iso3 in names], numbers


def _on_shape(iso3: str, name: str, room: Room, point: Point, sizes: Sequence[float]) -> Label | None:
    """The name on its own land, as large as it fits."""
    shape = room.shapes[iso3]
    if shape.area < 4:
        return None
    spots = [point, _pole(shape)]
    for points, text, spot in product(sizes, _wraps(name), spots):
        box = _box(text, points, spot)
        if room.on_own(box, iso3) >= INSIDE and room.is_free(box, iso3):
            room.taken.append(box)
            return Label(iso3, text, spot, points)
    return None


def _beside(iso3: str, name: str, room: Room, point: Point, sizes: Sequence[float]) -> Label | None:
    """The name over the coast or at sea, where no other land is nearer than its own state."""
    for points, text in product(sizes[-2:], _wraps(name)):
        for spot in _spots(iso3, text, points, room, point):
            box = _box(text, points, spot)
            if room.is_free(box, iso3) and room.on_others(box, iso3) <= ON_OTHERS and room.is_nearest(box, iso3):
                room.taken.append(box)
                return Label(iso3, text, spot, points)
    return None


def _spots(iso3: str, text: str, points: float, room: Room, point: Point) -> list[Point]:
    """Where the middle of a name can stand beside its marker or the largest part of its shape, best first."""
    mark = room.marks.get(iso3)
    west, south, east, north = mark or _extent(room.shapes[iso3], point)
    wide, high = _size(text, points)
    middle = ((west + east) / 2, (south + north) / 2)
    across, up = (east - west + wide) / 2 + GAP, (north - south + high) / 2 + GAP
    spots = [(middle[0] + dx * across, middle[1] + dy * up) for dx, dy in WAYS]
    if mark:
        return spots
    over = room.on_own(_box(text, points, point), iso3) >= MOSTLY
    return [point, *spots] if over else [*spots, point]


def _numbered(iso3: str, text: str, room: Room, point: Point, points: float) -> Label:
    """The number on its state, or as near to it as there is room, with a line to it."""
    spots = [point] if iso3 not in room.marks else []
    spots += [(point[0] + dx * ring, point[1] + dy * ring) for ring in RINGS for dx, dy in WAYS]
    boxes = [(spot, _box(text, points, spot)) for spot in spots]
    free = [(spot, box) for spot, box in boxes if room.is_free(box, iso3)]
    at_sea = [(spot, box) for spot, box in free if spot == point or room.on_others(box, iso3) <= ON_OTHERS]
    spot, box = (at_sea or free or boxes)[0]
    room.taken.append(box)
    away = max(abs(spot[0] - point[0]), abs(spot[1] - point[1]))
    return Label(iso3, text, spot, points, number=True, start=point if away > RINGS[0] else None)


def _wraps(name: str) -> list[str]:
    """The name in one line, and in two or three broken as evenly as its words allow."""
    words = name.split(" ")
    ways = [name]
    if len(words) > 1:
        halves = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
        ways.append("\n".join(min(halves, key=lambda lines: max(map(len, lines)))))
    if len(words) > 2:
        ways.append("\n".join((words[0], " ".join(words[1:-1]), words[-1])))
    return ways


def _size(text: str, points: float) -> tuple[float, float]:
    lines = text.split("\n")
    return max(width_of(line, points) for line in lines) + 0.6, height_of(len(lines), points) + 0.6


def _box(text: str, points: float, middle: Point) -> Box:
    wide, high = _size(text, points)
    return middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2


def _extent(shape: BaseGeometry, point: Point) -> Box:
    """The box of the largest part of a shape, or its point where nothing of it is seen."""
    if shape.is_empty:
        return (*point, *point)
    west, south, east, north = max(shapely.get_parts(shape), key=lambda part: part.area).bounds
    return west, south, east, north


def _pole(shape: BaseGeometry) -> Point:
    """The middle of the widest part of a shape."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(largest, 0.3)
    x, y = shapely.get_coordinates(line)[0]
    return float(x), float(y)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
