"""Writes features as GeoJSON for d3-geo, which fills the whole globe but a ring that winds the wrong way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from shapely import MultiPolygon
from shapely.coords import CoordinateSequence

from tools.geometry.shapes import Feature

Ring = list[list[float]]

# A microstate may vanish at the size's own precision; it is then written at the first of these that shows it.
FINER_DECIMALS = (3, 4)

# A ring of less than this share of one grid square has collapsed in rounding.
COLLAPSED = 0.6


def encoded(features: Sequence[Feature], decimals: int) -> bytes:
    """A compact FeatureCollection in UTF-8, exteriors clockwise, holes counter-clockwise.

    Raises ValueError for a feature that vanishes even at the finest precision.
    """
    collection = {
        "type": "FeatureCollection",
        "features": [encoded_feature(feature, decimals) for feature in features],
    }
    text = json.dumps(collection, separators=(",", ":"), ensure_ascii=False)
    # Whole degrees need no decimal point; no name holds this sequence.
    return text.replace(".0,", ",").replace(".0]", "]").encode()


def encoded_feature(feature: Feature, decimals: int) -> dict[str, Any]:
    """One GeoJSON feature; `sov` only for a territory that has a sovereign."""
    properties = {"name": feature.name, "kind": feature.kind}
    if feature.sovereign:
        properties["sov"] = feature.sovereign
    shapes = visible_polygons(feature, decimals)
    geometry = (
        {"type": "Polygon", "coordinates": shapes[0]}
        if len(shapes) == 1
        else {"type": "MultiPolygon", "coordinates": shapes}
    )
    return {"type": "Feature", "id": feature.code, "properties": properties, "geometry": geometry}


def visible_polygons(feature: Feature, decimals: int) -> list[list[Ring]]:
    """The feature's polygons at the coarsest precision at which one is left."""
    for precision in (decimals, *FINER_DECIMALS):
        shapes = rounded_polygons(feature.geometry, precision)
        if shapes:
            return shapes
    raise ValueError(f"{feature.code} vanishes in rounding")


def rounded_polygons(geometry: MultiPolygon, decimals: int) -> list[list[Ring]]:
    """Each polygon as its rings, exterior first, without those that collapse."""
    shapes = []
    for polygon in geometry.geoms:
        exterior = wound_ring(polygon.exterior.coords, decimals, clockwise=True)
        holes = [wound_ring(hole.coords, decimals, clockwise=False) for hole in polygon.interiors]
        if exterior:
            shapes.append([exterior, *(hole for hole in holes if hole)])
    return shapes


def wound_ring(coordinates: CoordinateSequence, decimals: int, *, clockwise: bool) -> Ring:
    """The ring rounded, without repeated points, wound as asked; empty if rounding collapses it.

    A collapsed ring has to go: which way it winds is chance, and the wrong way fills the globe.
    """
    rounded = np.round(np.asarray(coordinates)[:, :2], decimals)
    moves = np.concatenate([[True], (np.diff(rounded, axis=0) != 0).any(axis=1)])
    ring = rounded[moves]
    area = signed_area(ring)
    if len(ring) < 4 or abs(area) < COLLAPSED * 10 ** (-2 * decimals):
        return []
    result: Ring = (ring if (area < 0) == clockwise else ring[::-1]).tolist()
    return result


def signed_area(ring: np.ndarray) -> float:
    """The planar area of a closed ring in its own units squared, negative if it winds clockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
