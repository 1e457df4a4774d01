"""Tables in, plain English out: labels, the headline, and what changed. No page writes a sentence of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from atlas.status import BOUND, JOINED, STATUSES
from atlas.tables import Tables
from atlas.tables.dates import UNITS

STATUS_LABELS = {
    "outside": "Outside",
    "signatory": "Signed only",
    "joining": "Joining",
    "party": "Party",
    "withdrawing": "Leaving, still bound",
    "withdrawn": "Left",
    "not-open": "Treaty not open",
    "not-yet-state": "Not yet a state",
}
"""What a reader sees for each status code."""

STATUS_MEANINGS = {
    "outside": "Never signed, never joined.",
    "signatory": "Signed, but has not consented to be bound.",
    "joining": "Instrument deposited; the treaty is not yet in force for the state.",
    "party": "The treaty is in force for the state.",
    "withdrawing": "Notice of withdrawal given; still bound until it takes effect.",
    "withdrawn": "The withdrawal has taken effect; no longer bound.",
    "not-open": "The treaty was not yet open for signature or consent.",
    "not-yet-state": "The state was not yet independent and had not acted under the treaty.",
}
"""What each status code means, in one sentence."""

CHANGE_VERBS = {
    "signatory": "signed",
    "joining": "deposited its instrument",
    "party": "became bound",
    "withdrawing": "gave notice of withdrawal",
    "withdrawn": "left",
}
"""What it means for a state to enter each status by an act of its own."""

TOLD = frozenset(CHANGE_VERBS)
LATEST = ("party", "withdrawn")


def long_day(day: date | pd.Timestamp | np.datetime64) -> str:
    """10 July 2025."""
    stamp = pd.Timestamp(day)
    return f"{stamp.day} {stamp:%B %Y}"


def long_date(text: str) -> str:
    """A date as precise as it is known: "10 July 2025", "July 2025" or "2025"."""
    if len(text) in UNITS:
        return f"{pd.Timestamp(text):%B %Y}" if len(text) == 7 else text
    return long_day(pd.Timestamp(text))


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def headline(counts: Mapping[str, int], tables: Tables, treaty: str, day: date, place: str = "") -> str:
    """Who is bound on the day, in one sentence; the day itself stands in the `explanation` below it.

    `counts` holds the number of states by status code; today is told in the present tense, earlier days in the past.
    States that were not yet independent are not counted among all.
    """
    total = sum(counts.values()) - counts["not-yet-state"]
    bound, left = _sum(counts, BOUND), counts["withdrawn"]
    subject = tables.row("treaties", treaty)["subject"]
    current = day == tables.checked
    if counts["not-open"] == total:
        return f"{subject[0].upper()}{subject[1:]} was not yet open to any state"
    where = f"{place}: " if place else ""
    verb = ("is" if bound == 1 else "are") if current else ("was" if bound == 1 else "were")
    said = f"{where}{bound} of {total} states {verb} bound by {subject}"
    if left:
        said += f"; {left} {'has' if left == 1 else 'have'} left it" if current else f"; {left} had left it"
    return said


def explanation(counts: Mapping[str, int], tables: Tables, treaty: str, day: date) -> str:
    """How the number bound compares with the number that most published totals give, and how far the record reads."""
    row = tables.row("treaties", treaty)
    joined, leaving = _sum(counts, JOINED), counts["withdrawing"]
    parts = [f"{row['short_name']} on {long_day(day)}."]
    if joined:
        parts.append(
            f"Bound means in force{f' ({leaving} of them leaving)' if leaving else ''}; "
            f"counted as deposited and not withdrawn, as many published totals are, it is {joined}."
        )
    until = row["record_until"].date()
    if day > until:
        parts.append(f"The copy of the depositary's record ends on {long_day(until)}; later acts may be missing.")
    return " ".join(parts)


class Act(NamedTuple):
    """What states did on one day: one sentence for all that entered the same status, and its sources."""

    sentence: str
    source_ids: str


def acts_in(changes: pd.DataFrame) -> list[Act]:
    """Changes of one kind on one day as one act, by date; `changes` has the columns of `changes_in`.

    Changes without an act of a state (the treaty opens, a state becomes independent) are left out. A change whose day
    is not known stays alone.
    """
    told = [change for change in changes.to_dict("records") if change["to_status"] in TOLD]
    ordered = sorted(told, key=lambda change: (change["date"], STATUSES.index(change["to_status"])))
    together = groupby(ordered, key=lambda each: (each["date"], each["to_status"], _is_known(each) or each["iso3"]))
    return [_act(day, status, list(group)) for (day, status, _), group in together]


def _act(day: pd.Timestamp, status: str, group: Sequence[Mapping[str, Any]]) -> Act:
    sources = ";".join(unique_ids(change["source_ids"] for change in group))
    if len(group) == 1:
        return Act(change_sentence(group[0]), sources)
    verb = CHANGE_VERBS[status].replace("its instrument", "their instruments")
    names = _many([change["name"] for change in group])
    return Act(f"{names} {verb} on {long_day(day)}", sources)


def change_sentence(change: Mapping[str, Any]) -> str:
    """One change of status: "Finland left on 10 January 2026"; the bounding day where the day is not known."""
    return f"{change['name']} {CHANGE_VERBS[change['to_status']]} on {long_day(change['date'])}{_bound(change)}"


def _is_known(change: Mapping[str, Any]) -> bool:
    return "day not known" not in change["basis"]


def _bound(change: Mapping[str, Any]) -> str:
    """An act opens on its earliest possible day, its consequence on the latest."""
    if _is_known(change):
        return ""
    return (
        " at the latest; the day is not known"
        if change["to_status"] in LATEST
        else " at the earliest; the day is not known"
    )


def state_sentence(row: pd.Series, day: date) -> str:
    """The status of one state on the day with the days between which it holds."""
    doubtful = not row["certain"]
    since = f" since {long_day(row['since'])}{' at the earliest' * doubtful}" if pd.notna(row["since"]) else ""
    until = f", until {long_day(row['until'])}{' at the latest' * doubtful}" if pd.notna(row["until"]) else ""
    contested = " This is contested." if row["contested"] else ""
    return f"On {long_day(day)}: {STATUS_LABELS[row['status']].lower()}{since}{until}.{contested}"


def unique_ids(lists: Iterable[str]) -> list[str]:
    """The keys in lists separated by ";", each once, in order."""
    return list(dict.fromkeys(key for text in lists for key in text.split(";") if key))


def _many(names: list[str]) -> str:
    return listed(names) if len(names) <= 6 else f"{len(names)} states ({', '.join(names[:4])} and others)"


def _sum(counts: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(counts[status] for status in statuses)


def count_by_status(rows: pd.DataFrame) -> dict[str, int]:
    """The number of rows in each status, in the fixed order of the codes."""
    counted = Counter(rows["status"])
    return {status: counted[status] for status in STATUSES}


def counted(number: int, noun: str) -> str:
    """ "1 row", "2 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def timeline_headline(events: int, actions: int, first: date, last: date) -> str:
    """How many events and actions the timeline shows."""
    when = f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    return f"{counted(events, 'policy event')} and {counted(actions, 'treaty action')} {when}"
