"""Impact layers in a real browser, offline: on the map, over the timeline, and on a narrow screen in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from atlas import impact
from atlas.words import impact as sentences
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

NARROW = {"width": 390, "height": 844}


def test_a_layer_chosen_on_the_map_is_told_in_words_and_kept_on_the_timeline(reader: Reader) -> None:
    page = reader.page
    reader.open("/?year=2016")
    reading.wait_until_drawn(page)
    page.get_by_role("combobox", name="Layer").click()
    page.get_by_role("option", name="Casualties").click()
    reading.wait_for_rest(page, layer="casualties", year="2016")
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("The world total of 2016 was revised (Landmine Monitor 2017: 8,605; 2018: 9,437;")
    expect(main).to_contain_text(sentences.NOT_FOUND_MEANS)
    expect(page.locator("h1")).to_contain_text("162 of 197 states were bound")
    page.locator("section.stSidebar").get_by_role("link", name="Timeline", exact=True).click()
    page.wait_for_function("location.pathname === '/timeline'")
    expect(page.get_by_role("heading", name="Casualties", exact=True)).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    assert reader.console_errors == []


@pytest.mark.parametrize("name", impact.LAYER_NAMES)
def test_the_figure_of_a_layer_fits_a_narrow_screen_in_the_dark(name: str, open_reader: OpenReader) -> None:
    reader = open_reader(viewport=NARROW, color_scheme="dark")
    page = reader.page
    reader.open(f"/timeline?layer={name}")
    figure = page.locator(".js-plotly-plot").first
    figure.locator(".trace, .bars").first.wait_for(state="attached")
    reading.wait_for_rest(page)
    box = figure.bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= NARROW["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    legend = figure.locator(".legend").first.bounding_box()
    assert legend
    assert legend["x"] + legend["width"] <= NARROW["width"]
    assert legend["y"] + legend["height"] <= box["y"] + box["height"] + 1
    assert reader.console_errors == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_legend_over_rows_fills_its_room_on_every_screen(width: int, open_reader: OpenReader) -> None:
    reader = open_reader(viewport={"width": width, "height": 900})
    reader.open("/timeline?layer=clearance")
    figure = reader.page.locator(".js-plotly-plot").first
    figure.locator(".legend .traces").first.wait_for(state="attached")
    reading.wait_for_rest(reader.page)
    box, legend = figure.bounding_box(), figure.locator(".legend").first.bounding_box()
    assert box
    assert legend
    assert 0 <= legend["y"] - box["y"] < 24
    entries = [each.bounding_box() for each in figure.locator(".legend .legendtext").all()]
    assert len(entries) == 6
    for left, right in zip(entries[::2], entries[1::2], strict=True):
        assert left
        assert right
        assert left["x"] + left["width"] < right["x"] - 24
