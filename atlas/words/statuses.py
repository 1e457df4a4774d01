"""The labels, meanings and verbs of the eight statuses."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from atlas.status import STATUSES

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


def count_by_status(rows: pd.DataFrame) -> dict[str, int]:
    """The number of rows in each status, in the fixed order of the codes."""
    counted = Counter(rows["status"])
    return {status: counted[status] for status in STATUSES}
