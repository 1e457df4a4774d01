"""The lessons that can be given: those of the folder of facts, and the reader's own deck."""

from __future__ import annotations

import streamlit as st

from atlas import lessons
from atlas.lessons import Lesson, Library
from atlas.ui.deck import DECK, own_deck
from atlas.ui.facts import facts


@st.cache_resource(show_spinner="Reading the lessons …")
def lesson_library() -> Library:
    """The lessons of the folder of facts, read once for all readers."""
    loaded = facts()
    return lessons.library(loaded.tables, loaded.history)


def lesson_of(key: str) -> Lesson | None:
    """The lesson that a link names; of the reader's own deck once it has a step."""
    deck = own_deck()
    if key == DECK:
        return deck if deck and deck.steps else None
    return lesson_library().lessons.get(key)
