"""Pairs of neighbouring states as arrays, and the sides on which a treaty puts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from atlas.selection.rows import in_regions
from atlas.status import BOUND, NOT_BOUND, STATUSES, UNABLE
from atlas.tables import Tables

BORDER_CLASSES = tuple(f"{bound}-{other}" for bound in BOUND for other in NOT_BOUND)
"""Codes of the pairs of statuses that make a border part of the line, the bound side first."""

NEITHER_SIDE, OTHER_SIDE, BOUND_SIDE = -1, 0, 1
SIDE = dict.fromkeys(BOUND, BOUND_SIDE) | dict.fromkeys(NOT_BOUND, OTHER_SIDE) | dict.fromkeys(UNABLE, NEITHER_SIDE)
SIDES = np.array([SIDE[code] for code in STATUSES], dtype=np.int8)
"""The side of each status, in the order of the codes: a treaty that is not open, or a state not yet one, has none."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Every land border between two states able to join a treaty.

    `states` holds all 197 codes in order and `names` their names; `first` and `second` are the places of the two states
    of each border in them, `km` is its length and `source_ids` where it comes from.
    """

    states: np.ndarray
    names: np.ndarray
    first: np.ndarray
    second: np.ndarray
    km: np.ndarray
    source_ids: np.ndarray

    def place_of(self, iso3: str) -> int:
        """The place of a state in `states`; raises KeyError where there is none."""
        place = int(self.states.searchsorted(iso3))
        if place == len(self.states) or self.states[place] != iso3:
            raise KeyError(iso3)
        return place

    def among(self, tables: Tables, region: tuple[str, ...], state: tuple[str, ...]) -> np.ndarray:
        """Whether each border belongs to one of the regions and to one of the states, by one of its two sides."""
        codes = pd.Series(self.states)
        within = in_regions(codes, tables, region).to_numpy()
        chosen = codes.isin(state).to_numpy() if state else np.ones(len(codes), dtype=bool)
        return (within[self.first] | within[self.second]) & (chosen[self.first] | chosen[self.second])


@lru_cache(maxsize=4)
def pairs_of(tables: Tables) -> Pairs:
    """The pairs of `neighbours.csv` in which both are states."""
    states, names = (tables.states[column].to_numpy(dtype=object) for column in ("iso3", "name"))
    rows = tables["neighbours"]
    rows = rows[rows["iso3_a"].isin(states) & rows["iso3_b"].isin(states)]
    first, second = (states.searchsorted(rows[side].to_numpy(dtype=object)) for side in ("iso3_a", "iso3_b"))
    return Pairs(states, names, first, second, rows["km"].to_numpy(), rows["source_id"].to_numpy(dtype=object))


def sides_of(statuses: pd.Series) -> np.ndarray:
    """The side that each status is on: BOUND_SIDE, OTHER_SIDE or NEITHER_SIDE."""
    return SIDES[pd.Categorical(statuses, STATUSES).codes]


def are_on_the_line(pairs: Pairs, sides: np.ndarray) -> np.ndarray:
    """Whether each border runs between the two sides; `sides` has a place for each state, or a row of them a day."""
    first, second = sides[..., pairs.first], sides[..., pairs.second]
    return (first != second) & (first != NEITHER_SIDE) & (second != NEITHER_SIDE)
