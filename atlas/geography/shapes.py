"""The shapes of the map: states, other areas, and the states too small to see."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import Any

import numpy as np

from atlas.geography.kept import WORLD, kept_file

SMALL_PIXELS = 6.0
MAP_PIXELS = 1400.0


@lru_cache(maxsize=2)
def features(path: str = WORLD) -> tuple[dict[str, Any], ...]:
    """The GeoJSON features of the map; raises `FaultyData` when the file is missing or damaged."""
    found: list[dict[str, Any]] = json.loads(kept_file(path))["features"]
    return tuple(found)


@lru_cache(maxsize=1)
def small_states() -> tuple[str, ...]:
    """Codes of the states whose largest part is under 6 px wide on a map of 1400 px: they are drawn as markers."""
    widths = {feature["id"]: _width(feature["geometry"]) for feature in features() if is_state(feature)}
    return tuple(sorted(iso3 for iso3, width in widths.items() if width < SMALL_PIXELS))


def ground() -> list[dict[str, str]]:
    """The features that are not states: `id`, `kind` (territory or undetermined), `name`, `sov`."""
    return [
        {"id": feature["id"], **{key: feature["properties"].get(key, "") for key in ("kind", "name", "sov")}}
        for feature in features()
        if not is_state(feature)
    ]


def is_state(feature: dict[str, Any]) -> bool:
    """Whether a feature is a state; the others are territories and undetermined areas."""
    return bool(feature["properties"]["kind"] == "state")


def parts_of(geometry: dict[str, Any]) -> list[Any]:
    """The polygons of a geometry, each a list of rings, the exterior first."""
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])


def _width(geometry: dict[str, Any]) -> float:
    """Width in pixels of the widest part of a geometry on a map of MAP_PIXELS."""
    widths = []
    for part in parts_of(geometry):
        ring = np.asarray(part[0])
        shrink = math.cos(math.radians(float(ring[:, 1].mean())))
        widths.append(float(np.ptp(ring[:, 0])) * shrink * MAP_PIXELS / 360.0)
    return max(widths)
