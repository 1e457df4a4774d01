"""The chosen impact layer as a further figure under the timeline, on the same years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from atlas import impact, words
from atlas.figures import impact as figures
from atlas.selection import layers
from atlas.ui.charts import show_chart, theme
from atlas.ui.frame import Page
from atlas.ui.impact import show_layer_sources
from atlas.ui.tables import download, file_name
from atlas.ui.timeline import shown_period
from atlas.words import impact as layer_words

KEY = "layer-timeline"
MOST_PANELS = 6
BY_PLACE = ("region", "state", "period")
STRIP_PX = 560
"""A figure of many rows scrolls within this height, so that the page stays short."""


class Drawing(NamedTuple):
    """A figure, the rows that it draws, the filters that they obey, and what a reader should know."""

    figure: go.Figure
    rows: pd.DataFrame
    obeyed: tuple[str, ...]
    caption: str
    source_ids: pd.Series


def show_layer_timeline(page: Page) -> None:
    """The figure of the chosen layer, its caption, its download and its sources; nothing without a layer."""
    name = page.choice.layer
    if not name:
        return
    drawing = DRAWINGS.get(name, _strips)(page, *shown_period(page))
    title = impact.LAYERS[name].title
    st.subheader(title, anchor=False)
    st.caption(f"{drawing.caption} {layer_words.LIMITS[name]}".strip())
    tall = drawing.figure.layout.height > STRIP_PX * 1.2
    with st.container(height=STRIP_PX if tall else "content", border=False):
        show_chart(drawing.figure, KEY)
    label = f"Download these {words.counted(len(drawing.rows), 'row')} of {title.lower()} (CSV)"
    download(drawing.rows, file_name(f"timeline-{name}", page.choice, drawing.obeyed), label)
    show_layer_sources(page, drawing.source_ids)


def _casualties(page: Page, first: date, last: date) -> Drawing:
    """The world's totals; with states chosen what was found for them."""
    if page.choice.state:
        return _casualties_of_states(page, first, last)
    ranges, rows = (
        each[each["year"].between(first.year, last.year)]
        for each in (impact.casualty_ranges(page.tables), impact.casualty_editions(page.tables))
    )
    figure = figures.world_casualties(ranges, rows, first=first, last=last, theme=theme())
    return Drawing(figure, rows, ("period",), layer_words.WORLD_CASUALTIES, rows["source_ids"])


def _casualties_of_states(page: Page, first: date, last: date) -> Drawing:
    found = page.tables["casualties"]
    years = range(int(found["year"].min()), int(found["year"].max()) + 1)
    names = {iso3: str(page.tables.row("states", iso3)["name"]) for iso3 in page.choice.state[:MOST_PANELS]}
    own = found[found["iso3"].isin(names) & found["year"].between(first.year, last.year)]
    figure = figures.state_casualties(
        own, names, years, series=layer_words.SERIES, first=first, last=last, theme=theme()
    )
    caption = layer_words.state_casualties(list(names.values()), len(page.choice.state), years)
    return Drawing(figure, own, ("state", "period"), caption, own["source_id"])


def _population(page: Page, first: date, last: date) -> Drawing:
    """The share of the world's people in states bound."""
    shares = impact.population_share(page.history, page.tables, page.choice.treaty)
    caption = layer_words.share_sentence(shares, page.tables, page.choice.treaty, last.year)
    rows = shares[shares["year"].between(first.year, last.year)]
    figure = figures.population_curve(rows, first=first, last=last, theme=theme())
    return Drawing(figure, rows, ("treaty", "period"), caption, page.tables["population"]["source_id"].head(1))


def _stockpiles(page: Page, first: date, last: date) -> Drawing:
    """How many states had completed destruction; with states chosen a row for each."""
    if page.choice.state:
        return _strips(page, first, last)
    spans = layers.layer_spans(page.tables, page.choice, first, last)
    missed = spans[spans["code"] == "missed"].drop_duplicates("iso3")
    figure = figures.class_areas(
        layers.span_counts(page.tables, spans, "stockpiles", last),
        missed,
        "stockpiles",
        _labels("stockpiles"),
        entered_label=_labels("stockpiles")["missed"],
        first=first,
        last=last,
        theme=theme(),
    )
    return Drawing(figure, spans, BY_PLACE, layer_words.missed_sentence(missed), spans["source_ids"])


def _strips(page: Page, first: date, last: date) -> Drawing:
    """One row a state."""
    spans = layers.layer_spans(page.tables, page.choice, first, last)
    shown = layers.first_states(spans)
    name = page.choice.layer
    figure = figures.class_strips(shown, name, _labels(name), first=first, last=last, theme=theme())
    caption = layer_words.strips_sentence(shown["iso3"].nunique(), spans["iso3"].nunique())
    return Drawing(figure, shown, BY_PLACE, caption, shown["source_ids"])


def _labels(name: str) -> dict[str, str]:
    return {each.code: each.label for each in impact.classes(name)[1:]}


DRAWINGS: dict[str, Callable[[Page, date, date], Drawing]] = {
    "casualties": _casualties,
    "population": _population,
    "stockpiles": _stockpiles,
}
"""Layers with a figure of their own; the others have a row a state."""
