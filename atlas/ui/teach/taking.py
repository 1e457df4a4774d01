"""What a lesson can become: slides over the window, and files that are made when somebody asks for them."""

from __future__ import annotations

import streamlit as st

from atlas.lessons import Lesson
from atlas.takeaways.kinds import TAKEAWAYS, file_name, unprinted
from atlas.ui.frame import Page
from atlas.ui.present import LESSON
from atlas.ui.sources import escaped


def present_button(lesson: Lesson) -> None:
    """The way to the slides of a lesson."""
    if st.button("Present", icon=":material/slideshow:", type="primary", key=f"present-{lesson.key}"):
        st.switch_page("pages/present.py", query_params={LESSON: lesson.key})


def show_takeaways(page: Page, lesson: Lesson) -> None:
    """A choice of files, a button that makes the chosen one with its progress, and then its download."""
    kind = st.selectbox(
        "Take away", list(TAKEAWAYS), format_func=lambda each: TAKEAWAYS[each].label, key=f"take-{lesson.key}"
    )
    name = file_name(lesson, kind)
    if st.button("Make this file", icon=":material/build:", key=f"make-{lesson.key}"):
        bar = st.progress(0.0, "Beginning")

        def show(done: float, what: str) -> None:
            bar.progress(done, what)

        content = TAKEAWAYS[kind].make(page.history, page.tables, lesson, show)
        bar.empty()
        if lost := unprinted(lesson, kind):
            st.warning(escaped(lost))
        st.download_button(
            f"Download {name} ({len(content) / 1_000_000:.1f} MB)",
            content,
            name,
            TAKEAWAYS[kind].media_type,
            on_click="ignore",
            icon=":material/download:",
            key=f"download-{name}",
            type="primary",
        )
