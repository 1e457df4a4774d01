"""The one frame of all pages: menu, filters, notices."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from atlas import words
from atlas.assets import Assets
from atlas.selection import Choice, to_query
from atlas.status import History
from atlas.tables import Tables
from atlas.ui import filters
from atlas.ui.coming_back import run_again_when_back
from atlas.ui.deck import offer_view
from atlas.ui.facts import ASSETS_IN_MEMORY, Facts, facts_or_stop
from atlas.ui.own.session import NOT_IN_DECK, in_session, show_own_mark
from atlas.ui.session import asked_view, current_choice
from atlas.ui.sources import escaped

NAME = "Mine Ban Atlas"
STYLE = Path(__file__).with_name("style.css")
SCRIPT = Path(__file__).with_name("access.js")
FRAMED = Path(__file__).with_name("framed.js")
"""What runs before all else in a page that is framed."""

PAGES = {
    "Map": "dashboard.py",
    "Timeline": "pages/timeline.py",
    "Country": "pages/country.py",
    "Compare": "pages/compare.py",
    "Borders": "pages/borders.py",
    "Claims": "pages/claims.py",
    "Teach": "pages/teach.py",
    "Data": "pages/data.py",
    "Use the data": "pages/analyse.py",
    "About": "pages/about.py",
}
"""The menu: a new page is a file and one line here."""


@dataclass(frozen=True)
class Page:
    """What a page works with."""

    tables: Tables
    history: History
    choice: Choice
    assets: Assets
    own: str = ""
    """What of `tables` is the reader's own, such as "12 own events from my.csv"; "" where nothing is."""

    @property
    def treaty_name(self) -> str:
        """Short name of the chosen treaty."""
        return str(self.tables.row("treaties", self.choice.treaty)["short_name"])


def open_page(
    title: str | Callable[[Tables, Choice], str],
    offered: Sequence[str] | Callable[[Tables, Choice], Sequence[str]],
    view: str = "",
    *,
    takes_own: bool = True,
) -> Page:
    """Sets the page up and draws menu, filters and notices; gives what the page works with.

    `title` is what the browser calls the page, or gives it for a choice. `offered` names the filters of
    `atlas.ui.filters` that the page obeys, or gives them for a choice. `view` is one of `atlas.lessons.PAGES_SHOWN`
    where what the page shows can be a slide. A page that does not take own data shows the facts of the project alone.
    """
    st.set_page_config(page_title=NAME, layout="wide", initial_sidebar_state="auto")
    if not os.environ.get(ASSETS_IN_MEMORY):
        st.html(STYLE)  # where server.py serves the page, its HTML links the style, which is then there from the first
    loaded = facts_or_stop()
    refused = _framed_or_refused(loaded)
    tables, history, own = in_session(loaded) if takes_own else (loaded.tables, loaded.history, "")
    choice, notices = current_choice(tables)
    st.set_page_config(page_title=f"{title(tables, choice) if callable(title) else title} · {NAME}")
    query = to_query(choice, tables)
    with st.sidebar:
        st.header(NAME, anchor=False)
        for label, path in PAGES.items():
            st.page_link(path, label=label, query_params=query)
        st.divider()
        for name in offered(tables, choice) if callable(offered) else offered:
            filters.FILTERS[name](tables, choice)
        if view and not own:
            offer_view(tables, history, view, choice)
        if view and own:
            st.caption(NOT_IN_DECK)
    mark_content()
    show_own_mark(loaded, own, taken=takes_own)
    run_again_when_back()
    for notice in [*refused, *notices]:
        st.warning(escaped(notice), icon=":material/link_off:")
    return Page(tables, history, choice, loaded.assets, own)


def _framed_or_refused(loaded: Facts) -> list[str]:
    """Shows the view that the link asks to have framed, of the atlas's facts alone, and stops; else what is refused."""
    view, refused = asked_view()
    if view:
        from atlas.ui.embedded import show_framed  # It shows what pages show, and so imports this module.

        choice, notices = current_choice(loaded.tables)
        show_framed(view, Page(loaded.tables, loaded.history, choice, loaded.assets), notices)
        st.stop()
    return refused


def mark_content() -> None:
    """Where the way past the menu leads, which stands at the beginning of the HTML; draws nothing that is seen."""
    st.html('<span id="content" tabindex="-1"></span>')


def show_title(sentence: str) -> None:
    """The heading of a page; its lines end where a reader may pause."""
    st.title(words.unbroken(sentence), anchor=False)


__all__ = ["PAGES", "Page", "mark_content", "open_page", "show_title"]
