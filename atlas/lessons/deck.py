"""A lesson that grows from views: each change gives a new lesson, whose minutes are those of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from atlas import words
from atlas.lessons.model import RECORD, Lesson, Said, Step, View
from atlas.lessons.reading import MOST_STEPS, MOST_WORDS
from atlas.selection import first_day, status_rows
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
    """A slide of a view: its heading says what the map shows, its one point is the sentence over the page."""
    view = _with_whole_period(view, tables)
    heading, said = heading_of(view, tables), sentence_of(view, history, tables)
    fits = len(f"{heading} {said.text}".split()) <= MOST_WORDS
    return Step(heading, STEP_MINUTES, view, (said,) if fits else ())


def _with_whole_period(view: View, tables: Tables) -> View:
    """The view with both ends of its period, as its page shows it: a link can have one alone."""
    choice = view.choice
    if choice.last and not choice.first:
        choice = replace(choice, first=min(first_day(tables, choice.treaty), choice.last))
    elif choice.first and not choice.last and choice.first > choice.on:
        choice = replace(choice, last=tables.checked)
    return replace(view, choice=choice)


def sentence_of(view: View, history: History, tables: Tables) -> Said:
    """On a page of a country how its first state stands, of a claim the claim itself, otherwise who is bound."""
    choice = replace(view.choice, status=(), state=(), on=view.last)
    if view.page == "claims" and choice.claim:
        claim = tables.row("claims", choice.claim)
        return Said(
            f"A news article says: {claim['claim']}. Does the record agree?", tuple(claim["source_ids"].split(";"))
        )
    rows = status_rows(history, tables, replace(choice, region=()) if view.page == "country" else choice)
    if view.page == "country" and view.choice.state:
        row = rows.set_index("iso3").loc[view.choice.state[0]]
        return Said(words.state_sentence(row, choice.on), (RECORD,))
    counts = words.count_by_status(rows)
    said = words.headline(counts, tables, choice.treaty, choice.on, words.listed(list(choice.region)))
    return Said(f"{said}.", (RECORD,))


def heading_of(view: View, tables: Tables) -> str:
    """Treaty and day of a view, both sides of a comparison, and up to three of its states."""
    choice = view.choice
    if view.page == "compare":
        pair = compared(tables, choice)
        about = f"{short_name(tables, choice.treaty)}: " if not pair.of_treaties else ""
        return about + " and ".join(side_titles(tables, pair))
    names = [str(tables.row("states", iso3)["name"]) for iso3 in choice.state[:MOST_NAMED]]
    of = f": {words.listed(names)}" if names else ""
    if view.page == "claims" and choice.claim:
        return f"A claim to check: {choice.claim}"
    about = {"borders": "Land borders, ", "timeline": "Decisions and treaty acts, "}.get(view.page, "")
    days = words.long_day(view.last)
    if view.page == "timeline" and view.first < view.last:
        days = f"{view.first.year} to {view.last.year}"
    return f"{about}{short_name(tables, choice.treaty)}, {days}{of}"


def added(deck: Lesson, step: Step) -> Lesson:
    """The deck with a step at its end; as it is where it is full."""
    return _with(deck, (*deck.steps, step)) if len(deck.steps) < MOST_STEPS else deck


def joined(deck: Lesson, other: Lesson) -> Lesson:
    """The deck with the steps of another lesson at its end, as far as there is room."""
    return _with(deck, (*deck.steps, *other.steps)[:MOST_STEPS])


def moved(deck: Lesson, place: int, by: int) -> Lesson:
    """The deck with the step at a place some places further on, at most at either end."""
    steps = list(deck.steps)
    taken = steps[place : place + 1]
    del steps[place : place + 1]
    to = max(0, min(len(steps), place + by))
    return _with(deck, (*steps[:to], *taken, *steps[to:]))


def dropped(deck: Lesson, place: int) -> Lesson:
    """The deck without the step at a place."""
    return _with(deck, (*deck.steps[:place], *deck.steps[place + 1 :]))


def changed(deck: Lesson, place: int, change: Callable[[Step], Step]) -> Lesson:
    """The deck with the step at a place changed; as it is where there is no such step."""
    return _with(deck, tuple(change(step) if at == place else step for at, step in enumerate(deck.steps)))


def without_quiz(deck: Lesson) -> Lesson:
    """The deck without questions made from the record."""
    return replace(deck, quiz=None)


def with_words(step: Step, name: str, said: tuple[Said, ...]) -> Step:
    """The step with other `points` or `notes`; an order of points that no longer fits their number goes."""
    if name == "notes":
        return replace(step, notes=said)
    return replace(step, points=said, reveal=step.reveal if len(said) == len(step.points) else ())


def _with(deck: Lesson, steps: tuple[Step, ...]) -> Lesson:
    return replace(deck, steps=steps, minutes=sum(step.minutes for step in steps))
