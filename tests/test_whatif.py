"""Suppositions: days computed by hand under every treaty, refusals with reasons, and nothing that becomes a fact."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from atlas import __main__ as atlas_shell
from atlas.selection import default_choice, to_query
from atlas.status import JOINED, History, build
from atlas.status.supposing import (
    ACTS,
    Refusal,
    Supposition,
    effects,
    figures,
    openings,
    suppose,
    suppose_all,
)
from atlas.tables import Tables
from atlas.tables.record import JOINS
from atlas.words import supposing
from atlas.words.supposing.answers import DOUBTS
from atlas.words.supposing.refusals import DOUBTFUL_REASONS
from tests.conftest import Given, Open

ROOT = Path(__file__).parents[1]
TREATIES = ("mbt", "ccm", "ccw", "ccw_p2", "ccw_ap2", "ccw_p5", "att", "tpnw", "cwc", "bwc", "npt")
UNSHRUNK = (Phase.explicit, Phase.generate)  # a history takes too long to build for a search of the smallest failure
HEADER = (
    "supposed,treaty,iso3,name,act,day,status_before,takes_effect,status_after,article,rule,armed_conflict_clause,"
    "bound_before,bound_after"
)


def supposed(history: History, tables: Tables, treaty: str, iso3: str, act: str, day: str) -> Supposition:
    answer = suppose(history, tables, treaty, iso3, act, date.fromisoformat(day))
    assert isinstance(answer, Supposition), supposing.refusal_sentence(answer, tables)
    return answer


def refused(history: History, tables: Tables, treaty: str, iso3: str, act: str, day: str) -> Refusal:
    answer = suppose(history, tables, treaty, iso3, act, date.fromisoformat(day))
    assert isinstance(answer, Refusal)
    return answer


# --- The law ---------------------------------------------------------------------------------------------------------

COMPUTED = [
    ("mbt", "NOR", "notice", "2026-12-01", "2027-06-01", "Art. 20(3)"),
    ("mbt", "NOR", "notice", "2026-08-31", "2027-02-28", "Art. 20(3)"),
    ("mbt", "NOR", "notice", "2027-08-31", "2028-02-29", "Art. 20(3)"),
    ("mbt", "NOR", "notice", "2100-12-31", "2101-06-30", "Art. 20(3)"),
    ("mbt", "UKR", "notice", "2025-07-18", "2026-01-18", "Art. 20(3)"),
    ("mbt", "LBN", "notice", "2027-05-01", "2027-11-01", "Art. 20(3)"),
    ("mbt", "USA", "deposit", "2026-12-01", "2027-06-01", "Art. 17(2)"),
    ("mbt", "USA", "deposit", "2026-12-31", "2027-06-01", "Art. 17(2)"),
    ("mbt", "USA", "deposit", "2027-01-01", "2027-07-01", "Art. 17(2)"),
    ("mbt", "FIN", "deposit", "2026-01-11", "2026-07-01", "Art. 17(2)"),
    ("mbt", "USA", "deposit", "1998-01-15", "1999-03-01", "Art. 17(1)"),
    ("mbt", "USA", "deposit", "1998-09-16", "1999-03-01", "Art. 17(1)"),
    ("mbt", "USA", "deposit", "1998-09-17", "1999-03-01", "Art. 17(2)"),
    ("mbt", "USA", "deposit", "1998-09-30", "1999-03-01", "Art. 17(2)"),
    ("mbt", "USA", "deposit", "1998-10-01", "1999-04-01", "Art. 17(2)"),
    ("ccm", "NOR", "notice", "2026-10-31", "2027-04-30", "Art. 20(3)"),
    ("ccm", "LTU", "deposit", "2026-08-31", "2027-02-01", "Art. 17(2)"),
    ("ccw", "NOR", "notice", "2028-02-29", "2029-02-28", "Art. 9"),
    ("ccw", "EGY", "deposit", "2026-12-01", "2027-06-01", "Art. 5(2)"),
    ("ccw_p2", "NOR", "notice", "2026-12-01", "2027-12-01", "Convention art. 9"),
    ("ccw_p2", "LBN", "deposit", "2026-08-30", "2027-02-28", "Convention art. 5(3)-(4)"),
    ("ccw_ap2", "NOR", "notice", "2026-12-01", "2027-12-01", "Convention art. 9"),
    ("ccw_ap2", "KAZ", "deposit", "2026-12-31", "2027-06-30", "Convention arts. 8(1)(b) and 5(4)"),
    ("ccw_p5", "NOR", "notice", "2026-12-01", "2027-12-01", "Convention art. 9"),
    ("ccw_p5", "KAZ", "deposit", "2027-08-31", "2028-02-29", "Protocol art. 5 with Convention art. 5(4)"),
    ("att", "NOR", "notice", "2026-12-01", "2027-03-01", "Art. 24"),
    ("att", "USA", "deposit", "2014-12-01", "2014-12-24", ""),
    ("att", "USA", "deposit", "2014-12-24", "2015-03-24", "Art. 22(2)"),
    ("tpnw", "AUT", "notice", "2026-12-01", "2027-12-01", "Art. 17"),
    ("tpnw", "NOR", "deposit", "2027-12-01", "2028-02-29", "Art. 15(2)"),
    ("cwc", "NOR", "notice", "2027-11-30", "2028-02-28", "Art. XVI(2)"),
    ("cwc", "ISR", "deposit", "2027-01-31", "2027-03-02", "Art. XXI(2)"),
    ("bwc", "NOR", "notice", "2026-11-30", "2027-02-28", "Art. XIII(2)"),
    ("bwc", "ISR", "deposit", "2026-12-01", "2026-12-01", "Art. XIV(4)"),
    ("npt", "NOR", "notice", "2027-11-30", "2028-02-29", "Art. X(1)"),
    ("npt", "PRK", "notice", "2026-12-01", "2027-03-01", "Art. X(1)"),
    ("npt", "SSD", "deposit", "2011-07-09", "2011-07-09", "Art. IX(4)"),
]


@pytest.mark.parametrize(("treaty", "iso3", "act", "day", "effect", "article"), COMPUTED)
def test_a_supposed_act_takes_effect_on_the_day_computed_by_hand(
    treaty: str, iso3: str, act: str, day: str, effect: str, article: str, history: History, tables: Tables
) -> None:
    answer = supposed(history, tables, treaty, iso3, act, day)
    assert (answer.takes_effect.isoformat(), answer.article) == (effect, article)
    assert answer.status_after == {"notice": "withdrawn", "deposit": "party"}[act]


def test_the_cases_are_of_every_treaty_and_both_acts(tables: Tables) -> None:
    assert tuple(tables["treaties"]["treaty"]) == TREATIES
    assert {(case[0], case[2]) for case in COMPUTED} == {(treaty, act) for treaty in TREATIES for act in ACTS}


WAITING = {"mbt": True, "ccm": True, "ccw": True, "tpnw": True, "att": False, "cwc": False, "bwc": False, "npt": False}


@pytest.mark.parametrize("treaty", WAITING)
def test_an_armed_conflict_delays_a_withdrawal_only_where_the_treaty_says_so(
    treaty: str, history: History, tables: Tables
) -> None:
    answer = supposed(history, tables, treaty, "AUT", "notice", "2026-12-01")
    assert answer.clause == WAITING[treaty]
    said = supposing.clause_sentence(answer, tables)
    assert ("does not judge" in said) == WAITING[treaty]
    assert ("does not wait" in said) != WAITING[treaty]


def test_no_armed_conflict_delays_a_deposit(history: History, tables: Tables) -> None:
    answer = supposed(history, tables, "mbt", "USA", "deposit", "2026-12-01")
    assert not answer.clause
    assert supposing.clause_sentence(answer, tables) == ""


REFUSED = [
    ("mbt", "USA", "notice", "2026-12-01", "has not joined", "deposit of an instrument from 3 December 1997"),
    ("ccm", "AGO", "notice", "2026-12-01", "has only signed", "deposit of an instrument from 3 December 2008"),
    ("mbt", "LBN", "notice", "2026-12-01", "may not yet be in force for it", "notice of withdrawal from 1 May 2027"),
    ("mbt", "LBN", "deposit", "2026-12-01", "the record holds its instrument", "notice of withdrawal from 1 May 2027"),
    ("mbt", "NOR", "deposit", "2026-12-01", "already, since 1 March 1999", "notice of withdrawal from 1 March 1999"),
    ("mbt", "FIN", "notice", "2026-12-01", "has left already, on 10 January 2026", "from 11 January 2026"),
    ("mbt", "FIN", "notice", "2025-08-01", "is leaving already", "deposit of an instrument from 11 January 2026"),
    ("mbt", "FIN", "deposit", "2025-08-01", "still bound, until 10 January 2026", "from 11 January 2026"),
    ("mbt", "FIN", "deposit", "2026-01-10", "last act in the record", "from 11 January 2026"),
    ("mbt", "FIN", "notice", "2024-01-01", "(withdrawal in effect, 10 January 2026)", "from 11 January 2026"),
    ("mbt", "UKR", "notice", "2025-07-17", "(suspension announced, 18 July 2025)", "from 18 July 2025"),
    ("npt", "PRK", "notice", "2003-01-10", "(notice of withdrawal received, 10 January 2003)", "from 11 January 2003"),
    ("mbt", "NOR", "notice", "1998-08-01", "not yet in force for it", "from 1 March 1999"),
    ("mbt", "USA", "deposit", "1997-12-02", "the treaty was not yet open", "from 3 December 1997"),
    ("ccw_ap2", "MEX", "deposit", "1996-05-02", "the treaty was not yet open", "from 3 May 1996"),
    ("ccw_ap2", "SSD", "deposit", "2026-12-01", "only a state that has joined the CCW", "once it has joined the CCW"),
    ("ccw_ap2", "EGY", "deposit", "2026-12-01", "only a state that has joined the CCW", "once it has joined the CCW"),
    ("ccw_ap2", "SSD", "notice", "2026-12-01", "has not joined", "once it has joined the CCW"),
    ("ccw_ap2", "SSD", "deposit", "2011-07-08", "was not yet a state", "once it has joined the CCW"),
    ("ccw_p2", "LBN", "deposit", "2017-04-04", "only a state that has joined the CCW", "from 5 April 2017"),
    ("npt", "SSD", "deposit", "2011-07-08", "was not yet a state", "from 9 July 2011"),
    ("att", "USA", "deposit", "2013-09-24", "(signature, 25 September 2013)", "from 25 September 2013"),
]


@pytest.mark.parametrize(("treaty", "iso3", "act", "day", "reason", "allowed"), REFUSED)
def test_an_impossible_act_is_refused_with_the_reason_and_what_is_allowed(
    treaty: str, iso3: str, act: str, day: str, reason: str, allowed: str, history: History, tables: Tables
) -> None:
    said = supposing.refusal_sentence(refused(history, tables, treaty, iso3, act, day), tables)
    why, _, instead = said.partition("; allowed: ")
    assert "is not possible: " in why
    assert reason in why
    assert allowed in instead


STATES = ["NOR", "USA", "FIN", "LBN", "UKR", "PRK", "SSD", "ISR", "MHL", "SRB", "LTU", "EGY", "PSE", "VAT", "COK"]


@given(st.sampled_from(STATES), st.sampled_from(TREATIES), st.sampled_from(sorted(ACTS)))
def test_an_act_is_possible_from_its_first_day_on_and_on_no_day_before(
    history: History, tables: Tables, iso3: str, treaty: str, act: str
) -> None:
    opening = openings(history, tables, iso3)[treaty]
    ask = partial(suppose, history, tables, treaty, iso3, act)
    possible = opening.act == act and not opening.needs
    for days in (0, 400):
        assert isinstance(ask(opening.first + timedelta(days)), Supposition) == possible
        before = ask(opening.first - timedelta(days + 1))
        assert isinstance(before, Refusal)
        assert supposing.refusal_sentence(before, tables)


# --- A treaty within another -----------------------------------------------------------------------------------------


def inner_and_outer(tables: Tables) -> dict[str, str]:
    """The treaties that only parties to another one can join, each with that other one."""
    treaties = tables["treaties"]
    inner = treaties[treaties["within"] != ""]
    return dict(zip(inner["treaty"], inner["within"], strict=True))


def test_the_protocols_are_within_their_convention(tables: Tables) -> None:
    assert inner_and_outer(tables) == {"ccw_p2": "ccw", "ccw_ap2": "ccw", "ccw_p5": "ccw"}


def test_nobody_in_the_record_joined_a_protocol_before_its_convention(history: History, tables: Tables) -> None:
    rows = history.intervals[history.intervals["status"].isin(JOINED)]
    since = rows.groupby(["treaty", "iso3"])["since"].min()
    until = rows["until"].isna().groupby([rows["treaty"], rows["iso3"]]).any()
    for inner, outer in inner_and_outer(tables).items():
        joined = since[inner]
        assert len(joined) > 90
        assert (since[outer].reindex(joined.index) <= joined).all()
        assert until[outer].reindex(until[inner].index)[until[inner]].all()


@given(st.data(), st.integers(0, 20_000))
def test_no_supposed_deposit_joins_a_protocol_without_its_convention(
    history: History, tables: Tables, data: st.DataObject, days: int
) -> None:
    inner, outer = data.draw(st.sampled_from(sorted(inner_and_outer(tables).items())))
    iso3 = data.draw(st.sampled_from(tables.states["iso3"].to_list()))
    day = date(1980, 10, 10) + timedelta(days)
    on_that_day = history.status_on(day, outer).set_index("iso3").loc[iso3, "status"]
    answer = suppose(history, tables, inner, iso3, "deposit", day)
    if isinstance(answer, Supposition):
        assert on_that_day in JOINED
    else:
        assert (answer.needs == outer) == (on_that_day not in JOINED)


def test_a_supposed_notice_under_the_convention_names_the_protocols_and_computes_nothing_of_them(
    history: History, tables: Tables
) -> None:
    answer = supposed(history, tables, "ccw", "JPN", "notice", "2026-12-01")
    assert answer.depending == ("ccw_p2", "ccw_ap2")
    (said,) = [text for text in supposing.remarks(answer, tables) if "protocols" in text and "Note" not in text]
    assert "Japan has joined CCW Protocol II (original) and CCW Amended Protocol II." in said
    assert "is not computed" in said
    other = supposed(history, tables, "mbt", "JPN", "notice", "2026-12-01")
    assert supposing.depending_sentence(other, tables) == ""


# --- Days that are not known -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "words"), [("notice", "may not yet be in force"), ("deposit", "day is not known")])
@pytest.mark.parametrize("day", ["2026-02-04", "2026-08-01", "2027-04-30"])
def test_a_standing_that_is_not_certain_is_told_as_such(
    day: str, act: str, words: str, history: History, tables: Tables
) -> None:
    refusal = refused(history, tables, "mbt", "LBN", act, day)
    assert not refusal.standing.certain
    assert words in supposing.refusal_sentence(refusal, tables)


def test_the_states_whose_status_is_not_certain_on_the_day_of_the_effect_are_named(
    history: History, tables: Tables
) -> None:
    doubtful = supposed(history, tables, "mbt", "NOR", "notice", "2026-10-30")
    assert doubtful.takes_effect == date(2027, 4, 30)
    assert "Lebanon is counted as not yet bound, and may be bound earlier" in supposing.limits_sentence(
        doubtful, tables
    )
    known = supposed(history, tables, "mbt", "NOR", "notice", "2026-11-01")
    assert known.takes_effect == date(2027, 5, 1)
    assert "Lebanon" not in supposing.limits_sentence(known, tables)


def test_every_status_that_can_be_doubtful_has_its_words() -> None:
    doubtful = {"signatory", "joining", "withdrawing"}
    assert set(DOUBTS) == doubtful
    possible = {(act, status) for act, kind in ACTS.items() for status in kind.open_to}
    assert set(DOUBTFUL_REASONS) == {(act, status) for act in ACTS for status in doubtful} - possible


# --- Beside the record -----------------------------------------------------------------------------------------------


def with_actions(tables: Tables, actions: pd.DataFrame) -> Tables:
    return Tables(tables.package, {**tables.frames, "actions": actions.reset_index(drop=True)})


def exact(actions: pd.DataFrame, names: Any) -> pd.DataFrame:
    """The actions of these kinds whose day is known."""
    return actions[actions["action"].isin(names) & (actions["date"].str.len() == 10)]


def test_every_recorded_deposit_takes_effect_when_supposed_as_the_record_says(history: History, tables: Tables) -> None:
    actions = tables["actions"]
    deposits = exact(actions, JOINS)[["treaty", "iso3", "action", "date"]]
    rows = effects(tables, actions[actions["action"] == "signature"], deposits.assign(action="accession"))
    found = rows.set_index(["treaty", "iso3"])["in_force"].astype("datetime64[s]")
    parties = history.intervals[history.intervals["status"] == "party"].drop_duplicates(["treaty", "iso3"])
    recorded = parties.set_index(["treaty", "iso3"])["since"]
    assert len(found) == len(deposits) > 1400
    assert found.to_dict() == recorded.reindex(found.index).to_dict()


RECORDED_NOTICES = [
    ("ccm", "LTU", "2024-09-06", "2025-03-06"),
    ("mbt", "EST", "2025-06-27", "2025-12-27"),
    ("mbt", "FIN", "2025-07-10", "2026-01-10"),
    ("mbt", "LTU", "2025-06-27", "2025-12-27"),
    ("mbt", "LVA", "2025-06-27", "2025-12-27"),
    ("mbt", "POL", "2025-08-20", "2026-02-20"),
]


def test_every_recorded_notice_takes_effect_when_supposed_as_the_record_says(tables: Tables) -> None:
    actions = tables["actions"]
    before = with_actions(tables, actions[~actions["action"].str.startswith("withdrawal")])
    history = build(before)
    contested = set(tables["contests"][["treaty", "iso3", "date"]].itertuples(index=False, name=None))
    notices = exact(actions, ["withdrawal_notified"])[["treaty", "iso3", "date"]]
    asked = sorted(set(notices.itertuples(index=False, name=None)) - contested)
    found = [(*each, str(supposed(history, before, *each[:2], "notice", each[2]).takes_effect)) for each in asked]
    assert found == RECORDED_NOTICES


@settings(max_examples=8, phases=UNSHRUNK)
@given(st.sampled_from(STATES), st.sampled_from(TREATIES), st.integers(0, 12_000))
def test_the_answer_is_what_the_whole_history_would_say_with_the_act_in_the_record(
    history: History, tables: Tables, iso3: str, treaty: str, days: int
) -> None:
    opening = openings(history, tables, iso3)[treaty]
    assume(not opening.needs)
    day = opening.first + timedelta(days)
    answer = supposed(history, tables, treaty, iso3, opening.act, str(day))
    act = {"treaty": treaty, "iso3": iso3, "action": ACTS[opening.act].action, "date": str(day), "source_id": ""}
    world = build(with_actions(tables, pd.concat([tables["actions"], pd.DataFrame([act], dtype="str")])))
    rows = world.status_on(answer.takes_effect, treaty).set_index("iso3")
    assert rows.loc[iso3, "status"] == answer.status_after
    assert rows.loc[iso3, "since"].date() == answer.takes_effect
    assert figures(world, treaty, answer.takes_effect) == answer.supposed
    assert figures(history, treaty, answer.takes_effect) == answer.recorded


def test_nothing_supposed_enters_the_tables_or_the_history(history: History, tables: Tables) -> None:
    frames = {name: frame.copy(deep=True) for name, frame in tables.frames.items()}
    intervals = history.intervals.copy(deep=True)
    files = {path: path.read_bytes() for path in sorted((ROOT / "data").glob("*.csv"))}
    assert files
    for iso3 in STATES[:6]:
        for act in ACTS:
            answers = suppose_all(history, tables, iso3, act, date(2031, 5, 31))
            supposing.supposed_rows([each for each in answers.values() if isinstance(each, Supposition)], tables)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(tables[name], frame)
    pd.testing.assert_frame_equal(history.intervals, intervals)
    assert {path: path.read_bytes() for path in files} == files


# --- The figures -----------------------------------------------------------------------------------------------------


def test_a_supposed_notice_takes_one_state_from_the_figures_of_its_day(history: History, tables: Tables) -> None:
    answer = supposed(history, tables, "mbt", "NOR", "notice", "2026-12-01")
    assert tuple(figures(history, "mbt", tables.checked)) == (161, 162, 5, 197)
    assert tuple(answer.recorded) == (162, 162, 5, 197)  # Lebanon is bound from that day on
    assert tuple(answer.supposed) == (161, 161, 6, 197)


def test_a_state_that_left_and_is_supposed_to_join_again_counts_as_bound_not_as_left(
    history: History, tables: Tables
) -> None:
    answer = supposed(history, tables, "mbt", "FIN", "deposit", "2026-12-01")
    assert answer.status_before == "withdrawn"
    assert tuple(answer.supposed) == (163, 163, 4, 197)


@given(st.sampled_from(STATES), st.sampled_from(TREATIES), st.integers(0, 20_000))
def test_a_supposed_act_moves_one_state_and_never_the_number_of_states(
    history: History, tables: Tables, iso3: str, treaty: str, days: int
) -> None:
    opening = openings(history, tables, iso3)[treaty]
    assume(not opening.needs)
    answer = supposed(history, tables, treaty, iso3, opening.act, str(opening.first + timedelta(days)))
    step = {"notice": -1, "deposit": 1}[opening.act]
    assert answer.supposed.bound - answer.recorded.bound == step
    assert answer.supposed.joined - answer.recorded.joined == step
    assert answer.supposed.states == answer.recorded.states
    assert answer.takes_effect >= answer.day


# --- The words -------------------------------------------------------------------------------------------------------


def test_the_sentences_say_the_effect_and_the_headline_of_its_day(history: History, tables: Tables) -> None:
    answer = supposed(history, tables, "mbt", "NOR", "notice", "2026-12-01")
    assert supposing.supposed_sentence(answer, tables) == (
        "Supposed, Mine Ban Convention: if Norway gave notice of withdrawal on 1 December 2026, "
        "the withdrawal would take effect on 1 June 2027 (Art. 20(3))."
    )
    assert supposing.supposed_headline(answer, tables) == (
        "Supposed, on 1 June 2027: 161 of 197 states would be bound by the ban on anti-personnel mines; "
        "6 would have left it"
    )


@given(st.sampled_from(STATES), st.sampled_from(TREATIES), st.integers(0, 20_000), st.sampled_from(sorted(ACTS)))
def test_every_sentence_of_an_answer_says_that_it_is_supposed(
    history: History, tables: Tables, iso3: str, treaty: str, days: int, act: str
) -> None:
    day = date(1990, 1, 1) + timedelta(days)
    answer = suppose(history, tables, treaty, iso3, act, day)
    if isinstance(answer, Refusal):
        assert "supposed" in supposing.refusal_sentence(answer, tables)
        return
    told = [
        supposing.supposed_sentence(answer, tables),
        supposing.supposed_headline(answer, tables),
        supposing.clause_sentence(answer, tables),
        supposing.reckoning_sentence(answer),
        supposing.contest_sentence(answer, tables),
        supposing.limits_sentence(answer, tables),
    ]
    assert all("supposed" in said.lower() for said in told if said)


LIMITS = [
    ("mbt", "NOR", "notice", "2026-12-01", True, False),
    ("ccm", "NOR", "notice", "2026-12-01", True, True),
    ("ccm", "NOR", "notice", "2025-12-01", False, True),
    ("ccm", "NOR", "notice", "2025-01-01", False, False),
]


@pytest.mark.parametrize(("treaty", "iso3", "act", "day", "ahead", "unread"), LIMITS)
def test_what_lies_after_the_last_check_or_the_copy_of_the_record_is_told(
    treaty: str, iso3: str, act: str, day: str, ahead: bool, unread: bool, history: History, tables: Tables
) -> None:
    said = supposing.limits_sentence(supposed(history, tables, treaty, iso3, act, day), tables)
    assert ("acts still to come cannot be known" in said) == ahead
    assert ("later acts may be missing" in said) == unread


def test_an_unchecked_article_and_a_contested_act_are_told(history: History, tables: Tables) -> None:
    answer = supposed(history, tables, "npt", "PRK", "notice", "2026-12-01")
    assert "was not checked against the text" in supposing.reckoning_sentence(answer)
    assert "notice of withdrawal received, 10 January 2003" in supposing.contest_sentence(answer, tables)
    other = supposed(history, tables, "mbt", "NOR", "notice", "2026-12-01")
    assert "not checked" not in supposing.reckoning_sentence(other)
    assert supposing.contest_sentence(other, tables) == ""


# --- The shell -------------------------------------------------------------------------------------------------------


class Result(NamedTuple):
    """What a command printed, and its exit status."""

    output: str
    errors: str
    code: int


Shell = Callable[..., Result]


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], history: History, tables: Tables
) -> Shell:
    """Runs the command over the repository's facts, which are not loaded and built again for each one."""
    monkeypatch.setattr("atlas.tables.load", lambda folder=None: tables)
    monkeypatch.setattr("atlas.status.build", lambda facts: history)

    def run(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["atlas", "whatif", *arguments])
        code = 0
        try:
            atlas_shell.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Result(*capsys.readouterr(), code)

    return run


def test_the_shell_gives_one_row_of_the_contract(shell: Shell) -> None:
    result = shell("--treaty", "mbt", "--iso3", "NOR", "--notice", "2026-12-01")
    assert (result.code, result.errors) == (0, "")
    assert result.output.splitlines()[0] == HEADER
    (row,) = csv.DictReader(io.StringIO(result.output))
    assert (row["supposed"], row["name"], row["act"], row["day"]) == ("true", "Norway", "notice", "2026-12-01")
    assert (row["status_before"], row["takes_effect"], row["status_after"]) == ("party", "2027-06-01", "withdrawn")
    assert (row["article"], row["bound_before"], row["bound_after"]) == ("Art. 20(3)", "162", "161")
    assert row["rule"].startswith("Art. 20(2)-(3): six months")
    assert "does not judge" in row["armed_conflict_clause"]


def test_the_shell_gives_the_same_as_json(shell: Shell) -> None:
    (row,) = json.loads(shell("--iso3", "usa", "--deposit", "2026-12-31", "--format", "json").output)
    assert ",".join(row) == HEADER
    assert (row["supposed"], row["treaty"], row["takes_effect"]) == (True, "mbt", "2027-06-01")
    assert (row["bound_before"], row["bound_after"]) == (162, 163)


ERRORS = [
    (["--iso3", "NOR"], "give --notice or --deposit"),
    (["--iso3", "NOR", "--notice", "2026-12-01", "--deposit", "2026-12-01"], "not both"),
    (["--notice", "2026-12-01"], "--iso3"),
    (["--iso3", "NOR,SWE", "--notice", "2026-12-01"], "one state, not 2"),
    (["--iso3", "", "--notice", "2026-12-01"], "one state, not 0"),
    (["--iso3", "ZZZ", "--notice", "2026-12-01"], '"ZZZ" is not a state'),
    (["--iso3", "NOR", "--treaty", "kyoto", "--notice", "2026-12-01"], '"kyoto" is not a treaty'),
    (["--iso3", "NOR", "--notice", "2026-02-30"], '"2026-02-30" is not a day'),
    (["--iso3", "NOR", "--notice", "2101-01-01"], "1900 to 2100"),
    (["--iso3", "NOR", "--notice", ""], "is not a day"),
    (["--iso3", "NOR", "--deposit", "2026-12-01"], "allowed: a supposed notice of withdrawal from 1 March 1999 on"),
]


@pytest.mark.parametrize(("arguments", "said"), ERRORS)
def test_an_error_of_the_shell_is_one_line_that_names_what_is_wrong(
    arguments: list[str], said: str, shell: Shell
) -> None:
    result = shell(*arguments)
    assert (result.code, result.output) == (2, "")
    assert said in result.errors
    assert result.errors.startswith("atlas: ")
    assert result.errors.count("\n") == 1


# --- The country page ------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(opened: Open) -> Open:
    """Opens the page of these tests by a link."""
    return partial(opened, "country")


def texts(app: AppTest) -> str:
    return "\n".join(each.value.replace("\\", "") for each in [*app.markdown, *app.warning, *app.info])


def heads(app: AppTest) -> list[str]:
    return [each.value for each in app.header]


def day_input(app: AppTest) -> Any:
    (found,) = [each for each in app.date_input if each.label.startswith("Suppose that")]
    return found


def test_without_a_supposition_the_page_asks_and_answers_nothing(opened: Open) -> None:
    app = opened(state="NOR")
    assert not app.exception
    assert "What if" in heads(app)
    assert supposing.HEADING not in heads(app)
    assert day_input(app).label == "Suppose that Norway gave notice of withdrawal on"
    assert day_input(app).value is None


def test_a_link_with_a_notice_shows_its_effect_marked_as_supposed(
    opened: Open, history: History, tables: Tables
) -> None:
    app = opened(state="NOR", notice="2026-12-01")
    assert not app.exception
    assert supposing.HEADING in heads(app)
    assert "the withdrawal would take effect on 1 June 2027 (Art. 20(3))." in texts(app)
    assert "161 of 197 states would be bound" in texts(app)
    assert day_input(app).value == date(2026, 12, 1)
    (shown,) = [each.value for each in app.dataframe if "Supposed effect" in each.value]
    answers = suppose_all(history, tables, "NOR", "notice", date(2026, 12, 1)).values()
    possible = [answer for answer in answers if isinstance(answer, Supposition)]
    assert shown["Supposed effect"].to_list() == [str(answer.takes_effect) for answer in possible]
    assert len(possible) == 10
    (box,) = [each for each in app.expander if each.label == "Not possible under 1 treaty"]
    assert "TPNW: a supposed notice of withdrawal by Norway" in box.markdown[0].value.replace("\\", "")


def test_the_download_names_the_state_the_act_and_the_day_and_says_supposed(
    given: Callable[..., list[Given]],
) -> None:
    names = [file.name for file in given(state="NOR", notice="2026-12-01")]
    assert "mine-ban-atlas_supposed-notice-2026-12-01_state-NOR.csv" in names


def test_a_chosen_day_is_written_to_the_link_and_cleared_again(opened: Open) -> None:
    app = opened(state="USA")
    day_input(app).set_value(date(2027, 1, 1)).run()
    assert dict(app.query_params) == {"state": "USA", "deposit": "2027-01-01"}
    assert "in force for it from 1 July 2027" in texts(app)
    app.button(key="what-if-clear").click().run()
    assert dict(app.query_params) == {"state": "USA"}
    assert supposing.HEADING not in heads(app)


def test_of_two_suppositions_the_notice_is_used_and_the_other_named(opened: Open) -> None:
    app = opened(state="NOR", notice="2026-12-01", deposit="2020-01-01")
    assert "the supposed deposit of 1 January 2020 is left out" in texts(app)
    assert "take effect on 1 June 2027" in texts(app)
    day_input(app).set_value(date(2026, 12, 31)).run()
    assert dict(app.query_params) == {"state": "NOR", "notice": "2026-12-31"}


IMPOSSIBLE = [
    ({"state": "USA", "notice": "2026-12-01"}, "has not joined"),
    ({"state": "NOR", "deposit": "2026-12-01"}, "already, since 1 March 1999"),
    ({"state": "NOR", "notice": "1900-01-01"}, "the treaty was not yet open"),
    ({"state": "SSD", "treaty": "npt", "deposit": "2000-01-01"}, "was not yet a state"),
    ({"state": "LBN", "notice": "2026-12-01"}, "may not yet be in force for it"),
    ({"state": "SSD", "treaty": "ccw_ap2", "deposit": "2026-12-01"}, "only a state that has joined the CCW"),
]


@pytest.mark.parametrize(("query", "reason"), IMPOSSIBLE)
def test_an_impossible_supposition_of_a_link_is_refused_in_the_box(
    query: dict[str, str], reason: str, opened: Open
) -> None:
    app = opened(**query)
    assert not app.exception
    assert supposing.HEADING in heads(app)
    assert [reason in each.value.replace("\\", "") for each in app.warning] == [True]
    assert day_input(app).value is None


def test_no_day_can_be_chosen_under_a_protocol_before_its_convention(opened: Open) -> None:
    app = opened(state="SSD", treaty="ccw_ap2")
    assert not app.exception
    assert day_input(app).disabled
    assert any("only once it has joined the CCW" in each.value for each in app.caption)
    assert not day_input(opened(state="SSD", treaty="ccw")).disabled


@pytest.mark.parametrize("key", ["notice", "deposit"])
@pytest.mark.parametrize("value", ["2026-13-01", "soon", "2101-01-01", "2026", "<b>2026-12-01</b>"])
def test_a_bad_day_of_a_link_is_named_and_nothing_is_supposed(key: str, value: str, opened: Open) -> None:
    app = opened(state="NOR", **{key: value})
    assert not app.exception
    assert len(app.warning) == 1
    assert f"The link's {key} was ignored" in app.warning[0].value
    assert supposing.HEADING not in heads(app)


@pytest.mark.parametrize("treaty", TREATIES)
@pytest.mark.parametrize("day", ["1999-12-31", "2100-12-31"])
def test_every_treaty_answers_every_link(treaty: str, day: str, opened: Open) -> None:
    app = opened(state="ISR", treaty=treaty, notice=day)
    assert not app.exception
    assert supposing.HEADING in heads(app)


def test_a_supposition_is_part_of_the_choice_that_links_carry(tables: Tables) -> None:
    choice = replace(default_choice(tables), state=("NOR",), notice=date(2026, 12, 1))
    assert to_query(choice, tables) == {"state": "NOR", "notice": "2026-12-01"}
