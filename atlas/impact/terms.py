"""What every layer is made of: classes, spans of days, and the words that both use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from atlas.tables import Tables
from atlas.tables.sources import publisher

NOT_FOUND = "not-found"
"""The first class of every layer: nothing was found in the sources read. It is never zero."""

NEVER = date.max
FORMS = {4: "{0:%Y}", 7: "{0:%B %Y}", 10: "{0.day} {0:%B %Y}"}
"""How a date is said, by the length of its text: as precise as it is known."""


class LayerClass(NamedTuple):
    """One class of a layer: permanent code, label, and what it means in one sentence."""

    code: str
    label: str
    meaning: str


class Span(NamedTuple):
    """What was found for a state on the days since <= day < until, in a sentence with its sources."""

    iso3: str
    since: date
    until: date
    code: str
    text: str
    source_ids: str


@dataclass(frozen=True)
class Layer:
    """One subject: `yearly` says that each figure holds for its year.

    `absence` is said where nothing was found; `classes` stand in order, weakest first.

    Where spans of a state overlap, the later class in `classes` holds, and among equals the one that began last.
    """

    title: str
    yearly: bool
    absence: str
    classes: tuple[LayerClass, ...]
    spans: Callable[[Tables], Iterable[Span]]


def year_of(year: int) -> tuple[date, date]:
    """The span of a year: 31 December stands for it, so that it holds from its first day to the next year's."""
    return date(year, 1, 1), date(year + 1, 1, 1)


def after(day: date) -> date:
    """The next day: a deadline is not passed on its own day."""
    return day + timedelta(days=1)


def said_date(text: str) -> str:
    """A date as precise as it is known: "10 July 2025", "July 2025" or "2025"."""
    return FORMS[len(text)].format(date.fromisoformat(text + "-01-01"[: 10 - len(text)]))


def source_name(tables: Tables, source_ids: str) -> str:
    """The publisher of the first of the sources, as short as it can be said."""
    return publisher(tables.row("sources", source_ids.split(";")[0]))


def with_note(sentence: str, note: str) -> str:
    """The sentence, followed by what a careful reader should know."""
    return f"{sentence}; {note}" if note else sentence
