"""The facts as the atlas knew them on an earlier day: today's rows with the revisions after that day taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from atlas.tables.checking import check_cells, check_references
from atlas.tables.faults import Fault
from atlas.tables.reading import Rows
from atlas.tables.record import check_record
from atlas.tables.revisions import Key, Revision, Row, by_key, cells_of, keys_of, revisions_of, undone
from atlas.tables.schema import REVISIONS, Package, Table

Placed = tuple[int, tuple[str, ...]]
HASHES = 2**256
AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
"""One encoder for all rows: `json.dumps` makes one for each."""


class UnknownDay(ValueError):
    """A day for which the folder cannot tell what was known; the message says why."""


def rolled_back(package: Package, rows: Mapping[str, Rows], day: date) -> tuple[Package, dict[str, Rows]]:
    """The description and the rows as known on a day; `checked` is the latest check up to that day.

    A line below zero is a line of the log, from which the row or a cell of it was taken. Raises UnknownDay for a day
    before the log begins, a day after that of the data, and where the folder keeps no log.
    """
    if package.known_from is None:
        raise UnknownDay("this folder of facts does not say when it learned them")
    if day < package.known_from:
        raise UnknownDay(f"the atlas knows nothing before {package.known_from}")
    if day > package.known_until:  # what will have been known then cannot be told from this folder
        raise UnknownDay(f"{day} lies after the day of this data, {package.known_until}")
    later = [revision for revision in revisions_of(rows[REVISIONS]) if revision.known_on > day]
    checked = max(each for each in (*package.checked_before, package.checked) if each <= day)
    return replace(package, checked=checked), taken_back(package, rows, later)


def taken_back(package: Package, rows: Mapping[str, Rows], revisions: Sequence[Revision]) -> dict[str, Rows]:
    """The rows as they were without these revisions, each of which is later than any other one of its row."""
    then = dict(rows)
    for name in {revision.table for revision in revisions}:
        own = [revision for revision in revisions if revision.table == name]
        then[name] = _taken_back(package.table(name), rows[name], own)
    then[REVISIONS] = _without(rows[REVISIONS], {revision.line for revision in revisions})
    return then


def _taken_back(table: Table, rows: Rows, revisions: Sequence[Revision]) -> Rows:
    keys = keys_of(table, rows)
    placed: dict[Key, Placed] = dict(zip(keys, zip(rows.lines, rows.cells, strict=True), strict=True))
    for (_, key), changes in by_key(revisions).items():
        row: Row | None = cells_of(rows.columns, placed.pop(key)[1]) if key in placed else None
        for revision in changes:
            row = undone(row, revision, table)
        if row is not None:
            placed[key] = -changes[-1].line, tuple(row[name] for name in rows.columns)
    order = [key for key in keys if key in placed]
    for key in sorted(placed.keys() - set(order)):
        # A file is kept in its order: a row that was removed stood after the one whose key comes before its own.
        previous = max((each for each in order if each < key), default=None)
        order.insert(order.index(previous) + 1 if previous else 0, key)
    return Rows(rows.columns, tuple(placed[key][0] for key in order), tuple(placed[key][1] for key in order))


def _without(rows: Rows, lines: Collection[int]) -> Rows:
    kept = [place for place, line in enumerate(rows.lines) if line not in lines]
    return Rows(rows.columns, tuple(rows.lines[place] for place in kept), tuple(rows.cells[place] for place in kept))


def check_known(package: Package, rows: Mapping[str, Rows], day: date) -> list[Fault]:
    """Every fault of the rows as known on a day, of sound rows today; told at the log where the log brought it."""
    then, rows_then = rolled_back(package, rows, day)
    # The cells of all other rows are those of today.
    from_log = {name: _without(found, {line for line in found.lines if line > 0}) for name, found in rows_then.items()}
    found = [*check_cells(then, from_log), *check_references(then, rows_then), *check_record(then, rows_then)]
    return [_told(package, day, fault) for fault in found]


def check_log(package: Package, rows: Mapping[str, Rows]) -> list[Fault]:
    """What is wrong with a log that is sound row by row: rows that it forgot, and earlier days that it makes faulty."""
    if package.known_from is None:
        return []
    learned = {date.fromisoformat(text) for text in rows[REVISIONS].column("known_on")}
    days = sorted({package.known_from, *learned} - {package.known_until})
    return check_base(package, rows) or [fault for day in days for fault in check_known(package, rows, day)]


def check_base(package: Package, rows: Mapping[str, Rows]) -> list[Fault]:
    """A fault a table whose rows, with the whole log taken back, are not those of the base day.

    Where that is a single row too many, the fault names its line.
    """
    if package.known_from is None:
        return []
    _, then = rolled_back(package, rows, package.known_from)
    checked = ((table, then[table.name]) for table in package.tables if table.base_hash)
    return [
        _forgotten(package, table, found) for table, found in checked if fingerprint(table, found) != table.base_hash
    ]


def fingerprint(table: Table, rows: Rows) -> str:
    """A hash of the rows, whatever the order of rows and columns; blank cells do not count.

    It is the sum of the SHA-256 of each row, so that a single row too many is told by the difference.
    """
    return f"{sum(_row_hashes(table, rows)) % HASHES:064x}"


def _row_hashes(table: Table, rows: Rows) -> Iterator[int]:
    columns = sorted(set(table.columns) & set(rows.columns))
    places = [rows.columns.index(name) for name in columns]
    for cells in rows.cells:
        told = {name: cells[place] for name, place in zip(columns, places, strict=True) if cells[place]}
        yield int.from_bytes(sha256(AS_JSON(told).encode()).digest())


def _forgotten(package: Package, table: Table, rows: Rows) -> Fault:
    log, day = package.table(REVISIONS).path, package.known_from
    excess = (int(fingerprint(table, rows), 16) - int(table.base_hash or "0", 16)) % HASHES
    for line, each in zip(rows.lines, _row_hashes(table, rows), strict=True):
        if each == excess and line > 0:
            return Fault(table.path, line, "row", f"was not known on {day}: write it into {log}, as added")
    said = f"its rows as known on {day} are not those recorded: write into {log} what was added, changed or removed"
    return Fault(table.path, 1, "file", said)


def _told(package: Package, day: date, fault: Fault) -> Fault:
    """The fault of a row as it was then, at the line of the log that the row was taken from, if it was."""
    log = package.table(REVISIONS).path
    problem = re.sub(r"\bline -([0-9]+)", rf"line \1 of {log}", fault.problem)
    if fault.line < 0:
        said = f"as known on {day}: {fault.file}: {fault.column}: {problem}"
        return Fault(log, -fault.line, "before", said)
    return fault._replace(problem=f"as known on {day}: {problem}")
