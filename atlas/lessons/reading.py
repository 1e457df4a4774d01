"""A lesson file as a `Lesson`, or every fault at once as `lessons/ban.yaml:41: step 3, points: …`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import yaml

from atlas import claims
from atlas.lessons.model import PLAY, RECORD, Lesson, Quiz, Said, Step, Task, View
from atlas.lessons.nodes import Notebook, Unreadable, compose, line_of
from atlas.lessons.periods import day_of, moves, period_problem, within
from atlas.lessons.views import view_of
from atlas.selection import BadValue, default_choice
from atlas.status import History
from atlas.tables import Fault, Tables
from atlas.tables.faults import shown

MOST_WORDS = 40
"""On a slide, heading and points together: more is not read from the back of a room."""

MOST_STEPS, MOST_MINUTES, MOST_NUMBER = 60, 600, 10
MOST_LINES = 8
"""Points of a slide, and goals on the cover: more do not fit."""

LINE, PARAGRAPH = 120, 1200
"""The most characters of a heading or title, and of any other text."""

LESSON = {"title": True, "audience": True, "minutes": True, "goals": True, "steps": True, "quiz": False}
STEP = {"heading": True, "minutes": True, "view": True} | dict.fromkeys(
    ("points", "reveal", "notes", "sources", "questions"), False
)
TASK = {"ask": True, "answer": True}
QUIZ = {"view": True, "seed": True, "number": True}
CITATION = re.compile(r"\s*\[([^\[\]\s]+)\]")
ENDING = ".yaml"
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_lesson(content: bytes, file: str, tables: Tables, history: History) -> tuple[Lesson | None, list[Fault]]:
    """The lesson in the bytes of a file, or None and every fault, in the order of the lines.

    `file` is its path as the faults name it; its last part without ".yaml" becomes the key of the lesson. A sentence on
    joining or leaving a treaty that the record contradicts is a fault too.
    """
    key = file.rsplit("/", 1)[-1].removesuffix(ENDING)
    notebook = Notebook(file)
    if not (KEY.fullmatch(key) and file.endswith(ENDING)):
        notebook.note(1, "file", "should be named in small letters, digits and hyphens, ending in .yaml")
    try:
        root = compose(content)
    except Unreadable as problem:
        notebook.note(problem.line, "file", str(problem))
        return None, notebook.faults
    lesson = _Reader(notebook, tables, history).lesson(root, key)
    return None if notebook.faults else lesson, sorted(notebook.faults, key=lambda fault: fault.line)


@dataclass(frozen=True)
class _Reader:
    """Reads the parts of one lesson; what is wrong goes into its notebook."""

    notebook: Notebook
    tables: Tables
    history: History

    def lesson(self, root: yaml.Node, key: str) -> Lesson:
        book = self.notebook
        parts = book.mapping(root, "lesson", LESSON)
        nodes = list(book.items(parts.get("steps"), "steps"))
        steps = tuple(self.step(node, f"step {place}") for place, node in enumerate(nodes[:MOST_STEPS], start=1))
        minutes = book.number(parts.get("minutes"), "minutes", 1, MOST_MINUTES)
        if "steps" in parts and not 1 <= len(nodes) <= MOST_STEPS:
            book.note(line_of(parts["steps"]), "steps", f"there are {len(nodes)}; allowed: 1 to {MOST_STEPS}")
        sound = not any("minutes" in fault.column for fault in book.faults)
        if steps and sound and "minutes" in parts and (taken := sum(step.minutes for step in steps)) != minutes:
            book.note(line_of(parts["minutes"]), "minutes", f"the steps take {taken} minutes together, not {minutes}")
        return Lesson(
            key=key,
            title=book.text(parts.get("title"), "title", LINE),
            audience=book.text(parts.get("audience"), "audience", LINE),
            minutes=minutes,
            goals=tuple(book.text(node, "goals", LINE * 2) for node in self.few(parts.get("goals"), "goals")),
            steps=steps,
            quiz=self.quiz(parts["quiz"]) if "quiz" in parts else None,
        )

    def step(self, node: yaml.Node, what: str) -> Step:
        book = self.notebook
        parts = book.mapping(node, what, STEP)
        view = self.view(parts.get("view"), f"{what}, view")
        if view and (problem := period_problem(view)):
            book.note(line_of(parts["view"]), f"{what}, view", problem)
        step = Step(
            heading=book.text(parts.get("heading"), f"{what}, heading", LINE),
            minutes=book.number(parts.get("minutes"), f"{what}, minutes", 1, MOST_MINUTES),
            view=view or View("map", default_choice(self.tables)),
            points=self.points(parts.get("points"), f"{what}, points"),
            notes=tuple(self.said(each, f"{what}, notes") for each in book.items(parts.get("notes"), f"{what}, notes")),
            sources=self.sources(parts.get("sources"), f"{what}, sources"),
            questions=tuple(
                self.task(each, f"{what}, questions")
                for each in book.items(parts.get("questions"), f"{what}, questions")
            ),
        )
        words = sum(len(text.split()) for text in (step.heading, *(point.text for point in step.points)))
        if words > MOST_WORDS:
            book.note(line_of(node), what, f"has {words} words in heading and points; at most {MOST_WORDS}")
        return replace(step, reveal=self.reveal(parts.get("reveal"), f"{what}, reveal", step)) if view else step

    def few(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        """The items of a list that has to fit on a slide."""
        items = list(self.notebook.items(node, what))
        if node and len(items) > MOST_LINES:
            self.notebook.note(line_of(node), what, f"there are {len(items)}; at most {MOST_LINES}")
        return items

    def view(self, node: yaml.Node | None, what: str) -> View | None:
        text = self.notebook.text(node, what, PARAGRAPH)
        try:
            return view_of(text, self.tables) if text else None
        except BadValue as problem:
            self.notebook.note(line_of(node), what, str(problem))
            return None

    def said(self, node: yaml.Node | None, what: str) -> Said:
        text = self.notebook.text(node, what, PARAGRAPH)
        said = said_of(text)
        if text and not said.text:
            self.notebook.note(line_of(node), what, f"{shown(text)} cites a source and says nothing")
        for key in said.cites:
            self.known(key, node, what)
        found = claims.findings(said.text, self.tables, self.history)
        for record in found.loc[found["verdict"] == claims.CONTRADICTS, "record"]:
            self.notebook.note(line_of(node), what, f"the record contradicts {shown(said.text)}: {record}")
        return said

    def points(self, node: yaml.Node | None, what: str) -> tuple[Said, ...]:
        said = []
        for each in self.few(node, what):
            point = self.said(each, what)
            if point.text and not point.cites and not point.text.endswith("?"):
                problem = f"{shown(point.text)} names no source; end it with one, as [E012] or [{RECORD}]"
                self.notebook.note(line_of(each), what, problem)
            said.append(point)
        return tuple(said)

    def sources(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        found = []
        for each in self.notebook.items(node, what):
            key = self.notebook.text(each, what, LINE)
            self.known(key, each, what)
            found.append(key)
        return tuple(dict.fromkeys(found))

    def known(self, key: str, node: yaml.Node | None, what: str) -> None:
        """Notes a citation that leads nowhere."""
        if key and key not in citable(self.tables):
            problem = f"{shown(key)} is no key of sources.csv or events.csv, and not {RECORD}"
            self.notebook.note(line_of(node), what, problem)

    def task(self, node: yaml.Node, what: str) -> Task:
        parts = self.notebook.mapping(node, what, TASK)
        ask = self.notebook.text(parts.get("ask"), f"{what}, ask", PARAGRAPH)
        if CITATION.search(ask):
            self.notebook.note(line_of(parts["ask"]), f"{what}, ask", "cites a source; put that into the answer")
        return Task(ask, self.said(parts.get("answer"), what))

    def reveal(self, node: yaml.Node | None, what: str, step: Step) -> tuple[tuple[str, ...], ...]:
        """What appears at each press of a key: one name, or a list of names that appear together."""
        found: list[tuple[str, ...]] = []
        for each in self.notebook.items(node, what):
            together = each.value if isinstance(each, yaml.SequenceNode) else [each]
            if not together:
                self.notebook.note(line_of(each), what, "an empty list reveals nothing; leave it out")
            found.append(())
            for one in together:
                seen = [name for group in found for name in group]
                found[-1] += (self.revealed(one, what, step, seen),)
        days = [day_of(name, step.view) for group in found for name in group if moves(name)]
        if node and any(later <= earlier for earlier, later in pairwise(days)):
            self.notebook.note(line_of(node), what, "the map goes forward only; put its days in order, play at the end")
        if node and any(sum(map(moves, group)) > 1 for group in found):
            self.notebook.note(line_of(node), what, "the map can go to one day at a time; give each day its own press")
        return tuple(found)

    def revealed(self, node: yaml.Node, what: str, step: Step, seen: list[str]) -> str:
        """One name of a reveal in its own spelling; it must stand on the slide, and only once."""
        choice = step.view.choice
        points = [str(place) for place in range(1, len(step.points) + 1)]
        allowed = (*points, *choice.state, *((PLAY,) if step.view.has_period else ()))
        text = self.notebook.text(node, what, LINE)
        name = text.upper() if text.upper() in allowed else text.lower()
        if text and name not in allowed and not within(text, step.view):
            days = ", a day of its period" * step.view.has_period
            problem = f"{shown(text)} is not on the slide; allowed: {_list(allowed)}{days}"
            self.notebook.note(line_of(node), what, problem)
        elif name in seen:
            self.notebook.note(line_of(node), what, f"{shown(text)} stands twice")
        return name

    def quiz(self, node: yaml.Node) -> Quiz:
        parts = self.notebook.mapping(node, "quiz", QUIZ)
        return Quiz(
            view=self.view(parts.get("view"), "quiz, view") or View("map", default_choice(self.tables)),
            seed=self.notebook.number(parts.get("seed"), "quiz, seed", 0, 10**9),
            number=self.notebook.number(parts.get("number"), "quiz, number", 1, MOST_NUMBER),
        )


def said_of(text: str) -> Said:
    """A text and what it cites in square brackets, wherever these stand."""
    return Said(" ".join(CITATION.sub("", text).split()), tuple(dict.fromkeys(CITATION.findall(text))))


def citable(tables: Tables) -> frozenset[str]:
    """Everything that a text may cite."""
    return frozenset({RECORD, *tables["sources"]["source_id"], *tables["events"]["event_id"]})


def _list(allowed: tuple[str, ...]) -> str:
    return ", ".join(allowed) or "nothing, for it has no points, states or period"


__all__ = ["LINE", "MOST_MINUTES", "MOST_NUMBER", "MOST_STEPS", "MOST_WORDS", "citable", "read_lesson", "said_of"]
