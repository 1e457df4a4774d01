"""A reader's file in, `Own` out, or every fault with its line: the same checks as for the facts of the project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from atlas.own.cells import sheet_of
from atlas.own.columns import ACTIONS, EVENTS, LANE, REQUIRED, headings, mapped
from atlas.own.rules import PLACE, key_of, parameter_faults, treaty_rows
from atlas.own.text import NotText, read_text
from atlas.tables import Tables
from atlas.tables.checking import check_rows
from atlas.tables.faults import Fault
from atlas.tables.reading import NOTHING, Rows
from atlas.tables.record import check_record
from atlas.tables.schema import Field, Package
from atlas.tables.sources import OWN

KINDS = (EVENTS, ACTIONS)
LONGEST_NAME = 80
LANE_LABEL = "Your own data"
EVENT_KEY = rf"E[0-9]{{3,5}}|{OWN}-[0-9]+"


@dataclass(frozen=True)
class Own:
    """Checked data of a reader's own. `kind` is the table they belong to, `name` the file they come from.

    `rows` have all columns of that table; `treaty` is the row of the treaty that actions are under. Two with the same
    digest are the same.
    """

    kind: str = field(compare=False)
    name: str = field(compare=False)
    rows: Rows = field(compare=False, repr=False)
    treaty: Rows = field(compare=False, repr=False)
    told: tuple[str, ...] = field(compare=False)
    digest: str

    @property
    def treaty_key(self) -> str:
        """The key of the own treaty, "" for events."""
        return next(iter(self.treaty.column("treaty")), "")


class Reading(NamedTuple):
    """What came of a file: the data, or faults; the rows as read, and what was converted, in both cases."""

    own: Own | None
    rows: Rows
    told: tuple[str, ...]
    faults: tuple[Fault, ...]


def own_package(package: Package) -> Package:
    """The description with a lane for own events, the first, and keys for them."""

    def changed(each: Field) -> Field:
        if each.name == "lane":
            labels = {LANE: LANE_LABEL, **each.labels}
            return replace(each, constraints={**each.constraints, "enum": list(labels)}, labels=labels)
        if each.name == "event_id":
            return replace(each, constraints={**each.constraints, "pattern": EVENT_KEY})
        return each

    tables = tuple(
        replace(table, fields=tuple(map(changed, table.fields))) if table.name == EVENTS else table
        for table in package.tables
    )
    return replace(package, tables=tables)


def read_own(
    content: bytes,
    name: str,
    kind: str,
    tables: Tables,
    parameters: Mapping[str, str] | None = None,
    encoding: str = "",
) -> Reading:
    """The events or actions in a file called `name`. `parameters` are those of the treaty of actions, as text.

    `encoding` is one of `atlas.own.text.ENCODINGS` where the reader knows better.
    """
    name = name[-LONGEST_NAME:].strip() or "file.csv"
    package = own_package(tables.package)
    table = package.table(kind)
    given = parameters or {}
    try:
        text, told_encoding = read_text(content, encoding)
        sheet = sheet_of(text, name, headings(table).keys())
    except NotText as problem:
        return Reading(None, NOTHING, (), (Fault(name, problem.line, "file", str(problem)),))
    rows, told, faults = mapped(sheet, tables, table, kind, name, key_of(given.get("short_name", "")))
    told = [told_encoding, *sheet.told, *told]
    faults = [*sheet.faults, *faults]
    treaty = NOTHING
    if rows.cells and kind == ACTIONS:
        treaty, computed = treaty_rows(given, rows, tables, name)
        told += computed
        faults += parameter_faults(given, rows, tables)
    if rows.cells:
        faults = _once([*faults, *_checked(package, tables, kind, name, rows, treaty)])
    if faults:
        return Reading(None, rows, tuple(told), tuple(faults))
    digest = _digest(content, name, kind, given, encoding)
    return Reading(Own(kind, name, rows, treaty, tuple(told), digest), rows, tuple(told), ())


def _checked(package: Package, tables: Tables, kind: str, name: str, rows: Rows, treaty: Rows) -> list[Fault]:
    """The faults that the checker of the project finds, with the name and the lines of the reader's file."""
    paths = {kind: name} | ({"treaties": PLACE} if kind == ACTIONS else {})
    checked = tuple(replace(package.table(each), path=path) for each, path in paths.items())
    narrowed = replace(package, tables=checked)
    states = tables["states"]
    able = ["yes" if can else "no" for can in states["can_join"]]
    others = {
        "states": Rows(("iso3", "can_join"), (), tuple(zip(states["iso3"], able, strict=True))),
        "sources": Rows(("source_id",), (1,), ((OWN,),)),
    }
    asked = {**others, kind: rows} | ({"treaties": treaty} if kind == ACTIONS else {})
    return [*check_rows(narrowed, asked), *check_record(narrowed, asked)]


def _once(faults: list[Fault]) -> list[Fault]:
    """One fault a cell, the first: what is said of how a cell was written comes before what follows from it."""
    first: dict[tuple[str, int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.column), fault)
    return sorted(first.values(), key=lambda fault: (fault.file == PLACE, fault.line))


def _digest(content: bytes, name: str, kind: str, given: Mapping[str, str], encoding: str) -> str:
    said = json.dumps([name, kind, encoding, sorted(given.items())]).encode()
    return hashlib.sha256(said + b"\0" + content).hexdigest()


__all__ = ["KINDS", "REQUIRED", "Own", "Reading", "own_package", "read_own"]
