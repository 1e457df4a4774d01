"""Questions made from the record: each is proved again here, from the actions alone and by other code."""

from __future__ import annotations

import calendar
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from atlas.questions import KINDS, Question, Scope, ask, scope_of
from atlas.questions.drawing import Draw
from atlas.questions.ground import ground_of
from atlas.questions.sets import GENERATORS
from atlas.selection import default_choice
from atlas.status import History, build
from atlas.tables import Tables, first_day

ROOT = Path(__file__).parents[1]
TREATIES = ("mbt", "ccm", "ccw", "ccw_p2", "ccw_ap2", "ccw_p5", "att", "tpnw", "cwc", "bwc", "npt")
FAR = date(2100, 1, 1)
WHOLE = Scope("mbt", date(1997, 1, 1), date(2026, 12, 31))
SCOPES = (
    *(Scope(treaty, date(1968, 1, 1), FAR) for treaty in TREATIES),
    WHOLE,
    Scope("mbt", date(1999, 1, 1), date(2026, 11, 22), ("Africa",)),
    Scope("mbt", date(2024, 1, 1), date(2026, 11, 22), ("Europe",)),
    Scope("npt", date(1968, 1, 1), date(2020, 6, 30), ("Asia", "Africa")),
    Scope("ccm", date(2008, 1, 1), date(2026, 11, 22), ("Europe",)),
    Scope("cwc", date(1995, 1, 1), date(2005, 12, 31), ("Americas",)),
    Scope("mbt", date(2025, 6, 1), date(2025, 12, 1)),
)
SEEDS = 1000
NUMBER = 4
JOINS = ("ratification", "acceptance", "approval", "accession", "succession")
MONTHS = "|".join(calendar.month_name[1:])
A_DAY = re.compile(rf"(\d{{1,2}}) ({MONTHS}) (\d{{4}})")
Verdicts = list[bool | None]
Sets = list[list[tuple[Question, ...]]]


def days_in(text: str) -> list[date]:
    months = list(calendar.month_name)
    return [date(int(year), months.index(month), int(day)) for day, month, year in A_DAY.findall(text)]


def by_rule(kind: str, amount: int, day: date) -> date:
    if kind == "days":
        return day + timedelta(days=amount)
    month = day.year * 12 + day.month - 1 + amount
    year, month = month // 12, month % 12 + 1
    return date(year, month, 1 if kind == "first-of-month" else min(day.day, calendar.monthrange(year, month)[1]))


class Facts:
    """What the tables say of one treaty, read row by row."""

    def __init__(self, tables: Tables, treaty: str) -> None:
        self.tables = tables
        (self.treaty,) = tables["treaties"][tables["treaties"]["treaty"] == treaty].to_dict("records")
        self.entry = self.treaty["entry_into_force"].date()
        self.acts: dict[str, list[tuple[str, str]]] = {}
        for row in tables["actions"].query("treaty == @treaty").to_dict("records"):
            self.acts.setdefault(row["iso3"], []).append((row["date"], row["action"]))
        self.contested = {
            row["iso3"]: date.fromisoformat(row["date"])
            for row in tables["contests"].query("treaty == @treaty").to_dict("records")
        }
        self.code = {row["name"]: row["iso3"] for row in tables.states.to_dict("records")}
        self.region = {row["iso3"]: row["region"] for row in tables.states.to_dict("records")}
        self.independent = {
            row["iso3"]: row["independent_since"].date()
            for row in tables["state_codes"].to_dict("records")
            if pd.notna(row["independent_since"])
        }

    def days(self, iso3: str, *actions: str) -> list[date]:
        """The days of the acts of a state whose day is known."""
        own = self.acts.get(iso3, [])
        return sorted(date.fromisoformat(text) for text, action in own if action in actions and len(text) == 10)

    def the_day(self, iso3: str, *actions: str) -> date:
        (day,) = self.days(iso3, *actions)
        return day

    def bound_from(self, deposit: date) -> date:
        ruled = by_rule(self.treaty["joiner_rule"], self.treaty["joiner_amount"], deposit)
        if self.treaty["joiner_from"] == "entry-into-force" and deposit < self.entry:
            return self.entry
        return max(ruled, self.entry)

    def memberships(self, iso3: str) -> Iterator[tuple[date, date, date, date]]:
        """Deposit, first day bound, notice and first day free of each time that a state joined."""
        joins = self.days(iso3, *JOINS)
        for deposit, following in pairwise([*joins, FAR]):
            notices = [day for day in self.days(iso3, "withdrawal_notified") if deposit <= day < following]
            effects = [day for day in self.days(iso3, "withdrawal_effective") if deposit <= day < following]
            ruled = [by_rule(self.treaty["notice_unit"], self.treaty["notice_amount"], day) for day in notices]
            free = min(effects or ruled, default=FAR)
            yield deposit, self.bound_from(deposit), min(notices, default=FAR), free

    def bound(self, iso3: str, day: date) -> bool | None:
        """Whether a state was bound; None where its acts do not tell: contested, no day, a succession, no state yet."""
        acts = self.acts.get(iso3, [])
        if any(len(text) < 10 and text <= day.isoformat() for text, action in acts if action in JOINS):
            return None
        if iso3 in self.contested and self.contested[iso3] <= day:
            return None
        own = [act for act in acts if len(act[0]) == 10]
        if len(own) < len(acts):
            return False
        return self._bound(iso3, day)

    @cache  # noqa: B019 - one of eleven, for the length of the tests
    def _memberships(self, iso3: str) -> list[tuple[date, date, date, date]]:
        return list(self.memberships(iso3))

    def _bound(self, iso3: str, day: date) -> bool | None:
        succeeded = "succession" in [action for _, action in self.acts.get(iso3, [])]
        found = self._memberships(iso3)
        if any(begun <= day < free for _, begun, _, free in found):
            return True
        independent = self.independent.get(iso3, date.min)
        if succeeded and found and independent <= day < found[0][1]:
            return None
        acted = min(self.days(iso3, "signature", *JOINS), default=FAR)
        return None if day < independent and day < acted else False

    def status(self, iso3: str, day: date) -> str | None:
        if self.bound(iso3, day) is None:
            return None
        for deposit, begun, notice, free in self._memberships(iso3):
            if deposit <= day:
                if day >= free:
                    return "withdrawn"
                if day < begun:
                    return "joining"
                return "withdrawing" if notice <= day else "party"
        return "signatory" if any(each <= day for each in self.days(iso3, "signature")) else "outside"

    @cached_property
    def neighbours(self) -> set[frozenset[str]]:
        rows = self.tables["neighbours"]
        return {frozenset(pair) for pair in zip(rows["iso3_a"], rows["iso3_b"], strict=True)}

    def in_scope(self, regions: tuple[str, ...]) -> list[str]:
        states = self.tables.states
        levels = states[["region", "subregion", "intermediate_region"]]
        return states.loc[levels.isin(regions).any(axis=1) | (not regions), "iso3"].to_list()

    @cache  # noqa: B019 - see above
    def numbers(self, regions: tuple[str, ...]) -> list[tuple[date, int, int]]:
        """On every day on which the number bound can change: how many are bound at least, and at most."""
        codes = self.in_scope(regions)
        days = {self.entry, *self.contested.values(), *self.independent.values()}
        days |= {
            day
            for iso3 in codes
            for text, _ in self.acts.get(iso3, [])
            if len(text) < 10
            for day in [date(int(text[:4]), 1, 1)]
        }
        days |= {
            day
            for iso3 in codes
            if all(len(text) == 10 for text, _ in self.acts.get(iso3, []))
            for each in self._memberships(iso3)
            for day in (each[1], each[3])
        }
        found = []
        for day in sorted(day for day in days if self.entry <= day < FAR):
            known = [self.bound(iso3, day) for iso3 in codes]
            possible = [each is None and self._may_be_bound(iso3, day) for iso3, each in zip(codes, known, strict=True)]
            found.append((day, known.count(True), known.count(True) + sum(possible)))
        return found

    def _may_be_bound(self, iso3: str, day: date) -> bool:
        """Of a state whose standing the acts do not tell: not one that was no state yet."""
        return day >= self.independent.get(iso3, date.min)


@pytest.fixture(scope="module")
def facts(tables: Tables) -> dict[str, Facts]:
    return {treaty: Facts(tables, treaty) for treaty in TREATIES}


def of_states(said: Callable[[Facts, str, date], bool | None]) -> Callable[[Question, Facts, Scope], Verdicts]:
    """The verdict on each option, a state, on the one day of the question."""

    def prove(question: Question, known: Facts, _: Scope) -> Verdicts:
        (day,) = days_in(question.text)
        return [said(known, known.code[name], day) for name in question.options]

    return prove


def of_truth(said: Callable[[Facts, str, list[date]], bool | None]) -> Callable[[Question, Facts, Scope], Verdicts]:
    """The verdict on "True" and "False", of the one state of the question on the days that it names."""

    def prove(question: Question, known: Facts, _: Scope) -> Verdicts:
        assert question.options == ("True", "False")
        true = said(known, state_of(question, known), days_in(question.text))
        return [true, None if true is None else not true]

    return prove


def state_of(question: Question, known: Facts) -> str:
    """The state that a question names; the longest where one name holds another."""
    named = [name for name in known.code if re.search(rf"\b{re.escape(name)}(?!\w)", question.text)]
    return known.code[max(named, key=len)]


def opposite(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def had_left(known: Facts, iso3: str, day: date) -> bool | None:
    return None if known.bound(iso3, day) is None else any(free <= day for *_, free in known.memberships(iso3))


def had_given_notice(known: Facts, iso3: str, day: date) -> bool | None:
    return None if known.bound(iso3, day) is None else any(each[2] <= day for each in known.memberships(iso3))


def only_signed(known: Facts, iso3: str, day: date) -> bool | None:
    status = known.status(iso3, day)
    signed = any(each <= day for each in known.days(iso3, "signature"))
    return None if status is None else signed and not known.bound(iso3, day)


def of_neighbours(bound: bool) -> Callable[[Question, Facts, Scope], Verdicts]:
    def prove(question: Question, known: Facts, _: Scope) -> Verdicts:
        centre = state_of(question, known)
        assert all(frozenset({centre, known.code[name]}) in known.neighbours for name in question.options)
        (day,) = days_in(question.text)
        return [
            verdict if bound else opposite(verdict)
            for verdict in (known.bound(known.code[name], day) for name in question.options)
        ]

    return prove


def in_order(*actions: str, entry: bool = False) -> Callable[[Question, Facts, Scope], list[int]]:
    """The places of the options in the order of the days of the acts, all of them different."""

    def prove(question: Question, known: Facts, _: Scope) -> list[int]:
        days = [known.the_day(known.code[name], *actions) for name in question.options]
        days = [known.bound_from(day) for day in days] if entry else days
        assert len(set(days)) == len(days)
        return sorted(range(len(days)), key=days.__getitem__)

    return prove


def was_first(question: Question, known: Facts, _: Scope) -> Verdicts:
    days = [known.the_day(known.code[name], *JOINS) for name in question.options]
    return [day == min(days) for day in days]


def year_joined(question: Question, known: Facts, _: Scope) -> Verdicts:
    joined = known.the_day(state_of(question, known), *JOINS)
    return [option == str(joined.year) for option in question.options]


def year_entered(question: Question, known: Facts, _: Scope) -> Verdicts:
    return [option == str(known.entry.year) for option in question.options]


def year_passed(question: Question, known: Facts, scope: Scope) -> Verdicts:
    """A year is right when there were certainly not so many before it, and certainly more on its last day."""
    number = int(re.search(r"pass (\d+) ", question.text)[1])  # type: ignore[index]
    steps = [step for step in known.numbers(scope.region) if step[0] <= scope.last]
    (above,) = {
        min(day for day, *counts in steps if counts[which] >= at).year
        for which in (0, 1)
        for at in (number, number + 1)
    }
    first = min(day for day, least, _ in steps if least > number)
    assert all(least > number for day, least, _ in steps if day >= first)
    return [option == str(above) for option in question.options]


def bound_from(question: Question, known: Facts, _: Scope) -> Verdicts:
    state = state_of(question, known)
    (deposit,) = days_in(question.text)
    assert deposit == known.the_day(state, *JOINS)
    return [days_in(option) == [known.bound_from(deposit)] for option in question.options]


def bound_until(question: Question, known: Facts, _: Scope) -> Verdicts:
    state = state_of(question, known)
    ((*_, notice, free),) = known.memberships(state)
    assert days_in(question.text) == [notice]
    return [days_in(option) == [free] for option in question.options]


PHRASES = {
    "outside": "It had neither signed nor joined",
    "signatory": "It had signed, but had not consented to be bound",
    "joining": "It had consented to be bound, but was not bound yet",
    "party": "It was bound, and had not given notice that it would leave",
    "withdrawing": "It had given notice that it would leave, and was still bound",
    "withdrawn": "It had left, and was no longer bound",
}


def status_between(question: Question, known: Facts, _: Scope) -> Verdicts:
    act, day = days_in(question.text)
    state = state_of(question, known)
    assert act in known.days(state, "withdrawal_notified", *JOINS)
    return [option == PHRASES[known.status(state, day) or ""] for option in question.options]


def bound_after_act(known: Facts, iso3: str, days: list[date]) -> bool | None:
    assert days[0] in known.days(iso3, "withdrawal_notified", *JOINS)
    return known.bound(iso3, days[1])


PROVERS: dict[str, Callable[[Question, Facts, Scope], Verdicts] | Callable[[Question, Facts, Scope], list[int]]] = {
    "bound-or-not": of_truth(lambda known, iso3, days: known.bound(iso3, days[0])),
    "who-left": of_states(had_left),
    "who-gave-notice": of_states(had_given_notice),
    "who-is-bound": of_states(lambda known, iso3, day: known.bound(iso3, day)),
    "who-is-not-bound": of_states(lambda known, iso3, day: opposite(known.bound(iso3, day))),
    "who-only-signed": of_states(only_signed),
    "year-entered": year_entered,
    "order-joined": in_order(*JOINS),
    "order-bound": in_order(*JOINS, entry=True),
    "order-gave-notice": in_order("withdrawal_notified"),
    "order-left": in_order("withdrawal_effective"),
    "who-was-first": was_first,
    "year-joined": year_joined,
    "year-passed": year_passed,
    "neighbour-not-bound": of_neighbours(bound=False),
    "neighbour-bound": of_neighbours(bound=True),
    "bound-from": bound_from,
    "bound-until": bound_until,
    "status-joining": status_between,
    "status-leaving": status_between,
    "deposit-binds": of_truth(bound_after_act),
    "notice-frees": of_truth(bound_after_act),
    "contested-or-not": of_truth(lambda known, iso3, days: known.contested.get(iso3, FAR) <= days[0]),
}
OF_STATES = {kind for kind in PROVERS if kind.startswith(("who-", "neighbour-"))} - {"who-was-first"}


@pytest.fixture(scope="module")
def sets(history: History, tables: Tables) -> Sets:
    """The sets of each scope: a thousand seeds, dealt out over the scopes."""
    step = len(SCOPES)
    return [
        [ask(history, tables, scope, seed=seed, number=3) for seed in range(place, SEEDS, step)]
        for place, scope in enumerate(SCOPES)
    ]


def as_text(questions: tuple[Question, ...]) -> list[list[object]]:
    """Everything in a set, to be compared."""
    fields = ("kind", "level", "text", "options", "answer", "because", "article", "source_ids")
    parts = [[getattr(each, name) for name in fields] + [each.rows.to_csv()] for each in questions]
    return json.loads(json.dumps(parts))


def test_every_kind_has_a_proof_of_its_own() -> None:
    assert sorted(PROVERS) == sorted(kind for kinds in KINDS.values() for kind in kinds)


@pytest.mark.parametrize("place", range(len(SCOPES)), ids=lambda place: f"{place}-{SCOPES[place].treaty}")
def test_exactly_one_answer_is_right_and_the_record_proves_it(sets: Sets, facts: dict[str, Facts], place: int) -> None:
    scope = SCOPES[place]
    known, asked = facts[scope.treaty], 0
    for questions in sets[place]:
        for question in questions:
            verdicts = PROVERS[question.kind](question, known, scope)
            if question.kind.startswith("order-"):
                assert list(question.answer) == verdicts, question.text
            else:
                assert verdicts.count(True) == 1, (question.text, question.options, verdicts)
                assert verdicts.count(False) == len(verdicts) - 1, (question.text, question.options, verdicts)
                assert question.answer == (verdicts.index(True),), question.text
            asked += 1
    assert asked > 0


@pytest.mark.parametrize("place", range(len(SCOPES)), ids=lambda place: f"{place}-{SCOPES[place].treaty}")
def test_a_question_is_whole_and_gives_nothing_away(
    tables: Tables, sets: Sets, facts: dict[str, Facts], place: int
) -> None:
    known, sources = facts[SCOPES[place].treaty], set(tables["sources"]["source_id"])
    for questions in sets[place]:
        texts = [(each.text, each.options) for each in questions]
        assert len(set(texts)) == len(texts)
        assert [each.level for each in questions] == sorted(each.level for each in questions)
        for question in questions:
            assert len(set(question.options)) == len(question.options)
            assert len(question.options) in ((2,) if question.options[0] in ("True", "False") else (3, 4, 5))
            assert known.treaty["short_name"] in question.text
            assert question.text.endswith(("?", "."))
            assert question.because.endswith(".")
            assert question.article
            assert not question.rows.empty
            assert set(question.source_ids) <= sources
            assert question.source_ids
            if question.kind in OF_STATES:
                assert len({known.region[known.code[name]] for name in question.options}) == 1
            if question.kind.startswith("order-"):
                assert sorted(question.answer) == list(range(len(question.options)))
                assert question.answer != tuple(range(len(question.options)))


def test_the_days_that_prove_an_answer_are_told(sets: Sets) -> None:
    for questions in sets[SCOPES.index(WHOLE)]:
        for question in questions:
            assert days_in(question.because), question.because


@pytest.mark.parametrize("treaty", TREATIES)
def test_a_seed_gives_the_same_set_again_and_another_seed_another_set(
    history: History, tables: Tables, treaty: str
) -> None:
    scope = Scope(treaty, date(1968, 1, 1), FAR)
    one, again = (as_text(ask(history, tables, scope, seed=7, number=NUMBER)) for _ in range(2))
    assert one == again
    assert one != as_text(ask(history, tables, scope, seed=8, number=NUMBER))


def test_the_order_of_the_regions_changes_nothing(history: History, tables: Tables) -> None:
    scope = Scope("mbt", date(1997, 1, 1), FAR, ("Europe", "Africa"))
    turned = replace(scope, region=("Africa", "Europe"))
    sets = [as_text(ask(history, tables, each, seed=3, number=NUMBER)) for each in (scope, turned)]
    assert sets[0] == sets[1]


IN_ANOTHER_PROCESS = """
import json, sys
from datetime import date
from atlas import status, tables
sys.path.insert(0, "tests")
from test_questions import SCOPES, as_text
from atlas.questions import ask
facts = tables.load()
history = status.build(facts)
print(json.dumps([as_text(ask(history, facts, scope, seed=11, number=4)) for scope in SCOPES]))
"""


def test_another_process_with_another_hash_seed_gives_the_same_set(history: History, tables: Tables) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [as_text(ask(history, tables, scope, seed=11, number=4)) for scope in SCOPES]


def test_the_place_of_the_answer_is_spread_evenly(sets: Sets) -> None:
    places: dict[int, Counter[int]] = {}
    for place in range(len(SCOPES)):
        for questions in sets[place]:
            for question in questions:
                if len(question.answer) == 1:
                    places.setdefault(len(question.options), Counter())[question.answer[0]] += 1
    for number, counted in places.items():
        fair = counted.total() / number
        assert sorted(counted) == list(range(number))
        assert all(0.85 * fair < found < 1.15 * fair for found in counted.values()), (number, counted)


def test_what_is_true_and_what_is_false_are_asked_equally_often_of_every_kind(history: History, tables: Tables) -> None:
    answers: dict[str, Counter[int]] = {}
    for seed in range(60):
        for question in ask(history, tables, WHOLE, seed=seed, number=8):
            if question.options == ("True", "False"):
                answers.setdefault(question.kind, Counter())[question.answer[0]] += 1
    assert set(answers) == {"bound-or-not", "deposit-binds", "notice-frees", "contested-or-not"}
    assert all(0.3 < counted[0] / counted.total() < 0.7 for counted in answers.values()), answers


def asked_about(question: Question, known: Facts) -> list[str]:
    """The states that a question is about, as far as its text and its right options name them."""
    named = [name for name in known.code if name in question.text]
    right = [name for name in right_of(question) if name in known.code]
    return [*([max(named, key=len)] if named else []), *right]


@pytest.mark.parametrize("seed", range(25))
def test_the_mine_ban_convention_has_full_sets_at_three_levels_without_repeating(
    history: History, tables: Tables, facts: dict[str, Facts], seed: int
) -> None:
    for scope in (WHOLE, scope_of(tables, default_choice(tables))):
        questions = ask(history, tables, scope, seed=seed, number=NUMBER)
        assert Counter(each.level for each in questions) == {1: NUMBER, 2: NUMBER, 3: NUMBER}
        assert len({each.kind for each in questions}) == len(questions)
        asked = [name for each in questions for name in asked_about(each, facts["mbt"])]
        assert len(set(asked)) == len(asked)


TAUGHT = (
    Scope("mbt", date(1997, 1, 1), date(2009, 12, 31)),
    Scope("mbt", date(2020, 1, 1), date(2026, 11, 22)),
)
SAME_SUBJECT = (
    {"bound-or-not", "who-is-bound", "who-is-not-bound", "neighbour-bound", "neighbour-not-bound"},
    {"order-joined", "order-bound", "who-was-first", "year-joined", "bound-from", "status-joining", "deposit-binds"},
    {"who-left", "who-gave-notice", "order-gave-notice", "order-left"},
    {"bound-until", "status-leaving", "notice-frees", "contested-or-not"},
)


@pytest.mark.parametrize("seed", range(40))
def test_a_set_of_a_lesson_asks_about_different_subjects(
    history: History, tables: Tables, facts: dict[str, Facts], seed: int
) -> None:
    for scope in TAUGHT:
        questions = ask(history, tables, scope, seed=seed, number=NUMBER)
        assert Counter(each.level for each in questions) == {1: NUMBER, 2: NUMBER, 3: NUMBER}
        assert [each.kind for each in questions].count("contested-or-not") <= 1
        answers = [(each.kind, *right_of(each)) for each in questions if each.options != ("True", "False")]
        assert len(set(answers)) == len(answers)
        for level in (1, 2, 3):
            for kinds in SAME_SUBJECT:
                own = [each for each in questions if each.level == level and each.kind in kinds]
                asked = [name for each in own for name in asked_about(each, facts["mbt"])]
                assert len(set(asked)) == len(asked), (level, asked)


def test_level_one_does_not_ask_what_follows_from_a_deposit_or_a_notice(sets: Sets, facts: dict[str, Facts]) -> None:
    for place, own in enumerate(sets):
        known = facts[SCOPES[place].treaty]
        plain = [each for questions in own for each in questions if each.kind in ("who-is-bound", "who-is-not-bound")]
        for question in plain:
            (day,) = days_in(question.text)
            found = {known.status(known.code[name], day) for name in question.options}
            assert found.isdisjoint({"joining", "withdrawing"}), question.text


@pytest.mark.parametrize("treaty", TREATIES)
def test_every_treaty_has_questions_at_three_levels(history: History, tables: Tables, treaty: str) -> None:
    scope = scope_of(tables, replace(default_choice(tables), treaty=treaty))
    assert Counter(each.level for each in ask(history, tables, scope, seed=1, number=4)) == {1: 4, 2: 4, 3: 4}


EMPTY = (
    Scope("mbt", date(1950, 1, 1), date(1960, 1, 1)),
    Scope("mbt", date(2010, 1, 1), date(2009, 1, 1)),
    Scope("mbt", date(2027, 1, 1), date(2030, 1, 1)),
    Scope("mbt", date(1997, 1, 1), date(2026, 1, 1), ("Atlantis",)),
    Scope("tpnw", date(2018, 1, 1), date(2018, 1, 2)),
)


@pytest.mark.parametrize("scope", EMPTY, ids=str)
def test_a_scope_that_proves_nothing_gives_no_questions(history: History, tables: Tables, scope: Scope) -> None:
    assert [each.kind for each in ask(history, tables, scope, seed=1, number=4) if each.kind != "year-entered"] == []


@pytest.mark.parametrize("number", [0, -1])
def test_no_questions_are_given_where_none_are_wanted(history: History, tables: Tables, number: int) -> None:
    assert ask(history, tables, WHOLE, seed=1, number=number) == ()


def regions(tables: Tables) -> list[str]:
    columns = ("region", "subregion", "intermediate_region")
    return sorted({name for column in columns for name in tables.states[column] if name})


def test_every_region_of_every_treaty_can_be_asked_about(
    history: History, tables: Tables, facts: dict[str, Facts]
) -> None:
    for treaty in TREATIES:
        for region in regions(tables):
            scope = Scope(treaty, date(1968, 1, 1), FAR, (region,))
            for question in ask(history, tables, scope, seed=5, number=2):
                verdicts = PROVERS[question.kind](question, facts[treaty], scope)
                right = verdicts if question.kind.startswith("order-") else [verdicts.index(True)]
                assert list(question.answer) == right, question.text


PERIODS = [
    (None, None, date(1997, 1, 1), date(2026, 11, 22)),
    (date(2000, 1, 1), date(2010, 12, 31), date(2000, 1, 1), date(2010, 12, 31)),
    (date(2025, 1, 1), None, date(2025, 1, 1), date(2026, 11, 22)),
    (None, date(1999, 12, 31), date(1997, 1, 1), date(1999, 12, 31)),
]


@pytest.mark.parametrize(("chosen_first", "chosen_last", "first", "last"), PERIODS)
def test_a_scope_is_the_period_of_the_choice_or_the_years_of_the_treaty_up_to_its_day(
    tables: Tables, chosen_first: date | None, chosen_last: date | None, first: date, last: date
) -> None:
    choice = replace(default_choice(tables), on=date(2026, 11, 22), first=chosen_first, last=chosen_last)
    assert scope_of(tables, replace(choice, region=("Africa",))) == Scope("mbt", first, last, ("Africa",))


def test_a_scope_begins_with_the_first_year_of_its_treaty(tables: Tables) -> None:
    for treaty in TREATIES:
        choice = replace(default_choice(tables), treaty=treaty)
        assert scope_of(tables, choice).first == first_day(tables, treaty)


def all_of(history: History, tables: Tables, scope: Scope, kind: str, *parts: str, draws: int = 400) -> list[Question]:
    """What a kind asks in many draws, where its text holds the parts."""
    (generator,) = [own[kind] for own in GENERATORS.values() if kind in own]
    ground = ground_of(history, tables, scope)
    asked = [made.question for seed in range(draws) if (made := generator(ground, Draw(str(seed))))]
    return [each for each in asked if all(part in each.text for part in parts)]


def right_of(question: Question) -> list[str]:
    return [question.options[place] for place in question.answer]


KNOWN_YEARS = [
    ("mbt", 60, "1999"),
    ("mbt", 90, "2000"),
    ("mbt", 100, "2001"),
    ("mbt", 130, "2003"),
    ("mbt", 150, "2006"),
    ("ccm", 50, "2011"),
    ("ccm", 90, "2015"),
    ("att", 100, "2019"),
    ("tpnw", 60, "2022"),
    ("cwc", 100, "1997"),
    ("cwc", 160, "2004"),
]


@pytest.mark.parametrize(("treaty", "number", "year"), KNOWN_YEARS)
def test_the_number_bound_passed_a_round_number_in_a_known_year(
    history: History, tables: Tables, treaty: str, number: int, year: str
) -> None:
    asked = all_of(history, tables, Scope(treaty, date(1968, 1, 1), FAR), "year-passed", f"pass {number} ")
    assert {right for question in asked for right in right_of(question)} == {year}
    bound = history.counts([f"{int(year) - 1}-12-31", f"{year}-12-31"], treaty)[["party", "withdrawing"]].sum(axis=1)
    assert bound[0] <= number < bound[1]


KNOWN_ANSWERS = [
    ("bound-until", "Finland", "10 July 2025", ["10 January 2026"]),
    ("bound-until", "Poland", "20 August 2025", ["20 February 2026"]),
    ("bound-from", "Afghanistan", "11 September 2002", ["1 March 2003"]),
    ("bound-from", "Barbados", "26 January 1999", ["1 July 1999"]),
    ("bound-from", "Canada", "3 December 1997", ["1 March 1999"]),
    ("bound-from", "Poland", "27 December 2012", ["1 June 2013"]),
    ("order-left", "", "", ["Estonia", "Finland", "Poland"]),
    ("order-gave-notice", "", "", ["Latvia", "Finland", "Poland"]),
    ("year-entered", "", "", ["1999"]),
    ("year-joined", "Oman", "", ["2014"]),
    ("contested-or-not", "Ukraine", "", ["True"]),
]


@pytest.mark.parametrize(("kind", "state", "day", "right"), KNOWN_ANSWERS)
def test_a_known_answer_is_the_right_one(
    history: History, tables: Tables, kind: str, state: str, day: str, right: list[str]
) -> None:
    asked = [right_of(question) for question in all_of(history, tables, WHOLE, kind, state, day)]
    assert right in asked
    assert not state or all(each == right for each in asked)


def test_every_kind_is_asked(sets: Sets) -> None:
    assert {question.kind for own in sets for questions in own for question in questions} == set(PROVERS)


def test_an_answer_shows_the_rule_of_its_treaty_and_says_where_its_number_is_not_checked(
    history: History, tables: Tables
) -> None:
    for treaty in TREATIES:
        row = tables.row("treaties", treaty)
        for question in ask(history, tables, Scope(treaty, date(1968, 1, 1), FAR), seed=2, number=6):
            (name,) = [each for each in ("entry", "withdrawal") if row[f"{each}_rule"] in question.article]
            confirmed = row[f"{'joiner' if name == 'entry' else name}_article_confirmed"]
            assert ("(article number not checked against the text)" in question.article) is not confirmed


OPEN_DAYS = [
    ("2025-07", ""),
    ("2025-07-10", "another list says 12 July 2025"),
    ("2025-07-10", "another list says 12 Jul"),
    ("2025-07-10", "another list says 2025-07-12"),
]


@pytest.mark.parametrize(("written", "note"), OPEN_DAYS)
def test_an_act_whose_day_is_open_is_not_asked_about(history: History, tables: Tables, written: str, note: str) -> None:
    actions = tables["actions"].copy()
    notice = actions.eval("treaty == 'mbt' and iso3 == 'FIN' and action == 'withdrawal_notified'")
    actions.loc[notice, ["date", "note"]] = [written, note]
    opened = replace(tables, frames={**tables.frames, "actions": actions})
    changed = build(opened)
    scope = Scope("mbt", date(2024, 1, 1), FAR, ("Europe",))
    for kind in ("order-gave-notice", "order-left", "bound-until", "notice-frees", "status-leaving"):
        before, after = (
            [question for question in all_of(*known, scope, kind, draws=40) if about(question, "Finland")]
            for known in ((history, tables), (changed, opened))
        )
        assert before, kind
        assert after == [], kind


def about(question: Question, name: str) -> bool:
    return name in question.text or name in question.options


def test_a_state_is_no_option_near_or_after_the_day_from_which_its_standing_is_contested(
    sets: Sets, facts: dict[str, Facts]
) -> None:
    for place, own in enumerate(sets):
        known = facts[SCOPES[place].treaty]
        names = {name: known.contested[iso3] for name, iso3 in known.code.items() if iso3 in known.contested}
        for question in (each for questions in own for each in questions if each.kind in OF_STATES):
            (day,) = days_in(question.text)
            assert [name for name in question.options if names.get(name, FAR) - timedelta(days=30) <= day] == []


def test_a_state_whose_standing_nobody_contests_is_one_that_leaves_or_objects_where_there_is_one(
    history: History, tables: Tables
) -> None:
    scope = Scope("mbt", date(2025, 11, 1), date(2026, 11, 22))
    asked = all_of(history, tables, scope, "contested-or-not")
    uncontested = [each.text for each in asked if right_of(each) == ["False"]]
    likely = ("Estonia", "Finland", "Latvia", "Lithuania", "Poland", "Switzerland")
    assert all(any(name in text for text in uncontested) for name in likely)
    assert all(any(name in text for name in likely) for text in uncontested)


def test_nothing_is_asked_of_days_that_the_depositarys_record_does_not_cover(
    sets: Sets, facts: dict[str, Facts]
) -> None:
    for place, own in enumerate(sets):
        covered = facts[SCOPES[place].treaty].treaty["record_until"].date()
        scope = SCOPES[place]
        for question in (each for questions in own for each in questions):
            days = days_in(question.text)
            assert all(day <= min(covered, scope.last) for day in days)


def test_a_set_is_made_at_once(history: History, tables: Tables) -> None:
    ask(history, tables, WHOLE, seed=0, number=NUMBER)
    begin = time.perf_counter()
    for seed in range(10):
        ask(history, tables, WHOLE, seed=seed, number=NUMBER)
    assert time.perf_counter() - begin < 10 * 0.5


@pytest.mark.parametrize("treaty", TREATIES)
def test_what_counts_as_proved_of_a_state_is_what_its_acts_say(
    history: History, tables: Tables, facts: dict[str, Facts], treaty: str
) -> None:
    ground, known, proved = ground_of(history, tables, Scope(treaty, date(1968, 1, 1), FAR)), facts[treaty], 0
    for day in (*ground.days[::9], ground.last):
        for iso3, standing in ground.standings.items():
            for said, own in ((standing.bound_on, known.bound), (standing.status_on, known.status)):
                if (found := said(day)) is not None:
                    proved += 1
                    assert found == own(iso3, day), (iso3, day)
    assert proved > 1000


def test_a_number_that_was_passed_and_then_lost_again_is_not_asked_about(history: History, tables: Tables) -> None:
    scope = Scope("mbt", date(1997, 1, 1), date(2024, 12, 31), ("Africa", "Northern Europe"))
    assert all_of(history, tables, scope, "year-passed", "pass 60 ")
    assert all_of(history, tables, replace(scope, last=FAR), "year-passed", "pass 60 ") == []
