"""The borders of a day with their lines, for geographic software; geopandas is loaded only here, when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from atlas.geography.lines import border_lines
from atlas.tables import Tables

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LONGITUDE_LATITUDE = "EPSG:4326"


def line_frame(borders: pd.DataFrame, tables: Tables) -> GeoDataFrame:
    """The rows of `borders_on`, each with its line on the map as a MultiLineString in degrees (EPSG:4326)."""
    from geopandas import GeoDataFrame

    lines = {frozenset((each["iso3_a"], each["iso3_b"])): each["lines"] for each in border_lines(tables)}
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": {"type": "MultiLineString", "coordinates": lines[frozenset((row["bound"], row["other"]))]},
        }
        for row in borders.to_dict("records")
    ]
    return GeoDataFrame.from_features(features, crs=LONGITUDE_LATITUDE, columns=[*borders.columns, "geometry"])


def to_geojson(borders: pd.DataFrame, tables: Tables) -> bytes:
    """UTF-8 GeoJSON (RFC 7946) of `line_frame`: a feature a border, its columns as properties."""
    text: str = line_frame(borders, tables).to_json(drop_id=True, ensure_ascii=False)
    return (text + "\n").encode("utf-8")
