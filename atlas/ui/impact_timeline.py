"""The chosen impact layer as a further figure over the timeline, on the same years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from atlas import impact, words
from atlas.figures import impact as figures
from atlas.selection import Choice, layers, part
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.charts import show_chart, theme
from atlas.ui.downloads import offer_rows
from atlas.ui.frame import Page
from atlas.ui.impact import show_layer_sources
from atlas.ui.timeline import shown_period
from atlas.words import impact as layer_words

KEY = "layer-timeline"
MOST_PANELS = 6
FIGURES_KEPT = 50
"""How many drawings are kept: what other choices share with one, such as the day, does not draw it anew."""

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


class Asked(NamedTuple):
    """All that a drawing depends on; `choice` has the treaty, the layer and the place alone."""

    history: History
    tables: Tables
    choice: Choice
    first: date
    last: date
    theme: str


def show_layer_timeline(page: Page) -> None:
    """The figure of the chosen layer, its caption, its download and its sources; nothing without a layer."""
    name = page.choice.layer
    if not name:
        return
    drawing = _drawing(_asked(page))
    title = impact.LAYERS[name].title
    st.header(title, anchor=False)
    st.caption(f"{drawing.caption} {layer_words.LIMITS[name]}".strip())
    tall = drawing.figure.layout.height > STRIP_PX * 1.2
    with st.container(height=STRIP_PX if tall else "content", border=False):
        show_chart(drawing.figure, KEY)
    if len(drawing.rows):
        label = f"Download {words.these(len(drawing.rows), 'row')} of {title.lower()} (CSV)"
        told = _told(page, drawing.obeyed)
        offer_rows(page, label, f"timeline-{name}", f"{title}, through time", drawing.rows, told)
    show_layer_sources(page, drawing.source_ids)


def _told(page: Page, obeyed: Sequence[str]) -> dict[str, object]:
    """The keys and values of the link that the drawn rows obey."""
    first, last = shown_period(page)
    choice = page.choice
    said = {"treaty": choice.treaty, "region": ",".join(choice.region), "state": ",".join(choice.state)}
    return {key: value for key, value in said.items() if key in obeyed and value} | {"from": first, "to": last}


def _asked(page: Page) -> Asked:
    drawn = part(page.choice, page.tables, "treaty", "layer", "region", "state")
    return Asked(page.history, page.tables, drawn, *shown_period(page), theme())


@lru_cache(maxsize=FIGURES_KEPT)
def _drawing(asked: Asked) -> Drawing:
    return DRAWINGS.get(asked.choice.layer, _strips)(asked)


def _casualties(asked: Asked) -> Drawing:
    """The world's totals; with states chosen what was found for them."""
    if asked.choice.state:
        return _casualties_of_states(asked)
    ranges, rows = (
        each[each["year"].between(asked.first.year, asked.last.year)]
        for each in (impact.casualty_ranges(asked.tables), impact.casualty_editions(asked.tables))
    )
    figure = figures.world_casualties(ranges, rows, **_look(asked))
    ignored = layer_words.whatever_chosen("the world", _chosen(asked.choice, "region"))
    caption = f"{ignored} {layer_words.WORLD_CASUALTIES}"
    return Drawing(figure, rows, ("period",), caption, rows["source_ids"])


def _casualties_of_states(asked: Asked) -> Drawing:
    """The rows are of all chosen states, the panels of the first ones."""
    known = impact.casualty_years(asked.tables)
    years = range(max(asked.first.year, known.start), min(asked.last.year + 1, known.stop))
    names = {iso3: str(asked.tables.row("states", iso3)["name"]) for iso3 in asked.choice.state[:MOST_PANELS]}
    found = asked.tables["casualties"]
    rows = found[found["iso3"].isin(asked.choice.state) & found["year"].isin(years)]
    drawn = rows[rows["iso3"].isin(names)]
    figure = figures.state_casualties(drawn, names, years, series=impact.SERIES, **_look(asked))
    ignored = layer_words.whatever_chosen("the chosen states", _chosen(asked.choice, "region"))
    told = layer_words.state_casualties(list(names.values()), len(asked.choice.state), years)
    return Drawing(figure, rows, ("state", "period"), f"{ignored} {told}", rows["source_id"])


def _population(asked: Asked) -> Drawing:
    """The share of the world's people in states bound."""
    shares = impact.population_share(asked.history, asked.tables, asked.choice.treaty)
    ignored = layer_words.whatever_chosen("the world", _chosen(asked.choice, "region", "state"))
    told = layer_words.share_sentence(shares, asked.tables, asked.choice.treaty, asked.last.year)
    rows = shares[shares["year"].between(asked.first.year, asked.last.year)]
    figure = figures.population_curve(rows, **_look(asked))
    sources = asked.tables["population"]["source_id"].head(1)
    return Drawing(figure, rows, ("treaty", "period"), f"{ignored} {told}", sources)


def _stockpiles(asked: Asked) -> Drawing:
    """How many states had completed destruction; with states chosen a row for each."""
    if asked.choice.state:
        return _strips(asked)
    spans = layers.layer_spans(asked.tables, asked.choice, asked.first, asked.last)
    missed = spans[spans["code"] == "missed"].drop_duplicates("iso3")
    figure = figures.class_areas(
        layers.span_counts(asked.tables, spans, "stockpiles", asked.last),
        missed,
        "stockpiles",
        _labels("stockpiles"),
        entered_label=_labels("stockpiles")["missed"],
        **_look(asked),
    )
    return Drawing(figure, spans, BY_PLACE, layer_words.missed_sentence(missed), spans["source_ids"])


def _strips(asked: Asked) -> Drawing:
    """One row a state."""
    spans = layers.layer_spans(asked.tables, asked.choice, asked.first, asked.last)
    shown = layers.first_states(spans)
    name = asked.choice.layer
    figure = figures.class_strips(shown, name, _labels(name), **_look(asked))
    caption = layer_words.strips_sentence(shown["iso3"].nunique(), spans["iso3"].nunique())
    return Drawing(figure, shown, BY_PLACE, caption, shown["source_ids"])


def _look(asked: Asked) -> dict[str, Any]:
    """What every figure is told of its period and theme."""
    return {"first": asked.first, "last": asked.last, "theme": asked.theme}


def _chosen(choice: Choice, *filters: str) -> list[str]:
    """Those of the filters that are set."""
    return [name for name in filters if getattr(choice, name)]


def _labels(name: str) -> dict[str, str]:
    return {each.code: each.label for each in impact.classes(name)[1:]}


DRAWINGS: dict[str, Callable[[Asked], Drawing]] = {
    "casualties": _casualties,
    "population": _population,
    "stockpiles": _stockpiles,
}
"""Layers with a figure of their own; the others have a row a state."""
