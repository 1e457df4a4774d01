"""A layer as one small file: the class of each state, since when, and what the sources say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from atlas import impact
from atlas.assets.naming import day_number
from atlas.figures import palette
from atlas.tables import Tables

RADIUS = 5.0
RADII: dict[str, dict[str, float]] = {
    "casualties": {"1-9": 4, "10-99": 7, "100-499": 11, "500-plus": 16},
    "population": {"under-1m": 3, "1m-10m": 5, "10m-50m": 8, "50m-200m": 12, "200m-plus": 17},
}
"""Radius in pixels of the circle of a class, where the classes of a layer are quantities; otherwise RADIUS."""

HOLLOW = ("none",)
"""Classes of a documented zero: drawn as a ring. `not-found` has no circle at all."""


def layer_of(tables: Tables, name: str) -> dict[str, Any]:
    """Everything about one layer that the map draws; days are counted from 1 January 1970.

    `title`, `statuses` (codes of the classes in their order), `styles` (their labels, colours and circles), `texts`,
    and `steps[iso3]`: lists of [since or null, index into `statuses`, 1, index into `texts`, null, null], as in a
    history; the step of the last beginning on or before a day holds on it.
    """
    classes = impact.classes(name)
    places = {each.code: place for place, each in enumerate(classes)}
    texts: dict[str, int] = {"": 0}
    steps: dict[str, list[list[int | None]]] = {iso3: [] for iso3 in tables.states["iso3"]}
    for row in impact.steps(tables, name).itertuples():
        since = None if pd.isna(row.since) else day_number(row.since)
        text = texts.setdefault(row.text, len(texts))
        steps[row.iso3].append([since, places[row.code], 1, text, None, None])
    return {
        "title": impact.LAYERS[name].title,
        "statuses": list(places),
        "styles": [_style(name, each) for each in classes],
        "texts": list(texts),
        "steps": steps,
    }


def _style(name: str, each: impact.LayerClass) -> dict[str, Any]:
    light, dark, pattern = palette.LAYER_STYLES[name][each.code]
    drawn = each.code != impact.NOT_FOUND
    return {
        "label": each.label,
        "meaning": each.meaning,
        "light": light,
        "dark": dark,
        "pattern": pattern,
        "radius": RADII.get(name, {}).get(each.code, RADIUS) if drawn else 0,
        "hollow": each.code in HOLLOW,
    }
