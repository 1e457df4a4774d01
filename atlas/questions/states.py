"""Level 1: which of these states, and true or false, about one day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from atlas.questions.drawing import FEWEST, OPTIONS, TRUE_OR_FALSE, Draw, Made
from atlas.questions.ground import Ground
from atlas.questions.model import Question
from atlas.questions.record import Standing
from atlas.questions.wording import (
    article_of,
    name_of,
    sources_of,
    standing_sentences,
    status_table,
)
from atlas.status import LEFT_OR_LEAVING
from atlas.words import long_day

Proof = Callable[[Standing, date], bool]


@dataclass(frozen=True)
class Pick:
    """A question for one state among several: what is asked, and what proves a state to be right or wrong."""

    kind: str
    text: str
    right: Proof
    wrong: Proof


def _left(standing: Standing, day: date) -> bool:
    return standing.status_on(day) == "withdrawn"


def _never_left(standing: Standing, day: date) -> bool:
    return standing.bound_on(day) is True and not standing.had_by(day, "withdrawn")


def _gave_notice(standing: Standing, day: date) -> bool:
    return standing.status_on(day) in LEFT_OR_LEAVING


def _never_gave_notice(standing: Standing, day: date) -> bool:
    earlier = any(standing.had_by(day, status) for status in LEFT_OR_LEAVING)
    return standing.bound_on(day) is True and not earlier


def _bound(standing: Standing, day: date) -> bool:
    """Bound without more: what follows from a notice is asked at level 3."""
    return standing.status_on(day) == "party"


def _not_bound(standing: Standing, day: date) -> bool:
    """Not bound, and not about to be: what follows from a deposit is asked at level 3."""
    return standing.bound_on(day) is False and standing.status_on(day) != "joining"


def _signed_only(standing: Standing, day: date) -> bool:
    return standing.status_on(day) == "signatory"


def _bound_or_outside(standing: Standing, day: date) -> bool:
    return standing.bound_on(day) is True or standing.status_on(day) == "outside"


PICKS = (
    Pick("who-left", "By {day}, which of these states had left {treaty}?", _left, _never_left),
    Pick(
        "who-gave-notice",
        "By {day}, which of these states had given notice that it would leave {treaty}?",
        _gave_notice,
        _never_gave_notice,
    ),
    Pick("who-is-bound", "On {day}, which of these states was bound by {treaty}?", _bound, _not_bound),
    Pick("who-is-not-bound", "On {day}, which of these states was not bound by {treaty}?", _not_bound, _bound),
    Pick(
        "who-only-signed",
        "On {day}, which of these states had signed {treaty}, but was not bound by it?",
        _signed_only,
        _bound_or_outside,
    ),
)


def picked(pick: Pick, ground: Ground, draw: Draw, days: Sequence[date]) -> Made | None:
    """A question for one state among others of its own region of the world, so that no option stands out."""
    if not days:
        return None
    day = draw.one(days)
    found = [(states, [each for each in states if pick.right(each, day)]) for states in ground.by_region.values()]
    rights = [(state, states) for states, right in found for state in draw.free(right)]
    if not rights:
        return None
    right, states = draw.one(rights)
    wrong = draw.some([each for each in states if pick.wrong(each, day)], OPTIONS - 1)
    if len(wrong) + 1 < FEWEST:
        return None
    return told(
        pick.kind, 1, pick.text.format(treaty=ground.treaty, day=long_day(day)), ground, draw, right, wrong, day
    )


def told(
    kind: str,
    level: int,
    text: str,
    ground: Ground,
    draw: Draw,
    right: Standing,
    wrong: Sequence[Standing],
    day: date,
    more_sources: Sequence[str] = (),
) -> Made:
    """The question whose options are states, with how each of them stood on the day."""
    shown, answer = draw.among(right, wrong)
    spans = [each.span_on(day) for each in shown]
    question = Question(
        kind=kind,
        level=level,
        text=text,
        options=tuple(each.name for each in shown),
        answer=answer,
        because=standing_sentences(right, wrong, day),
        article=article_of(ground, right.span_on(day).status),
        rows=status_table(shown, day),
        source_ids=sources_of(spans, *more_sources),
    )
    return Made(question, frozenset({right.iso3}))


def bound_or_not(ground: Ground, draw: Draw) -> Made | None:
    """True or false: the state was bound on the day."""
    if not ground.days or not ground.standings:
        return None
    day, place = draw.one(ground.days), draw.place(2)
    proved = _bound if place == 0 else _not_bound
    wanted = [each for each in draw.free(ground.standings.values()) if proved(each, day)]
    if not wanted:
        return None
    state = draw.one(wanted)
    question = Question(
        kind="bound-or-not",
        level=1,
        text=f"True or false: on {long_day(day)}, {name_of(state)} was bound by {ground.treaty}.",
        options=TRUE_OR_FALSE,
        answer=(place,),
        because=standing_sentences(state, (), day),
        article=article_of(ground, state.span_on(day).status),
        rows=status_table([state], day),
        source_ids=sources_of([state.span_on(day)]),
    )
    return Made(question, frozenset({state.iso3}))


def picks_on_days(pick: Pick) -> Callable[[Ground, Draw], Made | None]:
    """The generator of a pick over all days of the scope."""
    return lambda ground, draw: picked(pick, ground, draw, ground.days)


def picks_after_notices(pick: Pick) -> Callable[[Ground, Draw], Made | None]:
    """The generator of a pick over the days after the first notice of withdrawal: before it nobody is right."""

    def make(ground: Ground, draw: Draw) -> Made | None:
        days = [day for day in (*ground.days, ground.last) if ground.first_notice < day]
        return picked(pick, ground, draw, days)

    return make


GENERATORS = {
    "bound-or-not": bound_or_not,
    **{pick.kind: picks_after_notices(pick) for pick in PICKS[:2]},
    **{pick.kind: picks_on_days(pick) for pick in PICKS[2:]},
}
