"""Spans of days to steps that cover every day: one class a state on every day, whatever the sources leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from atlas.impact.terms import NOT_FOUND, Layer, Span
from atlas.tables import Tables

COLUMNS = ["iso3", "since", "code", "text", "source_ids"]


def steps_of(layer: Layer, tables: Tables) -> pd.DataFrame:
    """One row a step, by state and day: `COLUMNS`; `since` is NaT for the first step of each state.

    Nothing is said of the days after the last check, such as that a deadline passed without a decision.
    """
    found: dict[str, list[Span]] = {iso3: [] for iso3 in tables.states["iso3"]}
    for span in layer.spans(tables):
        if span.iso3 in found and span.since < span.until:
            found[span.iso3].append(span)
    ranks = {each.code: rank for rank, each in enumerate(layer.classes)}
    rows = [step for iso3, spans in found.items() for step in _steps(iso3, spans, ranks, layer, tables.checked)]
    steps = pd.DataFrame(rows, columns=COLUMNS)
    return steps.assign(since=pd.to_datetime(steps["since"]).astype("datetime64[s]"))


def _steps(
    iso3: str, spans: Sequence[Span], ranks: Mapping[str, int], layer: Layer, last: date
) -> Iterator[tuple[object, ...]]:
    """The steps of one state, without two alike in a row."""
    said: tuple[str, str, str] | None = None
    days = sorted({day for span in spans for day in (span.since, span.until) if day <= last})
    for day in [date.min, *days]:
        holding = [span for span in spans if span.since <= day < span.until]
        chosen = max(holding, key=lambda span: (ranks[span.code], span.since), default=None)
        told = (chosen.code, chosen.text, chosen.source_ids) if chosen else (NOT_FOUND, layer.absence, "")
        if told != said:
            yield (iso3, None if day == date.min else day, *told)
            said = told
