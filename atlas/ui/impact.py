"""The impact layer on the map's page: its sentence, its rows and its sources."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from atlas import impact, words
from atlas.selection.layers import chosen_layer_rows
from atlas.ui.downloads import offer
from atlas.ui.frame import Page
from atlas.ui.map import MapSettings
from atlas.ui.session import choose
from atlas.ui.sources import escaped, source_links
from atlas.words import impact as layer_words


def map_settings(page: Page) -> MapSettings:
    """The chosen layer, drawn as chosen; without one the map shows the status."""
    return MapSettings(layer=page.choice.layer, draw=page.choice.draw)


def show_layer(page: Page) -> None:
    """What the layer shows on the chosen day, in a sentence; where its sources end before, a way back to them."""
    name = page.choice.layer
    if not name:
        return
    st.markdown(escaped(layer_words.layer_sentence(name, _asked(page))))
    last = impact.last_found(page.tables, name)
    if page.choice.on > last:
        st.button(
            f"Show {words.long_day(last)}, the last day with anything found",
            icon=":material/history:",
            type="primary",
            on_click=lambda: choose(page.tables, on=last),
        )


def show_layer_rows(page: Page) -> None:
    """What was found for each state on the map, beside its status; the download has every column."""
    name = page.choice.layer
    if not name:
        return
    rows = chosen_layer_rows(page.history, page.tables, page.choice)
    title = impact.LAYERS[name].title
    st.header(layer_words.layer_heading(name, page.choice.on), anchor=False)
    look = layer_words.NOT_FOUND_LOOK[page.choice.draw]
    st.caption(f"{layer_words.LIMITS[name]} {layer_words.NOT_FOUND_MEANS} {look}")
    shown = pd.DataFrame(
        {
            "State": rows["name"],
            "Class": rows["label"],
            "What was found": rows["text"],
            "Status": rows["status"].astype("str").map(words.STATUS_LABELS),
        }
    )
    columns = {"What was found": st.column_config.TextColumn(width="large")}
    st.dataframe(shown, hide_index=True, height=390, width="stretch", column_config=columns)
    label = f"Download {words.these(len(rows), 'row')} of {title.lower()} (CSV)"
    offer(page, label, replace(page.choice, table="impact", state=()))
    show_layer_sources(page, rows["source_ids"])


def show_layer_sources(page: Page, source_ids: pd.Series) -> None:
    """Links to all sources of the rows, each once."""
    keys = words.unique_ids(source_ids)
    if keys:
        with st.expander(f"Sources of this layer ({len(keys)})"):
            st.markdown("\n".join(f"- {source_links(page.tables, key)}: {_title(page, key)}" for key in keys))


def _title(page: Page, key: str) -> str:
    return escaped(page.tables.row("sources", key)["title"])


def _asked(page: Page) -> layer_words.Asked:
    """All states of the chosen regions, whatever statuses are shown."""
    choice = replace(page.choice, status=(), state=())
    rows = chosen_layer_rows(page.history, page.tables, choice)
    return layer_words.Asked(rows, page.tables, page.history, choice.treaty, choice.on)
