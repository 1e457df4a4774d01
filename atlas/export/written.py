"""What an address asks for as a file: its bytes, its name and what browsers call it."""

from __future__ import annotations

from typing import NamedTuple

from atlas.export.about import address
from atlas.export.asking import PACKAGE, ZIP, Asked
from atlas.export.formats import FORMATS
from atlas.export.model import export_of
from atlas.export.naming import file_name, stem
from atlas.export.packages import package, package_address, package_query
from atlas.status import History
from atlas.tables import Tables

ZIP_TYPE = "application/zip"


class TooManyRows(ValueError):
    """More rows are asked for than are given at once."""


class Written(NamedTuple):
    """A file: its content, its name, its ending and media type, and the address that gives the same again."""

    content: bytes
    name: str
    ending: str
    mime: str
    address: str


def media_type(asked: Asked) -> str:
    """What browsers call the file that was asked for."""
    return ZIP_TYPE if asked.table == PACKAGE else FORMATS[asked.format].mime


def written(history: History, tables: Tables, asked: Asked, most_rows: int | None = None) -> Written:
    """The file that was asked for, with its own name.

    Raises `CannotHold` where its format cannot hold the rows, `TooManyRows` where a table has more than `most_rows`.
    """
    if asked.table == PACKAGE:
        content = package(history, tables, asked.choice)
        name = stem(PACKAGE, package_query(asked.choice, tables))
        where = package_address(asked.choice, tables)
        return Written(content, file_name(name, ZIP, content), ZIP, ZIP_TYPE, where)
    export, form = export_of(history, tables, asked.choice), FORMATS[asked.format]
    if most_rows is not None and len(export.rows) > most_rows:
        raise TooManyRows(f"{len(export.rows):,} rows are more than {most_rows:,}; ask for less with a filter")
    content = form.write(export)
    name = file_name(stem(export.name, export.query), form.ending, content)
    return Written(content, name, form.ending, form.mime, address(export, asked.format))
