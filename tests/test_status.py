"""The law: known facts as rows, rules as properties."""

from __future__ import annotations

import ast
import calendar
import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from atlas.selection import default_choice
from atlas.selection.rows import dated_changes
from atlas.status import (
    BOUND,
    JOINED,
    LEFT_OR_LEAVING,
    NEVER_ACTED,
    NOT_BOUND,
    NOT_JOINED,
    STATUSES,
    UNABLE,
    History,
    build,
)
from atlas.status.memberships import possible_days
from atlas.status.rules import RULES, apply_rules
from atlas.tables import Tables
from atlas.tables.record import JOINS
from atlas.words import acts_in
from atlas.words.supposing import refusals

CASES = Path(__file__).parent / "cases"
CODE = Path(__file__).parents[1] / "atlas"
NUMBER_OF_STATES = 197
UNSHRUNK = (Phase.explicit, Phase.generate)  # a history takes too long to build for a search of the smallest failure
DAYS = st.dates(date(1960, 1, 1), date(2040, 12, 31))


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KNOWN, TOTALS = cases("known_statuses.csv"), cases("known_totals.csv")


def label(case: dict[str, str]) -> str:
    return " ".join(list(case.values())[:4])


def previous(day: date) -> date:
    return day - timedelta(days=1)


# --- Known facts -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def status_on(history: History):
    @cache
    def ask(treaty: str, day: str) -> pd.DataFrame:
        return history.status_on(day, treaty).set_index("iso3")

    return ask


@pytest.mark.parametrize("case", KNOWN, ids=label)
def test_a_known_status_comes_out_of_the_record(case: dict[str, str], status_on) -> None:
    row = status_on(case["treaty"], case["day"]).loc[case["iso3"]]
    found = (row["status"], str(row["certain"]).lower(), str(row["contested"]).lower())
    assert found == (case["status"], case["certain"], case["contested"]), case["why"]


def total(history: History, tables: Tables, case: dict[str, str]) -> int:
    if case["count_of"] == "signatures":
        actions = tables["actions"].query("treaty == @case['treaty'] and action == 'signature'")
        return int((actions["date"] <= case["day"]).sum())
    counted = {"deposited-not-withdrawn": JOINED, "in-force": BOUND}[case["count_of"]]
    return int(history.counts([case["day"]], case["treaty"])[list(counted)].sum(axis=1).iloc[0])


@pytest.mark.parametrize("case", TOTALS, ids=label)
def test_a_published_total_comes_out_of_the_record(case: dict[str, str], history: History, tables: Tables) -> None:
    assert total(history, tables, case) == int(case["number"]), case["why"]


def test_the_known_facts_are_many_distinct_and_sourced(tables: Tables) -> None:
    asked = [(case["treaty"], case["iso3"], case["day"]) for case in KNOWN]
    assert len(set(asked)) == len(asked) >= 80
    named = {case["source"] for case in [*KNOWN, *TOTALS]}
    assert {source for source in named if not source.startswith("Art. ")} <= set(tables["sources"]["source_id"])


def test_the_sets_of_statuses_are_those_of_the_law() -> None:
    assert {
        "unable": UNABLE,
        "never acted": NEVER_ACTED,
        "not bound": NOT_BOUND,
        "not joined": NOT_JOINED,
        "left or leaving": LEFT_OR_LEAVING,
    } == {
        "unable": ("not-open", "not-yet-state"),
        "never acted": ("outside", "not-open", "not-yet-state"),
        "not bound": ("outside", "signatory", "joining", "withdrawn"),
        "not joined": ("outside", "signatory", "withdrawn", "not-open", "not-yet-state"),
        "left or leaving": ("withdrawing", "withdrawn"),
    }
    assert {*BOUND, *NOT_BOUND, *UNABLE} == {*JOINED, *NOT_JOINED} == set(STATUSES)
    assert set(refusals.NOT_THERE) == set(UNABLE)


# --- Rules -----------------------------------------------------------------------------------------------------------

RULE_CASES = [
    ("first-of-month", 6, "2002-09-11", "2003-03-01"),
    ("first-of-month", 6, "1999-01-26", "1999-07-01"),
    ("first-of-month", 6, "2012-12-27", "2013-06-01"),
    ("first-of-month", 6, "2025-06-30", "2025-12-01"),
    ("first-of-month", 6, "2025-07-01", "2026-01-01"),
    ("first-of-month", 1, "2024-12-31", "2025-01-01"),
    ("months", 6, "2025-06-27", "2025-12-27"),
    ("months", 6, "2025-08-31", "2026-02-28"),
    ("months", 6, "2023-08-31", "2024-02-29"),
    ("months", 6, "2025-03-31", "2025-09-30"),
    ("months", 12, "2024-02-29", "2025-02-28"),
    ("months", 3, "2003-01-10", "2003-04-10"),
    ("months", 0, "2003-01-31", "2003-01-31"),
    ("days", 90, "2020-07-29", "2020-10-27"),
    ("days", 90, "2020-10-24", "2021-01-22"),
    ("days", 0, "1985-12-12", "1985-12-12"),
]


def applied(kind: str, amount: int, day: str | date) -> date:
    return apply_rules([kind], np.array([day], "datetime64[D]"), np.array([amount]))[0].item()


@pytest.mark.parametrize(("kind", "amount", "day", "expected"), RULE_CASES)
def test_a_rule_gives_the_known_day(kind: str, amount: int, day: str, expected: str) -> None:
    assert applied(kind, amount, day).isoformat() == expected


def month_after(day: date, amount: int) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 + amount
    return months // 12, months % 12 + 1


@given(DAYS, st.integers(1, 60))
def test_the_first_of_the_nth_month_is_a_first_and_n_months_on(day: date, amount: int) -> None:
    found = applied("first-of-month", amount, day)
    assert (found.day, (found.year, found.month)) == (1, month_after(day, amount))


@given(DAYS, st.integers(0, 60))
def test_n_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, amount: int) -> None:
    year, month = month_after(day, amount)
    shortened = min(day.day, calendar.monthrange(year, month)[1])
    assert applied("months", amount, day) == date(year, month, shortened)


@given(DAYS, st.integers(0, 700))
def test_n_days_later_is_n_days_later(day: date, amount: int) -> None:
    assert applied("days", amount, day) - day == timedelta(days=amount)


@given(st.sampled_from(sorted(RULES)), st.integers(0, 60), DAYS, DAYS)
def test_a_rule_keeps_the_order_of_days(kind: str, amount: int, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert applied(kind, amount, first) <= applied(kind, amount, last)


def test_rules_are_applied_row_by_row_and_leave_unknown_days_unknown() -> None:
    days = np.array(["2025-01-31", "2025-01-31", "NaT"], "datetime64[D]")
    found = apply_rules(["days", "months", "months"], days, np.array([1, 1, 1]))
    assert found[:2].tolist() == [date(2025, 2, 1), date(2025, 2, 28)]
    assert np.isnat(found[2])


# --- The real record -------------------------------------------------------------------------------------------------


@given(DAYS)
def test_every_state_has_exactly_one_status_under_every_treaty_on_any_day(
    history: History, tables: Tables, day: date
) -> None:
    rows = history.status_on(day)
    treaties, states = set(tables["treaties"]["treaty"]), set(tables.states["iso3"])
    assert len(states) == NUMBER_OF_STATES
    assert len(rows) == len(treaties) * NUMBER_OF_STATES
    assert set(zip(rows["treaty"], rows["iso3"], strict=True)) == {(each, iso3) for each in treaties for iso3 in states}
    asked = pd.Timestamp(day)
    assert ((rows["since"].isna() | (rows["since"] <= asked)) & (rows["until"].isna() | (asked < rows["until"]))).all()


@given(st.lists(DAYS, min_size=1, max_size=20), st.data())
def test_the_counts_add_up_to_all_states_and_agree_with_the_statuses(
    history: History, tables: Tables, days: list[date], data: st.DataObject
) -> None:
    treaty = data.draw(st.sampled_from(list(tables["treaties"]["treaty"])))
    counted = history.counts(days, treaty)
    assert list(counted.columns) == ["day", *STATUSES]
    assert list(counted["day"].dt.date) == days
    assert set(counted[list(STATUSES)].sum(axis=1)) == {NUMBER_OF_STATES}
    shown = history.status_on(days[0], treaty)["status"].value_counts()
    assert counted.loc[0, list(STATUSES)].to_dict() == {code: shown.get(code, 0) for code in STATUSES}


def as_mapping(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    keys = zip(rows["treaty"], rows["iso3"], strict=True)
    return dict(zip(keys, rows["status"], strict=True))


def replay(history: History, first: date, last: date) -> dict[tuple[str, str], str]:
    """The statuses of the day before the period after each change of the period in its turn."""
    statuses = as_mapping(history.status_on(previous(first)))
    steps = history.changes(first, last)
    assert steps["date"].is_monotonic_increasing
    for step in steps.itertuples():
        assert statuses[step.treaty, step.iso3] == step.from_status != step.to_status
        statuses[step.treaty, step.iso3] = step.to_status
    return statuses


@given(DAYS, DAYS)
def test_the_changes_lead_from_the_day_before_to_the_last_day(history: History, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert replay(history, first, last) == as_mapping(history.status_on(last))


@given(DAYS, DAYS)
def test_the_changes_of_one_treaty_are_those_of_all_treaties_filtered(history: History, one: date, other: date) -> None:
    first, last = sorted((one, other))
    every = history.changes(first, last).query("treaty == 'mbt'").reset_index(drop=True)
    pd.testing.assert_frame_equal(history.changes(first, last, "mbt"), every)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_actions_does_not_matter(history: History, tables: Tables, seed: int) -> None:
    shuffled = tables["actions"].sample(frac=1, random_state=seed, ignore_index=True)
    again = build(Tables(tables.package, {**tables.frames, "actions": shuffled}))
    pd.testing.assert_frame_equal(again.intervals, history.intervals)


@settings(max_examples=8, phases=UNSHRUNK)
@given(st.data())
def test_a_new_accession_changes_no_earlier_day_and_no_other_state(
    history: History, tables: Tables, data: st.DataObject
) -> None:
    actions = tables["actions"]
    free = sorted(set(tables.states["iso3"]) - set(actions.loc[actions["treaty"] == "mbt", "iso3"]))
    iso3, day = data.draw(st.sampled_from(free)), data.draw(st.dates(date(1997, 12, 3), tables.checked))
    row = actions.head(1).assign(treaty="mbt", iso3=iso3, action="accession", date=day.isoformat())
    longer = build(Tables(tables.package, {**tables.frames, "actions": pd.concat([actions, row], ignore_index=True)}))
    assert as_mapping(longer.status_on(previous(day))) == as_mapping(history.status_on(previous(day)))
    after = as_mapping(history.status_on(day)) | {("mbt", iso3): "joining"}
    if day < date(1998, 8, 31) or day >= date(1999, 3, 1):  # between them an instrument may be in force at once
        assert as_mapping(longer.status_on(day)) == after


def test_every_status_of_the_last_day_says_why_and_from_where(history: History, tables: Tables) -> None:
    rows = history.status_on(tables.checked)
    assert rows["basis"].str.len().min() > 0
    assert set(";".join(rows["source_ids"]).split(";")) <= set(tables["sources"]["source_id"])


# --- Made-up records -------------------------------------------------------------------------------------------------

TREATY = "imaginary"
STATES = tuple(f"QQ{letter}" for letter in "ABCDEFGHIJKL")
LAW = {
    "adopted": "1997-09-18",
    "opened_for_signature": "1997-12-03",
    "entry_into_force": "1999-03-01",
    "joiner_rule": "first-of-month",
    "joiner_amount": 6,
    "joiner_from": "threshold",
    "notice_unit": "months",
    "notice_amount": 6,
}
TREATY_DAYS = ("adopted", "opened_for_signature", "entry_into_force")
JOINER_RULES = (("first-of-month", 6), ("months", 6), ("days", 90), ("days", 0))
NOTICE_RULES = (("months", 6), ("months", 12), ("days", 90))
SEQUENCES = (
    (),
    ("signature",),
    ("signature", "join"),
    ("join",),
    ("join", "withdrawal_notified"),
    ("signature", "join", "withdrawal_notified"),
    ("join", "withdrawal_notified", "withdrawal_effective"),
    ("signature", "join", "withdrawal_notified", "withdrawal_effective", "join"),
    ("join", "withdrawal_notified", "withdrawal_effective", "join", "withdrawal_notified"),
    ("join", "withdrawal_notified", "withdrawal_effective", "join", "withdrawal_notified", "withdrawal_effective"),
)


class Act(NamedTuple):
    """One act of a state: a row of the actions."""

    action: str
    date: str
    iso3: str = STATES[0]
    not_before: str = ""


def made_up(
    tables: Tables,
    acts: Iterable[Act],
    contests: Sequence[tuple[str, str]] = (),
    independent: str = "",
    **law: Any,
) -> Tables:
    """Tables with twelve states and one treaty: the acts are theirs, `contests` names actions of the first state.

    `independent` is the first state's day of independence; `law` replaces cells of the treaty, `None` empties them.
    """
    cells = {name: pd.to_datetime(value) if name in TREATY_DAYS else value for name, value in (LAW | law).items()}
    treaties = tables["treaties"].head(1).assign(treaty=TREATY, **cells)
    treaties = treaties.astype(dict.fromkeys(TREATY_DAYS, "datetime64[s]"))
    count = len(STATES)
    states = tables["states"].head(count).assign(iso3=list(STATES), can_join=True, name=list(STATES))
    days = pd.Series(pd.to_datetime([independent or None, *[None] * (count - 1)])).astype("datetime64[s]")
    codes = tables["state_codes"].head(count).assign(iso3=list(STATES), independent_since=days)
    rows = [(TREATY, act.iso3, act.action, act.date, act.not_before, "SOURCE", "", "") for act in acts]
    claims = [(TREATY, STATES[0], action, day, "the organs do not accept it", "SOURCE") for action, day in contests]
    frames = {
        "treaties": treaties,
        "states": states,
        "state_codes": codes,
        "actions": typed(tables["actions"], rows),
        "contests": typed(tables["contests"], claims),
    }
    return replace(tables, frames={**tables.frames, **frames})


def typed(like: pd.DataFrame, rows: Sequence[tuple]) -> pd.DataFrame:
    """The rows with the columns and types of a table."""
    made = pd.DataFrame(rows, columns=like.columns)
    if "not_before" in made:
        made["not_before"] = pd.to_datetime(made["not_before"].where(made["not_before"] != "", None))
    return made.astype(like.dtypes.to_dict())


@st.composite
def histories(draw: st.DrawFn, iso3: str = STATES[0], *, precise: bool = False) -> list[Act]:
    """The acts of one state in an order that the law allows, each in a year of its own, some without day or month."""
    year = 1997
    acts = []
    for step in draw(st.sampled_from(SEQUENCES)):
        year += draw(st.integers(1, 4))
        day = draw(st.dates(date(year, 1, 1), date(year, 12, 31)))
        length = 10 if precise else draw(st.sampled_from((10, 10, 10, 7, 4)))
        action = draw(st.sampled_from(JOINS)) if step == "join" else step
        acts.append(Act(action, day.isoformat()[:length], iso3))
    return acts


@st.composite
def records(draw: st.DrawFn, *, precise: bool = False) -> tuple[list[Act], dict[str, Any]]:
    """The acts of all states, and a law."""
    acts = [act for iso3 in STATES for act in draw(histories(iso3, precise=precise))]
    return acts, draw(laws())


def laws() -> st.SearchStrategy[dict[str, Any]]:
    """Kinds of rule and numbers for the treaty."""
    return st.builds(
        lambda joiner, notice, begins: {
            "joiner_rule": joiner[0],
            "joiner_amount": joiner[1],
            "notice_unit": notice[0],
            "notice_amount": notice[1],
            "joiner_from": begins,
        },
        st.sampled_from(JOINER_RULES),
        st.sampled_from(NOTICE_RULES),
        st.sampled_from(("threshold", "entry-into-force")),
    )


def timeline(tables: Tables, acts: list[Act], days: list[str], **more) -> list[str]:
    """The statuses of the first state on the days; "?" marks an uncertain one and "!" a contested one."""
    history = build(made_up(tables, acts, **more))
    rows = [history.status_on(day).set_index("iso3").loc[STATES[0]] for day in days]
    return [row["status"] + "?" * (not row["certain"]) + "!" * bool(row["contested"]) for row in rows]


SIGNED, JOIN = Act("signature", "1998-01-10"), Act("ratification", "2000-01-15")
NOTICE = Act("withdrawal_notified", "2010-03-31")
TIMELINES = {
    "a treaty with an imaginary key follows the same law": (
        [SIGNED, JOIN],
        {},
        "1997-12-02 not-open, 1997-12-03 outside, 1998-01-09 outside, 1998-01-10 signatory, 2000-01-14 signatory, "
        "2000-01-15 joining, 2000-06-30 joining, 2000-07-01 party",
    ),
    "an early instrument is in force with the treaty": (
        [Act("ratification", "1998-01-15")],
        {},
        "1998-01-15 joining, 1999-02-28 joining, 1999-03-01 party",
    ),
    "an instrument shortly before the treaty is in force waits for its own months": (
        [Act("ratification", "1999-01-26")],
        {},
        "1999-03-01 joining, 1999-06-30 joining, 1999-07-01 party",
    ),
    "where the rule begins with the treaty, an earlier instrument is in force with it": (
        [Act("ratification", "1999-02-28")],
        {"joiner_rule": "days", "joiner_amount": 90, "joiner_from": "entry-into-force"},
        "1999-02-28 joining, 1999-03-01 party",
    ),
    "where the rule begins with the treaty, an instrument of the same day follows the rule": (
        [Act("ratification", "1999-03-01")],
        {"joiner_rule": "days", "joiner_amount": 90, "joiner_from": "entry-into-force"},
        "1999-03-01 joining, 1999-05-29 joining, 1999-05-30 party",
    ),
    "no wait where the rule says the day of deposit": (
        [JOIN],
        {"joiner_rule": "days", "joiner_amount": 0},
        "2000-01-14 outside, 2000-01-15 party",
    ),
    "a treaty never open for signature opens on its adoption": (
        [],
        {"opened_for_signature": None},
        "1997-09-17 not-open, 1997-09-18 outside",
    ),
    "a withdrawal takes effect at the end of a shorter month": (
        [JOIN, NOTICE],
        {},
        "2010-03-30 party, 2010-03-31 withdrawing, 2010-09-29 withdrawing, 2010-09-30 withdrawn, 2030-01-01 withdrawn",
    ),
    "a stated later day replaces the computed one": (
        [JOIN, NOTICE, Act("withdrawal_effective", "2011-01-01")],
        {},
        "2010-09-30 withdrawing, 2010-12-31 withdrawing, 2011-01-01 withdrawn",
    ),
    "a stated earlier day replaces the computed one": (
        [JOIN, NOTICE, Act("withdrawal_effective", "2010-05-01")],
        {},
        "2010-04-30 withdrawing, 2010-05-01 withdrawn",
    ),
    "a state that withdrew can join again": (
        [JOIN, NOTICE, Act("withdrawal_effective", "2010-09-30"), Act("accession", "2015-02-10")],
        {},
        "2015-02-09 withdrawn, 2015-02-10 joining, 2015-07-31 joining, 2015-08-01 party, 2030-01-01 party",
    ),
    "a state can withdraw twice": (
        [
            JOIN,
            NOTICE,
            Act("withdrawal_effective", "2010-09-30"),
            Act("accession", "2015-02-10"),
            Act("withdrawal_notified", "2020-01-31"),
        ],
        {},
        "2020-01-30 party, 2020-01-31 withdrawing, 2020-07-30 withdrawing, 2020-07-31 withdrawn",
    ),
    "notice while joining counts as leaving from the day in force": (
        [JOIN, Act("withdrawal_notified", "2000-03-01")],
        {},
        "2000-03-01 joining, 2000-06-30 joining, 2000-07-01 withdrawing, 2000-08-31 withdrawing, 2000-09-01 withdrawn",
    ),
    "a withdrawal in effect before the day in force skips it": (
        [JOIN, Act("withdrawal_notified", "2000-01-20")],
        {"notice_unit": "days", "notice_amount": 30},
        "2000-02-18 joining, 2000-02-19 withdrawn, 2000-07-01 withdrawn",
    ),
    "a signature known to the year may still lie ahead until its last day": (
        [Act("signature", "1998")],
        {},
        "1997-12-31 outside, 1998-01-01 signatory?, 1998-12-30 signatory?, 1998-12-31 signatory, 1999-01-01 signatory",
    ),
    "an accession known to the year begins at its first day and binds after its last": (
        [Act("accession", "2005")],
        {},
        "2004-12-31 outside, 2005-01-01 joining?, 2006-05-31 joining?, 2006-06-01 party",
    ),
    "an accession known to the month begins at its first day and binds after its last": (
        [Act("accession", "2005-02")],
        {"joiner_rule": "days", "joiner_amount": 30},
        "2005-01-31 outside, 2005-02-01 joining?, 2005-03-29 joining?, 2005-03-30 party",
    ),
    "a bound narrows the first day of a year": (
        [Act("accession", "2005", not_before="2005-02-04")],
        {},
        "2005-02-03 outside, 2005-02-04 joining?, 2006-05-31 joining?, 2006-06-01 party",
    ),
    "a signature is certain until an uncertain accession": (
        [SIGNED, Act("ratification", "2005")],
        {},
        "2004-12-31 signatory, 2005-01-01 joining?, 2006-06-01 party",
    ),
    "a notice known to the year opens at its first day and takes effect after its last": (
        [JOIN, Act("withdrawal_notified", "2010")],
        {},
        "2009-12-31 party, 2010-01-01 withdrawing?, 2011-06-29 withdrawing?, 2011-06-30 withdrawn",
    ),
    "a stated effective day known to the month is doubtful within the month": (
        [JOIN, NOTICE, Act("withdrawal_effective", "2010-09")],
        {},
        "2010-08-31 withdrawing, 2010-09-01 withdrawing?, 2010-09-29 withdrawing?, 2010-09-30 withdrawn",
    ),
    "no state before its independence": (
        [],
        {"independent": "2005-05-20"},
        "1997-12-02 not-open, 1997-12-03 not-yet-state, 2005-05-19 not-yet-state, 2005-05-20 outside",
    ),
    "a state that acts before its listed independence is a state from then on": (
        [Act("signature", "2004-01-10")],
        {"independent": "2005-05-20"},
        "2004-01-09 not-yet-state, 2004-01-10 signatory, 2005-05-20 signatory",
    ),
    "independence before the treaty opened changes nothing": (
        [],
        {"independent": "1990-01-01"},
        "1997-12-02 not-open, 1997-12-03 outside",
    ),
    "a contested notice leaves the status and marks it": (
        [JOIN, NOTICE],
        {"contests": [("withdrawal_notified", "2010-03-31")]},
        "2010-03-30 party, 2010-03-31 party!, 2010-09-30 party!, 2030-01-01 party!",
    ),
    "a contested suspension leaves the status and marks it": (
        [JOIN, Act("suspension_announced", "2012-07-18")],
        {"contests": [("suspension_announced", "2012-07-18")]},
        "2012-07-17 party, 2012-07-18 party!, 2030-01-01 party!",
    ),
    "a claim ends with a withdrawal in effect": (
        [JOIN, Act("suspension_announced", "2009-07-18"), NOTICE],
        {"contests": [("suspension_announced", "2009-07-18")]},
        "2009-07-17 party, 2009-07-18 party!, 2010-03-31 withdrawing!, 2010-09-30 withdrawn",
    ),
    "a claim that nobody contests changes nothing": (
        [JOIN, Act("suspension_announced", "2012-07-18"), Act("objection_to_suspension", "2012-08-18")],
        {},
        "2012-07-18 party, 2012-08-18 party",
    ),
}


CHECKED = date(2026, 11, 22)
POSSIBLE = [
    ("accession", "2026", "", "2026-01-01", "2026-11-22"),
    ("accession", "2026", "2026-02-04", "2026-02-04", "2026-11-22"),
    ("accession", "2026-11", "", "2026-11-01", "2026-11-22"),
    ("accession", "2026-10", "", "2026-10-01", "2026-10-31"),
    ("withdrawal_notified", "2026", "", "2026-01-01", "2026-11-22"),
    ("withdrawal_effective", "2026", "", "2026-01-01", "2026-12-31"),
    ("accession", "2027-03-05", "", "2027-03-05", "2027-03-05"),
    ("accession", "2027", "", "2027-01-01", "2027-01-01"),
]


@pytest.mark.parametrize(("action", "text", "not_before", "first", "last"), POSSIBLE)
def test_a_known_act_was_done_by_the_day_of_the_last_check(
    action: str, text: str, not_before: str, first: str, last: str
) -> None:
    bound = pd.Timestamp(not_before) if not_before else pd.NaT
    actions = pd.DataFrame({"action": [action], "date": [text], "not_before": [bound]})
    days = possible_days(actions.astype({"not_before": "datetime64[s]"}), CHECKED).iloc[0]
    assert (str(days["first"].date()), str(days["last"].date())) == (first, last)


@pytest.mark.parametrize("case", TIMELINES.values(), ids=TIMELINES)
def test_the_law_on_a_made_up_record(case: tuple, tables: Tables) -> None:
    acts, more, expected = case
    days = [point.split()[0] for point in expected.split(", ")]
    found = timeline(tables, acts, days, **more)
    assert ", ".join(f"{day} {status}" for day, status in zip(days, found, strict=True)) == expected


DATED = {
    "a notice known to the month has no known day, the stated day of its effect has": (
        [JOIN, Act("withdrawal_notified", "2010-03"), Act("withdrawal_effective", "2010-12-01")],
        {},
        "2000-01-15 joining, 2000-07-01 party, 2010-03-01 withdrawing?, 2010-12-01 withdrawn",
    ),
    "a deposit of a year of which some days bind with the treaty and some later binds on no known day": (
        [Act("ratification", "1998")],
        {},
        "1998-01-01 joining?, 1999-06-01 party?",
    ),
    "a deposit of a year that ends before the treaty is in force binds with it on a known day": (
        [Act("ratification", "1998")],
        {"joiner_rule": "months", "joiner_amount": 2},
        "1998-01-01 joining?, 1999-03-01 party",
    ),
    "where the rule begins with the treaty, a deposit of any day before binds on a known day": (
        [Act("ratification", "1998")],
        {"joiner_from": "entry-into-force"},
        "1998-01-01 joining?, 1999-03-01 party",
    ),
    "all days of a month lead to the same first of a month": (
        [Act("accession", "2005-02"), Act("withdrawal_notified", "2010")],
        {},
        "2005-02-01 joining?, 2005-08-01 party, 2010-01-01 withdrawing?, 2011-06-30 withdrawn?",
    ),
    "a signature known to the year says nothing of the deposit after it": (
        [Act("signature", "1998"), JOIN],
        {},
        "1998-01-01 signatory?, 2000-01-15 joining, 2000-07-01 party",
    ),
    "an effect known to the month says nothing of the notice before it": (
        [JOIN, NOTICE, Act("withdrawal_effective", "2010-09")],
        {},
        "2000-01-15 joining, 2000-07-01 party, 2010-03-31 withdrawing, 2010-09-30 withdrawn?",
    ),
    "a notice while joining has the known day in force as its own": (
        [JOIN, Act("withdrawal_notified", "2000-03")],
        {},
        "2000-01-15 joining, 2000-07-01 withdrawing, 2000-09-30 withdrawn?",
    ),
}


def own_changes(history: History) -> pd.DataFrame:
    """The changes of the first state that it made itself."""
    changes = history.changes("1997-12-04", "2040-12-31", TREATY)
    return changes[changes["iso3"] == STATES[0]]


@pytest.mark.parametrize("case", DATED.values(), ids=DATED)
def test_every_change_knows_whether_its_own_day_is_known(case: tuple, tables: Tables) -> None:
    acts, more, expected = case
    changes = own_changes(build(made_up(tables, acts, **more))).itertuples()
    found = [f"{row.date.date()} {row.to_status}{'' if row.dated else '?'}" for row in changes]
    assert ", ".join(found) == expected


def test_a_known_day_is_told_as_known_whatever_else_its_basis_holds(tables: Tables) -> None:
    left, bound = (list(DATED.values())[place] for place in (0, 3))
    told = []
    for acts, more, _ in (left, bound):
        made = made_up(tables, acts, **more)
        choice = replace(default_choice(made), treaty=TREATY)
        changes = dated_changes(build(made), made, choice, date(1998, 1, 1), date(2040, 12, 31))
        told += [act.sentence for act in acts_in(changes)]
    name = STATES[0]
    assert told == [
        f"{name} deposited its instrument on 15 January 2000",
        f"{name} became bound on 1 July 2000",
        f"{name} gave notice of withdrawal on 1 March 2010 at the earliest; the day is not known",
        f"{name} left on 1 December 2010",
        f"{name} deposited its instrument on 1 January 1998 at the earliest; the day is not known",
        f"{name} became bound on 1 March 1999",
    ]


@settings(max_examples=8, phases=UNSHRUNK)
@given(records(precise=True))
def test_every_change_of_a_record_known_to_the_day_is_dated(tables: Tables, record) -> None:
    acts, law = record
    assert build(made_up(tables, acts, **law)).intervals["dated"].all()


def turning_days(*compared: History) -> list[date]:
    """Every day on which something changes, the day before it, and a day outside."""
    edges = pd.concat([each.intervals[column] for each in compared for column in ("since", "until")]).dropna()
    days = {edge.date() for edge in edges.unique()}
    return sorted({*days, *map(previous, days), date(2060, 1, 1)})


@settings(max_examples=8, phases=UNSHRUNK)
@given(records())
def test_made_up_histories_cover_every_day_exactly_once_and_their_changes_replay(tables: Tables, record) -> None:
    acts, law = record
    history = build(made_up(tables, acts, **law))
    days = turning_days(history)
    for day in days:
        rows = history.status_on(day)
        assert sorted(rows["iso3"]) == sorted(STATES)
        assert not rows["contested"].any()
    assert set(history.counts(days, TREATY)[list(STATUSES)].sum(axis=1)) == {len(STATES)}
    assert replay(history, days[1], days[-1]) == as_mapping(history.status_on(days[-1]))


@settings(max_examples=8, phases=UNSHRUNK)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_made_up_rows_does_not_matter(tables: Tables, record, random) -> None:
    acts, law = record
    shuffled = random.sample(acts, len(acts))
    one, other = (build(made_up(tables, rows, **law)).intervals for rows in (acts, shuffled))
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=8, phases=UNSHRUNK)
@given(records(precise=True))
def test_a_later_action_changes_no_earlier_day_but_for_a_stated_day_that_replaces_a_computed_one(
    tables: Tables, record
) -> None:
    acts, law = record
    own = {iso3: [act for act in acts if act.iso3 == iso3] for iso3 in STATES}
    earlier = [act for history in own.values() for act in history[:-1]]
    before, after = (build(made_up(tables, rows, **law)) for rows in (earlier, acts))
    days = turning_days(before, after)
    one, other = (statuses_by_day(history, days) for history in (before, after))
    for iso3, (*known, latest) in ((iso3, history) for iso3, history in own.items() if history):
        for day in (each for each in days if each.isoformat() < latest.date):
            pair = one[iso3, day], other[iso3, day]
            if latest.action == "withdrawal_effective" and day >= computed_end(known[-1], law):
                assert pair in {("withdrawn", "withdrawing"), ("withdrawn", "joining")}
            else:
                assert pair[0] == pair[1]


def statuses_by_day(history: History, days: list[date]) -> dict[tuple[str, date], str]:
    """The same as asking for each day, at once."""
    rows = history.intervals[["iso3", "status", "since", "until"]].astype({"since": "object", "until": "object"})
    return {
        (row.iso3, day): row.status
        for row in rows.itertuples()
        for day in days
        if (pd.isna(row.since) or row.since.date() <= day) and (pd.isna(row.until) or day < row.until.date())
    }


def computed_end(notice: Act, law: dict) -> date:
    return applied(law["notice_unit"], law["notice_amount"], notice.date)


@settings(max_examples=8, phases=UNSHRUNK)
@given(records())
def test_only_what_is_not_known_to_the_day_is_uncertain_and_not_for_ever(tables: Tables, record) -> None:
    acts, law = record
    intervals = build(made_up(tables, acts, **law)).intervals
    doubtful = intervals[~intervals["certain"]]
    assert set(doubtful["iso3"]) <= {act.iso3 for act in acts if len(act.date) < 10}
    assert set(doubtful["status"]) <= {"signatory", "joining", "withdrawing"}
    assert doubtful["until"].notna().all()


# --- No country in the code ------------------------------------------------------------------------------------------


def texts_in(path: Path) -> set[str]:
    """The texts that the code of a file holds, its docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in alone)
    return {node.value for node in constants if isinstance(node.value, str)}


def test_the_code_names_no_country(tables: Tables) -> None:
    files = {path.relative_to(CODE).as_posix(): texts_in(path) for path in CODE.rglob("*.py")}
    assert any("withdrawal_effective" in texts for texts in files.values())
    codes = set(tables.states["iso3"])
    named = {
        (file, word)
        for file, texts in files.items()
        for text in texts
        for word in re.findall(r"\b[A-Z]{3}\b", text)
        if word in codes
    }
    assert named == set()


def test_the_law_names_no_country_and_no_treaty_and_no_day(tables: Tables) -> None:
    texts = " ".join(text for path in (CODE / "status").rglob("*.py") for text in texts_in(path))
    words = set(re.findall(r"[\w-]+", texts))
    assert "withdrawal_notified" in words
    assert words.isdisjoint({*tables.states["name"], *tables["treaties"]["treaty"]})


@pytest.mark.parametrize(
    ("iso3", "deposit", "article"),
    [
        ("BFA", "1998-09-16", "Art. 17(1)"),
        ("NAM", "1998-09-21", "Art. 17(2)"),
        ("HND", "1998-09-24", "Art. 17(2)"),
        ("SEN", "1998-09-24", "Art. 17(2)"),
        ("BEN", "1998-09-25", "Art. 17(2)"),
        ("JPN", "1998-09-30", "Art. 17(2)"),
    ],
)
def test_who_deposits_after_the_fortieth_instrument_is_bound_by_the_rule_for_later_states(
    history: History, iso3: str, deposit: str, article: str
) -> None:
    row = history.status_on("1999-03-01", "mbt").set_index("iso3").loc[iso3]
    assert (row["status"], str(row["since"].date())) == ("party", "1999-03-01")
    assert deposit in row["basis"]
    assert article in row["basis"]
