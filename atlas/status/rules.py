"""The kinds of rule by which treaties compute a day from a day.

Which treaty has which kind, with which number, is a fact of `treaties.csv`. Mine Ban Convention, article 17(2):
("first-of-month", 6); article 20(3): ("months", 6).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from atlas.tables.dates import Days

Amounts = npt.NDArray[np.int64]
Rule = Callable[[Days, Amounts], Days]


def first_of_month(days: Days, amounts: Amounts) -> Days:
    """First day of the nth month after the month of each day."""
    return (days.astype("datetime64[M]") + amounts).astype("datetime64[D]")


def months(days: Days, amounts: Amounts) -> Days:
    """The same day n months later; the last day of the month where the month is too short."""
    start = days.astype("datetime64[M]")
    target = start + amounts
    same_day = target.astype("datetime64[D]") + (days - start.astype("datetime64[D]"))
    last_day = (target + 1).astype("datetime64[D]") - 1
    return np.minimum(same_day, last_day)


def plain_days(days: Days, amounts: Amounts) -> Days:
    """n days later."""
    return days + amounts


RULES: dict[str, Rule] = {"first-of-month": first_of_month, "months": months, "days": plain_days}


def apply_rules(kinds: Sequence[str], days: Days, amounts: Amounts) -> Days:
    """The day that each rule gives: three arrays of one length in, datetime64[D] out; NaT stays NaT."""
    named = np.asarray(kinds, dtype=object)
    result = np.full(len(days), np.datetime64("NaT"), dtype="datetime64[D]")
    for kind, rule in RULES.items():
        where = named == kind
        result[where] = rule(days[where], amounts[where])
    return result
