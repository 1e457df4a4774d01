"""Sets of questions: the same for everybody who has the same facts, scope and seed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from atlas.questions import consequences, contested, neighbours, numbers, order, states
from atlas.questions.drawing import TRUE_OR_FALSE, Draw, Made
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

BOUND_ON_A_DAY, JOINING, LEAVING = range(3)
SUBJECTS = {
    **dict.fromkeys(("bound-or-not", "who-is-bound", "who-is-not-bound"), BOUND_ON_A_DAY),
    **dict.fromkeys(("neighbour-bound", "neighbour-not-bound"), BOUND_ON_A_DAY),
    **dict.fromkeys(("order-joined", "order-bound", "who-was-first", "year-joined"), JOINING),
    **dict.fromkeys(("bound-from", "status-joining", "deposit-binds"), JOINING),
    **dict.fromkeys(("who-left", "who-gave-notice", "order-gave-notice", "order-left"), LEAVING),
    **dict.fromkeys(("bound-until", "status-leaving", "notice-frees", "contested-or-not"), LEAVING),
}
"""What kinds of question are about where several are about the same; any other kind is a subject of its own."""


class Alone(Enum):
    """Which states that were asked about a further question leaves alone."""

    EVERY = auto()
    OF_SUBJECT = auto()
    OF_SUBJECT_AND_LEVEL = auto()
    NONE = auto()


@dataclass(frozen=True)
class Round:
    """What is left alone while a level is filled.

    `kinds`: kinds that were asked at it. `answers`: answers that the kind had, and acts that took effect on a day that
    was an answer on the same subject.
    """

    kinds: bool
    states: Alone
    answers: bool


ROUNDS = (
    Round(kinds=True, states=Alone.EVERY, answers=True),
    Round(kinds=True, states=Alone.OF_SUBJECT, answers=True),
    Round(kinds=True, states=Alone.OF_SUBJECT, answers=False),
    Round(kinds=True, states=Alone.OF_SUBJECT_AND_LEVEL, answers=True),
    Round(kinds=True, states=Alone.OF_SUBJECT_AND_LEVEL, answers=False),
    Round(kinds=False, states=Alone.EVERY, answers=True),
    Round(kinds=False, states=Alone.OF_SUBJECT_AND_LEVEL, answers=False),
    Round(kinds=False, states=Alone.NONE, answers=False),
)
"""From the first round to the last a set asks for less: another subject about a state comes before a kind again."""

TRIES = 12
"""How often a kind may draw before it counts as one that the scope cannot prove."""


class Asked:
    """The questions of a set so far, the states they are about, and their texts."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.about: set[str] = set()
        self._texts: set[tuple[str, frozenset[str]]] = set()
        self._of_subject: dict[Hashable, set[str]] = {}
        self._of_level: dict[Hashable, set[str]] = {}
        self._effects: dict[Hashable, set[date]] = {}
        self._answers: set[tuple[str, str]] = set()

    def takes(self, made: Made, now: Round) -> bool:
        """Adds the question and says so, unless the same was asked."""
        key = made.question.text, frozenset(made.question.options)
        answer = made.question.kind, made.question.options[made.question.answer[0]]
        if key in self._texts or (now.answers and answer in self._answers):
            return False
        if made.question.options != TRUE_OR_FALSE:
            self._answers.add(answer)
        self.questions.append(made.question)
        self._texts.add(key)
        self.about |= made.about
        subject = subject_of(made.question.kind)
        self._of_subject.setdefault(subject, set()).update(made.about)
        self._of_level.setdefault((subject, made.question.level), set()).update(made.about)
        if made.effect:
            self._effects.setdefault(subject, set()).add(made.effect)
        return True

    def has(self, level: int, kind: str) -> bool:
        """Whether a question of the kind was asked at the level."""
        return any(each.kind == kind and each.level == level for each in self.questions)

    def leave_alone(self, draw: Draw, level: int, kind: str, now: Round) -> None:
        """Tells the draw which states and days the next question of the kind avoids in this round."""
        subject = subject_of(kind)
        draw.avoided = {
            Alone.EVERY: self.about,
            Alone.OF_SUBJECT: self._of_subject.get(subject, set()),
            Alone.OF_SUBJECT_AND_LEVEL: self._of_level.get((subject, level), set()),
            Alone.NONE: set(),
        }[now.states]
        draw.avoided_effects = self._effects.get(subject, set()) if now.answers else set()


def subject_of(kind: str) -> Hashable:
    """What the questions of a kind are about."""
    return SUBJECTS.get(kind, kind)


def ask(history: History, tables: Tables, scope: Scope, *, seed: int, number: int) -> tuple[Question, ...]:
    """`number` questions at each of the three levels, by level; fewer where the record does not prove more.

    The set depends on the facts, the scope, the seed and the number alone. Within it no kind comes twice at a level
    before all that can be asked came once, and no state is asked about twice while there are others, least of all on
    the same subject (`ROUNDS`).
    Raises KeyError for a treaty that the tables do not have.
    """
    named = replace(scope, region=tuple(sorted(set(scope.region))))
    ground = ground_of(history, tables, named)
    asked = Asked()
    if ground.first > ground.last:
        return ()
    for level in GENERATORS:
        draw = Draw(f"{named.treaty}|{named.first}|{named.last}|{','.join(named.region)}|{seed}|{level}")
        _add_level(asked, level, ground, draw, len(asked.questions) + number)
    return tuple(asked.questions)


def _add_level(asked: Asked, level: int, ground: Ground, draw: Draw, wanted: int) -> None:
    """Goes round the kinds, in an order of chance, until there are enough questions or the last round adds none."""
    kinds = draw.shuffled(list(GENERATORS[level]))
    for now in ROUNDS:
        before = -1
        while before < len(asked.questions) < wanted:
            before = len(asked.questions)
            for kind in kinds:
                if len(asked.questions) < wanted and not (now.kinds and asked.has(level, kind)):
                    asked.leave_alone(draw, level, kind, now)
                    _add(asked, GENERATORS[level][kind], ground, draw, now)


def _add(asked: Asked, generator: Generator, ground: Ground, draw: Draw, now: Round) -> None:
    for _ in range(TRIES):
        made = generator(ground, draw)
        if made and asked.takes(made, now):
            if len(made.question.answer) == 1:
                draw.take_place(len(made.question.options))
            return
        draw.turn()
