"""A plane laid on paper: shapes in millimetres, cut at the frame of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from atlas.takeaways.planes import Box, Plane

FINE, COARSE = 0.04, 0.13
"""Millimetres: a bend of a coast smaller than this is not seen on paper, nor on a slide."""

Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Laid:
    """The shapes of a plane on paper, in mm, and the `points` at which states are named, each where it is seen.

    `shift` and `scale` take metres of the plane to mm.
    """

    plane: Plane
    shapes: Mapping[str, BaseGeometry]
    points: Mapping[str, Point]
    frame: Box
    scale: float
    shift: np.ndarray

    def small(self, radius: float) -> tuple[str, ...]:
        """States of the region that a circle of this radius shows better than their shape."""
        return tuple(iso3 for iso3 in self.plane.states if _span(self.shapes[iso3]) < 2 * radius)

    @cached_property
    def outlines(self) -> Mapping[str, Path]:
        """What is drawn of each shape, by code; kept with the shapes, because a lesson draws them again and again."""
        drawn = {code: outline_of(shape) for code, shape in self.shapes.items()}
        return {code: outline for code, outline in drawn.items() if outline is not None}

    def lines(self, degrees: list[list[list[float]]]) -> list[np.ndarray]:
        """Lines of [degrees east, degrees north] on paper, cut at the frame."""
        placed = [shapely.linestrings(line * self.scale + self.shift) for line in self.plane.project(degrees)]
        cut = [shapely.clip_by_rect(line, *self.frame) for line in placed]
        return [shapely.get_coordinates(part) for line in cut for part in shapely.get_parts(line) if not part.is_empty]


@lru_cache(maxsize=8)
def laid(plane: Plane, width: float, height: float, corner: Point, fine: float = FINE) -> Laid:
    """The plane on paper of so many mm, with its lower left corner there; `fine` is the smallest bend that is kept.

    The window of a region grows to fill the paper; the world keeps its form and stands in the middle.
    """
    west, south, east, north = plane.window
    scale = min(width / (east - west), height / (north - south))
    wide, high = (width, height) if plane.regional else ((east - west) * scale, (north - south) * scale)
    left, low = corner[0] + (width - wide) / 2, corner[1] + (height - high) / 2
    frame = (left, low, left + wide, low + high)
    middle = np.array([(west + east) / 2, (south + north) / 2])
    shift = np.array([left + wide / 2, low + high / 2]) - middle * scale
    shapes = {code: _on_paper(shape, scale, shift, frame, fine) for code, shape in plane.shapes.items()}
    places = {code: tuple((np.array(point) * scale + shift).tolist()) for code, point in plane.points.items()}
    points = {code: _seen(point, shapes[code], frame) for code, point in places.items()}
    return Laid(plane, shapes, points, frame, scale, shift)


def _on_paper(shape: BaseGeometry, scale: float, shift: np.ndarray, frame: Box, fine: float) -> BaseGeometry:
    placed = shapely.transform(shape, lambda xy: xy * scale + shift)
    west, south, east, north = placed.bounds if not placed.is_empty else (0.0, 0.0, 0.0, 0.0)
    if east < frame[0] or west > frame[2] or north < frame[1] or south > frame[3] or placed.is_empty:
        return shapely.Polygon()
    simple = shapely.simplify(placed, fine)
    inside = west >= frame[0] and east <= frame[2] and south >= frame[1] and north <= frame[3]
    if fine > FINE:
        simple = _without_specks(simple, 4 * fine * fine)
    return simple if inside else shapely.intersection(simple, shapely.box(*frame))


def _without_specks(shape: BaseGeometry, least: float) -> BaseGeometry:
    """The shape without parts smaller than so many square mm, but never without its largest one."""
    parts = shapely.get_parts(shape)
    areas = shapely.area(parts)
    return shapely.MultiPolygon(
        [
            part
            for part, area in zip(parts, areas, strict=True)
            if area >= min(least, areas.max()) and part.geom_type == "Polygon"
        ]
    )


def _seen(point: Point, shape: BaseGeometry, frame: Box) -> Point:
    """The point, or one on the part of the shape that is seen where the point is not."""
    if shape.is_empty or (frame[0] < point[0] < frame[2] and frame[1] < point[1] < frame[3]):
        return point
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    spot = largest.representative_point()
    return spot.x, spot.y


def _span(shape: BaseGeometry) -> float:
    """The longer side of the box of the largest part, in mm."""
    parts = shapely.get_parts(shape)
    if not len(parts):
        return 0.0
    west, south, east, north = parts[shapely.area(parts).argmax()].bounds
    return max(east - west, north - south)


def outline_of(geometry: BaseGeometry) -> Path | None:
    """All rings of a geometry as one path; None where it holds no area."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    paths = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else None
