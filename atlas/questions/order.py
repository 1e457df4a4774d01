"""Level 2: put in order, who was first, and in which year, of acts whose days are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from atlas.questions.drawing import FEWEST, OPTIONS, Draw, Made
from atlas.questions.ground import Ground
from atlas.questions.model import Question
from atlas.questions.record import Standing
from atlas.questions.wording import consents, entry_article, name_of, opening_name, withdrawal_article
from atlas.words import listed, long_day


@dataclass(frozen=True)
class Dated:
    """What a state did, on which day, and where that is read."""

    standing: Standing
    day: date
    source_ids: tuple[str, ...]


def _deposits(ground: Ground) -> list[Dated]:
    return [Dated(each.standing, each.day, (each.source_id,)) for each in ground.deposits]


def _entries(ground: Ground) -> list[Dated]:
    bound = [each for each in ground.deposits if each.bound <= ground.last]
    return [Dated(each.standing, each.bound, tuple(each.span.source_ids.split(";"))) for each in bound]


def _notices(ground: Ground) -> list[Dated]:
    return [Dated(each.standing, each.day, each.source_ids) for each in ground.notices]


def _effects(ground: Ground) -> list[Dated]:
    left = [(each, each.effect) for each in ground.notices if each.effect and each.effect <= ground.last]
    return [Dated(each.standing, day, each.source_ids) for each, day in left]


@dataclass(frozen=True)
class Sequenced:
    """An act by whose days states can be put in order: in the question, in its heading, and the rule that decides."""

    kind: str
    acts: Callable[[Ground], list[Dated]]
    did: str
    heading: str
    article: Callable[[Ground], str]


DEPOSITED = Sequenced(
    "order-joined", _deposits, "consented to be bound by {treaty}", "Consent to be bound", entry_article
)
SEQUENCES = (
    DEPOSITED,
    Sequenced("order-bound", _entries, "became bound by {treaty}", "Bound from", entry_article),
    Sequenced(
        "order-gave-notice",
        _notices,
        "gave notice that they would leave {treaty}",
        "Notice of withdrawal received",
        withdrawal_article,
    ),
    Sequenced("order-left", _effects, "left {treaty}", "Left", withdrawal_article),
)
FIRST = "who-was-first"


def ordered(sequence: Sequenced, ground: Ground, draw: Draw) -> Made | None:
    """A question of order among states that acted on different days; never shown in the right order."""
    chosen = _on_different_days(draw.free_acts(sequence.acts(ground)), draw)
    if len(chosen) < FEWEST:
        return None
    right = sorted(chosen, key=lambda each: each.day)
    shown = draw.shuffled(chosen)
    if shown == right:
        shown = [*shown[1:], shown[0]]
    did = sequence.did.format(treaty=ground.treaty)
    question = Question(
        kind=sequence.kind,
        level=2,
        text=f"Put these states in the order in which they {did}, the earliest first.",
        options=tuple(each.standing.name for each in shown),
        answer=tuple(shown.index(each) for each in right),
        because=_days_told(right),
        article=sequence.article(ground),
        rows=_act_table(right, sequence.heading),
        source_ids=_sources(right),
    )
    return Made(question, frozenset(each.standing.iso3 for each in chosen))


def was_first(ground: Ground, draw: Draw) -> Made | None:
    """A question for the state that consented to be bound before the others."""
    chosen = _on_different_days(draw.free_acts(_deposits(ground)), draw)
    if len(chosen) < FEWEST:
        return None
    first, *others = sorted(chosen, key=lambda each: each.day)
    shown, answer = draw.among(first, others)
    question = Question(
        kind=FIRST,
        level=2,
        text=f"Which of these states was the first to consent to be bound by {ground.treaty}?",
        options=tuple(each.standing.name for each in shown),
        answer=answer,
        because=_days_told([first, *others]),
        article=entry_article(ground),
        rows=_act_table([first, *others], DEPOSITED.heading),
        source_ids=_sources([first, *others]),
    )
    return Made(question, frozenset({first.standing.iso3}))


def year_joined(ground: Ground, draw: Draw) -> Made | None:
    """A question for the year in which a state consented to be bound; options within the years of the scope.

    Not where so few joined that a question of level 3 about one of them tells the year.
    """
    first, last = max(ground.first.year, ground.adopted.year), ground.last.year
    found = draw.year_place(first, last)
    if not found or len(ground.deposits) < FEWEST:
        return None
    number, place = found
    offers = [(each, draw.years(each.day.year, first, last, number, place)) for each in draw.free_acts(ground.deposits)]
    proved = [(each, years) for each, years in offers if years]
    if not proved:
        return None
    deposit, years = draw.one(proved)
    name, act = name_of(deposit.standing), Dated(deposit.standing, deposit.day, (deposit.source_id,))
    question = Question(
        kind="year-joined",
        level=2,
        text=f"In which year did {name} consent to be bound by {ground.treaty}?",
        options=tuple(str(year) for year in years),
        answer=(place,),
        because=f"{opening_name(deposit.standing)} {consents(ground, deposit)} on {long_day(deposit.day)}.",
        article=entry_article(ground),
        rows=_act_table([act], DEPOSITED.heading),
        source_ids=act.source_ids,
    )
    return Made(question, frozenset({deposit.standing.iso3}))


def _on_different_days(acts: Sequence[Dated], draw: Draw) -> list[Dated]:
    chosen: dict[date, Dated] = {}
    for act in draw.shuffled(acts):
        if len(chosen) < OPTIONS:
            chosen.setdefault(act.day, act)
    return list(chosen.values())


def _days_told(acts: Sequence[Dated]) -> str:
    days = [f"{name_of(each.standing)} on {long_day(each.day)}" for each in acts]
    return f"In order: {listed(days)}."


def _act_table(acts: Sequence[Dated], heading: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"State": [each.standing.name for each in acts], heading: [long_day(each.day) for each in acts]}
    )


def _sources(acts: Sequence[Dated]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in acts for key in each.source_ids))


def orders(sequence: Sequenced) -> Callable[[Ground, Draw], Made | None]:
    """The generator of an order."""
    return lambda ground, draw: ordered(sequence, ground, draw)


GENERATORS = {
    **{sequence.kind: orders(sequence) for sequence in SEQUENCES},
    FIRST: was_first,
    "year-joined": year_joined,
}
