"""One state in sentences: how it stands under a treaty, beside its neighbours, and with its obligations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from atlas.status import BOUND
from atlas.tables import Tables
from atlas.words.plain import capitalised, counted, in_sentence, km_text, listed, long_date, long_day
from atlas.words.statuses import STATUS_LABELS, status_in_sentence

TOLD_NOW = {
    "outside": "{name} has neither signed nor joined {subject}",
    "signatory": "{name} has signed {subject} and is not bound by it",
    "joining": "{name} is joining {subject}",
    "party": "{name} is bound by {subject}",
    "withdrawing": "{name} is leaving {subject} and is still bound by it",
    "withdrawn": "{name} has left {subject}",
    "not-open": "{subject} is not yet open to any state",
    "not-yet-state": "{name} is not yet independent",
}
TOLD_THEN = {
    "outside": "{name} had neither signed nor joined {subject}",
    "signatory": "{name} had signed {subject} and was not bound by it",
    "joining": "{name} was joining {subject}",
    "party": "{name} was bound by {subject}",
    "withdrawing": "{name} was leaving {subject} and was still bound by it",
    "withdrawn": "{name} had left {subject}",
    "not-open": "{subject} was not yet open to any state",
    "not-yet-state": "{name} was not yet independent",
}
BECAUSE = {
    "signatory": ": signature {since}",
    "joining": ": instrument deposited {since}, in force from {until}",
    "party": ", in force for it since {since}",
    "withdrawing": ": notice given {since}, effective {until}",
    "withdrawn": ": effective {since}",
}
"""The days that matter for a status; the others begin without an act of the state, and their days say nothing of it."""

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
EVENT_LABELS = {
    "initial_deadline": "First deadline",
    "missed_deadline": "Deadline missed",
    "extension_requested": "Extension asked for",
    "extension_granted": "Extension granted",
    "completion_declared": "Completion declared",
    "completed": "Destruction complete",
    "retained": "Mines kept for training",
    "no_stockpile_declared": "No stockpile declared",
    "still_contaminated_as_of": "Mined areas reported",
    "no_known_mined_areas": "No mined area known",
    "known_areas_cleared_no_declaration": "Known mined areas cleared, no declaration",
    "never_contaminated": "Never contaminated",
}
CAVEAT = "Lengths are computed from generalised lines and are shorter than published ones."
FOUND_AS = {"former": "former name", "other": "other name", "abbreviation": "abbreviation"}


def headline(row: Mapping[str, Any], tables: Tables, day: date) -> str:
    """How the state stands under the treaty on the day, in one sentence; `row` has the columns of the status rows."""
    now = day == tables.checked
    told = (TOLD_NOW if now else TOLD_THEN)[row["status"]]
    said = told.format(name=in_sentence(row["name"]), subject=tables.row("treaties", row["treaty"])["subject"])
    said += BECAUSE.get(row["status"], "").format(since=_day(row, "since"), until=_day(row, "until"))
    said += "; this is contested" * bool(row["contested"])
    return f"{capitalised(said)}." if now else f"On {long_day(day)} {said}."


def standing(row: Mapping[str, Any]) -> str:
    """The status with the days between which it holds: "Left since 10 January 2026"."""
    label = STATUS_LABELS[row["status"]]
    if row["status"] not in BECAUSE:
        return label
    until = f", until {_day(row, 'until')}" if pd.notna(row["until"]) else ""
    return f"{label} since {_day(row, 'since')}{until}{' (contested)' if row['contested'] else ''}"


def _day(row: Mapping[str, Any], which: str) -> str:
    """The day in words; where it is not known exactly, the first or last that it can be."""
    if pd.isna(row[which]):
        return "a day not known"
    doubt = {"since": " at the earliest", "until": " at the latest"}[which]
    return long_day(row[which]) + doubt * (not row["certain"])


def paler_bars(intervals: pd.DataFrame, checked: date) -> str:
    """What a paler bar of the bands means for this state; empty where there is none. The columns of `intervals`."""
    begun = intervals[intervals["since"] < pd.Timestamp(checked)]
    meanings = [
        f"after {long_day(checked)}, as already fixed" * bool((begun["until"] > pd.Timestamp(checked)).any()),
        "its days are not known exactly" * bool((~begun["certain"]).any()),
    ]
    return f"A paler bar: {'; or '.join(filter(None, meanings))}." if any(meanings) else ""


def reason(basis: str) -> str:
    """Why a status holds, with the article: the text of a `basis` as a sentence with its days in words."""
    said = ISO_DAY.sub(lambda found: long_day(pd.Timestamp(found[0])), basis)
    return f"{capitalised(said)}."


def neighbours_sentence(name: str, neighbours: pd.DataFrame) -> str:
    """With whom the state has a land border, each with its length and status; the columns of `neighbours_on`."""
    name = capitalised(in_sentence(name))
    if neighbours.empty:
        return f"{name} has no land border with another state in the shapes of the map."
    rows = neighbours.itertuples(index=False)
    said = [f"{in_sentence(row.name)} ({km_text(row.km)}, {status_in_sentence(row.status)})" for row in rows]
    return f"{name} has a land border with {counted(len(said), 'state')}: {listed(said)}."


def share_sentence(share: Mapping[str, Any] | None, subject: str, neighbours: pd.DataFrame) -> str:
    """How much of the land border runs along states not bound, and which neighbours are not counted.

    `share` is the row of `shares_on`, None without one; `neighbours` has the columns of `neighbours_on`.
    """
    if share is None:
        return "No land border is counted for this day: only borders with states to which the treaty is open are."
    total, free = share["km_total"], share["km_not_bound"]
    left_out = _left_out(neighbours)
    if not share["neighbours_not_bound"]:
        whose = f"All of its neighbours{' that are counted' if left_out else ''} are bound by {subject}"
        return f"{whose}: none of the {km_text(total)} of land border runs along a state not bound.{left_out}"
    which = counted(share["neighbours_not_bound"], "state")
    part = f"{_percent(share['share'])} of its land border ({km_text(free)} of {km_text(total)})"
    return f"{part} runs along {which} not bound by {subject}.{left_out}"


def _percent(share: float) -> str:
    """A part that is neither none nor all, in whole per cent where that says so."""
    return "Less than 1%" if share < 0.01 else "More than 99%" if 0.99 < share < 1 else f"{share:.0%}"


def _left_out(neighbours: pd.DataFrame) -> str:
    """The neighbours not yet independent on that day, as a sentence that follows another one; empty without any."""
    names = [in_sentence(row.name) for row in neighbours.itertuples(index=False) if row.status == "not-yet-state"]
    verb = "is" if len(names) == 1 else "are"
    return f" {capitalised(listed(names))} {verb} not counted: not yet independent on that day." if names else ""


def casualties_sentence(found: Sequence[int], first: int, last: int) -> str:
    """For how many years of the period a figure was found; what was not found is never zero."""
    years = last - first + 1
    if not found:
        return f"No figure was found for any year from {first} to {last}. Not found is not zero."
    return (
        f"A figure was found for {len(set(found))} of the {years} years from {first} to {last}. "
        "A year without a bar was not found; that is not zero."
    )


def obligation_date(text: str, precision: str) -> str:
    """The date of an event as precisely as it is known."""
    return f"by {long_date(text)}" if precision == "not_later_than" else long_date(text)


def bound_summary(rows: pd.DataFrame, day: date) -> str:
    """Under how many of the treaties the state is bound on the day; `rows` has one row a treaty."""
    bound = int(rows["status"].isin(BOUND).sum())
    return f"Bound by {bound} of {len(rows)} treaties on {long_day(day)}."
