"""The map in a real browser: what is painted is what the law gives, and every control does what it says."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Page, Route, expect

from atlas import assets, geography, words
from atlas.figures import palette
from atlas.selection import Choice, default_choice, first_day, from_query, status_rows
from atlas.selection.rows import in_regions
from atlas.status import History
from atlas.tables import Tables
from atlas.words.country import reason
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader
from tools.serving import ROOT

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

REST_MS = 350
"""The map waits so long after the last step before it tells the server."""
TIMER_MS = 20

PLACES = """[...document.querySelectorAll(".atlas-map .bar > *, .atlas-map .plot")].map(part => {
  const { x, y, width, height } = part.getBoundingClientRect()
  return [x, y + height / 2, width, height].map(Math.round)
})"""
"""Left, middle, width and height of the parts of the bar, and of the map under it."""

Rows = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def law(history: History, tables: Tables) -> Rows:
    """A function that gives the rows of a choice, as the law has them."""

    def rows(on: date | None = None, **changes: Any) -> pd.DataFrame:
        return status_rows(history, tables, chosen(tables, on, **changes))

    return rows


def chosen(tables: Tables, on: date | None = None, **changes: Any) -> Choice:
    return replace(default_choice(tables), **({"on": on} if on else {}), **changes)


def open_map(reader: Reader, query: str = "") -> Page:
    reader.open(f"/?{query}")
    reading.wait_until_drawn(reader.page)
    return reader.page


def assert_painted(page: Page, rows: pd.DataFrame, colours: dict[str, str] = palette.STATUS_COLOURS) -> None:
    """Every state of the rows is drawn, each of its shapes in the status, colour and hatching of its row."""
    expected = {
        row.iso3: (row.status, colours[row.status].upper(), bool(row.contested)) for row in rows.itertuples(index=False)
    }
    found = reading.shapes(page)
    assert {shape.state for shape in found} == set(expected)
    wrong = [shape for shape in found if (shape.status, shape.fill, shape.hatched) != expected[shape.state]]
    assert wrong == []
    assert [shape.state for shape in found if not (shape.width > 0 and shape.height > 0)] == []


def counted(rows: pd.DataFrame) -> dict[str, int]:
    return {str(status): int(number) for status, number in words.count_by_status(rows).items()}


def headline_of(rows: pd.DataFrame, tables: Tables, choice: Choice) -> str:
    counts = words.count_by_status(rows)
    said = words.headline(counts, tables, choice.treaty, choice.on, words.listed(list(choice.region)))
    return words.unbroken(said)


def rows_button(page: Page) -> Any:
    return page.get_by_role("button", name=re.compile(r"^\W*Download these \d+ rows"))


def downloaded(page: Page) -> bytes:
    """The CSV that the table under the map gives."""
    with page.expect_download() as waiting:
        rows_button(page).click()
    return Path(waiting.value.path()).read_bytes()


def printed(*options: str) -> bytes:
    """What `python -m atlas status` prints, with the line ends of a file (RFC 4180)."""
    asked = [sys.executable, "-m", "atlas", "status", *options]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.replace(b"\n", b"\r\n")


def pick(page: Page, label: str, option: str) -> None:
    """Chooses an option of a select box of the sidebar by typing it."""
    box = page.locator("section.stSidebar").get_by_role("combobox", name=re.compile(f"{label}"))
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()


DAYS = [
    pytest.param("year=1998", date(1998, 12, 31), id="1998"),
    pytest.param("year=2012", date(2012, 12, 31), id="2012"),
    pytest.param("year=2026", None, id="2026"),
    pytest.param("on=2025-07-10", date(2025, 7, 10), id="a-day"),
]


@pytest.mark.parametrize(("query", "day"), DAYS)
def test_the_map_paints_all_197_states_as_the_law_gives_and_nothing_leaves(
    reader: Reader, law: Rows, tables: Tables, query: str, day: date | None
) -> None:
    page = open_map(reader, query)
    rows = law(day)
    assert len(rows) == 197
    assert_painted(page, rows)
    assert reading.legend(page) == counted(rows)
    expect(page.locator("h1")).to_have_text(headline_of(rows, tables, chosen(tables, day)))
    expect(rows_button(page)).to_contain_text("197 rows")
    assert reader.outside == []
    assert reader.console_errors == []


def test_a_request_to_another_host_is_refused_by_the_policy_before_it_is_sent(reader: Reader) -> None:
    page = open_map(reader)
    addresses = ("https://example.org/map.json", "http://192.0.2.1/map.json")
    for address in addresses:
        refused = page.evaluate("address => fetch(address, {mode: 'no-cors'}).then(() => false, () => true)", address)
        assert refused
        page.evaluate("new Promise(requestAnimationFrame)")  # the page is told of it after the fetch is
    assert {said.strip() for said in reader.refused} == {f"connect-src {address}" for address in addresses}
    assert reader.outside == []
    reader.refused.clear()


def test_a_request_to_another_host_is_counted_where_no_policy_refuses_it(open_reader: OpenReader) -> None:
    reader = open_reader(bypass_csp=True)
    page = open_map(reader)
    assert page.evaluate("fetch('https://example.org/map.json', {mode: 'no-cors'}).then(() => false, () => true)")
    assert reader.outside == ["https://example.org/map.json"]
    reader.outside.clear()


@pytest.mark.parametrize(
    ("scheme", "colours"), [("light", palette.STATUS_COLOURS), ("dark", palette.STATUS_COLOURS_DARK)]
)
def test_the_pixels_have_the_colours_of_the_theme(
    open_reader: OpenReader, law: Rows, scheme: str, colours: dict[str, str]
) -> None:
    image = pytest.importorskip("PIL.Image")
    page = open_map(open_reader(color_scheme=scheme))
    assert_painted(page, law(), colours)
    points = {iso3: reading.point_of(page, iso3) for iso3 in ("BRA", "CHN", "AUS", "USA")}
    status = law().set_index("iso3")["status"]
    picture = image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for iso3, (x, y) in points.items():
        red, green, blue = picture.getpixel((round(x), round(y)))
        assert f"#{red:02X}{green:02X}{blue:02X}" == colours[status[iso3]].upper(), iso3


def test_a_contested_state_is_hatched_from_the_day_it_is_contested(reader: Reader, law: Rows) -> None:
    page = open_map(reader, "year=2026")
    assert {shape.state for shape in reading.shapes(page) if shape.hatched} == {"UKR"}
    page.locator(".atlas-map .day").fill("2024-12-31")
    reading.wait_for_rest(page, year="2024")
    assert [shape.state for shape in reading.shapes(page) if shape.hatched] == []
    assert_painted(page, law(date(2024, 12, 31)))


def test_arrow_keys_step_the_year_and_only_rest_is_told_to_the_server(
    reader: Reader, law: Rows, tables: Tables
) -> None:
    page = open_map(reader, "year=2012")
    reading.wait_for_rest(page, year="2012")
    page.locator(".atlas-map .year").focus()
    asked, told = len(reader.requests), page.evaluate("window.sent.length")
    for year in (2011, 2010, 2009, 2008):
        page.keyboard.press("ArrowLeft")
        reading.wait_for_day(page, f"31 December {year}")
    assert_painted(page, law(date(2008, 12, 31)))
    assert reading.legend(page) == counted(law(date(2008, 12, 31)))
    reading.wait_for_rest(page, year="2008")
    expect(page.locator("h1")).to_have_text(
        headline_of(law(date(2008, 12, 31)), tables, chosen(tables, date(2008, 12, 31)))
    )
    expect(page.get_by_role("heading", name="What changed in 2008")).to_be_visible()
    steps, sent = page.evaluate("[window.steps, window.sent]")
    assert len(steps) == 4
    assert len(sent) > told
    assert [each for each in sent[told:] if not rested(each["at"], steps)] == []
    assert [url for url in reader.requests[asked:] if not url.endswith("/favicon.png")] == []
    csv_rows = list(csv.DictReader(io.StringIO(downloaded(page).decode("utf-8"))))
    assert [row["status"] for row in csv_rows] == law(date(2008, 12, 31))["status"].to_list()


def rested(at: float, steps: list[float]) -> bool:
    """Whether the reader had been at rest for as long as the map waits."""
    before = [step for step in steps if step <= at]
    return not before or at - before[-1] >= REST_MS - TIMER_MS


def test_play_advances_and_pause_stays_where_it_is(reader: Reader, law: Rows) -> None:
    page = open_map(reader, "year=2000")
    reading.wait_for_rest(page, year="2000")
    told = page.evaluate("window.sent.length")
    play = page.locator(".atlas-map .play")
    play.click()
    expect(play).to_have_text("Pause")
    page.wait_for_function("+document.querySelector('.atlas-map .year').value >= 2002")
    assert page.evaluate("window.sent.length") == told
    play.click()
    expect(play).to_have_text("Play")
    year = int(page.locator(".atlas-map .year").input_value())
    assert year >= 2002
    reading.wait_for_rest(page, year=str(year))
    assert_painted(page, law(date(year, 12, 31)))


def test_next_and_previous_change_step_from_one_day_of_change_to_another(
    reader: Reader, law: Rows, history: History, tables: Tables
) -> None:
    days = sorted(set(history.changes(date(1997, 1, 1), tables.checked, "mbt")["date"].dt.date))
    start = date(2025, 7, 10)
    later, earlier = min(day for day in days if day > start), max(day for day in days if day < start)
    page = open_map(reader, f"on={start}")
    page.locator(".atlas-map .after").click()
    reading.wait_for_rest(page, on=later.isoformat())
    assert_painted(page, law(later))
    page.locator(".atlas-map .before").click()
    page.locator(".atlas-map .before").click()
    reading.wait_for_rest(page, on=earlier.isoformat())
    assert_painted(page, law(earlier))


def test_an_exact_day_moves_map_sentence_and_address(reader: Reader, law: Rows, tables: Tables) -> None:
    page = open_map(reader)
    page.locator(".atlas-map .day").fill("1999-03-01")
    reading.wait_for_rest(page, on="1999-03-01")
    day = date(1999, 3, 1)
    assert_painted(page, law(day))
    expect(page.locator(".atlas-map .shown")).to_have_text("1 March 1999")
    expect(page.locator("h1")).to_have_text(headline_of(law(day), tables, chosen(tables, day)))


@pytest.mark.parametrize(("width", "one_row"), [(1180, True), (1280, True), (1440, True), (390, False)])
def test_the_bar_is_one_row_on_a_wide_screen_and_no_day_moves_its_parts(
    open_reader: OpenReader, width: int, one_row: bool
) -> None:
    page = open_map(open_reader(viewport={"width": width, "height": 800}))
    expect(page.locator(".atlas-map .shown")).to_have_text("2026")
    expect(page.locator(".atlas-map .date")).to_have_text("22 November 2026")
    today = page.evaluate(PLACES)
    for day in ("2025-09-30", "1999-05-01", "2015-12-31"):
        page.locator(".atlas-map .day").fill(day)
        reading.wait_for_day(page, words.long_day(date.fromisoformat(day)))
        assert page.evaluate(PLACES) == today
    middles = [middle for _, middle, _, _ in today[:-1]]
    assert (max(middles) - min(middles) < 10) == one_row
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("states", [("BRA", "FIN"), ("MLT", "SGP")], ids=["polygons", "markers"])
def test_a_click_opens_the_card_of_the_state_with_its_sources_and_it_closes(
    reader: Reader, tables: Tables, states: tuple[str, ...]
) -> None:
    page = open_map(reader)
    names = tables.states.set_index("iso3")["name"]
    actions = tables["actions"].query("treaty == 'mbt'")
    markers = {shape.state for shape in reading.shapes(page) if shape.marker}
    assert set(states) <= markers or markers.isdisjoint(states)
    for iso3 in states:
        reading.click_state(page, iso3)
        reading.wait_for_rest(page, state=iso3)
        card = page.locator(".atlas-map .selected article")
        expect(card.locator("h2")).to_have_text([names[iso3]])
        acts = actions[actions["iso3"] == iso3].sort_values("date", kind="stable")
        lines = [
            f"{words.long_date(act.date)}: {words.ACTION_LABELS[act.action]} – " for act in acts.itertuples(index=False)
        ]
        expect(card.locator("li")).to_have_count(len(lines))
        for place, line in enumerate(lines):
            expect(card.locator("li").nth(place)).to_contain_text(line.strip())
            assert card.locator("li").nth(place).locator("a, span").inner_text().strip()
    way = page.get_by_role("link", name=f"{names[states[-1]]} under every treaty")
    assert parse_qs(urlsplit(way.get_attribute("href")).query)["state"] == [states[-1]]
    page.get_by_role("button", name=f"Close {names[states[-1]]}").click()
    reading.wait_for_rest(page, state=None)
    expect(page.locator(".atlas-map .selected article")).to_have_count(0)


def test_a_click_on_the_legend_filters_map_table_and_download(reader: Reader, law: Rows) -> None:
    page = open_map(reader, "year=2025&region=Europe")
    page.locator(".atlas-map .legend button[data-status=withdrawing]").click()
    reading.wait_for_rest(page, status="withdrawing")
    rows = law(date(2025, 12, 31), status=("withdrawing",), region=("Europe",))
    assert 0 < len(rows) < 10
    found = reading.shapes(page)
    assert reading.shown_in_full(found) == set(rows["iso3"])
    assert {shape.opacity for shape in found} == {0.16, 1}
    expect(rows_button(page)).to_contain_text(f"{len(rows)} rows")
    options = ("--treaty", "mbt", "--on", "2025-12-31", "--status", "withdrawing", "--region", "Europe")
    assert downloaded(page) == printed(*options)
    page.locator(".atlas-map .legend button[data-status=withdrawing]").click()
    reading.wait_for_rest(page, status=None)
    assert {shape.state for shape in reading.shapes(page) if shape.opacity < 1} == outside_of(law, "Europe")


def outside_of(law: Rows, region: str) -> set[str]:
    return set(law()["iso3"]) - set(law(region=(region,))["iso3"])


def test_the_whole_download_is_what_the_shell_prints(reader: Reader) -> None:
    page = open_map(reader, "treaty=ccm&on=2025-03-06")
    expect(rows_button(page)).to_contain_text("197 rows")
    assert downloaded(page) == printed("--treaty", "ccm", "--on", "2025-03-06")


def test_zoom_survives_a_year_step_and_the_answer_of_the_server(reader: Reader) -> None:
    page = open_map(reader, "year=2012")
    before = reading.zoom_scale(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        "before => document.querySelector('.atlas-map .plot')._fullLayout.geo.projection.scale > 1.3 * before",
        arg=before,
    )
    near, drawn = reading.zoom_scale(page), page.locator(".atlas-map .plot").element_handle()
    page.locator(".atlas-map .year").focus()
    page.keyboard.press("ArrowRight")
    reading.wait_for_rest(page, year="2013")
    expect(page.get_by_role("heading", name="What changed in 2013")).to_be_visible()
    assert reading.zoom_scale(page) == near
    assert drawn.evaluate("plot => plot.isConnected")
    page.get_by_role("button", name="Show the chosen region again").click()
    page.wait_for_function(
        "before => document.querySelector('.atlas-map .plot')._fullLayout.geo.projection.scale === before", arg=before
    )


def test_a_region_of_the_sidebar_moves_the_view_and_filters_everything(
    reader: Reader, law: Rows, tables: Tables
) -> None:
    page = open_map(reader, "year=2024")
    pick(page, "Region", "Europe")
    reading.wait_for_rest(page, region="Europe", year="2024")
    view = geography.region_view(tables, ("Europe",))
    page.wait_for_function(
        "scale => document.querySelector('.atlas-map .plot')._fullLayout.geo.projection.scale === scale",
        arg=view.scale,
    )
    rows = law(date(2024, 12, 31), region=("Europe",))
    assert set(rows["iso3"]) == set(tables.states["iso3"][in_regions(tables.states["iso3"], tables, ("Europe",))])
    assert reading.shown_in_full(reading.shapes(page)) == set(rows["iso3"])
    assert reading.legend(page) == counted(rows)
    choice = chosen(tables, date(2024, 12, 31), region=("Europe",))
    expect(page.locator("h1")).to_have_text(headline_of(rows, tables, choice))
    expect(rows_button(page)).to_contain_text(f"{len(rows)} rows")


def test_a_day_chosen_again_after_another_treaty_reaches_the_page_again(
    reader: Reader, law: Rows, tables: Tables
) -> None:
    page = open_map(reader, "")
    for treaty in ("TPNW", "Mine Ban Convention"):
        page.locator(".atlas-map .year").focus()
        page.keyboard.press("ArrowLeft")
        reading.wait_for_rest(page, year=str(tables.checked.year - 1))
        page.keyboard.press("ArrowRight")
        reading.wait_for_rest(page, year=None)
        pick(page, "Treaty", treaty)
        reading.wait_for_rest(page, treaty="tpnw" if treaty == "TPNW" else None)
        reading.wait_until_drawn(page)
    page.locator(".atlas-map .year").focus()
    page.keyboard.press("ArrowLeft")
    reading.wait_for_rest(page, year=str(tables.checked.year - 1))
    day = date(tables.checked.year - 1, 12, 31)
    expect(page.locator("h1")).to_have_text(headline_of(law(day), tables, chosen(tables, day)))


def test_another_treaty_changes_map_and_limits_of_the_slider(reader: Reader, law: Rows, tables: Tables) -> None:
    page = open_map(reader, "year=1999")
    slider = page.locator(".atlas-map .year")
    expect(slider).to_have_attribute("min", "1997")
    pick(page, "Treaty", "Convention on Cluster Munitions")
    reading.wait_for_rest(page, treaty="ccm", year=None)
    expect(slider).to_have_attribute("min", str(first_day(tables, "ccm").year))
    expect(slider).to_have_attribute("max", str(tables.checked.year))
    reading.wait_until_drawn(page)
    expect(page.locator("h1")).to_have_text(headline_of(law(treaty="ccm"), tables, chosen(tables, treaty="ccm")))
    assert_painted(page, law(treaty="ccm"))


def test_a_copied_address_shows_the_same_in_another_browser(open_reader: OpenReader) -> None:
    first = open_map(open_reader(), "treaty=ccm&region=Africa")
    first.locator(".atlas-map .day").fill("2016-02-15")
    reading.wait_for_rest(first, on="2016-02-15")
    first.locator(".atlas-map .legend button[data-status=signatory]").click()
    reading.wait_for_rest(first, status="signatory", on="2016-02-15")
    address = first.evaluate("location.href")
    other = open_reader()
    other.open(address)
    reading.wait_until_drawn(other.page)
    reading.wait_for_rest(other.page, status="signatory")
    assert everything_shown(other.page) == everything_shown(first)
    assert other.page.evaluate("location.search") == first.evaluate("location.search")
    assert downloaded(other.page) == downloaded(first)


def everything_shown(page: Page) -> dict[str, Any]:
    return {
        "map": [(each.state, each.status, each.fill, each.hatched, each.opacity) for each in reading.shapes(page)],
        "legend": reading.legend(page),
        "scale": reading.zoom_scale(page),
        "headline": reading.headline(page),
        "day": page.locator(".atlas-map .shown").inner_text(),
        "rows": rows_button(page).inner_text(),
        "table": table_cells(page),
    }


def table_cells(page: Page) -> list[str]:
    """The cells that the table under the map draws, as it tells them to screen readers."""
    cells = page.locator("[data-testid=stDataFrame] canvas [role=gridcell]")
    cells.first.wait_for(state="attached")
    return cells.all_text_contents()


def test_a_bad_value_is_named_and_the_default_stands(reader: Reader, law: Rows, tables: Tables) -> None:
    query = {"treaty": "nonsense", "year": "3000", "region": "Atlantis", "state": "FIN"}
    page = open_map(reader, "&".join(f"{key}={value}" for key, value in query.items()))
    choice, notices = from_query(query, tables)
    assert len(notices) == 3
    expect(page.locator("[data-testid=stAlert]")).to_have_text([re.compile(re.escape(each)) for each in notices])
    expect(page.locator("h1")).to_have_text(headline_of(law(), tables, choice))
    assert_painted(page, law())
    expect(page.locator(".atlas-map .selected article h2")).to_have_text(["Finland"])


def test_pointing_at_a_state_shows_status_since_and_article(reader: Reader, law: Rows) -> None:
    page = open_map(reader)
    row = law().set_index("iso3").loc["FIN"]
    x, y = reading.point_of(page, "FIN")
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    card = page.locator(".atlas-map .card")
    expect(card).to_be_visible()
    expect(card.locator("b")).to_have_text("Finland")
    status = f"{words.STATUS_LABELS[row['status']]} since {words.long_day(row['since'])}"
    expect(card.locator("span")).to_have_text(status)
    expect(card.locator("small")).to_have_text(reason(row["basis"]))
    assert "20" in row["basis"]
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()


FAILURES = [
    pytest.param(f"**/{assets.plotly_file()[0]}", "the drawing library could not be loaded", id="plotly"),
    pytest.param("**/history-mbt-*.json", "the history of the statuses could not be loaded", id="history"),
    pytest.param(f"**/{Path(geography.WORLD).name}", "the geometry could not be loaded", id="geometry"),
]


@pytest.mark.parametrize(("address", "said"), FAILURES)
def test_a_map_that_fails_says_what_failed_above_a_table_that_works(
    reader: Reader, law: Rows, address: str, said: str
) -> None:
    reader.page.route(address, refuse)
    reader.open("/?year=2012")
    notice = reader.page.locator(".atlas-map .notice.failed")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text(said)
    expect(rows_button(reader.page)).to_contain_text("197 rows")
    rows = list(csv.DictReader(io.StringIO(downloaded(reader.page).decode("utf-8"))))
    assert [row["iso3"] for row in rows] == law()["iso3"].to_list()


def test_a_map_whose_module_fails_says_so_above_a_table_that_works(reader: Reader) -> None:
    reader.page.route("**/map-*.js", refuse)
    reader.open("/?year=2012")
    expect(reader.page.get_by_text("The map cannot be shown")).to_be_visible()
    expect(rows_button(reader.page)).to_contain_text("197 rows")


def refuse(route: Route) -> None:
    route.abort()
