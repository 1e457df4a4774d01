"""What a reader copies to share a view: its permanent and its plain link, and the lines that put it on another site."""

from __future__ import annotations

import os
from html import escape

import streamlit as st

from atlas import words
from atlas.selection import to_query
from atlas.selection.sharing import EMBED, EMBEDDED, Shared, page_path, pinned_query, short_link
from atlas.ui.downloads import origin
from atlas.ui.facts import ASSETS_IN_MEMORY
from atlas.ui.frame import NAME, Page

SIZE = (800, 600)
"""Width and height of a frame in px; the views also fit in 360 x 480."""


def offer_sharing(page: Page, view: str) -> None:
    """A button that opens the links of this view, and the lines for a frame where the view fits in one."""
    with st.popover("Share or embed", icon=":material/share:"):
        if os.environ.get(ASSETS_IN_MEMORY):
            st.caption(f"Permanent link: it stays on {words.long_day(page.choice.on)}.")
            st.code(origin() + short_link(Shared(view, page.choice), page.tables), language=None, wrap_lines=True)
        st.caption("Link to this view: without a day in it, it follows the data.")
        st.code(origin() + page_path(view, to_query(page.choice, page.tables)), language=None, wrap_lines=True)
        if view in EMBEDDED:
            st.caption("Lines for a page of your own: a frame with this view, on this day.")
            st.code(frame_lines(page, view), language="html", wrap_lines=True)
        if page.own:
            st.caption("Your own data is in no link: it never leaves this session.")


def frame_lines(page: Page, view: str) -> str:
    """HTML of a frame that shows the view with its day pinned."""
    query = pinned_query(view, page.choice, page.tables)
    address = origin() + page_path("map", {EMBED: view, **query})
    width, height = SIZE
    said = f"{NAME}: {view}, {page.treaty_name}, {words.long_day(page.choice.on)}"
    return (
        f'<iframe src="{escape(address)}"\n  title="{escape(said)}" width="{width}" height="{height}"\n'
        '  style="border: 0; max-width: 100%" loading="lazy" allow="clipboard-write"></iframe>'
    )
