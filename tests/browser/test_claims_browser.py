"""The claims page in a real browser: a link opens a claim, a pasted text is read and stays on this machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

TEXT = "<img src=x onerror=alert(1)> Finland officially withdrew from the Mine Ban Convention in July 2023."


def test_a_link_opens_a_claim_and_leads_to_the_map_of_its_day(reader: Reader) -> None:
    page = reader.page
    reader.open("/claims?claim=C19")
    expect(page.get_by_role("heading", name="C19: Finland officially withdrew in July 2023")).to_be_visible()
    page.get_by_role("link", name="Map, 10 July 2025").first.click()
    page.wait_for_url("**/?on=2025-07-10&state=FIN")
    expect(page.get_by_role("heading", level=1)).to_contain_text("states were bound by the ban")


def test_a_claim_opened_in_the_list_is_in_the_address_and_there_again_on_the_way_back(reader: Reader) -> None:
    page = reader.page
    reader.open("/claims")
    page.get_by_text("Finland officially withdrew in July 2023").click()
    page.get_by_role("link", name="Map, 10 July 2025").click()
    page.wait_for_url("**/?on=2025-07-10&state=FIN")
    page.go_back()
    page.wait_for_function("location.search === '?claim=C19'")
    expect(page.get_by_role("heading", name="C19: Finland officially withdrew in July 2023")).to_be_visible()


def test_a_claim_opened_in_the_list_stays_open_while_its_verdict_is_shown(reader: Reader) -> None:
    page = reader.page
    reader.open("/claims")
    page.get_by_text("Finland officially withdrew in July 2023").click()
    expect(page.get_by_role("link", name="Map, 10 July 2025")).to_be_visible()
    page.get_by_role("button", name="Contradicted").click()
    page.wait_for_function("location.search === '?claim=C19&verdict=contradicted'")
    expect(page.locator("details", has_text="Contradicted ·")).to_have_count(3)
    expect(page.get_by_role("link", name="Map, 10 July 2025")).to_be_visible()
    page.get_by_role("button", name="Contradicted").click()
    page.get_by_role("button", name="Supported").click()
    page.wait_for_function("location.search === '?verdict=supported'")
    expect(page.get_by_role("link", name="Map, 10 July 2025")).to_have_count(0)


def test_a_pasted_text_is_put_beside_the_record_as_plain_text_and_leaves_no_trace_in_the_address(
    reader: Reader,
) -> None:
    page = reader.page
    reader.open("/claims")
    page.get_by_role("tab", name="Your own text").click()
    page.locator("textarea").fill(TEXT)
    page.get_by_role("button", name="Put it beside the record").click()
    expect(page.get_by_test_id("stText")).to_have_text(TEXT)
    expect(page.get_by_text("Cannot tell: 1")).to_be_visible()
    expect(page.get_by_text("withdrawal in effect 10 January 2026")).to_be_visible()
    assert page.evaluate("location.search") == ""
    assert page.locator("img[src=x]").count() == 0
    assert [url for url in reader.requests if "Finland" in url or "onerror" in url] == []


def test_the_page_fits_a_narrow_screen(open_reader: OpenReader) -> None:
    page = (narrow := open_reader(viewport={"width": 390, "height": 844})).page
    narrow.open("/claims?claim=C19")
    expect(page.get_by_role("heading", name="C19")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
