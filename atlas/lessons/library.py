"""The lessons of a folder of facts."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from atlas.lessons.model import DECK, Lesson
from atlas.lessons.reading import read_lesson
from atlas.status import History
from atlas.tables import Fault, Tables, data_folder

FOLDER = "lessons"


class Library(NamedTuple):
    """The lessons that can be given, by key, and every fault of the others."""

    lessons: dict[str, Lesson]
    faults: list[Fault]


def library(tables: Tables, history: History, folder: Path | None = None) -> Library:
    """Every lesson of the folder of facts (by default the project's); a lesson with a fault is not given at all."""
    lessons: dict[str, Lesson] = {}
    faults: list[Fault] = []
    try:
        paths = sorted(path for path in ((folder or data_folder()) / FOLDER).iterdir() if path.name[0] != ".")
    except FileNotFoundError:
        paths = []
    except OSError as problem:
        return Library({}, [Fault(FOLDER, 1, "file", f"cannot be read: {problem.strerror}")])
    for path in paths:
        file = f"{FOLDER}/{path.name}"
        try:
            lesson, found = read_lesson(path.read_bytes(), file, tables, history)
        except OSError as problem:
            lesson, found = None, [Fault(file, 1, "file", f"cannot be read: {problem.strerror}")]
        if lesson and lesson.key == DECK:
            found = [Fault(file, 1, "file", f"needs another name: {DECK} is the reader's own deck")]
        elif lesson:
            lessons[lesson.key] = lesson
        faults += found
    return Library(lessons, faults)


__all__ = ["FOLDER", "Library", "library"]
