"""The sizes the map is published in, and the simplification that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import MultiPolygon, Polygon

from tools.geometry.shapes import Feature, polygons

# The projection the map is shown in, so that what is left out is what would not be seen.
PROJECTION = "+proj=natearth +R=6371000"
TO_PLANE = Transformer.from_crs("EPSG:4326", PROJECTION, always_xy=True)
# Not the inverse of the above: that differs in the last bit, enough to round a few points the other way.
FROM_PLANE = Transformer.from_crs(PROJECTION, "EPSG:4326", always_xy=True)

# A feature smaller than this (km2, six square pixels on a map 1,400 wide) keeps its islets: it has no more.
SMALL_FEATURE = 3720


@dataclass(frozen=True)
class Size:
    """One published file: how coarse its lines (metres) and how small its islets (km2), on the plane."""

    file: str
    tolerance: int
    smallest_islet: float
    islets_of_small: int
    decimals: int


# Each tolerance is close to the smallest that keeps its file under 400 kB or 1 MB; for a new release of the
# source it has to be found again.
SIZES = (
    Size("world_medium.geojson", tolerance=15_915, smallest_islet=93, islets_of_small=8, decimals=2),
    Size("world_large.geojson", tolerance=7_297, smallest_islet=12.4, islets_of_small=12, decimals=3),
)


def simplified(features: Sequence[Feature], size: Size) -> list[Feature]:
    """The features at one size, in degrees; neighbours still share each border point for point."""
    plane = [seen_parts(shapely.transform(item.geometry, projected), size) for item in features]
    coarse = shapely.coverage_simplify(np.array(plane), size.tolerance)
    shapes = [MultiPolygon(polygons(shape)) for shape in shapely.transform(coarse, unprojected)]
    return [replace(item, geometry=shape) for item, shape in zip(features, shapes, strict=True)]


def seen_parts(shape: MultiPolygon, size: Size) -> MultiPolygon:
    """A projected shape without its islets; its largest part always stays, and more of a small feature."""
    parts = sorted(shape.geoms, key=lambda part: -part.area)
    is_small = sum(square_km(part) for part in parts) < SMALL_FEATURE
    always_kept = size.islets_of_small if is_small else 1
    seen = [part for part in parts[always_kept:] if square_km(part) >= size.smallest_islet]
    return MultiPolygon(parts[:always_kept] + seen)


def square_km(part: Polygon) -> float:
    """The area of a projected polygon in km2."""
    return float(part.area) / 1e6


def projected(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees to metres on the plane."""
    return np.column_stack(TO_PLANE.transform(*coordinates.T))


def unprojected(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres on the plane to degrees."""
    return np.column_stack(FROM_PLANE.transform(*coordinates.T))
