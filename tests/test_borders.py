"""The line between states bound and not bound: its shape, its borders on a day, its moves, its page and its command."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from atlas import __main__ as atlas_shell
from atlas import geography, status
from atlas import tables as facts
from atlas.export import FORMATS, export_of
from atlas.figures import borders as figures
from atlas.figures.line_names import OTHERS_NAMED, ROWS, Name, placed_names
from atlas.figures.palette import BORDER_STYLES
from atlas.geography.lines import joined
from atlas.selection import default_choice, first_day
from atlas.status import BOUND, History
from atlas.tables import Tables
from atlas.words import borders as sentences
from atlas.words.plain import km_text
from tests.conftest import DATA, Open, title
from tests.test_figures import SIMULATED, lab, linear

ROOT = Path(__file__).parents[1]
ELLIPSOID = Geod(ellps="WGS84")
DOTS = {
    (row["iso3_a"], row["iso3_b"]): (float(row["lon"]), float(row["lat"]))
    for row in csv.DictReader((DATA / "geography" / "border_dots.csv").open(encoding="utf-8"))
}
TREATIES = ("mbt", "ccm", "ccw", "ccw_p2", "ccw_ap2", "ccw_p5", "att", "tpnw", "cwc", "bwc", "npt")
HEADER = "bound,bound_name,bound_status,other,other_name,other_status,pair,km,source_ids"
NOT_STATES = ("not-open", "not-yet-state")
DAYS = st.dates(date(1945, 1, 1), date(2026, 11, 22))


@cache
def loaded() -> tuple[Tables, History]:
    """For tests that hypothesis runs many times; the same values as the fixtures."""
    tables = facts.load(DATA)
    return tables, status.build(tables)


def published(tables: Tables) -> dict[tuple[str, str], float]:
    """The length of every border between two states, as `neighbours.csv` gives it."""
    states = set(tables.states["iso3"])
    rows = tables["neighbours"][["iso3_a", "iso3_b", "km"]].itertuples(index=False)
    return {(a, b): km for a, b, km in rows if {a, b} <= states}


def across(rows: pd.DataFrame, iso3: str) -> set[str]:
    """The neighbours that a state has on the other side of the line."""
    return set(rows.loc[rows["bound"] == iso3, "other"]) | set(rows.loc[rows["other"] == iso3, "bound"])


# --- The lines -------------------------------------------------------------------------------------------------------


def drawn_km(line: dict[str, Any]) -> float:
    return float(ELLIPSOID.geometry_length(shapely.MultiLineString(line["lines"]))) / 1000


def test_every_pair_of_neighbouring_states_has_a_line_and_no_other_pair(tables: Tables) -> None:
    pairs = [(line["iso3_a"], line["iso3_b"]) for line in geography.border_lines(tables)]
    assert pairs == sorted(published(tables))
    assert len(pairs) == 313
    assert all(len(part) >= 2 for line in geography.border_lines(tables) for part in line["lines"])


def test_pairs_with_a_territory_or_an_undetermined_area_have_no_line(tables: Tables) -> None:
    drawn = {code for line in geography.border_lines(tables) for code in (line["iso3_a"], line["iso3_b"])}
    assert drawn <= set(tables.states["iso3"])
    assert len(tables["neighbours"]) - len(geography.border_lines(tables)) == 16


def test_a_line_is_what_the_boundaries_of_both_shapes_have_in_common(tables: Tables) -> None:
    outlines = {each["id"]: shapely.geometry.shape(each["geometry"]).boundary for each in geography.features()}
    for line in geography.border_lines(tables):
        pair = line["iso3_a"], line["iso3_b"]
        if pair not in DOTS:
            common = shapely.get_parts(shapely.intersection(outlines[pair[0]], outlines[pair[1]]))
            edges = [part for part in common if part.geom_type == "LineString"]  # shapes can also touch in a point
            assert shapely.MultiLineString(line["lines"]).equals(shapely.MultiLineString(edges)), pair


def test_lines_are_as_long_as_the_published_lengths_less_what_the_map_leaves_out(tables: Tables) -> None:
    km = published(tables)
    part = {
        (line["iso3_a"], line["iso3_b"]): drawn_km(line) / km[line["iso3_a"], line["iso3_b"]]
        for line in geography.border_lines(tables)
    }
    assert {pair for pair, drawn in part.items() if drawn == 0} == set(DOTS)
    long = [drawn for pair, drawn in part.items() if km[pair] >= 500]
    assert 0.70 <= min(long) <= max(part.values()) <= 1.01
    assert 0.88 <= float(np.median(list(part.values()))) <= 0.90
    assert sum(drawn >= 0.6 for drawn in part.values()) == 313 - len(DOTS) - 1  # Andorra and Spain: 0.49


@pytest.mark.parametrize("pair", DOTS, ids="-".join)
def test_a_border_too_short_for_the_map_is_a_dot_where_the_larger_shapes_meet(
    pair: tuple[str, str], tables: Tables
) -> None:
    (line,) = (each for each in geography.border_lines(tables) if (each["iso3_a"], each["iso3_b"]) == pair)
    assert line["lines"] == [[list(DOTS[pair])] * 2]
    shapes = {
        each["id"]: shapely.geometry.shape(each["geometry"]) for each in geography.features("geo/world-large-1.geojson")
    }
    away = [ELLIPSOID.geometry_length(shapely.shortest_line(shapely.Point(DOTS[pair]), shapes[iso3])) for iso3 in pair]
    assert max(away) < 2000


def test_a_geographic_file_has_the_rows_with_the_lines_of_the_map(tables: Tables, history: History) -> None:
    asked = export_of(history, tables, replace(default_choice(tables), table="borders"))
    rows = geography.borders_on(history, tables, "mbt", "2026-11-22")
    read = geopandas.read_file(io.BytesIO(FORMATS["geojson"].write(asked)))
    assert read.crs == "EPSG:4326"
    assert pd.DataFrame(read[rows.columns]).equals(rows.astype(read[rows.columns].dtypes))
    drawn = {frozenset((each["iso3_a"], each["iso3_b"])): each["lines"] for each in geography.border_lines(tables)}
    for row in read.itertuples():
        lines = row.geometry.geoms if row.geometry.geom_type == "MultiLineString" else [row.geometry]
        assert [[list(point) for point in line.coords] for line in lines] == drawn[frozenset((row.bound, row.other))]


def test_lines_are_found_without_a_geometry_library() -> None:
    asked = (
        "import sys; from atlas import geography, tables; geography.border_lines(tables.load()); "
        "print({'geopandas', 'shapely', 'pyproj'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda edge: edge[0] < edge[1])))
def test_joining_edges_to_lines_keeps_every_edge_once(edges: set[tuple[int, int]]) -> None:
    ends: dict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for one, other in edges:
        ends[one, 0].append((other, 0))
        ends[other, 0].append((one, 0))
    drawn = Counter(
        (min(start[0], end[0]), max(start[0], end[0]))
        for line in joined(ends)
        for start, end in itertools.pairwise(line)
    )
    assert drawn == Counter(edges)


def test_edges_in_a_row_become_one_line_and_a_ring_comes_back_to_its_start() -> None:
    row = {(0, 0): [(1, 0)], (1, 0): [(0, 0), (2, 0)], (2, 0): [(1, 0)]}
    assert joined(row) == [[[0, 0], [1, 0], [2, 0]]]
    ring = {(0, 0): [(1, 0), (2, 0)], (1, 0): [(0, 0), (2, 0)], (2, 0): [(1, 0), (0, 0)]}
    (line,) = joined(ring)
    assert line[0] == line[-1]
    assert len(line) == 4


# --- A day -----------------------------------------------------------------------------------------------------------

ACROSS = [
    ("FIN", "2012-06-30", {"NOR", "SWE"}),
    ("FIN", "2012-07-01", {"RUS"}),
    ("FIN", "2026-01-09", {"RUS"}),
    ("FIN", "2026-01-10", {"NOR", "SWE"}),
    ("EST", "2025-12-26", {"RUS"}),
    ("EST", "2025-12-27", set()),
    ("LVA", "2025-12-26", {"RUS"}),
    ("LVA", "2025-12-27", {"BLR"}),
    ("LTU", "2025-12-26", {"RUS"}),
    ("LTU", "2025-12-27", {"BLR", "POL"}),
    ("LTU", "2026-02-20", {"BLR"}),
    ("POL", "2025-12-26", {"RUS"}),
    ("POL", "2025-12-27", {"LTU", "RUS"}),
    ("POL", "2026-02-20", {"BLR", "CZE", "DEU", "SVK", "UKR"}),
    ("NOR", "2026-11-22", {"FIN", "RUS"}),
    ("RUS", "2026-11-22", {"BLR", "NOR", "UKR"}),
    ("UKR", "2026-11-22", {"POL", "RUS"}),
    ("CAN", "2026-11-22", {"USA"}),
    ("USA", "2026-11-22", {"CAN", "MEX"}),
    ("BRA", "2026-11-22", set()),
    ("THA", "2026-11-22", {"LAO", "MMR"}),
    ("AFG", "2026-11-22", {"CHN", "IRN", "PAK", "UZB"}),
    ("ESP", "2026-11-22", {"MAR"}),
    ("KOR", "2026-11-22", set()),
    ("LBN", "2026-11-22", set()),
    ("ISL", "2026-11-22", set()),
    ("SSD", "2011-07-08", set()),
    ("SSD", "2011-07-09", {"CAF", "COD", "ETH", "KEN", "SDN", "UGA"}),
    ("SSD", "2012-05-01", set()),
]


@pytest.mark.parametrize(("iso3", "day", "expected"), ACROSS)
def test_a_state_has_the_neighbours_across_the_line_counted_by_hand(
    iso3: str, day: str, expected: set[str], tables: Tables, history: History
) -> None:
    rows = geography.borders_on(history, tables, "mbt", day)
    assert across(rows, iso3) == expected
    own = geography.borders_on(history, tables, "mbt", day, state=(iso3,))
    assert across(own, iso3) == expected
    assert len(own) == len(expected)


@given(st.sampled_from(TREATIES), DAYS)
def test_the_line_is_every_border_between_a_bound_state_and_one_not_bound(treaty: str, day: date) -> None:
    tables, history = loaded()
    on_day = history.status_on(day, treaty).set_index("iso3")["status"].astype("str")
    expected = {}
    for (a, b), km in published(tables).items():
        if not {on_day[a], on_day[b]} & set(NOT_STATES) and (on_day[a] in BOUND) != (on_day[b] in BOUND):
            bound, other = (a, b) if on_day[a] in BOUND else (b, a)
            expected[bound, other] = (f"{on_day[bound]}-{on_day[other]}", km)
    rows = geography.borders_on(history, tables, treaty, day)
    found = {(row.bound, row.other): (row.pair, row.km) for row in rows.itertuples()}
    assert found == expected
    assert set(rows["pair"]) <= set(geography.BORDER_CLASSES)
    assert rows["km"].is_monotonic_decreasing


@given(st.sampled_from(TREATIES), DAYS)
def test_the_shares_of_both_sides_add_up_to_the_line(treaty: str, day: date) -> None:
    tables, history = loaded()
    total = geography.borders_on(history, tables, treaty, day)["km"].sum()
    rows = geography.shares_on(history, tables, treaty, day)
    bound, other = rows[rows["bound"]], rows[~rows["bound"]]
    assert rows["share"].between(0, 1).all()
    assert bound["km_not_bound"].sum() == pytest.approx(total)
    assert (other["km_total"] - other["km_not_bound"]).sum() == pytest.approx(total)
    assert (rows["neighbours_not_bound"] <= rows["neighbours"]).all()
    assert rows["share"].is_monotonic_decreasing


@given(st.sampled_from(TREATIES), DAYS, st.sampled_from(["FIN", "CHN", "ISL", "SSD", "VAT", "RUS"]))
def test_neighbours_agree_with_the_share_of_the_state(treaty: str, day: date, iso3: str) -> None:
    tables, history = loaded()
    rows = geography.neighbours_on(history, tables, treaty, day, iso3)
    assert set(rows["iso3"]) == {code for pair in published(tables) if iso3 in pair for code in pair} - {iso3}
    own = history.status_on(day, treaty).set_index("iso3")["status"][iso3]
    counted = rows[~rows["status"].isin(NOT_STATES)] if own not in NOT_STATES else rows.iloc[:0]
    share = geography.shares_on(history, tables, treaty, day).query("iso3 == @iso3")
    assert len(share) == bool(len(counted))
    if len(counted):
        (told,) = share.to_dict("records")
        assert told["km_total"] == pytest.approx(counted["km"].sum())
        assert told["km_not_bound"] == pytest.approx(counted.loc[~counted["bound"], "km"].sum())
        assert told["neighbours_not_bound"] == (~counted["bound"]).sum()


def test_the_neighbours_of_a_state_have_status_length_and_sources(tables: Tables, history: History) -> None:
    rows = geography.neighbours_on(history, tables, "mbt", "2026-11-22", "FIN")
    assert rows.drop(columns="source_ids").to_dict("list") == {
        "iso3": ["RUS", "NOR", "SWE"],
        "name": ["Russia", "Norway", "Sweden"],
        "status": ["outside", "party", "party"],
        "bound": [False, True, True],
        "km": [1226.0, 678.8, 483.0],
    }
    assert all("NE-WORLD-ATLAS" in ids.split(";") for ids in rows["source_ids"])


@pytest.mark.parametrize("iso3", ["", "AAA", "XKX", "ZZZ", "fin"])
def test_the_neighbours_of_what_is_no_state_are_refused(iso3: str, tables: Tables, history: History) -> None:
    with pytest.raises(KeyError, match=f"^'{iso3}'$"):
        geography.neighbours_on(history, tables, "mbt", "2026-11-22", iso3)


def test_every_border_names_the_sources_of_both_statuses_and_of_the_shapes(tables: Tables, history: History) -> None:
    known = set(tables["sources"]["source_id"])
    for treaty in TREATIES:
        sources = history.status_on("2026-11-22", treaty).set_index("iso3")["source_ids"]
        for row in geography.borders_on(history, tables, treaty, "2026-11-22").itertuples():
            named = row.source_ids.split(";")
            assert {*sources[row.bound].split(";"), *sources[row.other].split(";"), "NE-WORLD-ATLAS"} - {""} == set(
                named
            )
            assert len(named) == len(set(named))
            assert set(named) <= known


REGIONS = [
    (("Northern Europe",), (), {"FIN-NOR", "FIN-SWE", "NOR-RUS", "BLR-LTU", "BLR-LVA"}),
    (("Oceania",), (), set()),
    (("Northern America", "Central America"), (), {"CAN-USA", "MEX-USA"}),
    (("Northern Europe",), ("SWE", "BLR"), {"FIN-SWE", "BLR-LTU", "BLR-LVA"}),
    ((), ("LAO",), {"KHM-LAO", "LAO-THA"}),
]


@pytest.mark.parametrize(("region", "state", "expected"), REGIONS)
def test_a_border_belongs_to_a_region_and_to_a_state_by_one_of_its_sides(
    region: tuple[str, ...], state: tuple[str, ...], expected: set[str], tables: Tables, history: History
) -> None:
    rows = geography.borders_on(history, tables, "mbt", "2026-11-22", region, state)
    assert {"-".join(sorted(pair)) for pair in rows[["bound", "other"]].to_numpy().tolist()} == expected


def test_before_a_treaty_binds_anyone_there_is_no_line_and_no_share(tables: Tables, history: History) -> None:
    assert geography.borders_on(history, tables, "mbt", "1999-02-28").empty
    assert (geography.shares_on(history, tables, "mbt", "1999-02-28")["share"] == 1).all()
    assert geography.shares_on(history, tables, "mbt", "1997-12-02").empty


# --- Through time ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_line_has_the_length_of_its_borders_on_every_day_on_which_it_changed(
    treaty: str, tables: Tables, history: History
) -> None:
    steps = geography.line_lengths(history, tables, treaty)
    assert len(steps) > 10
    before = 0.0
    for step in steps.itertuples():
        day = step.day.date()
        eve = geography.borders_on(history, tables, treaty, day - timedelta(days=1))
        rows = geography.borders_on(history, tables, treaty, day)
        assert (step.km, step.borders) == (pytest.approx(rows["km"].sum()), len(rows))
        assert eve["km"].sum() == pytest.approx(before)
        before = step.km
    assert geography.borders_on(history, tables, treaty, tables.checked)["km"].sum() == pytest.approx(before)


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_moves_of_a_day_move_the_line_by_exactly_the_borders_of_those_who_moved(
    treaty: str, tables: Tables, history: History
) -> None:
    moves = geography.moves(history, tables, treaty)
    assert not moves.isna().any().any()
    steps = geography.line_lengths(history, tables, treaty)
    grown = steps.set_index("day")["km"].diff().fillna(steps["km"].iloc[0])
    told = moves.groupby("date")["km_change"].sum()
    assert list(told.index) == list(grown.index)
    assert told.to_numpy() == pytest.approx(grown.to_numpy(), abs=0.011)
    km = published(tables)
    for move in moves.itertuples():
        for codes, total in ((move.added, move.km_added), (move.removed, move.km_removed)):
            pairs = [tuple(sorted((move.iso3, code))) for code in codes.split(";") if code]
            assert sum(km[pair] for pair in pairs) == pytest.approx(total, abs=0.006)
    sides = {code: code in BOUND for code in status.STATUSES}
    stayed = moves[moves["from_status"].map(sides) == moves["to_status"].map(sides)]
    assert set(stayed["from_status"]) <= set(NOT_STATES)


def test_finland_moved_the_line_from_its_eastern_to_its_western_border(tables: Tables, history: History) -> None:
    moves = geography.moves(history, tables, "mbt")
    (move,) = moves[moves["date"] == "2026-01-10"].to_dict("records")
    assert (move["iso3"], move["from_status"], move["to_status"]) == ("FIN", "withdrawing", "withdrawn")
    assert (move["added"], move["removed"]) == ("NOR;SWE", "RUS")
    assert (move["km_added"], move["km_removed"], move["km_change"]) == (1161.8, 1226.0, -64.2)


def test_the_withdrawals_of_2025_and_2026_made_the_line_longer_by_the_sum_of_their_moves(
    tables: Tables, history: History
) -> None:
    moves = geography.moves(history, tables, "mbt").query("date >= '2025-01-01'")
    assert moves["iso3"].to_list() == ["EST", "LTU", "LVA", "FIN", "POL"]
    before, after = (
        geography.borders_on(history, tables, "mbt", day)["km"].sum() for day in ("2024-12-31", "2026-11-22")
    )
    assert after - before == pytest.approx(moves["km_change"].sum()) == pytest.approx(1803.6)


@pytest.mark.parametrize("treaty", ["mbt", "npt", "att"])
def test_the_length_by_year_is_that_of_the_last_day_of_the_year(treaty: str, tables: Tables, history: History) -> None:
    years = geography.lengths_by_year(history, tables, treaty, ("Europe",))
    assert list(years) == ["year", "day", "km", "borders"]
    assert str(years["day"].iloc[-1].date()) == "2026-11-22"
    for year in years.itertuples():
        rows = geography.borders_on(history, tables, treaty, year.day.date(), ("Europe",))
        assert (year.km, year.borders) == (pytest.approx(rows["km"].sum()), len(rows))


def test_the_moves_of_a_state_are_those_of_its_borders(tables: Tables, history: History) -> None:
    moves = geography.moves(history, tables, "mbt", state=("BLR",))
    assert {
        code for row in moves.itertuples() for code in (row.iso3, *row.added.split(";"), *row.removed.split(";"))
    } == {"", "BLR", "LTU", "LVA", "POL", "RUS", "UKR"}
    assert geography.line_lengths(history, tables, "mbt", state=("ISL",)).empty
    assert geography.moves(history, tables, "mbt", state=("ISL",)).empty


# --- Words and figures -----------------------------------------------------------------------------------------------

HEADLINES = [
    (
        "2026-11-22",
        (),
        "",
        "On 22 November 2026 the line between states bound and not bound by the ban on anti-personnel mines runs "
        "49,120 km along 58 borders",
    ),
    (
        "2026-01-10",
        ("FIN",),
        "Finland",
        "Finland: on 10 January 2026 the line between states bound and not bound by the ban on anti-personnel mines "
        "ran 1,162 km along 2 borders",
    ),
    (
        "1998-12-31",
        (),
        "",
        "On 31 December 1998 no land border ran between a state bound and one not bound by the ban on anti-personnel "
        "mines",
    ),
]


@pytest.mark.parametrize(("day", "state", "place", "expected"), HEADLINES)
def test_the_headline_says_how_long_the_line_is(
    day: str, state: tuple[str, ...], place: str, expected: str, tables: Tables, history: History
) -> None:
    rows = geography.borders_on(history, tables, "mbt", day, state=state)
    assert sentences.headline(rows, tables, "mbt", date.fromisoformat(day), place) == expected


MOVES = [
    (
        ("2026-02-20", "POL"),
        "Poland left on 20 February 2026: 2,154 km came onto the line (with Belarus, Czechia, Germany, Slovakia and "
        "Ukraine), 294 km left it (with Lithuania and Russia); the line became 1,860 km longer",
    ),
    (("2025-12-27", "EST"), "Estonia left on 27 December 2025: 284 km left the line (with Russia)"),
    (
        ("2011-07-09", "SSD"),
        "South Sudan became a state on 9 July 2011: 4,826 km came onto the line (with the Central African "
        "Republic, the DR Congo, Ethiopia, Kenya, Sudan and Uganda)",
    ),
]


def names_of(tables: Tables) -> dict[str, str]:
    return tables.states.set_index("iso3")["name"].to_dict()


@pytest.mark.parametrize(("key", "expected"), MOVES)
def test_a_move_is_told_in_a_sentence(key: tuple[str, str], expected: str, tables: Tables, history: History) -> None:
    moves = geography.moves(history, tables, "mbt")
    (move,) = moves[(moves["date"] == key[0]) & (moves["iso3"] == key[1])].to_dict("records")
    names = names_of(tables)
    assert sentences.move_sentence(move, names) == expected


def test_a_length_below_a_kilometre_is_not_told_as_none() -> None:
    assert [km_text(km) for km in (0.15, 1.4, 49119.6)] == ["0.15 km", "1.4 km", "49,120 km"]
    assert "neither longer nor shorter" in sentences.balance(0.2)


NUMBER_WORDS = {3: "Three"}


def test_what_is_said_of_dots_agrees_with_the_shapes_and_the_lengths(tables: Tables) -> None:
    km, names = published(tables), names_of(tables)
    assert sentences.ON_DOTS.startswith(f"{NUMBER_WORDS[len(DOTS)]} borders are too short")
    listed = sentences.ON_DOTS.split(": ")[1]
    assert all(names[iso3].removesuffix(" City") in listed for pair in DOTS for iso3 in pair)
    first, _, last = sorted(DOTS)
    assert f"published lengths, {km[first]:g} km and {km[last]:g} km." in sentences.ON_DOTS


def test_what_is_said_of_lengths_is_what_the_tool_that_measures_them_says() -> None:
    measured = (ROOT / "tools" / "geometry" / "README.md").read_text(encoding="utf-8")
    median, most = re.search(r"\(median (\d+) %, most for Bangladesh and India, (\d+) %\)", measured).groups()
    said = f"by {median} % in the median and by up to {most} % (Bangladesh and India)"
    assert said in sentences.ON_LENGTHS


LENGTHS = 329
LENGTHS_SHA256 = "8eaab13239dc6e6c7e00d17923d667f8befebb8bc4b7ab57b3556cdb454b8d2a"
REFERENCE = ROOT.parent / "shared" / "geo" / "neighbours.csv"


def lengths_in(path: Path) -> list[str]:
    """The lines "a,b,km" of a list of neighbours, in order."""
    with path.open(encoding="utf-8", newline="") as text:
        return sorted(f"{row['iso3_a']},{row['iso3_b']},{row['km']}" for row in csv.DictReader(text))


def test_the_lengths_are_those_that_were_checked() -> None:
    lines = lengths_in(DATA / "geography" / "neighbours.csv")
    assert len(lines) == LENGTHS
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == LENGTHS_SHA256


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference list does not lie beside the repository")
def test_the_lengths_are_those_of_the_reference_list() -> None:
    assert lengths_in(DATA / "geography" / "neighbours.csv") == lengths_in(REFERENCE)


def test_every_class_of_border_has_a_label_and_a_style() -> None:
    assert list(sentences.PAIR_LABELS) == list(BORDER_STYLES) == list(geography.BORDER_CLASSES)
    assert len(set(sentences.PAIR_LABELS.values())) == len(set(BORDER_STYLES.values())) == len(BORDER_STYLES)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("vision", SIMULATED)
def test_the_colours_of_borders_differ_for_every_kind_of_colour_vision(theme: int, vision: str) -> None:
    colours = {style[theme] for style in BORDER_STYLES.values()}
    seen = [lab(np.asarray(SIMULATED[vision]) @ linear(colour)) for colour in colours]
    assert len(seen) == 4
    assert min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2)) >= 20
    dashes = [style[2] for code, style in BORDER_STYLES.items() if code.startswith("party")]
    assert len(set(dashes)) == 4


def drawn(tables: Tables, history: History, treaty: str = "mbt", **filters: Any) -> Any:
    steps = geography.line_lengths(history, tables, treaty, **filters)
    moves = geography.moves(history, tables, treaty, **filters)
    last = tables.checked
    return figures.line_length(steps, moves, names_of(tables), first=date(1997, 1, 1), last=last, day=last)


def test_the_figure_draws_every_step_and_marks_every_day_of_a_move(tables: Tables, history: History) -> None:
    figure = drawn(tables, history)
    steps = geography.line_lengths(history, tables, "mbt")
    line, marks = figure.data
    assert line.line.shape == "hv"
    assert list(line.x) == ["1997-01-01", *steps["day"].dt.strftime("%Y-%m-%d"), "2026-11-22"]
    assert list(line.y) == [0.0, *steps["km"], steps["km"].iloc[-1]]
    assert list(marks.y) == steps["km"].to_list()
    assert "Finland left on 10 January 2026" in marks.hovertext[list(marks.x).index("2026-01-10")].replace("<br>", " ")
    assert figure.layout.shapes[0].x0 == "2026-11-22"


def named_on(tables: Tables, history: History, treaty: str, **filters: Any) -> list[Name]:
    steps = geography.line_lengths(history, tables, treaty, **filters)
    moves = geography.moves(history, tables, treaty, **filters)
    period = pd.Timestamp(first_day(tables, treaty)), pd.Timestamp(tables.checked)
    return placed_names(moves, steps["day"].iloc[0], period)


def test_withdrawals_and_a_few_of_the_largest_moves_are_named_on_the_figure(tables: Tables, history: History) -> None:
    texts = [label.text.replace("<br>", " ") for label in drawn(tables, history).layout.annotations]
    assert texts[0] == "Estonia, Lithuania, Latvia, Finland and Poland left"
    assert len(texts) == 1 + OTHERS_NAMED


@pytest.mark.parametrize("filters", [{}, {"region": ("Europe",)}, {"state": ("FIN", "POL", "RUS")}], ids=str)
@pytest.mark.parametrize("treaty", TREATIES)
@pytest.mark.parametrize("wide", [260, 330, 1000])
def test_no_name_lies_on_another_one_however_wide_the_plot(
    wide: int, treaty: str, filters: dict[str, Any], tables: Tables, history: History
) -> None:
    names = named_on(tables, history, treaty, **filters)
    assert names
    boxes = []
    for name in names:
        at = name.across * wide
        left, right = (at - name.width, at) if name.leftwards else (at, at + name.width)
        assert left >= -1
        assert right <= wide
        assert name.top <= ROWS
        boxes.append((left, right, name.row, name.top, at))
    for one, other in itertools.permutations(boxes, 2):
        apart = one[1] < other[0] or other[1] < one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart
        assert not (other[2] < one[2] and other[0] < one[4] < other[1])  # no leader runs through a text


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_figure_can_be_drawn_for_every_treaty(treaty: str, tables: Tables, history: History) -> None:
    assert len(drawn(tables, history, treaty).data) == 2


def test_a_figure_without_a_line_says_so(tables: Tables, history: History) -> None:
    figure = drawn(tables, history, state=("ISL",))
    assert not figure.data
    assert figure.layout.annotations[0].text == "No land border was on the line"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_bars_have_the_lengths_of_the_moves(theme: str, tables: Tables, history: History) -> None:
    moves = geography.moves(history, tables, "mbt").tail(8)
    added, removed = figures.last_moves(moves, theme=theme).data
    assert list(added.x) == moves["km_added"].to_list()
    assert list(removed.x) == (-moves["km_removed"]).to_list()
    assert added.y[-1] == "Poland<br>20 February 2026"
    assert len(set(added.y)) == 8


@pytest.mark.parametrize(("km", "ticks"), [(2241.0, 1000), (4826.0, 2000), (12_000.0, 5000), (0.15, 1)])
def test_the_ticks_of_the_bars_are_round_and_say_how_much_shorter_or_longer(km: float, ticks: int) -> None:
    moves = pd.DataFrame({"name": ["A"], "date": [pd.Timestamp("2020-01-01")], "km_added": [km], "km_removed": [0.0]})
    axis = figures.last_moves(moves).layout.xaxis
    assert list(axis.tickvals) == [-2 * ticks, -ticks, 0, ticks, 2 * ticks]
    assert axis.ticktext[0] == axis.ticktext[-1] == f"{2 * ticks:,}"
    assert axis.title.text == "← km shorter · km longer →"


# --- The page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(opened: Open) -> Open:
    """Opens the page of these tests by a link."""
    return partial(opened, "borders")


LINKS = [
    {},
    {"on": "2026-01-10", "state": "FIN"},
    {"year": "2003", "region": "Africa"},
    {"treaty": "npt", "year": "1970"},
    {"treaty": "cwc", "region": "Asia,Europe"},
    {"treaty": "mbt", "on": "1997-12-02"},
    {"state": "ISL,VAT"},
    {"state": "BWA,ITA"},
    {"region": "Oceania"},
]


@pytest.mark.parametrize("query", LINKS, ids=lambda query: "&".join(map("=".join, query.items())) or "no query")
def test_a_good_link_opens_the_page_without_a_notice(query: dict[str, str], opened: Open) -> None:
    app = opened(**query)
    assert not app.exception
    assert not app.warning
    assert "bound" in title(app)
    assert any("Lengths are geodesic" in each.value for each in app.caption)


@pytest.mark.parametrize(
    ("key", "value"), [("treaty", "kyoto"), ("on", "2026-02-30"), ("region", "Atlantis"), ("state", "ZZZ")]
)
def test_a_bad_value_is_named_and_the_default_stands(key: str, value: str, opened: Open) -> None:
    app = opened(**{key: value})
    assert not app.exception
    (notice,) = app.warning
    assert key in notice.value
    assert value in notice.value.replace("\\", "")
    assert title(app).startswith("On 22 November 2026 the line")


def test_the_page_shows_the_rows_of_the_choice(opened: Open, tables: Tables, history: History) -> None:
    app = opened(on="2026-01-10", region="Northern Europe")
    rows = geography.borders_on(history, tables, "mbt", "2026-01-10", ("Northern Europe",))
    shown, ranking = (frame.value for frame in app.dataframe[:2])
    assert shown["Bound"].to_list() == rows["bound_name"].to_list()
    assert shown["Not bound"].to_list() == rows["other_name"].to_list()
    shares = geography.shares_on(history, tables, "mbt", "2026-01-10", ("Northern Europe",)).query("bound")
    assert ranking["State bound"].to_list() == shares["name"].to_list()
    assert ranking["Share"].to_list() == pytest.approx((shares["share"] * 100).to_list())


def test_chosen_states_are_ranked_among_all(opened: Open, tables: Tables, history: History) -> None:
    on_day = {"on": "2025-12-26"}
    every = geography.shares_on(history, tables, "mbt", "2025-12-26").query("bound")
    ranking = opened(**on_day, state="FIN,POL,RUS").dataframe[1].value
    assert ranking["State bound"].to_list() == ["Finland", "Poland"]
    ahead = [int((every["share"] > share / 100 + 1e-9).sum()) for share in ranking["Share"]]
    assert ranking["Rank"].to_list() == [number + 1 for number in ahead]
    assert "Rank" not in opened(**on_day).dataframe[1].value


def test_where_no_chosen_state_is_bound_no_ranking_is_shown(opened: Open) -> None:
    app = opened(state="FIN")
    assert any("None of the chosen states is bound" in each.value for each in app.markdown)


def test_the_map_of_the_page_draws_the_lines_of_the_choice(opened: Open) -> None:
    told = json.loads(opened(on="2026-01-10").get("bidi_component")[0].proto.json)
    assert told["on"] == "2026-01-10"
    assert told["lines"]


def test_the_moves_are_told_up_to_the_chosen_day_with_their_sources(opened: Open) -> None:
    told, earlier = (each.value for each in opened(on="2026-01-10").markdown if "came onto the line" in each.value)
    first = told.splitlines()[0]
    assert first.startswith("- Finland left on 10 January 2026\\: 1,162 km came onto the line")
    assert "](<https://treaties.un.org/" in first
    assert "Poland left" not in told + earlier
    assert "Finland became bound on 1 July 2012" in told + earlier


def test_a_day_before_any_move_says_that_nobody_had_moved_the_line(opened: Open) -> None:
    app = opened(on="1998-06-01")
    assert any("No state had moved the line by 1 June 1998" in each.value for each in app.markdown)


# --- The shell -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tables: Tables, history: History
) -> Callable[..., tuple[str, str, int]]:
    """Runs `borders` in this process; gives what it printed, what it complained of and its exit status."""
    monkeypatch.setattr("atlas.tables.load", lambda folder=None: tables)
    monkeypatch.setattr("atlas.status.build", lambda facts: history)

    def run(*arguments: str) -> tuple[str, str, int]:
        monkeypatch.setattr(sys, "argv", ["atlas", "borders", *arguments])
        code: Any = 0
        try:
            atlas_shell.main()
        except SystemExit as end:
            code = end.code
        printed = capsysbinary.readouterr()
        return printed.out.decode(), printed.err.decode(), code

    return run


def test_the_shell_prints_the_borders_of_a_day(shell: Any) -> None:
    output, errors, code = shell("--treaty", "mbt", "--on", "2026-01-10", "--region", "Northern Europe")
    assert (errors, code) == ("", 0)
    assert output.splitlines()[0] == HEADER
    rows = list(csv.DictReader(io.StringIO(output)))
    assert [(row["bound"], row["other"], row["pair"], row["km"]) for row in rows[:2]] == [
        ("NOR", "FIN", "party-withdrawn", "678.8"),
        ("SWE", "FIN", "party-withdrawn", "483.0"),
    ]


def test_the_shell_prints_the_same_rows_as_json(shell: Any) -> None:
    as_csv = list(csv.DictReader(io.StringIO(shell("--treaty", "ccm")[0])))
    as_json = json.loads(shell("--treaty", "ccm", "--format", "json")[0])
    assert [{key: str(cell) for key, cell in row.items()} for row in as_json] == as_csv
    assert len(as_csv) > 50


REFUSED = [
    (("--treaty", "xyz"), ("--treaty", '"xyz"', "mbt, ccm")),
    (("--on", "2026-02-30"), ("--on", '"2026-02-30"', "YYYY-MM-DD")),
    (("--on", "2030-01-01"), ("--on", "2026-11-22")),
    (("--region", "Atlantis"), ("--region", '"Atlantis"', "Oceania")),
    (("--iso3", "ZZZ"), ("--iso3", '"ZZZ"', "ISO 3166-1 alpha-3")),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_the_shell_names_a_bad_value_and_what_is_allowed(
    arguments: tuple[str, ...], said: tuple[str, ...], shell: Any
) -> None:
    output, errors, code = shell(*arguments)
    assert (output, code) == ("", 2)
    assert errors.count("\n") == 1
    assert all(part in errors for part in said)
