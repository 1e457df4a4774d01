"""Chance from a seed: which states, days and places a question gets. The same seed draws the same again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from atlas.questions.model import Question
from atlas.questions.record import Standing


class OfState(Protocol):
    """An act, which knows whose it is."""

    @property
    def standing(self) -> Standing:
        """The state that acted."""


Item = TypeVar("Item")
Act = TypeVar("Act", bound=OfState)
OPTIONS = 4
FEWEST = 3
SPARE = 2
"""How many years near the right one are left out of the options."""

TRUE_OR_FALSE = ("True", "False")


@dataclass(frozen=True)
class Made:
    """A question, the codes of the states that it is about, and the day on which the act that it is about took effect.

    A set avoids asking about a state twice, and about two acts that took effect on one day.
    """

    question: Question
    about: frozenset[str]
    effect: date | None = None


@dataclass
class Draw:
    """A source of chance for one level of a set. `random.Random` over a text gives the same on every machine."""

    seed: str
    avoided: set[str] = field(default_factory=set)
    """Codes of the states that were asked about and are left alone while there are others."""
    avoided_effects: set[date] = field(default_factory=set)
    """Days on which acts that were asked about took effect; other acts of these days are left alone as well."""
    _random: random.Random = field(init=False)
    _decks: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def free(self, states: Iterable[Standing]) -> list[Standing]:
        """The states that need not be avoided."""
        return [state for state in states if state.iso3 not in self.avoided]

    def free_acts(self, acts: Iterable[Act]) -> list[Act]:
        """The acts of states that need not be avoided."""
        return [act for act in acts if act.standing.iso3 not in self.avoided]

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self._random.randrange(len(items))]

    def some(self, items: Sequence[Item], number: int) -> list[Item]:
        """The number of different items, or all of them where there are fewer, in an order of chance."""
        return self._random.sample(list(items), min(number, len(items)))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """All items in an order of chance."""
        return self.some(items, len(items))

    def place(self, number: int) -> int:
        """A place among the number of options, the same until it is taken; each comes once before any comes again."""
        deck = self._decks.setdefault(number, [])
        if not deck:
            deck.extend(self.shuffled(range(number)))
        return deck[-1]

    def take_place(self, number: int) -> None:
        """Takes the place among the number of options: a question that was asked has it."""
        self._decks[number].pop()

    def turn(self) -> None:
        """Puts the next places last: a question that nothing could be found for may find something for others."""
        for number, deck in self._decks.items():
            if len(deck) == 1:
                deck[:0] = self.shuffled(range(number))
            if deck:
                deck.insert(0, deck.pop())

    def among(self, right: Item, others: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[int]]:
        """The right option at a place of chance among the others, and that place."""
        place = self.place(len(others) + 1)
        mixed = self.shuffled(others)
        return (*mixed[:place], right, *mixed[place:]), (place,)

    def year_place(self, first: int, last: int) -> tuple[int, int] | None:
        """How many years are offered, from a scope of these years, and at which place the right one stands among them.

        None where the scope has too few years.
        """
        number = min(OPTIONS, last - first + 1)
        return (number, self.place(number)) if number >= FEWEST else None

    def years(self, right: int, first: int, last: int, number: int, place: int) -> list[int] | None:
        """Years near the right one, in their order, with it at the place; None where the scope leaves it no room."""
        later = number - place - 1
        before = range(max(first, right - place - SPARE), right)
        after = range(right + 1, min(last, right + later + SPARE) + 1)
        if len(before) < place or len(after) < later:
            return None
        return sorted([*self.some(before, place), right, *self.some(after, later)])
