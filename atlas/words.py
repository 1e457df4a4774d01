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
    """
    total, bound, left = sum(counts.values()), _sum(counts, BOUND), counts["withdrawn"]
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
    """What states did on one day: one sentence for all that entered the same status."""

    date: pd.Timestamp
    to_status: str
    sentence: str
    iso3: tuple[str, ...]
    source_ids: str


def acts_in(changes: pd.DataFrame) -> list[Act]:
    """Changes of one kind on one day as one act, by date; `changes` has the columns of `changes_in`, by date too.

    Changes without an act of a state (the treaty opens, a state becomes independent) are left out.
    """
    told = [change for change in changes.to_dict("records") if change["to_status"] in TOLD]
    ordered = sorted(told, key=lambda change: (change["date"], STATUSES.index(change["to_status"])))
    together = groupby(ordered, key=lambda change: (change["date"], change["to_status"]))
    return [_act(day, status, list(group)) for (day, status), group in together]


def _act(day: pd.Timestamp, status: str, group: Sequence[Mapping[str, Any]]) -> Act:
    sources = ";".join(unique_ids(change["source_ids"] for change in group))
    iso3 = tuple(change["iso3"] for change in group)
    if len(group) == 1:
        return Act(day, status, change_sentence(group[0]), iso3, sources)
    verb = CHANGE_VERBS[status].replace("its instrument", "their instruments")
    names = _many([change["name"] for change in group])
    return Act(day, status, f"{names} {verb} on {long_day(day)}", iso3, sources)


def change_sentence(change: Mapping[str, Any]) -> str:
    """One change of status: "Finland left on 10 January 2026"; the earliest day where the day is not known."""
    when = f"on {long_day(change['date'])}"
    if "day not known" in change["basis"] and change["to_status"] != "party":
        when = f"on a day not known, {long_day(change['date'])} at the earliest"
    return f"{change['name']} {CHANGE_VERBS[change['to_status']]} {when}"


def state_sentence(row: pd.Series, tables: Tables, day: date) -> str:
    """The status of one state on the day with the days between which it holds."""
    since = f" since {long_day(row['since'])}" if pd.notna(row["since"]) else ""
    until = f", until {long_day(row['until'])}" if pd.notna(row["until"]) else ""
    doubt = "" if row["certain"] else " The exact day is not known."
    contested = " This is contested." if row["contested"] else ""
    label = STATUS_LABELS[row["status"]]
    return f"On {long_day(day)}: {label.lower()}{since}{until}.{contested}{doubt}"


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


def timeline_headline(events: int, actions: int, first: date, last: date) -> str:
    """How many events and actions the timeline shows."""
    when = f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    said = f"{events} policy event{'' if events == 1 else 's'} and {actions} treaty action{'' if actions == 1 else 's'}"
    return f"{said} {when}"
