"""The rows that a choice selects: what is shown, drawn and downloaded is the same table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from atlas.selection.choice import Choice, part
from atlas.status import History
from atlas.tables import Tables, first_day
from atlas.tables.dates import earliest, latest

KEPT = 300
"""How many answers are kept: the same choice of another reader, or the way back, costs nothing."""

STATUS_ROWS = ["treaty", "iso3", "name", "status", "since", "until", "certain", "contested", "basis", "source_ids"]
CHANGE_ROWS = ["iso3", "name", "date", "from_status", "to_status", "basis", "source_ids"]


def status_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """One row a state, by iso3, with the status on the chosen day, filtered by status and region."""
    return _status_rows(history, tables, part(choice, tables, "treaty", "on", "region", "status"))


@lru_cache(maxsize=KEPT)
def _status_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    rows = history.status_on(choice.on, choice.treaty)
    keep = in_regions(rows["iso3"], tables, choice.region)
    if choice.status:
        keep &= rows["status"].isin(choice.status)
    rows = rows[keep].sort_values("iso3", ignore_index=True)
    return rows.assign(name=names_of(tables, rows["iso3"]))[STATUS_ROWS]


def changes_in(history: History, tables: Tables, choice: Choice, first: date, last: date) -> pd.DataFrame:
    """Every change of status under the chosen treaty in the period (both days included), filtered by region."""
    return _changes_in(history, tables, choice.treaty, choice.region, first, last)


def dated_changes(history: History, tables: Tables, choice: Choice, first: date, last: date) -> pd.DataFrame:
    """The rows of `changes_in` and `certain`: whether the day of the change is known; otherwise `date` bounds it."""
    return _dated_changes(history, tables, choice.treaty, choice.region, first, last)


@lru_cache(maxsize=KEPT)
def _changes_in(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...], first: date, last: date
) -> pd.DataFrame:
    return _dated_changes(history, tables, treaty, region, first, last)[CHANGE_ROWS]


@lru_cache(maxsize=KEPT)
def _dated_changes(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...], first: date, last: date
) -> pd.DataFrame:
    rows = history.changes(first, last, treaty).rename(columns={"dated": "certain"})
    rows = rows[in_regions(rows["iso3"], tables, region)].reset_index(drop=True)
    return rows.assign(name=names_of(tables, rows["iso3"]))[[*CHANGE_ROWS, "certain"]]


def prepare_answers(history: History, tables: Tables, choice: Choice) -> None:
    """Answers every year of the chosen treaty beforehand: a third of a second, once, instead of the first reader's."""
    for day in year_days(tables, first_day(tables, choice.treaty).year, tables.checked.year):
        status_rows(history, tables, replace(choice, on=day))
        changes_in(history, tables, choice, date(day.year, 1, 1), day)


def names_of(tables: Tables, codes: pd.Series) -> list[str]:
    """Short names of states by their codes."""
    names = {iso3: tables.row("states", iso3)["name"] for iso3 in codes.unique()}
    return [names[iso3] for iso3 in codes.to_list()]


def counts_by_year(
    history: History, tables: Tables, treaty: str, first: int, last: int, until: date | None = None
) -> pd.DataFrame:
    """One row a year: `year`, its `day` (as `year_days` gives it) and a column per status."""
    days = year_days(tables, first, last, until)
    return history.counts(days, treaty).assign(year=[day.year for day in days]).pipe(_year_first)


def counts_by_step(history: History, treaty: str, first: date, last: date) -> pd.DataFrame:
    """The number of states by status on every day on which it changed; no row where `first` lies after `last`."""
    if first > last:
        return history.counts([], treaty)
    changed = history.changes(first, last, treaty)["date"].to_numpy("datetime64[D]")
    days = np.unique(np.concatenate([[np.datetime64(first)], changed, [np.datetime64(last)]]))
    return history.counts(list(days), treaty)


def year_days(tables: Tables, first: int, last: int, until: date | None = None) -> list[date]:
    """The day that stands for each year: 31 December, but none after `until` or, without it, the last check."""
    end = until or tables.checked
    return [min(date(year, 12, 31), end) for year in range(first, last + 1)]


def event_rows(tables: Tables, choice: Choice) -> pd.DataFrame:
    """Policy events that can lie in the period and that name one of the states, by date; all columns of the table.

    A region is a filter by its states, and events about the world (`WLD`) stay; a state keeps only those that name it.
    """
    events = tables["events"]
    keep = in_period(events, choice)
    for column, chosen in (("lane", choice.lane), ("category", choice.category)):
        if chosen:
            keep &= events[column].isin(chosen)
    if choice.state:
        keep &= names_any(events["states"], choice.state)
    if choice.region:
        within = tables.states.loc[in_regions(tables.states["iso3"], tables, choice.region), "iso3"]
        keep &= names_any(events["states"], [*within, "WLD"])
    return events[keep].sort_values("date", kind="stable", ignore_index=True)


def names_any(lists: pd.Series, codes: Sequence[str]) -> pd.Series:
    """Whether each list of codes separated by ";" holds one of the codes."""
    wanted = set(codes)
    return pd.Series([not wanted.isdisjoint(text.split(";")) for text in lists], index=lists.index, dtype="bool")


def period(tables: Tables, choice: Choice) -> tuple[date, date]:
    """First and last day of the chosen period; without one, from the first year of the treaty to the last check."""
    return choice.first or first_day(tables, choice.treaty), choice.last or tables.checked


def action_rows(tables: Tables, choice: Choice) -> pd.DataFrame:
    """Actions under the chosen treaty that can lie in the period, with `name`, filtered by state and region."""
    actions = tables["actions"]
    first, last = period(tables, choice)
    keep = (actions["treaty"] == choice.treaty) & in_regions(actions["iso3"], tables, choice.region)
    keep &= in_period(actions, replace(choice, first=first, last=last))
    if choice.state:
        keep &= actions["iso3"].isin(choice.state)
    rows = actions[keep].sort_values(["date", "iso3"], ignore_index=True)
    return rows.assign(name=names_of(tables, rows["iso3"]))


def fact_rows(tables: Tables, choice: Choice) -> pd.DataFrame:
    """The rows of a table of facts, filtered by the keys that it has columns for: treaty, region and state.

    Events and actions are filtered by the period as well.
    """
    if choice.table == "events":
        return event_rows(tables, choice)
    rows = tables[choice.table]
    keep = pd.Series(data=True, index=rows.index)
    if "treaty" in rows and choice.table != "treaties":
        keep &= rows["treaty"] == choice.treaty
    if "iso3" in rows:
        keep &= in_regions(rows["iso3"], tables, choice.region)
        if choice.state:
            keep &= rows["iso3"].isin(choice.state)
    if "verdict" in rows and choice.verdict:
        keep &= rows["verdict"].isin(choice.verdict)
    if choice.table == "actions":
        keep &= in_period(rows, choice)
    return rows[keep].reset_index(drop=True)


def in_period(rows: pd.DataFrame, choice: Choice) -> pd.Series:
    """Whether the `date` of each row, which may be a month or a year, can lie in the chosen period."""
    keep = pd.Series(data=True, index=rows.index)
    if choice.first:
        keep &= latest(rows["date"].to_list()) >= np.datetime64(choice.first)
    if choice.last:
        keep &= earliest(rows["date"].to_list()) <= np.datetime64(choice.last)
    return keep


def in_regions(iso3: pd.Series, tables: Tables, regions: Sequence[str]) -> pd.Series:
    """Whether each code belongs to a state in one of the regions; always true without regions."""
    if not regions:
        return pd.Series(data=True, index=iso3.index)
    return iso3.isin(_states_within(tables, tuple(regions)))


@lru_cache(maxsize=KEPT)
def _states_within(tables: Tables, regions: tuple[str, ...]) -> list[str]:
    states = tables["states"]
    levels = states[["region", "subregion", "intermediate_region"]]
    return list(states.loc[levels.isin(list(regions)).any(axis=1), "iso3"])


def facet_counts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many rows have each value: columns `value` and `rows`, most frequent first."""
    counted = rows[column].astype("str").value_counts()
    return pd.DataFrame({"value": counted.index, "rows": counted.to_numpy()})


def _year_first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["year", *(column for column in rows if column != "year")]]
