"""Sentences made to mislead the rules are never judged; plain ones beside them still are."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from atlas import claims
from atlas.claims.forms import PLAIN, PLAIN_OF_ONE_STATE
from atlas.status import History
from atlas.tables import Tables
from atlas.words import claims as said

CASES = list(csv.DictReader((Path(__file__).parent / "cases/claim_traps.csv").open(encoding="utf-8", newline="")))
NOT_LISTED = "none"
"""What stands for a state that the rules do not list at all."""

LEFT_OPEN = {claims.CANNOT_TELL, NOT_LISTED}


def cases() -> list[Any]:
    """Each sentence with the verdicts that every state named in the table may get."""
    by_sentence: dict[str, dict[str, set[str]]] = {}
    for row in CASES:
        allowed = {iso3: set(row["allowed"].split(";")) for iso3 in row["iso3"].split(";")}
        by_sentence.setdefault(row["sentence"], {}).update(allowed)
    return [pytest.param(sentence, allowed, id=sentence) for sentence, allowed in by_sentence.items()]


def verdicts(text: str, tables: Tables, history: History) -> dict[str, set[str]]:
    """The verdicts on the text by the state they are on."""
    rows = claims.findings(text, tables, history)
    return {iso3: set(group["verdict"]) for iso3, group in rows.groupby("iso3")}


@pytest.mark.parametrize(("sentence", "allowed"), cases())
def test_a_sentence_gets_no_other_verdict_than_those_it_may_have(
    sentence: str, allowed: dict[str, set[str]], tables: Tables, history: History
) -> None:
    found = verdicts(sentence, tables, history)
    assert all(found.pop(iso3, {NOT_LISTED}) <= verdicts_allowed for iso3, verdicts_allowed in allowed.items())
    assert all(each <= LEFT_OPEN for each in found.values())


def test_the_cases_are_traps_and_plain_sentences_of_both_verdicts() -> None:
    allowed = [row["allowed"] for row in CASES]
    traps = [each for each in allowed if set(each.split(";")) <= LEFT_OPEN]
    plain = [each for each in allowed if each in (claims.MATCHES, claims.CONTRADICTS)]
    assert len(traps) >= 400
    assert len(plain) >= 25
    assert set(plain) == {claims.MATCHES, claims.CONTRADICTS}


KNOWN = set(re.findall(r"[a-z]+", f"{PLAIN} {PLAIN_OF_ONE_STATE}".lower()))
"""Every word that a form has, and a few more."""

FRAMES = (
    "Norway {}ratified the Mine Ban Convention in 1998{}.",
    "Finland {}left the Ottawa Convention in July 2023{}.",
    "{}Poland is a party to the Ottawa Convention{}.",
)
PLACES = (("{0} ", ""), ("", " {0}"), ("", ", {0}"), ("", " – {0}"), ("", " ({0})"))


@given(
    some.from_regex(r"[a-z]{3,12}", fullmatch=True).filter(lambda word: word not in KNOWN),
    some.sampled_from(FRAMES),
    some.sampled_from(PLACES),
)
def test_a_word_that_the_rules_do_not_know_leaves_every_sentence_open(
    tables: Tables, history: History, word: str, plain: str, places: tuple[str, str]
) -> None:
    text = plain.format(*(place.format(word) for place in places))
    assert set().union(*verdicts(text, tables, history).values()) <= LEFT_OPEN


@pytest.mark.parametrize("code", ["not-plain", "treaty-before"])
def test_why_a_plain_verdict_is_held_back_is_told_with_what_the_record_has(
    code: str, tables: Tables, history: History
) -> None:
    told = {
        "not-plain": "Norway pretty much ratified the Mine Ban Convention in 1998.",
        "treaty-before": "The Mine Ban Convention is old. Norway joined in 1998.",
    }
    (record,) = claims.findings(told[code], tables, history)["record"]
    assert record.startswith(
        f"{said.REASONS[code]}. Norway, Mine Ban Convention: signature 3 December 1997; ratification "
    )
