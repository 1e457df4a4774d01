"""Tables in, plain English out: labels, the headline, and what changed. No page writes a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

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
    "outside": "could join",
}
"""What it means for a state to enter each status."""


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


def headline(counts: pd.Series, tables: Tables, treaty: str, day: date, place: str = "") -> str:
    """Who is bound on the day, in one sentence; the day itself stands in the `explanation` below it.

    `counts` holds the number of states by status code; today is told in the present tense, earlier days in the past.
    """
    total, bound, left = int(counts.sum()), _sum(counts, BOUND), int(counts["withdrawn"])
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


def explanation(counts: pd.Series, tables: Tables, treaty: str, day: date) -> str:
    """How the number bound compares with the number that most published totals give, and how far the record reads."""
    row = tables.row("treaties", treaty)
    joined, leaving = _sum(counts, JOINED), int(counts["withdrawing"])
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


def change_sentence(change: pd.Series) -> str:
    """One change of status: "Finland left on 10 January 2026 (notice received 2025-07-10; …)"."""
    verb = CHANGE_VERBS.get(change["to_status"], f"became {STATUS_LABELS[change['to_status']].lower()}")
    when = f"on {long_day(change['date'])}"
    if "day not known" in change["basis"] and change["to_status"] != "party":
        when = f"on a day not known, {long_day(change['date'])} at the earliest"
    return f"{change['name']} {verb} {when}"


def changes_by_act(changes: pd.DataFrame) -> pd.DataFrame:
    """Changes of one kind on one day as one row: date, to_status, basis, sentence, iso3 (";"), source_ids (";").

    Changes without an act of a state (the treaty opens, a state becomes independent) are left out.
    """
    acted = changes[~changes["to_status"].isin(["outside", "not-yet-state", "not-open"])]
    acted = acted.astype({"to_status": "object", "name": "object", "iso3": "object", "basis": "object"})
    rows = [
        {
            "date": group["date"].iloc[0],
            "to_status": status,
            "sentence": _act_sentence(group),
            "basis": group["basis"].iloc[0] if len(group) == 1 else "",
            "iso3": ";".join(group["iso3"]),
            "source_ids": ";".join(unique_ids(group["source_ids"])),
        }
        for (_, status), group in acted.groupby(["date", "to_status"], observed=True)
    ]
    columns = ["date", "to_status", "sentence", "basis", "iso3", "source_ids"]
    return pd.DataFrame(rows, columns=columns).sort_values("date", kind="stable", ignore_index=True)


def _act_sentence(group: pd.DataFrame) -> str:
    first = group.iloc[0]
    if len(group) == 1:
        return change_sentence(first)
    verb = CHANGE_VERBS[first["to_status"]].replace("its instrument", "their instruments")
    return f"{_many(group['name'].to_list())} {verb} on {long_day(first['date'])}"


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


def _sum(counts: pd.Series, statuses: Sequence[str]) -> int:
    return int(counts.reindex(list(statuses)).sum())


def count_by_status(rows: pd.DataFrame) -> pd.Series:
    """The number of rows in each status, in the fixed order of the codes."""
    return rows["status"].astype("str").value_counts().reindex(list(STATUSES), fill_value=0)


def timeline_headline(events: int, actions: int, first: date, last: date) -> str:
    """How many events and actions the timeline shows."""
    when = f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    said = f"{events} policy event{'' if events == 1 else 's'} and {actions} treaty action{'' if actions == 1 else 's'}"
    return f"{said} {when}"
