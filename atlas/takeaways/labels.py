"""Names on a map: each state once, on its shape, beside it, or as a number that a list below the map explains."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import shapely
from shapely.geometry.base import BaseGeometry

from atlas.takeaways.room import Box, Point, Room
from atlas.takeaways.typeface import height_of, width_of

INSIDE = 0.97
"""The share of a name's box that must lie on the state's own shape."""

ON_OTHERS = 0.02
"""The share of a name's box that may lie on land of others, when it stands half or wholly at sea."""

GAP = 0.4
"""Millimetres between a name and what it stands beside."""

MOSTLY = 0.7
"""The share of a name's box on its state from which it stands over the coast rather than beside it."""

FARTHEST = 10_000.0
"""Millimetres: beyond the edge of any paper."""

FAR = 40.0
"""Millimetres of a line that are as bad as one crossing."""

GROUND = 0.7
"""Millimetres of white round a name that stands over colours."""

FAR_RINGS = (4.0, 7.0, 10.0, 14.0, 18.0, 24.0, 30.0)
"""The same for a name with a line."""

RINGS = (1.4, 2.0, 2.8, 4.0, 6.0, 8.5, 11.5, 15.0)
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


def place_labels(
    names: Mapping[str, str],
    room: Room,
    points: Mapping[str, Point],
    sizes: Sequence[float],
    number_points: float,
    *,
    led: bool = False,
) -> tuple[list[Label], dict[str, int]]:
    """A label for every state, and the numbers of those whose name does not fit on the map, in order of their names.

    `sizes` are points of type, the largest first; the smaller ones are used beside a shape. With `led` a
    name that fits neither may stand over land of others, and a line leads from it to its state.
    """
    found: dict[str, Label] = {}
    order = sorted(names, key=lambda iso3: -room.shapes[iso3].area)
    for attempt in (_on_shape, _beside, *([_led] if led else [])):
        for iso3 in order:
            if iso3 not in found and (label := attempt(iso3, names[iso3], room, points[iso3], sizes)):
                found[iso3] = label
    listed = sorted((iso3 for iso3 in names if iso3 not in found), key=lambda iso3: names[iso3])
    numbers = {iso3: place for place, iso3 in enumerate(listed, 1)}
    for iso3 in sorted(listed, key=lambda iso3: room.shapes[iso3].area, reverse=True):
        found[iso3] = _numbered(iso3, str(numbers[iso3]), room, points[iso3], number_points)
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
    wide, high = _size(text, points)
    west, south, east, north = mark or _coast(room.main_part(iso3), point, wide, high)
    middle = ((west + east) / 2, (south + north) / 2)
    across, up = (east - west + wide) / 2 + GAP, (north - south + high) / 2 + GAP
    at = middle if mark else point
    spots = [(middle[0] + x * across if x else at[0], middle[1] + y * up if y else at[1]) for x, y in WAYS]
    if mark:
        return spots
    over = room.on_own(_box(text, points, point), iso3) >= MOSTLY
    return [point, *spots] if over else [*spots, point]


def _coast(shape: BaseGeometry, point: Point, wide: float, high: float) -> Box:
    """How far a shape reaches in the row of a name at a point, west and east, and in its column, south and north."""
    row = shapely.clip_by_rect(shape, -FARTHEST, point[1] - high / 2, FARTHEST, point[1] + high / 2)
    column = shapely.clip_by_rect(shape, point[0] - wide / 2, -FARTHEST, point[0] + wide / 2, FARTHEST)
    across, up = (part.bounds if not part.is_empty else (*point, *point) for part in (row, column))
    return across[0], up[1], across[2], up[3]


def _led(iso3: str, name: str, room: Room, point: Point, sizes: Sequence[float]) -> Label | None:
    """The name as near as there is room, on as little land as can be, with a line to its state."""
    text, points = min(_wraps(name)[:2], key=lambda text: _size(text, sizes[-2])[0]), sizes[-2]
    wide, high = _size(text, points)
    ways = (*WAYS, *((x, y / 2) for x, y in WAYS if x and y))
    spots = [
        (point[0] + x * (ring + wide / 2), point[1] + y * (ring + high / 2)) for ring in FAR_RINGS for x, y in ways
    ]
    free = [spot for spot in spots if room.is_free(_box(text, points, spot, GROUND), iso3)]
    if not free:
        return None
    spot = min(free, key=lambda spot: _cost(iso3, spot, _box(text, points, spot, GROUND), room, point))
    room.taken.append(_box(text, points, spot, GROUND))
    room.leaders.append((point, spot))
    return Label(iso3, text, spot, points, start=point)


def _cost(iso3: str, spot: Point, box: Box, room: Room, point: Point) -> float:
    """What speaks against a name at a spot: states that are named too under it, other land, crossed lines, the way."""
    drawn = shapely.box(*box)
    named = (shapely.area(shapely.intersection(room.shapes[code], drawn)) / drawn.area for code in room.named)
    line = shapely.linestrings([point, spot])
    others = [shapely.linestrings(leader) for leader in room.leaders]
    crossed = sum(bool(shapely.intersects(line, other)) for other in others)
    crossed += sum(bool(shapely.intersects(line, shapely.box(*taken))) for taken in room.taken)
    under = sum(bool(shapely.intersects(drawn, other)) for other in others)
    return 8 * float(sum(named)) + room.on_others(box, iso3) / 2 + crossed + under + math.dist(spot, point) / FAR


def _numbered(iso3: str, text: str, room: Room, point: Point, points: float) -> Label:
    """The number on its state, or as near to it as there is room, with a line to it."""
    spots = [point] if iso3 not in room.marks else []
    spots += [(point[0] + dx * ring, point[1] + dy * ring) for ring in RINGS for dx, dy in WAYS]
    boxes = [(spot, _box(text, points, spot)) for spot in spots]
    free = [(spot, box) for spot, box in boxes if room.is_free(box, iso3)]
    at_sea = ((spot, box) for spot, box in free if spot == point or room.on_others(box, iso3) <= ON_OTHERS)
    spot, box = next(at_sea, (free or boxes)[0])
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


def _box(text: str, points: float, middle: Point, margin: float = 0.0) -> Box:
    wide, high = (side / 2 + margin for side in _size(text, points))
    return middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high


def _pole(shape: BaseGeometry) -> Point:
    """The middle of the widest part of a shape."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(largest, 0.3)
    x, y = shapely.get_coordinates(line)[0]
    return float(x), float(y)
