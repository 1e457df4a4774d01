"""The OpenAPI description of the routes, made from the tables, the keys and the formats themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from atlas.api import packages, parameters, problems
from atlas.api.files import File
from atlas.api.sending import CHECKED
from atlas.export import API
from atlas.selection import values
from atlas.selection.codes import code_fields
from atlas.tables import Tables
from atlas.tables.schema import Field, Table

PROMISE = Path(__file__).with_name("promise.md").read_text(encoding="utf-8")
"""What may change in this version and what may not; the same text as people read in the repository."""

JSON = "application/json"
MAPS = "application/geo+json"
DESCRIPTION = "openapi.json"
Described = dict[str, Any]


def openapi(served: Mapping[str, File], tables: Tables, base: str) -> Described:
    """The description of every file in OpenAPI 3.1; `base` is the path below which the atlas is served."""
    package = tables.package
    flags = dict.fromkeys(key for file in served.values() for key in file.flags)
    described = {file.table.name: file.table for file in served.values()}
    return {
        "openapi": "3.1.0",
        "info": {"title": package.title, "version": "1", "summary": package.description, "description": PROMISE},
        "servers": [{"url": f"{base}{API}"}],
        "tags": [{"name": table.name, "description": table.title} for table in described.values()],
        "paths": {
            **{f"/{file.name}": {"get": _of_table(file)} for file in served.values()},
            f"/{packages.NAME}": {"get": _of_package(tables)},
        },
        "components": {
            "parameters": {
                **{key: parameters.parameter(key, tables) for key in packages.keys(tables)},
                **{key: parameters.flag(key) for key in flags},
            },
            "headers": _headers(),
            "responses": _responses(),
            "schemas": {
                "Problem": problems.schema(),
                **{table.name: _rows(table, tables) for table in described.values()},
            },
        },
    }


def index(served: Mapping[str, File], tables: Tables, base: str) -> Described:
    """What there is, with the address of each file: the answer to whoever asks for the folder itself."""
    package, by_table = tables.package, dict[str, dict[str, str]]()
    for file in served.values():
        by_table.setdefault(file.table.name, {})[file.ending] = f"{base}{API}/{file.name}"
    return {
        "title": package.title,
        "description": package.description,
        "version": package.version,
        "checked": str(package.checked),
        "openapi": f"{base}{API}/{DESCRIPTION}",
        "documentation": f"{base}/analyse",
        "tables": {
            name: {"title": package.table(name).title, "files": addresses} for name, addresses in by_table.items()
        },
        "package": f"{base}{API}/{packages.NAME}",
        "problems": {kind: {"status": status, "title": title} for kind, (status, title) in problems.KINDS.items()},
    }


def written(described: Mapping[str, Any]) -> bytes:
    """A description as JSON."""
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _of_table(file: File) -> Described:
    table = file.table
    said = {"summary": f"{table.title}, as {file.formats[''].label}", "description": table.description}
    named = {"operationId": f"{table.name}_{file.ending}", "tags": [table.name], **said}
    return {**named, **_operation((*file.keys, *file.flags), file.media_type, _content(file))}


def _of_package(tables: Tables) -> Described:
    said = {"summary": packages.TITLE, "description": packages.DESCRIPTION}
    return {"operationId": "package", **said, **_operation(packages.keys(tables), packages.MEDIA_TYPE, {})}


def _operation(keys: Iterable[str], media_type: str, content: Described) -> Described:
    """Parameters and responses of one file."""
    refused = {str(status): {"$ref": f"#/components/responses/{kind}"} for kind, status in _REFUSALS.items()}
    return {
        "parameters": [{"$ref": f"#/components/parameters/{key}"} for key in keys],
        "responses": {
            "200": {
                "description": "The file.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()},
                "content": {media_type: {"schema": content}},
            },
            "304": {"description": "Nothing has changed since the answer whose tag `If-None-Match` names."},
            **refused,
        },
    }


_REFUSALS = {"bad-request": 400, "long-query": 414}


def _responses() -> Described:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "bad-request": {"description": "A key or value is not allowed, or the answer too large.", "content": content},
        "long-query": {"description": "The query is too long.", "content": content},
    }


def _headers() -> Described:
    text = {"type": "string"}
    return {
        "ETag": {"description": "Changes when the content changes, and only then.", "schema": text},
        "Cache-Control": {"description": "How long the answer can be kept.", "schema": text},
        "Content-Disposition": {"description": "The name of the file: table, choice and SHA-256.", "schema": text},
        "Repr-Digest": {"description": "SHA-256 of the answer as sent (RFC 9530).", "schema": text},
        "Link": {"description": "The address that gives the same rows later, and this description.", "schema": text},
        CHECKED: {
            "description": "The day on which the facts were last checked.",
            "schema": {**text, "format": "date"},
        },
    }


def _content(file: File) -> Described:
    if file.media_type == JSON:
        return {"$ref": f"#/components/schemas/{file.table.name}"}
    if file.media_type == MAPS:
        return {"type": "object", "required": ["type", "features"]}
    return {"type": "string"} if file.media_type.startswith("text/") else {}


def _rows(table: Table, tables: Tables) -> Described:
    """A list of rows; columns that `codes` adds are those that a row need not have."""
    own = {field.name for field in table.fields}
    added = [field for field in code_fields(tables, values.CODES) if field.name not in own] if "iso3" in own else []
    row = {
        "type": "object",
        "required": table.columns,
        "properties": {field.name: _column(field) for field in (*table.fields, *added)},
    }
    return {"type": "array", "description": table.description, "items": row}


def _column(field: Field) -> Described:
    kind: Described = {"type": "string", "format": "date"} if field.type == "date" else {"type": field.type}
    if not field.constraints.get("required"):
        kind["type"] = [kind["type"], "null"]
    elif "enum" in field.constraints:
        kind["enum"] = list(field.constraints["enum"])
    return {**kind, "title": field.title, "description": field.description}
