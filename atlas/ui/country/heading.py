"""The name of the state, how it stands on the day, and the ways to go on."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from atlas import words
from atlas.selection import to_query
from atlas.selection.country import beside, chosen_first, treaty_rows
from atlas.ui.country.finder import show_search, show_way
from atlas.ui.frame import PAGES, Page
from atlas.ui.sharing import offer_sharing
from atlas.ui.sources import escaped, source_links
from atlas.words.country import bound_summary, headline


def show_heading(page: Page, iso3: str) -> None:
    """Name, the status under the chosen treaty in a sentence with its source, codes, and links."""
    state = page.tables.row("states", iso3)
    rows = treaty_rows(page.history, page.tables, iso3, page.choice.on)
    row = rows.set_index("treaty", drop=False).loc[page.choice.treaty].to_dict()
    head, search = st.columns([2, 1], gap="large", vertical_alignment="top")
    with head:
        st.title(escaped(state["name"]), anchor=False)
        st.header(escaped(words.unbroken(headline(row, page.tables, page.choice.on))), anchor=False)
        region = state["intermediate_region"] or state["subregion"] or state["region"]
        codes = f"{state['official_name']} · {iso3}, {state['iso2']}, {state['m49']} · {region}"
        summary = bound_summary(rows, page.choice.on)
        st.caption(f"{escaped(codes)} · {escaped(summary)} Source: {source_links(page.tables, row['source_ids'])}")
    with search, st.container(key="screen-search"):
        show_search(page)
    with st.container(key="screen-ways"):
        _show_ways(page, iso3)


def _show_ways(page: Page, iso3: str) -> None:
    """The states before and after in the order of the names, the map and the timeline, the others of the choice."""
    tables = page.tables
    names = page.tables.states.set_index("iso3")["name"]
    previous, following = beside(tables, iso3)
    here = to_query(replace(page.choice, state=(iso3,)), tables)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        show_way(page, (previous,), f"Previous: {names[previous]}", "previous", ":material/arrow_back:")
        show_way(page, (following,), f"Next: {names[following]}", "next", ":material/arrow_forward:")
        st.page_link(PAGES["Map"], label="On the map", icon=":material/map:", query_params=here)
        st.page_link(PAGES["Timeline"], label="On the timeline", icon=":material/timeline:", query_params=here)
        offer_sharing(page, "country")
    others = page.choice.state[1:]
    if others:
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            st.caption("Also chosen:", width="content")
            for other in others:
                show_way(page, chosen_first(page.choice, other), names[other], "other")
