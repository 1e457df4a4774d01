"""Rows through time: the status of every state in every year, and every status from its first day to its last."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from atlas.selection.choice import Choice, part
from atlas.selection.rows import in_regions, names_of, year_days
from atlas.status import BOUND, History
from atlas.tables import Tables, first_day

PANEL_ROWS = ["treaty", "iso3", "name", "year", "day", "status", "bound", "certain", "contested", "source_ids"]
INTERVAL_ROWS = ["treaty", "iso3", "name", "status", "since", "until", "certain", "contested_since", "basis"]
INTERVAL_ROWS += ["source_ids", "contest", "contest_source"]
PANELS_KEPT = 8
"""A panel of all treaties has some 140,000 rows."""


def panel_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """One row a treaty, state and year with the status on the year's day: `PANEL_ROWS`, by treaty, iso3 and year.

    The treaties are those of `treaties`, otherwise the chosen one. The years are those that the period touches, without
    one those since each treaty opened; a year's day is 31 December or the day of the last check. Filtered by status,
    region and state.
    """
    return _panel_rows(
        history,
        tables,
        part(choice, tables, "treaty", "treaties", "first", "last", "status", "region", "state"),
    )


@lru_cache(maxsize=PANELS_KEPT)
def _panel_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    last, years = choice.last or tables.checked, []
    for treaty in choice.treaties or (choice.treaty,):
        held = history.of(treaty).intervals
        first = choice.first or first_day(tables, treaty)
        chosen = History(held[_chosen(held, tables, choice)])
        years.append(chosen.statuses_on(year_days(tables, first.year, last.year, last)))
    rows = pd.concat(years, ignore_index=True)
    of_rows = {"name": names_of(tables, rows["iso3"]), "year": rows["day"].dt.year.astype("int64")}
    return rows.assign(**of_rows, bound=rows["status"].isin(BOUND))[PANEL_ROWS]


def interval_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """One row a treaty, state and status with the days on which it held: `INTERVAL_ROWS`, by treaty, iso3 and day.

    A status holds while since <= day < until. The treaties are those of `treaties`, otherwise the chosen one; the
    intervals those that reach into the period, uncut. Filtered by status, region and state.
    """
    rows = history.intervals
    keep = rows["treaty"].isin(choice.treaties or (choice.treaty,)) & _chosen(rows, tables, choice)
    if choice.first:
        keep &= rows["until"].isna() | (rows["until"] > pd.Timestamp(choice.first))
    if choice.last:
        keep &= rows["since"].isna() | (rows["since"] <= pd.Timestamp(choice.last))
    place = {key: at for at, key in enumerate(tables["treaties"]["treaty"])}
    rows = rows[keep].sort_values("treaty", key=lambda keys: keys.map(place), kind="stable", ignore_index=True)
    return rows.assign(name=names_of(tables, rows["iso3"]))[INTERVAL_ROWS]


def _chosen(rows: pd.DataFrame, tables: Tables, choice: Choice) -> pd.Series:
    keep = in_regions(rows["iso3"], tables, choice.region)
    if choice.status:
        keep &= rows["status"].isin(choice.status)
    if choice.state:
        keep &= rows["iso3"].isin(choice.state)
    return keep
