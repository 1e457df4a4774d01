"""The line through time: how long it was, and which state moved it on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from atlas.geography.pairs import BOUND_SIDE, Pairs, are_on_the_line, pairs_of, sides_of
from atlas.selection import first_day, year_days
from atlas.selection.rows import KEPT
from atlas.status import History
from atlas.status.memberships import ALWAYS, NEVER
from atlas.tables import Tables
from atlas.words import unique_ids

MOVED = ["date", "iso3", "name", "added", "removed", "km_added", "km_removed", "km_change"]
MOVE_COLUMNS = [*MOVED[:3], "from_status", "to_status", *MOVED[3:], "basis", "source_ids"]


class Course(NamedTuple):
    """The sides of all states and the borders on the line, from each day of `days` until the next."""

    days: np.ndarray
    sides: np.ndarray
    line: np.ndarray


def line_lengths(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...] = (), state: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Length of the line from each day on which it changed: `day`, `km`, `borders`; before the first row it was 0."""
    return _line_lengths(history, tables, treaty, region, state)


@lru_cache(maxsize=KEPT)
def _line_lengths(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...], state: tuple[str, ...]
) -> pd.DataFrame:
    pairs, course = pairs_of(tables), _course(history, tables, treaty)
    line = course.line & pairs.among(tables, region, state)
    before = np.vstack([np.zeros_like(line[:1]), line[:-1]])
    moved = (line != before).any(axis=1)
    return pd.DataFrame(
        {
            "day": course.days[moved].astype("datetime64[s]"),
            "km": (line[moved] @ pairs.km).round(2),
            "borders": line[moved].sum(axis=1),
        }
    )


def lengths_by_year(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...] = (), state: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Length of the line at the end of each year since the treaty opened: `year`, `day`, `km`, `borders`.

    The current year ends on the day the data was last checked.
    """
    days = year_days(tables, first_day(tables, treaty).year, tables.checked.year)
    steps = line_lengths(history, tables, treaty, region, state)
    asked = np.array(days, dtype="datetime64[D]")
    places = np.searchsorted(steps["day"].to_numpy("datetime64[D]"), asked, side="right")
    km, borders = (np.concatenate([[0], steps[name].to_numpy()])[places] for name in ("km", "borders"))
    years = [day.year for day in days]
    return pd.DataFrame({"year": years, "day": asked.astype("datetime64[s]"), "km": km, "borders": borders.astype(int)})


def moves(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...] = (), state: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Which state moved the line, when and by how much: one row a state and day, by date.

    Columns `date`, `iso3`, `name`, `from_status`, `to_status`; `added` and `removed` (codes of the neighbours whose
    border came onto the line or left it, separated by ";"), `km_added`, `km_removed`, `km_change`; `basis` of the
    change of status, and `source_ids` of it and of the shapes (so far `MOVE_COLUMNS`, those of a file); and `certain`,
    for sentences: whether the day of that change is known, which `date` otherwise bounds. The changes of a day add up
    to that of `line_lengths`. A border is moved by the state that changed sides; where its neighbour became a state on
    the same day, by the one that came to be bound.
    """
    return _moves(history, tables, treaty, region, state)


@lru_cache(maxsize=KEPT)
def _moves(
    history: History, tables: Tables, treaty: str, region: tuple[str, ...], state: tuple[str, ...]
) -> pd.DataFrame:
    pairs, course = pairs_of(tables), _course(history, tables, treaty)
    line = course.line & pairs.among(tables, region, state)
    step, border = np.nonzero(line[1:] != line[:-1])
    movers = _movers(pairs, course.sides[step], course.sides[step + 1], border)
    moved: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, mover, place in sorted(zip((step + 1).tolist(), movers.tolist(), border.tolist(), strict=True)):
        moved[at, mover].append(place)
    rows = [_move(pairs, course.days[at], mover, places, line[at]) for (at, mover), places in moved.items()]
    told = pd.DataFrame(rows, columns=MOVED).astype({"date": "datetime64[s]"})
    return told.merge(_steps(history, tables, treaty), "left", ["date", "iso3"])[[*MOVE_COLUMNS, "certain"]]


def _steps(history: History, tables: Tables, treaty: str) -> pd.DataFrame:
    """Every change of status, with the sources of the shapes beside its own: a move rests on both."""
    shapes = ";".join(unique_ids(pairs_of(tables).source_ids))
    steps = history.changes(ALWAYS, tables.checked, treaty).drop(columns="treaty").rename(columns={"dated": "certain"})
    return steps.assign(source_ids=steps["source_ids"] + f";{shapes}")


def _movers(pairs: Pairs, before: np.ndarray, after: np.ndarray, border: np.ndarray) -> np.ndarray:
    """For each change of a border the state that changed sides, as its place in `Pairs.states`."""
    change, first, second = np.arange(len(border)), pairs.first[border], pairs.second[border]
    first_moved, second_moved = (before[change, each] != after[change, each] for each in (first, second))
    return np.where(second_moved & (~first_moved | (after[change, second] == BOUND_SIDE)), second, first)


def _move(pairs: Pairs, day: np.datetime64, mover: int, places: Sequence[int], line: np.ndarray) -> dict[str, object]:
    """One state's move on one day; `places` are the borders that came onto the `line` of that day or left it."""
    added, removed = ([place for place in places if line[place] == now] for now in (True, False))
    km_added, km_removed = (float(pairs.km[changed].sum()) for changed in (added, removed))
    return {
        "date": day,
        "iso3": pairs.states[mover],
        "name": pairs.names[mover],
        "added": _neighbours(pairs, mover, added),
        "removed": _neighbours(pairs, mover, removed),
        "km_added": round(km_added, 2),
        "km_removed": round(km_removed, 2),
        "km_change": round(km_added - km_removed, 2),
    }


def _neighbours(pairs: Pairs, state: int, places: Sequence[int]) -> str:
    others = pairs.first[places] + pairs.second[places] - state
    return ";".join(sorted(pairs.states[others]))


@lru_cache(maxsize=32)
def _course(history: History, tables: Tables, treaty: str) -> Course:
    """The line from its beginning to the day the data was last checked."""
    pairs, rows = pairs_of(tables), history.intervals
    rows = rows[(rows["treaty"] == treaty).to_numpy()]
    since, until = (
        rows[name].fillna(pd.Timestamp(instead)).to_numpy("datetime64[D]")
        for name, instead in (("since", ALWAYS), ("until", NEVER))
    )
    days = np.unique(since[since <= np.datetime64(tables.checked)])
    sides = np.empty((len(days), len(pairs.states)), dtype=np.int8)
    places = np.searchsorted(pairs.states, rows["iso3"].to_numpy(dtype=object))
    spans = zip(
        np.searchsorted(days, since), np.searchsorted(days, until), places, sides_of(rows["status"]), strict=True
    )
    for begin, end, place, side in spans:
        sides[begin:end, place] = side
    return Course(days, sides, are_on_the_line(pairs, sides))
