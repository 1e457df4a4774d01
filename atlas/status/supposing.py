"""What would follow if a state gave notice of withdrawal, or deposited its instrument, on a day it did not.

The supposed act joins a copy of the state's own actions, and the law of `memberships` says when it takes effect: no
rule is written twice. Neither the tables nor the history change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from atlas.status.history import History
from atlas.status.memberships import dated_actions, memberships
from atlas.status.terms import BOUND, JOINED, STATUSES
from atlas.tables import Tables
from atlas.tables.dates import latest
from atlas.tables.record import RANK

KEPT = 300  # how many answers


class Kind(NamedTuple):
    """A kind of act: its code among the actions, who can do it, and what the law and the treaty say of it."""

    action: str
    open_to: tuple[str, ...]
    effect: str
    outcome: str
    rule: str
    article: str


ACTS = {
    "notice": Kind("withdrawal_notified", ("party",), "out", "withdrawn", "withdrawal_rule", "withdrawal_article"),
    "deposit": Kind(
        "accession", ("outside", "signatory", "withdrawn"), "in_force", "party", "entry_rule", "joiner_article"
    ),
}
"""The acts that can be supposed. Every instrument has the effect of an accession; notice is for states parties."""


class Standing(NamedTuple):
    """A status, and the days on which it holds: since <= day < until."""

    status: str
    since: date
    until: date


class Opening(NamedTuple):
    """The one act that can be supposed after all that the record holds, the first day for it, and the last act held."""

    act: str
    first: date
    last_action: str
    last_date: str


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


@dataclass(frozen=True)
class Refusal:
    """Why an act cannot be supposed: how the state stands on the day, and what can be supposed instead."""

    treaty: str
    iso3: str
    act: str
    day: date
    standing: Standing
    opening: Opening

    @property
    def superseded(self) -> bool:
        """The status of the day would allow the act, but the record holds a later one."""
        return self.standing.status in ACTS[self.act].open_to


Answer = Supposition | Refusal


def suppose(history: History, tables: Tables, treaty: str, iso3: str, act: str, day: date) -> Answer:
    """What the act ("notice" or "deposit") of a state on a day would do under one treaty, or why it cannot be."""
    return _answers(history, tables, iso3, act, day, (treaty,))[treaty]


def suppose_all(history: History, tables: Tables, iso3: str, act: str, day: date) -> Mapping[str, Answer]:
    """The same under every treaty, by its key, in the order of `treaties.csv`."""
    return _answers(history, tables, iso3, act, day, tuple(tables["treaties"]["treaty"]))


@lru_cache(maxsize=KEPT)
def openings(history: History, tables: Tables, iso3: str) -> Mapping[str, Opening]:
    """What can be supposed of a state, by treaty. After all its recorded acts a party can give notice, others can join.

    The first day lies on or after the last recorded act, the opening of the treaty and the independence of the state;
    a second act on the day of the last one follows it only as far as the order of acts in the record allows.
    """
    acts = _acts(tables, iso3)
    return {
        treaty: _opening(standings[-1], acts[acts["treaty"] == treaty])
        for treaty, standings in _standings(history, iso3).items()
    }


def figures(history: History, treaty: str, day: date) -> Figures:
    """The figures of the record on a day; after the last check they hold the effects that the record already fixes."""
    return _figures(_counts(history, treaty, day))


def effects(tables: Tables, recorded: pd.DataFrame, supposed: pd.DataFrame) -> pd.DataFrame:
    """The memberships (see `memberships`) that follow from recorded actions and supposed ones, in time order.

    `supposed` has the columns treaty, iso3, action and date. Whether an act is possible is not asked here.
    """
    actions = pd.concat([recorded, supposed], ignore_index=True)
    return memberships(dated_actions(Tables(tables.package, {**tables.frames, "actions": actions})), tables["treaties"])


@lru_cache(maxsize=KEPT)
def _answers(
    history: History, tables: Tables, iso3: str, act: str, day: date, treaties: tuple[str, ...]
) -> Mapping[str, Answer]:
    opened = openings(history, tables, iso3)
    possible = [key for key in treaties if opened[key].act == act and opened[key].first <= day]
    outcomes = _outcomes(tables, iso3, act, day, possible) if possible else {}
    return {
        treaty: _supposition(history, tables, treaty, iso3, act, day, outcomes[treaty])
        if treaty in possible
        else Refusal(treaty, iso3, act, day, _standing(history, treaty, iso3, day), opened[treaty])
        for treaty in treaties
    }


def _outcomes(tables: Tables, iso3: str, act: str, day: date, treaties: Sequence[str]) -> dict[str, tuple[date, bool]]:
    """By treaty: the day on which the supposed act takes effect, and whether the treaty itself does so that day."""
    texts = {"treaty": list(treaties), "iso3": iso3, "action": ACTS[act].action, "date": day.isoformat()}
    rows = effects(tables, _acts(tables, iso3), pd.DataFrame(texts, dtype="str"))
    columns = (rows[name] for name in ("treaty", ACTS[act].effect, "with_treaty"))
    return {treaty: (effect.date(), bool(with_treaty)) for treaty, effect, with_treaty in zip(*columns, strict=True)}


@lru_cache(maxsize=KEPT)
def _acts(tables: Tables, iso3: str) -> pd.DataFrame:
    """What the state did under all treaties, in the order of the last possible days."""
    actions = tables["actions"]
    own = actions[actions["iso3"] == iso3]
    return own.assign(last=latest(own["date"].to_list())).sort_values("last", kind="stable")


def _supposition(
    history: History, tables: Tables, treaty: str, iso3: str, act: str, day: date, outcome: tuple[date, bool]
) -> Supposition:
    kind, law = ACTS[act], tables.row("treaties", treaty)
    takes_effect, with_treaty = outcome[0], act == "deposit" and outcome[1]
    article = "entry_article" if with_treaty else kind.article
    counts = _counts(history, treaty, takes_effect)
    moved = dict(counts)
    moved[_standing(history, treaty, iso3, takes_effect).status] -= 1
    moved[kind.outcome] += 1
    return Supposition(
        treaty,
        iso3,
        act,
        day,
        status_before=_standing(history, treaty, iso3, day).status,
        takes_effect=takes_effect,
        status_after=kind.outcome,
        article=law[article],
        confirmed=bool(law.get(f"{article}_confirmed", law[article])),
        rule=law[kind.rule],
        with_treaty=with_treaty,
        clause=act == "notice" and bool(law["armed_conflict_clause"]),
        recorded=_figures(counts),
        supposed=_figures(moved),
    )


def _opening(final: Standing, acts: pd.DataFrame) -> Opening:
    act = next(name for name, kind in ACTS.items() if final.status in kind.open_to)
    if acts.empty:
        return Opening(act, final.since, "", "")
    last = acts.iloc[-1]
    same_day = acts.loc[acts["last"] == last["last"], "action"]
    taken = any(RANK.get(each, -1) >= RANK[ACTS[act].action] for each in same_day)
    return Opening(act, max(final.since, last["last"].date() + timedelta(taken)), last["action"], last["date"])


def _standing(history: History, treaty: str, iso3: str, day: date) -> Standing:
    return next(each for each in _standings(history, iso3)[treaty] if each.since <= day < each.until)


@lru_cache(maxsize=KEPT)
def _standings(history: History, iso3: str) -> dict[str, list[Standing]]:
    """The statuses of a state in time order, by treaty."""
    own = history.intervals[history.intervals["iso3"] == iso3]
    since = own["since"].dt.date.where(own["since"].notna(), date.min)
    until = own["until"].dt.date.where(own["until"].notna(), date.max)
    found: dict[str, list[Standing]] = {}
    for treaty, *standing in zip(own["treaty"], own["status"], since, until, strict=True):
        found.setdefault(treaty, []).append(Standing(*standing))
    return found


def _counts(history: History, treaty: str, day: date) -> dict[str, int]:
    return {status: int(numbers.iat[0]) for status, numbers in history.counts([day], treaty)[list(STATUSES)].items()}


def _figures(counts: Mapping[str, int]) -> Figures:
    return Figures(
        bound=sum(counts[status] for status in BOUND),
        joined=sum(counts[status] for status in JOINED),
        left=counts["withdrawn"],
        states=sum(counts.values()) - counts["not-yet-state"],
    )
