"""What mines did and what states did about them: layers that lie over or instead of the status.

A new layer is a module with a `LAYER` and an entry in `LAYERS`; its colours and words have entries of their own. Every
state has exactly one class of every layer on every day; where the sources say nothing it is `not-found`, which is never
zero.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from atlas.impact import casualties, clearance, population, producers, stockpiles, use
from atlas.impact.casualties import SERIES, casualty_editions, casualty_ranges, casualty_years
from atlas.impact.population import population_share
from atlas.impact.steps import steps_of
from atlas.impact.terms import NOT_FOUND, Layer, LayerClass
from atlas.tables import Tables

LAYERS: dict[str, Layer] = {
    "casualties": casualties.LAYER,
    "population": population.LAYER,
    "use": use.LAYER,
    "producers": producers.LAYER,
    "stockpiles": stockpiles.LAYER,
    "clearance": clearance.LAYER,
}
LAYER_NAMES = tuple(LAYERS)
"""Permanent keys of the layers, as in the URL."""

ROWS = ["iso3", "name", "code", "label", "text", "source_ids"]


def classes(name: str) -> tuple[LayerClass, ...]:
    """The classes of a layer; the first one is `not-found`. Raises KeyError for a name that is no layer."""
    return LAYERS[name].classes


@lru_cache(maxsize=32)
def steps(tables: Tables, name: str) -> pd.DataFrame:
    """For each of the states able to join the steps of a layer, in order, covering all days.

    Columns iso3, since (datetime64[s], NaT: always), code, text, source_ids (separated by ";", empty for not-found).
    """
    return steps_of(LAYERS[name], tables)


@lru_cache(maxsize=300)
def layer_rows(tables: Tables, name: str, day: date) -> pd.DataFrame:
    """One row a state, by iso3: iso3, name, code, label, text and source_ids as they hold on the day."""
    rows = steps(tables, name)
    begun = rows[~(rows["since"] > pd.Timestamp(day))].drop_duplicates("iso3", keep="last")
    labels = {each.code: each.label for each in classes(name)}
    names = [tables.row("states", iso3)["name"] for iso3 in begun["iso3"]]
    return begun.assign(name=names, label=begun["code"].map(labels))[ROWS].reset_index(drop=True)


def class_counts(
    tables: Tables, name: str, days: Sequence[date], *, within: Collection[str] | None = None
) -> pd.DataFrame:
    """One row a day: `day` and the number of states (or of those `within`) in each class, a column per code."""
    rows = steps(tables, name)
    rows = rows if within is None else rows[rows["iso3"].isin(within)]
    since = rows["since"].fillna(pd.Timestamp.min.ceil("D")).to_numpy("datetime64[D]")
    until = np.where(rows["iso3"] == rows["iso3"].shift(-1), np.roll(since, -1), np.datetime64(date.max))
    asked = np.array(days, dtype="datetime64[D]")
    counts = {}
    for code in (each.code for each in classes(name)):
        own = (rows["code"] == code).to_numpy()
        begun = np.searchsorted(np.sort(since[own]), asked, side="right")
        counts[code] = begun - np.searchsorted(np.sort(until[own]), asked, side="right")
    return pd.DataFrame({"day": asked.astype("datetime64[s]"), **counts})


@lru_cache(maxsize=32)
def last_found(tables: Tables, name: str) -> date:
    """The last day for which anything was found for some state: after it the whole layer is `not-found`."""
    rows = steps(tables, name)
    ends = rows["since"].where(rows["iso3"] == rows["iso3"].shift()).shift(-1).fillna(pd.Timestamp(tables.checked))
    latest = ends[rows["code"] != NOT_FOUND].max()
    return tables.checked if latest == pd.Timestamp(tables.checked) else (latest - pd.Timedelta(days=1)).date()


__all__ = [
    "LAYERS",
    "LAYER_NAMES",
    "NOT_FOUND",
    "SERIES",
    "Layer",
    "LayerClass",
    "casualty_editions",
    "casualty_ranges",
    "casualty_years",
    "class_counts",
    "classes",
    "last_found",
    "layer_rows",
    "population_share",
    "steps",
]
