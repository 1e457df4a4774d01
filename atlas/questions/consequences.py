"""Level 3: what follows from a deposit or a notice, and from which day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from atlas.questions.drawing import FEWEST, OPTIONS, TRUE_OR_FALSE, Draw, Made
from atlas.questions.ground import Deposit, Ground, Notice
from atlas.questions.model import Question
from atlas.questions.record import Standing
from atlas.questions.wording import (
    consents,
    entry_article,
    name_of,
    opening_name,
    sources_of,
    status_table,
    withdrawal_article,
)
from atlas.words import capitalised, long_day

OTHER_RULES = (
    ("months", 3),
    ("months", 6),
    ("months", 12),
    ("days", 30),
    ("days", 90),
    ("first-of-month", 5),
    ("first-of-month", 6),
    ("first-of-month", 7),
)
"""Rules that give a wrong day under most treaties, and that a reader may take for the right one."""

APART = 5
"""A wrong day lies at least so many days from the right one: it is not wrong by a way of counting."""

LATER = 120
"""A question about the time after a consequence asks about one of so many days after it."""

SHARE_BETWEEN = 3
"""Of so many questions of status, all but one ask about a day between the act and its consequence."""

STANDINGS = {
    "outside": "It had neither signed nor joined",
    "signatory": "It had signed, but had not consented to be bound",
    "joining": "It had consented to be bound, but was not bound yet",
    "party": "It was bound, and had not given notice that it would leave",
    "withdrawing": "It had given notice that it would leave, and was still bound",
    "withdrawn": "It had left, and was no longer bound",
}
ENTERING = ("outside", "signatory", "joining", "party")
LEAVING = ("joining", "party", "withdrawing", "withdrawn")


def bound_from(ground: Ground, draw: Draw) -> Made | None:
    """A question for the day from which a deposit bound the state."""
    deposits = _in_force(ground, draw)
    if not deposits:
        return None
    deposit = draw.one(deposits)
    shown = _days_shown(ground, draw, deposit.day, deposit.bound, [ground.entry] if deposit.day < ground.entry else [])
    if shown is None:
        return None
    state = name_of(deposit.standing)
    act = f"{opening_name(deposit.standing)} {consents(ground, deposit)} on {long_day(deposit.day)}."
    text = f"{act} From which day was {state} bound?"
    return _asked("bound-from", text, shown, ground, deposit)


def bound_until(ground: Ground, draw: Draw) -> Made | None:
    """A question for the day on which a withdrawal took effect."""
    left = _left(ground, draw)
    if not left:
        return None
    notice, effect = draw.one(left)
    shown = _days_shown(ground, draw, notice.day, effect, [])
    if shown is None:
        return None
    text = f"{_notice_received(ground, notice)} From which day was {name_of(notice.standing)} no longer bound?"
    return _asked("bound-until", text, shown, ground, notice)


def status_joining(ground: Ground, draw: Draw) -> Made | None:
    """A question for the status between a deposit and the day from which it binds, or after it."""
    deposits = [each for each in _in_force(ground, draw) if (each.bound - each.day).days > 2 * APART]
    if not deposits:
        return None
    deposit = draw.one(deposits)
    day = _day_around(draw, deposit.day, deposit.bound, ground.last, between=draw.one(range(SHARE_BETWEEN)) > 0)
    status = deposit.standing.status_on(day) if day else None
    if not day or status not in ENTERING:
        return None
    text = (
        f"{opening_name(deposit.standing)} {consents(ground, deposit)} on {long_day(deposit.day)}. "
        f"What was its status on {long_day(day)}?"
    )
    shown = draw.among(STANDINGS[status], [STANDINGS[each] for each in ENTERING if each != status])
    return _asked("status-joining", text, shown, ground, deposit)


def status_leaving(ground: Ground, draw: Draw) -> Made | None:
    """A question for the status between a notice and the day on which it takes effect, or after it."""
    left = _left(ground, draw)
    if not left:
        return None
    notice, effect = draw.one(left)
    day = _day_around(draw, notice.day, effect, ground.last, between=draw.one(range(SHARE_BETWEEN)) > 0)
    status = notice.standing.status_on(day) if day else None
    if not day or status not in LEAVING:
        return None
    text = f"{_notice_received(ground, notice)} What was the status of {name_of(notice.standing)} on {long_day(day)}?"
    shown = draw.among(STANDINGS[status], [STANDINGS[each] for each in LEAVING if each != status])
    return _asked("status-leaving", text, shown, ground, notice)


def deposit_binds(ground: Ground, draw: Draw) -> Made | None:
    """True or false: a state that had deposited was bound on a day before or after its instrument took effect."""
    deposits, place = (
        [each for each in _in_force(ground, draw) if (each.bound - each.day).days > 2 * APART],
        draw.place(2),
    )
    if not deposits:
        return None
    deposit = draw.one(deposits)
    day = _day_around(draw, deposit.day, deposit.bound, ground.last, between=place == 1)
    if not day or deposit.standing.bound_on(day) is not (place == 0):
        return None
    text = (
        f"{opening_name(deposit.standing)} {consents(ground, deposit)} on {long_day(deposit.day)}. "
        f"True or false: it was bound on {long_day(day)}."
    )
    return _asked("deposit-binds", text, (TRUE_OR_FALSE, (place,)), ground, deposit)


def notice_frees(ground: Ground, draw: Draw) -> Made | None:
    """True or false: a state that had given notice was still bound on a day."""
    left, place = _left(ground, draw), draw.place(2)
    if not left:
        return None
    notice, effect = draw.one(left)
    day = _day_around(draw, notice.day, effect, ground.last, between=place == 0)
    if not day or notice.standing.bound_on(day) is not (place == 0):
        return None
    text = (
        f"{_notice_received(ground, notice)} True or false: {name_of(notice.standing)} was still bound on "
        f"{long_day(day)}."
    )
    return _asked("notice-frees", text, (TRUE_OR_FALSE, (place,)), ground, notice)


def _in_force(ground: Ground, draw: Draw) -> list[Deposit]:
    taken = draw.avoided_effects
    return [each for each in draw.free_acts(ground.deposits) if each.bound <= ground.last and each.bound not in taken]


def _left(ground: Ground, draw: Draw) -> list[tuple[Notice, date]]:
    return [
        (each, each.effect)
        for each in draw.free_acts(ground.notices)
        if each.effect and each.effect <= ground.last and each.effect not in draw.avoided_effects
    ]


def _notice_received(ground: Ground, notice: Notice) -> str:
    state = name_of(notice.standing)
    return f"The notice by which {state} withdrew from {ground.treaty} was received on {long_day(notice.day)}."


def _day_around(draw: Draw, act: date, effect: date, last: date, *, between: bool) -> date | None:
    """A day between an act and its effect, or one of the days after it; never the first or the last of them."""
    begin, end = (act, effect) if between else (effect, min(last, effect + timedelta(days=LATER)))
    inside = (end - begin).days - 2
    return begin + timedelta(days=2 + draw.one(range(inside - 1))) if inside > 1 else None


def _wrong_days(ground: Ground, act: date, right: date, more: Sequence[date]) -> Iterator[date]:
    yield act
    yield from more
    for kind, amount in OTHER_RULES:
        yield ground.record.by_rule(kind, amount, act)


def _days_shown(
    ground: Ground, draw: Draw, act: date, right: date, more: Sequence[date]
) -> tuple[tuple[str, ...], tuple[int]] | None:
    """The right day among wrong ones, by another rule from the same act; one of them falls on a first as it does."""
    apart: list[date] = []
    for day in draw.shuffled(sorted(set(_wrong_days(ground, act, right, more)))):
        if all(abs((day - other).days) >= APART for other in (right, *apart)):
            apart.append(day)
    alike = [day for day in apart if (day.day == 1) is (right.day == 1)]
    wrong = [*alike[:1], *(day for day in apart if day not in alike[:1])][: OPTIONS - 1]
    if len(wrong) + 1 < FEWEST:
        return None
    shown, answer = draw.among(right, wrong)
    return tuple(long_day(day) for day in shown), answer


def _asked(
    kind: str, text: str, shown: tuple[tuple[str, ...], tuple[int]], ground: Ground, act: Deposit | Notice
) -> Made:
    """The question about what followed from an act, with the statuses before and after it took effect."""
    standing = act.standing
    effect = act.bound if isinstance(act, Deposit) else act.effect or act.day
    days = sorted({act.day, effect})
    question = Question(
        kind=kind,
        level=3,
        text=text,
        options=shown[0],
        answer=shown[1],
        because=_joined_told(ground, act) if isinstance(act, Deposit) else _left_told(act.standing, act.day, effect),
        article=_article(ground, act),
        rows=status_table([standing], *days),
        source_ids=sources_of([standing.span_on(day) for day in days], ground.record.treaty["source_id"]),
    )
    return Made(question, frozenset({standing.iso3}), effect)


def _article(ground: Ground, act: Deposit | Notice) -> str:
    if isinstance(act, Notice):
        return withdrawal_article(ground)
    return entry_article(ground, with_treaty=act.bound == ground.entry)


def _joined_told(ground: Ground, deposit: Deposit) -> str:
    name, bound = opening_name(deposit.standing), long_day(deposit.bound)
    with_treaty = ", the day on which the treaty itself entered into force" * (deposit.bound == ground.entry)
    return f"{name} {consents(ground, deposit)} on {long_day(deposit.day)}. It was bound from {bound}{with_treaty}."


def _left_told(standing: Standing, notice: date, effect: date) -> str:
    state = name_of(standing)
    return capitalised(
        f"{state} gave notice on {long_day(notice)}. The withdrawal took effect on {long_day(effect)}; until then the "
        "state was bound."
    )


GENERATORS: dict[str, Callable[[Ground, Draw], Made | None]] = {
    "bound-from": bound_from,
    "bound-until": bound_until,
    "status-joining": status_joining,
    "status-leaving": status_leaving,
    "deposit-binds": deposit_binds,
    "notice-frees": notice_frees,
}
