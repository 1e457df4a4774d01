"""The map's shapes, label points and borders, and the build that makes them."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from functools import cache
from itertools import pairwise
from math import pi, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely import LinearRing, MultiPolygon, Point, Polygon, box
from shapely.geometry import shape

from tools.geometry.__main__ import COUNTRIES, built_files
from tools.geometry.antimeridian import cut_and_rounded
from tools.geometry.borders import policy_borders
from tools.geometry.geojson import encoded
from tools.geometry.policy import SMALLEST_PUBLISHED_AREA, UNDETERMINED
from tools.geometry.shapes import Feature

ROOT = Path(__file__).resolve().parent.parent
Features = list[dict[str, Any]]
PUBLISHED = {
    "world_medium.geojson": "static/geo/world-medium-1.geojson",
    "world_large.geojson": "static/geo/world-large-1.geojson",
    "points.csv": "data/geography/points.csv",
    "neighbours.csv": "data/geography/neighbours.csv",
}
WORLD_ATLAS = Path(os.environ.get("ATLAS_WORLD_ATLAS", ROOT / "node_modules/world-atlas"))

LAYERS = {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"}

# All the neighbours a state has in any atlas.
NEIGHBOURS_BY_HAND = {
    "CHE": {"AUT", "DEU", "FRA", "ITA", "LIE"},
    "FIN": {"NOR", "RUS", "SWE"},
    "ISL": set(),
    "MNG": {"CHN", "RUS"},
    "POL": {"BLR", "CZE", "DEU", "LTU", "RUS", "SVK", "UKR"},
    "PRK": {"CHN", "KOR", "RUS"},
    "PRT": {"ESP"},
    "SOM": {"DJI", "ETH", "KEN"},
    "UKR": {"BLR", "HUN", "MDA", "POL", "ROU", "RUS", "SVK"},
    "VAT": {"ITA"},
    "ZMB": {"AGO", "BWA", "COD", "MOZ", "MWI", "NAM", "TZA", "ZWE"},
}

# Places (degrees east, degrees north) on either side of lines the border policy draws.
PLACES = {
    "Simferopol in Crimea": (34.10, 44.95, "UKR"),
    "Krasnodar, across the strait from Crimea": (38.98, 45.04, "RUS"),
    "Katzrin in the Golan": (35.69, 32.99, "SYR"),
    "Tiberias, west of the Golan": (35.50, 32.79, "ISR"),
    "Laayoune in Western Sahara": (-13.10, 27.10, "ESH"),
    "Tarfaya, north of Western Sahara": (-12.80, 27.90, "MAR"),
    "Famagusta in the north of Cyprus": (33.80, 35.20, "CYP"),
    "Hargeisa in Somaliland": (44.06, 9.56, "SOM"),
    "Baikonur": (63.31, 45.62, "KAZ"),
    "Pristina": (21.16, 42.66, "XKX"),
    "Taichung": (120.80, 24.15, "TWN"),
}


@pytest.fixture(params=["world-medium-1.geojson", "world-large-1.geojson"], scope="module")
def features(request: pytest.FixtureRequest) -> Features:
    """The features of one published map."""
    collection = json.loads((ROOT / "static/geo" / request.param).read_text(encoding="utf-8"))
    return list(collection["features"])


@cache
def rows(path: str) -> list[dict[str, str]]:
    """The rows of one table of `data/`."""
    with (ROOT / "data" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def states() -> set[str]:
    """The codes of the states able to join a treaty."""
    return {row["iso3"] for row in rows("states.csv") if not row["un_status"].startswith("other area")}


def polygons(feature: dict[str, Any]) -> list[Any]:
    """A feature's polygons as lists of rings, exterior first."""
    coordinates = feature["geometry"]["coordinates"]
    return list(coordinates) if feature["geometry"]["type"] == "MultiPolygon" else [coordinates]


def seen_area(ring: list[list[float]]) -> float:
    """What d3-geo fills for a ring, in steradians: all that lies to the right of its line."""
    area = sum(
        radians(lon_b - lon_a) * (2 + sin(radians(lat_a)) + sin(radians(lat_b))) / 2
        for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring)
    )
    return area if area > 0 else area + 4 * pi


def test_every_one_of_the_197_states_is_on_the_map(features: Features) -> None:
    drawn = {feature["id"] for feature in features if feature["properties"]["kind"] == "state"}
    assert len(drawn) == 197
    assert drawn == states()


def test_no_two_features_have_the_same_id(features: Features) -> None:
    counts = Counter(feature["id"] for feature in features)
    assert [code for code, count in counts.items() if count > 1] == []


def test_exterior_rings_wind_clockwise_and_holes_the_other_way(features: Features) -> None:
    wrong = [
        (feature["id"], rank)
        for feature in features
        for polygon in polygons(feature)
        for rank, ring in enumerate(polygon)
        if LinearRing(ring).is_ccw == (rank == 0)
    ]
    assert wrong == []


def test_no_feature_is_larger_than_a_hemisphere(features: Features) -> None:
    areas = ((feature["id"], sum(seen_area(p[0]) for p in polygons(feature))) for feature in features)
    assert [(code, area) for code, area in areas if area > 2 * pi] == []


def test_every_ring_is_closed_and_on_the_globe(features: Features) -> None:
    for feature in features:
        for ring in (ring for polygon in polygons(feature) for ring in polygon):
            assert len(ring) >= 4, feature["id"]
            assert ring[0] == ring[-1], feature["id"]
            assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring), feature["id"]


def test_kinds_are_state_territory_and_undetermined(features: Features) -> None:
    counts = Counter(feature["properties"]["kind"] for feature in features)
    assert counts == {"state": 197, "territory": 42, "undetermined": 4}


def test_exactly_western_sahara_taiwan_kosovo_and_siachen_are_undetermined(features: Features) -> None:
    found = {feature["id"] for feature in features if feature["properties"]["kind"] == "undetermined"}
    assert found == {"ESH", "TWN", "XKX", "XSG"} == set(UNDETERMINED)


def test_every_territory_but_antarctica_names_its_state(features: Features) -> None:
    sovereigns = {
        feature["id"]: feature["properties"].get("sov")
        for feature in features
        if feature["properties"]["kind"] == "territory"
    }
    assert sovereigns.pop("ATA") is None
    assert set(sovereigns.values()) <= states()


@pytest.mark.parametrize(("lon", "lat", "code"), PLACES.values(), ids=PLACES)
def test_a_place_lies_where_the_policy_puts_it(features: Features, lon: float, lat: float, code: str) -> None:
    place = Point(lon, lat)
    found = [feature["id"] for feature in features if shape(feature["geometry"]).contains(place)]
    assert found == [code]


def test_there_is_one_label_point_for_each_feature(features: Features) -> None:
    described = [
        (row["id"], {key: row[key] for key in ("name", "kind", "sov") if row[key]})
        for row in rows("geography/points.csv")
    ]
    assert described == [(feature["id"], feature["properties"]) for feature in features]


def test_label_points_are_on_the_globe() -> None:
    for row in rows("geography/points.csv"):
        assert -180 <= float(row["lon"]) <= 180, row
        assert -90 <= float(row["lat"]) <= 90, row


def test_label_points_of_features_with_a_published_area_lie_inside_them(features: Features) -> None:
    shapes = {feature["id"]: shape(feature["geometry"]) for feature in features}
    outside = [
        row["id"]
        for row in rows("geography/points.csv")
        if row["km2"] and not shapes[row["id"]].contains(Point(float(row["lon"]), float(row["lat"])))
    ]
    assert outside == []


def test_kiribati_is_labelled_at_tarawa() -> None:
    (kiribati,) = [row for row in rows("geography/points.csv") if row["id"] == "KIR"]
    assert (kiribati["lon"], kiribati["lat"]) == ("172.98", "1.35")


def test_areas_of_small_features_are_not_published() -> None:
    areas = {row["id"]: row["km2"] for row in rows("geography/points.csv")}
    assert all(float(area) >= SMALLEST_PUBLISHED_AREA for area in areas.values() if area)
    assert [areas[code] for code in ("VAT", "MCO", "NRU", "MLT", "SGP", "AND")] == [""] * 6


def test_each_pair_of_neighbours_is_listed_once_in_order_with_a_length() -> None:
    pairs = [(row["iso3_a"], row["iso3_b"]) for row in rows("geography/neighbours.csv")]
    assert pairs == sorted(set(pairs))
    assert all(first < second for first, second in pairs)
    assert all(float(row["km"]) > 0 for row in rows("geography/neighbours.csv"))


@pytest.mark.parametrize(("code", "expected"), NEIGHBOURS_BY_HAND.items(), ids=NEIGHBOURS_BY_HAND)
def test_a_state_has_the_neighbours_counted_by_hand(code: str, expected: set[str]) -> None:
    pairs = [{row["iso3_a"], row["iso3_b"]} for row in rows("geography/neighbours.csv")]
    assert {other for pair in pairs if code in pair for other in pair - {code}} == expected


def test_the_base_map_offered_to_plotly_is_empty_in_every_layer() -> None:
    topology = json.loads((ROOT / "static/topo/world_110m.json").read_text(encoding="utf-8"))
    empty = {"type": "GeometryCollection", "geometries": []}
    assert topology == {"type": "Topology", "arcs": [], "objects": dict.fromkeys(LAYERS, empty)}


def test_a_polygon_stitched_across_180_degrees_is_cut_in_two() -> None:
    stitched = Polygon([(170, 0), (-170, 0), (-170, 10), (170, 10)])
    assert MultiPolygon(cut_and_rounded([stitched])).equals(
        MultiPolygon([box(170, 0, 180, 10), box(-180, 0, -170, 10)])
    )


def test_a_coast_around_the_south_pole_is_closed_along_the_bottom_of_the_map() -> None:
    coast = Polygon([(float(lon), -70.0) for lon in (*range(5, 181, 5), *range(-175, 5, 5))])
    assert MultiPolygon(cut_and_rounded([coast])).equals(box(-180, -90, 180, -70))


def test_a_part_that_collapses_in_rounding_is_dropped() -> None:
    sliver = Polygon([(5, 5), (5.001, 5.001), (5.002, 5), (5.001, 4.999)])
    feature = Feature("AAA", "A", "state", "", MultiPolygon([box(0, 0, 1, 1), sliver]))
    (written,) = json.loads(encoded([feature], decimals=2))["features"]
    assert written["geometry"]["type"] == "Polygon"
    assert np.array(written["geometry"]["coordinates"]).max() == 1


def test_a_policy_that_no_longer_fits_its_source_is_refused() -> None:
    without_crimea = {"RUS": [box(40, 50, 60, 60)], "UKR": [box(25, 46, 36, 50)]}
    with pytest.raises(ValueError, match="Crimea: nothing to move"):
        policy_borders(without_crimea)


@pytest.mark.skipif(not (WORLD_ATLAS / COUNTRIES).is_file(), reason="world-atlas is not unpacked here")
def test_building_again_from_the_package_gives_the_same_bytes() -> None:
    built = built_files(WORLD_ATLAS / COUNTRIES, ROOT / "data/states.csv")
    assert built.keys() == PUBLISHED.keys()
    assert [name for name, content in built.items() if content != (ROOT / PUBLISHED[name]).read_bytes()] == []
