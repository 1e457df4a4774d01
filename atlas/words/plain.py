"""Days, lists and numbers as a reader expects them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from atlas.tables.dates import UNITS


def long_day(day: date | pd.Timestamp | np.datetime64) -> str:
    """10 July 2025."""
    stamp = pd.Timestamp(day)
    return f"{stamp.day} {stamp:%B %Y}"


def long_date(text: str) -> str:
    """A date as precise as it is known: "10 July 2025", "July 2025" or "2025"."""
    if len(text) in UNITS:
        return f"{pd.Timestamp(text):%B %Y}" if len(text) == 7 else text
    return long_day(pd.Timestamp(text))


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counted(number: int, noun: str) -> str:
    """ "1 row", "2 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unique_ids(lists: Iterable[str]) -> list[str]:
    """The keys in lists separated by ";", each once, in order."""
    return list(dict.fromkeys(key for text in lists for key in text.split(";") if key))
