"""The files that can be asked for: every table in every format that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from atlas.api.problems import Problem
from atlas.export import (
    FORMATS,
    CannotHold,
    Export,
    Format,
    address,
    choice_of,
    export_of,
    file_name,
    keys_of,
    shape_of,
    stem,
)
from atlas.selection import Choice
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.faults import shown
from atlas.tables.schema import Table

ON = "1"
"""The value of a key that only says yes, such as `bom`."""


class Content(NamedTuple):
    """A file as it is written: its bytes, its name, and the address that gives the same again, "" for none."""

    content: bytes
    name: str
    canonical: str


@dataclass(frozen=True)
class File:
    """One address: a table in the formats that share an ending, the default one under "".

    `keys` are those of the page's link that the table takes, `formats` the further ones by the key that asks for them:
    `csv-bom` of the registry is `.csv?bom=1`.
    """

    table: Table
    ending: str
    keys: tuple[str, ...]
    formats: Mapping[str, Format]

    @property
    def name(self) -> str:
        """What stands in the address: `status.csv`."""
        return f"{self.table.name}.{self.ending}"

    @property
    def flags(self) -> tuple[str, ...]:
        """The keys that ask for a further format."""
        return tuple(key for key in self.formats if key)

    @property
    def media_type(self) -> str:
        """What browsers call it; the same for every format of an ending."""
        return self.formats[""].mime


def files(tables: Tables) -> dict[str, File]:
    """Every file by its name, in the order of the tables and of the formats."""
    found = [file for name in table_names(tables) for file in _files_of(name, tables)]
    return {file.name: file for file in found}


def _files_of(name: str, tables: Tables) -> list[File]:
    table, shape = tables.package.table(name), shape_of(tables, name)
    unasked = Export(table, pd.DataFrame(columns=table.columns), {}, shape.geometry, tables)
    by_ending: dict[str, dict[str, Format]] = {}
    for key, form in FORMATS.items():
        if form.takes(unasked):
            by_ending.setdefault(form.ending, {})[key.removeprefix(form.ending).removeprefix("-")] = form
    return [File(table, ending, tuple(keys_of(shape)), formats) for ending, formats in by_ending.items()]


def asked(file: File, pairs: list[tuple[str, str]], tables: Tables) -> tuple[Choice, str]:
    """The choice that a query asks of a file, and the key of the format; raises `BadKey` or `Problem`."""
    allowed = [*file.keys, *file.flags]
    flags: list[str] = []
    for key, value in pairs:
        if key not in allowed:
            detail = f"{shown(key)} is not a key of {file.name}; allowed: {', '.join(allowed) or 'none'}"
            raise Problem("bad-key", detail, key=key, value=value, allowed=allowed)
        if key in file.flags and (value != ON or flags):
            detail = f"{key} can only be {ON}, once; leave it out otherwise"
            raise Problem("bad-key", detail, key=key, value=value, allowed=[ON])
        flags += [key] if key in file.flags else []
    choice = choice_of(file.table.name, [pair for pair in pairs if pair[0] not in file.flags], tables)
    return choice, flags[0] if flags else ""


def written(file: File, flag: str, choice: Choice, history: History, tables: Tables, most_rows: int) -> Content:
    """The file with the chosen rows; raises `Problem` where they are too many, or more than the format can hold."""
    export = export_of(history, tables, choice)
    if len(export.rows) > most_rows:
        narrower = f"ask for less with {', '.join(file.keys)}" if file.keys else "the table has no filter"
        raise Problem("too-much", f"{len(export.rows):,} rows are more than {most_rows:,}; {narrower}", most=most_rows)
    try:
        content = file.formats[flag].write(export)
    except CannotHold as refused:
        raise Problem("not-in-this-format", str(refused)) from None
    canonical = address(export, file.ending)
    if canonical and flag:
        canonical += f"{'&' if '?' in canonical else '?'}{flag}={ON}"
    return Content(content, file_name(stem(export.name, export.query), file.ending, content), canonical)
