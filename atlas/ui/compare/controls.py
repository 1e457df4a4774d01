"""What is compared with what: the widgets of the sidebar, and the choice of view over the maps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from atlas.selection import first_day
from atlas.selection.choice import VIEWS
from atlas.selection.comparison import Comparison
from atlas.ui import filters
from atlas.ui.frame import Page
from atlas.ui.session import choose, controlled
from atlas.words.plain import short_name

MODES = {False: "Two days", True: "Two treaties"}
"""Labels, by whether two treaties are compared."""

VIEW_LABELS = dict(zip(VIEWS, ("Two maps", "Map of differences"), strict=True))


def show_controls(page: Page, pair: Comparison) -> None:
    """Two days or two treaties, which ones, and the region."""
    with st.sidebar:
        _mode(page, pair)
        filters.treaty(page.tables, page.choice)
        if pair.of_treaties:
            _other_treaty(page)
            _day(page, "Day", "day", pair.second.on, lambda day: {"on": day})
        else:
            first, second = pair.first.on, pair.second.on
            _day(page, "First day", "first", first, lambda day: {"before": day, "on": second})
            _day(page, "Second day", "second", second, lambda day: {"before": first, "on": day})
        filters.region(page.tables, page.choice)


def show_views(page: Page) -> None:
    """Two maps beside each other, or one of the differences."""
    key = controlled("compare-view", page.choice.view)
    st.radio(
        "View",
        VIEWS,
        format_func=VIEW_LABELS.__getitem__,
        horizontal=True,
        label_visibility="collapsed",
        key=key,
        on_change=lambda: choose(page.tables, view=st.session_state[key]),
    )


def _mode(page: Page, pair: Comparison) -> None:
    key = controlled("compare-mode", pair.of_treaties)
    others = _others(page)

    def changed() -> None:
        choose(page.tables, other=others[0] if st.session_state[key] else "")

    st.radio("Compare", MODES, format_func=MODES.__getitem__, horizontal=True, key=key, on_change=changed)


def _other_treaty(page: Page) -> None:
    key = controlled("compare-other", page.choice.other)
    st.selectbox(
        "Compared with",
        _others(page),
        format_func=lambda treaty: short_name(page.tables, treaty),
        key=key,
        on_change=lambda: choose(page.tables, other=st.session_state[key]),
    )


def _others(page: Page) -> list[str]:
    return [treaty for treaty in page.tables["treaties"]["treaty"] if treaty != page.choice.treaty]


def _day(page: Page, label: str, name: str, day: date, changes: Callable[[date], dict[str, date]]) -> None:
    """A day between the opening of the treaty and today; `changes` says what a new day does to the choice."""
    key = controlled(f"compare-{name}", day)

    def changed() -> None:
        if st.session_state[key]:
            choose(page.tables, **changes(st.session_state[key]))

    st.date_input(
        label,
        min_value=first_day(page.tables, page.choice.treaty),
        max_value=page.tables.checked,
        format="YYYY-MM-DD",
        key=key,
        on_change=changed,
    )
