"""The borders page in a real browser: lines that follow the slider, charts that fit, and nothing from elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from atlas import geography
from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import OpenReader, Reader

pytestmark = pytest.mark.browser

BORDERS = """() => [...document.querySelectorAll(".atlas-map path[data-border]")].flatMap(path =>
  path.dataset.borders.split(" ").filter(Boolean).map(pair => `${path.dataset.border} ${pair}`)).sort()"""
"""Every border that a line is drawn for, with the class whose colour it has."""
FOLLOWED = f"wanted => JSON.stringify(({BORDERS})()) === JSON.stringify(wanted)"
CHARTS = "document.querySelectorAll('.stPlotlyChart:has(.main-svg)').length === 2"
TOO_WIDE = """() => [...document.querySelectorAll(".stPlotlyChart svg.main-svg, .stPlotlyChart text")]
  .filter(each => each.getBoundingClientRect().right > innerWidth + 1).length"""
OVERLAPPING = """() => {
  const names = [...document.querySelectorAll(".stPlotlyChart .annotation-text-g")]
  const boxes = names.map(each => each.getBoundingClientRect())
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom
  return [boxes.length, boxes.filter((a, place) => boxes.some((b, other) => other > place && meet(a, b))).length]
}"""
"""How many names stand over the line, and how many of them lie on another one."""
NARROW = {"width": 390, "height": 844}


def expected(history: History, tables: Tables, day: str) -> list[str]:
    rows = geography.borders_on(history, tables, "mbt", day)
    return sorted(f"{row.pair} {min(row.bound, row.other)}-{max(row.bound, row.other)}" for row in rows.itertuples())


def wait_for_charts(page: Page) -> None:
    page.wait_for_function(CHARTS)
    reading.wait_for_rest(page)


def test_the_lines_drawn_are_the_borders_of_the_day_and_follow_the_slider(
    reader: Reader, tables: Tables, history: History
) -> None:
    page = reader.page
    reader.open("/borders?on=2025-12-26")
    reading.wait_until_drawn(page)
    page.wait_for_function(FOLLOWED, arg=expected(history, tables, "2025-12-26"))
    assert any(pair.endswith("FIN-RUS") for pair in page.evaluate(BORDERS))
    page.get_by_role("button", name="Next change").click()
    reading.wait_for_rest(page, on="2025-12-27")
    page.wait_for_function(FOLLOWED, arg=expected(history, tables, "2025-12-27"))
    assert reading.headline(page).startswith("On 27 December 2025 the line")
    assert reader.console_errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_charts_fit_a_narrow_screen(open_reader: OpenReader, scheme: str) -> None:
    narrow = open_reader(viewport=NARROW, color_scheme=scheme)
    narrow.open("/borders?region=Europe")
    wait_for_charts(narrow.page)
    narrow.page.get_by_role("heading", name="What moved it").scroll_into_view_if_needed()
    assert narrow.page.evaluate(TOO_WIDE) == 0
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    names, overlapping = narrow.page.evaluate(OVERLAPPING)
    assert names >= 2
    assert overlapping == 0
