"""The reader's own deck: its steps in order, its file, and a file opened as the deck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from atlas import words
from atlas.lessons import (
    LINE,
    MOST_MINUTES,
    MOST_STEPS,
    Lesson,
    Step,
    address_of,
    cited_text,
    quiz_of,
    said_of,
)
from atlas.lessons.deck import changed, dropped, joined, moved, new_deck, with_words, without_quiz
from atlas.tables import Fault
from atlas.ui.deck import DECK, UNREADABLE, change_deck, file_of, keep_deck, open_file, own_deck, set_deck
from atlas.ui.frame import Page
from atlas.ui.session import controlled
from atlas.ui.sources import escaped
from atlas.ui.teach.taking import present_button, show_takeaways

Change = Callable[[Lesson], Lesson]
LINES_PX = 100
TAKEN, YAML = "deck-file-taken", "application/yaml"
EMPTY = "Your deck is empty. On any page, “Add this view to my deck” in the sidebar puts what you see at its end."


def show_deck(page: Page) -> None:
    """The deck with its tools; where it is empty, how to begin one."""
    keep_deck(page.tables, page.history)
    _show_set_aside()
    deck = own_deck()
    if deck is None or not deck.steps:
        st.write(EMPTY)
    else:
        _show_texts(deck)
        for place, step in enumerate(deck.steps):
            _show_step(page, deck, place, step)
        _show_quiz(page, deck)
        _show_ways(page, deck)
    _show_opening(page)


def _show_texts(deck: Lesson) -> None:
    title, audience = st.columns(2)
    _text(title, "Title", "deck-title", deck.title, lambda text: lambda deck: replace(deck, title=text))
    _text(audience, "Audience", "deck-audience", deck.audience, lambda text: lambda deck: replace(deck, audience=text))
    st.caption(f"{words.counted(len(deck.steps), 'step')}, {words.counted(deck.minutes, 'minute')}.")


def _show_step(page: Page, deck: Lesson, place: int, step: Step) -> None:
    last = len(deck.steps) - 1
    with st.container(border=True):
        heading, minutes, tools = st.columns([5, 2, 5], vertical_alignment="bottom")
        _text(
            heading,
            f"Heading of step {place + 1}",
            f"deck-heading-{place}",
            step.heading,
            lambda text: lambda deck: changed(deck, place, lambda step: replace(step, heading=text)),
        )
        _minutes(minutes, place, step)
        with tools.container(horizontal=True):
            _tool("arrow_upward", "Earlier", place, disabled=place == 0, change=lambda deck: moved(deck, place, -1))
            _tool("arrow_downward", "Later", place, disabled=place == last, change=lambda deck: moved(deck, place, 1))
            _tool("delete", "Remove", place, disabled=False, change=lambda deck: dropped(deck, place))
        _show_words(place, step)
        st.caption(escaped(address_of(step.view, page.tables)))


def _minutes(column: DeltaGenerator, place: int, step: Step) -> None:
    key = controlled(f"deck-minutes-{place}", step.minutes)

    def change() -> None:
        minutes = int(st.session_state[key])
        change_deck(lambda deck: changed(deck, place, lambda step: replace(step, minutes=minutes)))

    column.number_input("Minutes", 1, MOST_MINUTES, key=key, on_change=change)


def _show_words(place: int, step: Step) -> None:
    """Fields for what stands on the slide and for what the teacher says, a line each."""
    points, notes = st.columns(2)
    on_slide = f"On the slide of step {place + 1}, a line each with its source, as [record] or [E012]"
    _lines(points, on_slide, place, step, "points")
    _lines(notes, f"What you say at step {place + 1}; the class does not see it", place, step, "notes")


def _lines(column: DeltaGenerator, label: str, place: int, step: Step, name: str) -> None:
    """A field with the texts of a step, in which a source stands in square brackets."""
    written = "\n".join(map(cited_text, getattr(step, name)))
    key = controlled(f"deck-{name}-{place}", written)

    def change() -> None:
        said = tuple(said_of(line) for line in str(st.session_state[key]).splitlines() if line.strip())
        change_deck(lambda deck: changed(deck, place, lambda step: with_words(step, name, said)))

    column.text_area(label, key=key, on_change=change, height=LINES_PX)


def _tool(icon: str, what: str, place: int, *, disabled: bool, change: Change) -> None:
    """A button that changes the deck."""
    shown = f":material/{icon}:"
    key = f"deck-{icon}-{place}"
    st.button(what, key=key, icon=shown, disabled=disabled, on_click=change_deck, args=(change,))


def _text(column: DeltaGenerator, label: str, key: str, value: str, put: Callable[[str], Change]) -> None:
    """A field whose text changes the deck; an empty text changes nothing."""

    def change() -> None:
        text = " ".join(str(st.session_state[key]).split())
        if text:
            change_deck(put(text))

    column.text_input(label, key=controlled(key, value), max_chars=LINE, on_change=change)


def _show_quiz(page: Page, deck: Lesson) -> None:
    """What questions end the deck, and a button that takes them off."""
    if deck.quiz:
        number = len(quiz_of(page.history, page.tables, deck))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"At the end {words.counted(number, 'question')} from the record (seed {deck.quiz.seed}).")
            st.button("Remove the questions", on_click=change_deck, args=(without_quiz,))


def _show_ways(page: Page, deck: Lesson) -> None:
    """Present it, save it as a lesson file, take it away, or begin anew."""
    content = file_of(deck, page.tables)
    _, faults = open_file(content, page.tables, page.history)
    _show_faults("The deck cannot be opened again as it is. Change this first:", faults)
    with st.container(horizontal=True):
        present_button(deck)
        save = "Save as a lesson file"
        icon = ":material/save:"
        st.download_button(save, content, "my-lesson.yaml", YAML, on_click="ignore", icon=icon)
        with st.popover("Empty the deck", icon=":material/delete_sweep:"):
            st.button("Yes, remove all its steps", on_click=set_deck, args=(new_deck(DECK),))
    if not faults:
        show_takeaways(page, deck)


def _show_opening(page: Page) -> None:
    """A field for a lesson file: a sound one can become the deck or its end; of another one the faults are shown."""
    given = st.file_uploader("Open a lesson file", type=["yaml"], key="deck-file", max_upload_size=1)
    if given is None or st.session_state.get(TAKEN) == given.file_id:
        return
    lesson, faults = open_file(given.getvalue(), page.tables, page.history, given.name)
    if lesson is None:
        _show_faults(f"{escaped(given.name)} was not opened; your deck is as it was.", faults)
        return

    def take(deck: Lesson) -> None:
        st.session_state[TAKEN] = given.file_id
        set_deck(deck)

    def join(lesson: Lesson) -> None:
        take(joined(own_deck() or new_deck(DECK), lesson))

    deck = own_deck()
    st.success(f"{escaped(given.name)} is sound: {words.counted(len(lesson.steps), 'step')}, {lesson.minutes} minutes.")
    with st.container(horizontal=True):
        st.button("Make it my deck", on_click=take, args=(lesson,), type="primary")
        if deck and deck.steps and len(deck.steps) + len(lesson.steps) <= MOST_STEPS:
            st.button("Put its steps at the end of my deck", on_click=join, args=(lesson,))
    if deck and len(deck.steps) + len(lesson.steps) > MOST_STEPS:
        st.caption(f"Its steps do not fit at the end of your deck: {MOST_STEPS} at most together.")


def _show_set_aside() -> None:
    """A deck that the browser had kept and that the facts no longer allow: its faults and its text."""
    if UNREADABLE in st.session_state:
        text, faults = st.session_state[UNREADABLE]
        _show_faults("The deck that this browser kept is no longer sound; its text is not lost:", faults)
        st.download_button("Save its text", text, "kept-lesson.yaml", YAML, on_click="ignore")


def _show_faults(about: str, faults: Sequence[Fault]) -> None:
    if faults:
        st.error(about, icon=":material/error:")
        st.code("\n".join(map(str, faults)), language=None)
