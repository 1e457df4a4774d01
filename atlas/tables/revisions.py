"""What the atlas learned since its base day, as values, and what can be wrong with it.

`revisions.csv` has one row a change of a fact: the day, the table, the key of the row, and what stood there before.
Rows that it does not name are known since the base day, `atlas:knownFrom` in the description.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from atlas.tables.faults import Fault, shown
from atlas.tables.reading import Rows
from atlas.tables.schema import REVISIONS, Package, Table

Key = tuple[str, ...]
Row = Mapping[str, str]
Problem = tuple[str, str]
COLUMNS = ("known_on", "table", "key", "change", "before")
CHANGES = ("added", "changed", "removed")
VERBS = {"added": "adds", "changed": "changes", "removed": "removes"}


@dataclass(frozen=True)
class Revision:
    """One row of the log. `before` holds the cells that differed, or the cells of a removed row beside its key."""

    line: int
    known_on: date
    table: str
    key: Key
    change: str
    before: Row


def read_key(text: str) -> Key:
    """The key that a JSON list of texts stands for; raises ValueError for anything else."""
    values = json.loads(text)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("not a list of texts")
    return tuple(values)


def write_key(key: Key) -> str:
    """The one text of a key: a JSON list without spaces between its values, which any character may stand in."""
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"))


def keys_of(table: Table, rows: Rows) -> list[Key]:
    """The key of each row, in their order; none where the file lacks a column of the key."""
    return list(zip(*map(rows.column, table.primary_key), strict=False))


def cells_of(columns: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str]:
    """The cells of a row by column."""
    return dict(zip(columns, cells, strict=True))


def undone(row: Row | None, revision: Revision, table: Table) -> Row | None:
    """The row as it stood before a revision of it; None where there was none."""
    if revision.change == "added":
        return None
    if revision.change == "removed":
        return dict.fromkeys(table.columns, "") | dict(revision.before) | cells_of(table.primary_key, revision.key)
    return {**(row or {}), **revision.before}


def by_key(revisions: Sequence[Revision]) -> dict[tuple[str, Key], list[Revision]]:
    """The revisions of each row of each table, the latest first."""
    found: dict[tuple[str, Key], list[Revision]] = defaultdict(list)
    for revision in sorted(revisions, key=lambda each: each.known_on, reverse=True):
        found[revision.table, revision.key].append(revision)
    return found


def revisions_of(log: Rows) -> list[Revision]:
    """The revisions of a log without faults, in the order of its file."""
    rows = zip(log.lines, *map(log.column, COLUMNS), strict=True)
    return [
        Revision(line, date.fromisoformat(day), table, read_key(key), change, json.loads(before or "{}"))
        for line, day, table, key, change, before in rows
    ]


def check_revisions(package: Package, rows: Mapping[str, Rows], faults: Sequence[Fault]) -> list[Fault]:
    """What is wrong with the log, beside the faults that were found already.

    How a row came to stand as it does is followed only where nothing else is wrong with the folder.
    """
    if package.known_from is None or not set(COLUMNS) <= set(rows[REVISIONS].columns):
        return []
    path, log = package.table(REVISIONS).path, rows[REVISIONS]
    faulty = {fault.line for fault in faults if fault.file == path}
    found = [
        Fault(path, line, *problem)
        for line, *cells in zip(log.lines, *map(log.column, COLUMNS), strict=True)
        if line not in faulty
        for problem in _problems(package, rows, *cells)
    ]
    if found or faults:
        return found
    return [Fault(path, *said) for said in _sequence_faults(package, rows, revisions_of(log))]


def _problems(
    package: Package, rows: Mapping[str, Rows], known_on: str, name: str, key: str, change: str, before: str
) -> Iterator[Problem]:
    yield from _day_problems(package, date.fromisoformat(known_on))
    tables = {table.name: table for table in package.tables if table.name != REVISIONS}
    if name not in tables:
        yield "table", f"{shown(name)} is not a table of facts; allowed: {', '.join(tables)}"
        return
    yield from _key_problems(tables[name], rows[name], key)
    yield from _before_problems(tables[name], change, before)


def _day_problems(package: Package, day: date) -> Iterator[Problem]:
    if package.known_from and day <= package.known_from:
        yield "known_on", f"{day} does not lie after {package.known_from}, up to which the log has no rows"
    if day > package.known_until:
        yield "known_on", f'{day} lies after the day of this data, {package.known_until}; change "created", too'


def _key_problems(table: Table, rows: Rows, text: str) -> Iterator[Problem]:
    try:
        key = read_key(text)
    except (ValueError, RecursionError):
        key = ()
    if len(key) != len(table.primary_key) or write_key(key) != text:
        example = "".join(f" such as {write_key(each)}" for each in keys_of(table, rows)[:1])
        form = f"a JSON list without spaces of {', '.join(table.primary_key)}{example}"
        yield "key", f"{shown(text)} is not the key of a row of {table.name}: {form}"


def _before_problems(table: Table, change: str, text: str) -> Iterator[Problem]:
    if change == "added":
        if text:
            yield "before", "is filled, though an added row did not stand there before"
        return
    try:
        before = json.loads(text, object_pairs_hook=_once)
        json.dumps(before, ensure_ascii=False).encode()  # an escaped half of a character is no text
    except (ValueError, RecursionError) as problem:
        yield "before", f"{shown(text)} is not a JSON object of columns and their texts: {problem}"
        return
    if not isinstance(before, dict) or not before or not all(isinstance(cell, str) for cell in before.values()):
        yield "before", f"{shown(text)} is not a JSON object of columns and their texts"
        return
    allowed = [name for name in table.columns if name not in table.primary_key]
    for column in before:
        if column in table.primary_key:
            yield "before", f"{shown(column)} is in the key; a row with another key is one removed and one added"
        elif column not in allowed:
            yield "before", f"unknown column {shown(column)}; allowed: {', '.join(allowed)}"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a column stands twice")
    return found


def _sequence_faults(
    package: Package, rows: Mapping[str, Rows], revisions: list[Revision]
) -> Iterator[tuple[int, str, str]]:
    """Walks back from each row as it stands and reports each revision that cannot have led there."""
    standing: dict[str, dict[Key, Row]] = {}
    for (name, key), changes in by_key(revisions).items():
        table, now = package.table(name), rows[name]
        if name not in standing:
            standing[name] = dict(
                zip(keys_of(table, now), (cells_of(now.columns, cells) for cells in now.cells), strict=True)
            )
        row, later = standing[name].get(key), None
        for revision in changes:
            problem = _problem(row, revision, later, table)
            if problem:
                yield revision.line, *problem
                break  # what lies before it cannot be judged
            row, later = undone(row, revision, table), revision


def _problem(row: Row | None, revision: Revision, later: Revision | None, table: Table) -> Problem | None:
    """What keeps a revision from having left this row, or None."""
    if (row is None) != (revision.change == "removed"):
        if later:
            return "change", f"{revision.change}, and then line {later.line} {VERBS[later.change]} the row"
        return "change", f"{revision.change}, but {table.path} has {'no such' if row is None else 'the'} row"
    same = [name for name, cell in revision.before.items() if row is not None and row[name] == cell]
    if same:
        return "before", f"{same[0]} was {shown(revision.before[same[0]])} afterwards as well"
    return None
