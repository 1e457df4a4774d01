"""A lesson as the text of its file."""

from __future__ import annotations

from typing import Any

import yaml

from atlas.lessons.model import Lesson, Said, Step
from atlas.lessons.views import address_of
from atlas.tables import Tables


def to_yaml(lesson: Lesson, tables: Tables) -> bytes:
    """The file from which `read_lesson` reads the same lesson."""
    parts: dict[str, Any] = {
        "title": lesson.title,
        "audience": lesson.audience,
        "minutes": lesson.minutes,
        "goals": list(lesson.goals),
        "steps": [_step(step, tables) for step in lesson.steps],
    }
    if lesson.quiz:
        view = address_of(lesson.quiz.view, tables)
        parts["quiz"] = {"view": view, "seed": lesson.quiz.seed, "number": lesson.quiz.number}
    return yaml.safe_dump(parts, sort_keys=False, allow_unicode=True, width=110).encode()


def _step(step: Step, tables: Tables) -> dict[str, Any]:
    parts = {
        "heading": step.heading,
        "minutes": step.minutes,
        "view": address_of(step.view, tables),
        "points": [cited_text(point) for point in step.points],
        "reveal": [list(group) if len(group) > 1 else group[0] for group in step.reveal if group],
        "notes": [cited_text(note) for note in step.notes],
        "sources": list(step.sources),
        "questions": [{"ask": task.ask, "answer": cited_text(task.answer)} for task in step.questions],
    }
    return {key: value for key, value in parts.items() if value}


def cited_text(said: Said) -> str:
    """A text with its citations in square brackets, as a lesson file has it."""
    return " ".join((said.text, *(f"[{key}]" for key in said.cites)))


__all__ = ["cited_text", "to_yaml"]
