"""What states did, and how things stand for one state, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from atlas.status import STATUSES
from atlas.words.plain import capitalised, in_sentence, listed, long_day, unique_ids
from atlas.words.statuses import CHANGE_VERBS, TOLD, bounded, status_in_sentence


class Act(NamedTuple):
    """What states did on one day: one sentence for all that entered the same status, and its sources."""

    sentence: str
    source_ids: str


def acts_in(changes: pd.DataFrame) -> list[Act]:
    """Changes of one kind on one day as one act, by date; `changes` has the columns of `dated_changes`.

    Changes without an act of a state (the treaty opens, a state becomes independent) are left out. A change whose day
    is not known stays alone. The states of one act stand in the order of their names.
    """
    told = [change for change in changes.to_dict("records") if change["to_status"] in TOLD]
    ordered = sorted(told, key=lambda each: (each["date"], STATUSES.index(each["to_status"]), each["name"]))
    together = groupby(ordered, key=lambda each: (each["date"], each["to_status"], each["certain"] or each["iso3"]))
    return [_act(day, status, list(group)) for (day, status, _), group in together]


def _act(day: pd.Timestamp, status: str, group: Sequence[Mapping[str, Any]]) -> Act:
    sources = ";".join(unique_ids(change["source_ids"] for change in group))
    if len(group) == 1:
        return Act(change_sentence(group[0]), sources)
    verb = CHANGE_VERBS[status].replace("its instrument", "their instruments")
    names = _many([in_sentence(change["name"]) for change in group])
    return Act(f"{capitalised(names)} {verb} on {long_day(day)}", sources)


def change_sentence(change: Mapping[str, Any]) -> str:
    """One change of status: "Finland left on 10 January 2026"; the bounding day where the day is not known."""
    name = capitalised(in_sentence(change["name"]))
    day = bounded(long_day(change["date"]), change["to_status"], certain=change["certain"])
    return f"{name} {CHANGE_VERBS[change['to_status']]} on {day}"


def state_sentence(row: pd.Series, day: date) -> str:
    """The status of one state on the day with the days between which it holds."""
    doubtful = not row["certain"]
    since = f" since {long_day(row['since'])}{' at the earliest' * doubtful}" if pd.notna(row["since"]) else ""
    until = f", until {long_day(row['until'])}{' at the latest' * doubtful}" if pd.notna(row["until"]) else ""
    contested = " This is contested." if row["contested"] else ""
    return f"On {long_day(day)}: {status_in_sentence(row['status'])}{since}{until}.{contested}"


def _many(names: list[str]) -> str:
    return listed(names) if len(names) <= 6 else f"{len(names)} states ({', '.join(names[:4])} and others)"
