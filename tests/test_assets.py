"""The files that the browser fetches: what the map draws is what the law says."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import plotly
import pytest

from atlas import api, assets, geography, impact, words
from atlas.assets.layers import RADII
from atlas.assets.naming import digested
from atlas.assets.scripts import javascript_version
from atlas.figures import palette
from atlas.status import STATUSES, History
from atlas.tables import Tables
from atlas.words import borders

EPOCH = pd.Timestamp("1970-01-01")


def number_of(day: str) -> int:
    return int((pd.Timestamp(day) - EPOCH).days)


def class_in(file: dict, iso3: str, day: str) -> tuple[str, str]:
    """The class of a state on a day, and what is said of it, read as the browser reads it."""
    step = [each for each in file["steps"][iso3] if each[0] is None or each[0] <= number_of(day)][-1]
    return file["statuses"][step[1]], file["texts"][step[3]]


def status_in(file: dict, iso3: str, day: str) -> tuple[str, bool, bool]:
    """The status, certainty and contest of a state on a day, read as the browser reads it."""
    number = number_of(day)
    step = [each for each in file["states"][iso3]["steps"] if each[0] is None or each[0] <= number][-1]
    return file["statuses"][step[1]], bool(step[2]), step[4] is not None and step[4] <= number


@pytest.mark.parametrize("treaty", ["mbt", "npt", "cwc"])
@pytest.mark.parametrize("day", ["1969-07-01", "1997-12-03", "1999-02-28", "2025-07-10", "2026-11-22", "2027-06-01"])
def test_the_history_gives_the_status_of_the_law(treaty: str, day: str, tables: Tables, history: History) -> None:
    file = assets.history_of(history, tables, treaty)
    law = history.status_on(day, treaty).set_index("iso3")
    read = {iso3: status_in(file, iso3, day) for iso3 in file["states"]}
    assert read == {iso3: (row.status, row.certain, row.contested) for iso3, row in law.iterrows()}


def test_the_styles_follow_the_order_of_the_codes(tables: Tables, history: History) -> None:
    styles = assets.history_of(history, tables, "mbt")["styles"]
    assert [style["label"] for style in styles] == [words.STATUS_LABELS[code] for code in STATUSES]
    assert [style["light"] for style in styles] == [palette.STATUS_COLOURS[code] for code in STATUSES]


def test_a_territory_has_the_day_from_which_the_treaty_is_known_to_apply(tables: Tables, history: History) -> None:
    ground = {area["id"]: area for area in assets.history_of(history, tables, "mbt")["ground"]}
    assert ground["FLK"]["sov"] == "GBR"
    assert ground["FLK"]["applies"] == (pd.Timestamp("2001-12-04") - EPOCH).days
    assert ground["GRL"]["applies"] is None
    assert {area["id"] for area in ground.values() if area["kind"] == "undetermined"} == {"ESH", "TWN", "XKX", "XSG"}
    assert all(area["applies"] is None for area in assets.history_of(history, tables, "npt")["ground"])


def test_the_name_of_a_history_changes_with_its_content(tables: Tables, history: History) -> None:
    name, content = assets.history_file(history, tables, "mbt")
    assert (name, content) == assets.history_file(history, tables, "mbt")
    assert name != assets.history_file(history, tables, "ccm")[0]
    assert json.loads(content)["treaty"] == "mbt"


def test_without_the_part_all_of_plotly_comes_from_the_installed_package(tmp_path: Path) -> None:
    assert assets.plotly_file(tmp_path) == (f"plotly-{plotly.__version__}.min.js", assets.full_plotly())
    assert b"plotly.js v" in assets.full_plotly()[:200]


def test_the_part_of_plotly_is_served_only_in_the_version_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "plotly-geo-1.0.0.min.js").write_bytes(b"old")
    assert assets.plotly_file(tmp_path)[1] == assets.full_plotly()
    (tmp_path / f"plotly-geo-{javascript_version()}.min.js").write_bytes(b"part")
    assert assets.plotly_file(tmp_path)[1] == b"part"


def test_the_module_of_the_map_holds_its_markup_and_style() -> None:
    name, content = assets.map_file()
    assert name.startswith("map-")
    assert b"const HTML = " in content
    assert b"export default function" in content


def test_files_are_written_whole_and_only_once(tmp_path: Path) -> None:
    assets.write_assets({"a.js": b"one"}, tmp_path / "vendor")
    assets.write_assets({"a.js": b"two", "b.json": b"{}"}, tmp_path / "vendor")
    assert {path.name: path.read_bytes() for path in (tmp_path / "vendor").iterdir()} == {
        "a.js": b"one",
        "b.json": b"{}",
    }


def test_small_states_have_a_marker(tables: Tables, history: History) -> None:
    small = set(assets.history_of(history, tables, "mbt")["small"])
    assert {"VAT", "TUV", "NRU", "MLT", "SGP", "LCA", "VCT", "KIR"} <= small
    assert not {"FIN", "USA", "FRA"} & small


@pytest.mark.parametrize("name", impact.LAYER_NAMES)
@pytest.mark.parametrize("day", ["1998-12-31", "2013-06-30", "2023-12-31", "2026-11-22"])
def test_a_layer_gives_the_class_and_the_words_of_the_record(name: str, day: str, tables: Tables) -> None:
    file = assets.layer_of(tables, name)
    rows = impact.layer_rows(tables, name, pd.Timestamp(day).date())
    assert {iso3: class_in(file, iso3, day) for iso3 in file["steps"]} == {
        row.iso3: (row.code, row.text) for row in rows.itertuples()
    }


@pytest.mark.parametrize("name", impact.LAYER_NAMES)
def test_the_styles_of_a_layer_follow_its_classes_and_only_what_was_found_has_a_circle(
    name: str, tables: Tables
) -> None:
    file = assets.layer_of(tables, name)
    styles = dict(zip(file["statuses"], file["styles"], strict=True))
    assert [(code, style["label"]) for code, style in styles.items()] == [
        (each.code, each.label) for each in impact.classes(name)
    ]
    assert {code: (style["light"], style["dark"], style["pattern"]) for code, style in styles.items()} == {
        code: palette.LAYER_STYLES[name][code] for code in styles
    }
    assert [code for code, style in styles.items() if not style["radius"]] == ["not-found"]
    assert {code for code, style in styles.items() if style["hollow"]} <= {"none"}
    assert file["title"] == impact.LAYERS[name].title


@pytest.mark.parametrize("name", RADII)
def test_where_the_classes_are_quantities_the_larger_one_has_the_larger_circle(name: str, tables: Tables) -> None:
    assert set(RADII[name]) <= {each.code for each in impact.classes(name)}
    drawn = [RADII[name][each.code] for each in impact.classes(name) if each.code in RADII[name]]
    assert drawn == sorted(set(drawn))


CASUALTIES = [("AFG", "2023-12-31", "500-plus"), ("AFG", "2024-01-01", "500-plus"), ("FIN", "2023-12-31", "not-found")]


@pytest.mark.parametrize(("iso3", "day", "code"), CASUALTIES)
def test_the_casualties_of_a_state_are_in_the_class_of_their_number(
    iso3: str, day: str, code: str, tables: Tables
) -> None:
    assert class_in(assets.layer_of(tables, "casualties"), iso3, day)[0] == code


def test_the_borders_are_those_of_the_geography_with_a_style_for_each_pair_of_statuses(tables: Tables) -> None:
    file = assets.lines_of(tables)
    assert list(file["classes"]) == list(geography.BORDER_CLASSES)
    assert file["classes"]["party-withdrawn"]["label"] == borders.PAIR_LABELS["party-withdrawn"]
    assert file["classes"]["party-withdrawn"]["light"] == palette.BORDER_STYLES["party-withdrawn"][0]
    pairs = {(one, other): lines for one, other, lines in file["pairs"]}
    assert {("FIN", "SWE"), ("FIN", "NOR"), ("FIN", "RUS"), ("CAN", "USA")} <= set(pairs)
    assert ("GBR", "FRA") not in pairs
    points = [point for line in pairs["FIN", "SWE"] for point in line]
    assert all(20 < lon < 25 and 65 < lat < 70 for lon, lat in points)


def test_layers_and_borders_are_made_only_when_they_are_asked_for(tables: Tables, history: History) -> None:
    made = assets.make_assets(history, tables)
    assert all("file" not in vars(late) for late in made.late)
    assert {late.stem for late in made.late} == {*(f"layer-{name}" for name in impact.LAYER_NAMES), "lines"}
    assert not any(name.startswith(("layer-", "lines-")) for name in made.files)
    name, content = made.layers["use"].file
    assert name == made.layers["use"].name == digested("layer-use", "json", content)
    assert json.loads(content)["title"] == impact.LAYERS["use"].title


def test_every_late_file_has_a_route_of_its_own(tables: Tables, history: History) -> None:
    made = assets.make_assets(history, tables)
    paths = {route.path for route in api.routes(made, "/atlas")}
    assert {f"/atlas/app/static/vendor/{late.stem}-{{digest}}.json" for late in made.late} <= paths
