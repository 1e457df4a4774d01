"""What a file says about itself."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from atlas.export.formats import to_csv
from atlas.export.model import Export

API = "/api/v1"


def address(export: Export, ending: str = "csv") -> str:
    """Where these rows are served: `/api/v1/status.csv?treaty=mbt&on=2026-11-22`, below the address of the atlas.

    Every day is written out, so the address means the same rows later; "" for rows that no link gives again.
    """
    if not export.reproducible:
        return ""
    return f"{API}/{export.name}.{ending}" + (f"?{urlencode(export.query, safe=',')}" if export.query else "")


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
    }
