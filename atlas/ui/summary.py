"""The headline of the map and what changed in the chosen year, as sentences with their sources."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from atlas import words
from atlas.selection import changes_in
from atlas.ui.frame import Page
from atlas.ui.sources import escaped, source_links
from atlas.ui.tables import download, file_name

MOST_SENTENCES = 12


def show_headline(page: Page, rows: pd.DataFrame) -> None:
    """The generated sentence over the map, and below it what is counted and how far the record reads."""
    counts = words.count_by_status(rows)
    choice = page.choice
    place = words.listed(list(choice.region))
    st.title(words.headline(counts, page.tables, choice.treaty, choice.on, place), anchor=False)
    st.caption(words.explanation(counts, page.tables, choice.treaty, choice.on))


def show_changes(page: Page) -> None:
    """Every act of the chosen year up to the chosen year's end that changed a status, each with its source."""
    choice = page.choice
    year = choice.on.year
    last = min(date(year, 12, 31), page.tables.checked)
    changes = changes_in(page.history, page.tables, choice, date(year, 1, 1), last)
    acts = words.changes_by_act(changes)
    st.subheader(f"What changed in {year}", anchor=False)
    if acts.empty:
        st.write(f"No state changed its status under this treaty in {year}.")
    lines = [f"- {escaped(act.sentence)} ({source_links(page.tables, act.source_ids)})" for act in acts.itertuples()]
    st.markdown("\n".join(lines[:MOST_SENTENCES]))
    if len(lines) > MOST_SENTENCES:
        with st.expander(f"{len(lines) - MOST_SENTENCES} more"):
            st.markdown("\n".join(lines[MOST_SENTENCES:]))
    if len(changes):
        download(changes, file_name("changes", choice), f"Download the {len(changes)} changes of {year} (CSV)")
