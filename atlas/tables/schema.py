"""`datapackage.json` (Frictionless Table Schema) as frozen values.

Properties of our own carry the prefix `atlas:`; other tools ignore them:
`atlas:partialDate` (day, month or year), `atlas:references` (a key of another table, with `also` for further codes and
`separator` for lists), `atlas:notBefore` (a column of the same row), `atlas:rowsAtLeast` (a shorter file was cut),
`atlas:baseHash` (of the rows on the base day, see `known.py`) and, for the whole package, `atlas:computed` (tables that
are computed and exported, not kept), `atlas:knownFrom` (the base day, on which every row was known that no revision
names) and `atlas:checkedBefore` (earlier days of a check).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from atlas.tables.faults import Fault, content_of

PACKAGE_FILE = "datapackage.json"
REVISIONS = "revisions"
"""The table that says what was learned since the base day; a folder without a base day does not need it."""
TYPES = ("string", "integer", "number", "boolean", "date")
NEEDED_TABLES = (
    "treaties",
    "actions",
    "contests",
    "declarations",
    "territories",
    "states",
    "state_codes",
    "state_names",
    "population",
    "events",
    "claims",
    "article5",
    "stockpiles",
    "casualties",
    "casualties_world_vintages",
    "use",
    "producers",
    "points",
    "neighbours",
    "border_dots",
    "sources",
)
"""Tables that the code reads by name: a folder of facts without one of them is refused."""


@dataclass(frozen=True)
class Reference:
    """Values of a column that must be found elsewhere."""

    resource: str
    field: str
    also: tuple[str, ...] = ()
    separator: str | None = None


@dataclass(frozen=True)
class Field:
    """One column: its type, meaning and constraints."""

    name: str
    type: str
    title: str
    description: str
    constraints: Mapping[str, Any]
    partial_date: bool
    references: Reference | None
    not_before: str | None
    labels: Mapping[str, str]


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values together must be found in the columns of another table."""

    columns: tuple[str, ...]
    resource: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One resource of the package."""

    name: str
    path: str
    title: str
    description: str
    licences: tuple[Mapping[str, str], ...]
    rows_at_least: int
    base_hash: str | None
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def columns(self) -> list[str]:
        """Names of the columns in their order."""
        return [field.name for field in self.fields]

    @property
    def refers_to(self) -> set[str]:
        """Names of the tables whose keys this one uses."""
        listed = {field.references.resource for field in self.fields if field.references}
        return listed | {key.resource for key in self.foreign_keys}

    def field(self, name: str) -> Field:
        """The column of that name."""
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True)
class Package:
    """The description of the whole folder."""

    name: str
    title: str
    description: str
    version: str
    created: date
    checked: date
    checked_before: tuple[date, ...]
    known_from: date | None
    tables: tuple[Table, ...]
    computed: tuple[Table, ...]

    @property
    def known_until(self) -> date:
        """The last day on which the atlas can have learned a fact of this package."""
        return max(self.created, self.checked)

    def table(self, name: str) -> Table:
        """The table of that name, of facts or computed."""
        return next(table for table in (*self.tables, *self.computed) if table.name == name)


def read_package(folder: Path) -> tuple[Package | None, list[Fault]]:
    """The description in the folder, or None and the fault that keeps it from being read."""
    if not folder.is_dir():
        return None, [Fault(str(folder), 1, "file", "not a folder" if folder.exists() else "no such folder")]
    try:
        package = _package(json.loads(content_of(folder / PACKAGE_FILE).decode("utf-8")))
    except FileNotFoundError:
        return None, [_fault("the file is missing")]
    except OSError as error:
        return None, [_fault(f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        return None, [_fault(f"not UTF-8: {error.reason} at byte {error.start}")]
    except json.JSONDecodeError as error:
        return None, [_fault(f"not JSON: {error.msg}", error.lineno)]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, re.error) as error:
        return None, [_fault(f"not a description of tables: {type(error).__name__}: {error}")]
    known = {table.name for table in package.tables}
    wanted = {*NEEDED_TABLES, *(name for table in package.tables for name in table.refers_to)}
    missing = [_fault(f"describes no table {name}") for name in sorted(wanted - known)]
    return (None if missing else package), missing


def _fault(problem: str, line: int = 1) -> Fault:
    return Fault(PACKAGE_FILE, line, "file", problem)


def _package(described: Mapping[str, Any]) -> Package:
    base = described.get("atlas:knownFrom")
    package = Package(
        name=described["name"],
        title=described["title"],
        description=described["description"],
        version=described["version"],
        created=date.fromisoformat(described.get("created", described["checked"])[:10]),
        checked=date.fromisoformat(described["checked"]),
        checked_before=tuple(map(date.fromisoformat, described.get("atlas:checkedBefore", ()))),
        known_from=date.fromisoformat(base) if base is not None else None,
        tables=tuple(map(_table, described["resources"])),
        computed=tuple(_table({"path": "", **each}) for each in described.get("atlas:computed", ())),
    )
    _check_days(package)
    return package


def _check_days(package: Package) -> None:
    keeps_log = any(table.name == REVISIONS for table in package.tables)
    first, last = min((*package.checked_before, package.checked)), package.known_until
    if keeps_log != (package.known_from is not None):
        raise ValueError(f"atlas:knownFrom and the table {REVISIONS} need each other")
    if any(day >= package.checked for day in package.checked_before):
        raise ValueError(f"atlas:checkedBefore has a day that does not lie before checked, {package.checked}")
    if package.known_from and not first <= package.known_from <= last:
        raise ValueError(
            f"atlas:knownFrom does not lie between {first}, the first check, and {last}, the day of the data"
        )


def _table(described: Mapping[str, Any]) -> Table:
    schema = described["schema"]
    path = str(described["path"])
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise ValueError(f"path {path!r} leaves the folder")
    key = schema["primaryKey"]
    return Table(
        name=described["name"],
        path=path,
        title=described["title"],
        description=described["description"],
        licences=tuple(described.get("licenses", ())),
        rows_at_least=int(described.get("atlas:rowsAtLeast", 1)),
        base_hash=_hash(described.get("atlas:baseHash")),
        fields=tuple(map(_field, schema["fields"])),
        primary_key=tuple([key] if isinstance(key, str) else key),
        foreign_keys=tuple(map(_foreign_key, schema.get("foreignKeys", ()))),
    )


def _hash(text: str | None) -> str | None:
    if text is not None and not re.fullmatch("[0-9a-f]{64}", text):
        raise ValueError(f"atlas:baseHash {text!r} is not a hash of 64 digits")
    return text


def _field(described: Mapping[str, Any]) -> Field:
    if described["type"] not in TYPES:
        raise ValueError(f"field {described['name']!r} has type {described['type']!r}; allowed: {', '.join(TYPES)}")
    limits = described.get("constraints", {})
    re.compile(limits.get("pattern", ""))
    if not all(isinstance(limits.get(name, 0), int | float) for name in ("minimum", "maximum")):
        raise ValueError(f"field {described['name']!r} has a limit that is not a number")
    reference = described.get("atlas:references")
    return Field(
        name=described["name"],
        type=described["type"],
        title=described["title"],
        description=described["description"],
        constraints=limits,
        partial_date=bool(described.get("atlas:partialDate", False)),
        references=Reference(**{**reference, "also": tuple(reference.get("also", ()))}) if reference else None,
        not_before=described.get("atlas:notBefore"),
        labels={item["value"]: item["label"] for item in described.get("categories", ())},
    )


def _foreign_key(described: Mapping[str, Any]) -> ForeignKey:
    reference = described["reference"]
    return ForeignKey(tuple(described["fields"]), reference["resource"], tuple(reference["fields"]))
