"""Links from one page to another that show a day or an event there."""

from __future__ import annotations

import streamlit as st

from atlas import words
from atlas.selection import Choice, to_query
from atlas.ui.frame import PAGES, Page


def map_link(page: Page, choice: Choice, more: str = "") -> None:
    """The map with this choice; `more` is what the reader will see there."""
    label = f"Map, {words.long_day(choice.on)}{f': {more}' * bool(more)}"
    query = to_query(choice, page.tables)
    st.page_link(PAGES["Map"], label=label, icon=":material/map:", query_params=query, width="content")


def country_link(page: Page, choice: Choice) -> None:
    """The page of the first state of the choice on its day."""
    label = f"{page.tables.row('states', choice.state[0])['name']}, {words.long_day(choice.on)}"
    st.page_link(PAGES["Country"], label=label, icon=":material/flag:", query_params=to_query(choice, page.tables))


def timeline_link(page: Page, choice: Choice, label: str, tip: str | None = None) -> None:
    """The timeline with the event of the choice."""
    query = to_query(choice, page.tables)
    st.page_link(PAGES["Timeline"], label=label, help=tip, icon=":material/timeline:", query_params=query)
