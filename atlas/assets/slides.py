"""A lesson as the player in the browser takes it: slides with their texts, and what the map of each shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from atlas.assets.slide_maps import map_of
from atlas.lessons import Lesson, Said, Step, Task
from atlas.lessons.citing import publishers
from atlas.questions import Question
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.dates import earliest
from atlas.words import slides as words
from atlas.words.plain import long_date, together

MOST_ROWS = 5
"""Rows of a proof that a slide shows; the answer key has them all."""

LONGEST_CELL = 40
"""Characters of a cell that a slide shows."""

ANSWER = "answer"
"""What a question's slide covers at first."""


def slides_of(history: History, tables: Tables, lesson: Lesson, questions: Sequence[Question]) -> dict[str, Any]:
    """`key`, `title`, `minutes`, `slides`: a cover, each step followed by its own questions, then the questions made.

    A slide has `kind` (cover, step, task or question), `heading`, `minutes`, `notes`, `reveal`, `map` (see `map_of`, or
    None), and what its layout shows.
    """
    return _Slides(history, tables).lesson(lesson, questions)


class _Slides:
    """Makes slides from the facts."""

    def __init__(self, history: History, tables: Tables) -> None:
        self.history, self.tables = history, tables

    def lesson(self, lesson: Lesson, questions: Sequence[Question]) -> dict[str, Any]:
        slides = [_cover(lesson)]
        for step in lesson.steps:
            slides += [self.step(step), *(self.task(task, step) for task in step.questions)]
        slides += [self.question(each, place, len(questions)) for place, each in enumerate(questions, start=1)]
        return {"key": lesson.key, "title": lesson.title, "minutes": lesson.minutes, "slides": slides}

    def step(self, step: Step) -> dict[str, Any]:
        treaty = step.view.choice.treaty
        cites = [key for point in step.points for key in point.cites]
        return {
            "kind": "step",
            "heading": together(step.heading),
            "minutes": step.minutes,
            "points": [{"text": together(point.text)} for point in step.points],
            "reveal": [list(group) for group in step.reveal],
            "publishers": publishers(self.tables, cites, treaty),
            "notes": [self.note(note, treaty) for note in step.notes],
            **self.seen(step),
        }

    def task(self, task: Task, step: Step) -> dict[str, Any]:
        treaty = step.view.choice.treaty
        return {
            "kind": "task",
            "heading": together(step.heading),
            "minutes": 0,
            "ask": together(task.ask),
            "answer": together(task.answer.text),
            "reveal": [[ANSWER]],
            "publishers": publishers(self.tables, task.answer.cites, treaty),
            "notes": [self.note(task.answer, treaty)],
            **self.seen(step),
        }

    def question(self, question: Question, place: int, of: int) -> dict[str, Any]:
        return {
            "kind": "question",
            "heading": words.place_of_question(place, of),
            "minutes": 0,
            "ask": together(question.text),
            "options": [together(option) for option in question.options],
            "right": list(question.answer),
            "ordered": len(question.answer) > 1,
            "because": together(question.because),
            "article": question.article,
            "rows": _rows(question.rows),
            "reveal": [[ANSWER]],
            "notes": [{"text": question.because, "cited": question.article}],
            "states": {},
            "map": None,
        }

    def strip(self, step: Step) -> dict[str, Any] | None:
        """The events that the points cite as marks in time order, from the first to the last day of the view."""
        events = self.tables["events"].set_index("event_id")["date"]
        marks = [
            {"day": str(earliest([events[key]])[0]), "label": long_date(events[key]), "point": str(place)}
            for place, point in enumerate(step.points, start=1)
            for key in point.cites
            if key in events.index
        ]
        days = sorted(mark["day"] for mark in marks)
        if not days:
            return None
        choice = step.view.choice
        first, last = (str(choice.first or days[0]), str(choice.last or choice.on))
        return {"first": min(first, days[0]), "last": max(last, days[-1]), "marks": sorted(marks, key=_by_day)}

    def note(self, said: Said, treaty: str) -> dict[str, str]:
        return {"text": said.text, "cited": "; ".join(publishers(self.tables, said.cites, treaty))}

    def seen(self, step: Step) -> dict[str, Any]:
        """The map of a step, the names of its states by iso3, and on the timeline the strip of its events."""
        names = {iso3: self.tables.row("states", iso3)["name"] for iso3 in step.view.choice.state}
        strip = self.strip(step) if step.view.page == "timeline" else None
        return {"states": names, "map": map_of(self.history, self.tables, step.view), "strip": strip}


def _by_day(mark: dict[str, str]) -> str:
    return mark["day"]


def _cover(lesson: Lesson) -> dict[str, Any]:
    return {
        "kind": "cover",
        "heading": lesson.title,
        "minutes": 0,
        "audience": words.cover_line(lesson.audience, lesson.minutes),
        "aim": words.AIM,
        "goals": list(lesson.goals),
        "notes": [{"text": words.KEYS_HELP, "cited": ""}],
        "reveal": [],
        "states": {},
        "map": None,
    }


def _rows(rows: pd.DataFrame) -> dict[str, Any]:
    """The first rows of a proof, with the columns that tell them apart and are short enough to be read from afar."""
    texts = rows.astype("str")
    short = [name for name in texts if texts[name].str.len().max() <= LONGEST_CELL and texts[name].ne("").any()]
    telling = [name for name in short if len(texts) == 1 or texts[name].nunique() > 1]
    left = len(rows) - MOST_ROWS
    return {
        "columns": telling,
        "cells": texts[telling].head(MOST_ROWS).to_numpy().tolist(),
        "more": words.more_rows(left) if left > 0 else "",
    }


__all__ = ["ANSWER", "slides_of"]
