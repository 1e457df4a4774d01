"""A supposition in a real browser: the link carries it, and it never looks like a fact."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS, Reader

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

BOX = ".st-key-supposition"


def query_now(page: Page) -> dict[str, str]:
    search: str = page.evaluate("location.search")
    return {key: ",".join(values) for key, values in parse_qs(search.removeprefix("?")).items()}


def style_of(found: Locator, name: str) -> str:
    return str(found.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def test_a_link_shows_a_supposition_in_a_box_that_looks_like_no_fact(reader: Reader) -> None:
    reader.open("/country?state=NOR&notice=2026-12-01")
    box = reader.page.locator(BOX)
    expect(box.get_by_role("heading", name="Supposition, not a fact")).to_be_visible()
    expect(box).to_contain_text("the withdrawal would take effect on 1 June 2027 (Art. 20(3)).")
    expect(box).to_contain_text("161 of 197 states would be bound")
    assert style_of(box, "borderTopStyle") == "dashed"
    assert "repeating-linear-gradient" in style_of(box, "backgroundImage")
    with reader.page.expect_download() as started:
        box.get_by_role("button", name="Download these suppositions").click()
    assert started.value.suggested_filename == "mine-ban-atlas_supposed-notice-2026-12-01_state-NOR.csv"
    assert started.value.path().read_text(encoding="utf-8").splitlines()[1].startswith("true,mbt,NOR,Norway,notice,")
    reader.page.emulate_media(media="print")
    expect(box).to_be_hidden()


def test_a_day_chosen_by_the_reader_is_in_the_address_and_clear_takes_it_back(reader: Reader) -> None:
    page = reader.page
    reader.open("/country?state=USA")
    question = page.locator(".st-key-screen-what-if")
    field = question.get_by_role("spinbutton").first
    expect(field).to_be_visible()
    field.click()
    page.keyboard.type("20270101")
    page.get_by_role("button", name="Friday, 1 January 2027").click()
    expect(page.locator(BOX)).to_contain_text("in force for it from 1 July 2027")
    assert query_now(page) == {"state": "USA", "deposit": "2027-01-01"}
    question.get_by_role("button", name="Clear", exact=True).click()
    expect(page.locator(BOX)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?state=USA$"))
