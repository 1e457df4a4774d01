"""Checked rows as DataFrames."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from atlas.tables.reading import Rows
from atlas.tables.schema import Table

Cells = Sequence[str]


def _strings(cells: Cells) -> pd.Series:
    return pd.Series(cells, dtype="str")


def _integers(cells: Cells) -> pd.Series:
    return pd.Series([int(cell) if cell else None for cell in cells], dtype="Int64")


def _numbers(cells: Cells) -> pd.Series:
    return pd.Series([float(cell) if cell else None for cell in cells], dtype="float64")


def _booleans(cells: Cells) -> pd.Series:
    return pd.Series([cell == "yes" for cell in cells], dtype="bool")


def _days(cells: Cells) -> pd.Series:
    return pd.to_datetime(pd.Series([cell or None for cell in cells], dtype="str"), format="%Y-%m-%d").astype(
        "datetime64[s]"
    )


SERIES: dict[str, Callable[[Cells], pd.Series]] = {
    "string": _strings,
    "integer": _integers,
    "number": _numbers,
    "boolean": _booleans,
    "date": _days,
}


def to_frame(table: Table, rows: Rows) -> pd.DataFrame:
    """The rows with the described columns, in the described order and types; blank strings stay empty strings."""
    return pd.DataFrame({field.name: SERIES[field.type](rows.column(field.name)) for field in table.fields})
