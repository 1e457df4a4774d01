"""What is done with a mouse beside the map is done by keys alone: filters, files, own data, claims, pages of states."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, Reader
from tests.browser.keys import choose_in_list, press, tab_to
from tests.browser.slides_reading import place, wait_for_slide

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

OWN = FilePayload(name="my.csv", mimeType="text/csv", buffer=b"date;title;states\n31.12.2024;Our survey;Finland\n")


def open_page(reader: Reader, path: str) -> Page:
    """The page at rest, with the focus where it is when a page is opened."""
    reader.open(path)
    reader.page.locator("h1").first.wait_for()
    reading.wait_for_rest(reader.page)
    return reader.page


def tick_row(page: Page, row: int) -> None:
    """Goes to the first table of the page and ticks a row of it, counted from 1."""
    tab_to(page, "Fullscreen")
    page.keyboard.press("Tab")
    for _ in range(row - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")


def downloaded(page: Page) -> str:
    """The text of the file that Enter brings."""
    with page.expect_download() as asked:
        page.keyboard.press("Enter")
    return asked.value.path().read_text(encoding="utf-8-sig")


def test_a_treaty_and_a_region_are_chosen_and_the_map_follows(reader: Reader, tables: Tables, history: History) -> None:
    page = open_page(reader, "/?year=2020")
    choose_in_list(page, "Treaty", str(tables.row("treaties", "ccm")["short_name"]))
    reading.wait_for_rest(page, treaty="ccm")
    choose_in_list(page, "Region", "Europe")
    reading.wait_for_rest(page, treaty="ccm", region="Europe")
    reading.wait_until_drawn(page)
    law = history.status_on(date(2020, 12, 31), "ccm").set_index("iso3")["status"].astype("str")
    inside = set(tables.states.query("region == 'Europe'")["iso3"])
    shown = {shape.state: shape.status for shape in reading.shapes(page) if shape.state in inside}
    assert shown == law[sorted(inside)].to_dict()


def test_the_other_formats_of_a_table_are_opened_and_one_is_downloaded(reader: Reader) -> None:
    page = open_page(reader, "/data?table=status&treaty=ccm&region=Europe")
    press(page, "Other formats")
    json_link = page.get_by_role("link", name="JSON", exact=True)
    expect(json_link).to_be_visible()
    tab_to(page, "JSON")
    rows = json.loads(downloaded(page))
    assert {row["treaty"] for row in rows} == {"ccm"}
    page.keyboard.press("Escape")
    expect(json_link).to_have_count(0)
    tab_to(page, "rows (CSV)", key="Shift+Tab")
    assert len(list(csv.DictReader(io.StringIO(downloaded(page))))) == len(rows)


def test_the_page_of_a_state_is_opened_by_its_name_and_from_the_table(reader: Reader) -> None:
    page = open_page(reader, "/")
    press(page, "Country")
    tab_to(page, "Find a country")
    page.keyboard.type("finland")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Finland")
    reader.open("/country")
    expect(page.get_by_role("heading", level=1)).to_have_text("Countries")
    reading.wait_for_rest(page)
    tick_row(page, 2)
    expect(page.get_by_role("heading", level=1)).to_have_text("Albania")


def test_a_text_is_put_beside_the_record(reader: Reader) -> None:
    page = open_page(reader, "/claims")
    tab_to(page, "A news article")
    page.keyboard.press("ArrowRight")
    tab_to(page, "Text of at most")
    page.keyboard.type("Finland withdrew from the Mine Ban Convention in July 2023.")
    press(page, "Put it beside the record")
    expect(page.get_by_text("Contradicts the record: 1")).to_be_visible()


def test_two_days_are_compared(reader: Reader, tables: Tables, history: History) -> None:
    page = open_page(reader, "/compare")
    tab_to(page, "year, First day")
    page.keyboard.type("20111231")
    tab_to(page, "Region")
    reading.wait_for_rest(page, before="2011-12-31")
    reading.wait_until_drawn(page)
    law = history.status_on(date(2011, 12, 31), "mbt").set_index("iso3")["status"].astype("str")
    shown = page.evaluate(
        "Object.fromEntries([...document.querySelector('.atlas-map').querySelectorAll('path[data-state]')]"
        ".map(path => [path.dataset.state, path.dataset.status]))"
    )
    assert shown == law.to_dict()


def test_a_file_of_ones_own_is_brought_used_and_put_away(reader: Reader) -> None:
    page = open_page(reader, "/data?table=events")
    press(page, "Your own data")
    tab_to(page, "Upload")
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Enter")
    asked.value.set_files(OWN)
    expect(page.get_by_text("1 event read without a fault.")).to_be_visible()
    press(page, "Use these in this session")
    expect(page.get_by_text("With your own data:")).to_be_visible()
    press(page, "Put it away", key="Shift+Tab")
    expect(page.get_by_text("With your own data:")).to_have_count(0)


def test_an_event_is_opened_from_the_table_below_the_timeline(reader: Reader, tables: Tables) -> None:
    page = open_page(reader, "/timeline")
    tick_row(page, 2)
    second = tables["events"].sort_values("date", kind="stable").iloc[1]
    reading.wait_for_rest(page, event=second["event_id"])
    expect(page.get_by_role("heading", name=second["title"])).to_be_visible()


def test_the_first_and_last_slide_are_a_key_away(reader: Reader) -> None:
    reader.open("/present?lesson=leaving")
    wait_for_slide(reader.page, 1)
    tab_to(reader.page, "next")
    reader.page.keyboard.press("End")
    last = int(place(reader.page).rpartition(" ")[2])
    assert last > 10
    wait_for_slide(reader.page, last)
    reader.page.keyboard.press("Home")
    wait_for_slide(reader.page, 1)
