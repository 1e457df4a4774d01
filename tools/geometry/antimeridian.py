"""Cuts polygons at 180 degrees: world-atlas stitches Russia, Fiji and Antarctica into rings that cross it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from tools.geometry.shapes import polygons

Coordinates = NDArray[np.float64]

# Moving a part by 360 degrees and back does not restore its last bits. Unless all are rounded alike, Russia's
# borders stop matching its neighbours'.
DECIMALS = 7


def cut_and_rounded(parts: list[Polygon]) -> list[Polygon]:
    """The same area as valid polygons within -180 to 180 degrees, rounded to 1e-7 degree."""
    cut = MultiPolygon([piece for part in parts for piece in cut_polygon(part)])
    return polygons(made_valid(shapely.transform(cut, rounded)))


def rounded(coordinates: Coordinates) -> Coordinates:
    """The coordinates to the build's precision."""
    return np.round(coordinates, DECIMALS)


def made_valid(shape: BaseGeometry) -> BaseGeometry:
    """The shape itself if valid, else the same area repaired."""
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure")


def cut_polygon(polygon: Polygon) -> list[Polygon]:
    """The pieces of one polygon on either side of 180 degrees; the polygon itself if it does not cross."""
    ring = np.array(polygon.exterior.coords)
    if not (np.abs(np.diff(ring[:, 0])) > 180).any():
        return [polygon]
    unrolled = unrolled_ring(ring)
    if abs(unrolled[-1, 0] - unrolled[0, 0]) > 1:
        return polygons(made_valid(south_polar_polygon(unrolled)))
    whole = made_valid(Polygon(unrolled, [hole.coords for hole in polygon.interiors]))
    return [piece for shift in (-360, 0, 360) for piece in world_slice(whole, shift)]


def unrolled_ring(ring: Coordinates) -> Coordinates:
    """The ring with its jumps undone: longitudes run on past 180 degrees instead of going back to -180."""
    steps = np.diff(ring[:, 0])
    turns = np.where(steps > 180, -360, np.where(steps < -180, 360, 0))
    shifts = np.concatenate([[0], np.cumsum(turns)])
    return np.column_stack([ring[:, 0] + shifts, ring[:, 1]])


def world_slice(shape: BaseGeometry, shift: float) -> list[Polygon]:
    """The polygons of an unrolled shape that fall on the map once moved east by `shift` degrees."""
    window = box(-180 - shift, -90, 180 - shift, 90)
    return [affinity.translate(piece, shift, 0) for piece in polygons(shape.intersection(window))]


def south_polar_polygon(coast: Coordinates) -> Polygon:
    """A continent around the South Pole from its unrolled coast: taken from -180 to 180, closed along -90."""
    eastward = coast if coast[-1, 0] > coast[0, 0] else coast[::-1]
    lap = eastward[:-1]
    # The coast starts at any longitude; three laps of it surely hold one whole lap from -180 to 180.
    turn = np.array([360, 0])
    laps = LineString(np.vstack([lap - turn, lap, lap + turn]))
    inside = shapely.line_merge(laps.intersection(box(-180, -90, 180, 90)))
    line = np.array(max(getattr(inside, "geoms", [inside]), key=lambda piece: piece.length).coords)
    line = line if line[0, 0] < line[-1, 0] else line[::-1]
    line[0, 0], line[-1, 0] = -180, 180
    return Polygon(np.vstack([line, [[180, -90], [-180, -90]]]))
