"""The handout of a lesson and its answer key as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from string import ascii_uppercase

import pandas as pd
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from atlas.lessons.model import Lesson, Step, Task
from atlas.questions import Question
from atlas.selection.values import one_of
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.citing import Citations, cited_in
from atlas.takeaways.looks import Look
from atlas.takeaways.maps import map_figure
from atlas.takeaways.pages import MARGIN, PAPERS, Document, Drawing, Lines, cell_width, inner_width, laid_out, said
from atlas.takeaways.planes import plane_of
from atlas.takeaways.progress import Progress
from atlas.takeaways.strips import Strip
from atlas.words import counted

ON_A_MAP = ("map", "borders", "compare", "country")
"""Pages whose view a map on paper can show."""

BOX = "\u2610"
MOST_ROWS, MOST_WIDTH = 8, 240.0
"""Rows of a question that are printed, and points that a column asks for at most."""


def handout(
    history: History, tables: Tables, lesson: Lesson, questions: Sequence[Question], *, paper: str, progress: Progress
) -> bytes:
    """The PDF for the class: goals, maps, timeline, questions with room to write, sources; without the answers.

    `paper` is a key of PAPERS, otherwise ValueError. `progress` is called with the share done and what is being done.
    """
    one_of(paper, PAPERS, "paper")
    citations = cited_in(tables, lesson, questions)
    progress(0.05, "Drawing the maps")
    maps = _maps(history, tables, lesson, paper)
    progress(0.45, "Drawing the timeline")
    story = [*_opening(lesson), *maps[:1], Strip(lesson.steps, range(len(lesson.steps)), inner_width(paper))]
    for earlier in maps[1:]:
        story.append(KeepTogether([said("For comparison: an earlier day", "heading"), earlier]))
    story += _questions(lesson, questions)
    story += _sources(citations)
    progress(0.55, "Laying out the pages")
    made = laid_out(Document(lesson.title, paper, story), tables)
    progress(1.0, "Handout ready")
    return made


def answer_key(
    history: History, tables: Tables, lesson: Lesson, questions: Sequence[Question], *, paper: str, progress: Progress
) -> bytes:
    """The PDF for the teacher: each question, the right answer, why, the article, and the rows that prove it."""
    one_of(paper, PAPERS, "paper")
    progress(0.1, "Writing the answers")
    citations = Citations(tables)
    numbers = count(1)
    story = [said(f"Answer key: {lesson.title}", "title")]
    for question in questions:
        story += _answered(question, next(numbers), citations, inner_width(paper))
    for step, task in _tasks(lesson):
        marks = citations.of(task.answer, step.view.choice.treaty)
        story.append(
            KeepTogether(
                [said(f"{next(numbers)}. {task.ask}", "strong"), said(task.answer.text, "text", marks), Spacer(1, 6)]
            )
        )
    story += _sources(citations)
    progress(0.4, "Laying out the pages")
    made = laid_out(Document(f"Answer key: {lesson.title}", paper, story), tables)
    progress(1.0, "Answer key ready")
    return made


def _opening(lesson: Lesson) -> list[Flowable]:
    goals = [said(goal, "item", bullet="•") for goal in lesson.goals]
    about = f"{lesson.audience}. {counted(lesson.minutes, 'minute')}."
    return [
        said(lesson.title, "title"),
        said(about, "lead"),
        *([said("Goals", "heading")] * bool(goals)),
        *goals,
        Spacer(1, 8),
    ]


def _maps(history: History, tables: Tables, lesson: Lesson, paper: str) -> list[Flowable]:
    """The map on the last day of the last step with a map, and that of the earliest day, where it is another one."""
    shown = [step.view for step in lesson.steps if step.view.page in ON_A_MAP]
    views = [shown[-1], min(shown, key=lambda view: view.last)] if shown else []
    earlier = [view for view in views[1:] if view.last < views[0].last]
    return [
        Drawing(map_figure(history, tables, view, _look(tables, view.choice.region, paper)))
        for view in (*views[:1], *earlier)
    ]


def _look(tables: Tables, region: tuple[str, ...], paper: str) -> Look:
    """As wide as the text, and as high as the region asks for, up to half a page."""
    wide = inner_width(paper)
    west, south, east, north = plane_of(tables, region).window
    return Look(wide, min(0.5 * PAPERS[paper][1] - MARGIN, wide * (north - south) / (east - west) + 24.0), points=7.5)


def _questions(lesson: Lesson, questions: Sequence[Question]) -> list[Flowable]:
    """All questions, numbered, each whole on its page, and the first one with the heading."""
    parts = [_asked(question, number) for number, question in enumerate(questions, 1)]
    parts += [_task(task, number) for number, (_, task) in enumerate(_tasks(lesson), len(parts) + 1)]
    headings = [[said("Questions", "heading")], *([[]] * len(parts))]
    return [KeepTogether([*heading, *part]) for heading, part in zip(headings, parts, strict=False)]


def _tasks(lesson: Lesson) -> list[tuple[Step, Task]]:
    return [(step, task) for step in lesson.steps for task in step.questions]


def _asked(question: Question, number: int) -> list[Flowable]:
    """A question with a box before each option, or lines where there is none; in a question of order, to number."""
    options = [
        said(f"{letter}. {option}", "option", bullet=BOX)
        for letter, option in zip(ascii_uppercase, question.options, strict=False)
    ]
    return [said(f"{number}. {question.text}", "strong"), *(options or [Lines(3)]), Spacer(1, 8)]


def _task(task: Task, number: int) -> list[Flowable]:
    return [said(f"{number}. {task.ask}", "strong"), Lines(3), Spacer(1, 8)]


def _answered(question: Question, number: int, citations: Citations, width: float) -> list[Flowable]:
    letters = [f"{ascii_uppercase[place]}. {question.options[place]}" for place in question.answer if question.options]
    parts = [
        said(f"{number}. {question.text}", "strong"),
        said(f"Answer: {', then '.join(letters)}", "text"),
        said(question.because, "text", citations.marks(question.source_ids, "")),
        *([said(question.article, "small")] * bool(question.article)),
        *_rows(question.rows, width),
        Spacer(1, 10),
    ]
    return [KeepTogether(parts)]


def _rows(rows: pd.DataFrame, width: float) -> Iterator[Flowable]:
    """The rows as a small table; the first ones where there are many, and how many more."""
    if rows.empty:
        return
    cells = [[said(str(name).replace("_", " "), "head") for name in rows]]
    cells += [[said(str(value), "cell") for value in row] for row in rows.head(MOST_ROWS).itertuples(index=False)]
    grid = HexColor("#A9A498")
    yield Table(
        cells,
        _columns(rows, width),
        repeatRows=1,
        hAlign="LEFT",
        style=[
            ("GRID", (0, 0), (-1, -1), 0.4, grid),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ],
    )
    if (more := len(rows) - MOST_ROWS) > 0:
        yield said(f"and {counted(more, 'more row')}", "cell")


def _columns(rows: pd.DataFrame, width: float) -> list[float]:
    """The width of each column in points: its longest word always fits, and long texts share what is left."""
    texts = [[str(name).replace("_", " "), *map(str, rows[name].head(MOST_ROWS))] for name in rows]
    words = [max(cell_width(word) for text in column for word in (text.split() or [""])) for column in texts]
    wishes = [min(max(map(cell_width, column)), MOST_WIDTH) for column in texts]
    spare = max(width * 72 / 25.4 - sum(words), 0.0)
    more = [wish - word + 1.0 for wish, word in zip(wishes, words, strict=True)]
    return [word + spare * part / sum(more) for word, part in zip(words, more, strict=True)]


def _sources(citations: Citations) -> list[Flowable]:
    """The heading with the first source, and the others."""
    texts = [said(text, "source", bullet=f"[{place}]") for place, text in enumerate(citations.listed(), 1)]
    return [KeepTogether([said("Sources", "heading"), *texts[:2]]), *texts[2:]] if texts else []
