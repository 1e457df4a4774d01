"""A lesson that grows from views: each change gives a new lesson, whose minutes are those of its steps."""

from __future__ import annotations

from dataclasses import replace

from atlas import words
from atlas.lessons.model import RECORD, Lesson, Said, Step, View
from atlas.lessons.reading import MOST_STEPS, MOST_WORDS
from atlas.selection import status_rows
from atlas.selection.comparison import compared
from atlas.status import History
from atlas.tables import Tables
from atlas.words.comparison import side_titles
from atlas.words.plain import short_name

STEP_MINUTES = 3
"""Of a step that was made from a view, until the author says otherwise."""

MOST_NAMED = 3


def new_deck(key: str) -> Lesson:
    """A lesson without a step."""
    return Lesson(key, "My lesson", "My class", 0, ("Read the status of a state from a map",), ())


def step_of(view: View, history: History, tables: Tables) -> Step:
    """A slide of a view: its heading says what the map shows, its one point is the sentence over the map."""
    choice = replace(view.choice, status=(), state=(), on=view.last)
    counts = words.count_by_status(status_rows(history, tables, choice))
    said = words.headline(counts, tables, choice.treaty, choice.on, words.listed(list(choice.region)))
    heading = heading_of(view, tables)
    fits = len(f"{heading} {said}".split()) <= MOST_WORDS
    return Step(heading, STEP_MINUTES, view, (Said(f"{said}.", (RECORD,)),) if fits else ())


def heading_of(view: View, tables: Tables) -> str:
    """Treaty and day of a view, both sides of a comparison, and up to three of its states."""
    choice = view.choice
    if view.page == "compare":
        pair = compared(tables, choice)
        about = f"{short_name(tables, choice.treaty)}: " if not pair.of_treaties else ""
        return about + " and ".join(side_titles(tables, pair))
    names = [str(tables.row("states", iso3)["name"]) for iso3 in choice.state[:MOST_NAMED]]
    of = f": {words.listed(names)}" if names else ""
    about = "Land borders, " if view.page == "borders" else ""
    return f"{about}{short_name(tables, choice.treaty)}, {words.long_day(view.last)}{of}"


def added(deck: Lesson, step: Step) -> Lesson:
    """The deck with a step at its end; as it is where it is full."""
    return _with(deck, (*deck.steps, step)) if len(deck.steps) < MOST_STEPS else deck


def joined(deck: Lesson, other: Lesson) -> Lesson:
    """The deck with the steps of another lesson at its end, as far as there is room."""
    return _with(deck, (*deck.steps, *other.steps)[:MOST_STEPS])


def moved(deck: Lesson, place: int, by: int) -> Lesson:
    """The deck with the step at a place some places further on, at most at either end."""
    steps = list(deck.steps)
    step = steps.pop(place)
    steps.insert(max(0, min(len(steps), place + by)), step)
    return _with(deck, tuple(steps))


def dropped(deck: Lesson, place: int) -> Lesson:
    """The deck without the step at a place."""
    return _with(deck, (*deck.steps[:place], *deck.steps[place + 1 :]))


def changed(deck: Lesson, place: int, step: Step) -> Lesson:
    """The deck with another step at a place."""
    return _with(deck, (*deck.steps[:place], step, *deck.steps[place + 1 :]))


def _with(deck: Lesson, steps: tuple[Step, ...]) -> Lesson:
    return replace(deck, steps=steps, minutes=sum(step.minutes for step in steps))


__all__ = ["added", "changed", "dropped", "heading_of", "joined", "moved", "new_deck", "step_of"]
