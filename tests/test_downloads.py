"""What every page offers to take away: the rows that its address gives, under names that tell the choice."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from atlas.export import FORMATS, address, choice_of, export_of, told_by
from atlas.selection import default_choice
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.downloads import PURPOSES, formats_of
from tests.conftest import Given, Open
from tests.test_pages import LINKS, PAGES

ROUTE = re.compile(r"\]\(<(/api/v1/[^>]+)>\)")
NUMBER = re.compile(r"(\d[\d,]*)(?!\d*:) \w+")
"""How many rows the label of a button says; a year with a colon is no number of rows."""

EXAMPLE = "example-"
"""How the names of files begin that show a reader what to bring; they hold no rows of the choice."""

LEFT_OUT = {"present", "teach"}
"""Pages whose files are lessons, not rows."""

OF_ADDRESSES = {"map": 2, "timeline": 2, "data": 1, "analyse": 1, "borders": 5, "claims": 1, "about": 1, "compare": 4}
"""How many tables each page offers that an address gives, with a link that has no filter."""


def expected(name: str, tables: Tables, history: History) -> bytes | None:
    """The CSV that the route gives for what the name of a file tells; None where it tells no table of the atlas."""
    told = told_by(name)
    assert told, name
    if told.table not in table_names(tables):
        return None
    assert told.query is not None, name
    choice = choice_of(told.table, told.query.items(), tables)
    return FORMATS["csv"].write(export_of(history, tables, choice))


@pytest.mark.parametrize("query", LINKS, ids=lambda query: "&".join(map("=".join, query.items())) or "no query")
@pytest.mark.parametrize("page", [page for page in PAGES if page not in LEFT_OUT])
def test_a_file_has_the_rows_that_its_name_tells(
    page: str,
    query: dict[str, str],
    given: Callable[..., list[Given]],
    tables: Tables,
    history: History,
) -> None:
    asked = {key + "_" if key == "from" else key: value for key, value in query.items()}
    files = [file for file in given(page, **asked) if not file.name.startswith(EXAMPLE)]
    found = 0
    for file in files:
        rows = expected(file.name, tables, history)
        if rows is not None:
            assert file.content == rows, file.name
            said = NUMBER.search(file.label)
            lines = len(pd.read_csv(io.BytesIO(rows)))
            assert not said or lines == int(said[1].replace(",", "")), file.label
            found += 1
    assert len({file.name for file in files}) == len(files)
    if not query:
        assert found == OF_ADDRESSES.get(page, 1)


def opened_formats(app: AppTest) -> AppTest:
    """The page with the first of its other formats open."""
    first = next(each.proto.popover for each in app.get("popover") if each.proto.popover.label == "Other formats")
    app.session_state[first.id.split("-", 2)[2]] = True
    return app.run()


OPENED = [("map", {"year": "2025", "state": "FIN"}), ("timeline", {"from_": "2020"}), ("borders", {}), ("about", {})]


@pytest.mark.parametrize(("page", "query"), OPENED)
def test_the_other_formats_are_links_to_addresses_that_the_routes_know(
    page: str, query: dict[str, str], opened: Open, tables: Tables, history: History
) -> None:
    app = opened_formats(opened(page, **query))
    assert not app.exception
    links = [urlsplit(each) for mark in app.markdown for each in ROUTE.findall(mark.value)]
    (url,) = [each.value for each in app.code if "/api/v1/" in each.value]
    table = urlsplit(url).path.rpartition("/")[2].removesuffix(".csv")
    asked = parse_qsl(urlsplit(url).query)
    export = export_of(history, tables, choice_of(table, asked, tables))
    assert url.endswith(address(export))
    assert len(links) == len(formats_of(export)) + 1
    for link in links[:-1]:
        pairs = [pair for pair in parse_qsl(link.query) if pair != ("bom", "1")]
        assert (link.path.rpartition(".")[0], pairs) == (f"/api/v1/{table}", asked)
    assert links[-1].path == "/api/v1/package.zip"
    assert dict(parse_qsl(links[-1].query)) == {**dict(asked), "tables": table}


def test_without_the_server_the_other_formats_are_buttons(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("about")
    monkeypatch.delenv("ATLAS_ASSETS_IN_MEMORY")
    monkeypatch.setattr("atlas.ui.facts.write_assets", lambda files: None)
    labels = [each.proto.label for each in opened_formats(app).get("download_button")]
    told = {each.label for key, each in FORMATS.items() if key != "csv" and not each.on_maps}
    assert told <= set(labels)
    assert not [each for each in app.code if "/api/v1/" in each.value]


def test_rows_that_no_link_gives_have_buttons_and_no_address(opened: Open) -> None:
    app = opened_formats(opened("timeline", layer="casualties", state="AFG"))
    assert not app.exception
    assert FORMATS["csv-bom"].label in [each.proto.label for each in app.get("download_button")]
    assert not [each for each in app.code if "/api/v1/" in each.value]


def test_every_format_says_what_it_is_for(history: History, tables: Tables) -> None:
    assert set(PURPOSES) == set(FORMATS)
    export = export_of(history, tables, default_choice(tables))
    assert address(export, "csv-bom") == address(export) + "&bom=1"
    sources = export_of(history, tables, replace(default_choice(tables), table="sources"))
    assert address(sources, "csv-bom") == "/api/v1/sources.csv?bom=1"
