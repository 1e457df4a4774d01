"""The kinds of value that pass between the steps of the build."""

from __future__ import annotations

from dataclasses import dataclass

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

# The polygons of each feature by its code, in degrees.
Parts = dict[str, list[Polygon]]


@dataclass(frozen=True)
class Feature:
    """One shape of the map; `kind` is state, territory or undetermined, `sovereign` a territory's state."""

    code: str
    name: str
    kind: str
    sovereign: str
    geometry: MultiPolygon


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """All polygons in a geometry of any type, however nested; lines and points are left out."""
    if geometry.is_empty:
        return []
    if isinstance(geometry, Polygon):
        return [geometry]
    return [polygon for member in getattr(geometry, "geoms", ()) for polygon in polygons(member)]


def largest_polygon(geometry: BaseGeometry) -> Polygon:
    """The polygon of greatest area, in the geometry's own units; ValueError if there is none."""
    return max(polygons(geometry), key=lambda polygon: polygon.area)
