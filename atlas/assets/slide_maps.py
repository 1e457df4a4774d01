"""What the map of a slide shows: its classes, days and view, in the words of the map in the browser."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from atlas import geography, impact
from atlas.assets.overlay import overlay
from atlas.figures.palette import SLIDE_COLOURS
from atlas.lessons import View
from atlas.selection import Choice, first_day
from atlas.selection.comparison import compared
from atlas.selection.rows import in_regions
from atlas.status import History
from atlas.tables import Tables
from atlas.words import slides as words
from atlas.words.plain import short_name

OUTLINES, NEAR = (1.3, 2.4), 1.8
"""Width in px of the outline of a state that is spoken of, on a map of the world and on one that many times larger."""


def map_of(history: History, tables: Tables, view: View) -> dict[str, Any]:
    """What the map of a view shows, in the words of `AtlasMap`, without addresses.

    The slider goes from `first` to `last`; the map `begins` on a day and `rests` on one, another where it `plays`. All
    states are counted: a region says where the map looks, and `near` which changes a play stops at.
    """
    choice = view.choice
    pair = compared(tables, choice) if view.page == "compare" else None
    lined = view.page == "borders"
    groups = words.BOUND_GROUPS if lined else words.STATUS_GROUPS
    return {
        "treaty": choice.treaty,
        "layered": "" if pair else choice.layer,
        "lined": lined,
        "draw": choice.draw,
        "overlay": overlay(history, tables, pair) if pair else None,
        "merge": _merge(choice.layer, lined=lined, of_days=pair is not None and not pair.of_treaties),
        "order": [group.code for group in groups if group.code != words.UNCOUNTED],
        "status": list(dict.fromkeys(group.code for group in groups if set(group.of) & set(choice.status))),
        "controls": pair is None,
        "changewise": True,
        "filling": True,
        "theme": "light",
        "title": _title(tables, choice, compares=pair is not None),
        "link": "",
        "cards": [],
        **_days(tables, view, moves=pair is None),
        **_look(tables, choice),
    }


def _days(tables: Tables, view: View, *, moves: bool) -> dict[str, Any]:
    """The days of a map: the ends of its slider, where it begins and rests, and whether that is a way."""
    plays = view.first < view.last and moves
    opened = first_day(tables, view.choice.treaty)
    return {
        "first": (view.first if plays else opened).isoformat(),
        "last": (view.last if plays else tables.checked).isoformat(),
        "begins": view.first.isoformat(),
        "rests": view.last.isoformat(),
        "plays": plays,
    }


def _look(tables: Tables, choice: Choice) -> dict[str, Any]:
    """Where a map looks, and the states there."""
    look = geography.region_view(tables, choice.region)
    states = tables.states["iso3"]
    near = states[in_regions(states, tables, choice.region)].to_list() if choice.region else None
    return {"within": None, "near": near, "outline": OUTLINES[look.scale > NEAR], "view": asdict(look)}


def _title(tables: Tables, choice: Choice, *, compares: bool) -> str:
    """What the map shows, in a few words; what a comparison shows stands in its heading."""
    treaty = short_name(tables, choice.treaty)
    return treaty if compares or not choice.layer else impact.LAYERS[choice.layer].title


@lru_cache(maxsize=32)
def _merge(layer: str, *, lined: bool, of_days: bool) -> dict[str, Any]:
    """The groups of the legends, with the colours that a projector keeps apart."""
    statuses = [
        {"code": group.code, "label": group.label, "of": group.of, "meaning": "", "light": SLIDE_COLOURS[group.code]}
        for group in (words.BOUND_GROUPS if lined else words.STATUS_GROUPS)
    ]
    found = {
        "layer": words.LAYER_GROUPS.get(layer),
        "overlay": words.DAY_GROUPS if of_days else None,
        "lines": words.LINE_GROUPS,
    }
    groups = {name: [asdict(group) for group in each] for name, each in found.items() if each}
    return {"status": statuses, **groups}


__all__ = ["map_of"]
