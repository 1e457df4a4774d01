"""What the record proves of each state under one treaty, and on which days it leaves something open.

A day is open for a state where its status is not certain or contested, where a succession may have taken effect
earlier, where the note of an act names another day for it, and where the lists of states do not agree on the state.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from atlas.status import BOUND, UNABLE, History
from atlas.status.rules import apply_rules
from atlas.tables import Tables
from atlas.tables.dates import partial_date_problem
from atlas.tables.record import JOINS

MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
WRITTEN_DAY = re.compile(
    rf"\b(\d{{4}}-\d\d-\d\d)\b|\b(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]*(?: (\d{{4}}))?\b",
)
"""A day in the note of an act: "2013-10-22", "20 Feb 2007", or "26 June" of the year of the act."""

MARGIN = timedelta(days=30)
"""A question keeps this far from the day of a contested claim, which others may date a few days apart."""

Action = Mapping[str, Any]
"""A row of `actions.csv`."""

OF_BEING_BOUND, OF_STATUS, OF_STATE = "bound", "status", "state"
"""What a doubt is about: whether the state was bound, which status it had, or whether it can be spoken of at all."""


@dataclass(frozen=True)
class Span:
    """A status from its first day to the day before `until`; `certain` as the history tells it."""

    status: str
    since: date
    until: date
    certain: bool
    basis: str
    source_ids: str


@dataclass(frozen=True)
class Doubt:
    """Days (`since <= day < until`) for which the record leaves open what `about` names."""

    since: date
    until: date
    about: str


@dataclass(frozen=True)
class Standing:
    """One state under the treaty: its statuses in time order, and the days that are open."""

    iso3: str
    name: str
    region: str
    spans: tuple[Span, ...]
    doubts: tuple[Doubt, ...]

    @cached_property
    def _starts(self) -> list[date]:
        return [span.since for span in self.spans]

    def span_on(self, day: date) -> Span:
        """The status on a day as the history has it, proved or not."""
        return self.spans[bisect_right(self._starts, day) - 1]

    def bound_on(self, day: date) -> bool | None:
        """Whether the treaty bound the state on the day; None where the record does not prove it."""
        return self._proved(day, (OF_BEING_BOUND, OF_STATE))

    def status_on(self, day: date) -> str | None:
        """The status on the day; None where the record does not prove it."""
        proved = self._proved(day, (OF_BEING_BOUND, OF_STATE, OF_STATUS))
        return None if proved is None else self.span_on(day).status

    def had_by(self, day: date, status: str) -> bool:
        """Whether the state ever had the status up to the day."""
        return any(span.status == status and span.since <= day for span in self.spans)

    def is_open(self, day: date) -> bool:
        """Whether a doubt about being bound reaches up to the day: what began on it may have begun earlier."""
        return any(doubt.since < day <= doubt.until and doubt.about == OF_BEING_BOUND for doubt in self.doubts)

    def _proved(self, day: date, about: Sequence[str]) -> bool | None:
        span = self.span_on(day)
        if not span.certain or span.status in UNABLE or span.since == day:
            return None
        if any(doubt.since <= day < doubt.until and doubt.about in about for doubt in self.doubts):
            return None
        return span.status in BOUND


@dataclass(frozen=True, eq=False)
class Record:
    """All states under one treaty by their codes, its row, and its actions by state in the order of the table."""

    treaty: Mapping[str, Any]
    standings: Mapping[str, Standing]
    actions: Mapping[str, Sequence[Action]]

    def by_rule(self, kind: str, amount: int, day: date) -> date:
        """The day that a rule gives from a day."""
        found = apply_rules([kind], np.array([day], dtype="datetime64[D]"), np.array([amount], dtype="int64"))
        return found[0].item()

    def bound_from(self, deposit: date) -> date:
        """The latest day on which a state is bound that deposits on the day."""
        entry = self.treaty["entry_into_force"].date()
        return max(entry, self.by_rule(self.treaty["joiner_rule"], int(self.treaty["joiner_amount"]), deposit))


@lru_cache(maxsize=16)
def record_of(history: History, tables: Tables, treaty: str) -> Record:
    """The record of one treaty; raises KeyError for another key."""
    actions = tables["actions"]
    by_state: dict[str, list[Action]] = {}
    for row in actions[actions["treaty"] == treaty].to_dict("records"):
        by_state.setdefault(row["iso3"], []).append(row)
    record = Record(tables.row("treaties", treaty), {}, by_state)
    rows = history.intervals[history.intervals["treaty"] == treaty]
    standings = {
        str(iso3): _standing(record, tables, str(iso3), own.to_dict("records")) for iso3, own in rows.groupby("iso3")
    }
    return Record(record.treaty, standings, by_state)


def named_days(action: Action, acts: Sequence[Action]) -> list[date]:
    """The days that an act can have by its own date and by its note, the earliest first.

    A day in the note on which the same state acted otherwise belongs to that act. `acts` are all acts of the state.
    """
    own = date.fromisoformat(action["date"])
    note = action["note"] if isinstance(action["note"], str) else ""
    others = {act["date"] for act in acts if act["date"] != action["date"]}
    return sorted({own, *(day for day in _days_in(note, own.year) if day.isoformat() not in others)})


def is_dated(action: Action, acts: Sequence[Action]) -> bool:
    """Whether the record knows the day of an act and names no other day for it."""
    return len(action["date"]) == 10 and len(named_days(action, acts)) == 1


def _days_in(note: str, year: int) -> Iterator[date]:
    for written, day, month, of_year in WRITTEN_DAY.findall(note):
        text = written or f"{int(of_year or year):04}-{MONTHS[month]:02}-{int(day):02}"
        if not partial_date_problem(text):
            yield date.fromisoformat(text)


def _standing(record: Record, tables: Tables, iso3: str, rows: Sequence[Mapping[str, Any]]) -> Standing:
    state, codes = tables.row("states", iso3), tables.row("state_codes", iso3)
    spans = tuple(
        Span(
            str(row["status"]),
            _day(row["since"], date.min),
            _day(row["until"], date.max),
            bool(row["certain"]),
            row["basis"],
            row["source_ids"],
        )
        for row in rows
    )
    acts = record.actions.get(iso3, ())
    doubts = (
        *_contested(rows),
        *_of_notes(record, acts),
        *_of_succession(record, codes, acts),
        *_of_lists(codes, acts),
    )
    return Standing(iso3, state["name"], state["region"], spans, doubts)


def _day(stamp: pd.Timestamp, instead: date) -> date:
    return instead if pd.isna(stamp) else stamp.date()


def _contested(rows: Sequence[Mapping[str, Any]]) -> Iterator[Doubt]:
    for row in rows:
        if pd.notna(row["contested_since"]):
            yield Doubt(row["contested_since"].date() - MARGIN, date.max, OF_BEING_BOUND)


def _of_notes(record: Record, acts: Sequence[Action]) -> Iterator[Doubt]:
    """Between the days that the sources give for one act the status is open; after a signature, until the state joins.

    A note under a signature can also tell that the state does not intend to join, so its status stays open.
    """
    for act in acts:
        if len(act["date"]) < 10 or is_dated(act, acts):
            continue
        first, *_, last = named_days(act, acts)
        if act["action"] in JOINS:
            yield Doubt(first, record.bound_from(last), OF_BEING_BOUND)
        elif act["action"] == "signature":
            joined = min((each["date"] for each in acts if each["action"] in JOINS), default="9999-12-31")
            yield Doubt(first, date.fromisoformat(f"{joined}-12-31"[:10]), OF_STATUS)
        else:
            yield Doubt(first, date.max, OF_BEING_BOUND)


def _of_succession(record: Record, codes: Mapping[str, Any], acts: Sequence[Action]) -> Iterator[Doubt]:
    """A succession may take effect from independence (Vienna Convention on Succession of States, article 23)."""
    for act in acts:
        if act["action"] == "succession" and len(act["date"]) == 10:
            independent = _day(codes["independent_since"], date.min)
            yield Doubt(independent, record.bound_from(named_days(act, acts)[-1]), OF_BEING_BOUND)


def _of_lists(codes: Mapping[str, Any], acts: Sequence[Action]) -> Iterator[Doubt]:
    """Until its first act, a state on which the lists of states disagree, or of which they say more in a note."""
    agreed = pd.notna(codes["cow"]) and codes["cow"] == codes["gw"]
    if not agreed or (isinstance(codes["note"], str) and codes["note"]):
        acted = min((act["date"] for act in acts), default="9999-12-31")
        yield Doubt(date.min, date.fromisoformat(f"{acted}-12-31"[:10]), OF_STATE)
