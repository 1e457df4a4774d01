"""The lessons that can be given: those of the folder of facts, and the reader's own deck."""

from __future__ import annotations

import streamlit as st

from atlas import lessons
from atlas.lessons import Lesson, Library
from atlas.ui.facts import facts

DECK = "deck"
"""The key of the reader's own deck, in links and in the session."""


@st.cache_resource(show_spinner="Reading the lessons …")
def lesson_library() -> Library:
    """The lessons of the folder of facts, read once for all readers."""
    loaded = facts()
    return lessons.library(loaded.tables, loaded.history)


def own_deck() -> Lesson | None:
    """The reader's own deck, where there is one."""
    deck: Lesson | None = st.session_state.get(DECK)
    return deck


def lesson_of(key: str) -> Lesson | None:
    """The lesson that a link names."""
    return own_deck() if key == DECK else lesson_library().lessons.get(key)
