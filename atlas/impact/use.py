"""Use of anti-personnel mines by states, as each report documents it.

An allegation that was denied is not use: it is in no class and in no figure.
"""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator
from datetime import date
from typing import Any

from atlas.impact.terms import Layer, LayerClass, Span, after, source_name, with_note
from atlas.tables import Tables
from atlas.tables.dates import earliest, latest

SHOWN = {"documented": "documented", "evidence indicates": "indications", "indications": "indications"}
"""The class of each confidence. What is not named here ("alleged, denied") is not shown as use."""

SAID = {
    "documented": "Use documented",
    "evidence indicates": "Use, as evidence indicates",
    "indications": "Indications of use",
}
CLASSES = (
    LayerClass("not-found", "Not found", "No finding of use by this state for the day in the reports read."),
    LayerClass("indications", "Indications", "Evidence or indications of use; the report does not say documented."),
    LayerClass("documented", "Documented", "Use by government forces, as the report documents it."),
)
MONTHS = {name: number for number, name in enumerate(month_abbr) if name}
MOMENT = re.compile(r"(?:(mid-)|([A-Z][a-z]{2}) )?(\d{4})")
PERIOD = re.compile(rf"({MOMENT.pattern})(?:-({MOMENT.pattern}))?")


def period_days(text: str) -> tuple[date, date]:
    """First and last day of a period as a report words it: "1998", "Dec 2001-Jul 2002", "mid-2018-Oct 2019".

    A year or a month is taken whole, from its first day and to its last one. The middle of a year parts it in halves:
    a period from it begins on 1 July, one that lasts until it ends on 30 June. Raises ValueError for other wordings.
    """
    found = PERIOD.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a period; write years, months such as “Oct 2017”, or “mid-2018”")
    begin, *_ = found.groups()
    end = found.group(5) or begin
    return earliest([_iso(begin, middle="07")])[0].item(), latest([_iso(end, middle="06")])[0].item()


def _iso(text: str, middle: str) -> str:
    """A moment of a period as YYYY or YYYY-MM."""
    half, month, year = MOMENT.fullmatch(text).groups()  # type: ignore[union-attr]
    return f"{year}-{middle}" if half else f"{year}-{MONTHS[month]:02}" if month else year


def findings(tables: Tables) -> list[Any]:
    """The rows of the table of use that tell of use, as named tuples, in their order."""
    return [row for row in tables["use"].itertuples() if row.confidence in SHOWN]


def spans(tables: Tables) -> Iterator[Span]:
    """One span a finding, on every day that its report's period can mean."""
    for row in findings(tables):
        first, last = period_days(row.period)
        said = f"{SAID[row.confidence]}, {row.period} ({row.report}, {source_name(tables, row.source_id)})"
        yield Span(row.iso3, first, after(last), SHOWN[row.confidence], with_note(said, row.note), row.source_id)


LAYER = Layer(
    title="Documented use by states",
    yearly=False,
    absence="No finding of use by this state in the reports read for this day",
    classes=CLASSES,
    spans=spans,
)
