"""Label points, areas and border lengths, measured on the ellipsoid at full detail."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from shapely import MultiPolygon, STRtree
from shapely.ops import polylabel

from tools.geometry.policy import LABEL_POINTS, PUBLISHED_BORDERS, SMALLEST_PUBLISHED_AREA, SOURCE_ID
from tools.geometry.shapes import Feature, largest_polygon, polygons

Row = dict[str, str | float]

ELLIPSOID = Geod(ellps="WGS84")


def points(features: Sequence[Feature]) -> list[Row]:
    """One row a feature: label point (degrees, to 0.001) and area (km2, to 0.1; blank where unreliable)."""
    return [point_row(feature) for feature in features]


def point_row(feature: Feature) -> Row:
    """The row of one feature in `points.csv`."""
    lon, lat = LABEL_POINTS.get(feature.code) or label_point(feature.geometry)
    area = geodesic_area(feature.geometry)
    return {
        "id": feature.code,
        "name": feature.name,
        "kind": feature.kind,
        "sov": feature.sovereign,
        "km2": round(area, 1) if area >= SMALLEST_PUBLISHED_AREA else "",
        "lon": round(lon, 3),
        "lat": round(lat, 3),
        "source_id": SOURCE_ID,
    }


def geodesic_area(geometry: MultiPolygon) -> float:
    """The area on the ellipsoid, in km2."""
    return sum(abs(ELLIPSOID.geometry_area_perimeter(part)[0]) for part in polygons(geometry)) / 1e6


def label_point(geometry: MultiPolygon) -> tuple[float, float]:
    """The point (degrees east, degrees north) of the largest part that lies farthest from its edge.

    Found on an equal-area plane around that part, to a hundredth of the part's width.
    """
    part = largest_polygon(geometry)
    middle = part.representative_point()
    projection = f"+proj=laea +lat_0={middle.y} +lon_0={middle.x}"
    plane = Transformer.from_crs("EPSG:4326", projection, always_xy=True)

    def to_plane(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(plane.transform(*coordinates.T))

    # Antarctica's closing lines along 180 degrees and the pole fold onto each other on this plane.
    flat = largest_polygon(shapely.make_valid(shapely.transform(part, to_plane)))
    found = polylabel(flat, tolerance=flat.area**0.5 / 100)
    lon, lat = plane.transform(found.x, found.y, direction="INVERSE")
    return lon, lat


def neighbours(features: Sequence[Feature]) -> list[Row]:
    """One row a pair of features that share a border: codes in order, and its length (km, to 0.1).

    The lengths come from generalised lines and run short of published ones. Features that meet in one point
    only share no border.
    """
    lengths = computed_borders(features) | PUBLISHED_BORDERS
    return [
        {"iso3_a": first, "iso3_b": second, "km": km, "source_id": SOURCE_ID}
        for (first, second), km in sorted(lengths.items())
    ]


def computed_borders(features: Sequence[Feature]) -> dict[tuple[str, str], float]:
    """The length of every shared border (km, to 0.1) by its pair of codes in order."""
    ordered = sorted(features, key=lambda feature: feature.code)
    shapes = np.array([feature.geometry for feature in ordered])
    lengths = {}
    for first, second in STRtree(shapes).query(shapes, predicate="intersects").T:
        if first < second:
            border = shapely.intersection(shapes[first].boundary, shapes[second].boundary)
            if border.length > 0:
                km = round(ELLIPSOID.geometry_length(border) / 1000, 1)
                lengths[ordered[first].code, ordered[second].code] = km
    return lengths
