"""The JSON answers of the app's routes as files: what a program would ask `/api/v1` for, byte for byte."""

from __future__ import annotations

from typing import Any

from atlas import export
from atlas.selection import first_day
from atlas.selection.rows import year_days
from atlas.site.ground import Files, Ground
from atlas.tables import Tables

API = "api/v1"


def answers(ground: Ground, treaty: str) -> Files:
    """The status of every state at each year's end under a treaty, its counts, changes and periods."""
    tables = ground.tables
    first = first_day(tables, treaty).year
    made = {
        f"{API}/status/{treaty}/{day.year}.json": answer(ground, f"status.json?treaty={treaty}&on={day}")
        for day in year_days(tables, first, tables.checked.year)
    }
    for table in ("counts", "changes", "intervals"):
        made[f"{API}/{table}/{treaty}.json"] = answer(ground, f"{table}.json?treaty={treaty}")
    return made


def interval_answers(ground: Ground, iso3: str) -> Files:
    """Every period of one state under every treaty."""
    return {
        f"{API}/intervals/{iso3}.{ending}": answer(ground, f"intervals.{ending}?treaties=all&state={iso3}")
        for ending in ("json", "csv")
    }


def answer(ground: Ground, address: str) -> bytes:
    """What the app answers at an address below `/api/v1/`."""
    asked = export.asked(address, ground.tables)
    return export.written(ground.history, ground.tables, asked).content


def description(tables: Tables) -> dict[str, Any]:
    """What there is, by the form of its address: the file that a program reads first."""
    package = tables.package
    return {
        "title": package.title,
        "version": package.version,
        "checked": str(package.checked),
        "treaties": {
            row.treaty: {"name": row.short_name, "first_year": first_day(tables, row.treaty).year}
            for row in tables["treaties"].itertuples()
        },
        "files": {
            "status/{treaty}/{year}.json": "status.json?treaty={treaty}&year={year}",
            "counts/{treaty}.json": "counts.json?treaty={treaty}",
            "changes/{treaty}.json": "changes.json?treaty={treaty}",
            "intervals/{treaty}.json": "intervals.json?treaty={treaty}",
            "intervals/{iso3}.json": "intervals.json?treaties=all&state={iso3}",
            "intervals/{iso3}.csv": "intervals.csv?treaties=all&state={iso3}",
        },
    }
