"""A lesson over the whole window: the player in the browser gets everything at once, and asks for nothing more."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import streamlit as st

from atlas import geography
from atlas.assets import VENDOR
from atlas.assets.slides import slides_of
from atlas.lessons import Lesson, quiz_of
from atlas.tables.faults import shown
from atlas.ui.addresses import page_address, static_address
from atlas.ui.component import late_address, module_component
from atlas.ui.deck import DECK, keep_deck
from atlas.ui.facts import Facts, facts_or_stop
from atlas.ui.frame import NAME, PAGES, mark_content
from atlas.ui.lessons import lesson_library, lesson_of
from atlas.ui.sources import escaped

LESSON, STEP, WINDOW = "lesson", "step", "window"
"""Permanent keys of the link: the lesson, the number of its slide, and "notes" for the speaker's window."""

NOTES = "notes"
FAILED = "The lesson cannot be shown: ${problem.message}. Load the page again."


def show_lesson() -> None:
    """The slides that the link asks for, or the speaker's notes; without a lesson the way to those there are."""
    st.set_page_config(page_title=NAME, layout="wide", initial_sidebar_state="collapsed")
    mark_content()
    loaded = facts_or_stop()
    key = str(st.query_params.get(LESSON, ""))
    notes = st.query_params.get(WINDOW) == NOTES
    lesson = lesson_of(key)
    if lesson is None and not (notes and key == DECK):
        _show_choice(key)
        if key == DECK:
            keep_deck(loaded.tables, loaded.history)
        return
    st.set_page_config(page_title=f"{'Notes: ' * notes}{lesson.title if lesson else 'Notes'} · {NAME}")
    module = f"{static_address()}/{VENDOR}/{loaded.assets.slides}"
    component = module_component("atlas_slides", module, waiting="Loading the lesson …", failed=FAILED)
    component(key="slides", data=_data(loaded, key, lesson, notes=notes))


def _data(loaded: Facts, key: str, lesson: Lesson | None, *, notes: bool) -> dict[str, Any]:
    """What the player is told; the speaker's window gets a deck, which lives in another session, from the slides."""
    tables, history = loaded.tables, loaded.history
    made = slides_of(history, tables, lesson, quiz_of(history, tables, lesson)) if lesson else None
    content = json.dumps(made, sort_keys=True)
    return {
        "key": key,
        "lesson": made,
        "version": hashlib.sha256(content.encode()).hexdigest()[:12],
        "window": NOTES if notes else "slides",
        "at": _step(),
        "leave": page_address("teach", {}),
        "addresses": _addresses(loaded, made),
    }


def _step() -> int:
    """The number of the slide in the link; the player goes to the last one where there are fewer."""
    text = str(st.query_params.get(STEP, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _addresses(loaded: Facts, made: dict[str, Any] | None) -> dict[str, Any]:
    """Where the files are that the maps of the lesson need."""
    static, assets = static_address(), loaded.assets
    maps = [slide["map"] for slide in made["slides"] if slide["map"]] if made else []
    return {
        "plotly": f"{static}/{VENDOR}/{assets.plotly}",
        "geometry": f"{static}/{geography.WORLD}",
        "topology": f"{static}/topo/",
        "histories": {each["treaty"]: f"{static}/{VENDOR}/{assets.histories[each['treaty']]}" for each in maps},
        "layers": {each["layered"]: late_address(assets.layers[each["layered"]]) for each in maps if each["layered"]},
        "lines": late_address(assets.lines) if any(each["lined"] for each in maps) else "",
    }


def _show_choice(key: str) -> None:
    """What a link to no lesson leads to: a word about it, and a link to each lesson."""
    st.title("Present", anchor=False)
    if key == DECK:
        st.warning("This browser tab has no deck of its own. Make one on the page Teach, or open its file there.")
    elif key:
        st.warning(f"The link's lesson was ignored: {escaped(shown(key))} is not a lesson. These are:")
    with st.container(key="lesson-choice"):
        for each in lesson_library().lessons.values():
            label = f"{escaped(each.title)} ({each.minutes} minutes)"
            st.page_link("pages/present.py", label=label, icon=":material/slideshow:", query_params={LESSON: each.key})
    st.page_link(PAGES["Teach"], label="All lessons, handouts and your own deck", icon=":material/school:")
