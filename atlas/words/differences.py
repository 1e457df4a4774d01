"""What each kind of difference is called, what it means, and the day of the change behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atlas.selection.comparison import Comparison
from atlas.tables import Tables
from atlas.words.plain import capitalised, the_treaty
from atlas.words.statuses import bounded

LABELS = {
    "still-bound": "Bound on both days",
    "became-bound": "Became bound",
    "gave-notice": "Gave notice, still bound",
    "left": "Left",
    "deposited": "Deposited, not yet bound",
    "signed": "Signed",
    "still-not-bound": "Not bound on either day",
    "other": "Other",
    "both": "Bound by both",
    "first-only": "Bound by {first} only",
    "second-only": "Bound by {second} only",
    "neither": "Bound by neither",
    "none": "Not open, or not a state",
}
"""What a reader sees for each kind of difference."""

MEANINGS = {
    "still-bound": "The treaty was in force for the state on both days, without a notice of withdrawal in between.",
    "became-bound": "Not bound on the first day; the treaty was in force for the state on the second.",
    "gave-notice": "Had given notice of withdrawal by the second day, which had not yet taken effect.",
    "left": "The withdrawal took effect between the two days.",
    "deposited": "Deposited its instrument; the treaty was not yet in force for the state on the second day.",
    "signed": "Signed between the two days and had not consented to be bound by the second.",
    "still-not-bound": "Not bound on either day, or not yet a state, and no act in between that still counts.",
    "other": "A rarer change, such as a notice taken back.",
    "both": "Both treaties are in force for the state.",
    "first-only": "{First} is in force for the state, {second} is not.",
    "second-only": "{Second} is in force for the state, {first} is not.",
    "neither": "Neither treaty is in force for the state.",
    "none": "Not yet a state, or neither treaty was open to it.",
}
"""What each kind of difference means, in one sentence."""


def labels(tables: Tables, pair: Comparison) -> dict[str, str]:
    """The label of each kind of difference of this comparison, by code."""
    return _filled(LABELS, tables, pair)


def meanings(tables: Tables, pair: Comparison) -> dict[str, str]:
    """What each kind of difference of this comparison means, by code."""
    return _filled(MEANINGS, tables, pair)


def change_day(row: Mapping[str, Any], day: str) -> str:
    """The day of the last change as it is known: `day`, that of the row in words, or "… at the earliest; …".

    `row` is one of `pair_rows` that has a day.
    """
    return bounded(day, row["changed_to"], certain=row["certain"])


def _filled(texts: Mapping[str, str], tables: Tables, pair: Comparison) -> dict[str, str]:
    sides = {"first": pair.first, "second": pair.second}
    names = {place: the_treaty(tables, side.treaty) for place, side in sides.items()}
    begun = {place.capitalize(): capitalised(name) for place, name in names.items()}
    return {code: texts[code].format(**names, **begun) for code in pair.differences}
