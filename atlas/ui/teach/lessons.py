"""The lessons with what can be done with each."""

from __future__ import annotations

import streamlit as st

from atlas.lessons import Lesson
from atlas.ui.frame import Page
from atlas.ui.lessons import lesson_library
from atlas.ui.sources import escaped
from atlas.ui.teach.taking import present_button, show_takeaways


def show_lessons(page: Page) -> None:
    """Every lesson with its audience, goals and steps; above them the faults of those that cannot be given."""
    library = lesson_library()
    st.caption(
        "Every point has its source. Present a lesson over the live map, with a clicker and your notes in a second "
        "window, or take it away: nothing needs the internet."
    )
    if library.faults:
        st.error("These lesson files have faults and cannot be given.", icon=":material/error:")
        st.code("\n".join(map(str, library.faults)), language=None)
    columns = st.columns(2, gap="large")
    for place, lesson in enumerate(library.lessons.values()):
        with columns[place % 2].container(border=True):
            _show_lesson(page, lesson)


def _show_lesson(page: Page, lesson: Lesson) -> None:
    st.header(escaped(lesson.title), anchor=False)
    st.markdown(escaped(f"{lesson.audience}. {lesson.minutes} minutes, {len(lesson.steps)} steps."))
    st.markdown("\n".join(["Pupils learn to", "", *(f"- {escaped(goal)}" for goal in lesson.goals)]))
    present_button(lesson)
    with st.expander("Steps"):
        st.markdown("\n".join(f"1. {escaped(step.heading)} ({step.minutes} min)" for step in lesson.steps))
    show_takeaways(page, lesson)
