"""The lessons with what can be done with each."""

from __future__ import annotations

import streamlit as st

from atlas.lessons import Lesson
from atlas.ui.frame import Page, show_title
from atlas.ui.lessons import lesson_library
from atlas.ui.present import LESSON
from atlas.ui.sources import escaped


def show_lessons(page: Page) -> None:
    """Every lesson with its audience, goals and steps; above them the faults of those that cannot be given."""
    library = lesson_library()
    show_title("Lessons to present, print and take away")
    if library.faults:
        st.error("These lesson files have faults and cannot be given.", icon=":material/error:")
        st.code("\n".join(map(str, library.faults)), language=None)
    for lesson in library.lessons.values():
        with st.container(border=True):
            _show_lesson(lesson)


def _show_lesson(lesson: Lesson) -> None:
    st.subheader(escaped(lesson.title), anchor=False)
    st.markdown(escaped(f"{lesson.audience}. {lesson.minutes} minutes, {len(lesson.steps)} steps."))
    st.markdown("\n".join(f"- {escaped(goal)}" for goal in lesson.goals))
    st.page_link("pages/present.py", label="Present", icon=":material/slideshow:", query_params={LESSON: lesson.key})
