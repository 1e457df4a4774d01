"""Excel: typed cells that are never run, a header that stays in sight, and a sheet that says what the rows are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.export.about import about, dictionary
from atlas.export.cited import cited_sources, licences
from atlas.export.model import Export
from atlas.export.texts import CannotHold

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_SIGNS, MOST_DIGITS = 1_048_575, 32_767, 15
"""Of a sheet below its header, of a cell (in UTF-16 units), and of a number that Excel keeps exactly."""

INSTEAD = "take CSV, Parquet or JSON"

CODES_IN_A_ROW = re.compile(r"_x[0-9A-Fa-f]{4}(?:_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff])")
"""Excel writes a sign that XML lacks so; XlsxWriter tells a text that looks so apart, but not two that share a dash."""

DAY_ZERO = np.datetime64("1899-12-30", "D")
FIRST_DAY, LAST_DAY = 61, 2_958_465
"""1 March 1900 and 31 December 9999 as numbers of Excel; before, it counts a day that never was."""

ABOUT = "About"
LONGEST_NAME = 31
WIDEST, NARROWEST, OF_FILTER = 60, 8, 4
WIDTH_ROWS = 1_000
OPTIONS = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}


def to_workbook(export: Export) -> bytes:
    """An Excel workbook with the sheets of the rows and `About`.

    Days are dates, or texts where Excel has no such date; numbers of more than 15 digits are texts; every text is
    stored as text, whatever it begins with. Raises `CannotHold` for rows that Excel cannot hold whole.
    """
    from xlsxwriter import Workbook

    _check(export.rows)
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        checked = datetime.combine(export.tables.checked, time())
        book.set_properties({"title": export.table.title, "comments": about(export)["address"], "created": checked})
        _add_rows(book, export)
        _add_about(book, export)
    return content.getvalue()


def _check(rows: pd.DataFrame) -> None:
    if len(rows) > MOST_ROWS:
        raise CannotHold(f"{len(rows):,} rows; a sheet of Excel holds {MOST_ROWS:,}: {INSTEAD}")
    for column in rows.select_dtypes(["str", "category", "object"]):
        for text in rows[column].dropna().unique():
            problem = _problem(text)
            if problem:
                place = np.flatnonzero(rows[column] == text)[0] + 1
                raise CannotHold(f"row {place}, {column}: {problem}: {INSTEAD}")


def _problem(text: str) -> str:
    """What keeps a text from a cell; "" for nothing."""
    units = len(text.encode("utf-16-le")) // 2 if len(text) > MOST_SIGNS // 2 else 0
    if units > MOST_SIGNS:
        return f"a text of {units:,} signs; a cell of Excel holds {MOST_SIGNS:,}"
    codes = "_x" in text and CODES_IN_A_ROW.search(text)
    return f"Excel would read {codes[0]} as other signs" if codes else ""


def _add_rows(book: Workbook, export: Export) -> None:
    sheet, rows = book.add_worksheet(export.name[:LONGEST_NAME]), export.rows
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(rows.columns):
        sheet.write_string(0, place, name, bold)
        sheet.set_column(place, place, _width(name, rows[name]))
        _write_cells(sheet, place, rows[name], day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(len(rows.columns) - 1, 0))


def _width(name: str, cells: pd.Series) -> int:
    """In signs of the usual typeface: that of the longest of the first cells, within limits."""
    longest = 10 if cells.dtype.kind == "M" else max((len(str(cell)) for cell in cells.head(WIDTH_ROWS)), default=0)
    return min(max(longest + 1, len(name) + OF_FILTER, NARROWEST), WIDEST)


def _write_cells(sheet: Worksheet, place: int, cells: pd.Series, day: object) -> None:
    known = np.flatnonzero(cells.notna())
    values = cells.iloc[known]
    if cells.dtype.kind == "M":
        _write_days(sheet, place, known, values, day)
    elif cells.dtype.kind == "b":
        for row, value in zip(known, values, strict=True):
            sheet.write_boolean(row + 1, place, bool(value))
    elif pd.api.types.is_numeric_dtype(cells):
        _write_numbers(sheet, place, known, values)
    else:
        _write_texts(sheet, place, zip(known, values, strict=True))


def _write_days(sheet: Worksheet, place: int, known: np.ndarray, days: pd.Series, form: object) -> None:
    numbers = (days.to_numpy().astype("datetime64[D]") - DAY_ZERO).astype(int)
    real = (numbers >= FIRST_DAY) & (numbers <= LAST_DAY)
    for row, number in zip(known[real], numbers[real], strict=True):
        sheet.write_number(row + 1, place, number, form)
    _write_texts(sheet, place, zip(known[~real], days[~real].dt.strftime("%Y-%m-%d"), strict=True))


def _write_numbers(sheet: Worksheet, place: int, known: np.ndarray, numbers: pd.Series) -> None:
    for row, number in zip(known, numbers.tolist(), strict=True):
        if isinstance(number, int) and len(str(abs(number))) > MOST_DIGITS:
            sheet.write_string(row + 1, place, str(number))
        else:
            sheet.write_number(row + 1, place, number)


def _write_texts(sheet: Worksheet, place: int, texts: Iterable[tuple[int, str]]) -> None:
    for row, text in texts:
        if text:
            sheet.write_string(row + 1, place, text)


def _add_about(book: Workbook, export: Export) -> None:
    """One block below the other: what the file is, the licences, what each column means, the sources of the rows."""
    sheet, bold = book.add_worksheet(ABOUT), book.add_format({"bold": True})
    sources = cited_sources(export)[["source_id", "title", "publisher", "url", "copy"]]
    blocks = [
        (["About", ""], list(about(export).items())),
        (
            ["Licence", "", ""],
            [(each["name"], each.get("title", ""), each.get("path", "")) for each in licences(export)],
        ),
        (["Column", "Type", "Meaning"], dictionary(export.table)),
        (["Source", "Title", "Publisher", "Address", "Copy"], sources.itertuples(index=False)),
    ]
    row = 0
    for heading, lines in blocks:
        for place, text in enumerate(heading):
            sheet.write_string(row, place, text, bold)
        for line in lines:
            row += 1
            for place, text in enumerate(line):
                sheet.write_string(row, place, text)
        row += 2
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 4, WIDEST)
