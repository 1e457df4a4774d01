"""The package: one zip that says what it is, is valid for others' tools, and is the same bytes for the same choice."""

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
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas import export
from atlas.export import BadKey, asked, citing, export_of, keys_of, package, package_address, shape_of, to_csv
from atlas.export.packages import SUMS, tables_in, with_sources
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables

ROOT = Path(__file__).parents[1]
EVERY_TABLE = ",".join(
    each["name"]
    for key in ("atlas:computed", "resources")
    for each in json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))[key]
)
CHOICES = [
    "package.zip",
    "package.zip?tables=status,actions&treaty=ccm&on=2020-12-31&region=Europe",
    "package.zip?tables=panel,intervals,events&treaties=all&region=Southern Asia&codes=iso2,cow,m49",
    "package.zip?tables=comparison,changes,contests,states&treaty=mbt&before=2024-12-31&on=2025-12-31",
    "package.zip?tables=status&state=FIN&status=outside",
    "package.zip?tables=status,comparison&on=2014-12-31&before=2019-02-28",
    "package.zip?tables=actions,contests,treaties,states&from=2010&to=2011",
    f"package.zip?tables={EVERY_TABLE}",
]
ALWAYS = {"CITATION.cff", "README.md", SUMS, "citation.bib", "citation.ris", "datapackage.json", "sources.csv"}
CFF_KEYS = {"cff-version", "message", "type", "title", "authors", "version", "date-released", "license", "identifiers"}
REFERENCE_KEYS = {"type", "title", "authors", "url", "notes"}
Pack = Callable[[str], bytes]


@pytest.fixture(scope="module")
def pack(history: History, tables: Tables) -> Pack:
    """The package of an address."""
    made: dict[str, bytes] = {}

    def content(address: str) -> bytes:
        if address not in made:
            made[address] = package(history, tables, asked(address, tables).choice)
        return made[address]

    return content


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("address", CHOICES, ids=range(len(CHOICES)))
def test_a_package_is_valid_for_the_frictionless_tool(address: str, pack: Pack, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(pack(address))).extractall(tmp_path)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["type", "title", "note"]) == []
    assert report.valid
    assert {task.name for task in report.tasks} == {path.stem for path in tmp_path.glob("*.csv")}


def test_the_frictionless_tool_finds_a_cell_that_was_changed(pack: Pack, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(pack(CHOICES[0]))).extractall(tmp_path)
    changed = (tmp_path / "status.csv").read_bytes().replace(b",party,", b",bound,", 1)
    (tmp_path / "status.csv").write_bytes(changed)
    found = {kind for (kind,) in frictionless.Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])}
    assert {"hash-count", "constraint-error"} <= found


def test_the_frictionless_tool_reads_truth_days_and_numbers_as_such(pack: Pack, tmp_path: Path) -> None:
    address = "package.zip?tables=status,border_shares,states,treaties"
    zipfile.ZipFile(io.BytesIO(pack(address))).extractall(tmp_path)
    described = frictionless.Package(str(tmp_path / "datapackage.json"))
    (finland,) = (row for row in described.get_resource("status").read_rows() if row["iso3"] == "FIN")
    assert (finland["since"], finland["until"], finland["certain"]) == (date(2026, 1, 10), None, True)
    (india,) = (row for row in described.get_resource("border_shares").read_rows() if row["iso3"] == "IND")
    assert (type(india["bound"]), type(india["neighbours"])) == (bool, int)
    assert float(india["share"]) == pytest.approx(float(india["km_not_bound"]) / float(india["km_total"]), abs=0.01)
    (ban, *_) = described.get_resource("treaties").read_rows()
    assert (ban["adopted"], ban["threshold"], ban["armed_conflict_clause"]) == (date(1997, 9, 18), 40, True)


@pytest.mark.parametrize("address", CHOICES, ids=range(len(CHOICES)))
def test_the_tables_are_exactly_those_of_their_own_addresses(
    address: str, pack: Pack, history: History, tables: Tables
) -> None:
    files = files_of(pack(address))
    choice = asked(address, tables).choice
    names = tables_in(choice, tables)
    assert {name for name in files if name.endswith(".csv")} == {f"{name}.csv" for name in {*names, "sources"}}
    assert files.keys() >= ALWAYS
    described = {each["name"]: each for each in json.loads(files["datapackage.json"])["resources"]}
    for name in names:
        again = asked(described[name]["atlas:address"], tables)
        assert to_csv(export_of(history, tables, again.choice).rows) == files[f"{name}.csv"]


@pytest.mark.parametrize("address", CHOICES[:-1], ids=range(len(CHOICES) - 1))
def test_the_sources_are_those_of_these_very_rows(address: str, pack: Pack) -> None:
    files = files_of(pack(address))
    cited = {
        key
        for name, content in files.items()
        if name.endswith(".csv") and name != "sources.csv"
        for row in rows_in(content)
        for column in ("source_id", "source_ids", "contest_source")
        for key in row.get(column, "").split(";")
        if key
    }
    sources = [row["source_id"] for row in rows_in(files["sources.csv"])]
    assert set(sources) == cited
    assert len(sources) == len(cited)
    for name in ("CITATION.cff", "citation.bib", "citation.ris"):
        assert all(key in files[name].decode("utf-8") for key in cited)


def test_sources_that_are_chosen_are_whole(pack: Pack, tables: Tables) -> None:
    files = files_of(pack("package.zip?tables=sources,contests"))
    assert len(rows_in(files["sources.csv"])) == len(tables["sources"])


@pytest.mark.parametrize("address", CHOICES, ids=range(len(CHOICES)))
def test_every_sum_is_that_of_its_file_as_sha256sum_reads_it(address: str, pack: Pack) -> None:
    files = files_of(pack(address))
    lines = files[SUMS].decode("ascii").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+", line) for line in lines)
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != SUMS}
    for each in json.loads(files["datapackage.json"])["resources"]:
        assert each["hash"] == f"sha256:{sums[each['path']]}"
        assert each["bytes"] == len(files[each["path"]])


def test_the_description_tells_version_day_choice_and_licences(pack: Pack, tables: Tables) -> None:
    described = json.loads(files_of(pack(CHOICES[1]))["datapackage.json"])
    address = "/api/v1/package.zip?tables=status,actions&treaty=ccm&on=2020-12-31&region=Europe"
    assert described["atlas:address"] == address
    assert described["atlas:choice"]["treaty"] == "ccm"
    assert (described["version"], described["checked"]) == (tables.package.version, str(tables.checked))
    assert {each["name"] for each in described["licenses"]} >= {"CC-BY-4.0"}
    assert described["atlas:words"] == (
        "Status on a day; Treaty actions, under the Convention on Cluster Munitions, on 31 December 2020, in Europe"
    )
    for resource in described["resources"]:
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_a_foreign_key_is_described_only_where_its_target_has_the_rows(pack: Pack) -> None:
    def keys(address: str) -> set[tuple[str, str]]:
        described = json.loads(files_of(pack(address))["datapackage.json"])
        return {
            (each["name"], key["reference"]["resource"])
            for each in described["resources"]
            for key in each["schema"].get("foreignKeys", ())
        }

    assert keys("package.zip?tables=actions") == {("actions", "sources")}
    whole = keys("package.zip?tables=actions,contests,treaties,states")
    assert {("contests", "actions"), ("actions", "treaties"), ("actions", "states"), ("treaties", "")} <= whole
    assert ("contests", "actions") not in keys(CHOICES[6])


@pytest.mark.parametrize("address", CHOICES, ids=range(len(CHOICES)))
def test_the_address_of_a_package_gives_the_same_bytes(
    address: str, pack: Pack, history: History, tables: Tables
) -> None:
    where = package_address(asked(address, tables).choice, tables)
    assert package(history, tables, asked(where, tables).choice) == pack(address)
    assert package_address(asked(where, tables).choice, tables) == where


@st.composite
def addresses(draw: st.DrawFn, tables: Tables) -> str:
    """The address of a package of some tables with some of the keys that they take."""
    names = draw(st.lists(st.sampled_from(table_names(tables)), min_size=1, max_size=4, unique=True))
    known = {
        "treaty": ["ccm", "npt", "mbt"],
        "on": ["2020-12-31", "2026-01-15"],
        "year": ["2014"],
        "from": ["2010"],
        "to": ["2020-06"],
        "region": ["Europe", "Southern Asia,Africa"],
        "state": ["FIN,POL", "IND"],
        "status": ["party", "outside,withdrawn"],
        "treaties": ["all", "mbt,ccm"],
        "codes": ["cow,iso2"],
        "before": ["2019-02-28"],
        "other": ["tpnw"],
        "lane": ["meetings"],
        "layer": ["clearance"],
    }
    taken = sorted({key for name in names for key in keys_of(shape_of(tables, name))} & known.keys())
    keys = draw(st.lists(st.sampled_from(taken), unique=True)) if taken else []
    keys = [key for key in keys if key != "year" or "on" not in keys]
    pairs = [f"{key}={draw(st.sampled_from(known[key]))}" for key in keys]
    return "package.zip?" + "&".join([f"tables={','.join(names)}", *pairs])


@settings(max_examples=25)
@given(data=st.data())
def test_any_package_has_one_address_that_gives_it_again(data: st.DataObject, history: History, tables: Tables) -> None:
    choice = asked(data.draw(addresses(tables)), tables).choice
    again = asked(package_address(choice, tables), tables).choice
    assert package(history, tables, again) == package(history, tables, choice)


def test_two_processes_with_other_hash_seeds_make_the_same_bytes(pack: Pack) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "atlas", "export", CHOICES[2]]
        made = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        assert (made.returncode, made.stderr) == (0, b"")
        assert made.stdout == pack(CHOICES[2])


def test_the_order_in_which_tables_are_named_changes_nothing(pack: Pack) -> None:
    assert pack("package.zip?tables=status,actions") == pack("package.zip?tables=actions,status,actions")


def test_every_file_in_the_zip_has_the_day_of_the_facts_and_plain_permissions(pack: Pack, tables: Tables) -> None:
    entries = zipfile.ZipFile(io.BytesIO(pack(CHOICES[1]))).infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    day = tables.checked
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        ((day.year, day.month, day.day, 0, 0, 0), 3, 0o100644)
    }


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("package.csv", '"csv" is not a format of package; allowed: zip'),
        ("package.zip?tables=nothing", '"nothing" is not a table; allowed: status, panel'),
        ("package.zip?tables=", "tables is empty"),
        ("package.zip?tables=status&lane=use", '"lane" is not a key of a package of status; allowed: tables, treaty'),
        ("package.zip?tables=status&tables=actions", "tables is given twice"),
        ("package.zip?table=status", '"table" is not a key of a package of status'),
        ("package.zip?bom=1", '"bom" is not a key of a package of status'),
        ("package.zip?tables=changes&from=2021&to=2020", "from must not lie after to"),
        ("status.doc", '"doc" is not a format of status; allowed: csv, xlsx, json'),
        ("actions.geojson", '"geojson" is not a format of actions; allowed: csv, xlsx, json, parquet'),
        ("status.csv?bom=2", "bom can only be 1, once"),
        ("status.csv?bom=1&bom=1", "bom can only be 1, once"),
        ("status.json?bom=1", '"bom" is not a key of status'),
        ("status", "is not an address of rows; write a table, a dot and a format, such as status.csv"),
        ("", "is not an address of rows"),
        ("nothing.csv", '"nothing" is not a table'),
        ("status.csv?" + "a" * 9000, "at most 8,192 are read"),
    ],
)
def test_an_address_that_cannot_be_is_refused_by_what_is_allowed(address: str, problem: str, tables: Tables) -> None:
    with pytest.raises(BadKey, match=re.escape(problem)):
        asked(address, tables)


@pytest.mark.parametrize(
    "address",
    [
        "status.csv?treaty=ccm&on=2020-12-31",
        "/api/v1/status.csv?treaty=ccm&on=2020-12-31",
        "https://atlas.example/some/base/api/v1/status.csv?treaty=ccm&on=2020-12-31#top",
        "  status.csv?on=2020-12-31&treaty=CCM\n",
    ],
)
def test_an_address_is_read_as_it_was_copied(address: str, tables: Tables) -> None:
    found = asked(address, tables)
    assert (found.table, found.format) == ("status", "csv")
    assert (found.choice.treaty, str(found.choice.on)) == ("ccm", "2020-12-31")


def test_a_key_asks_for_the_further_format_of_an_ending(tables: Tables) -> None:
    assert asked("status.csv?bom=1", tables).format == "csv-bom"


def test_the_citation_file_has_what_its_schema_needs_and_nothing_that_it_does_not_know(pack: Pack) -> None:
    for address in CHOICES:
        cited = yaml.safe_load(files_of(pack(address))["CITATION.cff"])
        assert {"cff-version", "message", "title", "authors"} <= cited.keys() <= CFF_KEYS | {"references"}
        assert cited["cff-version"] == "1.2.0"
        assert cited["type"] == "dataset"
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", cited["date-released"])
        assert all(isinstance(cited[key], str) for key in ("message", "title", "version", "license"))
        assert [set(each) for each in cited["identifiers"]] == [{"type", "value", "description"}]
        for each in cited.get("references", ()):
            assert {"type", "title", "authors"} <= each.keys() <= REFERENCE_KEYS
            assert re.match("https?://", each.get("url", "https://"))
            assert all(author["name"] for author in each["authors"])


def test_every_citation_tells_author_title_day_version_and_address(pack: Pack, tables: Tables) -> None:
    files = files_of(pack(CHOICES[1]))
    title = "Mine Ban Atlas: Status on a day; Treaty actions, under the Convention on Cluster Munitions"
    for name in ("CITATION.cff", "citation.bib", "citation.ris"):
        text = files[name].decode("utf-8")
        address = "/api/v1/package.zip?tables=status,actions&treaty=ccm&on=2020-12-31&region=Europe"
        assert (address if name != "citation.bib" else address.replace("&", "\\&")) in text
        for part in (title, citing.AUTHOR, tables.package.version, "2026"):
            assert part in text


def test_bibtex_has_balanced_braces_and_one_key_an_entry(pack: Pack) -> None:
    text = files_of(pack(CHOICES[-1]))["citation.bib"].decode("utf-8")
    keys = re.findall(r"^@misc\{([\w:.+/-]+),$", text, re.MULTILINE)
    bare = re.sub(r"\\[{}]", "", text)
    assert len(keys) == len(set(keys)) == text.count("@misc{")
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"^  (?!url).*(?<!\\)[&%#_$]", text, re.MULTILINE)


def test_ris_has_a_type_first_and_an_end_last_in_every_record(pack: Pack) -> None:
    text = files_of(pack(CHOICES[-1]))["citation.ris"].decode("utf-8")
    records = text.split("ER  - \r\n")
    assert records.pop() == ""
    assert all(record.startswith("TY  - ") for record in records)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - \S.*", line) for record in records for line in record.splitlines())


def test_the_citation_of_the_repository_names_the_same_author_and_title() -> None:
    cited: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["title"], cited["authors"]) == (citing.NAME, [{"name": citing.AUTHOR}])


@pytest.mark.parametrize("address", CHOICES, ids=range(len(CHOICES)))
def test_the_readme_names_every_file_and_every_column(address: str, pack: Pack, tables: Tables) -> None:
    files = files_of(pack(address))
    text = files["README.md"].decode("utf-8")
    assert all(f"`{name}`" in text for name in files if name != "README.md")
    for name, content in files.items():
        if name.endswith(".csv"):
            header = next(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
            section = text.split(f"### `{name}`")[1].split("\n### ")[0]
            assert all(f"| `{column}` |" in section for column in header)
    assert package_address(asked(address, tables).choice, tables) in text


def test_the_lines_of_the_readme_for_python_read_the_rows(pack: Pack, tmp_path: Path) -> None:
    files = files_of(pack(CHOICES[1]))
    zipfile.ZipFile(io.BytesIO(pack(CHOICES[1]))).extractall(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", files["README.md"].decode("utf-8"), re.DOTALL)
    command = [sys.executable, "-c", f"{code}\nprint(len(rows), rows['iso3'].isna().sum())"]
    read = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert read.stdout == f"{len(rows_in(files['status.csv']))} 0\n"


def test_the_sources_beside_no_rows_are_none(history: History, tables: Tables) -> None:
    choice = asked("package.zip?tables=status&state=FIN&status=outside", tables).choice
    exports = with_sources([export_of(history, tables, choice)], tables)
    assert [len(each.rows) for each in exports] == [0, 0]
    assert export.package(history, tables, choice)
