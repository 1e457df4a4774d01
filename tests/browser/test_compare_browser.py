"""The comparison in a real browser: two maps that zoom together, and one in which every state has its difference."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from atlas import words
from atlas.figures.palette import CHANGE_STYLES, STATUS_COLOURS
from atlas.selection import default_choice
from atlas.selection.comparison import compared, differences, pair_rows
from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

SCALES = "[...document.querySelectorAll('.atlas-map .plot')].map(plot => plot._fullLayout.geo.projection.scale)"
STATUSES = """() => [...document.querySelectorAll(".atlas-map")].map(map => Object.fromEntries(
  [...map.querySelectorAll("path[data-state]")].map(path => [path.dataset.state, path.dataset.status])))"""

COUNTS = """() => Object.fromEntries([...document.querySelectorAll(".atlas-map .legends .entry")].map(
  entry => [entry.dataset.status, +entry.querySelector("b").textContent]))"""
"""The number of states that the legend gives for each kind of difference."""


def open_comparison(reader: Reader, query: str, maps: int) -> Page:
    reader.open(f"/compare?{query}")
    reading.wait_until_drawn(reader.page)
    expect(reader.page.locator(".atlas-map")).to_have_count(maps)
    return reader.page


def test_zooming_one_map_zooms_the_other_and_each_shows_its_day(
    reader: Reader, history: History, tables: Tables
) -> None:
    page = open_comparison(reader, "before=2025-07-09", 2)
    for found, day in zip(page.evaluate(STATUSES), (date(2025, 7, 9), tables.checked), strict=True):
        law = history.status_on(day, "mbt").set_index("iso3")["status"]
        assert found == law.astype("str").to_dict()
    before = page.evaluate(SCALES)
    assert before[0] == pytest.approx(before[1])
    page.locator(".atlas-map").first.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(f"before => {SCALES}.every(scale => scale > before * 1.2)", arg=before[0])
    left, right = page.evaluate(SCALES)
    assert left == pytest.approx(right)
    page.locator(".atlas-map").last.get_by_role("button", name="Zoom out").click()
    page.wait_for_function(f"before => {SCALES}.every(scale => scale < before * 1.05)", arg=before[0])


def test_the_map_of_differences_paints_every_state_in_its_kind(
    reader: Reader, history: History, tables: Tables
) -> None:
    page = open_comparison(reader, "view=difference", 1)
    pair = compared(tables, default_choice(tables))
    rows = pair_rows(history, tables, pair)
    shapes = reading.shapes(page)
    assert {shape.state: shape.status for shape in shapes} == dict(zip(rows["iso3"], rows["difference"], strict=True))
    assert {shape.fill for shape in shapes} == {CHANGE_STYLES[code][0] for code in set(rows["difference"])}
    assert page.evaluate(COUNTS) == differences(rows, pair)
    assert reader.console_errors == []


def test_a_click_on_two_treaties_draws_the_second_one_from_its_own_history(
    reader: Reader, history: History, tables: Tables
) -> None:
    page = open_comparison(reader, "year=2015", 2)
    page.locator("section.stSidebar").get_by_text("Two treaties").click()
    reading.wait_for_rest(page, other="ccm", year="2015")
    expect(page.locator("h1")).to_contain_text(f"On {words.long_day(date(2015, 12, 31))}: ")
    expect(page.locator(".atlas-map").last).to_contain_text("Convention on Cluster Munitions")
    law = history.status_on("2015-12-31", "ccm").set_index("iso3")["status"].astype("str").to_dict()
    page.wait_for_function(f"law => JSON.stringify(({STATUSES})()[1].EST) === JSON.stringify(law.EST)", arg=law)
    assert page.evaluate(STATUSES)[1] == law
    expect(page.get_by_role("button", name=re.compile("Download these .* states"))).not_to_have_count(0)


def test_the_comparison_fits_a_narrow_dark_screen(open_reader: OpenReader) -> None:
    narrow = open_reader(viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True)
    page = open_comparison(narrow, "other=ccm", 2)
    assert {shape.fill for shape in reading.shapes(page)}.isdisjoint({STATUS_COLOURS["party"].upper()})
    page.wait_for_function("document.querySelectorAll('.stPlotlyChart .main-svg').length >= 2")
    widths = page.evaluate(
        """() => [document.scrollingElement, ...document.querySelectorAll("[data-testid=stMain]")]
             .map(part => part.scrollWidth)"""
    )
    assert max(widths) <= 390
