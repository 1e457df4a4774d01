"""How many people live in a state, and what share of the world lives in states that a treaty binds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from atlas.impact.terms import Layer, LayerClass, Span, year_of
from atlas.status import BOUND, History
from atlas.tables import Tables

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


def population_share(history: History, tables: Tables, treaty: str) -> pd.DataFrame:
    """One row a year from the opening of the treaty: the share of the world's people in states bound at its end.

    Columns: year, day (31 December, or the day of the last check), states (bound on the day), without_figure (how many
    of them have no population in the year), bound and world (people, Int64), share (0 to 1). Where the source has no
    figures for a year, bound, world and share are missing. People of the year are counted, states of its last day.
    """
    people = tables["population"].pivot(index="year", columns="iso3", values="population")
    opened = tables.row("treaties", treaty)
    first = (opened["opened_for_signature"] if pd.notna(opened["opened_for_signature"]) else opened["adopted"]).year
    rows = []
    for year in range(first, tables.checked.year + 1):
        day = min(date(year, 12, 31), tables.checked)
        status = history.status_on(day, treaty)
        bound = status.loc[status["status"].isin(BOUND), "iso3"]
        known = people.loc[year].reindex([*bound, WORLD]) if year in people.index else pd.Series(dtype="Int64")
        own = known.drop(WORLD, errors="ignore").dropna()
        rows.append((year, day, len(bound), len(bound) - len(own), own.sum(), known.get(WORLD)))
    shares = pd.DataFrame(rows, columns=["year", "day", "states", "without_figure", "bound", "world"])
    world = shares["world"].astype("Int64")
    counted = shares["bound"].astype("Int64").where(world.notna())
    return shares.assign(bound=counted, world=world, share=(counted / world).astype("Float64"))


LAYER = Layer(
    title="Population",
    yearly=True,
    absence="No population found for this year; the figures read end before it or leave the state out",
    classes=CLASSES,
    spans=spans,
)
