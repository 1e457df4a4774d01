"""Every table in every format that can hold it: those of a treaty once a treaty, the others once."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from atlas import export
from atlas.export import FORMATS, Export, package, shape_of
from atlas.selection import Choice, default_choice
from atlas.selection.choice import table_names
from atlas.site.ground import Files, Ground
from atlas.tables import Tables

DATA = "data"
WHOLE = ("panel", "intervals", "impact")
"""Tables that hold every treaty at once, or hardly depend on one."""

ALL = "all"
PACKED = (
    "status",
    "intervals",
    "changes",
    "counts",
    "actions",
    "declarations",
    "contests",
    "events",
    "treaties",
    "states",
)
"""What the package of everything holds beside its sources: the record, and what the law makes of it."""


class Written(NamedTuple):
    """A file of a table: its format in words, its path and its size in bytes."""

    label: str
    path: str
    size: int


def of_treaty(tables: Tables, table: str) -> bool:
    """Whether a table has a file for each treaty."""
    return "treaty" in shape_of(tables, table).obeys and table not in WHOLE


def keys(ground: Ground) -> list[str]:
    """What `table_files` makes, each by a key: "events", "mbt/status", "package"."""
    names = table_names(ground.tables)
    shared = [name for name in names if not of_treaty(ground.tables, name)]
    own = [f"{treaty}/{name}" for treaty in ground.treaties for name in names if of_treaty(ground.tables, name)]
    return ["package", *shared, *own]


def table_files(ground: Ground, key: str) -> Files:
    """One table in every format that can hold its rows; a table without rows has its columns."""
    if key == "package":
        everything = replace(default_choice(ground.tables), tables=PACKED, treaties=tuple(ground.treaties))
        return {f"{DATA}/mine-ban-atlas.zip": package(ground.history, ground.tables, everything)}
    made = {}
    exported = export.export_of(ground.history, ground.tables, choice_of(ground, key))
    for name, form in FORMATS.items():
        if form.takes(exported):
            made[path_of(key, name)] = form.write(exported)
    return made


def choice_of(ground: Ground, key: str) -> Choice:
    """The choice whose rows stand in the files of a key."""
    treaty, _, table = key.rpartition("/")
    choice = replace(default_choice(ground.tables), table=table, treaty=treaty or ground.treaties[0])
    both = "treaties" in shape_of(ground.tables, table).obeys
    return replace(choice, treaties=tuple(ground.treaties)) if both else choice


def path_of(key: str, form: str) -> str:
    """Where a table stands in a format: data/mbt/status.csv, and data/mbt/status-for-spreadsheets.csv."""
    ending, _, further = form.partition("-")
    return f"{DATA}/{key}{'-for-spreadsheets' if further else ''}.{ending}"


def exported(ground: Ground, key: str) -> Export:
    """The rows of a key with what is said about them."""
    return export.export_of(ground.history, ground.tables, choice_of(ground, key))
