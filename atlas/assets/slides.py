"""A lesson as the player in the browser takes it: slides with their texts, and what the map of each shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import pandas as pd

from atlas import geography, impact
from atlas.assets.overlay import overlay
from atlas.figures.palette import SLIDE_COLOURS
from atlas.lessons import RECORD, Lesson, Said, Step, Task, View
from atlas.lessons.citing import publishers
from atlas.questions import Question
from atlas.selection import Choice, first_day
from atlas.selection.comparison import compared
from atlas.selection.rows import in_regions
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.dates import earliest
from atlas.words import slides as words
from atlas.words.plain import long_date, short_name

MOST_ROWS = 5
"""Rows of a proof that a slide shows; the answer key has them all."""

LONGEST_CELL = 40
"""Characters of a cell that a slide shows."""

OUTLINES, NEAR = (1.3, 2.4), 1.8
"""Width in px of the outline of a state that is spoken of, on a map of the world and on one that many times larger."""

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
            "heading": step.heading,
            "minutes": step.minutes,
            "points": [{"text": point.text} for point in step.points],
            "reveal": [list(group) for group in step.reveal],
            "publishers": publishers(self.tables, cites, treaty),
            "notes": [self.note(note, treaty) for note in step.notes],
            **self.seen(step),
        }

    def task(self, task: Task, step: Step) -> dict[str, Any]:
        treaty = step.view.choice.treaty
        return {
            "kind": "task",
            "heading": step.heading,
            "minutes": 0,
            "ask": task.ask,
            "answer": task.answer.text,
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
            "ask": question.text,
            "options": list(question.options),
            "right": list(question.answer),
            "ordered": len(question.answer) > 1,
            "because": question.because,
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


def map_of(history: History, tables: Tables, view: View) -> dict[str, Any]:
    """What the map of a view shows, in the words of `AtlasMap`, without addresses.

    The slider goes from `first` to `last`; the map `begins` on a day and `rests` on one, another where it `plays`. All
    states are counted: a region says where the map looks, and `near` which changes a play stops at.
    """
    choice = view.choice
    near = None
    if choice.region:
        states = tables.states["iso3"]
        near = states[in_regions(states, tables, choice.region)].to_list()
    look = geography.region_view(tables, choice.region)
    pair = compared(tables, choice) if view.page == "compare" else None
    lined = view.page == "borders"
    plays = view.first < view.last and pair is None
    opened = first_day(tables, choice.treaty)
    groups = words.BOUND_GROUPS if lined else words.STATUS_GROUPS
    return {
        "treaty": choice.treaty,
        "layered": "" if pair else choice.layer,
        "lined": lined,
        "draw": choice.draw,
        "overlay": overlay(history, tables, pair) if pair else None,
        "merge": _merge(choice.layer, lined=lined, of_days=pair is not None and not pair.of_treaties),
        "order": [group.code for group in groups if group.code != words.UNCOUNTED],
        "first": (view.first if plays else opened).isoformat(),
        "last": (view.last if plays else tables.checked).isoformat(),
        "begins": view.first.isoformat(),
        "rests": view.last.isoformat(),
        "plays": plays,
        "status": list(dict.fromkeys(group.code for group in groups if set(group.of) & set(choice.status))),
        "within": None,
        "near": near,
        "outline": OUTLINES[look.scale > NEAR],
        "view": asdict(look),
        "controls": pair is None,
        "changewise": True,
        "filling": True,
        "theme": "light",
        "title": _title(tables, choice, compares=pair is not None),
        "link": "",
        "cards": [],
    }


def _title(tables: Tables, choice: Choice, *, compares: bool) -> str:
    """What the map shows, in a few words; what a comparison shows stands in its heading."""
    treaty = short_name(tables, choice.treaty)
    return treaty if compares or not choice.layer else impact.LAYERS[choice.layer].title


def _cover(lesson: Lesson) -> dict[str, Any]:
    return {
        "kind": "cover",
        "heading": lesson.title,
        "minutes": 0,
        "audience": words.cover_line(lesson.audience, lesson.minutes),
        "goals": list(lesson.goals),
        "help": words.KEYS_HELP,
        "notes": [],
        "reveal": [],
        "states": {},
        "map": None,
    }


@lru_cache(maxsize=32)
def _merge(layer: str, *, lined: bool, of_days: bool) -> dict[str, Any]:
    """The groups of the legends, with the colours that a projector keeps apart."""
    statuses = [
        {"code": group.code, "label": group.label, "of": group.of, "meaning": "", "light": SLIDE_COLOURS[group.code]}
        for group in (words.BOUND_GROUPS if lined else words.STATUS_GROUPS)
    ]
    found = {
        "layer": words.LAYER_GROUPS.get(layer),
        "overlay": words.DAY_GROUPS if of_days else None,
        "lines": words.LINE_GROUPS,
    }
    groups = {name: [asdict(group) for group in each] for name, each in found.items() if each}
    return {"status": statuses, **groups}


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


__all__ = ["ANSWER", "RECORD", "map_of", "slides_of"]
