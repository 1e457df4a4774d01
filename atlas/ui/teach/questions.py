"""Questions made from the record for a class, with their answers one click away, and the way into the deck."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pandas as pd
import streamlit as st

from atlas import words
from atlas.lessons import MOST_NUMBER, Quiz, View
from atlas.questions import Question, ask, scope_of
from atlas.ui.deck import change_deck
from atlas.ui.frame import Page
from atlas.ui.sources import escaped, source_links
from atlas.words.slides import LEVELS, right_answer

HIGHEST_SEED = 9999


def show_questions(page: Page) -> None:
    """The questions of a seed about the treaty, regions and period chosen in the sidebar."""
    scope = scope_of(page.tables, page.choice)
    where = f" ({escaped(words.listed(list(scope.region)))})" if scope.region else ""
    period = f"{words.long_day(scope.first)} to {words.long_day(scope.last)}"
    st.markdown(
        f"About the {escaped(page.treaty_name)}{where}, {period}, as chosen in the sidebar. A question is asked only "
        "where the record proves exactly one right answer. The same seed gives every class the same questions."
    )
    left, right = st.columns(2)
    seed = int(left.number_input("Seed", 0, HIGHEST_SEED, 1, key="questions-seed"))
    number = int(right.number_input("Questions at each level", 1, MOST_NUMBER, 3, key="questions-number"))
    questions = ask(page.history, page.tables, scope, seed=seed, number=number)
    if not questions:
        st.info("The record proves no question about this choice. Choose a longer period or more regions.")
        return
    for level, some in groupby(enumerate(questions, start=1), key=lambda each: each[1].level):
        st.header(LEVELS[level], anchor=False)
        for place, question in some:
            _show_question(page, place, question)
    quiz = Quiz(View("timeline", replace(page.choice, first=scope.first, last=scope.last)), seed, number)
    st.button("Put these questions at the end of my deck", icon=":material/quiz:", on_click=_take, args=(quiz,))


def _show_question(page: Page, place: int, question: Question) -> None:
    options = "\n".join(f"   - {escaped(option)}" for option in question.options)
    st.markdown(f"{place}. **{escaped(question.text)}**\n{options}")
    with st.expander(f"Answer to question {place}"):
        st.markdown(f"**{escaped(right_answer(question.options, question.answer))}**")
        st.markdown(f"{escaped(question.because)}\n\n{escaped(question.article)}")
        st.dataframe(pd.DataFrame(question.rows), hide_index=True, width="stretch")
        st.caption(f"Source: {source_links(page.tables, ';'.join(question.source_ids))}")


def _take(quiz: Quiz) -> None:
    change_deck(lambda deck: replace(deck, quiz=quiz))
