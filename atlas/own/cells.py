"""Text as cells with their lines: the delimiter is the one under which the header is best understood."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass

from atlas.own.text import NotText
from atlas.tables.faults import Fault, shown
from atlas.tables.reading import Rows, UnreadableRow, numbered_rows

MOST_ROWS, MOST_COLUMNS = 100_000, 200
MOST_SIGNS = 40
"""Delimiters that are tried."""

USUAL = (",", ";", "\t", "|")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars", ":": "colons", " ": "spaces"}
STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""Excel's own first line that names the delimiter."""


@dataclass(frozen=True)
class Sheet:
    """What stands in a file: header and rows with their lines, and sentences on how it was read."""

    rows: Rows
    told: tuple[str, ...]
    faults: tuple[Fault, ...]


def fold(name: str) -> str:
    """A heading as it is compared: "Not before " is "not_before"."""
    return re.sub(r"[\s\-]+", "_", name.strip().casefold())


def sheet_of(text: str, name: str, known: Collection[str]) -> Sheet:
    """The cells of a text and every row that does not fit the header; raises `NotText` for what cannot be read at all.

    `known` are folded headings that the delimiter is chosen by. Rows without content are left out, and so are columns
    that have neither a heading nor content.
    """
    stated = STATED.match(text)
    delimiter = stated[1] if stated else _delimiter(text, known)
    header: tuple[str, ...] = ()
    cells, lines, faults, blank = [], [], [], 0
    try:
        for line, row in numbered_rows(text, delimiter):
            if (stated and line == 1) or (not header and not any(cell.strip() for cell in row)):
                continue
            if not header:
                header = _header(row)
            elif not any(cell.strip() for cell in row):
                blank += 1
            elif len(row) == len(header):
                lines.append(line)
                cells.append(tuple(row))
            else:
                faults.append(Fault(name, line, "row", f"has {len(row)} cells where the header has {len(header)}"))
            if len(cells) + len(faults) > MOST_ROWS:
                raise NotText(f"has more than {MOST_ROWS:,} rows; bring it in parts", line)
    except UnreadableRow as error:
        raise NotText(f"is not readable as CSV: {error}; a quotation mark may not be closed", error.line) from None
    if not cells and not faults:
        raise NotText("has a header and no rows", 1)
    told = [f"Cells are separated by {NAMES.get(delimiter, shown(delimiter))}."] if len(header) > 1 else []
    told += [f"Empty rows left out: {blank:,}."] if blank else []
    rows, unnamed = _named(Rows(header, tuple(lines), tuple(cells)), name)
    return Sheet(rows, tuple(told), (*faults, *unnamed))


def _header(row: list[str]) -> tuple[str, ...]:
    if len(row) > MOST_COLUMNS:
        raise NotText(f"has {len(row):,} columns; at most {MOST_COLUMNS} are read")
    return tuple(row)


def _delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter under which most headings are known, then the one that gives most cells, then the usual ones."""
    first = next((line for line in text.splitlines() if line.strip()), "")[:20_000]
    others = sorted({sign for sign in first if not sign.isalnum() and sign not in "_ \"'.()" and sign.isprintable()})
    candidates = [*USUAL, *(sign for sign in others if sign not in USUAL)][:MOST_SIGNS]

    def understood(sign: str) -> tuple[int, int]:
        row = next(csv.reader(io.StringIO(first), delimiter=sign), [])
        return len({fold(cell) for cell in row} & set(known)), len(row) if sign in USUAL else 0

    return max(candidates, key=understood)


def _named(rows: Rows, name: str) -> tuple[Rows, list[Fault]]:
    """The rows without the columns that have neither heading nor content, and a fault for content without heading."""
    kept, faults = [], []
    for place, heading in enumerate(rows.columns):
        if heading.strip():
            kept.append(place)
            continue
        filled = next((line for line, row in zip(rows.lines, rows.cells, strict=True) if row[place].strip()), None)
        if filled:
            faults.append(Fault(name, filled, f"column {place + 1}", "has content and no heading"))
    if len(kept) == len(rows.columns):
        return rows, faults
    cells = tuple(tuple(row[place] for place in kept) for row in rows.cells)
    return Rows(tuple(rows.columns[place] for place in kept), rows.lines, cells), faults
