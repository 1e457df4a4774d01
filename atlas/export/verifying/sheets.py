"""A file of any format as the texts that exact CSV has for its cells."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from atlas.export.model import Export
from atlas.export.texts import BYTE_ORDER_MARK, to_csv, unguard
from atlas.export.verifying.opening import Unreadable

Cells = tuple[str, ...]
MISSING = "(no cell)"
"""Of a row that has fewer cells than others, or lacks a key that others have."""

MOST_ROWS, MOST_COLUMNS = 250_000, 200


@dataclass(frozen=True)
class Sheet:
    """The rows of a file. `columns` is None where a file without rows does not tell them.

    `form` is a key of `FORMATS`; `about` is what the file says about itself, empty where the format has no place.
    """

    form: str
    columns: Cells | None
    rows: Sequence[Cells] = field(repr=False)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of the rows as exact CSV, as `rows_digest` gives it for an export."""
        written = io.StringIO()
        csv.writer(written, lineterminator="\r\n").writerows([self.columns or (), *self.rows])
        return hashlib.sha256(written.getvalue().encode("utf-8", "surrogatepass")).hexdigest()


def sheet_of(export: Export) -> Sheet:
    """The rows of an export as they are written."""
    return csv_sheet(to_csv(export.rows))


def csv_sheet(content: bytes) -> Sheet:
    """The rows of a CSV file; those of one for spreadsheets without what guards their cells."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"is no file of the atlas: not UTF-8 at byte {error.start:,}") from None
    guarded = text.startswith(BYTE_ORDER_MARK)
    lines = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True)
    try:
        header, *rows = bounded(tuple(line) for line in lines)
    except csv.Error as error:
        raise Unreadable(f"is not readable as CSV: line {lines.line_num:,}: {error}") from None
    rows = [row if len(row) == len(header) else _fitted(row, len(header)) for row in rows]
    if guarded:
        header, *rows = (tuple(map(unguard, row)) for row in (header, *rows))
    return Sheet("csv-bom" if guarded else "csv", header, rows)


def json_sheet(content: bytes) -> Sheet:
    """The rows of a JSON list with an object a row, or of the features of a GeoJSON file."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "cannot be read"
        raise Unreadable(f"is not readable as JSON: {reason}") from None
    if isinstance(found, list):
        return _of_records("json", found, {})
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise Unreadable("is JSON, but neither a list of rows nor a GeoJSON file with features")
    rows = [feature.get("properties") if isinstance(feature, dict) else None for feature in features]
    return _of_records("geojson", rows, about_of(found.get("atlas")))


def about_of(found: Any) -> dict[str, str]:
    """What a file says about itself, from its metadata; nothing where that is not plain texts."""
    if isinstance(found, str | bytes):
        try:
            found = json.loads(found)
        except (ValueError, RecursionError):
            return {}
    return {str(key): text for key, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}


def bounded(rows: Iterable[Cells]) -> list[Cells]:
    """The rows, header and all, of which there are neither none nor too many."""
    kept: list[Cells] = []
    for row in rows:
        if len(kept) > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise Unreadable(f"has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns, the most that is read")
        kept.append(row)
    if not kept:
        raise Unreadable("has no header and no rows")
    return kept


def text_of(value: Any) -> str:
    """The text that exact CSV has for a value of JSON."""
    plain: dict[type, Callable[[Any], str]] = {
        type(None): lambda _: "",
        bool: lambda truth: "true" if truth else "false",
        str: str,
        int: str,
        float: repr,
    }
    return plain.get(type(value), json.dumps)(value)


def _of_records(form: str, records: Sequence[Any], about: Mapping[str, str]) -> Sheet:
    if not all(isinstance(record, dict) for record in records):
        raise Unreadable("is JSON, but not every row is an object")
    columns = tuple(dict.fromkeys(key for record in records for key in record))
    cells = (tuple(text_of(record[key]) if key in record else MISSING for key in columns) for record in records)
    _, *rows = bounded([columns, *cells])
    return Sheet(form, columns if records else None, rows, about)


def _fitted(row: Cells, width: int) -> Cells:
    """A row with too few or too many cells as one that can be compared: none of it is lost."""
    return (
        (*row[: width - 1], ",".join(row[width - 1 :])) if len(row) > width else (*row, *[MISSING] * (width - len(row)))
    )
