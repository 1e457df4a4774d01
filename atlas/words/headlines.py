"""The sentences over the map and the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from atlas.status import BOUND, JOINED
from atlas.tables import Tables
from atlas.words.plain import capitalised, counted, long_day


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
        return f"{capitalised(subject)} was not yet open to any state"
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


def timeline_headline(events: int, actions: int, first: date, last: date) -> str:
    """How many events and actions the timeline shows."""
    when = f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    return f"{counted(events, 'policy event')} and {counted(actions, 'treaty action')} {when}"


def _sum(counts: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(counts[status] for status in statuses)
