"""CSV files as rows that remember their lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from atlas.tables.faults import Fault, content_of, shown
from atlas.tables.schema import Table


@dataclass(frozen=True)
class Rows:
    """The rows of one file: `cells[i][j]` is row i, column `columns[j]`, and stands on line `lines[i]`."""

    columns: tuple[str, ...]
    lines: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """The cells of one column; empty where the file does not have it."""
        if name not in self.columns:
            return []
        place = self.columns.index(name)
        return [row[place] for row in self.cells]


NOTHING = Rows((), (), ())


class UnreadableRow(Exception):
    """What is wrong with a row that cannot be parsed, and the line on which it begins."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


def numbered_rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Every row of a CSV text with the line on which it begins; raises `UnreadableRow`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UnreadableRow(str(error), start) from None
        if row is None:
            return
        yield start, row


def read_rows(folder: Path, table: Table) -> tuple[Rows, list[Fault]]:
    """The rows of the table's file that have the right number of cells, and the faults of the others."""
    try:
        data = content_of(folder / table.path)
    except FileNotFoundError:
        return NOTHING, [Fault(table.path, 1, "file", "the file is missing")]
    except OSError as error:
        return NOTHING, [Fault(table.path, 1, "file", f"cannot be read: {error.strerror}")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return NOTHING, [Fault(table.path, line, "file", f"not UTF-8: byte 0x{data[error.start]:02x}")]
    return _parse(table, text)


def _parse(table: Table, text: str) -> tuple[Rows, list[Fault]]:
    faults = []
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        faults.append(Fault(table.path, last, "file", "does not end with a line break: the file may be cut off"))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return NOTHING, [Fault(table.path, line, "file", "holds a NUL character: not a text file")]
    lines, cells, header = [], [], None
    try:
        for start, row in numbered_rows(text.removeprefix("\ufeff")):
            if header is None:
                header = tuple(row)
                faults += _header_faults(table, header)
            elif len(row) == len(header):
                lines.append(start)
                cells.append(tuple(row))
            else:
                problem = f"has {len(row)} cells where the header has {len(header)}"
                faults.append(Fault(table.path, start, "row", problem))
    except UnreadableRow as error:
        faults.append(Fault(table.path, error.line, "row", f"not readable as CSV: {error}"))
    if header is None:
        return NOTHING, [Fault(table.path, 1, "file", "is empty")]
    if len(cells) < table.rows_at_least:
        problem = f"has {len(cells)} rows where at least {table.rows_at_least} are expected: the file may be cut off"
        faults.append(Fault(table.path, text.count("\n") + 1, "file", problem))
    return Rows(header, tuple(lines), tuple(cells)), faults


def _header_faults(table: Table, header: tuple[str, ...]) -> list[Fault]:
    missing = [name for name in table.columns if name not in header]
    unknown = [name for name in header if name not in table.columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    return [
        *(Fault(table.path, 1, name, "the column is missing") for name in missing),
        *(
            Fault(table.path, 1, name or "file", f"unknown column {shown(name)}; allowed: {', '.join(table.columns)}")
            for name in unknown
        ),
        *(Fault(table.path, 1, name, "the column stands twice") for name in twice),
    ]
