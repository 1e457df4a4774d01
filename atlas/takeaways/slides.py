"""A lesson as slides to edit: heading, points, the map as a picture, and what the teacher says in the notes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from textwrap import shorten
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Mm, Pt

from atlas.figures.palette import THEMES
from atlas.lessons.citing import publishers, source_ids
from atlas.lessons.model import Lesson, Said, Step
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.citing import reference
from atlas.takeaways.looks import Look
from atlas.takeaways.maps import map_figure
from atlas.takeaways.progress import Progress
from atlas.takeaways.sheet import PROJECT, pixels
from atlas.takeaways.shown import shown_in
from atlas.words import counted, long_day

WIDE, HIGH = 338.7, 190.5
"""A slide of 16 to 9, in mm."""

LEFT, TOP, GAP = 14.0, 12.0, 6.0
TITLE, HEADING, TEXT, MAP = 40.0, 26.0, 116.0, 182.0
"""Height of the title and of a heading, width of the points, width of the map, in mm."""

TITLE_POINTS, HEADING_POINTS, POINTS, SOURCE_POINTS = 36, 28, 24, 12
SOURCES = 18.0
"""Height in mm of what stands under the points."""

MAP_POINTS, DOTS = 13.0, 140
"""Type on the map, and its dots an inch."""

MOST_LETTERS = 255
"""What a property of the file can hold."""

TITLE_ONLY = 5
"""The layout of python-pptx's own template that has a title and nothing else."""
INK = RGBColor.from_string(THEMES["light"].ink.removeprefix("#"))


def pptx_of(history: History, tables: Tables, lesson: Lesson, *, progress: Progress) -> bytes:
    """A PPTX of 16 to 9: a title, a slide a step, and the questions; the same bytes for the same lesson.

    `progress` is called with the share done and what is being done.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(WIDE), Mm(HIGH)
    _describe(deck, lesson, tables.checked)
    _title_slide(deck, tables, lesson)
    for place, step in enumerate(lesson.steps, 1):
        progress((place - 1) / len(lesson.steps), f"Slide {place} of {len(lesson.steps)}")
        _step_slide(deck, history, tables, step)
    asked = [task.ask for step in lesson.steps for task in step.questions]
    if asked:
        _questions_slides(deck, asked)
    held = io.BytesIO()
    deck.save(held)
    progress(1.0, "Slides ready")
    return _without_clock(held.getvalue(), tables.checked)


def _describe(deck: Any, lesson: Lesson, day: date) -> None:
    about = deck.core_properties
    about.title, about.subject = (shorten(text, MOST_LETTERS) for text in (lesson.title, lesson.audience))
    about.author = about.last_modified_by = PROJECT
    about.keywords, about.language = "landmines, treaties", "en"
    about.created = about.modified = datetime(day.year, day.month, day.day)
    about.revision = 1


def _slide(deck: Any, heading: str, points: int = HEADING_POINTS) -> Any:
    """A new slide with its heading in the title, where a screen reader looks for it."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Mm(LEFT), Mm(TOP), Mm(WIDE - 2 * LEFT), Mm(HEADING)
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(title.text_frame.paragraphs[0], heading, points, bold=True)
    return slide


def _write(paragraph: Any, text: str, points: int, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(points), bold, INK
    paragraph.alignment = 1
    paragraph.space_after = Pt(10)


def _lines(slide: Any, lines: list[str], width: float, top: float = TOP + HEADING + GAP) -> None:
    """A box of text under the heading, a paragraph a line."""
    box = slide.shapes.add_textbox(Mm(LEFT), Mm(top), Mm(width), Mm(HIGH - top - TOP)).text_frame
    box.word_wrap = True
    for place, line in enumerate(lines):
        _write(box.paragraphs[0] if place == 0 else box.add_paragraph(), line, POINTS)


def _sources_line(slide: Any, tables: Tables, step: Step) -> None:
    """Who published what the points rest on, small, at the foot of the text."""
    names = publishers(tables, [key for point in step.points for key in point.cites], step.view.choice.treaty)
    shape = slide.shapes.add_textbox(Mm(LEFT), Mm(HIGH - SOURCES), Mm(TEXT), Mm(SOURCES - GAP))
    shape.name, shape.text_frame.word_wrap = "Sources", True
    _write(
        shape.text_frame.paragraphs[0],
        f"{'Sources' if len(names) > 1 else 'Source'}: {'; '.join(names)}",
        SOURCE_POINTS,
    )


def _title_slide(deck: Any, tables: Tables, lesson: Lesson) -> None:
    slide = _slide(deck, lesson.title, TITLE_POINTS)
    slide.shapes.title.height = Mm(TITLE)
    _lines(slide, [lesson.audience, *lesson.goals], WIDE - 2 * LEFT, TOP + TITLE + GAP)
    data = f"{PROJECT}, data {tables.package.version}, checked {long_day(tables.checked)}."
    slide.notes_slide.notes_text_frame.text = f"{counted(lesson.minutes, 'minute')}.\n{data}"


def _step_slide(deck: Any, history: History, tables: Tables, step: Step) -> None:
    slide = _slide(deck, step.heading)
    _lines(slide, [point.text for point in step.points], TEXT)
    _sources_line(slide, tables, step)
    top = TOP + HEADING + GAP
    look = Look(MAP, HIGH - top - TOP, points=MAP_POINTS, few=True)
    drawn = pixels(map_figure(history, tables, step.view, look), DOTS)
    picture = slide.shapes.add_picture(io.BytesIO(drawn), Mm(LEFT + TEXT + GAP), Mm(top), width=Mm(MAP))
    shown = shown_in(history, tables, step.view, few=True)
    counts = "; ".join(f"{each.label}: {counted(each.states, 'state')}" for each in shown.classes)
    described = picture._element.nvPicPr.cNvPr
    described.set("name", "Map")
    described.set("descr", f"Map. {shown.title}. {counts}.")
    slide.notes_slide.notes_text_frame.text = _notes(tables, step)


def _notes(tables: Tables, step: Step) -> str:
    """Minutes, what the teacher says, questions with their answers, and the sources of all that is said."""
    treaty = step.view.choice.treaty
    keys = source_ids(tables, step.cited, treaty)
    numbers = {key: place for place, key in enumerate(keys, 1)}

    def cited(said: Said) -> str:
        marks = "".join(f"[{numbers[key]}]" for key in source_ids(tables, said.cites, treaty))
        return f"{said.text} {marks}".rstrip()

    parts = [f"{counted(step.minutes, 'minute')}.", *map(cited, step.notes)]
    parts += ["On the slide:", *map(cited, step.points)] if step.points else []
    parts += [f"Question: {task.ask}\nAnswer: {cited(task.answer)}" for task in step.questions]
    parts += ["Sources:"] if keys else []
    return "\n".join([*parts, *(f"[{place}] {reference(tables, key)}" for key, place in numbers.items())])


MOST_QUESTIONS = 4


def _questions_slides(deck: Any, asked: list[str]) -> None:
    """The author's questions, a few on each slide."""
    for start in range(0, len(asked), MOST_QUESTIONS):
        slide = _slide(deck, "Questions")
        some = enumerate(asked[start : start + MOST_QUESTIONS], start + 1)
        _lines(slide, [f"{number}. {text}" for number, text in some], WIDE - 2 * LEFT)
        slide.notes_slide.notes_text_frame.text = "The answers stand in the notes of the steps, and in the answer key."


def _without_clock(content: bytes, day: date) -> bytes:
    """The same package with the day of the last check on every part, instead of the hour of its making."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for part in given.infolist():
            dated = zipfile.ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            dated.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(dated, given.read(part))
    return held.getvalue()
