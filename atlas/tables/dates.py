"""Dates that may be known only to the month or the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]
PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
UNITS = {4: "datetime64[Y]", 7: "datetime64[M]"}
"""Unit of a date by the length of its text, where it is not a day."""


def partial_date_problem(text: str) -> str | None:
    """What keeps the text from being YYYY, YYYY-MM or YYYY-MM-DD, or None."""
    if not PARTIAL.fullmatch(text):
        return "is not a date; write YYYY-MM-DD, YYYY-MM or YYYY"
    try:
        date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) != 7 else text + "-01")
    except ValueError:
        return "is not a day of the calendar"
    return None


def earliest(texts: Sequence[str]) -> Days:
    """The first day each date can mean, as datetime64[D]."""
    return np.array(texts, dtype="datetime64[D]")


def latest(texts: Sequence[str]) -> Days:
    """The last day each date can mean, as datetime64[D]."""
    days = earliest(texts)
    lengths = np.array([len(text) for text in texts])
    for length, unit in UNITS.items():
        where = lengths == length
        days[where] = (days[where].astype(unit) + 1).astype("datetime64[D]") - 1
    return days
