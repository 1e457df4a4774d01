"""The pages in a real browser: opened first by a link, on a narrow screen, in the dark, and the timeline by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from atlas import tables as facts
from atlas import words
from atlas.figures import palette
from atlas.selection import action_rows, event_rows, from_query, status_rows
from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader
from tools.serving import serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

QUERY = {"treaty": "ccm", "year": "2015", "region": "Europe"}
PATHS = {
    "Map": "/",
    "Timeline": "/timeline",
    "Country": "/country",
    "Compare": "/compare",
    "Borders": "/borders",
    "Claims": "/claims",
    "Teach": "/teach",
    "Data": "/data",
    "Use the data": "/analyse",
    "About": "/about",
}
NARROW = {"width": 390, "height": 844}
LONE_MARKS = """wanted => {
  const marks = [...document.querySelectorAll(".js-plotly-plot .scatterlayer path.point")].map(path => {
    const { trace } = path.closest(".trace").__data__[0]
    const box = path.getBoundingClientRect()
    const event = (trace.customdata?.[path.__data__.i] ?? [])[0]
    return { event: trace.name === "events" ? event : null, x: box.x + box.width / 2, y: box.y + box.height / 2 }
  })
  const lone = mark => marks.every(other => other === mark || Math.hypot(other.x - mark.x, other.y - mark.y) > 16)
  const seen = mark => mark.y > 80 && mark.y < innerHeight - 20
  return marks.find(mark => wanted.includes(mark.event) && lone(mark) && seen(mark)) ?? null
}"""
"""The first mark of one of the events with no other mark near it, and where it stands in the window."""


def query_of(choice: dict[str, str]) -> str:
    return "&".join(f"{key}={value}" for key, value in choice.items())


def query_now(page: Page) -> dict[str, str]:
    search: str = page.evaluate("location.search")
    return {key: ",".join(values) for key, values in parse_qs(search.removeprefix("?")).items()}


def wait_until_settled(page: Page) -> None:
    """Returns when the page has its heading and the server has nothing more to send."""
    page.locator("h1").first.wait_for()
    reading.wait_for_rest(page)


@pytest.mark.parametrize("label", ["Timeline", "Data", "About"])
def test_a_page_opened_first_by_a_link_works_and_its_menu_carries_the_choice(
    reader: Reader, tables: Tables, label: str
) -> None:
    page = reader.page
    reader.open(f"{PATHS[label]}?{query_of(QUERY)}")
    wait_until_settled(page)
    expect(page).to_have_title(f"{label} · Mine Ban Atlas")
    expect(page.locator("[data-testid=stException], [data-testid=stAlert]")).to_have_count(0)
    links = page.locator("section.stSidebar [data-testid=stPageLink] a")
    expect(links).to_have_text(list(PATHS))
    for link in links.all():
        asked = parse_qs(urlsplit(link.get_attribute("href")).query)
        assert {key: ",".join(values) for key, values in asked.items()} == QUERY
    page.locator("section.stSidebar").get_by_role("link", name="Map", exact=True).click()
    page.wait_for_function("location.pathname === '/'")
    reading.wait_until_drawn(page)
    reading.wait_for_rest(page, **QUERY)
    expect(page.locator("h1")).to_contain_text("Europe: ")
    expect(page.locator(".atlas-map .shown")).to_have_text("2015")
    assert reader.console_errors == []


def events_with_states(tables: Tables) -> list[str]:
    """Keys of events of a known day after 1997 that name states able to join."""
    events, able = tables["events"], set(tables.states["iso3"])
    dated = events[(events["date"].str.len() == 10) & (events["date"] > "1998")]
    return [row.event_id for row in dated.itertuples() if able.issuperset(row.states.split(";"))]


def test_a_click_on_a_mark_opens_the_event_with_source_and_leads_to_the_map(reader: Reader, tables: Tables) -> None:
    page = reader.page
    reader.open("/timeline")
    page.locator(".js-plotly-plot .scatterlayer path.point").first.wait_for(state="attached")
    wait_until_settled(page)
    mark = page.wait_for_function(LONE_MARKS, arg=events_with_states(tables)).json_value()
    page.mouse.move(mark["x"] - 2, mark["y"])
    page.mouse.click(mark["x"], mark["y"])
    reading.wait_for_rest(page, event=mark["event"])
    event = tables["events"].set_index("event_id").loc[mark["event"]]
    assert_event_shown(page, tables, mark["event"])
    codes = event["states"].split(";")
    day = date.fromisoformat(event["date"])
    page.get_by_role("link", name=f"Map, {words.long_day(day)}").click()
    page.wait_for_function("location.pathname === '/'")
    reading.wait_until_drawn(page)
    names = tables.states.set_index("iso3")["name"]
    expect(page.locator(".atlas-map .selected h2")).to_have_text([names[code] for code in codes[:8]])
    choice, notices = from_query(query_now(page), tables)
    assert (choice.on, list(choice.state), notices) == (day, codes, [])
    assert page.locator(".atlas-map .year").get_attribute("aria-valuetext") == words.long_day(day)


def assert_event_shown(page: Page, tables: Tables, key: str) -> None:
    """The event stands on the page with its title, summary and a link to its source."""
    event = tables["events"].set_index("event_id").loc[key]
    source = tables["sources"].set_index("source_id").loc[event["source_id"]]
    heading = page.locator("h2", has_text=event["title"])
    expect(heading).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text(" ".join(event["summary"].split()))
    if source["url"]:
        expect(main.get_by_role("link").and_(page.locator(f'a[href="{source["url"]}"]')).first).to_be_visible()


def test_a_click_on_a_row_opens_the_event_and_close_leaves_it(reader: Reader, tables: Tables) -> None:
    page = reader.page
    reader.open("/timeline?from=2025")
    wait_until_settled(page)
    choice, _ = from_query({"from": "2025"}, tables)
    first = event_rows(tables, choice)["event_id"].iloc[0]
    table = page.locator("[data-testid=stDataFrame] canvas").first
    table.locator("[role=gridcell]").first.wait_for(state="attached")
    table.scroll_into_view_if_needed()
    corner = table.bounding_box()
    assert corner
    page.mouse.click(corner["x"] + 15, corner["y"] + 52)
    reading.wait_for_rest(page, event=first)
    assert_event_shown(page, tables, first)
    page.get_by_role("button", name="Close", exact=True).click()
    reading.wait_for_rest(page, event=None)
    expect(page.locator("[data-testid=stMain]").get_by_role("button", name="Close", exact=True)).to_have_count(0)


FIRST_YEAR = "+String(document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range[0]).slice(0, 4)"


def shown_years(page: Page) -> list[float]:
    """First and last year that the time axis shows."""
    return page.evaluate(
        "document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range.map(end => +String(end).slice(0, 4))"
    )


def test_a_drag_across_the_years_looks_closer_and_a_double_click_goes_back(reader: Reader) -> None:
    page = reader.page
    reader.open("/timeline")
    page.locator(".js-plotly-plot .scatterlayer path.point").first.wait_for(state="attached")
    wait_until_settled(page)
    whole = shown_years(page)
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert box
    y = box["y"] + 60
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, y + 5, steps=5)
    page.mouse.move(box["x"] + box["width"] * 0.7, y + 10, steps=5)
    page.mouse.up()
    page.wait_for_function(f"whole => {FIRST_YEAR} > whole + 10", arg=whole[0])
    first, last = shown_years(page)
    assert whole[0] < first < last < whole[1]
    page.mouse.dblclick(box["x"] + box["width"] * 0.55, y)
    page.wait_for_function(f"whole => {FIRST_YEAR} === whole", arg=whole[0])


def test_the_years_of_the_link_filter_events_headline_and_download(reader: Reader, tables: Tables) -> None:
    page = reader.page
    reader.open("/timeline?from=1999&to=2010")
    wait_until_settled(page)
    choice, notices = from_query(query_now(page), tables)
    assert notices == []
    counts = len(event_rows(tables, choice)), len(action_rows(tables, choice))
    expect(page.locator("h1")).to_have_text(words.timeline_headline(*counts, choice.first, choice.last))
    expect(page.get_by_role("button", name=re.compile(f"Download these {counts[0]} events"))).to_be_visible()
    page.get_by_role("button", name="Show all years").click()
    reading.wait_for_rest(page, **{"from": None, "to": None})
    expect(page.locator("h1")).to_contain_text(f"to {tables.checked.year}")


@pytest.mark.parametrize("label", list(PATHS))
def test_a_narrow_screen_scrolls_in_one_direction_only(open_reader: OpenReader, label: str) -> None:
    narrow = open_reader(viewport=NARROW, has_touch=True)
    page = narrow.page
    narrow.open(f"{PATHS[label]}?year=2025&state=FIN,UKR")
    wait_until_settled(page)
    if label == "Map":
        reading.wait_until_drawn(page)
        expect(page.locator(".atlas-map .selected h2")).to_have_text(["Finland", "Ukraine"])
    widths = page.evaluate(
        """() => [document.scrollingElement, ...document.querySelectorAll("[data-testid=stMain]")]
             .map(part => part.scrollWidth)"""
    )
    assert len(widths) == 2
    assert max(widths) <= NARROW["width"]


def test_the_timeline_is_drawn_dark_in_dark_mode(open_reader: OpenReader) -> None:
    page = (dark := open_reader(color_scheme="dark")).page
    dark.open("/timeline")
    page.locator(".js-plotly-plot .scatterlayer path.point").first.wait_for(state="attached")
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert reading.hexadecimal(ground) == "#141C23"
    mark = palette.THEMES["dark"].mark.upper()
    page.wait_for_function(
        """mark => [...document.querySelectorAll(".js-plotly-plot .scatterlayer path.point")].some(path => {
          const found = getComputedStyle(path).fill.match(/\\d+/g)
          return found && "#" + found.slice(0, 3).map(part => (+part).toString(16).padStart(2, "0")).join("")
            .toUpperCase() === mark
        })""",
        arg=mark,
    )


ACCENTED = [("/timeline", "stSliderThumbValue"), ("/claims", "stTab")]


@pytest.mark.parametrize(("path", "name"), ACCENTED)
def test_no_words_have_the_colour_of_the_accent_in_the_dark(open_reader: OpenReader, path: str, name: str) -> None:
    page = (dark := open_reader(color_scheme="dark")).page
    dark.open(path)
    words_there = page.get_by_test_id(name).locator("p").first
    words_there.wait_for()
    colour = "element => getComputedStyle(element).color"
    assert words_there.evaluate(colour) == page.locator(".stApp").evaluate(colour)


def test_the_app_started_without_its_server_shows_the_map_too(
    open_reader: OpenReader, logs: Path, history: History, tables: Tables
) -> None:
    with serving("dashboard.py", logs / "dashboard.log") as plain:
        reader = open_reader(plain.address)
        reader.open("/?year=2012")
        reading.wait_until_drawn(reader.page)
        choice, _ = from_query({"year": "2012"}, tables)
        law = status_rows(history, tables, choice).set_index("iso3")["status"]
        found = reading.shapes(reader.page)
        assert {shape.state for shape in found} == set(law.index)
        assert [shape for shape in found if shape.status != law[shape.state]] == []
        assert {shape.fill for shape in found} == {palette.STATUS_COLOURS[status].upper() for status in set(law)}
        reader.page.context.close()


def test_the_app_refuses_faulty_facts_with_their_list_on_the_page(
    open_reader: OpenReader, logs: Path, damaged: Callable[..., Path]
) -> None:
    folder = damaged(without_a_source)
    faults = facts.check(folder)
    assert faults
    with serving("dashboard.py", logs / "faulty.log", ATLAS_DATA=str(folder)) as faulty:
        reader = open_reader(faulty.address)
        reader.open("/")
        expect(reader.page.locator("[data-testid=stAlert]")).to_contain_text(f"{len(faults)} fault")
        listed: Any = reader.page.locator("[data-testid=stCode]").inner_text()
        assert [str(fault) for fault in faults if str(fault) not in listed] == []
        expect(reader.page.locator("[data-testid=stException]")).to_have_count(0)
        expect(reader.page.locator("body")).not_to_contain_text("Traceback")
        reader.page.context.close()


def without_a_source(folder: Path) -> None:
    path = folder / "actions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",UNTC-2026-02,", ",,", 1), encoding="utf-8")
