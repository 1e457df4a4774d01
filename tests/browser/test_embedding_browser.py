"""Views in a frame on another site: they fill it, follow the law, need no cookie, and say whose they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from atlas.selection import Choice, status_rows
from atlas.status import History
from atlas.tables import Tables
from tests.another_site import OTHER, another_site, article, flags_of_its_reader
from tests.browser import map_reading as reading
from tests.browser.conftest import COMMANDS, FLAGS, PATIENCE_MS
from tools.serving import Server, serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

SIZES = [(800, 600), (600, 450), (360, 480)]

SCROLLED = """() => [...document.querySelectorAll("*")].filter(each => {
  const { overflowX, overflowY } = getComputedStyle(each)
  const scrolls = how => ["auto", "scroll"].includes(how)
  return (each.scrollHeight > each.clientHeight + 1 && scrolls(overflowY)) ||
    (each.scrollWidth > each.clientWidth + 1 && scrolls(overflowX))
}).map(each => [each.className, each.scrollWidth > each.clientWidth + 1])"""
"""What scrolls in a frame, and whether it does so sideways."""

CUT = """selectors => selectors.flatMap(selector => [...document.querySelectorAll(selector)]).filter(each => {
  const box = each.getBoundingClientRect()
  return box.width === 0 || box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1
}).map(each => each.outerHTML.slice(0, 80))"""
"""Parts that are not wholly inside the frame."""

WHOLE = "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
OVERLAP = """() => document.querySelector(".atlas-map .plot").getBoundingClientRect().bottom
  - document.querySelector(".atlas-map .legends").getBoundingClientRect().top"""
"""By how many px the map reaches into its legend."""

CHROME = "section.stSidebar, header.stAppHeader, [data-testid=stToolbar], [data-testid=stExpandSidebarButton]"
OpenFrame = Callable[..., Frame]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with another_site() as origin:
        yield origin


@pytest.fixture(scope="module")
def embeddable(logs: Path, site: str) -> Iterator[Server]:
    """The atlas, which the owner lets one other site embed."""
    with serving("server.py", logs / "embeddable.log", ATLAS_FRAME_ANCESTORS=site) as running:
        yield running


@pytest.fixture(scope="module")
def strict(browser: Browser) -> Iterator[Browser]:
    """A browser that gives a frame of another site no cookies, and knows that site."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, COMMANDS)))
    chromium = browser.browser_type.launch(executable_path=program, args=flags_of_its_reader(FLAGS))
    yield chromium
    chromium.close()


@pytest.fixture
def open_frame(strict: Browser, embeddable: Server, site: str) -> Iterator[OpenFrame]:
    """A function that opens an article of the other site with the view of a query in a frame, and gives the frame."""
    contexts: list[BrowserContext] = []

    def opened(query: str, size: tuple[int, int] = SIZES[1], address: str = embeddable.address) -> Frame:
        wide, high = size
        context = strict.new_context(viewport={"width": wide, "height": high}, locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(article(site, wide, high, f"{address}{query}"), wait_until="commit")
        page.wait_for_selector("iframe")
        return page.frames[1]

    yield opened
    for context in contexts:
        context.close()


def expected(history: History, tables: Tables, choice: Choice) -> dict[str, str]:
    """The status of every state on the day, by the law."""
    rows = status_rows(history, tables, choice)
    return dict(zip(rows["iso3"], rows["status"].astype("str"), strict=True))


def drawn(frame: Frame) -> dict[str, str]:
    """The status of every state as the framed map shows it."""
    reading.wait_until_drawn(frame)
    return {shape.state: shape.status for shape in reading.shapes(frame)}


def test_a_framed_map_shows_the_law_and_goes_through_the_years(
    open_frame: OpenFrame, history: History, tables: Tables
) -> None:
    frame = open_frame("/?embed=map&treaty=ccm&year=2015")
    assert drawn(frame) == expected(history, tables, Choice(on=date(2015, 12, 31), treaty="ccm"))
    expect(frame.locator("h1")).to_contain_text("92 of 197 states were bound")
    assert frame.locator(CHROME).locator("visible=true").count() == 0
    frame.locator(".year").focus()
    frame.page.keyboard.press("ArrowRight")
    reading.wait_for_rest(frame, year="2016", embed="map")
    assert drawn(frame) == expected(history, tables, Choice(on=date(2016, 12, 31), treaty="ccm"))
    whole = frame.get_by_role("link", name="Mine Ban Atlas: full view")
    expect(whole).to_have_attribute("href", "/?treaty=ccm&year=2016")
    expect(whole).to_have_attribute("target", "_blank")
    expect(frame.locator(".st-key-embedded-line")).to_contain_text("data checked 22 November 2026")


def test_the_link_of_a_frame_opens_the_whole_view_beside_the_article(open_frame: OpenFrame, embeddable: Server) -> None:
    frame = open_frame("/?embed=map&on=2026-01-10&state=FIN")
    reading.wait_until_drawn(frame)
    with frame.page.context.expect_page() as opened:
        frame.get_by_role("link", name="Mine Ban Atlas: full view").click()
    whole = opened.value
    whole.wait_for_selector("section.stSidebar", state="attached")
    assert whole.evaluate("location.href") == f"{embeddable.address}/?on=2026-01-10&state=FIN"
    assert f"//{OTHER}:" in frame.page.url


def test_what_a_reader_does_in_a_frame_leaves_no_steps_in_the_history_of_the_article(open_frame: OpenFrame) -> None:
    frame = open_frame("/?embed=map&year=2015")
    reading.wait_until_drawn(frame)
    before = frame.page.evaluate("history.length")
    frame.locator(".year").focus()
    for year in ("2016", "2017"):
        frame.page.keyboard.press("ArrowRight")
        reading.wait_for_rest(frame, year=year)
    assert frame.page.evaluate("history.length") == before


def test_a_state_can_be_chosen_and_let_go_in_a_frame(open_frame: OpenFrame) -> None:
    frame = open_frame("/?embed=map&state=FIN", (800, 600))
    reading.wait_until_drawn(frame)
    card = frame.locator(".selected article")
    expect(card).to_contain_text("left since 10 January 2026")
    expect(card.get_by_role("link", name="Finland under every treaty")).to_have_attribute("target", "_blank")
    frame.get_by_role("button", name="Close Finland").press("Enter")
    reading.wait_for_rest(frame, state=None, embed="map")
    expect(card).to_have_count(0)


@pytest.mark.parametrize("query", ["/?embed=map", "/?embed=timeline", "/?embed=country&state=FIN"])
def test_a_framed_view_gets_no_cookie_and_needs_none(open_frame: OpenFrame, query: str) -> None:
    frame = open_frame(query)
    frame.wait_for_selector("[data-status], .js-plotly-plot .main-svg")
    assert frame.evaluate("document.cookie") == ""


def test_a_site_that_the_owner_did_not_name_gets_no_frame(open_frame: OpenFrame, server: Server) -> None:
    frame = open_frame("/?embed=map", address=server.address)
    with pytest.raises(PlaywrightTimeout):
        frame.wait_for_selector(".atlas-map", timeout=3000)


def test_a_timeline_and_a_country_are_framed_at_any_page_of_the_atlas(open_frame: OpenFrame) -> None:
    frame = open_frame("/timeline?embed=country&state=FIN&treaty=ccm")
    expect(frame.locator("h1")).to_have_text("Finland")
    expect(frame.get_by_role("link", name="Mine Ban Atlas: full view")).to_have_attribute(
        "href", "/country?treaty=ccm&state=FIN"
    )
    frame = open_frame("/?embed=timeline&from=2014&event=E157")
    expect(frame.locator("h1")).to_contain_text("from 2014 to 2026")
    expect(frame.locator("h2").first).to_have_text("Finnish government decides to prepare withdrawal")
    assert frame.locator(".stPageLink").locator("visible=true").count() == 0
    frame.get_by_role("button", name="Close").press("Enter")
    reading.wait_for_rest(frame, event=None, embed="timeline")
    expect(frame.get_by_role("link", name="Mine Ban Atlas: full view")).to_have_attribute(
        "href", "/timeline?from=2014-01-01"
    )


def test_a_bad_view_to_embed_is_named_over_the_whole_page(open_frame: OpenFrame) -> None:
    frame = open_frame("/?embed=banana&state=XXX")
    said = frame.locator("[data-testid=stAlert]")
    expect(said.first).to_contain_text('"banana" is not a view to embed; allowed: map, timeline, country.')
    expect(said.nth(1)).to_contain_text('"XXX" is not a state')
    expect(frame.get_by_text("Mine Ban Atlas").first).to_be_attached()


def test_a_frame_says_what_of_its_address_was_ignored(open_frame: OpenFrame) -> None:
    frame = open_frame("/?embed=map&state=XXX")
    expect(frame.locator(".st-key-embedded-map")).to_contain_text('"XXX" is not a state')
    frame = open_frame("/?embed=country")
    expect(frame.locator(".st-key-embedded-country")).to_contain_text("?embed=country&state=")


VIEWS = {
    "map": ("/?embed=map&state=FIN", ["h1", ".year", ".legend .entry:not([hidden])", ".policy"]),
    "layer": ("/?embed=map&layer=clearance", ["h1", ".year", ".policy"]),
    "timeline": ("/?embed=timeline&from=2014", ["h1"]),
    "country": ("/?embed=country&state=FIN", ["h1"]),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_fills_its_frame_and_scrolls_in_one_place_at_most(open_frame: OpenFrame, view: str) -> None:
    query, parts = VIEWS[view]
    frame = open_frame(query, SIZES[0])
    frame.wait_for_selector("[data-status], .js-plotly-plot .main-svg")
    for wide, high in SIZES:
        size = {"width": wide, "height": high}
        frame.page.set_viewport_size(size)
        frame.page.evaluate("size => Object.assign(document.querySelector('iframe'), size)", size)
        frame.page.wait_for_timeout(400)
        assert frame.evaluate(WHOLE) == [wide, high]
        assert frame.evaluate(CUT, [*parts, ".st-key-embedded-line a"]) == []
        scrolled = frame.evaluate(SCROLLED)
        assert [name for name, sideways in scrolled if sideways] == []
        assert len(scrolled) <= (0 if view == "map" else 1)
        if ".year" in parts:
            box = frame.locator(".atlas-map .plot").bounding_box()
            assert box
            assert box["height"] > 0.28 * high
            assert frame.evaluate(OVERLAP) <= 1
