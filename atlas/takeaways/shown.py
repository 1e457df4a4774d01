"""What a printed map shows: the class of every area on the day of a view, and what the legend says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from atlas import impact
from atlas.figures.palette import (
    CHANGE_STYLES,
    LAYER_STYLES,
    MAIN_STATUSES,
    PATTERNS,
    SLIDE_COLOURS,
    STATUS_COLOURS,
)
from atlas.geography import ground
from atlas.lessons.model import View
from atlas.selection import Choice
from atlas.selection.comparison import compared, pair_rows
from atlas.selection.layers import chosen_layer_rows
from atlas.selection.rows import status_rows
from atlas.status import History
from atlas.tables import Tables
from atlas.words import STATUS_LABELS, differences, long_day, unique_ids
from atlas.words.comparison import side_titles
from atlas.words.impact import layer_heading
from atlas.words.slides import BOUND_GROUPS, DAY_GROUPS, LAYER_GROUPS, STATUS_GROUPS, Group

STATUS_ORDER = (*MAIN_STATUSES, "not-yet-state", "not-open")
Looks = dict[str, tuple[str, str, str]]
"""Label, colour and pattern of each class by its code, in the order of the legend."""


@dataclass(frozen=True)
class MapClass:
    """One class of a legend: its code, label, fill and pattern, and how many states are in it."""

    code: str
    label: str
    colour: str
    pattern: str
    states: int


@dataclass(frozen=True)
class Shown:
    """The class code of every area that has one, the classes in the order of the legend, and the words around the map.

    `contested` are the states whose status is, and `source_ids` what the map rests on.
    """

    of: Mapping[str, str]
    classes: tuple[MapClass, ...]
    contested: tuple[str, ...]
    title: str
    source_ids: tuple[str, ...]


def shown_in(history: History, tables: Tables, view: View, *, few: bool = False) -> Shown:
    """What differs where the view compares, its layer where it has one, otherwise the statuses; on the last day.

    With `few` the classes are put together as on a slide, so that a legend has five at most.
    """
    choice = replace(view.choice, on=view.last)
    if view.page == "compare":
        return _differences(history, tables, choice, few=few)
    return _layer(history, tables, choice, few=few) if choice.layer else _statuses(history, tables, view, few=few)


def _statuses(history: History, tables: Tables, view: View, *, few: bool) -> Shown:
    choice = replace(view.choice, on=view.last)
    rows = status_rows(history, tables, choice)
    codes = dict(zip(rows["iso3"], rows["status"].astype("str"), strict=True))
    looks = {code: (STATUS_LABELS[code], STATUS_COLOURS[code], PATTERNS[code]) for code in STATUS_ORDER}
    if few:
        groups = BOUND_GROUPS if view.page == "borders" else STATUS_GROUPS
        codes, looks = _grouped(groups, codes, looks)
        looks = {code: (label, SLIDE_COLOURS[code], pattern) for code, (label, _, pattern) in looks.items()}
    treaty = tables.row("treaties", choice.treaty)
    contested = rows[rows["contested"]]
    return Shown(
        codes | _territories(tables, choice.treaty, pd.Timestamp(choice.on), codes),
        _classes(looks, codes),
        tuple(contested["iso3"]),
        f"{treaty['short_name']}, {long_day(choice.on)}",
        (str(treaty["source_id"]), *unique_ids(contested["source_ids"])),
    )


def _layer(history: History, tables: Tables, choice: Choice, *, few: bool) -> Shown:
    rows = chosen_layer_rows(history, tables, choice)
    codes = dict(zip(rows["iso3"], rows["code"], strict=True))
    styles = LAYER_STYLES[choice.layer]
    looks = {
        each.code: (each.label, styles[each.code][0], styles[each.code][2])
        for each in reversed(impact.classes(choice.layer))
    }
    if few and choice.layer in LAYER_GROUPS:
        codes, looks = _grouped(tuple(reversed(LAYER_GROUPS[choice.layer])), codes, looks)
    title = layer_heading(choice.layer, choice.on)
    return Shown(codes, _classes(looks, codes), (), title, tuple(unique_ids(rows["source_ids"])))


def _differences(history: History, tables: Tables, choice: Choice, *, few: bool) -> Shown:
    pair = compared(tables, choice)
    rows = pair_rows(history, tables, pair)
    codes = dict(zip(rows["iso3"], rows["difference"].astype("str"), strict=True))
    labels = differences.labels(tables, pair)
    looks = {code: (labels[code], CHANGE_STYLES[code][0], CHANGE_STYLES[code][2]) for code in pair.differences}
    if few and not pair.of_treaties:
        codes, looks = _grouped(DAY_GROUPS, codes, looks)
    title = " – ".join(side_titles(tables, pair))
    return Shown(codes, _classes(looks, codes), (), title, tuple(unique_ids(rows["source_ids"])))


def _grouped(groups: Sequence[Group], codes: Mapping[str, str], looks: Looks) -> tuple[dict[str, str], Looks]:
    """Codes and looks with the classes put together; a group looks like the class whose code it has."""
    group_of = {code: group.code for group in groups for code in group.of}
    grouped = {group.code: (group.label, *looks[group.code][1:]) for group in groups}
    return {iso3: group_of[code] for iso3, code in codes.items()}, grouped


def _classes(looks: Looks, codes: Mapping[str, str]) -> tuple[MapClass, ...]:
    """The classes that occur, in order."""
    counted = Counter(codes.values())
    return tuple(MapClass(code, *looks[code], counted[code]) for code in looks if counted[code])


def _territories(tables: Tables, treaty: str, day: pd.Timestamp, codes: Mapping[str, str]) -> dict[str, str]:
    """A territory has its state's class from the day on which the treaty is known to apply to it."""
    rows = tables["territories"]
    applies = set(rows.loc[(rows["treaty"] == treaty) & (rows["applies_from"] <= day), "territory"])
    return {area["id"]: codes[area["sov"]] for area in ground() if area["id"] in applies and area["sov"] in codes}
