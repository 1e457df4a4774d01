"""Own data beside the facts, in tables of their own: those of the project are never changed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from atlas import words
from atlas.own.columns import ACTIONS
from atlas.own.reading import Own, own_package
from atlas.own.rules import is_own
from atlas.tables import Tables
from atlas.tables.frames import to_frame
from atlas.tables.reading import Rows
from atlas.tables.sources import OWN
from atlas.words import listed

FILE_MARK = "own-data"
"""Stands in the name of every file that is made while own data is in use."""

SOURCES = ("source_id", "source_ids")


def with_own(tables: Tables, *own: Own) -> Tables:
    """New tables with the rows of each; every added row has the source `OWN`, which names the files."""
    if not own:
        return tables
    package = own_package(tables.package)
    added: dict[str, list[Rows]] = {"sources": [_source([each.name for each in own])]}
    for each in own:
        added.setdefault(each.kind, []).append(each.rows)
        if each.kind == ACTIONS:
            added.setdefault("treaties", []).append(each.treaty)
    frames = dict(tables.frames)
    for name, several in added.items():
        made = [to_frame(package.table(name), rows) for rows in several]
        frames[name] = pd.concat([frames[name], *made], ignore_index=True)
    return Tables(package, frames)


def described(own: Sequence[Own]) -> str:
    """What there is: "12 own events from my.csv and 40 own actions from acts.csv"; "" for nothing."""
    said = [f"{words.counted(len(each.rows.cells), f'own {each.kind[:-1]}')} from {each.name}" for each in own]
    return listed(said)


def holds_own(rows: pd.DataFrame) -> bool:
    """Whether any row is, or rests on, a reader's own data."""
    for column in SOURCES:
        if column in rows and any(OWN in str(each).split(";") for each in rows[column].unique()):
            return True
    return "treaty" in rows and any(is_own(str(each)) for each in rows["treaty"].unique())


def _source(names: Sequence[str]) -> Rows:
    columns = ("source_id", "title", "publisher", "url", "address_note", "copy", "note")
    title = " and ".join(dict.fromkeys(names))
    cells = (OWN, title, "Your own data", "", "brought by the reader", "this session", "Not part of the atlas.")
    return Rows(columns, (1,), (cells,))
