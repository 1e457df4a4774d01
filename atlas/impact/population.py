"""How many people live in a state, and what share of the world lives in states that a treaty binds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from atlas.impact.terms import Layer, LayerClass, Span, year_of
from atlas.status import BOUND, History
from atlas.tables import Tables, first_day

WORLD = "WLD"
BOUNDS = {"under-1m": 1, "1m-10m": 10, "10m-50m": 50, "50m-200m": 200}
"""Upper bound of each class in millions."""

HIGHEST = "200m-plus"
CLASSES = (
    LayerClass("not-found", "Not found", "The source has no figure for the state in the year. This is never zero."),
    LayerClass("under-1m", "Under 1 million", "Fewer than 1 million people."),
    LayerClass("1m-10m", "1–10 million", "1 million people or more, fewer than 10 million."),
    LayerClass("10m-50m", "10–50 million", "10 million people or more, fewer than 50 million."),
    LayerClass("50m-200m", "50–200 million", "50 million people or more, fewer than 200 million."),
    LayerClass(HIGHEST, "200 million or more", "200 million people or more."),
)


def spans(tables: Tables) -> Iterator[Span]:
    """One span a state and year: the figure of a year holds for that year only."""
    able = set(tables.states["iso3"])
    names = {key: _counted_by(tables, key) for key in tables["population"]["source_id"].unique()}
    for row in tables["population"].itertuples():
        if row.iso3 in able:
            text = f"{row.population:,} people in {row.year} ({names[row.source_id]})"
            yield Span(row.iso3, *year_of(row.year), class_of(row.population), text, row.source_id)


def _counted_by(tables: Tables, source_id: str) -> str:
    """Who counted, which the licence asks to name: the last of the publishers, after those who pass the figures on."""
    return str(tables.row("sources", source_id)["publisher"]).split(";")[-1].strip()


def class_of(people: int) -> str:
    """The class of a number of people."""
    return next((code for code, millions in BOUNDS.items() if people < millions * 1_000_000), HIGHEST)


@lru_cache(maxsize=32)
def population_share(history: History, tables: Tables, treaty: str) -> pd.DataFrame:
    """One row a year from the opening of the treaty: the share of the world's people in states bound at its end.

    Columns: year, day (31 December, or the day of the last check), states (bound on the day), without_figure (how many
    of them have no population in the year), bound and world (people, Int64), share (0 to 1). Where the source has no
    figures for a year, bound, world and share are missing. People of the year are counted, states of its last day.
    """
    years = range(first_day(tables, treaty).year, tables.checked.year + 1)
    days = [min(date(year, 12, 31), tables.checked) for year in years]
    intervals = history.intervals
    own = intervals[(intervals["treaty"] == treaty) & intervals["status"].isin(BOUND)]
    holds = _holding(own, days)
    people = tables["population"].pivot(index="year", columns="iso3", values="population")
    known = people.reindex(index=years, columns=own["iso3"]).to_numpy("float64", na_value=np.nan).T
    world = people[WORLD].reindex(years).reset_index(drop=True)
    bound = pd.Series(np.nansum(np.where(holds, known, 0), axis=0)).astype("Int64").where(world.notna())
    return pd.DataFrame(
        {
            "year": years,
            "day": days,
            "states": holds.sum(axis=0),
            "without_figure": (holds & np.isnan(known)).sum(axis=0),
            "bound": bound,
            "world": world,
            "share": (bound / world).astype("Float64"),
        }
    )


def _holding(intervals: pd.DataFrame, days: Sequence[date]) -> np.ndarray:
    """Whether each interval holds on each day: a row an interval, a column a day. NaT is no beginning or no end."""
    asked = np.array(days, dtype="datetime64[s]")
    since, until = (intervals[name].to_numpy("datetime64[s]")[:, None] for name in ("since", "until"))
    return ~(since > asked) & ~(until <= asked)


LAYER = Layer(
    title="Population",
    yearly=True,
    absence="No population found for this year; the figures read end before it or leave the state out",
    classes=CLASSES,
    spans=spans,
)
