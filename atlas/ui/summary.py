"""The headline of the map and what changed in the chosen year, as sentences with their sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import streamlit as st

from atlas import words
from atlas.selection import Choice, changes_in, part, status_rows
from atlas.selection.rows import KEPT, dated_changes
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.downloads import offer
from atlas.ui.frame import Page, show_title
from atlas.ui.sources import escaped, source_links
from atlas.ui.tables import show_lines


def show_headline(page: Page) -> None:
    """The generated sentence over the map, and below it what is counted and how far the record reads.

    Every state of the region is counted, whatever statuses are shown.
    """
    choice = page.choice
    rows = status_rows(page.history, page.tables, replace(choice, status=(), state=()))
    counts = words.count_by_status(rows)
    place = words.listed(list(choice.region))
    show_title(words.headline(counts, page.tables, choice.treaty, choice.on, place))
    st.caption(words.explanation(counts, page.tables, choice.treaty, choice.on))


def show_changes(page: Page) -> None:
    """Every act of the chosen year up to the chosen year's end that changed a status, each with its source."""
    choice = page.choice
    year = choice.on.year
    last = min(date(year, 12, 31), page.tables.checked)
    first = date(year, 1, 1)
    changes = changes_in(page.history, page.tables, choice, first, last)
    lines = _lines(page.history, page.tables, part(choice, page.tables, "treaty", "region"), first, last)
    st.header(f"What changed in {year}", anchor=False)
    if not lines:
        place = words.listed(list(choice.region))
        st.write(f"{f'{place}: no' if place else 'No'} state acted under this treaty in {year}.")
    show_lines(lines)
    if len(changes):
        label = f"Download {year}: {words.counted(len(changes), 'change')} of status (CSV)"
        offer(page, label, replace(choice, table="changes", state=(), first=first, last=last))


@lru_cache(maxsize=KEPT)
def _lines(history: History, tables: Tables, choice: Choice, first: date, last: date) -> tuple[str, ...]:
    acts = words.acts_in(dated_changes(history, tables, choice, first, last))
    return tuple(f"- {escaped(act.sentence)} ({source_links(tables, act.source_ids)})" for act in acts)
