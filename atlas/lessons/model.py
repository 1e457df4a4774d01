"""A lesson and its parts as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from atlas.selection import Choice

RECORD = "record"
"""Cited where a sentence tells what the atlas computes from the depositary's record and the rules of the treaty."""

PLAY = "play"
"""In the order of a reveal: the map goes on to the last day of the step, change by change; a day of its period also."""

DECK = "deck"
"""The key of the reader's own deck, in links and in the session; no lesson of the atlas can have it."""

PAGES_SHOWN = ("map", "borders", "compare", "country", "timeline", "claims", "data")
"""Pages of the atlas whose view a step can show, as in their address."""


@dataclass(frozen=True)
class Said:
    """A text and what it cites: keys of sources, keys of events, or `RECORD`."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """What a page of the atlas shows for a choice."""

    page: str
    choice: Choice

    @property
    def has_period(self) -> bool:
        """Whether the map has a way to go: a comparison is always of the days that it compares."""
        return bool(self.choice.first) and self.page != "compare"

    @property
    def first(self) -> date:
        """The day on which the map opens: the beginning of the period where there is one."""
        return (self.choice.first or self.choice.on) if self.has_period else self.choice.on

    @property
    def last(self) -> date:
        """The day on which the map comes to rest."""
        return (self.choice.last or self.choice.on) if self.has_period else self.choice.on


@dataclass(frozen=True)
class Task:
    """A question that the author wrote, and its answer."""

    ask: str
    answer: Said


@dataclass(frozen=True)
class Step:
    """One slide: at most 40 words in heading and points, the view beside them, and what the teacher says.

    `reveal` has what appears at each press of a key: "1" is the first point, an iso3 code a state of the view, `PLAY`
    or a day (YYYY-MM-DD) the way of the map through the period; without one the map rests on the last day. What it does
    not name stands there from the beginning.
    """

    heading: str
    minutes: int
    view: View
    points: tuple[Said, ...] = ()
    reveal: tuple[tuple[str, ...], ...] = ()
    notes: tuple[Said, ...] = ()
    sources: tuple[str, ...] = ()
    questions: tuple[Task, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """Everything that the step cites, each once, in the order of the slide."""
        said = (*self.points, *self.notes, *(task.answer for task in self.questions))
        return tuple(dict.fromkeys((*(key for each in said for key in each.cites), *self.sources)))


@dataclass(frozen=True)
class Quiz:
    """Questions made from the record: about the treaty, regions and period of a view; `number` at each level."""

    view: View
    seed: int
    number: int


@dataclass(frozen=True)
class Lesson:
    """A lesson as one file tells it; `key` is the file's name without its ending."""

    key: str
    title: str
    audience: str
    minutes: int
    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    quiz: Quiz | None = None

    @property
    def cited(self) -> tuple[str, ...]:
        """Everything that the lesson cites, each once, in the order of the steps."""
        return tuple(dict.fromkeys(key for step in self.steps for key in step.cited))
