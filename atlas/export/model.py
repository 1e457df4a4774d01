"""What a file is made from: rows, what they mean, and the choice that gives them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from atlas.export.shapes import NOTHING, rows_of, shape_of
from atlas.selection import KEYS, Choice, part, period, to_query
from atlas.selection.codes import code_fields
from atlas.selection.comparison import compared
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.schema import Field, Table


@dataclass(frozen=True, eq=False)
class Export:
    """Rows on their way into a file.

    `table` describes every column of `rows`, in their order. `query` gives the rows again by the keys of the page's
    link, every day written out; it holds only keys that the rows depend on. `geometry` is one of `atlas.export.shapes`.
    """

    table: Table
    rows: pd.DataFrame = field(repr=False)
    query: Mapping[str, str]
    geometry: str
    tables: Tables = field(repr=False)
    reproducible: bool = True

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name


def export_of(history: History, tables: Tables, choice: Choice) -> Export:
    """The rows of the chosen table as `rows_of` gives them, with everything a file says about them."""
    rows = rows_of(history, tables, choice)
    shape = shape_of(tables, choice.table)
    codes = [code for code in choice.codes if "codes" in shape.obeys]
    return Export(
        _described(tables.package.table(choice.table), rows, tables, codes),
        rows,
        full_query(tables, choice),
        shape.geometry,
        tables,
    )


def export_of_rows(tables: Tables, name: str, title: str, rows: pd.DataFrame) -> Export:
    """Rows that no link gives again, such as those of a reader's own text."""
    table = Table(name, "", title, "", (), 0, None, (), (), ())
    return Export(_described(table, rows, tables), rows, {}, NOTHING, tables, reproducible=False)


def full_query(tables: Tables, choice: Choice) -> dict[str, str]:
    """The query that gives the chosen table's rows on any later day: treaty, days and period are always written out."""
    shape = shape_of(tables, choice.table)
    kept = part(choice, tables, *shape.obeys)
    written: dict[str, object] = {}
    if "treaty" in shape.obeys and not kept.treaties:
        written["treaty"] = kept.treaty
    if "on" in shape.obeys:
        written["on"] = kept.on
    if shape.bounded:
        first, last = period(tables, kept)
        written |= {"to": last} | ({"from": first} if first <= last and not kept.treaties else {})
    if "before" in shape.obeys:
        pair = compared(tables, kept)
        earlier = pair.first.on if pair.second.on == kept.on else pair.second.on
        written |= {"other": kept.other} if pair.of_treaties else {"before": kept.before or earlier}
    query = to_query(kept, tables) | {key: str(value) for key, value in written.items()}
    left_out = {"year"} if "on" in query else set()
    left_out |= {"treaty"} if kept.treaties else set()
    return {key: query[key] for key in KEYS if key in query and key not in left_out}


def _described(table: Table, rows: pd.DataFrame, tables: Tables, codes: Sequence[str] = ()) -> Table:
    """The table with the columns of the rows, in their order; one that nothing describes has its type alone."""
    known = {field.name: field for field in (*code_fields(tables, codes), *table.fields)}
    fields = tuple(known.get(column) or _plain_field(column, rows[column]) for column in rows.columns)
    key = table.primary_key if set(table.primary_key) <= set(rows.columns) else ()
    return replace(table, fields=fields, primary_key=key)


def _plain_field(name: str, cells: pd.Series) -> Field:
    kinds = {"b": "boolean", "i": "integer", "u": "integer", "f": "number", "M": "date"}
    return Field(name, kinds.get(cells.dtype.kind, "string"), name, "", {}, False, None, None, {})
