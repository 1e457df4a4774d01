"""What the record has for one state under one treaty: its acts and their consequences, each with its days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from atlas.status import History
from atlas.status.memberships import possible_days
from atlas.status.terms import BOUND
from atlas.tables import Tables
from atlas.tables.record import JOINS

ENTRY, EFFECT = "entry_into_force", "withdrawal_effective"
KEPT = 4096


class Fact(NamedTuple):
    """An act of the record, or its consequence: its kind, its date as it is known, and the days that this can mean."""

    kind: str
    when: str
    first: date
    last: date
    source_ids: str

    @property
    def at_latest(self) -> bool:
        """Whether the date is only the last of several days that it can be."""
        return self.first < self.last and self.when == self.last.isoformat()


class Holding(NamedTuple):
    """A status from a day until another, which is no part of it; `undoubted` ends where it is contested or not sure."""

    status: str
    since: date
    until: date
    undoubted: date
    source_ids: str


class File(NamedTuple):
    """All that the record has for one state under one treaty, in time order; it reaches up to the day `until`.

    Where a treaty has several depositaries, a state may have deposited with each on another day; one of them is kept.
    `signable` treaties have signatures in the record at all, `contested` has the acts whose effect is not accepted.
    """

    facts: tuple[Fact, ...]
    holdings: tuple[Holding, ...]
    until: date
    contest: str
    source_id: str
    several_depositaries: bool
    signable: bool
    contested: frozenset[str]
    contest_source_ids: tuple[str, ...]

    def of(self, kinds: tuple[str, ...]) -> tuple[Fact, ...]:
        """The facts of these kinds."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)


@lru_cache(maxsize=KEPT)
def file_of(tables: Tables, history: History, treaty: str, iso3: str) -> File:
    """The file of one state under one treaty."""
    actions, intervals, contests = _split(tables, history)
    acts = tuple(map(_fact, actions.get((treaty, iso3), ())))
    rows = intervals.get((treaty, iso3), ())
    row, disputes = tables.row("treaties", treaty), contests.get((treaty, iso3), ())
    return File(
        facts=tuple(sorted((*acts, *_consequences(rows, acts)), key=lambda fact: (fact.first, fact.last))),
        holdings=tuple(map(_holding, rows)),
        until=min(row["record_until"].date(), tables.checked),
        contest="; ".join(str(each["reason"]) for each in disputes),
        source_id=row["source_id"],
        several_depositaries=bool(row["depositaries"] > 1),
        signable=treaty in _signed(tables),
        contested=frozenset(str(each["action"]) for each in disputes),
        contest_source_ids=tuple(str(each["source_id"]) for each in disputes),
    )


@lru_cache(maxsize=4)
def _signed(tables: Tables) -> frozenset[str]:
    """The treaties that any state has signed."""
    actions = tables["actions"]
    return frozenset(actions.loc[actions["action"] == "signature", "treaty"])


Rows = Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]]


@lru_cache(maxsize=4)
def _split(tables: Tables, history: History) -> tuple[Rows, Rows, Rows]:
    """The actions, the status intervals and the contested acts by treaty and state."""

    def by_key(rows: pd.DataFrame) -> Rows:
        found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for row in rows.to_dict("records"):  # at once: a table for each key of its own takes two seconds
            found.setdefault((row["treaty"], row["iso3"]), []).append(row)
        return {key: tuple(group) for key, group in found.items()}

    return (
        by_key(possible_days(tables["actions"], tables.checked)),
        by_key(history.intervals),
        by_key(tables["contests"]),
    )


def _fact(action: Mapping[str, Any]) -> Fact:
    first, last = action["first"].date(), action["last"].date()
    return Fact(str(action["action"]), str(action["date"]), first, last, str(action["source_id"]))


def _consequences(rows: tuple[Mapping[str, Any], ...], acts: tuple[Fact, ...]) -> list[Fact]:
    """Entry into force by the treaty's rule, and a withdrawal in effect where no action states its day.

    The record counts the last day that a consequence can have; the first is that of the doubtful interval before it.
    """
    facts: list[Fact] = []
    stated = {act.last for act in acts if act.kind == EFFECT}
    before: Mapping[str, Any] = {"status": ""}
    for row in rows:
        since, status = row["since"], row["status"]
        if pd.notna(since):
            day = pd.Timestamp(since).date()
            doubtful = not before.get("certain", True)
            first = pd.Timestamp(before["since"]).date() if doubtful else day
            found = Fact("", day.isoformat(), first, day, str(row["source_ids"]))
            if status in BOUND and before["status"] not in BOUND:
                facts.append(found._replace(kind=ENTRY))
            elif status == "withdrawn" and before["status"] != "withdrawn" and day not in stated:
                facts.append(found._replace(kind=EFFECT))
        before = row
    return facts


def _holding(row: Mapping[str, Any]) -> Holding:
    since, until = (
        pd.Timestamp(row[name]).date() if pd.notna(row[name]) else instead
        for name, instead in (("since", date.min), ("until", date.max))
    )
    contested = pd.Timestamp(row["contested_since"]).date() if pd.notna(row["contested_since"]) else until
    undoubted = min(until, contested) if row["certain"] else since
    return Holding(str(row["status"]), since, until, undoubted, str(row["source_ids"]))


__all__ = ["EFFECT", "ENTRY", "JOINS", "Fact", "File", "Holding", "file_of"]
