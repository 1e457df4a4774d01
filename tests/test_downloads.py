"""What every page offers to take away: the rows that its address gives, under names that tell the choice."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pandas as pd
import pytest

from atlas.export import FORMATS, choice_of, export_of, told_by
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables
from tests.conftest import Given
from tests.test_pages import LINKS, PAGES

ROUTE = re.compile(r"\]\(<(/api/v1/[^>]+)>\)")
NUMBER = re.compile(r"(\d[\d,]*)(?!\d*:) \w+")
"""How many rows the label of a button says; a year with a colon is no number of rows."""

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
    files = given(page, **{key + "_" if key == "from" else key: value for key, value in query.items()})
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
