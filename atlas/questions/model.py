"""A question and what it is asked about, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from atlas.selection import Choice, first_day
from atlas.tables import Tables


@dataclass(frozen=True)
class Scope:
    """What is asked about: a treaty, a period (both days included) and regions of UN M49; none means all states."""

    treaty: str
    first: date
    last: date
    region: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Question:
    """One question with its options as they are shown, and all that proves the answer.

    `kind` is the permanent key of its generator and `level` 1, 2 or 3. `answer` holds the place of the right option
    (from 0); for a question of order, the places of all options in the right order. `article` is the rule of the treaty
    that decides, `rows` are the rows of the record that prove the answer, with headings for a reader.
    """

    kind: str
    level: int
    text: str
    options: tuple[str, ...]
    answer: tuple[int, ...]
    because: str
    article: str
    rows: pd.DataFrame
    source_ids: tuple[str, ...]


def scope_of(tables: Tables, choice: Choice) -> Scope:
    """The treaty, regions and period of a choice; without a period, from the treaty's first year to the chosen day."""
    first = choice.first or first_day(tables, choice.treaty)
    return Scope(choice.treaty, first, choice.last or choice.on, choice.region)
