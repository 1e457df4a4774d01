"""Everything by keys alone, as without a mouse; and what a screen reader is told while the years go by."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from atlas import words
from atlas.selection import from_query, status_rows
from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import OpenReader, Reader
from tests.browser.keys import FOCUSED, press, tab_to
from tests.browser.slides_reading import wait_for_slide

pytestmark = pytest.mark.browser

TOLD = """() => {
  const list = document.activeElement
  return document.getElementById(list.getAttribute("aria-activedescendant"))?.textContent ?? ""
}"""
COUNT_SPOKEN = """() => {
  window.spoken = []
  const said = document.querySelector(".atlas-map .spoken")
  const note = () => window.spoken.push(said.textContent)
  new MutationObserver(note).observe(said, { childList: true, characterData: true, subtree: true })
}"""


def law(history: History, tables: Tables, **query: str) -> dict[str, str]:
    """The label of the status of every state, by its name."""
    choice, notices = from_query(query, tables)
    assert not notices
    rows = status_rows(history, tables, choice).set_index("iso3")["status"]
    names = tables.states.set_index("iso3")["name"]
    return {str(names[iso3]): words.STATUS_LABELS[status] for iso3, status in rows.items()}


def test_the_first_key_leads_past_the_menu(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reading.wait_until_drawn(page)
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('section.stSidebar, header')")


def test_every_state_is_reached_and_told_by_keys_as_the_law_has_it(
    reader: Reader, tables: Tables, history: History
) -> None:
    page = reader.page
    reader.open("/?year=2012")
    reading.wait_until_drawn(page)
    tab_to(page, "States on the map")
    page.keyboard.press("Home")
    told = []
    for _ in tables.states["iso3"]:
        told.append(page.evaluate(TOLD))
        page.keyboard.press("ArrowDown")
    assert len(set(told)) == len(tables.states)
    expected = law(history, tables, year="2012")
    wrong = [each for each in told if not each.partition(": ")[2].startswith(expected[each.partition(": ")[0]])]
    assert wrong == []


def test_a_typed_name_is_found_its_card_opened_and_closed_again(reader: Reader) -> None:
    page = reader.page
    reader.open("/?year=2025")
    reading.wait_until_drawn(page)
    tab_to(page, "States on the map")
    page.keyboard.type("finl")
    assert page.evaluate(TOLD).startswith("Finland: ")
    expect(page.locator(".atlas-map .card b")).to_have_text("Finland")
    assert page.locator(".atlas-map path.pointed").count() >= 1
    page.keyboard.press("Escape")
    expect(page.locator(".atlas-map .card")).to_be_hidden()
    page.keyboard.type("finl")
    page.keyboard.press("Enter")
    reading.wait_for_rest(page, state="FIN")
    expect(page.locator(".atlas-map .selected h2")).to_have_text(["Finland"])
    tab_to(page, "Close Finland")
    page.keyboard.press("Escape")
    reading.wait_for_rest(page, state=None)
    expect(page.locator(".atlas-map .states")).to_be_focused()
    tab_to(page, "Zoom in")


def test_a_year_a_day_and_a_status_are_chosen_and_the_rows_downloaded_by_keys(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reading.wait_until_drawn(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "year Year")
    page.keyboard.press("ArrowLeft")
    reading.wait_for_rest(page, year="2025")
    tab_to(page, "day Exact day")
    page.keyboard.type("06272025")
    reading.wait_for_rest(page, on="2025-06-27")
    press(page, words.STATUS_LABELS["withdrawing"])
    page.wait_for_function("new URLSearchParams(location.search).has('status')")
    reading.wait_for_rest(page)
    tab_to(page, "rows (CSV)")
    with page.expect_download() as asked:
        page.keyboard.press("Enter")
    assert asked.value.suggested_filename.endswith(".csv")


def test_a_lesson_is_presented_and_left_by_keys(reader: Reader) -> None:
    page = reader.page
    reader.open("/present?lesson=leaving")
    wait_for_slide(page, 1)
    tab_to(page, "next")
    page.keyboard.press("PageDown")
    wait_for_slide(page, 2)
    page.keyboard.press("b")
    expect(page.locator(".atlas-slides .black")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".atlas-slides .black")).to_be_hidden()
    page.keyboard.press("PageUp")
    wait_for_slide(page, 1)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Lessons to present").wait_for()


def test_a_play_is_silent_and_the_day_on_which_it_rests_is_told_once(
    reader: Reader, tables: Tables, history: History
) -> None:
    page = reader.page
    reader.open("/?year=2000")
    reading.wait_until_drawn(page)
    page.wait_for_timeout(1000)
    page.evaluate(COUNT_SPOKEN)
    press(page, "play")
    page.wait_for_function("document.querySelector('.atlas-map .shown').textContent === '2010'")
    assert page.evaluate("window.spoken") == []
    page.keyboard.press("Enter")
    page.wait_for_function("window.spoken.length > 0")
    page.wait_for_timeout(1500)
    [said] = page.evaluate("window.spoken")
    year = int(page.locator(".atlas-map .shown").inner_text())
    found = list(law(history, tables, year=str(year)).values())
    assert words.long_day(date(year, 12, 31)) in said
    for label in set(found):
        assert f"{label} {found.count(label)}" in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_has_the_focus_shows_it_and_statuses_keep_their_patterns_in_the_readers_own_colours(
    open_reader: OpenReader, scheme: str
) -> None:
    reader = open_reader(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    page = reader.page
    reader.open("/?year=2025")
    reading.wait_until_drawn(page)
    fills = {shape.status: shape.fill for shape in reading.shapes(page)}
    assert len(set(fills.values())) == len(fills)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(() => { for (let at = document.activeElement, up = 0; at && up < 4; at = at.parentElement, up++) {"
            " const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);"
            " if ((outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none') return true }"
            " return false })()"
        )
        if not ring:
            unseen.append(page.evaluate(FOCUSED))
    assert unseen == []
