"""`datapackage.json` of a package: what every file and every column is, and how the package came about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from atlas.export.about import address
from atlas.export.cited import licences
from atlas.export.model import Export
from atlas.export.texts import plain
from atlas.tables import Tables
from atlas.tables.schema import Field, ForeignKey

DESCRIPTION_FILE = "datapackage.json"
FORMAT = "atlas:format"
FORMAT_VERSION = 1
"""Of the package: it grows when a reader of this version could misread a newer one."""

ADDRESS, CHOICE, WORDS = "atlas:address", "atlas:choice", "atlas:words"


def described(
    exports: Sequence[Export],
    contents: Mapping[str, bytes],
    chosen: Mapping[str, Any],
    sources: pd.DataFrame,
    tables: Tables,
) -> bytes:
    """The description of a package as JSON, valid for a Tabular Data Package of the Frictionless standard.

    `contents` are the bytes of each table by its name, `chosen` what the package says about its choice. A foreign key
    is described only where its target is in the package and holds for these very rows.
    """
    package = tables.package
    found = {
        "profile": "tabular-data-package",
        "name": f"{package.name}-selection",
        "title": f"{package.title}: a selection",
        "description": package.description,
        "version": package.version,
        "created": f"{package.checked}T00:00:00Z",
        "checked": str(package.checked),
        **chosen,
        FORMAT: FORMAT_VERSION,
        "licenses": _unique(licence for export in exports for licence in licences(export)),
        "sources": [_source(row) for row in sources.to_dict("records")],
        "resources": [_resource(export, contents[export.name], exports) for export in exports],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _resource(export: Export, content: bytes, exports: Sequence[Export]) -> dict[str, Any]:
    reproduced = {ADDRESS: address(export)} if export.reproducible else {}
    return {
        "name": export.name,
        "path": f"{export.name}.csv",
        "profile": "tabular-data-resource",
        "title": export.table.title,
        "description": export.table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "atlas:rows": len(export.rows),
        **reproduced,
        "licenses": licences(export),
        "schema": _schema(export, exports),
    }


def _schema(export: Export, exports: Sequence[Export]) -> dict[str, Any]:
    table, targets = export.table, {each.name: each for each in exports}
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "missingValues": [""]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    keys = [key for key in table.foreign_keys if _holds(key, export, targets.get(key.resource))]
    if keys:
        schema["foreignKeys"] = [_foreign_key(key, export.name) for key in keys]
    return schema


def _field(field: Field) -> dict[str, Any]:
    written: dict[str, Any] = {name: getattr(field, name) for name in ("name", "type", "title", "description")}
    if field.type == "boolean":
        written |= {"trueValues": ["true"], "falseValues": ["false"]}
    if field.partial_date:
        written |= {"atlas:partialDate": True}
    if field.labels:
        written |= {"categories": [{"value": code, "label": label} for code, label in field.labels.items()]}
    return written | ({"constraints": dict(field.constraints)} if field.constraints else {})


def _holds(key: ForeignKey, export: Export, target: Export | None) -> bool:
    """Whether every value of the key is found in the rows of its target that the package has."""
    if target is None or not set(key.columns) <= set(export.rows) or not set(key.targets) <= set(target.rows):
        return False
    return _values(export, key.columns) <= _values(target, key.targets)


def _values(export: Export, columns: Sequence[str]) -> set[tuple[str, ...]]:
    rows = plain(export.rows[list(columns)]).astype(str)
    return {row for row in rows.itertuples(index=False, name=None) if any(row)}


def _foreign_key(key: ForeignKey, own: str) -> dict[str, Any]:
    resource = "" if key.resource == own else key.resource
    return {"fields": list(key.columns), "reference": {"resource": resource, "fields": list(key.targets)}}


def _source(row: Mapping[Any, Any]) -> dict[str, str]:
    where = {"path": row["url"]} if str(row["url"]).startswith(("https://", "http://")) else {}
    return {"title": f"{row['publisher']}: {row['title']} ({row['copy']})", **where}


def _unique(found: Any) -> list[Mapping[str, str]]:
    return list({licence["title"]: licence for licence in found}.values())
