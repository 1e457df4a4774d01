"""The country page in a real browser: found by a former name, followed by its links, and printed on one page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

PRINTED = ["FIN", "AFG", "USA", "UKR", "LCA", "SRB", "DEU"]
"""The last two have the longest sheets of all."""
PAGE_OBJECT = re.compile(rb"/Type\s*/Page[^s]")
BANDS = ".st-key-country-bands .barlayer .point"
NOT_ON_PAPER = (
    ".stSidebar",
    "header",
    ".stDownloadButton",
    ".stPageLink",
    ".stTextInput",
    ".stDateInput",
    ".stDataFrame",
)
NARROW = {"width": 390, "height": 844}


def open_state(reader: Reader, iso3: str) -> Page:
    reader.open(f"/country?state={iso3}")
    page = reader.page
    page.wait_for_selector(BANDS, state="attached")
    page.wait_for_selector(".st-key-screen-details .stDataFrame", state="attached")
    return page


@pytest.mark.parametrize("iso3", PRINTED)
def test_a_state_is_printed_on_one_page_of_a4(iso3: str, reader: Reader) -> None:
    page = open_state(reader, iso3)
    expect(page.locator(".st-key-screen-details h2").last).to_have_text("Clearance and stockpiles")
    printed = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(PAGE_OBJECT.findall(printed)) == 1


PAPER_SEEN = """
window.seen = new Set()
const look = () => {
  for (const each of document.querySelectorAll("[class*=st-key-paper-]")) window.seen.add(each.offsetHeight)
  requestAnimationFrame(look)
}
look()
"""
"""The heights that what is meant for paper had on the screen, frame by frame."""


def test_what_is_for_paper_is_never_seen_on_the_screen_while_the_page_loads(reader: Reader) -> None:
    reader.page.add_init_script(PAPER_SEEN)
    page = open_state(reader, "FIN")
    assert page.evaluate("[...window.seen]") == [0]


def test_paper_has_the_sentences_and_short_lines_but_nothing_to_click(reader: Reader) -> None:
    page = open_state(reader, "FIN")
    expect(page).to_have_title("Finland · Mine Ban Atlas")
    expect(page.locator(".st-key-paper-sheet")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".st-key-paper-sheet")).to_contain_text("C.N.372.2025")
    expect(page.locator("h1")).to_have_text("Finland")
    expect(page.locator(".st-key-country-sentences .stTable tbody tr")).to_have_count(11)
    for selector in NOT_ON_PAPER:
        assert page.locator(f"{selector}:visible").count() == 0, selector


def test_a_former_name_finds_the_state_and_the_address_follows_the_way_on(reader: Reader) -> None:
    reader.open("/country")
    field = reader.page.get_by_label("Find a country")
    field.fill("Upper Volta")
    field.press("Enter")
    expect(reader.page.locator("h1")).to_have_text("Burkina Faso")
    reader.page.get_by_role("button", name="Next: Burundi").click()
    expect(reader.page.locator("h1")).to_have_text("Burundi")
    reader.page.wait_for_function("location.search.includes('state=BDI')")
    reader.page.go_back()
    expect(reader.page.locator("h1")).to_have_text("Burkina Faso")


def test_a_narrow_screen_shows_everything_without_scrolling_sideways(open_reader: OpenReader) -> None:
    page = open_state(open_reader(viewport=NARROW), "UKR")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".st-key-country-bands .main-svg").first.bounding_box()["width"] <= NARROW["width"]  # type: ignore[index]
