"""The history of every status, and the questions that can be asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from atlas.status.intervals import intervals
from atlas.status.memberships import ALWAYS, KEY, NEVER
from atlas.status.terms import STATUSES
from atlas.tables import Tables

Day = date | str | np.datetime64
STATUS_COLUMNS = ["treaty", "iso3", "status", "since", "until", "certain", "contested", "basis", "source_ids"]
CHANGE_COLUMNS = ["treaty", "iso3", "date", "from_status", "to_status", "basis", "source_ids", "dated"]


def as_day(day: Day) -> np.datetime64:
    """The day as datetime64[D]."""
    return np.datetime64(str(day)[:10], "D")


def build(tables: Tables) -> History:
    """The history computed from the tables, once; a fraction of a second for eleven treaties."""
    return History(intervals(tables))


@dataclass(frozen=True, eq=False)
class History:
    """Status intervals (see `atlas.status.intervals`) with answers for any day. Days are dates or ISO texts."""

    intervals: pd.DataFrame

    def status_on(self, day: Day, treaty: str | None = None) -> pd.DataFrame:
        """One row per (treaty, state): treaty, iso3, status, since, until, certain, contested, basis, source_ids.

        `since` and `until` (NaT: without end) bound the days on which the status holds: since <= day < until.
        """
        if treaty is not None:
            return self.of(treaty).status_on(day)
        return self.statuses_on([day])[STATUS_COLUMNS]

    def statuses_on(self, days: Sequence[Day], treaty: str | None = None) -> pd.DataFrame:
        """The rows of `status_on` for each of the days and the `day` of each row: by treaty and state, then by day.

        The days are given in their order.
        """
        if treaty is not None:
            return self.of(treaty).statuses_on(days)
        asked = np.array([as_day(day) for day in days], dtype="datetime64[D]").reshape(-1, 1)
        held, of_day = np.nonzero(((self._since <= asked) & (asked < self._until)).T)
        rows, day = self._statuses.take(held).reset_index(drop=True), asked[of_day, 0]
        contested = self._contested_since[held] <= day
        rows = rows.assign(contested=contested, day=day.astype("datetime64[s]"))
        if contested.any():
            why = self.intervals.iloc[held[contested]]
            rows.loc[contested, "basis"] += ("; contested: " + why["contest"]).array
            rows.loc[contested, "source_ids"] += (";" + why["contest_source"]).array
        return rows[[*STATUS_COLUMNS, "day"]]

    def changes(self, first: Day, last: Day, treaty: str | None = None) -> pd.DataFrame:
        """Every change of status with first <= date <= last, by date: treaty, iso3, date, from_status, to_status, …

        `dated` tells whether the day is known; otherwise `date` is the first possible one of an act, and the last
        possible one of what follows from an act (`CONSEQUENCES`).
        Replaying the changes of a period on the statuses of the day before it gives the statuses of its last day.
        """
        if treaty is not None:
            return self.of(treaty).changes(first, last)
        day = self._steps["date"].to_numpy("datetime64[D]")
        begin = np.searchsorted(day, as_day(first), side="left")
        end = np.searchsorted(day, as_day(last), side="right")
        return self._steps.iloc[begin:end].reset_index(drop=True)

    def counts(self, days: Sequence[Day], treaty: str) -> pd.DataFrame:
        """One row a day: `day` and the number of states in each status, a column per code in its fixed order."""
        asked = np.array([as_day(day) for day in days], dtype="datetime64[D]")
        own = self._treaty == treaty
        columns = {}
        for status in STATUSES:
            which = own & (self.intervals["status"] == status).to_numpy()
            begun = np.searchsorted(np.sort(self._since[which]), asked, side="right")
            ended = np.searchsorted(np.sort(self._until[which]), asked, side="right")
            columns[status] = begun - ended
        return pd.DataFrame({"day": asked.astype("datetime64[s]"), **columns})

    @cached_property
    def _since(self) -> np.ndarray:
        return self.intervals["since"].fillna(pd.Timestamp(ALWAYS)).to_numpy("datetime64[D]")

    @cached_property
    def _until(self) -> np.ndarray:
        return self.intervals["until"].fillna(pd.Timestamp(NEVER)).to_numpy("datetime64[D]")

    @cached_property
    def _contested_since(self) -> np.ndarray:
        return self.intervals["contested_since"].to_numpy("datetime64[D]")

    @cached_property
    def _statuses(self) -> pd.DataFrame:
        return self.intervals[[column for column in STATUS_COLUMNS if column != "contested"]]

    @cached_property
    def _treaty(self) -> np.ndarray:
        return self.intervals["treaty"].to_numpy()

    @cached_property
    def _steps(self) -> pd.DataFrame:
        rows = self.intervals
        before = rows.groupby(KEY)["status"].shift(1)
        stepped = before.notna() & (before.astype("str") != rows["status"].astype("str"))
        steps = rows.assign(from_status=before).rename(columns={"since": "date", "status": "to_status"})
        return steps.loc[stepped, CHANGE_COLUMNS].sort_values(["date", *KEY], ignore_index=True)

    def of(self, treaty: str) -> History:
        """The history of one treaty."""
        return self._by_treaty.get(treaty) or History(self.intervals.iloc[:0])

    @cached_property
    def _by_treaty(self) -> dict[str, History]:
        return {str(treaty): History(rows.reset_index(drop=True)) for treaty, rows in self.intervals.groupby("treaty")}
