"""The page for analysts: its lines work, and give the rows of the choice."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from atlas.export import FORMATS, Export, address, choice_of, export_of, keys_of, shape_of
from atlas.selection import default_choice
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables
from atlas.ui import snippets
from tests.conftest import ROOT, Open

URL = re.compile(r'https?://[^"\s]+')
LINKS = [
    {},
    {"table": "status", "on": "2025-07-10", "region": "Southern Europe,Asia", "codes": "iso2,iso_numeric,m49,cow,gw"},
    {"table": "panel", "treaties": "mbt,ccm", "from_": "2020", "codes": "gw"},
    {"table": "states", "state": "NAM"},
    {"table": "events", "lane": "use"},
    {"table": "treaties"},
]


def exported(url: str, tables: Tables, history: History) -> Export:
    """The rows that an address of the atlas asks for; every key and value must be allowed."""
    split = urlsplit(url)
    table = split.path.removeprefix("/api/v1/").rpartition(".")[0]
    return export_of(history, tables, choice_of(table, parse_qsl(split.query), tables))


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch, tables: Tables, history: History) -> None:
    """`pandas.read_csv` is given what an address would answer."""
    real = pd.read_csv

    def answered(url: str, **options: Any) -> pd.DataFrame:
        return real(io.BytesIO(FORMATS["csv"].write(exported(url, tables, history))), **options)

    monkeypatch.setattr(pd, "read_csv", answered)


@pytest.mark.parametrize("query", LINKS)
@pytest.mark.usefixtures("online")
def test_the_lines_of_python_give_the_rows(
    query: dict[str, str], opened: Open, tables: Tables, history: History
) -> None:
    app = opened("analyse", **query)
    assert not app.exception
    found: dict[str, Any] = {}
    rows_lines, join_lines = [each.value for each in app.code if each.value.startswith("import pandas")]
    exec(rows_lines, found)
    (url,) = URL.findall(rows_lines)
    export = exported(url, tables, history)
    rows = found["rows"]
    assert list(rows.columns) == list(export.rows.columns)
    assert len(rows) == len(export.rows) > 0
    for name in snippets.days(export.table):
        assert rows[name].dtype.kind == "M", name
        assert (rows[name].isna() == export.rows[name].isna()).all()
    for name in snippets.texts(export.table):
        assert rows[name].fillna("").to_list() == export.rows[name].to_list()
    if "iso2" in rows and "iso3" in rows:
        assert rows["iso2"].to_list() == export.rows["iso2"].to_list()
    exec(join_lines, found)
    assert len(found["joined"]) == 3
    assert found["joined"]["iso3"].to_list() == ["FIN", "POL", "EST"]


@pytest.mark.parametrize("query", LINKS)
def test_every_line_asks_for_the_rows_of_the_choice(
    query: dict[str, str], opened: Open, tables: Tables, history: History
) -> None:
    app = opened("analyse", **query)
    tabs = {each.language: each.value for each in app.code if each.language}
    assert {"python", "r", "powerquery", "bash"} <= set(tabs)
    address_shown = app.code[0].value
    wanted = exported(address_shown, tables, history)
    assert address_shown.endswith(address(wanted))
    for each in app.code[1:5]:
        for url in URL.findall(each.value):
            assert dict(exported(url, tables, history).query) == dict(wanted.query)


def test_the_list_has_every_table_with_its_keys_and_formats(opened: Open, tables: Tables) -> None:
    listed = opened("analyse").dataframe[0].value.set_index("Table")
    assert listed.index.to_list() == table_names(tables)
    for name in table_names(tables):
        assert listed.at[name, "Keys"] == ", ".join(keys_of(shape_of(tables, name)))
    assert listed.at["status", "Formats"] == "csv, xlsx, json, parquet, geojson, gpkg"
    assert listed.at["sources", "Formats"] == "csv, xlsx, json, parquet"


def test_power_query_types_whole_days_and_no_partial_ones(tables: Tables, history: History) -> None:
    choice = replace(default_choice(tables), table="actions")
    lines = snippets.power_query(export_of(history, tables, choice).table, "http://localhost:8501/x.csv")
    assert '"not_before", type date' in lines
    assert '{"date", type date}' not in lines
    assert lines.startswith("let\n")
    assert lines.count("(") == lines.count(")")


def test_the_commands_write_the_rows_and_find_them_unchanged(
    opened: Open, tables: Tables, history: History, tmp_path: Path
) -> None:
    app = opened("analyse", table="status", on="2025-07-10", region="Southern Europe")
    lines = next(each.value for each in app.code if each.value.startswith("python -m atlas export"))
    folder = {**os.environ, "PYTHONPATH": str(ROOT)}
    for line in lines.splitlines():
        command = [sys.executable, *shlex.split(line)[1:]]
        subprocess.run(command, cwd=tmp_path, env=folder, check=True, capture_output=True)
    export = exported(app.code[0].value, tables, history)
    assert (tmp_path / "status.csv").read_bytes() == FORMATS["csv"].write(export)
