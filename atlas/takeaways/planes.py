"""Shapes in a plane: the world in Equal Earth, a region in Lambert's azimuthal equal-area projection about its middle.

The globe is cut opposite the middle of the map, so that a state on both sides of 180 degrees is whole again, and what
would lie across the edge of the projection is left away. Areas on paper are true to each other in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Proj
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from atlas.geography import LARGE, features, region_view
from atlas.selection.rows import in_regions
from atlas.tables import Tables

WORLD_MIDDLE = 11.0
"""The cut then runs through the Bering Strait."""

SOUTH, NORTH = -58.0, 84.5
"""Degrees: between them lies every state."""

FARTHEST = 150.0
"""Degrees from the middle of a region beyond which nothing is drawn: near 180 the projection bursts."""

STEP = 1.0
"""Degrees between two points of an edge, so that a long one bends with the projection."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Plane:
    """The shapes of a map in metres: `shapes` and label `points` by code, and the `window` that shows the region.

    `states` are the codes of the states of the region, in order.
    """

    shapes: Mapping[str, BaseGeometry]
    points: Mapping[str, tuple[float, float]]
    window: Box
    states: tuple[str, ...]
    projection: Proj
    middle: float
    regional: bool

    def project(self, lines: list[list[list[float]]]) -> list[np.ndarray]:
        """Lines of [degrees east, degrees north] in metres; a line that the cut would tear is left away."""
        placed = [np.asarray(line, dtype=float) for line in lines]
        turned = [np.column_stack([_turn(line[:, 0], self.middle), line[:, 1]]) for line in placed]
        whole = [line for line in turned if np.ptp(line[:, 0]) < 180.0]
        return [np.column_stack(self.projection(line[:, 0], line[:, 1])) for line in whole]


@lru_cache(maxsize=16)
def plane_of(tables: Tables, regions: tuple[str, ...], path: str = LARGE) -> Plane:
    """The plane in which a map of the regions is drawn; of the whole world without any."""
    view = region_view(tables, regions)
    middle = view.lon if regions else WORLD_MIDDLE
    # "over": 180 degrees from the middle is the eastern edge, and never folds over to the western one.
    kind = {"proj": "laea", "lat_0": view.lat} if regions else {"proj": "eqearth", "over": True}
    projection = Proj({**kind, "lon_0": middle, "ellps": "WGS84"})
    about = _vectors(np.array([middle]), np.array([view.lat]))[0] if regions else None
    shapes = _projected(path, middle, projection, about)
    states = tuple(tables.states.loc[in_regions(tables.states["iso3"], tables, regions), "iso3"])
    places = tables["points"]
    east, north = projection(_turn(places["lon"].to_numpy(), middle), places["lat"].to_numpy())
    points = dict(zip(places["id"], zip(east.tolist(), north.tolist(), strict=True), strict=True))
    window = _window(shapes, points, states) if regions else _whole(projection)
    return Plane(shapes, points, window, states, projection, middle, bool(regions))


def _turn(longitude: np.ndarray, middle: float) -> np.ndarray:
    """Longitudes within 180 degrees of the middle."""
    turned: np.ndarray = (longitude - middle + 180.0) % 360.0 - 180.0 + middle
    return turned


def _vectors(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Directions of places as unit vectors, for distances on the globe."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _projected(path: str, middle: float, projection: Proj, about: np.ndarray | None) -> dict[str, BaseGeometry]:
    """Every feature in the plane by its code; a feature of which nothing is left stands there empty."""
    found = features(path)
    cut = [_cut(each, middle) for each in _shapes(path)]
    dense = shapely.segmentize(np.array(cut, dtype=object), STEP)
    if about is not None:
        dense = np.array([_near(geometry, about) for geometry in dense], dtype=object)
    drawn = shapely.transform(dense, lambda xy: np.column_stack(projection(xy[:, 0], xy[:, 1])))
    return {feature["id"]: geometry for feature, geometry in zip(found, shapely.make_valid(drawn), strict=True)}


@lru_cache(maxsize=2)
def _shapes(path: str) -> tuple[BaseGeometry, ...]:
    """The shape of every feature in degrees; where rounding let a ring touch itself, made valid."""
    found = [shape(feature["geometry"]) for feature in features(path)]
    return tuple(each if each.is_valid else shapely.make_valid(each) for each in found)


def _cut(geometry: BaseGeometry, middle: float) -> BaseGeometry:
    """The geometry with longitudes within 180 degrees of the middle, whole where the usual cut had parted it."""
    seam = (middle + 360.0) % 360.0 - 180.0
    far = 360.0 if middle > 0 else -360.0
    west, south, east, _ = geometry.bounds
    if south < SOUTH:
        geometry = shapely.clip_by_rect(geometry, -180, SOUTH, 180, NORTH)
    if middle == 0 or (seam <= west if middle > 0 else east <= seam):
        return geometry
    own = shapely.clip_by_rect(geometry, *((seam, -90, 180, 90) if middle > 0 else (-180, -90, seam, 90)))
    other = shapely.clip_by_rect(geometry, *((-180, -90, seam, 90) if middle > 0 else (seam, -90, 180, 90)))
    return shapely.union(own, shapely.transform(other, lambda xy: xy + np.array([far, 0.0])))


def _near(geometry: BaseGeometry, about: np.ndarray) -> BaseGeometry:
    """The parts that lie within FARTHEST of a place."""
    kept = []
    for part in shapely.get_parts(geometry):
        lon, lat = shapely.get_coordinates(part).T
        if (_vectors(lon, lat) @ about).min() > np.cos(np.radians(FARTHEST)):
            kept.append(part)
    return shapely.MultiPolygon(kept)


def _whole(projection: Proj) -> Box:
    """The window of the world, from edge to edge."""
    x, _ = projection(WORLD_MIDDLE + 180.0, 0.0)
    _, south = projection(WORLD_MIDDLE, SOUTH + 1.5)
    _, north = projection(WORLD_MIDDLE, NORTH - 0.5)
    return -float(x), float(south), float(x), float(north)


MAIN_PART, MAIN_GAP = 0.15, 900_000.0
"""A part of a state counts for the window when it has this share of the largest one and lies no farther, in metres."""

MUCH, MANY = 0.55, 5
"""A state that alone takes up more than this share of a window of so many states is cut, and named where it is seen."""


def _window(
    shapes: Mapping[str, BaseGeometry], points: Mapping[str, tuple[float, float]], states: tuple[str, ...]
) -> Box:
    """The window that holds the states of a region, without what lies overseas, and a margin."""
    boxes = {iso3: _main_box(shapes[iso3], points[iso3]) for iso3 in states}
    whole = _around(list(boxes.values()))
    if len(boxes) >= MANY:
        for left_out in boxes:
            smaller = _around([box for iso3, box in boxes.items() if iso3 != left_out])
            if _size(smaller) < (1 - MUCH) * _size(whole) and shapely.intersects(
                shapely.box(*smaller), shapes[left_out]
            ):
                whole = smaller
    margin = 0.04 * max(whole[2] - whole[0], whole[3] - whole[1], 400_000.0)
    return whole[0] - margin, whole[1] - margin, whole[2] + margin, whole[3] + margin


def _main_box(geometry: BaseGeometry, point: tuple[float, float]) -> Box:
    """The box of a state's largest part and of the large ones near it."""
    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    large = parts[areas >= MAIN_PART * areas.max(initial=0.0)]
    held: Any = parts[areas.argmax()] if len(parts) else shapely.Point(point)
    for _ in large:
        held = shapely.union_all(large[shapely.distance(large, held) <= MAIN_GAP]) if len(large) else held
    return _around([tuple(held.bounds), (*point, *point)])


def _around(boxes: list[Any]) -> Box:
    edges = np.array(boxes)
    low, high = edges[:, :2].min(axis=0), edges[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
