"""The statuses of a state through time as a drawing: a band a treaty, on one axis of years. It needs no script."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from atlas import words
from atlas.figures import palette
from atlas.status import STATUSES

LEFT, RIGHT, TOP, ROW, BAND = 8.0, 752.0, 24.0, 36.0, 14.0
NOT_DRAWN = "not-open"
"""Before a treaty there is nothing to draw: its band begins when it opens."""


class Bar(NamedTuple):
    """A rectangle of one status: where it lies in the drawing, its status, whether it is pale, what it says."""

    x: float
    width: float
    status: str
    pale: bool
    contested: bool
    text: str


class Bands(NamedTuple):
    """The drawing: a row a treaty (name and bars), marks of decades (place and year), its height, what it shows."""

    rows: list[tuple[str, list[Bar]]]
    decades: list[tuple[float, int]]
    checked: float
    height: float
    used: list[str]
    disputed: bool


def bands(intervals: pd.DataFrame, treaties: dict[str, str], checked: date) -> Bands:
    """The bands of one state; `intervals` are its own, `treaties` names by key in the order of the rows."""
    end = pd.Timestamp(checked)
    shown = intervals[(intervals["status"] != NOT_DRAWN) & (intervals["since"] < end)]
    first, last = shown["since"].min(), max(end, shown["until"].max())
    scale = (RIGHT - LEFT) / (last - first).days

    def place(day: pd.Timestamp) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    rows = [
        (name, [bar for row in shown[shown["treaty"] == key].to_dict("records") for bar in _bars(row, end, place)])
        for key, name in treaties.items()
    ]
    decades = [pd.Timestamp(year, 1, 1) for year in range(first.year, last.year + 1) if year % 10 == 0]
    marks = [(place(day), day.year) for day in decades if day >= first]
    used = set(shown["status"])
    disputed = any(bar.contested for _, bars in rows for bar in bars)
    return Bands(
        rows, marks, place(end), TOP + ROW * len(rows) + 4, [code for code in STATUSES if code in used], disputed
    )


def _bars(row: dict[str, Any], end: pd.Timestamp, place: Any) -> list[Bar]:
    """The bars of a status, cut where it becomes contested, and at the last check where it is fixed to go on."""
    until = row["until"] if pd.notna(row["until"]) else end
    disputed = row["contested_since"]
    inside = {day for day in (end, disputed) if pd.notna(day) and row["since"] < day < until}
    text = _text(row)
    return [
        Bar(
            place(begin),
            max(0.6, round(place(stop) - place(begin), 1)),
            str(row["status"]),
            begin >= end or not row["certain"],
            bool(pd.notna(disputed) and disputed <= begin),
            text,
        )
        for begin, stop in pairwise(sorted({row["since"], until, *inside}))
    ]


def _text(row: dict[str, Any]) -> str:
    until = f", until {words.long_day(row['until'])}" if pd.notna(row["until"]) else ""
    doubt = "" if row["certain"] else " (days not known exactly)"
    return f"{words.STATUS_LABELS[row['status']]} since {words.long_day(row['since'])}{until}{doubt}"


def patterns() -> dict[str, str]:
    """The path of the pattern of each status, "" for a plain fill."""
    return {code: LINES[palette.PATTERNS[code]] for code in STATUSES}


LINES = {
    "": "",
    "/": "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",
    "\\": "M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2",
    "x": "M0,0 l6,6 M0,6 l6,-6",
    "+": "M3,0 v6 M0,3 h6",
    "|": "M3,0 v6",
    "-": "M0,3 h6",
    ".": "M3,3 h.01",
}
"""The lines of each pattern, as the map draws them."""
