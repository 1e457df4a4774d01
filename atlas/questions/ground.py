"""What can be asked about within a scope: its days, its states, and the acts whose day and consequence are proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from atlas.questions.model import Scope
from atlas.questions.record import Action, Record, Span, Standing, is_dated, record_of
from atlas.selection.rows import in_regions
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.record import JOINS
from atlas.words.plain import the_treaty

ASKED_DAY = 15
"""Questions about a day are asked of the middle of a month: rules of treaties rarely end there."""


@dataclass(frozen=True)
class Deposit:
    """The one instrument by which a state joined, and the day from which it was bound by it."""

    standing: Standing
    action: str
    day: date
    bound: date
    source_id: str

    @property
    def span(self) -> Span:
        """The status that the entry into force brought."""
        return self.standing.span_on(self.bound)


@dataclass(frozen=True)
class Notice:
    """The one notice of withdrawal of a state, and the day on which it took effect; None where that is not proved."""

    standing: Standing
    day: date
    effect: date | None
    source_ids: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ground:
    """A scope with its record: `first` and `last` bound the days on which the record can prove what it says."""

    tables: Tables
    history: History
    scope: Scope
    record: Record
    first: date
    last: date
    standings: Mapping[str, Standing]

    @property
    def treaty(self) -> str:
        """The name of the treaty within a sentence."""
        return the_treaty(self.tables, self.scope.treaty)

    @property
    def entry(self) -> date:
        """The day on which the treaty itself entered into force."""
        return self.record.treaty["entry_into_force"].date()

    @property
    def adopted(self) -> date:
        """The day on which the treaty was adopted."""
        return self.record.treaty["adopted"].date()

    @cached_property
    def first_notice(self) -> date:
        """The first day on which a state of the scope was leaving the treaty; the last of all days where none was."""
        spans = (span for standing in self.standings.values() for span in standing.spans)
        return min((span.since for span in spans if span.status == "withdrawing"), default=date.max)

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        """The contested acts of the states of the scope, by state; only those whose day is known."""
        rows = self.tables["contests"].to_dict("records")
        own = [row for row in rows if row["treaty"] == self.scope.treaty and row["iso3"] in self.standings]
        return {row["iso3"]: row for row in own if len(row["date"]) == 10}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days about which a question can be asked: from the treaty's entry into force to the end of the scope."""
        first = max(self.first, self.entry + timedelta(days=1))
        if first > self.last:
            return ()
        months = range(first.year * 12 + first.month - 1, self.last.year * 12 + self.last.month)
        middles = (date(month // 12, month % 12 + 1, ASKED_DAY) for month in months)
        return tuple(day for day in middles if first <= day <= self.last) or (self.last,)

    @cached_property
    def by_region(self) -> dict[str, tuple[Standing, ...]]:
        """The states of the scope by the region of UN M49."""
        regions = sorted({standing.region for standing in self.standings.values()})
        return {name: tuple(each for each in self.standings.values() if each.region == name) for name in regions}

    @cached_property
    def deposits(self) -> tuple[Deposit, ...]:
        """The deposits in the period; only of states that joined once, not by succession, on a day that is known."""
        return tuple(found for found in self._deposits() if self.first <= found.day <= self.last)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The notices of withdrawal in the period whose day is known and which nobody contests."""
        return tuple(found for found in self._notices() if self.first <= found.day <= self.last)

    def _deposits(self) -> Iterator[Deposit]:
        for iso3, standing in self.standings.items():
            joins = self._acts(iso3, *JOINS)
            bound = [span for span in standing.spans if span.status == "party"]
            if len(joins) != 1 or joins[0]["action"] == "succession" or not self._dated(joins) or not bound:
                continue
            day = date.fromisoformat(joins[0]["date"])
            if standing.bound_on(bound[0].since + timedelta(days=1)):
                yield Deposit(standing, joins[0]["action"], day, bound[0].since, joins[0]["source_id"])

    def _notices(self) -> Iterator[Notice]:
        waits = self.record.treaty["armed_conflict_clause"]
        for iso3, standing in self.standings.items():
            notices, effects = self._acts(iso3, "withdrawal_notified"), self._acts(iso3, "withdrawal_effective")
            if len(notices) != 1 or len(self._acts(iso3, *JOINS)) != 1 or not self._dated((*notices, *effects)):
                continue
            day = date.fromisoformat(notices[0]["date"])
            left = [span.since for span in standing.spans if span.status == "withdrawn"]
            if standing.status_on(day + timedelta(days=1)) != "withdrawing":
                continue
            proved = left and (effects or not waits)
            sources = tuple(dict.fromkeys(act["source_id"] for act in (*notices, *effects)))
            yield Notice(standing, day, left[0] if proved else None, sources)

    def _dated(self, acts: Sequence[Action]) -> bool:
        """Whether the days of all these acts of a state are known."""
        return all(is_dated(act, self.record.actions[act["iso3"]]) for act in acts)

    def _acts(self, iso3: str, *actions: str) -> Sequence[Action]:
        return [act for act in self.record.actions.get(iso3, ()) if act["action"] in actions]


@lru_cache(maxsize=64)
def ground_of(history: History, tables: Tables, scope: Scope) -> Ground:
    """The ground of a scope; it ends where the copies of the depositary's record end (`record_until`)."""
    record = record_of(history, tables, scope.treaty)
    last = min(scope.last, tables.checked, record.treaty["record_until"].date())
    states = tables.states
    codes = states.loc[in_regions(states["iso3"], tables, scope.region), "iso3"]
    standings = {iso3: record.standings[iso3] for iso3 in codes}
    return Ground(tables, history, scope, record, scope.first, last, standings)
