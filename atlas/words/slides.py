"""What is told on a slide: at most five classes in a legend, so that they can be told apart from the back of a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase


@dataclass(frozen=True)
class Group:
    """Classes that a slide puts together under one label; `code` is the one of them whose look they take."""

    code: str
    label: str
    of: tuple[str, ...]


def _alone(code: str, label: str) -> Group:
    return Group(code, label, (code,))


UNCOUNTED = "not-yet-state"
"""The class that no legend of a slide has: it is drawn as pale as what is no state."""

STATUS_GROUPS = (
    _alone("party", "Bound"),
    _alone("withdrawing", "Leaving, still bound"),
    _alone("withdrawn", "Left"),
    Group("joining", "Signed or joining", ("signatory", "joining")),
    _alone("outside", "Not joined"),
    _alone("not-open", "Treaty not open yet"),
    _alone(UNCOUNTED, "Not yet a state"),
)
"""Five at most on a day: a treaty that is not open has no other class."""

BOUND_GROUPS = (
    Group("party", "Bound", ("party", "withdrawing")),
    Group("outside", "Not bound", ("outside", "signatory", "joining", "withdrawn", "not-open")),
    _alone(UNCOUNTED, "Not yet a state"),
)
"""Where borders between bound and not bound states are drawn."""

LINE_GROUPS = (
    Group(
        "party-outside",
        "Border between bound and not bound",
        tuple(
            f"{bound}-{other}"
            for bound in ("party", "withdrawing")
            for other in ("outside", "signatory", "joining", "withdrawn")
        ),
    ),
)

DAY_GROUPS = (
    _alone("still-bound", "Still bound"),
    _alone("became-bound", "Became bound"),
    Group("left", "Gave notice or left", ("gave-notice", "left")),
    Group("deposited", "Deposited, signed or other", ("deposited", "signed", "other")),
    _alone("still-not-bound", "Still not bound"),
)
"""How two days of one treaty differ; for two treaties there are five classes anyway."""

LAYER_GROUPS = {
    "casualties": (
        Group("not-found", "No comparable figure found", ("not-found", "other-series")),
        _alone("none", "0 recorded"),
        Group("10-99", "1–99", ("1-9", "10-99")),
        _alone("100-499", "100–499"),
        _alone("500-plus", "500 or more"),
    ),
    "population": (
        _alone("not-found", "Not found"),
        Group("under-1m", "Under 10 million", ("under-1m", "1m-10m")),
        _alone("10m-50m", "10–50 million"),
        _alone("50m-200m", "50–200 million"),
        _alone("200m-plus", "200 million or more"),
    ),
    "stockpiles": (
        _alone("not-found", "Not found"),
        Group("none", "No stockpile, or for training only", ("none", "retained")),
        _alone("completed", "Destroyed"),
        _alone("running", "Deadline ahead"),
        Group("missed", "Deadline passed", ("passed", "missed")),
    ),
    "clearance": (
        _alone("not-found", "Not found"),
        Group("completed", "Completed, or no mined area known", ("completed", "none")),
        _alone("reported", "Completed, areas listed later"),
        Group("ahead", "Deadline ahead", ("ahead", "requested")),
        Group("passed", "Deadline passed", ("passed", "passed-requested")),
    ),
}
"""Of the layers with more than five classes."""

KEYS_HELP = (
    "PageDown, PageUp, the arrows, space, Home and End turn the slides; b makes the screen black, F5 fills it; Escape "
    "leaves. A key pressed while the map plays ends the play first."
)
"""How a lesson is gone through, in the notes of its cover."""

AIM = "You will learn to"


LEVELS = {1: "Level 1: read the map", 2: "Level 2: put things together", 3: "Level 3: apply the rule"}
"""The levels of the questions made from the record."""


def right_answer(options: Sequence[str], answer: Sequence[int]) -> str:
    """The right option with its letter, or all options in the right order."""
    if len(answer) == 1:
        return f"{ascii_uppercase[answer[0]]}. {options[answer[0]]}"
    return f"In this order: {', '.join(options[place] for place in answer)}"


def place_of_question(place: int, of: int) -> str:
    """The heading of a question made from the record: "Question 3 of 12"."""
    return f"Question {place} of {of}"


def cover_line(audience: str, minutes: int) -> str:
    """Whom a lesson is for, and how long it takes."""
    return f"{audience.removesuffix('.')}. {minutes} minutes."


def more_rows(number: int) -> str:
    """What stands under the first rows of a proof."""
    return (
        f"{number} more rows prove it; the answer key has them all." if number > 1 else "The answer key has one more."
    )
