"""The part of the globe that shows a region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from atlas.selection.rows import in_regions
from atlas.tables import Tables


@dataclass(frozen=True)
class View:
    """What the map looks at: the centre in degrees, and how many times larger than the whole world."""

    lon: float
    lat: float
    scale: float


WHOLE_WORLD = View(12.0, 13.0, 1.0)
"""Turned so that the cut runs through the Bering Strait and the Pacific, not through a state."""


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


def _middle(longitudes: np.ndarray) -> float:
    """The middle of the shortest arc that holds all longitudes."""
    ordered = np.sort(longitudes % 360.0)
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    widest = int(gaps.argmax())
    west = ordered[(widest + 1) % len(ordered)]
    return float((west + (360.0 - gaps[widest]) / 2 + 180.0) % 360.0 - 180.0)
