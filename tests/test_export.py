"""Files: read back they are the rows, in every format; spreadsheets run nothing; the same rows, the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import geopandas
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atlas import export, geography
from atlas.export import FORMATS, CannotHold, Export, cited_sources, export_of, export_of_rows, licences, unguard
from atlas.export.cited import CITING
from atlas.export.shapes import NOTHING, POINTS
from atlas.export.texts import guard
from atlas.selection import default_choice
from atlas.selection.choice import table_names
from atlas.selection.values import CODES
from atlas.status import History
from atlas.tables import Tables, load
from tests.conftest import DATA, ROOT

NAMES = table_names(load(DATA))
SPREADSHEETS = ("csv-bom", "xlsx")
WITH_PLACES = ("geojson", "gpkg")
Ask = Callable[..., Export]
Cells = list[list[Any]]


@pytest.fixture(scope="session")
def ask(history: History, tables: Tables) -> Ask:
    """A function that gives the export of a table, asked with other fields of a choice where they are given."""

    def answer(table: str, **fields: Any) -> Export:
        return export_of(history, tables, replace(default_choice(tables), table=table, **fields))

    return answer


# --- What is read back -----------------------------------------------------------------------------------------------


def cells_of(rows: pd.DataFrame) -> Cells:
    """The rows as plain values: dates, truths, numbers, texts, and None where nothing is known."""

    def plain(value: Any) -> Any:
        if pd.isna(value):
            return None
        return value.date() if isinstance(value, pd.Timestamp) else getattr(value, "item", lambda: value)()

    columns = [[plain(value) for value in rows[name]] for name in rows]
    return [list(row) for row in zip(*columns, strict=True)]


def as_texts(cells: Cells) -> Cells:
    """Days as texts, as in JSON."""
    return [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in cells]


def read_csv(content: bytes, like: Cells, columns: list[str]) -> Cells:
    """The cells with the types of `like`, each read from the text that CSV has for it."""
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    assert header == columns
    return [
        [typed(text, cell) for text, cell in zip(line, row, strict=True)] for line, row in zip(lines, like, strict=True)
    ]


def typed(text: str, like: Any) -> Any:
    if like is None:
        return text or None
    readers: dict[type, Callable[[str], Any]] = {
        bool: {"true": True, "false": False}.__getitem__,
        date: date.fromisoformat,
        int: int,
        float: float,
    }
    return readers.get(type(like), str)(text)


def read_spreadsheet_csv(content: bytes, like: Cells, columns: list[str]) -> Cells:
    assert content.startswith(b"\xef\xbb\xbf")
    rows = read_csv(content[3:], like, columns)
    return [[unguard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def read_workbook(content: bytes, like: Cells, columns: list[str]) -> Cells:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    assert list(header) == columns
    return [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in rows]


def read_parquet(content: bytes, like: Cells, columns: list[str]) -> Cells:
    return arrow_cells(pq.read_table(io.BytesIO(content)), columns)


def arrow_cells(table: pa.Table, columns: list[str]) -> Cells:
    assert table.column_names[: len(columns)] == columns
    return [list(row.values())[: len(columns)] for row in table.to_pylist()]


def read_json(content: bytes, like: Cells, columns: list[str]) -> Cells:
    rows = json.loads(content)
    assert all(list(row) == columns for row in rows)
    return [list(row.values()) for row in rows]


def read_geojson(content: bytes, like: Cells, columns: list[str]) -> Cells:
    rows = [feature["properties"] for feature in json.loads(content)["features"]]
    assert all(list(row) == columns for row in rows)
    return [list(row.values()) for row in rows]


def read_geopackage(content: bytes, like: Cells, columns: list[str]) -> Cells:
    _, table = pyogrio.read_arrow(io.BytesIO(content))
    return arrow_cells(table, columns)


READ: dict[str, Callable[[bytes, Cells, list[str]], Cells]] = {
    "csv": read_csv,
    "csv-bom": read_spreadsheet_csv,
    "xlsx": read_workbook,
    "json": read_json,
    "parquet": read_parquet,
    "geojson": read_geojson,
    "gpkg": read_geopackage,
}


def in_excel(cells: Cells) -> Cells:
    """What Excel can tell apart: an empty text is nothing."""
    return [[None if cell == "" else cell for cell in row] for row in cells]


EXPECTED: dict[str, Callable[[Cells], Cells]] = {
    "json": as_texts,
    "geojson": as_texts,
    "xlsx": in_excel,
}


def test_every_format_is_read_back_by_these_tests() -> None:
    assert READ.keys() == FORMATS.keys()


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_read_back_is_the_rows_with_their_types(name: str, form: str, ask: Ask) -> None:
    asked = ask(name)
    if not FORMATS[form].takes(asked):
        assert asked.geometry == NOTHING
        return
    cells = cells_of(asked.rows)
    found = READ[form](FORMATS[form].write(asked), cells, list(asked.rows.columns))
    expected = EXPECTED.get(form, lambda same: same)(cells)
    assert len(found) == len(cells)
    assert cells or asked.table.rows_at_least == 0, "only the log of revisions may be empty"
    assert found == expected
    assert kinds(found) == kinds(expected)


def kinds(cells: Cells) -> list[list[str]]:
    """What each cell is; a number is a number, as Excel has but one kind of them."""
    names = {int: "number", float: "number"}
    return [[names.get(type(cell), type(cell).__name__) for cell in row] for row in cells]


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_every_table_is_described_in_its_order(name: str, ask: Ask) -> None:
    fields = {"codes": CODES} if "codes" in export.shape_of(load(DATA), name).obeys else {}
    asked = ask(name, **fields)
    assert asked.table.columns == list(asked.rows.columns)
    assert [field.name for field in asked.table.fields if not field.description] == []
    schema = pq.read_schema(io.BytesIO(FORMATS["parquet"].write(asked)))
    told = {field.name: field.metadata[b"description"].decode() for field in schema}
    assert told == {field.name: field.description for field in asked.table.fields}


def test_parquet_has_the_types_that_the_columns_are_described_with(ask: Ask) -> None:
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    for name in NAMES:
        asked = ask(name)
        schema = pq.read_schema(io.BytesIO(FORMATS["parquet"].write(asked)))
        assert {field.name: field.type for field in schema} == {
            field.name: types[field.type] for field in asked.table.fields
        }, name


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
def test_a_file_says_what_it_is(ask: Ask) -> None:
    asked = ask("status", treaty="ccm", on=date(2020, 12, 31))
    told = export.about(asked)
    assert told["address"] == "/api/v1/status.csv?treaty=ccm&on=2020-12-31"
    assert "apostrophe" in told["cells"]
    parquet = pq.read_schema(io.BytesIO(FORMATS["parquet"].write(asked))).metadata
    assert json.loads(parquet[b"atlas"]) == told
    geojson = json.loads(FORMATS["geojson"].write(asked))["atlas"]
    assert "boundaries and names do not imply endorsement" in geojson.pop("shapes")
    assert geojson == told
    geopackage: dict[str, Any] = pyogrio.read_info(io.BytesIO(FORMATS["gpkg"].write(asked)))
    assert geopackage["layer_name"] == "status"
    assert geopackage["crs"] == "EPSG:4326"
    assert told.items() <= json.loads(geopackage["layer_metadata"]["atlas"]).items()


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_csv_is_that_of_rfc_4180_in_utf_8(name: str, ask: Ask) -> None:
    asked = ask(name)
    text = FORMATS["csv"].write(asked).decode("utf-8")
    assert not text.startswith("\ufeff")
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert again.getvalue() == text
    marked = FORMATS["csv-bom"].write(asked)
    assert marked.startswith("\ufeff".encode())
    assert len(list(csv.reader(io.StringIO(marked.decode("utf-8-sig"), newline=""), strict=True))) == 1 + len(
        asked.rows
    )


# --- Hostile texts ---------------------------------------------------------------------------------------------------

SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "'=1",
    "''=1",
    "'",
    "'plain",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    '=HYPERLINK("https://example.org";"x")',
    "{=1+1}",
    "https://example.org",
    "mailto:a@example.org",
    "<script>alert(1)</script>",
    "&amp;",
    'a "quoted", text',
    "two\r\nlines",
    "_x0041_",
    "_x005F_",
    "_x005F _x0041_",
    " spaces ",
    "\U0001f9e8 \u0645\u0631\u062d\u0628\u0627 e\u0301",
    "TRUE",
    "null",
    "NaN",
    "2024-02-29",
    "007",
    "1e5",
    "\x01\x1f\x7f",
    "\ufffe\uffff",
    "x" * 32_767,
]
TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(HOSTILE),
    st.tuples(st.sampled_from(["=", "'", "''", "+", "-", "@", "\t", "\uff1d", " "]), st.text(max_size=5)).map("".join),
)


def made_up(texts: list[str], tables: Tables) -> Export:
    """Rows with these texts, every other one with a place."""
    rows = pd.DataFrame(
        {
            "text": pd.Series(texts, dtype="str"),
            "number": range(len(texts)),
            "lon": [12.5 if place % 2 else float("nan") for place in range(len(texts))],
            "lat": 41.25,
        }
    )
    return replace(export_of_rows(tables, "made_up", "Made up", rows), geometry=POINTS)


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "xlsx"])
@settings(max_examples=25)
@given(texts=st.lists(TEXT, min_size=1, max_size=8))
@example(texts=HOSTILE)
def test_hostile_texts_come_back_exactly(form: str, texts: list[str], tables: Tables) -> None:
    if form == "gpkg":
        texts = [text.replace("\0", "") for text in texts]
    asked = made_up(texts, tables)
    found = READ[form](FORMATS[form].write(asked), cells_of(asked.rows), list(asked.rows.columns))
    assert [row[0] for row in found] == texts


@given(st.lists(TEXT, min_size=1, max_size=8))
@example(HOSTILE)
def test_no_cell_of_a_spreadsheet_is_run_and_taking_off_the_guard_gives_the_text_back(
    tables: Tables, texts: list[str]
) -> None:
    content = FORMATS["csv-bom"].write(made_up(texts, tables)).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(content, newline=""), strict=True)][1:]
    assert [cell for cell in cells if cell.startswith(tuple(SIGNS))] == []
    assert list(map(unguard, cells)) == texts


def test_the_name_of_a_column_is_guarded_as_a_cell_is(tables: Tables) -> None:
    asked = export_of_rows(tables, "own", "Own", pd.DataFrame({"=1+1": ["a"], "plain": ["b"]}))
    assert FORMATS["csv-bom"].write(asked).decode("utf-8-sig") == "'=1+1,plain\r\na,b\r\n"
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(asked))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[1]] == [("=1+1", "s"), ("plain", "s")]


@given(TEXT)
def test_a_guard_is_put_on_what_would_be_run_and_on_nothing_else(text: str) -> None:
    runs = text.lstrip("'")[:1] in tuple(SIGNS)
    assert guard(text) == ("'" + text if runs else text)


def stored_texts(content: bytes) -> list[str]:
    """The texts of the first column of a workbook as Excel reads them: `_x000D_` stands for a sign that XML lacks."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        strings = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = ["".join(part.text or "" for part in each.iter(f"{space}t")) for each in strings.iter(f"{space}si")]
    told = {cell.get("r"): shared[int(cell[0].text or "")] for cell in sheet.iter(f"{space}c") if cell.get("t") == "s"}
    rows = len(list(sheet.iter(f"{space}row")))
    code = re.compile("_x([0-9A-F]{4})_")
    return [code.sub(lambda found: chr(int(found[1], 16)), told.get(f"A{row}", "")) for row in range(2, rows + 1)]


@given(st.lists(TEXT, min_size=1, max_size=8))
@example(HOSTILE)
def test_every_text_of_a_workbook_is_a_text_and_no_formula_or_link(tables: Tables, texts: list[str]) -> None:
    content = FORMATS["xlsx"].write(made_up(texts, tables))
    assert stored_texts(content) == texts
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for cell in sheet["A"][1:] if cell.value is not None} <= {"s"}
    assert not any(cell.hyperlink for cell in sheet["A"])


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
@pytest.mark.parametrize("text", ["x" * 32_768, "\U0001f9e8" * 16_384], ids=["letters", "emoji"])
def test_a_text_longer_than_a_cell_of_excel_is_refused_and_named_and_kept_elsewhere(text: str, tables: Tables) -> None:
    asked = made_up(["short", text], tables)
    with pytest.raises(CannotHold, match=r"row 2, text: a text of 32,768 signs; a cell of Excel holds 32,767"):
        FORMATS["xlsx"].write(asked)
    for form in ("csv", "csv-bom", "json", "parquet", *WITH_PLACES):
        found = READ[form](FORMATS[form].write(asked), cells_of(asked.rows), list(asked.rows.columns))
        assert found[1][0] == text


def test_a_text_that_excel_would_read_as_another_is_refused(tables: Tables) -> None:
    with pytest.raises(CannotHold, match="row 1, text: Excel would read _x005F_x0041_ as other signs: take CSV"):
        FORMATS["xlsx"].write(made_up(["_x005F_x0041_"], tables))


def test_more_rows_than_a_sheet_of_excel_holds_are_refused(tables: Tables) -> None:
    rows = pd.DataFrame({"number": range(1_048_576)})
    with pytest.raises(CannotHold, match=r"1,048,576 rows; a sheet of Excel holds 1,048,575"):
        FORMATS["xlsx"].write(export_of_rows(tables, "long", "Long", rows))


def test_a_nul_sign_is_refused_where_it_would_end_the_text(tables: Tables) -> None:
    with pytest.raises(CannotHold, match="text: a text holds a NUL sign"):
        FORMATS["gpkg"].write(made_up(["a\0b"], tables))


# --- Excel -----------------------------------------------------------------------------------------------------------

DAYS = [
    ("1899-12-31", "s"),
    ("1900-02-28", "s"),
    ("1900-03-01", "d"),
    ("2024-02-29", "d"),
    ("9999-12-31", "d"),
]


@pytest.mark.parametrize(("day", "kind"), DAYS)
def test_a_day_is_a_date_of_excel_where_excel_has_it_and_a_text_elsewhere(day: str, kind: str, tables: Tables) -> None:
    rows = pd.DataFrame({"day": pd.Series([day], dtype="datetime64[s]")})
    content = FORMATS["xlsx"].write(export_of_rows(tables, "days", "Days", rows))
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert cell.data_type == kind
    assert str(cell.value.date() if kind == "d" else cell.value) == day
    assert kind == "s" or cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(("number", "kind"), [(999_999_999_999_999, "n"), (1_000_000_000_000_000, "s"), (-12, "n")])
def test_a_number_that_excel_would_round_is_a_text(number: int, kind: str, tables: Tables) -> None:
    content = FORMATS["xlsx"].write(export_of_rows(tables, "few", "Few", pd.DataFrame({"number": [number]})))
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert (cell.data_type, str(cell.value)) == (kind, str(number))


def test_the_header_of_a_workbook_stays_in_sight_and_filters(ask: Ask) -> None:
    asked = ask("status")
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(asked))).worksheets[0]
    assert sheet.title == "status"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    widths = [each.width for each in sheet.column_dimensions.values()]
    assert widths
    assert 8 <= min(widths) <= max(widths) <= 61


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_says_what_its_rows_are_and_which_sources_they_cite(name: str, ask: Ask) -> None:
    asked = ask(name)
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(asked)))["About"]
    lines = [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]
    assert {(key, text) for key, text in export.about(asked).items() if text} <= set(lines)
    assert {(field.name, field.description) for field in asked.table.fields} <= {
        (line[0], line[-1]) for line in lines if line
    }
    assert {each["name"] for each in licences(asked)} <= {line[0] for line in lines if line}
    sources = lines[lines.index(("Source", "Title", "Publisher", "Address", "Copy")) + 1 :]
    assert [line[0] for line in sources] == list(cited_sources(asked)["source_id"])


def test_the_cited_sources_are_those_of_these_very_rows(ask: Ask, tables: Tables) -> None:
    asked = ask("status", state=("FIN",))
    (cell,) = asked.rows["source_ids"]
    assert set(cited_sources(asked)["source_id"]) == set(cell.split(";"))
    whole = ask("actions", treaty="ccm")
    assert set(cited_sources(whole)["source_id"]) == set(whole.rows["source_id"])
    contested = ask("intervals", state=("UKR",))
    assert {""} < set(contested.rows["contest_source"]) <= {""} | set(cited_sources(contested)["source_id"])
    assert len(cited_sources(ask("counts"))) == 0


def test_every_column_that_holds_keys_of_sources_is_looked_into(ask: Ask, tables: Tables) -> None:
    known = set(tables["sources"]["source_id"])
    holding = set()
    for name in NAMES:
        texts = ask(name).rows.select_dtypes("str")
        for column in texts:
            keys = {key for cell in texts[column].unique() for key in cell.split(";")} - {""}
            assert column not in CITING or keys <= known, f"{name}.{column}"
            holding |= {column} if keys and keys <= known else set()
    assert holding == set(CITING)


# --- Places ----------------------------------------------------------------------------------------------------------

STATUS_OF_FEATURES = [
    ("2026-11-22", "FIN", "withdrawn"),
    ("2025-12-31", "FIN", "withdrawing"),
    ("2024-12-31", "FIN", "party"),
    ("2026-11-22", "FRA", "party"),
    ("2026-11-22", "USA", "outside"),
    ("2024-12-31", "MHL", "signatory"),
    ("2026-11-22", "UKR", "party"),
    ("2026-11-22", "POL", "withdrawn"),
    ("2026-11-22", "TON", "party"),
    ("2011-01-01", "SSD", "not-yet-state"),
]


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
@pytest.mark.parametrize(("day", "iso3", "status"), STATUS_OF_FEATURES)
def test_a_feature_has_the_status_of_its_state(day: str, iso3: str, status: str, ask: Ask) -> None:
    asked = ask("status", on=date.fromisoformat(day))
    features = json.loads(FORMATS["geojson"].write(asked))["features"]
    assert {each["properties"]["status"] for each in features if each["properties"]["iso3"] == iso3} == {status}
    read = geopandas.read_file(io.BytesIO(FORMATS["gpkg"].write(asked)))
    assert list(read[read["iso3"] == iso3]["status"]) == [status]


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
def test_the_area_of_a_large_state_holds_its_label_point_in_both_formats(ask: Ask, tables: Tables) -> None:
    asked = ask("status")
    km2 = tables["points"].set_index("id")["km2"]
    points = tables.states.set_index("iso3")[["lon", "lat"]]
    large = [iso3 for iso3 in points.index if km2[iso3] > 20_000]
    assert len(large) > 140
    read = {
        "geojson": geopandas.GeoDataFrame.from_features(json.loads(FORMATS["geojson"].write(asked))["features"]),
        "gpkg": geopandas.read_file(io.BytesIO(FORMATS["gpkg"].write(asked))),
    }
    for form, frame in read.items():
        assert len(frame) == 197
        areas = frame.set_index("iso3").geometry
        outside = [iso3 for iso3 in large if not areas[iso3].contains(shapely.Point(points.loc[iso3]))]
        assert outside == [], form


def test_areas_are_valid_and_turn_as_rfc_7946_asks_and_stay_on_the_globe(ask: Ask) -> None:
    features = json.loads(FORMATS["geojson"].write(ask("status")))["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    assert all(each.is_valid for each in shapes)
    parts = [part for each in shapes for part in getattr(each, "geoms", [each])]
    assert all(part.exterior.is_ccw for part in parts)
    holes = [hole for part in parts for hole in part.interiors]
    assert holes
    assert not any(hole.is_ccw for hole in holes)
    assert all(-180 <= part.bounds[0] <= part.bounds[2] <= 180 for part in parts)
    assert all(part.bounds[2] - part.bounds[0] < 180 for part in parts)


def test_the_areas_of_a_file_are_the_shapes_of_the_map(ask: Ask) -> None:
    drawn = {each["id"]: shapely.geometry.shape(each["geometry"]) for each in geography.features()}
    for feature in json.loads(FORMATS["geojson"].write(ask("status")))["features"]:
        area, shown = shapely.geometry.shape(feature["geometry"]), drawn[feature["properties"]["iso3"]]
        assert area.equals(shown) if shown.is_valid else area.area == pytest.approx(shown.area, rel=2e-6)


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
def test_a_row_that_is_nowhere_on_the_map_keeps_its_place_in_the_file(ask: Ask, tables: Tables) -> None:
    asked = ask("status", state=("FIN", "FRA"))
    nowhere = replace(asked, rows=asked.rows.assign(iso3=["FIN", "ZZZ"]))
    features = json.loads(FORMATS["geojson"].write(nowhere))["features"]
    assert [feature["geometry"] is None for feature in features] == [False, True]
    read = geopandas.read_file(io.BytesIO(FORMATS["gpkg"].write(nowhere)))
    assert list(read["iso3"]) == ["FIN", "ZZZ"]
    assert list(read.geometry.isna()) == [False, True]
    points = made_up(["nowhere", "somewhere"], tables)
    features = json.loads(FORMATS["geojson"].write(points))["features"]
    assert [feature["geometry"] for feature in features] == [None, {"type": "Point", "coordinates": [12.5, 41.25]}]


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "kind"), [("status", "MultiPolygon"), ("borders", "MultiLineString"), ("points", "Point")]
)
def test_a_geopackage_has_one_kind_of_geometry(name: str, kind: str, ask: Ask) -> None:
    read = geopandas.read_file(io.BytesIO(FORMATS["gpkg"].write(ask(name))))
    assert set(read.geometry.geom_type) == {kind}


WITHOUT_ROWS = [
    ("status", {"status": ("party",), "state": ("USA",)}),
    ("panel", {"last": date(1990, 12, 31)}),
    ("intervals", {"status": ("party",), "state": ("USA",)}),
    ("changes", {"last": date(1990, 12, 31)}),
    ("counts", {"last": date(1990, 12, 31)}),
    ("borders", {"on": date(1998, 1, 1)}),
    ("border_shares", {"state": ("NZL",)}),
    ("impact", {"status": ("party",), "state": ("USA",)}),
    ("actions", {"state": ("USA",)}),
]


@pytest.mark.filterwarnings("ignore:.*non conformant file extension:RuntimeWarning")
@pytest.mark.parametrize(("name", "fields"), WITHOUT_ROWS)
def test_a_choice_without_rows_is_a_file_without_rows_and_with_the_same_types(
    name: str, fields: dict[str, Any], ask: Ask
) -> None:
    asked, whole = ask(name, **fields), ask(name)
    assert len(asked.rows) == 0
    forms = [form for form in FORMATS if FORMATS[form].takes(asked)]
    for form in forms:
        assert READ[form](FORMATS[form].write(asked), [], list(asked.rows.columns)) == []
    types = [pq.read_schema(io.BytesIO(FORMATS["parquet"].write(each))).types for each in (asked, whole)]
    assert types[0] == types[1]
    if "gpkg" in forms:
        layers = [pyogrio.read_info(io.BytesIO(FORMATS["gpkg"].write(each))) for each in (asked, whole)]
        assert layers[0]["ogr_types"] == layers[1]["ogr_types"]


# --- The same bytes --------------------------------------------------------------------------------------------------

SUMS = """
import hashlib, json
from dataclasses import replace
from atlas import status, tables as facts
from atlas.export import FORMATS, export_of
from atlas.selection import default_choice
from atlas.selection.choice import table_names
tables = facts.load()
history = status.build(tables)
sums = {}
for name in reversed(table_names(tables)):
    asked = export_of(history, tables, replace(default_choice(tables), table=name))
    for form, each in FORMATS.items():
        if each.takes(asked):
            sums[f"{name}.{form}"] = hashlib.sha256(each.write(asked)).hexdigest()
print(json.dumps(sums))
"""


def test_the_same_rows_give_the_same_bytes_in_another_process(ask: Ask) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"}
    ran = subprocess.run(
        [sys.executable, "-c", SUMS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    here = {
        f"{name}.{form}": hashlib.sha256(each.write(ask(name))).hexdigest()
        for name in NAMES
        for form, each in FORMATS.items()
        if each.takes(ask(name))
    }
    assert json.loads(ran.stdout) == here
    assert len(here) == 5 * len(NAMES) + 2 * sum(ask(name).geometry != NOTHING for name in NAMES)


def test_what_a_format_needs_is_loaded_only_when_such_a_file_is_written() -> None:
    asked = (
        "import sys; import atlas.export; "
        "print({'geopandas', 'pyogrio', 'shapely', 'xlsxwriter', 'openpyxl'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
