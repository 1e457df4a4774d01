"""In which rows and cells a file differs from what the facts at hand give, row by row by the table's key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from atlas.export.verifying.sheets import Cells, Sheet

SHOWN_WITHOUT_KEY = 3
"""So many first cells stand for a row of a table without a key."""

Key = tuple[Cells, int]
"""The cells that tell a row, and how many rows before it have the same."""


@dataclass(frozen=True)
class Changed:
    """A row with another content: each column that differs with its cell in the file and its cell today."""

    row: str
    cells: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Differences:
    """What a file has and today's rows have not, and the other way round; `moved` is the first row out of order."""

    columns_gone: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: str = ""

    @property
    def none(self) -> bool:
        """Whether the rows are the same, in the same order."""
        return self == Differences()


def differences(file: Sheet, today: Sheet, primary_key: Sequence[str]) -> Differences:
    """In what today's rows differ from those of the file: rows `gone` from it, `added` to it, and `changed`."""
    now = today.columns or ()
    then = now if file.columns is None else file.columns
    if then == now and list(file.rows) == list(today.rows):
        return Differences()
    common = [column for column in now if column in then]
    told_by = [column for column in primary_key if column in common]
    told_by = told_by if len(told_by) == len(primary_key) and told_by else common
    before, after = _by_key(then, file.rows, told_by), _by_key(now, today.rows, told_by)
    shared = [key for key in before if key in after]
    changed = [(key, _cells(then, before[key], now, after[key], common)) for key in shared]
    return Differences(
        columns_gone=tuple(column for column in then if column not in now),
        columns_added=tuple(column for column in now if column not in then),
        gone=tuple(_named(key, primary_key) for key in before if key not in after),
        added=tuple(_named(key, primary_key) for key in after if key not in before),
        changed=tuple(Changed(_named(key, primary_key), cells) for key, cells in changed if cells),
        moved=_moved(then, now, shared, [key for key in after if key in before], primary_key),
    )


def _by_key(columns: Cells, rows: Sequence[Cells], told_by: Sequence[str]) -> dict[Key, Cells]:
    places = [columns.index(column) for column in told_by]
    seen: Counter[Cells] = Counter()
    found: dict[Key, Cells] = {}
    for row in rows:
        cells = tuple(row[place] for place in places)
        found[cells, seen[cells]] = row
        seen[cells] += 1
    return found


def _cells(then: Cells, before: Cells, now: Cells, after: Cells, common: Sequence[str]) -> dict[str, tuple[str, str]]:
    pairs = {column: (before[then.index(column)], after[now.index(column)]) for column in common}
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}


def _moved(then: Cells, now: Cells, shared: list[Key], wanted: list[Key], primary_key: Sequence[str]) -> str:
    """The first row, or the column, that stands elsewhere than today."""
    for key, place in zip(shared, wanted, strict=True):
        if key != place:
            return _named(key, primary_key)
    same = sorted(then) == sorted(now)
    return next((f"column {old}" for old, new in zip(then, now, strict=False) if same and old != new), "")


def _named(key: Key, primary_key: Sequence[str]) -> str:
    cells, before = key
    shown = cells if primary_key else cells[:SHOWN_WITHOUT_KEY]
    return " ".join(cell or "(blank)" for cell in shown) + (f" (row {before + 1} of this key)" if before else "")
