"""The files that can be asked for: every table in every format that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from atlas.export import FORMATS, Export, Format, keys_of, shape_of
from atlas.selection.choice import table_names
from atlas.tables import Tables
from atlas.tables.schema import Table


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
