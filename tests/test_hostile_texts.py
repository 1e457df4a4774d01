"""Texts and files made to keep the atlas busy: each is read, or refused, within a time that a reader would wait."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from atlas.claims import LONGEST, TooLong, findings
from atlas.lessons import read_lesson
from atlas.lessons.nodes import LONGEST as LONGEST_LESSON
from atlas.own import EVENTS, read_own
from atlas.own.text import MOST_BYTES
from atlas.status import History
from atlas.tables import Tables

SECONDS = 12.0
"""Of the processor, on a busy machine: the slowest takes three, and 20,000 full stops once took thirty."""

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


LESSONS = {
    "opening brackets": "[",
    "dashes": "- ",
    "items": "- a\n",
    "keys": "a: b\n",
    "questions": "? a\n",
    "quotation marks": '"a" ',
    "blanks": " ",
    "comments": "# a\n",
    "documents": "---\n",
    "mappings": "{a: ",
}
TABLES = {
    "rows": "2025,x,FIN\n",
    "quotation marks": '"',
    "commas": ",",
    "any delimiter": "a;b|c\td,e\n",
    "another encoding": "é;è\n",
    "states": "2025,x," + "FIN;" * 50 + "\n",
    "no states": "2025,x," + "a b " * 200 + "\n",
    "one long cell": "a",
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


@pytest.mark.parametrize("kind", LESSONS)
def test_a_hostile_lesson_is_read_in_a_moment(tables: Tables, history: History, kind: str) -> None:
    content = ('title: "A"\nsteps:\n' + LESSONS[kind] * LONGEST_LESSON)[:LONGEST_LESSON].encode()
    assert busy(lambda: read_lesson(content, "lessons/hostile.yaml", tables, history)) < SECONDS


def test_a_lesson_with_more_keys_than_any_has_is_refused_at_the_line_where_it_is_told(
    tables: Tables, history: History
) -> None:
    _, faults = read_lesson(b"a: b\n" * 30_000, "lessons/hostile.yaml", tables, history)
    assert [fault.problem for fault in faults] == [
        "more keys and items than any lesson has (over 30,000 signs of YAML)"
    ]
    assert faults[0].line == 7_500


@pytest.mark.parametrize("kind", TABLES)
def test_a_hostile_table_is_read_in_a_moment(tables: Tables, kind: str) -> None:
    content = ("date,title,states\n" + TABLES[kind] * (MOST_BYTES // len(TABLES[kind]))).encode("latin-1")[:MOST_BYTES]
    assert busy(lambda: read_own(content, "hostile.csv", EVENTS, tables)) < SECONDS


def test_rows_that_do_not_fit_count_as_rows_so_that_their_faults_do_not_fill_the_memory(tables: Tables) -> None:
    reading = read_own(b"date,title,states\n" + b"a\n" * 1_000_000, "hostile.csv", EVENTS, tables)
    assert [fault.problem for fault in reading.faults] == ["has more than 100,000 rows; bring it in parts"]
