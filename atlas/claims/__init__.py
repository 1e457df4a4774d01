"""A text beside the record: what its sentences say about joining and leaving treaties, and whether the record agrees.

Rules only, on this machine; nothing of the text is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from atlas.claims.checking import CANNOT_TELL, CONTRADICTS, MATCHES, verdict_on
from atlas.claims.dates import several
from atlas.claims.parsed import parse
from atlas.claims.reading import Statement, statements, treaty_after
from atlas.claims.record import file_of
from atlas.claims.sentences import sentences
from atlas.status import History
from atlas.tables import Tables
from atlas.words import claims as words
from atlas.words import unique_ids

LONGEST = 20_000
"""The most characters that are read at once."""

VERDICTS = (MATCHES, CONTRADICTS, CANNOT_TELL)


class TooLong(ValueError):
    """A text longer than `LONGEST`; the message says how long it is. Nothing of it was read."""


class Finding(NamedTuple):
    """A sentence, what it says about one state, and what the record has.

    `iso3` holds several codes, separated by ";", where the name does not tell states apart; `treaty` is blank where
    none is known; `date_said` is YYYY, YYYY-MM, YYYY-MM-DD or the words themselves, several separated by ";".
    """

    sentence: str
    iso3: str
    treaty: str
    kind: str
    date_said: str
    verdict: str
    record: str
    source_ids: str


COLUMNS = list(Finding._fields)


def findings(text: str, tables: Tables, history: History) -> pd.DataFrame:
    """One row a statement, in the order of the text, with the columns of `Finding`; raises `TooLong`."""
    if len(text) > LONGEST:
        raise TooLong(words.too_long(len(text), LONGEST))
    text = text.encode(errors="replace").decode()  # half a character, which no encoding has, becomes "?"
    return pd.DataFrame(list(_findings(text, tables, history)), columns=COLUMNS, dtype="str")


def _findings(text: str, tables: Tables, history: History) -> Iterator[Finding]:
    context = ""
    for sentence in sentences(text):
        parsed = parse(sentence, tables)
        told = statements(parsed, context)
        context = treaty_after(parsed, told, context)
        yield from (_finding(sentence, each, tables, history) for each in told)


def _finding(sentence: str, said: Statement, tables: Tables, history: History) -> Finding:
    names = [str(tables.row("states", iso3)["name"]) for iso3 in said.states]
    about = (sentence, ";".join(said.states), said.treaty, said.kind, several(said.dates))
    if not said.treaty or len(names) > 1:
        return Finding(*about, CANNOT_TELL, words.reason_sentence(said.doubt or "no-treaty", names), "")
    file = file_of(tables, history, said.treaty, said.states[0])
    verdict, reason = verdict_on(said, file)
    who = f"{names[0]}, {tables.row('treaties', said.treaty)['short_name']}"
    facts = [(fact.kind, fact.when, fact.at_latest) for fact in file.facts]
    record = words.record_sentence(reason, who, facts, file.until, file.contest)
    sources = unique_ids((*(fact.source_ids for fact in file.facts), *file.contest_source_ids)) or [file.source_id]
    return Finding(*about, verdict, record, ";".join(sources))


__all__ = ["CANNOT_TELL", "COLUMNS", "CONTRADICTS", "LONGEST", "MATCHES", "VERDICTS", "Finding", "TooLong", "findings"]
