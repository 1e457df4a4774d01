"""Where things are: the shapes of the map, small states, and the part of the globe that shows a region."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from atlas.selection.rows import in_regions
from atlas.tables import Tables

STATIC = Path(__file__).parents[1] / "static"
WORLD = "geo/world-medium-1.geojson"
SMALL_PIXELS = 6.0
MAP_PIXELS = 1400.0


@dataclass(frozen=True)
class View:
    """What the map looks at: the centre in degrees, and how many times larger than the whole world."""

    lon: float
    lat: float
    scale: float


WHOLE_WORLD = View(12.0, 13.0, 1.0)
"""Turned so that the cut runs through the Bering Strait and the Pacific, not through a state."""


@lru_cache(maxsize=2)
def features(path: str = WORLD) -> tuple[dict[str, Any], ...]:
    """The GeoJSON features of the map; raises OSError or ValueError when the file is missing or damaged."""
    found: list[dict[str, Any]] = json.loads((STATIC / path).read_text(encoding="utf-8"))["features"]
    return tuple(found)


def small_states() -> list[str]:
    """Codes of the states whose largest part is under 6 px wide on a map of 1400 px: they are drawn as markers."""
    widths = {feature["id"]: _width(feature["geometry"]) for feature in features() if _is_state(feature)}
    return sorted(iso3 for iso3, width in widths.items() if width < SMALL_PIXELS)


def ground() -> list[dict[str, str]]:
    """The features that are not states: `id`, `kind` (territory or undetermined), `name`, `sov`."""
    return [
        {"id": feature["id"], **{key: feature["properties"].get(key, "") for key in ("kind", "name", "sov")}}
        for feature in features()
        if not _is_state(feature)
    ]


def region_view(tables: Tables, regions: tuple[str, ...]) -> View:
    """The view that holds the label points of the states of the regions, but for a few far to the east or west."""
    if not regions:
        return WHOLE_WORLD
    points = tables["points"].set_index("id")
    states = tables.states.loc[in_regions(tables.states["iso3"], tables, regions), "iso3"]
    inside = points.loc[states]
    middle = _middle(inside["lon"].to_numpy())
    turned = (inside["lon"].to_numpy() - middle + 180.0) % 360.0 - 180.0
    west, east = np.quantile(turned, [0.04, 0.96])
    south, north = inside["lat"].min(), inside["lat"].max()
    span = max((east - west) / 360.0, (north - south) / 140.0, 0.02)
    scale = min(12.0, max(1.0, 0.66 / float(span)))
    lon = (middle + float(west + east) / 2 + 180.0) % 360.0 - 180.0
    return View(round(lon, 2), round(float(south + north) / 2, 2), round(scale, 2))


def _is_state(feature: dict[str, Any]) -> bool:
    return bool(feature["properties"]["kind"] == "state")


def _width(geometry: dict[str, Any]) -> float:
    """Width in pixels of the widest part of a geometry on a map of MAP_PIXELS."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    widths = []
    for part in parts:
        ring = np.asarray(part[0])
        shrink = math.cos(math.radians(float(ring[:, 1].mean())))
        widths.append(float(np.ptp(ring[:, 0])) * shrink * MAP_PIXELS / 360.0)
    return max(widths)


def _middle(longitudes: np.ndarray) -> float:
    """The middle of the shortest arc that holds all longitudes."""
    ordered = np.sort(longitudes % 360.0)
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    widest = int(gaps.argmax())
    west = ordered[(widest + 1) % len(ordered)]
    return float((west + (360.0 - gaps[widest]) / 2 + 180.0) % 360.0 - 180.0)
