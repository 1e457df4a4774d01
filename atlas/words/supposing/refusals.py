"""Why an act cannot be supposed, and what can be."""

from __future__ import annotations

from atlas.status import UNABLE
from atlas.status.supposing import Opening, Refusal
from atlas.tables import Tables
from atlas.words.plain import long_date, long_day, the_treaty
from atlas.words.statuses import ACTION_LABELS
from atlas.words.supposing.naming import ACTS, state_and_treaty

ONLY_PARTIES = "only a state for which the treaty is in force can give notice"
REASONS = {
    ("notice", "outside"): f"on that day it has not joined, and {ONLY_PARTIES}",
    ("notice", "signatory"): f"on that day it has only signed, and {ONLY_PARTIES}",
    ("notice", "joining"): f"on that day the treaty is not yet in force for it, and {ONLY_PARTIES}",
    ("notice", "withdrawing"): "on that day it is leaving already, by its recorded notice",
    ("notice", "withdrawn"): "it has left already, on {since}",
    ("deposit", "joining"): "on that day it has deposited its instrument already",
    ("deposit", "party"): "the treaty is in force for it already, since {since}",
    ("deposit", "withdrawing"): "on that day it is still bound, until {until}",
}
"""Why a state of this status cannot do this act."""

DOUBTFUL_REASONS = {
    ("notice", "signatory"): f"on that day it has at most signed, and {ONLY_PARTIES}",
    ("notice", "joining"): "on that day the treaty may not yet be in force for it (the day of its instrument is not "
    f"known), and {ONLY_PARTIES}",
    ("notice", "withdrawing"): "on that day it is leaving, or has left already, by its recorded notice",
    ("deposit", "joining"): "the record holds its instrument, whose day is not known",
    ("deposit", "withdrawing"): "on that day it may still be bound, until {until} at the latest",
}
"""The same where the status of the day is not certain."""

NOT_THERE = {
    "not-open": "the treaty was not yet open on that day",
    "not-yet-state": "it was not yet a state on that day",
}
"""Why a state of a status in `UNABLE` can do nothing."""


def refusal_sentence(refusal: Refusal, tables: Tables) -> str:
    """Which supposed act is not possible, why, and what can be supposed; without a full stop, as messages are."""
    name, law = state_and_treaty(refusal, tables)
    what = f"a supposed {ACTS[refusal.act]} by {name} on {long_day(refusal.day)}"
    return (
        f"{law}: {what} is not possible: {_reason(refusal, tables)}; allowed: {opening_phrase(refusal.opening, tables)}"
    )


def not_possible_label(number: int) -> str:
    """How many treaties do not allow the supposed act."""
    return f"Not possible under {number} {'treaty' if number == 1 else 'treaties'}"


def opening_phrase(opening: Opening, tables: Tables) -> str:
    """What can be supposed, and from which day on, or what the state must join first."""
    if opening.needs:
        return f"a supposed {ACTS[opening.act]} only once it has joined {the_treaty(tables, opening.needs)}"
    return f"a supposed {ACTS[opening.act]} from {long_day(opening.first)} on"


def _reason(refusal: Refusal, tables: Tables) -> str:
    standing, opening = refusal.standing, refusal.opening
    if refusal.open and refusal.needs:
        return f"only a state that has joined {the_treaty(tables, refusal.needs)}, and not left it, can join"
    if refusal.open:
        act = ACTION_LABELS[opening.last_action]
        return f"it must come after the state's last act in the record ({act}, {long_date(opening.last_date)})"
    if standing.status in UNABLE:
        return NOT_THERE[standing.status]
    case = (refusal.act, standing.status)
    reason = REASONS[case] if standing.certain else DOUBTFUL_REASONS[case]
    return reason.format(since=long_day(standing.since), until=long_day(standing.until))
