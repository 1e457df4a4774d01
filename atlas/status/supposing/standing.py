"""How a state stands under a treaty, and which act can be supposed of it from which day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from atlas.status.history import History
from atlas.status.memberships import possible_days
from atlas.status.terms import JOINED
from atlas.tables import Tables
from atlas.tables.record import RANK

KEPT = 300  # how many states


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
    """A status, and the days on which it holds: since <= day < until; where not `certain`, a neighbour of it may."""

    status: str
    since: date
    until: date
    certain: bool


class Opening(NamedTuple):
    """The one act that can be supposed after all that the record holds, the first day for it, and the last act held.

    `needs`: the treaty that the state must join first; there is no day for the act as long as it has not.
    """

    act: str
    first: date
    last_action: str
    last_date: str
    needs: str = ""

    def allows(self, act: str, day: date) -> bool:
        """Whether the act can be supposed on the day."""
        return act == self.act and day >= self.first and not self.needs


@lru_cache(maxsize=KEPT)
def openings(history: History, tables: Tables, iso3: str) -> Mapping[str, Opening]:
    """What can be supposed of a state, by treaty. After all its recorded acts a party can give notice, others can join.

    The first day lies on or after the last recorded act, the opening of the treaty, the independence of the state and,
    for a treaty `within` another, the day on which it joined that one; a second act on the day of the last one follows
    it only as far as the order of acts in the record allows.
    """
    acts, found = own_acts(tables, iso3), standings(history, iso3)
    opened = {treaty: _opening(own[-1], acts[acts["treaty"] == treaty]) for treaty, own in found.items()}
    return {
        treaty: _within(opening, outer, joined_since(found[outer]) if outer else date.min)
        for treaty, opening in opened.items()
        for outer in [tables.row("treaties", treaty)["within"]]
    }


def missing(history: History, tables: Tables, treaty: str, iso3: str, day: date) -> str:
    """The treaty that a state must join before this one and on that day has not; blank where there is none."""
    outer: str = tables.row("treaties", treaty)["within"]
    joined = joined_since(standings(history, iso3)[outer]) if outer else date.min
    return outer if joined is None or day < joined else ""


def joined_since(own: Sequence[Standing]) -> date | None:
    """The day since which a state has deposited and not withdrawn at the end of its record, or None."""
    since = None
    for standing in own:
        since = (since or standing.since) if standing.status in JOINED else None
    return since


def standing_on(history: History, treaty: str, iso3: str, day: date) -> Standing:
    """How the state stands under the treaty on a day."""
    return next(each for each in standings(history, iso3)[treaty] if each.since <= day < each.until)


@lru_cache(maxsize=KEPT)
def standings(history: History, iso3: str) -> Mapping[str, Sequence[Standing]]:
    """The statuses of a state in time order, by treaty."""
    own = history.intervals[history.intervals["iso3"] == iso3]
    since = own["since"].dt.date.where(own["since"].notna(), date.min)
    until = own["until"].dt.date.where(own["until"].notna(), date.max)
    found: dict[str, list[Standing]] = {}
    for treaty, *standing in zip(own["treaty"], own["status"], since, until, own["certain"], strict=True):
        found.setdefault(treaty, []).append(Standing(*standing))
    return found


@lru_cache(maxsize=KEPT)
def own_acts(tables: Tables, iso3: str) -> pd.DataFrame:
    """What the state did under all treaties, in the order of the last possible days (`last`)."""
    actions = tables["actions"]
    own = possible_days(actions[actions["iso3"] == iso3], tables.checked)
    return own.sort_values("last", kind="stable")


def _opening(final: Standing, acts: pd.DataFrame) -> Opening:
    act = next(name for name, kind in ACTS.items() if final.status in kind.open_to)
    if acts.empty:
        return Opening(act, final.since, "", "")
    last = acts.iloc[-1]
    same_day = acts.loc[acts["last"] == last["last"], "action"]
    taken = any(RANK.get(each, -1) >= RANK[ACTS[act].action] for each in same_day)
    return Opening(act, max(final.since, last["last"].date() + timedelta(taken)), last["action"], last["date"])


def _within(opening: Opening, outer: str, joined: date | None) -> Opening:
    """The opening as the outer treaty narrows it, which only a deposit has to follow."""
    if opening.act != "deposit":
        return opening
    return opening._replace(needs=outer) if joined is None else opening._replace(first=max(opening.first, joined))
