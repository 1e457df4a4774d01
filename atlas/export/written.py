"""What an address asks for as a file: its bytes, its name and what browsers call it."""

from __future__ import annotations

from typing import NamedTuple

from atlas.export.asking import PACKAGE, ZIP, Asked
from atlas.export.formats import FORMATS
from atlas.export.model import export_of
from atlas.export.naming import file_name, stem
from atlas.export.packages import package, package_query
from atlas.status import History
from atlas.tables import Tables

ZIP_TYPE = "application/zip"


class Written(NamedTuple):
    """A file: its content, its name, its ending and its media type."""

    content: bytes
    name: str
    ending: str
    mime: str


def written(history: History, tables: Tables, asked: Asked) -> Written:
    """The file that was asked for, with its own name; raises `CannotHold` where its format cannot hold the rows."""
    if asked.table == PACKAGE:
        content = package(history, tables, asked.choice)
        name = stem(PACKAGE, package_query(asked.choice, tables))
        return Written(content, file_name(name, ZIP, content), ZIP, ZIP_TYPE)
    export, form = export_of(history, tables, asked.choice), FORMATS[asked.format]
    content = form.write(export)
    return Written(content, file_name(stem(export.name, export.query), form.ending, content), form.ending, form.mime)
