"""States that reports list as producers: those that have not renounced production.

The lists read are partial, so that a later list without a state says nothing about it. A listing holds for its year;
from then on the state reads "last found listed in …" until a later list names it again or says that it was removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from atlas.impact.terms import NEVER, Layer, LayerClass, Span, source_name, with_note
from atlas.tables import Tables
from atlas.tables.dates import earliest

CLASSES = (
    LayerClass("not-found", "Not found", "No list that was read names the state for the day or an earlier one."),
    LayerClass("removed", "Removed", "A report says that it took the state off its list."),
    LayerClass(
        "listed-before", "Last found listed earlier", "Listed in an earlier year; the later lists read are partial."
    ),
    LayerClass("listed", "Listed", "Named that year among the states that have not renounced production."),
)


def spans(tables: Tables) -> Iterator[Span]:
    """The year of each listing, the years after it, and removals until a later row."""
    for iso3, rows in tables["producers"].sort_values("as_of").groupby("iso3"):
        begins = [earliest([text])[0].item().replace(month=1, day=1) for text in rows["as_of"]]
        for row, (since, until) in zip(rows.itertuples(), pairwise([*begins, NEVER]), strict=True):
            source = source_name(tables, row.source_id)
            text = with_note(f"{row.status.capitalize()} in {row.as_of}, {source}", row.note)
            year_ends = date(since.year + 1, 1, 1)
            if row.status != "listed":
                yield Span(str(iso3), since, until, row.status, text, row.source_id)
                continue
            yield Span(str(iso3), since, min(year_ends, until), "listed", text, row.source_id)
            if year_ends < until:
                earlier = f"Last found listed in {row.as_of}, {source}; the later lists read do not name every state"
                yield Span(str(iso3), year_ends, until, "listed-before", earlier, row.source_id)


LAYER = Layer(
    title="Producers",
    yearly=True,
    absence="Not named in the lists read up to this day; they are partial",
    classes=CLASSES,
    spans=spans,
)
