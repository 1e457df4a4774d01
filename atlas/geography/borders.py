"""The land borders on one day: between whom, of which class, how long, and what share of a state's own border.

A border runs between two states, and lies on the line when the treaty binds one of them and not the other. States to
which the treaty was not open, and states that were not yet independent, are on neither side: their borders are not
counted on those days. Borders with territories and undetermined areas have no status on their far side and are never
counted. Lengths are those of `neighbours.csv`: geodesic, in km, of generalised shapes, shorter than published ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from atlas.geography.pairs import BOUND_SIDE, NEITHER_SIDE, OTHER_SIDE, are_on_the_line, pairs_of, sides_of
from atlas.selection.rows import KEPT, in_regions
from atlas.status import History
from atlas.status.history import Day
from atlas.tables import Tables
from atlas.words import unique_ids


class Standing(NamedTuple):
    """Every state on one day, in the order of `Pairs.states`: its status, its side, and the sources of the status."""

    status: np.ndarray
    side: np.ndarray
    source_ids: np.ndarray


def borders_on(
    history: History,
    tables: Tables,
    treaty: str,
    day: Day,
    region: tuple[str, ...] = (),
    state: tuple[str, ...] = (),
) -> pd.DataFrame:
    """The line on a day: one row a border between a state bound and one not bound, the longest first.

    Columns `bound`, `bound_name`, `bound_status`, the same of the `other` side, `pair` (one of BORDER_CLASSES), `km`
    and `source_ids` (of both statuses and of the shapes). A border belongs to a region when one of its two states does,
    and to the states chosen when it is a border of one of them.
    """
    return _borders_on(history, tables, treaty, str(day), region, state)


@lru_cache(maxsize=KEPT)
def _borders_on(
    history: History, tables: Tables, treaty: str, day: str, region: tuple[str, ...], state: tuple[str, ...]
) -> pd.DataFrame:
    pairs, standing = pairs_of(tables), _standing(history, tables, treaty, day)
    kept = np.flatnonzero(are_on_the_line(pairs, standing.side) & pairs.among(tables, region, state))
    kept = kept[np.argsort(-pairs.km[kept], kind="stable")]
    turned = standing.side[pairs.first[kept]] < standing.side[pairs.second[kept]]
    bound = np.where(turned, pairs.second[kept], pairs.first[kept])
    other = np.where(turned, pairs.first[kept], pairs.second[kept])
    return pd.DataFrame(
        {
            "bound": pairs.states[bound],
            "bound_name": pairs.names[bound],
            "bound_status": standing.status[bound],
            "other": pairs.states[other],
            "other_name": pairs.names[other],
            "other_status": standing.status[other],
            "pair": standing.status[bound] + "-" + standing.status[other],
            "km": pairs.km[kept],
            "source_ids": _sources(standing.source_ids[bound], standing.source_ids[other], pairs.source_ids[kept]),
        }
    )


def neighbours_on(history: History, tables: Tables, treaty: str, day: Day, iso3: str) -> pd.DataFrame:
    """The states that a state has a land border with, the longest border first; no row for an island.

    Columns `iso3`, `name`, `status`, `bound` (whether the treaty binds the neighbour), `km` and `source_ids`.
    Territories and undetermined areas have no status and are left out. Raises KeyError for a code that is no state's.
    """
    return _neighbours_on(history, tables, treaty, str(day), iso3)


@lru_cache(maxsize=KEPT)
def _neighbours_on(history: History, tables: Tables, treaty: str, day: str, iso3: str) -> pd.DataFrame:
    pairs, standing = pairs_of(tables), _standing(history, tables, treaty, day)
    place = pairs.place_of(iso3)
    own = np.flatnonzero((pairs.first == place) | (pairs.second == place))
    own = own[np.argsort(-pairs.km[own], kind="stable")]
    others = np.where(pairs.first[own] == place, pairs.second[own], pairs.first[own])
    return pd.DataFrame(
        {
            "iso3": pairs.states[others],
            "name": pairs.names[others],
            "status": standing.status[others],
            "bound": standing.side[others] == BOUND_SIDE,
            "km": pairs.km[own],
            "source_ids": _sources(standing.source_ids[others], pairs.source_ids[own]),
        }
    )


def shares_on(history: History, tables: Tables, treaty: str, day: Day, region: tuple[str, ...] = ()) -> pd.DataFrame:
    """How much of each state's land border runs along states not bound: one row a state, the largest share first.

    Columns `iso3`, `name`, `status`, `bound` (whether the state itself is), `neighbours` and `neighbours_not_bound`
    (numbers of states), `km_total`, `km_not_bound`, `share` (0 to 1) and `source_ids`. Only states that had a land
    border with another one on that day, the treaty being open to both; the region is that of the state itself.
    """
    return _shares_on(history, tables, treaty, str(day), region)


@lru_cache(maxsize=KEPT)
def _shares_on(history: History, tables: Tables, treaty: str, day: str, region: tuple[str, ...]) -> pd.DataFrame:
    pairs, standing = pairs_of(tables), _standing(history, tables, treaty, day)
    near, far = np.concatenate([pairs.first, pairs.second]), np.concatenate([pairs.second, pairs.first])
    counted = (standing.side[near] != NEITHER_SIDE) & (standing.side[far] != NEITHER_SIDE)
    free = counted & (standing.side[far] == OTHER_SIDE)
    km, size = np.tile(pairs.km, 2), len(pairs.states)
    neighbours = np.bincount(near[counted], minlength=size)
    total, along = (np.bincount(near[which], km[which], minlength=size) for which in (counted, free))
    share = np.divide(along, total, out=np.zeros(size), where=total > 0)
    shapes = ";".join(unique_ids(pairs.source_ids))
    shown = np.flatnonzero((neighbours > 0) & in_regions(pd.Series(pairs.states), tables, region).to_numpy())
    shown = shown[np.lexsort([shown, -along[shown], -share[shown]])]
    return pd.DataFrame(
        {
            "iso3": pairs.states[shown],
            "name": pairs.names[shown],
            "status": standing.status[shown],
            "bound": standing.side[shown] == BOUND_SIDE,
            "neighbours": neighbours[shown],
            "neighbours_not_bound": np.bincount(near[free], minlength=size)[shown],
            "km_total": total[shown].round(2),
            "km_not_bound": along[shown].round(2),
            "share": share[shown].round(4),
            "source_ids": _sources(standing.source_ids[shown], [shapes] * len(shown)),
        }
    )


@lru_cache(maxsize=KEPT)
def _standing(history: History, tables: Tables, treaty: str, day: str) -> Standing:
    rows, pairs = history.status_on(day, treaty), pairs_of(tables)
    places = pairs.states.searchsorted(rows["iso3"].to_numpy(dtype=object))
    order = np.argsort(places)
    status, sources = (rows[name].to_numpy(dtype=object)[order] for name in ("status", "source_ids"))
    return Standing(status, sides_of(rows["status"])[order], sources)


def _sources(*columns: Iterable[str]) -> list[str]:
    """The keys of all columns in one list a row, each key once."""
    return [";".join(unique_ids(row)) for row in zip(*columns, strict=True)]
