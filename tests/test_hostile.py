"""Texts and files made to keep the atlas busy: each is read, or refused, within a time that a reader would wait."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from atlas.claims import LONGEST, TooLong, findings
from atlas.status import History
from atlas.tables import Tables

SECONDS = 5.0
"""Of the processor, on a busy machine; what is hostile took from 20 seconds to for ever."""

TEXTS = {
    "full stops": ".",
    "dots of leaving out": "…",
    "stops and blanks": ". ",
    "stops and quotation marks": ".”",
    "citations": ".[1]",
    "blanks": " ",
    "tabs and line breaks": "\t\n",
    "line breaks": "\n",
    "brackets": "([",
    "quotation marks": "\"“'’",
    "one long word": "a",
    "letters with full stops": "A.",
    "hyphens": "a-",
    "states": "Finland, ",
    "states and states": "Finland and Georgia and the Republic of China ",
    "owners": "Finland's withdrew from ",
    "acts": "signed ratified joined left withdrew ",
    "denials": "has not never did not formally ",
    "adverbs": "to have formally legally ",
    "days": "1 July 2023, ",
    "days in figures": "1/7/2023 ",
    "treaties": "Mine Ban Convention and Ottawa Treaty ",
    "marks of a page": "<b><i>",
    "everything": "Finland's neither joined nor left the treaty in July 2023 (which it had signed), ",
}


def busy(doing: Callable[[], object]) -> float:
    """Seconds of the processor that something takes."""
    begun = time.process_time()
    doing()
    return time.process_time() - begun


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("end", ["", " Finland withdrew from the Mine Ban Convention in July 2023."])
def test_a_hostile_text_is_read_in_a_moment(tables: Tables, history: History, kind: str, end: str) -> None:
    part = TEXTS[kind]
    text = (part * LONGEST)[: LONGEST - len(end)] + end
    assert len(text) == LONGEST
    assert busy(lambda: findings(text, tables, history)) < SECONDS


def test_a_longer_text_is_not_read_at_all(tables: Tables, history: History) -> None:
    with pytest.raises(TooLong, match="20,000"):
        findings("a" * (LONGEST + 1), tables, history)
