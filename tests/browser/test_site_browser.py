"""The static site in a real browser, from a folder and from a host below a path: the map is the law's, offline."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from atlas import words
from atlas.figures import palette
from atlas.selection import Choice, status_rows
from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, WIDE
from tests.conftest import MadeSite
from tools.chromium import HOST

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

DRAWN = """() => document.querySelector(".atlas-map .notice")?.hidden
  && document.querySelector(".atlas-map path[data-state][data-status]")"""
WIDTH = "document.documentElement.scrollWidth"
PAGES = (
    "index.html",
    "timeline.html",
    "countries.html",
    "country/UKR.html",
    "lessons.html",
    "data.html",
    "dictionary.html",
    "about.html",
    "404.html",
    "embed/map.html",
    "embed/timeline.html",
    "embed/country/FIN.html",
)


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """A plain host of a folder; gives its address."""
    server = ThreadingHTTPServer((HOST, 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def places(site: MadeSite) -> Iterator[dict[str, str]]:
    """Where the site stands: in a folder, and at a host below a path."""
    below = site.folder.relative_to(site.folder.parents[1]).as_posix()
    with hosting(site.folder.parents[1]) as host:
        yield {"folder": f"{site.folder.as_uri()}/", "host": f"{host}/{below}/"}


@dataclass
class Visitor:
    """A browser at the site, and what it did that a page of the site must not do."""

    page: Page
    place: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.place + path)
        return self.page

    def open_map(self, path: str = "index.html") -> Page:
        self.open(path)
        self.page.wait_for_function(DRAWN)
        return self.page

    def note_request(self, url: str) -> None:
        asked, own = urlsplit(url), urlsplit(self.place)
        if asked.scheme not in ("data", "blob") and (asked.scheme, asked.netloc) != (own.scheme, own.netloc):
            self.wrong.append(f"asked for {url}")


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, places: dict[str, str]) -> Iterator[Visit]:
    """A function that gives a fresh visitor of a place; in the end nothing was asked elsewhere, and nothing failed."""
    visitors: list[Visitor] = []

    def fresh(place: str = "folder", **options: Any) -> Visitor:
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context.new_page(), places[place])
        visitors.append(visitor)
        context.on("request", lambda request: visitor.note_request(request.url))
        visitor.page.on("pageerror", lambda error: visitor.wrong.append(str(error)))
        visitor.page.on("console", lambda said: said.type == "error" and visitor.wrong.append(said.text))
        return visitor

    yield fresh
    for visitor in visitors:
        visitor.page.context.close()
    assert [wrong for visitor in visitors for wrong in visitor.wrong] == []


Rows = Callable[[str, date], Any]


@pytest.fixture(scope="module")
def law(tables: Tables, history: History) -> Rows:
    return lambda treaty, day: status_rows(history, tables, Choice(on=day, treaty=treaty))


def assert_shown(page: Page, rows: Any, tables: Tables, treaty: str, day: date) -> None:
    """Shapes, legend, sentence and table of the page are those of the rows, for every state."""
    expected = {
        row.iso3: (row.status, palette.STATUS_COLOURS[row.status].upper(), bool(row.contested))
        for row in rows.itertuples(index=False)
    }
    found = reading.shapes(page)
    assert {shape.state for shape in found} == set(expected)
    wrong = [shape for shape in found if (shape.status, shape.fill, shape.hatched) != expected[shape.state]]
    assert wrong == []
    counts = words.count_by_status(rows)
    assert reading.legend(page) == counts
    assert page.locator("h1").text_content() == words.unbroken(words.headline(counts, tables, treaty, day))
    assert page.locator("#explanation").text_content() == words.explanation(counts, tables, treaty, day)
    table = "rows => rows.map(row => [row.dataset.state, row.cells[1].textContent])"
    listed = dict(page.locator("#rows tr[data-state]").evaluate_all(table))
    assert listed == {row.iso3: words.STATUS_LABELS[row.status] for row in rows.itertuples(index=False)}


VIEWS = [
    ("folder", "", "mbt", date(2026, 11, 22)),
    ("folder", "?year=2012", "mbt", date(2012, 12, 31)),
    ("host", "?on=1999-03-01", "mbt", date(1999, 3, 1)),
    ("host", "?treaty=npt&year=1990", "npt", date(1990, 12, 31)),
    ("folder", "?treaty=ccm&year=2010", "ccm", date(2010, 12, 31)),
]


@pytest.mark.parametrize(("place", "query", "treaty", "day"), VIEWS)
def test_the_map_of_a_link_is_what_the_law_gives(
    visit: Visit, law: Rows, tables: Tables, place: str, query: str, treaty: str, day: date
) -> None:
    page = visit(place).open_map(f"index.html{query}")
    assert_shown(page, law(treaty, day), tables, treaty, day)


def test_the_slider_and_the_menu_lead_to_the_law_of_three_years_and_two_treaties(
    visit: Visit, law: Rows, tables: Tables
) -> None:
    page = visit().open_map()
    for year in (2025, 2011, 1998):
        page.locator(".year").evaluate(
            "(range, year) => { range.value = year; range.dispatchEvent(new Event('input')) }", year
        )
        page.wait_for_function(f"location.search === '?year={year}'")
        page.wait_for_function(f"document.getElementById('rows-of').textContent.includes('31 December {year}')")
        assert_shown(page, law("mbt", date(year, 12, 31)), tables, "mbt", date(year, 12, 31))
    page.select_option("#treaty", "bwc")
    page.wait_for_function("location.search === '?treaty=bwc&year=1998'")
    page.wait_for_function("document.getElementById('rows-of').textContent.includes('Biological')")
    page.wait_for_function(DRAWN)
    assert_shown(page, law("bwc", date(1998, 12, 31)), tables, "bwc", date(1998, 12, 31))


def test_the_sentence_follows_every_step_of_the_keyboard_before_the_map_rests(
    visit: Visit, law: Rows, tables: Tables
) -> None:
    page = visit("host").open_map("index.html?year=2003")
    page.locator(".year").focus()
    page.keyboard.press("ArrowLeft")
    counts = words.count_by_status(law("mbt", date(2002, 12, 31)))
    expect(page.locator("h1")).to_have_text(words.unbroken(words.headline(counts, tables, "mbt", date(2002, 12, 31))))


def test_a_state_that_is_clicked_has_a_card_with_sources_and_its_page(visit: Visit, tables: Tables, law: Rows) -> None:
    page = visit().open_map("index.html?year=2025")
    reading.click_state(page, "FIN")
    card = page.locator(".atlas-map .selected article")
    expect(card).to_have_count(1)
    row = law("mbt", date(2025, 12, 31)).set_index("iso3").loc["FIN"]
    expect(card).to_contain_text(words.state_sentence(row, date(2025, 12, 31)))
    assert page.evaluate("location.search") == "?year=2025&state=FIN"
    assert card.locator("li a").count() >= 1
    card.get_by_role("link", name="Finland under every treaty").click()
    expect(page.locator("h1")).to_have_text("Finland")


def test_the_legend_filters_the_map_and_the_table(visit: Visit, law: Rows) -> None:
    page = visit().open_map("index.html?year=2025")
    page.locator(".legend .entry[data-status=withdrawing]").click()
    page.wait_for_function("location.search === '?year=2025&status=withdrawing'")
    leaving = set(law("mbt", date(2025, 12, 31)).query("status == 'withdrawing'")["iso3"])
    shown = page.locator("#rows tr[data-state]:not([hidden])")
    expect(shown).to_have_count(len(leaving))
    assert set(shown.evaluate_all("rows => rows.map(row => row.dataset.state)")) == leaving


WRONG = [
    ("treaty=xyz", 'The link\'s treaty was ignored: "xyz" is not a treaty; allowed: mbt,'),
    ("year=2099", 'The link\'s year was ignored: "2099" is not a year from 1900 to 2026'),
    ("on=2025-02-30", 'The link\'s on was ignored: "2025-02-30" is not a day'),
    ("year=1980", "The link's day 1980-12-31 was ignored: for this treaty the years run from 1997 to 2026"),
    ("state=XXX", 'The link\'s state was ignored: "XXX" is not a state'),
    ("status=<b>", 'The link\'s status was ignored: "<b>" is not a status'),
    ("region=Africa", "The link's region was ignored: this page has no such choice"),
]


def test_what_is_wrong_in_a_link_is_told_and_the_default_stands(visit: Visit) -> None:
    visitor = visit()
    for query, said in WRONG:
        page = visitor.open(f"index.html?{query}")
        expect(page.locator("#notices p")).to_contain_text(said)
        assert page.evaluate("location.search") == ""


def test_without_scripts_the_page_has_the_sentence_and_the_table(visit: Visit, law: Rows, tables: Tables) -> None:
    page = visit("host", java_script_enabled=False).open("index.html")
    counts = words.count_by_status(law("mbt", tables.checked))
    expect(page.locator("h1")).to_have_text(words.unbroken(words.headline(counts, tables, "mbt", tables.checked)))
    expect(page.locator("#rows tr[data-state]")).to_have_count(197)


FOUND = [("burma", "Myanmar"), ("fin", "Finland"), ("Cote d'Ivoire", "Côte d'Ivoire"), ("UAE", "United Arab Emirates")]


@pytest.mark.parametrize("place", ["folder", "host"])
def test_a_state_is_found_by_any_of_its_names(visit: Visit, place: str, tables: Tables) -> None:
    visitor = visit(place)
    for asked, name in FOUND[:: 1 if place == "folder" else 3]:
        page = visitor.open("about.html")
        page.get_by_label("Find a state").fill(asked)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(re.compile(re.escape(name).replace("'", "['’]")))
    page = visitor.open("country/FIN.html")
    page.get_by_label("Find a state").fill("korea")
    page.keyboard.press("Enter")
    expect(page.locator("#filtered")).to_have_text("2 of 197 states")


def test_a_mark_of_the_timeline_leads_to_its_event(visit: Visit, tables: Tables) -> None:
    page = visit().open("timeline.html")
    page.wait_for_selector("#figure .scatterlayer .point", state="attached")
    place = """() => {
      const figure = document.getElementById("figure")
      const trace = figure._fullData.findIndex(each => each.name === "events")
      const at = figure._fullData[trace].customdata.findIndex(([key]) => key === "E002")
      figure.emit("plotly_click", { points: [{ customdata: figure._fullData[trace].customdata[at] }] })
    }"""
    page.evaluate(place)
    expect(page.locator("#E002")).to_have_class("event chosen")
    expect(page.locator("#E002")).to_be_in_viewport()
    assert page.evaluate("location.search") == "?event=E002"
    page.select_option("#treaty", "tpnw")
    page.wait_for_function("document.querySelector('#figure')._fullLayout.yaxis2.range[1] > 0")
    assert page.evaluate("location.search") == "?treaty=tpnw&event=E002"


FRAMES = [("map", ".atlas-map path[data-status]"), ("timeline", "#figure .point"), ("country/UKR", ".bands")]


@pytest.mark.parametrize(("path", "seen"), FRAMES)
def test_a_frame_on_another_origin_shows_the_site_with_its_name(
    visit: Visit, places: dict[str, str], tmp_path: Path, path: str, seen: str
) -> None:
    frame = f'<iframe src="{places["host"]}embed/{path}.html" width="900" height="600"></iframe>'
    (tmp_path / "paper.html").write_text(
        f"<!doctype html><title>Paper</title><link rel=icon href=data:,>{frame}", encoding="utf-8"
    )
    visitor = visit("host")
    with hosting(tmp_path) as paper:
        visitor.note_request = lambda _: None  # type: ignore[method-assign]  # the paper is another host, as it should be
        visitor.page.goto(f"{paper}/paper.html")
        inside = visitor.page.frame_locator("iframe")
        inside.locator(seen).first.wait_for(state="attached")
        expect(inside.get_by_role("link", name="Mine Ban Atlas")).to_be_visible()
        expect(inside.get_by_role("navigation")).to_have_count(0)


def test_the_snippet_of_a_view_shows_this_view(visit: Visit, places: dict[str, str]) -> None:
    page = visit("host").open_map("index.html?treaty=ccm&year=2012")
    page.get_by_text("Link to this map").click()
    snippet = page.get_by_label("Frame for your page").input_value()
    assert 'embed/map.html?treaty=ccm&amp;year=2012"' in snippet
    assert 'title="' in snippet
    assert page.get_by_label("Link", exact=True).input_value().endswith("?treaty=ccm&year=2012")


IN_THE_DARK = ("index.html", "timeline.html", "country/UKR.html", "about.html")


@pytest.mark.parametrize(
    ("path", "scheme"), [*((path, "light") for path in PAGES), *((path, "dark") for path in IN_THE_DARK)]
)
def test_no_page_has_a_fault_of_access(visit: Visit, path: str, scheme: str) -> None:
    page = visit("host", color_scheme=scheme).open(path)
    if "map" in path or path == "index.html":
        page.wait_for_function(DRAWN)
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []


def test_every_page_fits_a_window_of_320_pixels(visit: Visit) -> None:
    visitor = visit(viewport={"width": 320, "height": 700})
    wide = []
    for path in PAGES:
        page = visitor.open_map(path) if "map" in path or path == "index.html" else visitor.open(path)
        wide += [(path, page.evaluate(WIDTH))] if page.evaluate(WIDTH) > 320 else []
    assert wide == []
