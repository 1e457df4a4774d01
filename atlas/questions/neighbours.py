"""Level 2: which neighbour of a state is bound, or is not; neighbours are those of `neighbours.csv`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from atlas.questions.drawing import FEWEST, OPTIONS, Draw, Made
from atlas.questions.ground import Ground
from atlas.questions.record import Standing, record_of
from atlas.questions.states import told
from atlas.questions.wording import name_of
from atlas.status import UNABLE
from atlas.tables import Tables
from atlas.words import long_day

LEAST_KM = 1
"""A border shorter than this is a point where states meet, and its drawing does not prove that they are neighbours."""


@lru_cache(maxsize=4)
def neighbours_of(tables: Tables) -> dict[str, dict[str, str]]:
    """The neighbours by land of each state, each with the key of its source; territories are left out."""
    rows, states = tables["neighbours"], set(tables.states["iso3"])
    found: dict[str, dict[str, str]] = {}
    for one, other, km, source in rows[["iso3_a", "iso3_b", "km", "source_id"]].itertuples(index=False):
        if {one, other} <= states and km >= LEAST_KM:
            found.setdefault(one, {})[other] = source
            found.setdefault(other, {})[one] = source
    return found


@dataclass(frozen=True)
class Side:
    """The side of the treaty that is asked for."""

    kind: str
    bound: bool
    words: str


SIDES = (
    Side("neighbour-not-bound", bound=False, words="was not bound by {treaty}"),
    Side("neighbour-bound", bound=True, words="was bound by {treaty}"),
)


def neighbour(side: Side, ground: Ground, draw: Draw) -> Made | None:
    """A question for the one neighbour on a side among neighbours on the other, all in one region of the world."""
    around = neighbours_of(ground.tables)
    free = draw.free(ground.standings.values())
    centres = [state for state in free if len(around.get(state.iso3, ())) >= FEWEST]
    if not centres or not ground.days:
        return None
    day, centre = draw.one(ground.days), draw.one(centres)
    every = record_of(ground.history, ground.tables, ground.scope.treaty).standings
    near = [every[iso3] for iso3 in sorted(around[centre.iso3])]
    rights = [each for each in draw.free(near) if each.bound_on(day) is side.bound]
    if centre.span_on(day).status in UNABLE or not rights:
        return None
    right = draw.one(rights)
    wrong = draw.some([each for each in near if _is_opposite(each, right, each.bound_on(day), side)], OPTIONS - 1)
    if len(wrong) + 1 < FEWEST:
        return None
    words = side.words.format(treaty=ground.treaty)
    text = f"On {long_day(day)}, which of these neighbours of {name_of(centre)} {words}?"
    shapes = [around[centre.iso3][each.iso3] for each in (right, *wrong)]
    made = told(side.kind, 2, text, ground, draw, right, wrong, day, shapes)
    made.question.rows.insert(1, "Neighbour of", centre.name)
    return Made(made.question, frozenset({centre.iso3, right.iso3}))


def _is_opposite(standing: Standing, right: Standing, bound: bool | None, side: Side) -> bool:
    return bound is (not side.bound) and standing.region == right.region


def on_side(side: Side) -> Callable[[Ground, Draw], Made | None]:
    """The generator of a side."""
    return lambda ground, draw: neighbour(side, ground, draw)


GENERATORS = {side.kind: on_side(side) for side in SIDES}
