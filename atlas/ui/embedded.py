"""A view of the atlas in a frame on another site: `?embed=map`, `?embed=timeline`, `?embed=country`, on any page.

Streamlit hides the key `embed` from its scripts and writes it back with every address itself: it is read from the
query of the run, and a frame stays a frame whatever the reader does there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from atlas import words
from atlas.selection import Choice, to_query
from atlas.selection.country import treaty_rows
from atlas.selection.sharing import page_path
from atlas.tables import Tables
from atlas.takeaways.heads import SITE, Facts, headline, state_headline
from atlas.ui import country
from atlas.ui.addresses import base_path
from atlas.ui.coming_back import run_again_when_back
from atlas.ui.frame import Page
from atlas.ui.map import MapSettings, show_map
from atlas.ui.sources import escaped, source_links
from atlas.ui.timeline import show_event, show_timeline, shown_counts
from atlas.words.country import bound_summary
from atlas.words.impact import layer_heading

STYLE = Path(__file__).with_name("embedded.css")


def show_framed(view: str, page: Page, notices: list[str]) -> None:
    """The view without menu and filters, and one line that says whose it is and leads to the whole page."""
    shown = VIEWS[view]
    st.set_page_config(page_title=f"{shown.title(page.tables, page.choice)} · {SITE}")
    st.html(STYLE)
    with st.container(key=f"embedded-{view}"):
        for notice in notices:
            st.caption(escaped(notice))
        shown.show(page)
    run_again_when_back()
    with st.container(key="embedded-line"):
        st.markdown(attribution(view, page))


def attribution(view: str, page: Page) -> str:
    """Whose view it is, of which day the data is, and its source, as Markdown."""
    whole = base_path() + page_path(view, to_query(page.choice, page.tables))
    checked = f"data checked {words.long_day(page.tables.checked)}"
    if view == "timeline" or page.choice.layer:
        source = "sources: see there"  # Each event, and each finding of a layer, has its own.
    else:
        treaty = page.tables.row("treaties", page.choice.treaty)
        source = f"source: {source_links(page.tables, treaty['source_id'])}"
    return f"[**{SITE}**: full view](<{whole}>) · {checked} · {source}"


def _show_map(page: Page) -> None:
    choice, facts = page.choice, Facts(page.history, page.tables)
    said = layer_heading(choice.layer, choice.on) if choice.layer else headline(choice, facts)
    st.title(words.unbroken(said), anchor=False)
    show_map(page, settings=MapSettings(layer=choice.layer, draw=choice.draw, framed=True))


def _show_timeline(page: Page) -> None:
    st.title(words.unbroken(f"{page.treaty_name}: {shown_counts(page)}"), anchor=False)
    with st.container(key="embedded-body"):
        show_event(page)
        show_timeline(page)


def _show_country(page: Page) -> None:
    iso3 = country.chosen_state(page)
    if not iso3:
        st.title("No country is chosen", anchor=False)
        example = page.tables.states["iso3"].iloc[0]
        st.write(f"Name a state by its ISO code in the address of the frame: `?embed=country&state={example}`.")
        return
    rows = treaty_rows(page.history, page.tables, iso3, page.choice.on)
    row = rows.set_index("treaty").loc[page.choice.treaty]
    st.title(escaped(str(page.tables.row("states", iso3)["name"])), anchor=False)
    with st.container(key="embedded-body"):
        st.markdown(
            f"**{escaped(words.unbroken(state_headline(iso3, page.choice, Facts(page.history, page.tables))))}**"
        )
        source = source_links(page.tables, row["source_ids"])
        st.caption(f"{escaped(bound_summary(rows, page.choice.on))} Source: {source}")
        country.show_bands(page, iso3)
        country.show_sentence_table(page, iso3)


class Framed(NamedTuple):
    """A view for a frame: what the browser calls it, and what draws it."""

    title: Callable[[Tables, Choice], str]
    show: Callable[[Page], None]


VIEWS: Mapping[str, Framed] = {
    "map": Framed(lambda tables, choice: "Map", _show_map),
    "timeline": Framed(lambda tables, choice: "Timeline", _show_timeline),
    "country": Framed(country.title, _show_country),
}
"""By the value of `embed`: `atlas.selection.sharing.EMBEDDED`."""


__all__ = ["VIEWS", "attribution", "show_framed"]
