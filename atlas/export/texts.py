"""Rows as text: CSV and JSON exactly as the rows are, and CSV in which no cell is run by a spreadsheet."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd

BYTE_ORDER_MARK = "\ufeff"
RUN = re.compile(r"^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet would run as a formula, however many apostrophes stand before it."""


class CannotHold(ValueError):
    """Rows that a format cannot hold whole; the message says where, and what the format allows."""


def to_csv(rows: pd.DataFrame, line_end: str = "\r\n") -> bytes:
    """RFC 4180 in UTF-8 with a header: days as YYYY-MM-DD, truth as true and false, nothing where nothing is known."""
    return plain(rows).to_csv(index=False, lineterminator=line_end).encode("utf-8")


def to_csv_for_spreadsheets(rows: pd.DataFrame) -> bytes:
    """The same with a byte-order mark; a text that would be run as a formula has an apostrophe before it.

    A text that begins with apostrophes before such a sign gets one more, so that `unguard` gives every text back.
    """
    texts = plain(rows)
    guarded = {name: texts[name].map(guard) for name in texts.columns if not _is_number(texts[name])}
    return BYTE_ORDER_MARK.encode("utf-8") + to_csv(texts.assign(**guarded).rename(columns=guard))


def guard(cell: Any) -> Any:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if isinstance(cell, str) and RUN.match(cell) else cell


def unguard(cell: str) -> str:
    """The text that `guard` was given."""
    return cell[1:] if cell.startswith("'") and RUN.match(cell) else cell


def to_json(rows: pd.DataFrame) -> bytes:
    """UTF-8 JSON, a list with an object a row, each in a line: days as texts, null where nothing is known."""
    lines = ",\n".join(map(as_json, records(rows)))
    return (f"[\n{lines}\n]\n" if lines else "[]\n").encode("utf-8")


def as_json(value: Any) -> str:
    """The JSON text of plain values and of numpy's numbers."""
    return ENCODER.encode(value)


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A dict a row for JSON: days as texts, None where nothing is known."""
    texts = rows.assign(**{name: _days(cells) for name, cells in rows.items() if cells.dtype.kind == "M"}).astype(
        object
    )
    found: list[dict[str, Any]] = texts.where(texts.notna(), None).to_dict("records")
    return found


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every day and every truth as the text that is written to files."""
    written = {"M": lambda days: _days(days).fillna(""), "b": lambda truths: np.where(truths, "true", "false")}
    kinds = {name: cells.dtype.kind for name, cells in rows.items()}
    return rows.assign(**{name: written[kind](rows[name]) for name, kind in kinds.items() if kind in written})


def _days(cells: pd.Series) -> pd.Series:
    """Days as YYYY-MM-DD, missing where there is none."""
    days = cells.to_numpy("datetime64[D]")
    return pd.Series(np.datetime_as_string(days), cells.index, dtype="str").where(~np.isnat(days))


def _is_number(cells: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(cells))


def _plain_number(value: Any) -> Any:
    return value.item()


ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain_number)
