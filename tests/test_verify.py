"""Verify: every change of a file is found, the choice behind it told, and what today's facts give beside it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas import status
from atlas import tables as facts
from atlas.__main__ import main
from atlas.export import FORMATS, BadKey, Written, asked, export_of, package, to_csv, written
from atlas.export.asking import formats_of
from atlas.export.packages import zipped
from atlas.export.verifying import Differences, Unreadable, Verdict, opening, sheets, verified, verify
from atlas.export.verifying.sheets import sheet_of
from atlas.export.verifying.verdicts import sheet_in
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables
from tests.conftest import write_log

DATA = Path(__file__).parents[1] / "data"
ADDRESS = "status.csv?treaty=mbt&on=2026-01-15&region=Northern Europe"
QUERY = ADDRESS.partition("?")[2]
PACKAGE = f"package.zip?tables=status,actions&{QUERY}"
ALL_FORMATS = list(FORMATS)
WITH_SUM = ["xlsx", "parquet", "geojson", "gpkg"]
Make = Callable[[str], Written]
Check = Callable[..., Verdict]


@pytest.fixture(scope="module")
def make(history: History, tables: Tables) -> Make:
    """The file of an address with its own name."""
    return lambda address: written(history, tables, asked(address, tables))


@pytest.fixture(scope="module")
def check(history: History, tables: Tables) -> Check:
    """The verdict on a content under a name."""
    return lambda name, content, address="": verified(history, tables, name, content, address)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, Tables]:
    """The facts before Finland's notice of withdrawal and what followed from it were recorded."""
    folder = tmp_path_factory.mktemp("older") / "data"
    shutil.copytree(DATA, folder)
    lines = (folder / "actions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("mbt,FIN,withdrawal_", "mbt,FIN,suspension"))]
    assert len(kept) < len(lines)
    (folder / "actions.csv").write_text("".join(kept), encoding="utf-8", newline="")
    described = (folder / "datapackage.json").read_text(encoding="utf-8")
    fewer = described.replace(f'"atlas:rowsAtLeast": {len(lines) - 1}', f'"atlas:rowsAtLeast": {len(kept) - 1}')
    (folder / "datapackage.json").write_text(fewer, encoding="utf-8")
    write_log(folder)
    found = facts.load(folder)
    return status.build(found), found


def address_in(form: str, table: str = "status", query: str = QUERY) -> str:
    ending = FORMATS[form].ending
    flag = form.removeprefix(ending).removeprefix("-")
    return f"{table}.{ending}?{query}" + (f"&{flag}=1" if flag else "")


def names(table: Differences | None) -> list[str]:
    assert table is not None
    return [*(each.row for each in table.changed), *table.gone, *table.added, *([table.moved] if table.moved else [])]


# What was not changed


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_a_file_under_its_own_name_is_unchanged_and_the_same(form: str, make: Make, check: Check) -> None:
    made = make(address_in(form))
    found = check(made.name, made.content)
    assert (found.unchanged, found.good, found.faults) == (True, True, ())
    assert found.words == "Status on a day, under the Mine Ban Convention, on 15 January 2026, in Northern Europe"
    assert found.address == f"/api/v1/{address_in(form)}".replace(" ", "+")
    assert (found.tables[0].table, found.tables[0].rows, found.kind) == ("status", 10, FORMATS[form].label)


@pytest.mark.parametrize("form", WITH_SUM)
def test_a_renamed_file_with_metadata_tells_the_same_without_its_name(form: str, make: Make, check: Check) -> None:
    made = make(address_in(form))
    found = check(f"mine.{form}", made.content)
    assert (found.unchanged, found.good) == (True, True)
    assert found.made_from["checked"] == found.today["checked"]
    assert found.address == f"/api/v1/{address_in(form)}".replace(" ", "+")


@pytest.mark.parametrize("form", ["csv", "csv-bom", "json"])
def test_a_renamed_file_without_metadata_says_that_it_carries_no_sum(form: str, make: Make, check: Check) -> None:
    content = make(address_in(form)).content
    found = check("mine.csv", content)
    assert (found.unchanged, found.good, found.address) == (None, False, "")
    assert found.tables[0].problem.endswith("give it with --address")
    again = check("mine.csv", content, f"https://atlas.example/api/v1/{ADDRESS}")
    assert (again.unchanged, again.good) == (True, True)
    assert again.evidence == ("byte for byte the file that these facts give",)


def test_a_renamed_file_with_other_line_ends_has_the_same_rows_but_no_sum(make: Make, check: Check) -> None:
    found = check("mine.csv", make(ADDRESS).content.replace(b"\r\n", b"\n"), ADDRESS)
    assert (found.unchanged, found.tables[0].same, found.good) == (None, True, False)


def test_the_name_that_a_browser_gives_a_second_copy_tells_the_same(make: Make, check: Check) -> None:
    made = make(ADDRESS)
    assert check(made.name.replace(".csv", " (1).csv"), made.content).good


def test_a_name_too_long_to_tell_the_choice_asks_for_the_address(make: Make, check: Check, tables: Tables) -> None:
    address = f"status.csv?on=2026-01-15&state={','.join(tables.states['iso3'][:40])}"
    made = make(address)
    found = check(made.name, made.content)
    assert (found.unchanged, found.good) == (True, False)
    assert found.tables[0].problem == "its name was too long to tell the whole choice; give it with --address"
    assert check(made.name, made.content, address).good


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_the_rows_of_every_table_are_read_back_as_exact_csv(form: str, history: History, tables: Tables) -> None:
    for name in table_names(tables):
        if form in formats_of(name, tables):
            export = export_of(history, tables, asked(f"{name}.csv", tables).choice)
            read, wanted = sheet_in(FORMATS[form].write(export), tables), sheet_of(export)
            told = wanted.columns if len(export.rows) or form not in ("json", "geojson") else None
            assert (read.form, read.columns) == (form, told)
            assert read.rows == wanted.rows
            assert told is None or read.digest == hashlib.sha256(to_csv(export.rows)).hexdigest()


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_a_file_without_rows_is_unchanged_and_the_same(form: str, make: Make, check: Check) -> None:
    made = make(address_in(form, query="state=FIN&status=outside&on=2026-01-15"))
    assert check(made.name, made.content).good


@pytest.mark.parametrize("tables_chosen", ["status", "status,actions,events", "panel,sources"])
def test_a_package_is_unchanged_and_the_same_under_any_name(tables_chosen: str, make: Make, check: Check) -> None:
    made = make(
        f"package.zip?tables={tables_chosen}&region=Europe"
        if "panel" not in tables_chosen
        else f"package.zip?tables={tables_chosen}&treaties=all&region=Europe"
    )
    for name in (made.name, "mine.zip"):
        found = check(name, made.content)
        assert (found.unchanged, found.good, found.faults) == (True, True, ())
        assert found.address.startswith(f"/api/v1/package.zip?tables={tables_chosen}")
        assert {each.table for each in found.tables} == {*tables_chosen.split(","), "sources"}


# What was changed


def changed_csv(content: bytes, change: Callable[[list[list[str]]], Any], bom: bool = False) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    change(rows)
    written_again = io.StringIO()
    csv.writer(written_again, lineterminator="\r\n").writerows(rows)
    return written_again.getvalue().encode("utf-8-sig" if bom else "utf-8")


def changed_json(content: bytes, change: Callable[[list[list[Any]]], Any]) -> bytes:
    found = json.loads(content)
    records = found if isinstance(found, list) else [each["properties"] for each in found["features"]]
    rows = [list(records[0]), *(list(each.values()) for each in records)]
    change(rows)
    again = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    if isinstance(found, dict):
        found["features"] = [{"type": "Feature", "properties": each, "geometry": None} for each in again]
    return json.dumps(found if isinstance(found, dict) else again).encode()


def changed_workbook(content: bytes, change: Callable[[list[list[Any]]], Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    change(rows)
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def changed_parquet(content: bytes, change: Callable[[list[list[Any]]], Any]) -> bytes:
    table = pq.read_table(io.BytesIO(content))
    rows = [table.column_names, *(list(row.values()) for row in table.to_pylist())]
    change(rows)
    columns = [
        pa.array(list(cells), kind) for cells, kind in zip(zip(*rows[1:], strict=True), table.schema.types, strict=True)
    ]
    saved = io.BytesIO()
    pq.write_table(pa.table(columns, schema=table.schema), saved)
    return saved.getvalue()


def changed_geopackage(content: bytes, change: Callable[[list[list[Any]]], Any]) -> bytes:
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    base.execute("PRAGMA writable_schema=ON")
    for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        base.execute(f'DROP TRIGGER "{trigger}"')
    names_of = [row[1] for row in base.execute("PRAGMA table_info(status)")][2:]
    listed = ", ".join(f'"{name}"' for name in names_of)
    rows = [names_of, *(list(row) for row in base.execute(f"SELECT {listed} FROM status ORDER BY fid"))]
    change(rows)
    base.execute("DELETE FROM status")
    marks = ", ".join("?" * len(names_of))
    base.executemany(f"INSERT INTO status ({listed}) VALUES ({marks})", rows[1:])
    base.commit()
    return base.serialize()


CHANGED: dict[str, Callable[[bytes, Callable[[list[list[Any]]], Any]], bytes]] = {
    "csv": changed_csv,
    "csv-bom": lambda content, change: changed_csv(content, change, bom=True),
    "json": changed_json,
    "xlsx": changed_workbook,
    "parquet": changed_parquet,
    "geojson": changed_json,
    "gpkg": changed_geopackage,
}
TEXT_COLUMNS = (0, 1, 2, 3, 8, 9)
"""Of the rows of status: those whose cells take any text in every format."""


def test_every_format_of_the_registry_has_its_test() -> None:
    assert CHANGED.keys() == FORMATS.keys()


@pytest.mark.parametrize("form", ALL_FORMATS)
@settings(max_examples=15)
@given(data=st.data())
def test_a_changed_cell_is_found_and_its_row_named(form: str, data: st.DataObject, make: Make, check: Check) -> None:
    made = make(address_in(form))
    row, column = data.draw(st.integers(1, 10)), data.draw(st.sampled_from(TEXT_COLUMNS))
    text = data.draw(st.text(st.characters(codec="ascii", min_codepoint=32), max_size=8))
    state, before = [], []

    def change(rows: list[list[Any]]) -> None:
        state.append(rows[row][1])
        before.append(rows[row][column])
        rows[row][column] = text + "!"

    content = CHANGED[form](made.content, change)
    found = check(made.name, content)
    assert (found.unchanged, found.good) == (False, False)
    assert any(state[0] in name for name in names(found.tables[0].differences))
    if column not in (0, 1):
        (only,) = found.tables[0].differences.changed  # type: ignore[union-attr]
        assert only.cells == {next(iter(only.cells)): (text + "!", str(before[0]))}
    if form in WITH_SUM:
        assert check(f"mine.{form}", content).unchanged is False


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_a_row_that_is_gone_added_or_moved_is_found_and_named(form: str, make: Make, check: Check) -> None:
    made = make(address_in(form))

    def verdict(change: Callable[[list[list[Any]]], Any]) -> list[str]:
        found = check(made.name, CHANGED[form](made.content, change))
        assert (found.unchanged, found.good) == (False, False)
        return names(found.tables[0].differences)

    assert verdict(lambda rows: rows.pop(3)) == ["mbt FIN"]
    assert verdict(lambda rows: rows.append(rows[3])) == ["mbt FIN (row 2 of this key)"]
    assert verdict(lambda rows: rows.insert(1, rows.pop(3))) == ["mbt FIN"]


@settings(max_examples=60)
@given(data=st.data())
def test_any_byte_changed_in_a_file_under_its_name_is_found(data: st.DataObject, make: Make, check: Check) -> None:
    form = data.draw(st.sampled_from(ALL_FORMATS))
    made = make(address_in(form))
    place, other = data.draw(st.integers(0, len(made.content) - 1)), data.draw(st.integers(1, 255))
    content = bytearray(made.content)
    content[place] ^= other
    assert check(made.name, bytes(content)).unchanged is False


@settings(max_examples=60)
@given(data=st.data())
def test_any_byte_changed_in_a_file_of_a_package_is_found(data: st.DataObject, make: Make, check: Check) -> None:
    files = unpacked(make(PACKAGE).content)
    name = data.draw(st.sampled_from(sorted(files)))
    place, other = data.draw(st.integers(0, len(files[name]) - 1)), data.draw(st.integers(1, 255))
    content = bytearray(files[name])
    content[place] ^= other
    found = check("mine.zip", packed(files | {name: bytes(content)}))
    assert (found.unchanged, found.good) == (False, False)
    assert any(name in fault for fault in found.faults) or name == "SHA256SUMS"


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_files_of_a_package_that_are_missing_or_added_are_named(make: Make, check: Check) -> None:
    files = unpacked(make(PACKAGE).content)
    for name in files:
        found = check("mine.zip", packed({key: text for key, text in files.items() if key != name}))
        assert found.unchanged is False
        assert any(f"{name} is missing" in fault.replace('"', "") for fault in found.faults)
    found = check("mine.zip", packed(files | {"more.csv": b"a\r\n"}))
    assert '"more.csv" was added: SHA256SUMS does not name it' in found.faults


def test_a_changed_table_with_new_sums_is_still_told_apart_from_today(make: Make, check: Check) -> None:
    files = unpacked(make(PACKAGE).content)
    forged = files["status.csv"].replace(b"FIN,Finland,withdrawn", b"FIN,Finland,party")
    old, new = (hashlib.sha256(each).hexdigest() for each in (files["status.csv"], forged))
    files = {name: text.replace(old.encode(), new.encode()) for name, text in files.items()}
    found = check("mine.zip", packed(files | {"status.csv": forged}))
    assert found.good is False
    assert [each.row for each in found.tables[0].differences.changed] == ["mbt FIN"]  # type: ignore[union-attr]


def test_a_package_packed_by_another_program_is_unchanged_and_says_so(make: Make, check: Check) -> None:
    found = check("mine.zip", packed(unpacked(make(PACKAGE).content)))
    assert (found.unchanged, found.good) == (True, True)
    assert "the zip around them was made by another program" in found.evidence


def test_shapes_that_were_moved_in_a_renamed_file_are_found(make: Make, check: Check) -> None:
    found = json.loads(make(address_in("geojson")).content)
    found["features"][0]["geometry"] = None
    verdict = check("mine.geojson", json.dumps(found).encode())
    assert (verdict.unchanged, verdict.tables[0].same) == (False, True)
    assert verdict.faults == ("the rows are as they were, but the rest was changed or written by another version",)


# Other facts


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_a_file_made_from_older_facts_is_unchanged_and_the_row_that_differs_is_named(
    form: str, older: tuple[History, Tables], check: Check
) -> None:
    made = written(*older, asked(address_in(form), older[1]))
    found = check(made.name, made.content)
    assert (found.unchanged, found.good) == (True, False)
    (only,) = found.tables[0].differences.changed  # type: ignore[union-attr]
    assert only.row == "mbt FIN"
    assert only.cells["status"] == ("party", "withdrawn")
    assert only.cells["since"][1] == "2026-01-10"
    if form in WITH_SUM:
        renamed = check(f"mine.{form}", made.content)
        assert (renamed.unchanged, renamed.tables) == (True, found.tables)


def test_a_package_made_from_older_facts_names_rows_of_every_table(older: tuple[History, Tables], check: Check) -> None:
    made = written(*older, asked(PACKAGE, older[1]))
    found = check(made.name, made.content)
    assert (found.unchanged, found.good) == (True, False)
    tables_found = {each.table: each for each in found.tables}
    assert names(tables_found["status"].differences) == ["mbt FIN"]
    assert names(tables_found["actions"].differences) == ["mbt FIN withdrawal_notified 2025-07-10"] + [
        name for name in names(tables_found["actions"].differences) if "effective" in name
    ]
    assert all(name.startswith("mbt FIN") for name in tables_found["actions"].differences.added)  # type: ignore[union-attr]


def test_an_address_that_these_facts_do_not_answer_is_told_as_such(tmp_path: Path, make: Make, tables: Tables) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    described = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    described["name"] = "other"
    described["atlas:computed"] = [each for each in described["atlas:computed"] if each["name"] != "line_years"]
    (tmp_path / "data/datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    found = facts.load(tmp_path / "data")
    for address in ("line_years.xlsx", "package.zip?tables=line_years"):
        made = make(address)
        verdict = verified(status.build(found), found, made.name, made.content)
        assert (verdict.unchanged, verdict.good) == (True, False)
        assert 'these facts do not answer its address: "line_years" is not a table' in verdict.tables[0].problem


# What nothing can be told about


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", bytes(20 * 2**20))
    return content.getvalue()


def lying_bomb() -> bytes:
    """A zip that says its file is small."""
    content = bytearray(bomb())
    size = struct.pack("<I", 20 * 2**20)
    assert size in content
    return bytes(content.replace(size, struct.pack("<I", 10)))


def declaring_workbook(content: bytes) -> bytes:
    files = unpacked(content)
    part = "xl/sharedStrings.xml"
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return packed(files | {part: files[part].replace(b"?>", b"?>" + declared, 1)})


def later_package(content: bytes) -> bytes:
    files = unpacked(content)
    name = "datapackage.json"
    return packed(files | {name: files[name].replace(b'"atlas:format": 1', b'"atlas:format": 2')})


UNREADABLE: list[tuple[str, Callable[[Make], bytes], str]] = [
    ("zip-bomb", lambda _: bomb(), "is a zip that unpacks to more than 4 MB"),
    ("lying-zip-bomb", lambda _: lying_bomb(), 'is a broken zip: "datapackage.json" cannot be unpacked'),
    ("traversal", lambda _: packed({"../datapackage.json": b"{}"}), 'would leave its folder: "../datapackage.json"'),
    ("absolute", lambda _: packed({"/etc/datapackage.json": b"{}"}), "would leave its folder"),
    ("backslash", lambda _: packed({"..\\datapackage.json": b"{}"}), "would leave its folder"),
    ("other-zip", lambda _: packed({"a.txt": b"a"}), "no package of the atlas: it has no datapackage.json"),
    (
        "other-description",
        lambda _: packed({"datapackage.json": b"[]"}),
        "no package of the atlas: its datapackage.json",
    ),
    ("many-files", lambda _: packed({f"{place}": b"" for place in range(501)}), "is a zip of 501 files; at most 500"),
    ("cut-zip", lambda make: make(PACKAGE).content[:-40], "is a broken zip: its list of files cannot be read"),
    ("later", lambda make: later_package(make(PACKAGE).content), "later version of the atlas (format 2; this version"),
    ("cut-parquet", lambda make: make(address_in("parquet")).content[:-9], "is a broken Parquet file"),
    ("cut-gpkg", lambda make: make(address_in("gpkg")).content[:5000], "is a broken GeoPackage"),
    ("no-workbook", lambda _: packed({"[Content_Types].xml": b"<a/>"}), "is a broken workbook"),
    ("declaring", lambda make: declaring_workbook(make(address_in("xlsx")).content), "declares texts of its own"),
    ("json-cut", lambda make: make(address_in("json")).content[:-9], "is not readable as JSON"),
    ("json-deep", lambda _: b"[" * 100_000, "is not readable as JSON"),
    ("json-object", lambda _: b'{"a": 1}', "neither a list of rows nor a GeoJSON file"),
    ("json-list", lambda _: b"[1, 2]", "not every row is an object"),
    ("json-number", lambda _: b'[{"a": ' + b"9" * 10_000 + b"}]", "is not readable as JSON: cannot be read"),
    ("binary", lambda _: b"\x89PNG\r\n\x1a\n", "is no file of the atlas: not UTF-8 at byte 0"),
    ("quotes", lambda _: b'a,b\r\n"x,y\r\n', "is not readable as CSV: line 2"),
    ("columns", lambda _: b",".join([b"a"] * 300), "more than 250,000 rows or 200 columns"),
]


@pytest.mark.parametrize(("name", "content", "problem"), UNREADABLE, ids=[case[0] for case in UNREADABLE])
def test_what_nothing_can_be_told_about_is_refused_in_a_line(
    name: str,
    content: Callable[[Make], bytes],
    problem: str,
    make: Make,
    check: Check,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 4 * 2**20)
    with pytest.raises(Unreadable, match=re.escape(problem)) as refused:
        check("mine", content(make))
    assert "\n" not in str(refused.value)


def test_too_many_rows_are_not_read(monkeypatch: pytest.MonkeyPatch, make: Make, check: Check) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    for form in ("csv", "json", "geojson", "xlsx", "gpkg"):
        with pytest.raises(Unreadable, match="more than 5 rows"):
            check("mine", make(address_in(form)).content)


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_file_of_any_format_is_told_of_or_refused_and_never_crashes(
    data: st.DataObject, make: Make, check: Check
) -> None:
    form = data.draw(st.sampled_from([*ALL_FORMATS, "package"]))
    content = bytearray(make(PACKAGE if form == "package" else address_in(form)).content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        found = [*check("mine", bytes(content)).faults]
    except Unreadable as refused:
        found = [str(refused)]
    assert not any("\n" in each for each in found)


@settings(max_examples=60)
@given(content=st.binary(min_size=1, max_size=200))
def test_any_bytes_are_told_of_or_refused(content: bytes, check: Check) -> None:
    for start in (b"", b"PK\x03\x04", b"PAR1", b"SQLite format 3\0", b"[", b'{"features": ['):
        try:
            check("mine", start + content)
        except Unreadable:
            continue


def test_files_that_are_none_are_refused(tmp_path: Path, history: History, tables: Tables) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    for path, problem in (
        (tmp_path, "is a folder"),
        (tmp_path / "no", "No such file"),
        (tmp_path / "empty.csv", "empty"),
    ):
        with pytest.raises(Unreadable, match=problem):
            verify(history, tables, path)


def test_a_file_that_is_too_large_is_not_read_whole(
    tmp_path: Path, history: History, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 2**20)
    (tmp_path / "large.csv").write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(Unreadable, match="has more than 1 MB"):
        verify(history, tables, tmp_path / "large.csv")


# From a shell

Shell = Callable[..., tuple[bytes, str, int]]


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tables: Tables, history: History
) -> Shell:
    """Runs a command in this process on the facts that are loaded already."""
    load, build = facts.load, status.build
    monkeypatch.setattr("atlas.tables.load", lambda folder=None: load(folder) if folder else tables)
    monkeypatch.setattr("atlas.status.build", lambda found: history if found is tables else build(found))

    def run(*arguments: str) -> tuple[bytes, str, int]:
        monkeypatch.setattr(sys, "argv", ["atlas", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(str(end.code))
        printed = capsysbinary.readouterr()
        return printed.out, printed.err.decode("utf-8"), code

    return run


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_export_prints_the_bytes_of_the_address(form: str, shell: Shell, make: Make) -> None:
    assert shell("export", address_in(form)) == (make(address_in(form)).content, "", 0)


def test_export_writes_a_package_into_a_folder_under_its_own_name(shell: Shell, make: Make, tmp_path: Path) -> None:
    made = make(PACKAGE)
    output, said, code = shell("export", PACKAGE, "--out", str(tmp_path))
    assert (output, code) == (b"", 0)
    assert said == f"{tmp_path / made.name}: {len(made.content):,} bytes\n"
    assert (tmp_path / made.name).read_bytes() == made.content
    assert shell("verify", str(tmp_path / made.name))[2] == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["status.csv?treaty=xyz"], 'atlas: "xyz" is not a treaty; allowed: mbt, ccm'),
        (["status.csv?on=2030-01-01"], 'atlas: "2030-01-01" lies outside 1900-01-01 to'),
        (["nothing.csv"], 'atlas: "nothing" is not a table; allowed: status'),
        (["status.csv", "--out", "/nowhere/at/all.csv"], "cannot be written: No such file or directory"),
        ([], "Missing argument 'ADDRESS'"),
    ],
)
def test_export_refuses_in_a_line(arguments: list[str], problem: str, shell: Shell) -> None:
    output, said, code = shell("export", *arguments)
    assert (output, code, said.count("\n")) == (b"", 2, 1)
    assert problem in said


def test_a_terminal_gets_no_binary_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    output, said, code = shell("export", address_in("xlsx"))
    assert (output, said, code) == (b"", "atlas: xlsx is not text for a terminal; name a file with --out\n", 2)
    assert shell("export", ADDRESS)[2] == 0


def test_verify_says_in_lines_what_differs_today(older: tuple[History, Tables], shell: Shell, tmp_path: Path) -> None:
    made = written(*older, asked(ADDRESS, older[1]))
    (tmp_path / made.name).write_bytes(made.content)
    output, said, code = shell("verify", str(tmp_path / made.name))
    lines = output.decode("utf-8").splitlines()
    assert (said, code, lines[1]) == ("", 1, "unchanged, but today's data differs")
    assert "status: today's data differs" in lines
    assert any(line.startswith('  mbt FIN: status: "party", today "withdrawn"; since: ') for line in lines)


def test_verify_names_twenty_differences_and_lists_all_as_json(shell: Shell, make: Make, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(make("status.csv?on=2026-01-15").content.replace(b",party,", b",bound,"))
    arguments = ("verify", str(path), "--address", "status.csv?on=2026-01-15")
    output, _, code = shell(*arguments)
    lines = output.decode("utf-8").splitlines()
    more = next(int(found[1]) for line in lines if (found := re.search(r"and (\d+) more; --format json", line)))
    assert (code, sum(line.startswith("  mbt ") for line in lines)) == (1, 20)
    (table,) = json.loads(shell(*arguments, "--format", "json")[0])["tables"]
    assert (len(table["differences"]["changed"]), table["same"]) == (20 + more, False)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["no.csv"], 'atlas: "no.csv" cannot be read: No such file or directory\n'),
        (["README.md", "--address", "status.csv?on=never"], 'atlas: --address: "never" is not a day'),
        (["README.md", "--address", "package.zip"], "atlas: --address: the address of a package"),
    ],
)
def test_verify_refuses_in_a_line(
    arguments: list[str], problem: str, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("a\r\n")
    output, said, code = shell("verify", *arguments)
    assert (output, code, said.count("\n")) == (b"", 2, 1)
    assert said.startswith(problem)


def test_texts_of_others_never_steer_the_terminal(shell: Shell, make: Make, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    rows = json.loads(make(address_in("json")).content)
    rows[0]["iso3"], rows[1]["basis"] = "\x1b[2J\ud800", "\x07" * 5_000
    path.write_text(json.dumps(rows), encoding="ascii")
    output, said, code = shell("verify", str(path), "--address", ADDRESS)
    assert (said, code) == ("", 1)
    assert all(line.isprintable() and len(line) <= 1_001 for line in output.decode("utf-8").splitlines())
    (table,) = json.loads(shell("verify", str(path), "--address", ADDRESS, "--format", "json")[0])["tables"]
    assert table["differences"]["gone"] == ["mbt \x1b[2J\ud800"]


@pytest.mark.parametrize("form", ["geojson", "json"])
def test_half_a_sign_is_a_changed_cell(form: str, make: Make, check: Check) -> None:
    content = make(address_in(form)).content.replace(b'"Finland"', b'"\\ud800"')
    assert names(check("mine", content, ADDRESS).tables[0].differences) == ["mbt FIN"]


def test_a_workbook_with_a_cell_in_its_last_corner_is_refused_and_not_filled_up(make: Make, check: Check) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make(address_in("xlsx")).content))
    book.worksheets[0]["XFD1048576"] = "far"
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(Unreadable, match="more than 250,000"):
        check("mine.xlsx", saved.getvalue())


def test_a_package_takes_no_address(make: Make, check: Check) -> None:
    with pytest.raises(BadKey, match="leave it out"):
        check("mine.zip", make(PACKAGE).content, ADDRESS)


def test_the_zip_of_the_atlas_is_recognised_as_such(history: History, tables: Tables) -> None:
    content = package(history, tables, asked(PACKAGE, tables).choice)
    assert zipped(unpacked(content), tables.checked) == content
