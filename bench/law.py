"""How long the law takes: facts, history, a day of it and of the borders, and a text beside the record."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

from atlas import claims, geography, status, tables
from atlas.status import History
from atlas.tables import Tables

FIRST_DAY = date(1945, 1, 1)
TREATY, FIRST_BOUND = "mbt", date(1999, 3, 1)
TOLD = "{} ratified the Mine Ban Convention on {} July 1998 and has never left it. "
"""A sentence with two statements, told of every state."""


def times(work: Callable[[], object], repeats: int) -> list[float]:
    """Milliseconds of each call, the first one left out."""
    taken = []
    for _ in range(repeats + 1):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[1:]


def measure(facts: Tables, history: History, repeats: int = 9, days: int = 300) -> dict[str, float]:
    """Medians in milliseconds: check, load, build, on random days status_on and borders_on, and a text as claims.

    `status_on` is asked for all treaties and states, `borders_on` for one treaty and never twice for a day, so that no
    answer comes from memory.
    """
    folder = tables.data_folder()
    chance = random.Random(1997)
    span = (facts.checked - FIRST_DAY).days
    asked = iter([FIRST_DAY + timedelta(days=chance.randrange(span)) for _ in range(days + 1)])
    bound_since = (facts.checked - FIRST_BOUND).days
    crossed = iter([FIRST_BOUND + timedelta(days=days_on) for days_on in chance.sample(range(bound_since), days + 1)])
    return {
        "check": median(times(lambda: tables.check(folder), repeats)),
        "load": median(times(lambda: tables.load(folder), repeats)),
        "build": median(times(lambda: status.build(facts), repeats)),
        "status_on": median(times(lambda: history.status_on(next(asked)), days)),
        "claims": median(times(lambda: claims.findings(longest_text(facts), facts, history), repeats)),
        "borders_on": median(times(lambda: geography.borders_on(history, facts, TREATY, next(crossed)), days)),
    }


def longest_text(facts: Tables) -> str:
    """As many sentences about the states as are read at once."""
    names = facts.states["name"]
    text = "".join(TOLD.format(names.iloc[place % len(names)], 1 + place % 28) for place in range(500))
    return text[: claims.LONGEST]
