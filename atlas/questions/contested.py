"""Level 3: true or false, whether the record marks the status of a state as contested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from atlas.questions.drawing import TRUE_OR_FALSE, Draw, Made
from atlas.questions.ground import Ground
from atlas.questions.model import Question
from atlas.questions.record import MARGIN, Standing
from atlas.questions.wording import name_of, opening_name, sources_of, stands, status_table, withdrawal_article
from atlas.status import LEFT_OR_LEAVING
from atlas.words import ACTION_LABELS, capitalised, long_day


def is_contested(ground: Ground, draw: Draw) -> Made | None:
    """True or false of a state whose claim is contested, or of another one of its region with a status that is proved.

    The other one has given notice that it leaves, or has left, or has objected to such a claim, while there is such a
    state: there it has to be weighed.
    Only where the record of the treaty holds such a claim within the scope: elsewhere the answer is always no.
    """
    claims = ground.claims
    if not claims:
        return None
    place = draw.place(2)
    days = [day for day in (*ground.days, ground.last) if any(_stands_on(claim, day) for claim in claims.values())]
    if not days:
        return None
    day = draw.one(days)
    claimed = [ground.standings[iso3] for iso3, claim in claims.items() if _stands_on(claim, day)]
    regions = {standing.region for standing in claimed}
    unclaimed = [
        each
        for each in ground.standings.values()
        if each.iso3 not in claims and each.region in regions and each.bound_on(day) is not None
    ]
    likely = [each for each in unclaimed if each.status_on(day) in LEFT_OR_LEAVING or _objected(ground, each, day)]
    candidates = draw.free(claimed) if place == 0 else draw.free(likely) or draw.free(unclaimed)
    if not candidates:
        return None
    state = draw.one(candidates)
    return _told(ground, state, claims.get(state.iso3), day, place)


def _objected(ground: Ground, standing: Standing, day: date) -> bool:
    acts = ground.record.actions.get(standing.iso3, ())
    return any(act["action"] == "objection_to_suspension" and act["date"] <= day.isoformat() for act in acts)


def _stands_on(claim: Mapping[str, Any], day: date) -> bool:
    return date.fromisoformat(claim["date"]) + MARGIN <= day


def _told(ground: Ground, state: Standing, claim: Mapping[str, Any] | None, day: date, place: int) -> Made:
    rows = status_table([state], day).assign(Contested=claim["reason"] if claim else "no")
    question = Question(
        kind="contested-or-not",
        level=3,
        text=f"True or false: in the record, the status of {name_of(state)} under {ground.treaty} on {long_day(day)} "
        "is marked as contested.",
        options=TRUE_OR_FALSE,
        answer=(place,),
        because=_because(state, claim, day),
        article=withdrawal_article(ground),
        rows=rows,
        source_ids=sources_of([state.span_on(day)], *([claim["source_id"]] if claim else [])),
    )
    return Made(question, frozenset({state.iso3}))


def _because(state: Standing, claim: Mapping[str, Any] | None, day: date) -> str:
    if claim is None:
        return capitalised(f"{stands(state, day)}. The record holds no contested act of that state under the treaty.")
    act = ACTION_LABELS[claim["action"]]
    return f"{opening_name(state)}: {act} on {long_day(date.fromisoformat(claim['date']))}. {claim['reason']}."


GENERATORS = {"contested-or-not": is_contested}
