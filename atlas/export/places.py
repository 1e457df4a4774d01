"""Rows with where they are: GeoJSON (RFC 7946) and GeoPackage, in degrees of longitude and latitude (EPSG:4326).

Shapes are those of the map: generalised, cut at the 180th meridian so that no edge crosses it, exterior rings turned
counterclockwise as RFC 7946 asks. The few that cross themselves are made valid. geopandas and shapely are loaded only
when such a file is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.export.about import about
from atlas.export.model import Export
from atlas.export.parquet import to_arrow
from atlas.export.shapes import AREAS, LINES, POINTS
from atlas.export.texts import CannotHold, as_json, records
from atlas.geography import border_lines, features
from atlas.tables import Tables

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

ABOUT = "atlas"
"""The foreign member of a GeoJSON file, and the key of a GeoPackage's metadata, under which `about` stands."""

LONGITUDE_LATITUDE = "EPSG:4326"
KINDS = {AREAS: "MultiPolygon", LINES: "MultiLineString", POINTS: "Point"}
POLICY = "Generalised shapes; boundaries and names do not imply endorsement."
WRITING = Lock()
"""The day that GDAL writes into a GeoPackage is set for the whole process, so one is written at a time."""


def to_geojson(export: Export) -> bytes:
    """UTF-8 GeoJSON: a feature a row in a line of its own, its columns as properties.

    Days are texts, truth is true or false; a row that is nowhere on the map has the geometry null.
    """
    lines = (
        f'{{"type": "Feature", "properties": {as_json(row)}, "geometry": {drawn}}}'
        for row, drawn in zip(records(export.rows), _as_text(export), strict=True)
    )
    head = f'{{"type": "FeatureCollection", "{ABOUT}": {as_json(_about(export))}, "features": ['
    return (head + "\n" + ",\n".join(lines) + "\n]}\n").encode("utf-8")


def to_geopackage(export: Export) -> bytes:
    """A GeoPackage with one layer, named as the table: days and truth typed, areas and lines in several parts."""
    import pyogrio

    content = io.BytesIO()
    frame = _frame(export)
    with WRITING:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{export.tables.checked}T00:00:00.000Z"})
        frame.to_file(
            content,
            driver="GPKG",
            engine="pyogrio",
            use_arrow=True,
            layer=export.name,
            geometry_type=KINDS[export.geometry],
            promote_to_multi=export.geometry != POINTS,
            layer_metadata={ABOUT: as_json(_about(export))},
        )
    return content.getvalue()


def _about(export: Export) -> dict[str, str]:
    """What the file says about itself; with the shapes of the map, their sources and what they do not say, too."""
    if export.geometry == POINTS:
        return about(export)
    sources = export.tables["points"]["source_id"].unique()
    titles = "; ".join(str(export.tables.row("sources", key)["title"]) for key in sources)
    return about(export) | {"shapes": f"{titles}. {POLICY}"}


def _frame(export: Export) -> GeoDataFrame:
    """The rows with the types of Arrow, which GDAL takes over, and their geometries."""
    from geopandas import GeoDataFrame, GeoSeries

    typed = to_arrow(export).to_pandas(types_mapper=pd.ArrowDtype)
    for field in export.table.fields:
        if field.type == "string" and typed[field.name].str.contains("\0", regex=False).any():
            raise CannotHold(f"{field.name}: a text holds a NUL sign, which a GeoPackage cannot; GeoJSON can")
    return GeoDataFrame(typed, geometry=GeoSeries(_geometries(export), crs=LONGITUDE_LATITUDE))


def _as_text(export: Export) -> list[str]:
    if export.geometry == AREAS:
        known = _area_texts()
        return [known.get(iso3, "null") for iso3 in export.rows["iso3"]]
    from shapely import to_geojson

    return [to_geojson(each) if each else "null" for each in _geometries(export)]


def _geometries(export: Export) -> list[BaseGeometry | None]:
    """Where each row is; None for one that the map does not have."""
    return PLACES[export.geometry](export.rows, export.tables)


def _areas(rows: pd.DataFrame, tables: Tables) -> list[BaseGeometry | None]:
    known = _area_shapes()
    return [known.get(iso3) for iso3 in rows["iso3"]]


def _lines(rows: pd.DataFrame, tables: Tables) -> list[BaseGeometry | None]:
    from shapely import MultiLineString

    lines = {(each["iso3_a"], each["iso3_b"]): each["lines"] for each in border_lines(tables)}
    pairs = [(min(pair), max(pair)) for pair in zip(rows["bound"], rows["other"], strict=True)]
    return [MultiLineString(lines[pair]) if pair in lines else None for pair in pairs]


def _points(rows: pd.DataFrame, tables: Tables) -> list[BaseGeometry | None]:
    from shapely import Point

    degrees = zip(rows["lon"], rows["lat"], strict=True)
    return [Point(lon, lat) if pd.notna(lon) and pd.notna(lat) else None for lon, lat in degrees]


PLACES: dict[str, Callable[[pd.DataFrame, Tables], list[Any]]] = {AREAS: _areas, LINES: _lines, POINTS: _points}


@lru_cache(maxsize=1)
def _area_shapes() -> dict[str, BaseGeometry]:
    """The shapes of the map by their codes: valid, exterior rings counterclockwise, holes clockwise."""
    import shapely
    from shapely.geometry import shape

    found = {feature["id"]: shape(feature["geometry"]) for feature in features()}
    sound = {
        key: each if each.is_valid else shapely.make_valid(each, method="structure", keep_collapsed=False)
        for key, each in found.items()
    }
    return {key: shapely.orient_polygons(each) for key, each in sound.items()}


@lru_cache(maxsize=1)
def _area_texts() -> dict[str, str]:
    from shapely import to_geojson

    return {key: to_geojson(each) for key, each in _area_shapes().items()}
