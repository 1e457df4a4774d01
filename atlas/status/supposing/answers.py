"""What would follow from a supposed act: the day of its effect and the figures of that day, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from atlas.status.history import History
from atlas.status.memberships import dated_actions, memberships, treaties_in_force
from atlas.status.supposing.standing import ACTS, Opening, Standing, missing, openings, own_acts, standing_on
from atlas.status.terms import BOUND, JOINED, STATUSES
from atlas.tables import Tables

KEPT = 300  # how many answers


class Figures(NamedTuple):
    """Numbers of states: bound, deposited and not withdrawn, left, and all that were states."""

    bound: int
    joined: int
    left: int
    states: int


@dataclass(frozen=True)
class Supposition:
    """What a supposed act would do; `recorded` and `supposed` are the figures of the day on which it takes effect.

    `with_treaty`: the treaty itself enters into force on that day, as recorded. `clause`: the treaty lets a withdrawal
    wait for the end of an armed conflict. `confirmed`: the number of the article was checked against the text.
    `depending`: the treaties that only parties to this one can join, and that the state has joined; of them nothing is
    computed. `doubtful`: the standings of states that are not certain on the day of the effect, by code.
    """

    treaty: str
    iso3: str
    act: str
    day: date
    status_before: str
    takes_effect: date
    status_after: str
    article: str
    confirmed: bool
    rule: str
    with_treaty: bool
    clause: bool
    recorded: Figures
    supposed: Figures
    depending: tuple[str, ...]
    doubtful: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Refusal:
    """Why an act cannot be supposed: how the state stands on the day, and what can be supposed instead.

    `needs`: the treaty that the state must join first and on that day has not; blank where there is none.
    """

    treaty: str
    iso3: str
    act: str
    day: date
    standing: Standing
    opening: Opening
    needs: str

    @property
    def open(self) -> bool:
        """Whether the status of the day would allow the act, were it not for `needs` or a later act of the record."""
        return self.standing.status in ACTS[self.act].open_to


Answer = Supposition | Refusal


def suppose(history: History, tables: Tables, treaty: str, iso3: str, act: str, day: date) -> Answer:
    """What the act ("notice" or "deposit") of a state on a day would do under one treaty, or why it cannot be."""
    return _answers(history, tables, iso3, act, day, (treaty,))[treaty]


def suppose_all(history: History, tables: Tables, iso3: str, act: str, day: date) -> Mapping[str, Answer]:
    """The same under every treaty, by its key, in the order of `treaties.csv`."""
    return _answers(history, tables, iso3, act, day, tuple(tables["treaties"]["treaty"]))


def figures(history: History, treaty: str, day: date) -> Figures:
    """The figures of the record on a day; after the last check they hold the effects that the record already fixes."""
    return _figures(_counts(history, treaty, day))


def effects(tables: Tables, recorded: pd.DataFrame, supposed: pd.DataFrame) -> pd.DataFrame:
    """The memberships (see `memberships`) that follow from recorded actions and supposed ones, in time order.

    `supposed` has the columns treaty, iso3, action and date. Whether an act is possible is not asked here.
    """
    actions = pd.concat([recorded, supposed], ignore_index=True)
    return memberships(
        dated_actions(Tables(tables.package, {**tables.frames, "actions": actions})), treaties_in_force(tables)
    )


@lru_cache(maxsize=KEPT)
def _answers(
    history: History, tables: Tables, iso3: str, act: str, day: date, treaties: tuple[str, ...]
) -> Mapping[str, Answer]:
    opened = openings(history, tables, iso3)
    possible = [key for key in treaties if opened[key].allows(act, day)]
    outcomes = _outcomes(tables, iso3, act, day, possible) if possible else {}
    return {
        treaty: _supposition(history, tables, treaty, iso3, act, day, outcomes[treaty])
        if treaty in possible
        else _refusal(history, tables, treaty, iso3, act, day, opened[treaty])
        for treaty in treaties
    }


def _outcomes(tables: Tables, iso3: str, act: str, day: date, treaties: Sequence[str]) -> dict[str, tuple[date, bool]]:
    """By treaty: the day on which the supposed act takes effect, and whether the treaty itself does so that day."""
    texts = {"treaty": list(treaties), "iso3": iso3, "action": ACTS[act].action, "date": day.isoformat()}
    rows = effects(tables, own_acts(tables, iso3), pd.DataFrame(texts, dtype="str"))
    columns = (rows[name] for name in ("treaty", ACTS[act].effect, "with_treaty"))
    return {treaty: (effect.date(), bool(with_treaty)) for treaty, effect, with_treaty in zip(*columns, strict=True)}


def _supposition(
    history: History, tables: Tables, treaty: str, iso3: str, act: str, day: date, outcome: tuple[date, bool]
) -> Supposition:
    kind, law = ACTS[act], tables.row("treaties", treaty)
    takes_effect, with_treaty = outcome[0], act == "deposit" and outcome[1]
    article = "entry_article" if with_treaty else kind.article
    counts = _counts(history, treaty, takes_effect)
    moved = dict(counts)
    moved[standing_on(history, treaty, iso3, takes_effect).status] -= 1
    moved[kind.outcome] += 1
    return Supposition(
        treaty,
        iso3,
        act,
        day,
        status_before=standing_on(history, treaty, iso3, day).status,
        takes_effect=takes_effect,
        status_after=kind.outcome,
        article=law[article],
        confirmed=bool(law.get(f"{article}_confirmed", law[article])),
        rule=law[kind.rule],
        with_treaty=with_treaty,
        clause=act == "notice" and bool(law["armed_conflict_clause"]),
        recorded=_figures(counts),
        supposed=_figures(moved),
        depending=_depending(history, tables, treaty, iso3, takes_effect) if act == "notice" else (),
        doubtful=_doubtful(history, treaty, iso3, takes_effect),
    )


def _refusal(
    history: History, tables: Tables, treaty: str, iso3: str, act: str, day: date, opening: Opening
) -> Refusal:
    standing = standing_on(history, treaty, iso3, day)
    needs = missing(history, tables, treaty, iso3, day) if act == "deposit" else ""
    return Refusal(treaty, iso3, act, day, standing, opening, needs)


def _depending(history: History, tables: Tables, treaty: str, iso3: str, day: date) -> tuple[str, ...]:
    treaties = tables["treaties"]
    inner = treaties.loc[treaties["within"] == treaty, "treaty"]
    return tuple(key for key in inner if standing_on(history, key, iso3, day).status in JOINED)


def _doubtful(history: History, treaty: str, iso3: str, day: date) -> tuple[tuple[str, str], ...]:
    """The other states whose status on the day is not certain, each with the status it is counted in."""
    rows = history.status_on(day, treaty)
    rows = rows[~rows["certain"].astype("bool") & (rows["iso3"] != iso3)]
    return tuple(zip(rows["iso3"], rows["status"], strict=True))


def _counts(history: History, treaty: str, day: date) -> dict[str, int]:
    return {status: int(numbers.iat[0]) for status, numbers in history.counts([day], treaty)[list(STATUSES)].items()}


def _figures(counts: Mapping[str, int]) -> Figures:
    return Figures(
        bound=sum(counts[status] for status in BOUND),
        joined=sum(counts[status] for status in JOINED),
        left=counts["withdrawn"],
        states=sum(counts.values()) - counts["not-yet-state"],
    )
