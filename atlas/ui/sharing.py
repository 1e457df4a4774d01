"""What a reader copies to share a view: its permanent and its plain link, and the lines that put it on another site."""

from __future__ import annotations

import os
from html import escape

import streamlit as st

from atlas import words
from atlas.selection import to_query
from atlas.selection.sharing import EMBED, EMBEDDED, FRAME_ANCESTORS, Shared, page_path, pinned_query, short_link
from atlas.ui.downloads import origin
from atlas.ui.facts import ASSETS_IN_MEMORY
from atlas.ui.frame import NAME, Page

SIZE = (800, 600)
"""Width and height of a frame in px; the views also fit in 360 x 480."""


def offer_sharing(page: Page, view: str) -> None:
    """A button that opens the links of a view, and the lines for a frame where the view fits in one."""
    shared = st.popover("Share or embed", icon=":material/share:", key=f"share-{view}", on_change="rerun")
    if shared.open:
        with shared:
            _show_links(page, view)
            if view in EMBEDDED:
                _show_frame(page, view)
            if page.own:
                st.caption("Your own data is in no link: it never leaves this session.")


def _show_links(page: Page, view: str) -> None:
    day = words.long_day(page.choice.on)
    if os.environ.get(ASSETS_IN_MEMORY):
        _show_line(f"Permanent link: it stays on {day}.", origin() + short_link(Shared(view, page.choice), page.tables))
    query = to_query(page.choice, page.tables)
    follows = "" if {"on", "year"} & query.keys() else ", which follows the data from day to day"
    _show_line(f"Link to this view{follows}.", origin() + page_path(view, query))


def _show_frame(page: Page, view: str) -> None:
    allowed = os.environ.get(FRAME_ANCESTORS, "").split()
    sites = "any site" if allowed == ["*"] else words.listed(allowed)
    said = f"Lines for a page on {sites}: a frame with this view, on this day." if allowed else NOT_ALLOWED
    _show_line(said, frame_lines(page, view))


NOT_ALLOWED = (
    "Lines for a frame with this view, on this day. This server lets no other site show its pages yet: "
    f"its owner allows it with `{FRAME_ANCESTORS}`."
)


def _show_line(said: str, line: str) -> None:
    st.caption(said)
    st.code(line, language=None, wrap_lines=True)


def frame_lines(page: Page, view: str) -> str:
    """HTML of a frame that shows the view with its day pinned."""
    query = pinned_query(view, page.choice, page.tables)
    address = origin() + page_path("map", {EMBED: view, **query})
    width, height = SIZE
    said = f"{NAME}: {view}, {page.treaty_name}, {words.long_day(page.choice.on)}"
    return (
        f'<iframe src="{escape(address)}"\n  title="{escape(said)}"\n'
        f'  width="{width}" height="{height}" loading="lazy" style="border: 0; max-width: 100%"></iframe>'
    )


__all__ = ["frame_lines", "offer_sharing"]
