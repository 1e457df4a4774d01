"""Every format of a file. Machine-facing ones are exact; those made for spreadsheets have no cell that would be run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atlas.export.model import Export
from atlas.export.parquet import to_parquet
from atlas.export.places import to_geojson, to_geopackage
from atlas.export.shapes import NOTHING
from atlas.export.texts import to_csv, to_csv_for_spreadsheets, to_json
from atlas.export.workbooks import to_workbook


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, what browsers call it, what readers call it, and how rows are written in it.

    `write` raises `CannotHold` rather than lose a part of what the rows say.
    """

    ending: str
    mime: str
    label: str
    write: Callable[[Export], bytes]
    on_maps: bool = False
    """Whether it holds where the rows are: only for rows that have a geometry."""

    def takes(self, export: Export) -> bool:
        """Whether these rows can be written in it."""
        return not self.on_maps or export.geometry != NOTHING


CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    "csv": Format("csv", CSV, "CSV", lambda export: to_csv(export.rows)),
    "csv-bom": Format("csv", CSV, "CSV for spreadsheets", lambda export: to_csv_for_spreadsheets(export.rows)),
    "xlsx": Format("xlsx", WORKBOOK, "Excel", to_workbook),
    "json": Format("json", "application/json", "JSON", lambda export: to_json(export.rows)),
    "parquet": Format("parquet", "application/vnd.apache.parquet", "Parquet", to_parquet),
    "geojson": Format("geojson", "application/geo+json", "GeoJSON", to_geojson, on_maps=True),
    "gpkg": Format("gpkg", "application/geopackage+sqlite3", "GeoPackage", to_geopackage, on_maps=True),
}
"""A new format is a function and one entry here."""

PURPOSES = {
    "csv": "exact, for programs",
    "csv-bom": "opens in a spreadsheet: byte-order mark, cells that look like formulas guarded",
    "xlsx": "typed dates, frozen header, a sheet about the rows",
    "json": "an object a row, for the web",
    "parquet": "typed and small, for pandas, R and DuckDB",
    "geojson": "with shapes, for maps on the web",
    "gpkg": "with shapes, for QGIS and other GIS",
}
"""What each format is for, by its key in the registry; one that is new there stands without a purpose."""
