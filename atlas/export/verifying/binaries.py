"""Excel, Parquet and GeoPackage as the texts that exact CSV has for their cells."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from atlas.export.verifying.opening import MOST_BYTES, Unreadable, refusing, unzipped
from atlas.export.verifying.sheets import MOST_COLUMNS, MOST_ROWS, Cells, Sheet, about_of, bounded, text_of

ABOUT_SHEET, ABOUT = "About", b"atlas"
BATCH = 10_000
MOST_LINES = 5_000
DECLARED = b"<!DOCTYPE"
"""No part of a workbook has one; it could declare texts that grow without end."""


def workbook_sheet(content: bytes, kinds: Mapping[str, Mapping[str, str]]) -> Sheet:
    """The rows of a workbook's first sheet.

    A number of Excel does not say whether it is whole, so its described type decides how it is written: the workbook
    describes its columns itself, and `kinds` has the types of each table's for one that lost its sheet `About`.
    """
    import openpyxl

    if any(DECLARED in part for part in unzipped(content).values()):
        raise Unreadable("is a workbook that declares texts of its own (DOCTYPE), which is not read")
    with refusing("workbook"):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        first = book.worksheets[0]
        header, *rows = bounded(_lines(first))
        blocks = _blocks(book[ABOUT_SHEET]) if ABOUT_SHEET in book.sheetnames else {}
        columns = tuple(map(str, header))
        types = {**kinds.get(first.title, {}), **blocks.get("Column", {})}
        known = [types.get(column, "") for column in columns]
        texts = [tuple(_typed(cell, kind) for cell, kind in zip(row, known, strict=True)) for row in rows]
    return Sheet("xlsx", columns, texts, blocks.get(ABOUT_SHEET, {}))


def parquet_sheet(content: bytes) -> Sheet:
    """The rows of a Parquet file."""
    with refusing("Parquet file"):
        file = pq.ParquetFile(io.BytesIO(content))
        size = sum(file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups))
        if size > MOST_BYTES or file.metadata.num_rows > MOST_ROWS or len(file.schema_arrow) > MOST_COLUMNS:
            raise Unreadable(f"has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns, the most that is read")
        columns = tuple(file.schema_arrow.names)
        _, *rows = bounded(_of_batches(columns, file.iter_batches(BATCH)))
    return Sheet("parquet", columns, rows, about_of((file.schema_arrow.metadata or {}).get(ABOUT)))


def geopackage_sheet(content: bytes) -> Sheet:
    """The rows of a GeoPackage's first layer."""
    import pyogrio

    with refusing("GeoPackage"):
        info = pyogrio.read_info(io.BytesIO(content))
        if len(info["fields"]) > MOST_COLUMNS:
            raise Unreadable(f"has more than {MOST_COLUMNS} columns, the most that is read")
        _, table = pyogrio.read_arrow(io.BytesIO(content), read_geometry=False, max_features=MOST_ROWS + 1)
        columns = tuple(table.column_names)
        _, *rows = bounded(_of_batches(columns, table.to_batches()))
    return Sheet("gpkg", columns, rows, about_of((info["layer_metadata"] or {}).get(ABOUT.decode())))


def _lines(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, as wide as its header, without the empty ones at its end."""
    width, waiting = 0, 0
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
        if not width:
            width = max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)
        if not any(cell is not None for cell in row):
            waiting += 1
            if waiting > MOST_ROWS:
                raise Unreadable(f"has more than {MOST_ROWS:,} empty rows")
            continue
        yield from ((None,) * width for _ in range(waiting))
        waiting = 0
        beyond = [str(cell) for cell in row[width:] if cell is not None]
        padded = (*row, *[None] * (width - len(row)))[:width]
        yield (*padded[:-1], ",".join([str(padded[-1]), *beyond])) if beyond else padded


def _blocks(sheet: Any) -> dict[str, dict[str, str]]:
    """The first two cells of every line of the sheet that says what the file is, by the heading of their block."""
    found: dict[str, dict[str, str]] = {}
    heading = ""
    for row in sheet.iter_rows(values_only=True, max_row=MOST_LINES, max_col=2):
        first, second = (*("" if cell is None else str(cell) for cell in row), "", "")[:2]
        if not first:
            heading = ""
        elif not heading:
            heading, found[first] = first, {}
        else:
            found[heading][first] = second
    return found


def _of_batches(columns: Cells, batches: Iterable[pa.RecordBatch]) -> Iterator[Cells]:
    yield columns
    for batch in batches:
        texts = [[_plain(value) for value in column.to_pylist()] for column in batch.columns]
        yield from zip(*texts, strict=True)


def _typed(value: Any, kind: str) -> str:
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return repr(float(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else _other(value)


def _other(value: Any) -> str:
    return text_of(value) if value is None or isinstance(value, bool | int | float) else str(value)
