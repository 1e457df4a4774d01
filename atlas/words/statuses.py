"""The labels, meanings and verbs of the eight statuses."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from atlas.status import CONSEQUENCES, STATUSES

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


ACTION_LABELS = {
    "signature": "signature",
    "ratification": "ratification",
    "acceptance": "acceptance",
    "approval": "approval",
    "accession": "accession",
    "succession": "succession",
    "withdrawal_notified": "notice of withdrawal received",
    "withdrawal_effective": "withdrawal in effect",
    "suspension_announced": "suspension announced",
    "objection_to_suspension": "objection to a suspension",
}
"""What a reader sees for each action of the record, within a sentence."""


CHANGE_VERBS = {
    "signatory": "signed",
    "joining": "deposited its instrument",
    "party": "became bound",
    "withdrawing": "gave notice of withdrawal",
    "withdrawn": "left",
}
"""What it means for a state to enter each status by an act of its own."""


TOLD = frozenset(CHANGE_VERBS)


def bounded(day: str, status: str, *, certain: bool) -> str:
    """The day on which a status began, in words, as it is known: "… at the earliest; the day is not known".

    An act opens on its earliest possible day, its consequence on the latest.
    """
    end = "latest" if status in CONSEQUENCES else "earliest"
    return day if certain else f"{day} at the {end}; the day is not known"


def status_in_sentence(status: str) -> str:
    """The label of a status within a sentence: "leaving, still bound"."""
    return f"{STATUS_LABELS[status][0].lower()}{STATUS_LABELS[status][1:]}"


def action_label(action: str) -> str:
    """The label of an action at the beginning of a line: "Notice of withdrawal received"."""
    return f"{ACTION_LABELS[action][0].upper()}{ACTION_LABELS[action][1:]}"


def count_by_status(rows: pd.DataFrame) -> dict[str, int]:
    """The number of rows in each status, in the fixed order of the codes."""
    counted = Counter(rows["status"])
    return {status: counted[status] for status in STATUSES}
