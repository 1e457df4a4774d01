"""From rows to marks: what stands in which lane of the timeline, over which days, at which height.

A mark is one row with the columns `lane`, `event_id` (empty for actions), `date` (as known), `kind`, `start`, `end`
(ISO days; equal for a day), `exact` (known to the day), `size` (px), `level` (0 is the top row of its lane) and `text`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from atlas.figures.hover import action_text, event_text
from atlas.tables.dates import earliest, latest
from atlas.tables.record import CLAIMS, JOINS
from atlas.tables.sources import OWN

ACTIONS_LANE, OWN_KIND = "actions", "own"
EVENT_SIZE = 10.0
LEVELS, MOST_LEVELS = 4, 24
"""Heights in a lane at first, and at most: beyond it marks of one day lie on one another."""

APART = 0.016
"""Marks nearer than this part of the period are set at different heights: a dot's width on a wide screen."""
KINDS = {
    "signature": "signed",
    **dict.fromkeys(JOINS, "joined"),
    "withdrawal_notified": "notice",
    "withdrawal_effective": "left",
    **dict.fromkeys(CLAIMS, "claim"),
}
KIND_ORDER = ("signed", "joined", "notice", "left", "claim")
ROWS = {"signed": "start", "joined": "bound", "notice": "notice", "left": "left", "claim": "start"}
"""The height of each kind of action. A dispute shares that of the signatures, which are seldom near in time."""
COLUMNS = ["lane", "event_id", "date", "kind", "start", "end", "exact", "size", "level", "text"]


def event_marks(events: pd.DataFrame, days: int) -> pd.DataFrame:
    """One mark an event, for a period of so many days; levels keep marks of a lane from hiding each other."""
    marks = pd.DataFrame(
        {
            "lane": events["lane"].to_numpy(),
            "event_id": events["event_id"].to_numpy(),
            "date": events["date"].to_numpy(),
            "kind": [OWN_KIND if source == OWN else "event" for source in events["source_id"]],
            "size": EVENT_SIZE,
            "text": [
                event_text(*row) for row in zip(events["date"], events["title"], events["source_id"], strict=True)
            ],
        }
    ).pipe(_spanned)
    marks = marks.sort_values(["start", "end", "event_id"], ignore_index=True)
    levels = pd.Series(0, index=marks.index)
    for _, own in marks.groupby("lane"):
        levels[own.index] = packed(own["start"].to_list(), own["end"].to_list(), days * APART)
    return marks.assign(level=levels)[COLUMNS]


def action_marks(actions: pd.DataFrame) -> pd.DataFrame:
    """One mark for each date and kind of action, larger the more states acted; each kind has its own height."""
    acted: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for known, *act in actions[["date", "action", "name", "source_id"]].itertuples(index=False):
        acted[known, KINDS[act[0]]].append((act[0], act[1], act[2]))
    occurring = {kind for _, kind in acted}
    levels = list(dict.fromkeys(ROWS[kind] for kind in KIND_ORDER if kind in occurring))
    rows = [
        {
            "lane": ACTIONS_LANE,
            "event_id": "",
            "date": known,
            "kind": kind,
            "size": action_size(len(acts)),
            "level": levels.index(ROWS[kind]),
            "text": _acts_text(known, acts),
        }
        for (known, kind), acts in sorted(acted.items())
    ]
    return _spanned(pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ("start", "end", "exact")]))


def _acts_text(known: str, acts: Sequence[tuple[str, str, str]]) -> str:
    names: dict[str, list[str]] = defaultdict(list)
    for action, name, _ in acts:
        names[action].append(name)
    return action_text(known, names, sorted({source_id for *_, source_id in acts}))


def action_size(states: int) -> float:
    """Diameter in px of a mark for so many states: 9 for one, 20 for a hundred."""
    return round(9 + 5.5 * math.log10(states), 1)


def packed(starts: Sequence[str], ends: Sequence[str], apart: float) -> list[int]:
    """A level for each interval, sorted by start: the first one that is free, or the one that was left longest ago.

    Where that one begins on the same day a further level is opened, up to the most, so that no mark lies exactly on
    another. The level depends on nothing but the dates, so the same choice always gives the same picture.
    """
    free, began, levels = [-math.inf] * LEVELS, [-math.inf] * LEVELS, []
    for start, end in zip(earliest(starts).astype("int64"), earliest(ends).astype("int64"), strict=True):
        level = next((each for each, day in enumerate(free) if day <= start), free.index(min(free)))
        if began[level] == start and len(free) < MOST_LEVELS:
            level = len(free)
            free.append(start)
            began.append(start)
        free[level], began[level] = end + apart, start
        levels.append(level)
    return levels


def _spanned(marks: pd.DataFrame) -> pd.DataFrame:
    known = marks["date"].to_list()
    return marks.assign(
        start=earliest(known).astype("str"),
        end=latest(known).astype("str"),
        exact=[len(text) == 10 for text in known],
    )
