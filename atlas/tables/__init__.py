"""Facts in, one frozen `Tables` out, or every fault at once.

The folder is described by its own `datapackage.json`; nothing about columns, keys or licences is written twice.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from atlas.tables.checking import check_rows
from atlas.tables.faults import Fault, FaultyData
from atlas.tables.frames import SERIES, to_frame
from atlas.tables.known import UnknownDay, check_base, check_known, check_log, rolled_back
from atlas.tables.reading import Rows, read_rows
from atlas.tables.record import check_record
from atlas.tables.revisions import check_revisions, read_key
from atlas.tables.schema import REVISIONS, Package, read_package
from atlas.tables.states import fill_from_pycountry

__all__ = [
    "Fault",
    "FaultyData",
    "Package",
    "Tables",
    "UnknownDay",
    "as_known_on",
    "check",
    "data_folder",
    "first_day",
    "known_since",
    "load",
    "load_unlogged",
    "read_folder",
]


@dataclass(frozen=True, eq=False)
class Tables:
    """All facts: `tables["actions"]` is a DataFrame with the columns of its resource in `package`.

    Dates known to the day are datetime64; dates that may be a month or a year stay text. `tables["states"]` has the
    names and codes of pycountry filled in where the file does not override them.
    """

    package: Package
    frames: Mapping[str, pd.DataFrame] = field(repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    def row(self, table: str, key: str) -> Mapping[str, Any]:
        """The row of a table whose primary key is one column; raises KeyError where there is none."""
        return _rows_by_key(self, table)[key]

    @property
    def checked(self) -> date:
        """The day on which the facts were last checked; "today" for every page."""
        return self.package.checked

    @cached_property
    def states(self) -> pd.DataFrame:
        """The states able to join, one row each, sorted by iso3."""
        return self["states"].query("can_join").sort_values("iso3", ignore_index=True)


@lru_cache(maxsize=64)
def _rows_by_key(tables: Tables, table: str) -> dict[str, dict[str, Any]]:
    (key,) = tables.package.table(table).primary_key
    return {row[key]: row for row in tables[table].to_dict("records")}


def first_day(tables: Tables, treaty: str) -> date:
    """1 January of the year in which the treaty opened: where its slider begins. Raises KeyError for another key."""
    row = tables.row("treaties", treaty)
    opened = row["opened_for_signature"] if pd.notna(row["opened_for_signature"]) else row["adopted"]
    return date(opened.year, 1, 1)


def data_folder() -> Path:
    """The folder of facts: `ATLAS_DATA` where it is set, otherwise the project's own `data/`."""
    return Path(os.environ.get("ATLAS_DATA") or Path(__file__).parents[2] / "data")


def known_since(tables: Tables, name: str, rows: pd.DataFrame | None = None) -> pd.Series:
    """The day on which the atlas learned each row of a table as it stands: of its last revision, or the base day.

    datetime64[s] with the index of the rows, which are the whole table unless some are given; NaT in a folder that does
    not say when it learned its facts.
    """
    rows = tables[name] if rows is None else rows
    known = pd.Series(pd.Timestamp(tables.package.known_from), index=rows.index, dtype="datetime64[s]")
    if tables.package.known_from is None or name == REVISIONS:
        return known
    log = tables[REVISIONS].query("table == @name").sort_values("known_on").drop_duplicates("key", keep="last")
    keys = [read_key(text) for text in log["key"]]
    fields = map(tables.package.table(name).field, tables.package.table(name).primary_key)
    revised = {field.name: SERIES[field.type]([key[at] for key in keys]) for at, field in enumerate(fields)}
    found = rows[list(revised)].merge(pd.DataFrame(revised).assign(known=log["known_on"].to_numpy()), how="left")
    return found["known"].set_axis(rows.index).fillna(known)


def check(folder: Path) -> list[Fault]:
    """Every fault of the folder, in file and line order; an empty list when it is clean.

    The log of what was learned is followed back to its first day only where nothing else is wrong.
    """
    package, rows, faults = read_folder(folder)
    return faults if faults or package is None else check_log(package, rows)


def load(folder: Path | None = None) -> Tables:
    """The facts of the folder; raises `FaultyData` with every fault if there is any.

    A cell that is sound in itself but not the one recorded (`atlas:baseHash`, or the log) is one: a date that lost its
    year to a damaged disk would otherwise draw a wrong map.
    """
    package, rows, faults = read_folder(folder or data_folder())
    if not faults and package is not None:
        faults = check_base(package, rows)
    if faults or package is None:
        raise FaultyData(faults)
    return _tables(package, rows)


def load_unlogged(folder: Path | None = None) -> Tables:
    """The facts of a folder to which somebody is just adding rows that its log does not have yet; else as `load`."""
    package, rows, faults = read_folder(folder or data_folder())
    if faults or package is None:
        raise FaultyData(faults)
    return _tables(package, rows)


def as_known_on(day: date, folder: Path | None = None) -> Tables:
    """The facts of the folder as the atlas knew them on a day, `checked` and the log included.

    Rows stand in the order of today; one that was removed since stands after the row whose key comes before its own.
    Raises `FaultyData` where the folder or what it knew then has a fault, and `UnknownDay` for a day before the first
    or after the last one that it can tell.
    """
    package, rows, faults = read_folder(folder or data_folder())
    if not faults and package is not None:
        then, rows_then = rolled_back(package, rows, day)
        faults = check_base(package, rows) or check_known(package, rows, day)
    if faults or package is None:
        raise FaultyData(faults)
    return _tables(then, rows_then)


def _tables(package: Package, rows: Mapping[str, Rows]) -> Tables:
    frames = {table.name: to_frame(table, rows[table.name]) for table in package.tables}
    frames["states"] = fill_from_pycountry(frames["states"])
    return Tables(package, frames)


def read_folder(folder: Path) -> tuple[Package | None, dict[str, Rows], list[Fault]]:
    """The description and the rows of the folder as text, and every fault; without a description None and no rows."""
    package, faults = read_package(folder)
    if package is None:
        return None, {}, faults
    rows: dict[str, Rows] = {}
    for table in package.tables:
        rows[table.name], found = read_rows(folder, table)
        faults += found
    faults += check_rows(package, rows)
    faults += check_record(package, rows)
    faults += check_revisions(package, rows, faults)
    order = {table.path: place for place, table in enumerate(package.tables)}
    return package, rows, sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.line))
