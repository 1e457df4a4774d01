"""The country page: one state, found by any of its names, with its statuses, acts, neighbours and obligations.

On paper it is one page: containers whose key begins with "screen-" are left out, those with "paper-" come in
(`atlas/ui/style.css`).
"""

import streamlit as st

from atlas.ui.country.around import show_neighbours
from atlas.ui.country.finder import chosen_state, show_index, title
from atlas.ui.country.heading import show_heading
from atlas.ui.country.mines import show_mines
from atlas.ui.country.record import show_record
from atlas.ui.country.sheet import show_sheet
from atlas.ui.country.statuses import show_bands, show_sentence_table, show_sentences
from atlas.ui.frame import Page


def show_details(page: Page, iso3: str) -> None:
    """The long tables: what the state did and declared, the events, casualties, clearance and stockpiles."""
    with st.container(key="screen-details"):
        show_record(page, iso3)
        show_mines(page, iso3)


__all__ = [
    "chosen_state",
    "show_bands",
    "show_details",
    "show_heading",
    "show_index",
    "show_neighbours",
    "show_sentence_table",
    "show_sentences",
    "show_sheet",
    "title",
]
