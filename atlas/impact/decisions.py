"""The day on which each event of article 5 counts, where its date is known only in part.

A request, a decision or a declaration opens on the first day that its date can mean. Two cases need more:

- a decision known to the month or the year comes after every request made up to its last possible day;
- a decision known only as "not later than" was in force by that date. Where a deadline would have passed before, it
  counts from the day after it, so that no gap is shown that may never have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from atlas.impact.terms import after
from atlas.tables.dates import earliest, latest

ORDER = (
    "initial_deadline",
    "extension_requested",
    "extension_granted",
    "completion_declared",
    "known_areas_cleared_no_declaration",
    "no_known_mined_areas",
    "never_contaminated",
    "still_contaminated_as_of",
)
"""Events of one day in this order: what was asked for comes before what was decided."""


def dated(rows: Sequence[Any]) -> list[tuple[date, Any]]:
    """The events of one state, each with the day from which it counts, in time order; `rows` are named tuples."""
    days = [(_counts_from(row, rows), ORDER.index(row.event), place) for place, row in enumerate(rows)]
    return [(day, rows[place]) for day, _, place in sorted(days)]


def _counts_from(row: Any, rows: Sequence[Any]) -> date:
    opens: date = earliest([row.date])[0].item()
    if row.event != "extension_granted":
        return opens
    closes: date = latest([row.date])[0].item()
    if row.precision == "not_later_than":
        return min(opens, *_passed_before(row, rows, closes), closes)
    asked = [earliest([each.date])[0].item() for each in rows if each.event == "extension_requested"]
    return max([opens, *(day for day in asked if day <= closes)])


def _passed_before(row: Any, rows: Sequence[Any], closes: date) -> list[date]:
    """The day after the last deadline that passed before the decision is known to be in force."""
    earlier = [each for each in rows if each.date < row.date]
    if any(each.event == "completion_declared" or _deadline_unknown(each) for each in earlier):
        return []
    deadlines = [latest([each.deadline])[0].item() for each in rows if each.deadline and each.event in SETS_DEADLINE]
    return [after(day) for day in sorted(deadlines) if day < closes][-1:]


def _deadline_unknown(row: Any) -> bool:
    """Whether the row extends a deadline to a day that was not found: it may run for years."""
    return row.event == "extension_granted" and not row.deadline


SETS_DEADLINE = ("initial_deadline", "extension_granted")
