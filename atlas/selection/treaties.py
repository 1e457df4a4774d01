"""All treaties side by side: how many states of each region are bound, and what those that left one still keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pandas as pd

from atlas.selection.choice import default_choice
from atlas.selection.comparison import Comparison
from atlas.selection.rows import KEPT, in_regions, names_of, status_rows
from atlas.status import BOUND, LEFT_OR_LEAVING, History
from atlas.tables import Tables

ALL = "All"
BOUND_ROWS = ["treaty", "region", "day", "bound", "states", "open"]


def region_parts(tables: Tables, region: tuple[str, ...]) -> dict[str, list[str]]:
    """The codes of the states by part of the regions, and `ALL` of them last where there are several parts.

    Without a region the parts are the five regions of UN M49; of one region, its own parts; of several, each of them.
    """
    states = tables.states
    chosen = states[in_regions(states["iso3"], tables, region)]
    if len(region) > 1:
        parts = {name: chosen.loc[in_regions(chosen["iso3"], tables, (name,)), "iso3"].to_list() for name in region}
    else:
        finest = chosen["intermediate_region"].where(chosen["intermediate_region"] != "", chosen["subregion"])
        level = finest if region else chosen["region"]
        parts = {str(name): own["iso3"].to_list() for name, own in chosen.groupby(level)}
    return {**parts, ALL: chosen["iso3"].to_list()} if len(parts) > 1 else parts


def bound_by_region(history: History, tables: Tables, pair: Comparison) -> pd.DataFrame:
    """One row a treaty and part of the regions, on the second day: how many of its states are bound.

    Columns treaty, region, day, bound, states (those that exist), open (whether the treaty is); between two days of
    one treaty also `before`, its `bound_before`, and `change`, the difference. A treaty that is not open binds nobody.
    """
    rows = _bound_on(history, tables, pair.second.on, pair.region)
    if pair.of_treaties:
        return rows
    before = _bound_on(history, tables, pair.first.on, pair.region)
    return rows.assign(before=before["day"], bound_before=before["bound"], change=rows["bound"] - before["bound"])


@lru_cache(maxsize=KEPT)
def _bound_on(history: History, tables: Tables, on: date, region: tuple[str, ...]) -> pd.DataFrame:
    found = []
    parts = region_parts(tables, region)
    for treaty in tables["treaties"]["treaty"]:
        status = _rows_of(history, tables, treaty, on)["status"]
        opened = bool((status != "not-open").any())
        for name, codes in parts.items():
            own = status[codes]
            bound, existing = int(own.isin(BOUND).sum()), int((own != "not-yet-state").sum())
            found.append((treaty, name, pd.Timestamp(on), bound, existing, opened))
    return pd.DataFrame(found, columns=BOUND_ROWS)


@lru_cache(maxsize=KEPT)
def kept_after_leaving(
    history: History, tables: Tables, treaty: str, on: date, region: tuple[str, ...]
) -> pd.DataFrame:
    """One row a state that has left the treaty or is leaving it on the day, with its status under every treaty.

    Columns iso3, name, then one a treaty, named by its key and holding the code of the status, the treaty itself first,
    and source_ids for all of them.
    """
    keys = [treaty, *(key for key in tables["treaties"]["treaty"] if key != treaty)]
    rows = {key: _rows_of(history, tables, key, on) for key in keys}
    own = rows[treaty]["status"]
    codes = own[own.isin(LEFT_OR_LEAVING)].index.to_series()
    codes = codes[in_regions(codes, tables, region)]
    held = {key: each.loc[codes, "status"].to_list() for key, each in rows.items()}
    sources = pd.concat([each.loc[codes, "source_ids"] for each in rows.values()], axis=1)
    said = [";".join(dict.fromkeys(";".join(filter(None, ids)).split(";"))) for ids in sources.to_numpy().tolist()]
    return pd.DataFrame({"iso3": codes.to_list(), "name": names_of(tables, codes), **held, "source_ids": said})


@lru_cache(maxsize=KEPT)
def _rows_of(history: History, tables: Tables, treaty: str, on: date) -> pd.DataFrame:
    """The status rows of every state, by iso3, with the status as text."""
    rows = status_rows(history, tables, replace(default_choice(tables), treaty=treaty, on=on))
    return rows.astype({"status": "str"}).set_index("iso3")
