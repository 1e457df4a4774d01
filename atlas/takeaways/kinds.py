"""What can be taken away of a lesson: one entry a kind of file. What draws it is loaded when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atlas import takeaways
from atlas.assets.offline import lesson_html
from atlas.lessons import Lesson, quiz_of
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.progress import Progress

Make = Callable[[History, Tables, Lesson, Progress], bytes]
PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Takeaway:
    """A kind of file: its label, what its name ends with, its media type, and how it is made."""

    label: str
    ending: str
    media_type: str
    make: Make


def _html(history: History, tables: Tables, lesson: Lesson, progress: Progress) -> bytes:
    progress(0.1, "Packing slides and map")
    return lesson_html(history, tables, lesson, quiz_of(history, tables, lesson))


def _handout(paper: str) -> Make:
    def make(history: History, tables: Tables, lesson: Lesson, progress: Progress) -> bytes:
        questions = quiz_of(history, tables, lesson)
        return takeaways.handout(history, tables, lesson, questions, paper=paper, progress=progress)

    return make


def _answer_key(paper: str) -> Make:
    def make(history: History, tables: Tables, lesson: Lesson, progress: Progress) -> bytes:
        questions = quiz_of(history, tables, lesson)
        return takeaways.answer_key(history, tables, lesson, questions, paper=paper, progress=progress)

    return make


def _pptx(history: History, tables: Tables, lesson: Lesson, progress: Progress) -> bytes:
    return takeaways.pptx_of(history, tables, lesson, progress=progress)


TAKEAWAYS = {
    "html": Takeaway("One file that presents the lesson offline (HTML)", ".html", "text/html", _html),
    "handout-a4": Takeaway("Handout, A4 (PDF)", "-handout-a4.pdf", PDF, _handout("a4")),
    "handout-letter": Takeaway("Handout, Letter (PDF)", "-handout-letter.pdf", PDF, _handout("letter")),
    "answers-a4": Takeaway("Answer key, A4 (PDF)", "-answers-a4.pdf", PDF, _answer_key("a4")),
    "answers-letter": Takeaway("Answer key, Letter (PDF)", "-answers-letter.pdf", PDF, _answer_key("letter")),
    "pptx": Takeaway("Slides to edit, with notes (PPTX)", ".pptx", PPTX, _pptx),
}
"""By key; a new kind is an entry here."""


def unprinted(lesson: Lesson, kind: str) -> str:
    """A sentence on the characters of a lesson that its PDF cannot show; empty where there is none."""
    if TAKEAWAYS[kind].media_type != PDF:
        return ""
    from atlas.takeaways.typeface import unprintable  # Loads matplotlib.

    tasks = [task for step in lesson.steps for task in step.questions]
    texts = [lesson.title, lesson.audience, *lesson.goals, *(step.heading for step in lesson.steps)]
    lost = unprintable("".join([*texts, *(task.ask + task.answer.text for task in tasks)]))
    return f"The typeface of the PDF cannot show these characters rightly: {' '.join(lost)}" if lost else ""


def file_name(lesson: Lesson, kind: str) -> str:
    """The name of the file of a lesson: "mine-ban-atlas_leaving-handout-a4.pdf"."""
    return f"mine-ban-atlas_{lesson.key}{TAKEAWAYS[kind].ending}"


__all__ = ["TAKEAWAYS", "Progress", "Takeaway", "file_name", "unprinted"]
