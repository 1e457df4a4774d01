"""Sets of questions: the same for everybody who has the same facts, scope and seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from atlas.questions import consequences, contested, neighbours, numbers, order, states
from atlas.questions.drawing import Draw, Made
from atlas.questions.ground import Ground, ground_of
from atlas.questions.model import Question, Scope
from atlas.status import History
from atlas.tables import Tables

Generator = Callable[[Ground, Draw], Made | None]
GENERATORS: dict[int, dict[str, Generator]] = {
    1: {**states.GENERATORS, **numbers.EASY},
    2: {**order.GENERATORS, **numbers.GENERATORS, **neighbours.GENERATORS},
    3: {**consequences.GENERATORS, **contested.GENERATORS},
}
KINDS = {level: tuple(generators) for level, generators in GENERATORS.items()}
"""Permanent keys of the kinds of question by level."""

TRIES = 12
"""How often a kind may draw before it counts as one that the scope cannot prove."""


class Asked:
    """The questions of a set so far, the states they are about, and their texts."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.about: set[str] = set()
        self._texts: set[tuple[str, frozenset[str]]] = set()

    def takes(self, made: Made) -> bool:
        """Adds the question and says so, unless the same was asked."""
        key = made.question.text, frozenset(made.question.options)
        if key in self._texts:
            return False
        self.questions.append(made.question)
        self._texts.add(key)
        self.about |= made.about
        return True


def ask(history: History, tables: Tables, scope: Scope, *, seed: int, number: int) -> tuple[Question, ...]:
    """`number` questions at each of the three levels, by level; fewer where the record does not prove more.

    The set depends on the facts, the scope, the seed and the number alone. Within it no kind comes twice at a level
    before all that can be asked came once, and no state is asked about twice while there are others.
    Raises KeyError for a treaty that the tables do not have.
    """
    named = replace(scope, region=tuple(sorted(set(scope.region))))
    ground = ground_of(history, tables, named)
    asked = Asked()
    if ground.first > ground.last:
        return ()
    for level, generators in GENERATORS.items():
        draw = Draw(f"{named.treaty}|{named.first}|{named.last}|{','.join(named.region)}|{seed}|{level}")
        _add_level(asked, generators, ground, draw, len(asked.questions) + number)
    return tuple(asked.questions)


def _add_level(asked: Asked, generators: dict[str, Generator], ground: Ground, draw: Draw, wanted: int) -> None:
    """Goes round the kinds, in an order of chance, until there are enough questions or a round adds none."""
    for again in (False, True):
        draw.avoided = set() if again else asked.about
        kinds, before = draw.shuffled(list(generators)), -1
        while before < len(asked.questions) < wanted:
            before = len(asked.questions)
            for kind in kinds:
                if len(asked.questions) < wanted:
                    _add(asked, generators[kind], ground, draw)


def _add(asked: Asked, generator: Generator, ground: Ground, draw: Draw) -> None:
    for _ in range(TRIES):
        made = generator(ground, draw)
        if made and asked.takes(made):
            if len(made.question.answer) == 1:
                draw.take_place(len(made.question.options))
            return
        draw.turn()
