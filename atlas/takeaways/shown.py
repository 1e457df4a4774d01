"""What a printed map shows: the class of every area on the day of a view, and what the legend says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from atlas import impact
from atlas.figures.palette import LAYER_STYLES, MAIN_STATUSES, PATTERNS, STATUS_COLOURS
from atlas.geography import ground
from atlas.lessons.model import View
from atlas.selection import Choice
from atlas.selection.layers import chosen_layer_rows
from atlas.selection.rows import status_rows
from atlas.status import History
from atlas.tables import Tables
from atlas.words import STATUS_LABELS, long_day, unique_ids
from atlas.words.impact import layer_heading

MOST_CLASSES = 5
"""On a slide: more cannot be read from the last row."""

MERGERS = (
    ({"signatory": "signatory", "joining": "signatory"}, {"signatory": "Signed or joining, not bound"}),
    (
        {"outside": "outside", "not-open": "outside", "not-yet-state": "outside"},
        {"outside": "Outside, or not yet able to join"},
    ),
)
"""Statuses that become one, and the label of that one, in the order in which they give way."""


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
    """The layer of a view, or the statuses; with `few` the statuses in at most five classes."""
    return _layer(history, tables, view) if view.choice.layer else _statuses(history, tables, view, few=few)


def _statuses(history: History, tables: Tables, view: View, *, few: bool) -> Shown:
    choice = _on_last_day(view)
    rows = status_rows(history, tables, choice)
    codes = dict(zip(rows["iso3"], rows["status"].astype("str"), strict=True))
    labels = dict(STATUS_LABELS)
    for merged, named in MERGERS if few else ():
        if len(set(codes.values())) > MOST_CLASSES:
            codes = {iso3: merged.get(code, code) for iso3, code in codes.items()}
            labels |= named
    order = (*MAIN_STATUSES, "not-yet-state", "not-open")
    classes = _classes(order, labels, STATUS_COLOURS, PATTERNS, codes.values())
    treaty = tables.row("treaties", choice.treaty)
    return Shown(
        codes | _territories(tables, choice.treaty, pd.Timestamp(view.last), codes),
        classes,
        tuple(rows.loc[rows["contested"], "iso3"]),
        f"{treaty['short_name']}, {long_day(view.last)}",
        (str(treaty["source_id"]), *unique_ids(rows.loc[rows["contested"], "source_ids"])),
    )


def _layer(history: History, tables: Tables, view: View) -> Shown:
    choice = _on_last_day(view)
    rows = chosen_layer_rows(history, tables, choice)
    codes = dict(zip(rows["iso3"], rows["code"], strict=True))
    classes = {each.code: each.label for each in impact.classes(choice.layer)}
    styles = LAYER_STYLES[choice.layer]
    colours = {code: style[0] for code, style in styles.items()}
    patterns = {code: style[2] for code, style in styles.items()}
    order = tuple(reversed(classes))
    return Shown(
        codes,
        _classes(order, classes, colours, patterns, codes.values()),
        (),
        layer_heading(choice.layer, view.last),
        tuple(unique_ids(rows["source_ids"])),
    )


def _on_last_day(view: View) -> Choice:
    return replace(view.choice, on=view.last)


def _classes(
    order: Iterable[str],
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    patterns: Mapping[str, str],
    codes: Iterable[str],
) -> tuple[MapClass, ...]:
    """The classes that occur, in order."""
    counted = Counter(codes)
    return tuple(
        MapClass(code, labels[code], colours[code], patterns[code], counted[code]) for code in order if counted[code]
    )


def _territories(tables: Tables, treaty: str, day: pd.Timestamp, codes: Mapping[str, str]) -> dict[str, str]:
    """A territory has its state's class from the day on which the treaty is known to apply to it."""
    rows = tables["territories"]
    applies = set(rows.loc[(rows["treaty"] == treaty) & (rows["applies_from"] <= day), "territory"])
    return {area["id"]: codes[area["sov"]] for area in ground() if area["id"] in applies and area["sov"] in codes}
