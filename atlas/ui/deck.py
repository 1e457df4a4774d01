"""The reader's own deck: in the session while it is worked on, in the browser's own storage against a reload."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from secrets import token_hex
from typing import Any

import streamlit as st

from atlas import words
from atlas.lessons import DECK, MOST_STEPS, Lesson, View, read_lesson, to_yaml
from atlas.lessons.deck import added, joined, new_deck, step_of
from atlas.selection import Choice
from atlas.status import History
from atlas.tables import Fault, Tables

FILE = f"{DECK}.yaml"
"""What the faults of the deck name as its file."""

UNREADABLE, SESSION, KEPT = "deck-unreadable", "deck-session", 16
KEEPER = """
export default ({ data, setTriggerValue }) => {
  try {
    const kept = localStorage.getItem("atlas-deck")
    const met = window.atlasDeckOf === data.session
    if (kept && kept !== data.deck && !met) setTriggerValue("kept", kept)
    else if (data.deck) localStorage.setItem("atlas-deck", data.deck)
    else localStorage.removeItem("atlas-deck")
    window.atlasDeckOf = data.session
  } catch {}
}
"""
"""Gives the kept deck once to every session, after a reload or when another server took the page over; from then on
it keeps what the session has. A browser may forbid it."""


def own_deck() -> Lesson | None:
    """The reader's own deck, where there is one."""
    deck: Lesson | None = st.session_state.get(DECK)
    return deck


def set_deck(deck: Lesson | None) -> None:
    """Puts another deck in place of the reader's."""
    st.session_state[DECK] = deck


def change_deck(change: Callable[[Lesson], Lesson]) -> None:
    """Changes the deck as it is at this moment, not as it was when the page was drawn: two changes can come at once."""
    set_deck(change(own_deck() or new_deck(DECK)))


def offer_view(tables: Tables, history: History, page: str, choice: Choice) -> None:
    """A button that puts this view of a page at the end of the reader's deck, and how long the deck is."""

    def add() -> None:
        step = step_of(View(page, choice), history, tables)
        change_deck(lambda deck: added(deck, step))

    deck = own_deck()
    full = deck is not None and len(deck.steps) >= MOST_STEPS
    icon = ":material/add_to_queue:"
    st.button("Add this view to my deck", icon=icon, on_click=add, width="stretch", disabled=full)
    if full:
        st.caption(f"Your deck is full: {MOST_STEPS} views at most.")
    if deck:
        st.caption(f"Your deck has {words.counted(len(deck.steps), 'view')}; it is on the page Teach.")
        keep_deck(tables, history)


def keep_deck(tables: Tables, history: History) -> None:
    """Lets the browser keep the deck, and takes up the one that it kept; one that is no longer sound is set aside."""

    def restore() -> None:
        kept = str(st.session_state["deck-keeper"].kept or "")
        lesson, faults = open_file(kept.encode(), tables, history)
        if lesson is None:
            st.session_state[UNREADABLE] = (kept, faults)
            return
        deck = own_deck()
        if deck and len(lesson.steps) + len(deck.steps) > MOST_STEPS:
            too_many = f"has {len(lesson.steps)} steps; with those of the deck here at most {MOST_STEPS}"
            st.session_state[UNREADABLE] = (kept, [Fault(FILE, 1, "steps", too_many)])
            return
        set_deck(joined(lesson, deck) if deck else lesson)

    deck = own_deck()
    text = file_of(deck, tables).decode() if deck else ""
    if not deck and UNREADABLE in st.session_state:
        # Until there is another deck the browser keeps what was set aside.
        text = st.session_state[UNREADABLE][0]
    session = st.session_state.setdefault(SESSION, token_hex(8))
    _keeper()(key="deck-keeper", data={"deck": text, "session": session}, on_kept_change=restore)


@lru_cache(maxsize=KEPT)
def file_of(deck: Lesson, tables: Tables) -> bytes:
    """The lesson file of a deck; kept, because every page with a deck asks for it whenever it is drawn."""
    return to_yaml(deck, tables)


@lru_cache(maxsize=KEPT)
def open_file(
    content: bytes, tables: Tables, history: History, name: str = FILE
) -> tuple[Lesson | None, tuple[Fault, ...]]:
    """The lesson in a file of the reader's, as their deck, or every fault with the name of the file."""
    lesson, faults = read_lesson(content, FILE, tables, history)
    return lesson, tuple(fault._replace(file=name) for fault in faults)


@st.cache_resource
def _keeper() -> Any:
    return st.components.v2.component("atlas_deck", html="<span></span>", js=KEEPER)
