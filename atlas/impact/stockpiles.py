"""Destruction of stockpiles: article 4 of the Mine Ban Convention, four years from entry into force.

A completion known to the year, or only as "not later than", counts from the last day it can mean. A deadline that
passes before that day is called missed only where a source says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from atlas.impact.terms import NEVER, NOT_FOUND, Layer, LayerClass, Span, after, said_date, source_name, with_note
from atlas.tables import Tables
from atlas.tables.dates import earliest, latest

YEARS = 4
"""Article 4: as soon as possible, but not later than four years after entry into force for the state."""

CLASSES = (
    LayerClass("not-found", "Not found", "No deadline, declaration or completion found for the day."),
    LayerClass("retained", "Retained only", "Only mines kept for training (article 3) are in the record."),
    LayerClass("none", "No stockpile declared", "The state declared that it had no stockpile."),
    LayerClass("completed", "Destroyed", "The destruction was reported complete."),
    LayerClass("running", "Deadline ahead", "The four years of article 4 were running."),
    LayerClass("passed", "Passed, completion not dated", "No completion found by the day, nor said missed."),
    LayerClass("missed", "Deadline missed", "A source says that the deadline was missed."),
)


@dataclass(frozen=True)
class Standing:
    """How things stand for a state after an event."""

    code: str = NOT_FOUND
    text: str = ""
    kept: str = ""
    deadline: date = NEVER
    sources: tuple[str, ...] = ()


def spans(tables: Tables) -> Iterator[Span]:
    """How things stood for each state in the table, from each event to the next."""
    for iso3, rows in tables["stockpiles"].groupby("iso3"):
        dated = sorted(((_day(row), row) for row in rows.itertuples()), key=lambda each: each[0])
        standing = Standing()
        for (day, row), (until, _) in pairwise([*dated, (NEVER, None)]):
            standing = EVENTS[row.event](standing, row, source_name(tables, row.source_ids))
            standing = replace(standing, sources=(*standing.sources, row.source_ids))
            yield from _spans(str(iso3), standing, day, until)


def _spans(iso3: str, standing: Standing, since: date, until: date) -> Iterator[Span]:
    """The standing up to the deadline, and from the day after it."""
    sources = ";".join(dict.fromkeys(";".join(standing.sources).split(";")))
    ends = min(until, max(since, after(standing.deadline))) if standing.code == "running" else until
    yield Span(iso3, since, ends, standing.code, standing.text + standing.kept, sources)
    late = f"{standing.text} has passed; a completion by this day was not found{standing.kept}"
    yield Span(iso3, ends, until, "passed", late, sources)


def _day(row: Any) -> date:
    """The first day on which an event counts."""
    if row.event == "initial_deadline":
        deadline: date = earliest([row.date])[0].item()
        return deadline.replace(year=deadline.year - YEARS)
    known: date = latest([row.date])[0].item()
    return after(known) if row.event == "missed_deadline" else known


def _running(standing: Standing, row: Any, source: str) -> Standing:
    if standing.code in ("completed", "none"):
        return standing
    deadline = earliest([row.date])[0].item()
    return replace(standing, code="running", text=f"Deadline {said_date(row.date)} ({source})", deadline=deadline)


def _missed(standing: Standing, row: Any, source: str) -> Standing:
    said = with_note(f"Deadline {said_date(row.date)} missed{_mines(row, ': ')} ({source})", row.note)
    return replace(standing, code="missed", text=said)


def _completed(standing: Standing, row: Any, source: str) -> Standing:
    by = "by " if row.precision == "not_later_than" else ""
    said = f"Destruction complete {by}{said_date(row.date)}{_mines(row, ': ')} ({source})"
    return replace(standing, code="completed", text=with_note(said, row.note))


def _none(standing: Standing, row: Any, source: str) -> Standing:
    said = with_note(f"No stockpile declared, {said_date(row.date)} ({source})", row.note)
    return replace(standing, code="none", text=said)


def _retained(standing: Standing, row: Any, source: str) -> Standing:
    """Mines kept for training go with what is known otherwise; alone they are a class of their own."""
    kept = f"kept for training, {said_date(row.date)}: {_mines(row, '') or 'number not found'} ({source})"
    if standing.code in (NOT_FOUND, "retained"):
        return replace(standing, code="retained", text=with_note(kept[0].upper() + kept[1:], row.note))
    return replace(standing, kept=f"; {kept}")


def _mines(row: Any, before: str) -> str:
    return f"{before}{row.quantity:,} mines" if pd.notna(row.quantity) else ""


EVENTS = {
    "initial_deadline": _running,
    "missed_deadline": _missed,
    "completed": _completed,
    "no_stockpile_declared": _none,
    "retained": _retained,
}

LAYER = Layer(
    title="Stockpile destruction",
    yearly=False,
    absence="Nothing found about a stockpile under article 4 for this day",
    classes=CLASSES,
    spans=spans,
)
