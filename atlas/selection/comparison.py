"""What is compared: two days of one treaty, or two treaties on one day; and the rows in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from atlas.selection.choice import Choice, default_choice
from atlas.selection.rows import dated_changes, first_day, names_of, status_rows
from atlas.status import BOUND, NEVER_ACTED, NOT_JOINED, STATUSES, UNABLE, History
from atlas.tables import Tables

DAY_DIFFERENCES = (
    "still-bound",
    "became-bound",
    "gave-notice",
    "left",
    "deposited",
    "signed",
    "still-not-bound",
    "other",
)
"""How a state's status can differ between two days, by the net of all its acts."""

TREATY_DIFFERENCES = ("both", "first-only", "second-only", "neither", "none")
"""By which of two treaties a state is bound; `none`: not yet a state, or neither treaty open to it."""

ONE_FIRST = ("first-only", "second-only", "both", "none", "neither")
"""The same as a list of states tells them: those bound by one treaty alone first."""

ENTERED: dict[str, tuple[str, tuple[str, ...]]] = {
    "outside": ("still-not-bound", UNABLE),
    "signatory": ("signed", NEVER_ACTED),
    "joining": ("deposited", NOT_JOINED),
    "party": ("became-bound", (*NOT_JOINED, "joining")),
    "withdrawing": ("gave-notice", STATUSES),
    "withdrawn": ("left", STATUSES),
}
"""The difference that entering a status makes, and the statuses from which it is that and not something rarer."""

BOUND_BY = {
    (True, True): "both",
    (True, False): "first-only",
    (False, True): "second-only",
    (False, False): "neither",
}
OF_SIDE = ["date", "changed_to", "certain", "contested", "basis", "source_ids"]
PAIRS_KEPT = 60
"""How many comparisons are kept: there are more of them than of days, and few are asked for twice."""

PAIR_ROWS = ["iso3", "name", "difference", "from_status", "to_status", *OF_SIDE]


@dataclass(frozen=True)
class Side:
    """One of the two selections: a treaty on a day."""

    treaty: str
    on: date


@dataclass(frozen=True)
class Comparison:
    """Two sides in the regions.

    Either the treaties are the same and first.on <= second.on, or the days are the same and the treaties are not.
    """

    first: Side
    second: Side
    region: tuple[str, ...] = ()

    @property
    def of_treaties(self) -> bool:
        """Whether two treaties are compared, not two days."""
        return self.first.treaty != self.second.treaty

    @property
    def differences(self) -> tuple[str, ...]:
        """The codes of the kinds of difference, in their fixed order."""
        return TREATY_DIFFERENCES if self.of_treaties else DAY_DIFFERENCES


def compared(tables: Tables, choice: Choice) -> Comparison:
    """What the choice compares: with another treaty in `other` two treaties on the day `on`, otherwise two days.

    A day before the treaty opened is held to its first day, and days in the wrong order change places.
    """
    if choice.other not in ("", choice.treaty):
        sides = Side(choice.treaty, choice.on), Side(choice.other, choice.on)
    else:
        earlier = max(choice.before or usual_before(choice.on), first_day(tables, choice.treaty))
        first, second = sorted((earlier, choice.on))
        sides = Side(choice.treaty, first), Side(choice.treaty, second)
    return Comparison(*sides, choice.region)


def usual_before(on: date) -> date:
    """31 December of the second year before: a whole year and what of the year of `on` has passed lie between."""
    return date(on.year - 2, 12, 31)


def pair_rows(history: History, tables: Tables, pair: Comparison) -> pd.DataFrame:
    """One row a state of the regions, by iso3: its status on either side and the kind of difference.

    Columns iso3, name, difference, from_status, to_status, date, changed_to, certain, contested, basis, source_ids.
    `date` is the day of the last change between the two days (NaT without one), or of the later one under either
    treaty, `changed_to` the status that it led to, and `certain` whether it is known: otherwise `date` bounds it. The
    last three columns tell of the second status, and for two treaties of both.
    """
    return _pair_rows(history, tables, pair)


@lru_cache(maxsize=PAIRS_KEPT)
def _pair_rows(history: History, tables: Tables, pair: Comparison) -> pd.DataFrame:
    first, second = (_side_rows(history, tables, side, pair.region) for side in (pair.first, pair.second))
    rows = pd.DataFrame({"from_status": first["status"].astype("str"), "to_status": second["status"].astype("str")})
    names = [str(tables.row("treaties", side.treaty)["short_name"]) for side in (pair.first, pair.second)]
    of_two = _of_two_treaties(first, second, names) if pair.of_treaties else _of_two_days(second, pair.first.on)
    classify = treaty_difference if pair.of_treaties else day_difference
    rows["difference"] = [classify(*each) for each in zip(rows["from_status"], rows["to_status"], strict=True)]
    rows = rows.join(of_two).reset_index()
    return rows.assign(name=names_of(tables, rows["iso3"]))[PAIR_ROWS]


def _side_rows(history: History, tables: Tables, side: Side, region: tuple[str, ...]) -> pd.DataFrame:
    """By iso3: status, contested, basis and source_ids on the day, and what is told of the last change up to then."""
    choice = replace(default_choice(tables), treaty=side.treaty, on=side.on, region=region)
    rows = status_rows(history, tables, choice).set_index("iso3")
    changes = history.changes(date.min, side.on, side.treaty).drop_duplicates("iso3", keep="last").set_index("iso3")
    rows = rows.assign(date=changes["date"], changed_to=changes["to_status"].astype("str"), certain=changes["dated"])
    return _without_change(rows, rows["date"].isna())[["status", *OF_SIDE]]


def _without_change(rows: pd.DataFrame, still: pd.Series) -> pd.DataFrame:
    """The rows, with no day and no new status where the state stood still; nothing about it is uncertain then."""
    return rows.assign(
        date=rows["date"].mask(still),
        changed_to=rows["changed_to"].mask(still, ""),
        certain=rows["certain"].mask(still, other=True).astype("bool"),
    )


def _of_two_days(rows: pd.DataFrame, first: date) -> pd.DataFrame:
    return _without_change(rows[OF_SIDE], ~(rows["date"] > pd.Timestamp(first)))


def _of_two_treaties(first: pd.DataFrame, second: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """What is told of both sides; of the change that of the later day. `names` are those of the treaties."""
    later = first["date"].isna() | (second["date"] >= first["date"])
    last = ["date", "changed_to", "certain"]
    return pd.DataFrame(
        {
            **second[last].where(later, first[last]),
            "contested": first["contested"] | second["contested"],
            "basis": f"{names[0]}: " + first["basis"] + f" | {names[1]}: " + second["basis"],
            "source_ids": [
                ";".join(dict.fromkeys(filter(None, f"{one};{other}".split(";"))))
                for one, other in zip(first["source_ids"], second["source_ids"], strict=True)
            ],
        }
    ).astype({"certain": "bool"})


def day_difference(before: str, after: str) -> str:
    """The kind of difference between a state's statuses on two days: one of `DAY_DIFFERENCES`."""
    if before == after:
        return "still-bound" if after in BOUND else "still-not-bound"
    name, usual = ENTERED.get(after, ("", ()))
    return name if before in usual else "other"


def treaty_difference(first: str, second: str) -> str:
    """The kind of difference between a state's statuses under two treaties: one of `TREATY_DIFFERENCES`."""
    return "none" if first in UNABLE and second in UNABLE else BOUND_BY[first in BOUND, second in BOUND]


def moved(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose status differs, those that moved last first; of rows as `pair_rows` gives them.

    Under two treaties the states that only one of them binds come before the others, those that neither binds last.
    """
    differing = rows[rows["from_status"] != rows["to_status"]]
    place = differing["difference"].map({code: number for number, code in enumerate(ONE_FIRST)}).fillna(0)
    ordered = differing.assign(place=place).sort_values(["place", "date", "iso3"], ascending=[True, False, True])
    return ordered.drop(columns="place").reset_index(drop=True)


def transitions(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of statuses that occurs: from_status, to_status, difference, `states` (a number) and iso3 codes.

    The codes are separated by ";". In the fixed order of the statuses; the numbers add up to the rows.
    """
    found = [
        (before, after, own["difference"].iloc[0], len(own), ";".join(own["iso3"]))
        for (before, after), own in rows.groupby(["from_status", "to_status"])
    ]
    found.sort(key=lambda row: (STATUSES.index(row[0]), STATUSES.index(row[1])))
    return pd.DataFrame(found, columns=["from_status", "to_status", "difference", "states", "iso3"])


def differences(rows: pd.DataFrame, pair: Comparison) -> dict[str, int]:
    """The number of states by kind of difference, in the fixed order, zeros too."""
    counted = rows["difference"].value_counts()
    return {code: int(counted.get(code, 0)) for code in pair.differences}


def acts_between(history: History, tables: Tables, pair: Comparison) -> pd.DataFrame:
    """Every change of status after the first day up to the second, as `dated_changes` gives it."""
    choice = replace(default_choice(tables), treaty=pair.second.treaty, region=pair.region)
    return dated_changes(history, tables, choice, pair.first.on + timedelta(days=1), pair.second.on)


def contests(history: History, pair: Comparison) -> dict[str, tuple[date, str]]:
    """Since when the second status of a state is contested, and by whom, by iso3; of two treaties either status."""
    rows = history.intervals
    found: dict[str, tuple[date, str]] = {}
    for side in dict.fromkeys((pair.first, pair.second) if pair.of_treaties else (pair.second,)):
        on = pd.Timestamp(side.on)
        holds = (rows["contested_since"] <= on) & ~(rows["until"] <= on) & (rows["treaty"] == side.treaty)
        for row in rows[holds].itertuples():
            found.setdefault(row.iso3, (row.contested_since.date(), row.contest))
    return found
