"""Rows in, bytes out. Machine-facing files are exact; those made for spreadsheets guard cells that would be run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from atlas.export.model import Export
from atlas.export.shapes import NOTHING

BYTE_ORDER_MARK = "\ufeff"
RUN = re.compile(r"^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet would run as a formula, however many apostrophes stand before it."""


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, what browsers call it, what readers call it, and how rows are written in it."""

    ending: str
    mime: str
    label: str
    write: Callable[[Export], bytes]
    on_maps: bool = False
    """Whether it holds where the rows are: only for rows that have a geometry."""

    def takes(self, export: Export) -> bool:
        """Whether these rows can be written in it."""
        return not self.on_maps or export.geometry != NOTHING


def to_csv(rows: pd.DataFrame, line_end: str = "\r\n") -> bytes:
    """RFC 4180 in UTF-8 with a header: days as YYYY-MM-DD, truth as true and false, nothing where nothing is known."""
    return plain(rows).to_csv(index=False, lineterminator=line_end).encode("utf-8")


def to_csv_for_spreadsheets(rows: pd.DataFrame) -> bytes:
    """The same with a byte-order mark; a text that would be run as a formula has an apostrophe before it.

    A text that begins with apostrophes before such a sign gets one more, so that the guard can be taken off again.
    """
    texts = plain(rows)
    guarded = {name: texts[name].map(guard) for name in texts.columns if not _is_number(texts[name])}
    return BYTE_ORDER_MARK.encode("utf-8") + to_csv(texts.assign(**guarded))


def guard(cell: Any) -> Any:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if isinstance(cell, str) and RUN.match(cell) else cell


def to_json(rows: pd.DataFrame) -> bytes:
    """UTF-8 JSON, a list with an object a row: days as texts, truth as true and false, null where nothing is known."""
    records = _days_as_text(rows).astype(object)
    found: list[dict[str, Any]] = records.where(records.notna(), None).to_dict("records")
    return (json.dumps(found, ensure_ascii=False, indent=1, default=_plain_number) + "\n").encode("utf-8")


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every day and every truth as the text that is written to files."""
    texts = _days_as_text(rows)
    truths = texts.select_dtypes("bool").columns
    days = rows.select_dtypes("datetime").columns
    return texts.assign(
        **{column: texts[column].map({True: "true", False: "false"}) for column in truths},
        **{column: texts[column].fillna("") for column in days},
    )


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "text/csv; charset=utf-8", "CSV", lambda export: to_csv(export.rows)),
    "csv-bom": Format(
        "csv",
        "text/csv; charset=utf-8",
        "CSV for spreadsheets",
        lambda export: to_csv_for_spreadsheets(export.rows),
    ),
    "json": Format("json", "application/json", "JSON", lambda export: to_json(export.rows)),
}
"""A new format is a function and one entry here."""


def _days_as_text(rows: pd.DataFrame) -> pd.DataFrame:
    days = rows.select_dtypes("datetime").columns
    return rows.assign(**{column: rows[column].dt.strftime("%Y-%m-%d") for column in days})


def _is_number(cells: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(cells))


def _plain_number(value: Any) -> Any:
    return value.item()
