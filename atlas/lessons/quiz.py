"""The questions of a lesson that are made from the record."""

from __future__ import annotations

from functools import lru_cache

from atlas.lessons.model import Lesson
from atlas.questions import Question, ask, scope_of
from atlas.status import History
from atlas.tables import Tables

KEPT = 32
"""Lessons whose questions are kept: a page is drawn again at every click."""


@lru_cache(maxsize=KEPT)
def quiz_of(history: History, tables: Tables, lesson: Lesson) -> tuple[Question, ...]:
    """The same questions every time, by level; none where the lesson asks for none."""
    quiz = lesson.quiz
    if quiz is None:
        return ()
    return ask(history, tables, scope_of(tables, quiz.view.choice), seed=quiz.seed, number=quiz.number)


__all__ = ["quiz_of"]
