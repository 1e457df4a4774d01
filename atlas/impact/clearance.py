"""Clearance of mined areas: article 5 of the Mine Ban Convention, deadlines, extensions and completion.

A deadline that has passed reads "no later decision found": what was decided may lie outside the sources read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from atlas.impact.decisions import dated
from atlas.impact.terms import NEVER, NOT_FOUND, Layer, LayerClass, Span, after, said_date, source_name, with_note
from atlas.tables import Tables
from atlas.tables.dates import latest

CLASSES = (
    LayerClass("not-found", "Not found", "No deadline or declaration found for the day, or no date of an extension."),
    LayerClass("none", "No mined area known", "The state reported that no mined area was known, or all were cleared."),
    LayerClass("completed", "Completion declared", "The state declared that clearance was complete."),
    LayerClass(
        "reported",
        "Completion declared, areas listed later",
        "Completion was declared, and a later list or report names mined areas.",
    ),
    LayerClass("ahead", "Deadline ahead", "The deadline lay on or after the day; no request for more time was open."),
    LayerClass("requested", "Extension asked for", "The deadline lay ahead; a request for more time was not decided."),
    LayerClass(
        "passed-requested",
        "Passed, extension asked for, no decision found",
        "The deadline had passed; more time was asked for, and the decision was not found.",
    ),
    LayerClass("passed", "Passed, no later decision found", "The deadline had passed; no later decision was found."),
)
ASKED = {"ahead": "requested"}
"""What follows when more time is asked for before the deadline."""

LATE = {"ahead": "passed", "requested": "passed-requested"}
"""What follows when the deadline passes."""

CLOSED = ("completed", "none", "reported")


@dataclass(frozen=True)
class Standing:
    """How things stand for a state after an event."""

    code: str = NOT_FOUND
    deadline: date = NEVER
    basis: str = ""
    asked: str = ""
    declared: str = ""
    listed: str = ""
    sources: str = ""
    asked_sources: str = ""
    listed_sources: str = ""


def spans(tables: Tables) -> Iterator[Span]:
    """How things stood for each state in the table, from each event to the next."""
    for iso3, rows in tables["article5"].groupby("iso3"):
        standing = Standing()
        events = dated(list(rows.itertuples()))
        for (day, row), (until, _) in pairwise([*events, (NEVER, None)]):
            standing = EVENTS[row.event](standing, row, source_name(tables, row.source_ids))
            yield from standing_spans(str(iso3), standing, day, until)


def standing_spans(iso3: str, standing: Standing, since: date, until: date) -> Iterator[Span]:
    """The standing up to the deadline, and from the day after it."""
    sources = _joined(standing.sources, standing.asked_sources)
    said = standing.basis + standing.asked
    if standing.code not in LATE:
        yield Span(iso3, since, until, standing.code, said, sources)
        return
    ends = min(until, max(since, after(standing.deadline)))
    yield Span(iso3, since, ends, standing.code, said, sources)
    late = f"{standing.basis}, has passed{standing.asked}; no later decision found{standing.listed}"
    yield Span(iso3, ends, until, LATE[standing.code], late, _joined(sources, standing.listed_sources))


def _initial(standing: Standing, row: Any, source: str) -> Standing:
    if standing.code in CLOSED:
        return standing
    said = f"Deadline {said_date(row.deadline)}, ten years from entry into force ({source})"
    return Standing("ahead", _last_day(row.deadline), said, sources=row.source_ids)


def _granted(standing: Standing, row: Any, source: str) -> Standing:
    by = row.precision == "not_later_than"
    decided = f"no later than {said_date(row.date)}" if by else f"{said_date(row.date)}, {row.source_locator}"
    if not row.deadline:
        said = f"Deadline extended {decided} ({source}); the new deadline was not found"
        return Standing(basis=said, sources=row.source_ids)
    said = f"Deadline {said_date(row.deadline)}, extended {decided} ({source})"
    return Standing("ahead", _last_day(row.deadline), said, sources=row.source_ids)


def _requested(standing: Standing, row: Any, source: str) -> Standing:
    to = f" to {said_date(row.deadline)}" if row.deadline else ""
    asked = with_note(f"; extension{to} asked for, {said_date(row.date)} ({source})", row.note)
    return replace(standing, code=ASKED.get(standing.code, standing.code), asked=asked, asked_sources=row.source_ids)


def _completed(standing: Standing, row: Any, source: str) -> Standing:
    said = with_note(f"Completion declared, {said_date(row.date)} ({source})", row.note)
    return Standing("completed", basis=said, sources=row.source_ids)


def _none(standing: Standing, row: Any, source: str) -> Standing:
    by = "by " if row.precision == "not_later_than" else ""
    said = with_note(f"{NONE_KNOWN[row.event]}, {by}{said_date(row.date)} ({source})", row.note)
    return Standing("none", basis=said, sources=row.source_ids)


def _reported(standing: Standing, row: Any, source: str) -> Standing:
    """Mined areas make a class only after completion; before it they go with a deadline that has passed."""
    if standing.code not in CLOSED:
        listed = with_note(f"; mined areas listed, {said_date(row.date)} ({source})", row.note)
        return replace(standing, listed=listed, listed_sources=row.source_ids)
    said = with_note(f"Mined areas listed, {said_date(row.date)} ({source})", row.note)
    earlier = standing.declared or standing.basis
    basis = f"{said}. Before: {earlier}"
    sources = _joined(row.source_ids, standing.sources)
    return replace(standing, code="reported", basis=basis, declared=earlier, sources=sources)


def _joined(*lists: str) -> str:
    """Lists of keys as one, each key once."""
    return ";".join(dict.fromkeys(key for each in lists for key in each.split(";") if key))


def _last_day(text: str) -> date:
    day: date = latest([text])[0].item()
    return day


NONE_KNOWN = {
    "no_known_mined_areas": "No mined area known",
    "never_contaminated": "Never contaminated",
    "known_areas_cleared_no_declaration": "Known mined areas cleared, no declaration of completion",
}
EVENTS = {
    "initial_deadline": _initial,
    "extension_requested": _requested,
    "extension_granted": _granted,
    "completion_declared": _completed,
    "still_contaminated_as_of": _reported,
    **dict.fromkeys(NONE_KNOWN, _none),
}

LAYER = Layer(
    title="Clearance deadlines",
    yearly=False,
    absence="No clearance deadline or declaration found for this day",
    classes=CLASSES,
    spans=spans,
)
