"""What a file says about itself."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from atlas.export.model import Export
from atlas.export.texts import to_csv
from atlas.tables.schema import Table

API = "/api/v1"
ON = "1"
"""The value of a key that only says yes, such as `bom`."""

CELLS = (
    "CSV, JSON, Parquet, GeoJSON and GeoPackage hold every text exactly as it is. The files for spreadsheets are made "
    "harmless: in the CSV for spreadsheets an apostrophe stands before a text that would be run as a formula, and in "
    "Excel every text is stored as text, which nothing runs. Excel has text, too, for dates known only to the month or "
    "year with all others of their column, for days before 1 March 1900 and for numbers of more than 15 digits."
)
"""What is done to cells, as the dictionary tells it."""


def address(export: Export, form: str = "csv") -> str:
    """Where these rows are served: `/api/v1/status.csv?treaty=mbt&on=2026-11-22`, below the address of the atlas.

    `form` is a key of the formats: `csv-bom` is served as `.csv?bom=1`. Every day is written out, so the address means
    the same rows later; "" for rows that no link gives again.
    """
    if not export.reproducible:
        return ""
    ending, _, flag = form.partition("-")
    query = urlencode({**export.query, **({flag: ON} if flag else {})}, safe=",")
    return f"{API}/{export.name}.{ending}" + (f"?{query}" if query else "")


def rows_digest(export: Export) -> str:
    """SHA-256 of the rows as exact CSV, in hex: the same rows have it in every format."""
    return hashlib.sha256(to_csv(export.rows)).hexdigest()


def about(export: Export) -> dict[str, str]:
    """What a file tells beside its rows, each by its key; the same for the same rows, choice and facts."""
    package = export.tables.package
    return {
        "title": export.table.title,
        "description": export.table.description,
        "rows": str(len(export.rows)),
        "address": address(export),
        "facts": f"{package.title}, version {package.version}",
        "checked": str(package.checked),
        "rows_sha256": rows_digest(export),
        "cells": CELLS,
    }


def dictionary(table: Table) -> list[tuple[str, str, str]]:
    """Name, type and meaning of every column."""
    kinds = ("date (may be a month or a year)" if field.partial_date else field.type for field in table.fields)
    return [(field.name, kind, field.description) for field, kind in zip(table.fields, kinds, strict=True)]
