"""The rows about one state: its statuses, what it did and declared, what is written about it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from atlas.selection.choice import Choice, default_choice
from atlas.selection.rows import KEPT, STATUS_ROWS, event_rows, names_of
from atlas.status import History
from atlas.tables import Tables

NOTIFICATION = re.compile(r"C\.N\.\d+\.\d{4}(?:\.[A-Z0-9.-]*[A-Z0-9])?")
"""The number of a notification by the Secretary-General as depositary, such as C.N.372.2025 or its long form."""

ACTION_ROWS = ["treaty", "iso3", "action", "date", "notification", "not_before", "source_id", "source_locator", "note"]
OBLIGATION_ROWS = [
    "iso3",
    "about",
    "event",
    "date",
    "precision",
    "deadline",
    "quantity",
    "source_ids",
    "source_locator",
    "note",
]


class Beside(NamedTuple):
    """The states before and after one in the order of the names; the last is followed by the first."""

    previous: str
    following: str


def treaty_order(tables: Tables, first: str = "") -> list[str]:
    """The keys of the treaties in the order of their table, `first` before all others."""
    keys = tables["treaties"]["treaty"].to_list()
    return sorted(keys, key=lambda key: key != first)


@lru_cache(maxsize=KEPT)
def treaty_rows(history: History, tables: Tables, iso3: str, day: date) -> pd.DataFrame:
    """One row a treaty, in the order of their table, with the status of the state on the day; columns of `status`."""
    rows = _statuses_on(history, day)
    rows = rows[rows["iso3"] == iso3].set_index("treaty").loc[treaty_order(tables)].reset_index()
    return rows.assign(name=names_of(tables, rows["iso3"]))[STATUS_ROWS]


@lru_cache(maxsize=KEPT)
def status_intervals(history: History, iso3: str) -> pd.DataFrame:
    """Every status of the state under every treaty, in time order; as `atlas.status.intervals`, without `dated`."""
    rows = history.intervals.drop(columns="dated")
    return rows[rows["iso3"] == iso3].reset_index(drop=True)


@lru_cache(maxsize=KEPT)
def state_actions(tables: Tables, iso3: str, treaty: str) -> pd.DataFrame:
    """What the state did under each treaty, the given one first, by date.

    Columns as in the table of actions and `notification`: the number of the depositary's notification where the source
    or the note gives it, otherwise empty.
    """
    rows = _own(tables, "actions", iso3)
    order = {key: place for place, key in enumerate(treaty_order(tables, treaty))}
    rows = rows.assign(place=rows["treaty"].map(order)).sort_values(["place", "date"], kind="stable", ignore_index=True)
    given = rows["source_locator"] + " " + rows["note"]
    found = [NOTIFICATION.search(text) for text in given]
    return rows.assign(notification=[each[0] if each else "" for each in found])[ACTION_ROWS]


@lru_cache(maxsize=KEPT)
def state_declarations(tables: Tables, iso3: str, treaty: str) -> pd.DataFrame:
    """Declarations of the state, those under the given treaty first; the columns of the table."""
    order = {key: place for place, key in enumerate(treaty_order(tables, treaty))}
    rows = _own(tables, "declarations", iso3)
    return rows.sort_values("treaty", key=lambda keys: keys.map(order), kind="stable", ignore_index=True)


@lru_cache(maxsize=KEPT)
def state_events(tables: Tables, iso3: str) -> pd.DataFrame:
    """Policy events that name the state, the latest first; the columns of the table."""
    named = event_rows(tables, replace(default_choice(tables), state=(iso3,)))
    return named.sort_values("date", ascending=False, kind="stable", ignore_index=True)


@lru_cache(maxsize=KEPT)
def casualty_rows(tables: Tables, iso3: str) -> pd.DataFrame:
    """Casualties found, one row a year and series; the columns of the table. A year without a row was not found."""
    return _own(tables, "casualties", iso3).reset_index(drop=True)


@lru_cache(maxsize=KEPT)
def obligation_rows(tables: Tables, iso3: str) -> pd.DataFrame:
    """Clearance (article 5) and stockpiles (article 4) of the Mine Ban Convention as dated events, by date.

    Columns iso3, about (clearance or stockpile), event, date, precision, deadline, quantity (mines), source_ids,
    source_locator, note.
    """
    parts = [
        _own(tables, name, iso3).assign(about=about)
        for name, about in (("article5", "clearance"), ("stockpiles", "stockpile"))
    ]
    rows = pd.concat([part.reindex(columns=OBLIGATION_ROWS) for part in parts], ignore_index=True)
    rows = rows.assign(deadline=rows["deadline"].fillna(""), quantity=rows["quantity"].astype("Int64"))
    return rows.sort_values("date", kind="stable", ignore_index=True)


@lru_cache(maxsize=4)
def alphabetical(tables: Tables) -> tuple[str, ...]:
    """The codes of the states in the order of their names."""
    return tuple(tables.states.sort_values("name")["iso3"])


def beside(tables: Tables, iso3: str) -> Beside:
    """The previous and the next state in the order of the names."""
    codes = alphabetical(tables)
    place = codes.index(iso3)
    return Beside(codes[place - 1], codes[(place + 1) % len(codes)])


def chosen_first(choice: Choice, iso3: str) -> tuple[str, ...]:
    """The states of the choice with one of them in the first place."""
    return (iso3, *(other for other in choice.state if other != iso3))


@lru_cache(maxsize=KEPT)
def _statuses_on(history: History, day: date) -> pd.DataFrame:
    return history.status_on(day)


def _own(tables: Tables, name: str, iso3: str) -> pd.DataFrame:
    rows = tables[name]
    return rows[rows["iso3"] == iso3]
