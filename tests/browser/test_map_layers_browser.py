"""Layers, border lines and linked maps in a real browser, offline: what is painted is what the record gives."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import Page, Request, expect

from atlas import geography, impact, words
from atlas.figures import palette
from atlas.status import History
from atlas.tables import Tables
from atlas.words.country import reason
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader
from tests.browser.test_map_browser import pick

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

LEFT, RIGHT = reading.keyed("left"), reading.keyed("right")
FOLLOWED = f"([map, seen]) => JSON.stringify(({reading.VIEW})(map)) !== JSON.stringify(seen)"
ALIKE = f"maps => new Set(maps.map(map => JSON.stringify(({reading.VIEW})(map)))).size === 1"

WATCH_BLANKS = """window.blanks = []
const look = () => {
  const [shown, ...counts] = document.querySelectorAll(".atlas-map .shown, .atlas-map .entry b")
  if (shown && (!shown.textContent || counts.some(each => !each.textContent))) window.blanks.push(document.readyState)
  requestAnimationFrame(look)
}
look()"""
"""Keeps in `blanks` each frame that was painted with a bar without a day, or with a legend without a number."""

Found = Callable[[str, date], dict[str, str]]


@pytest.fixture(scope="module")
def found(tables: Tables) -> Found:
    """A function that gives the class of every state under a layer on a day."""

    def classes(layer: str, day: date) -> dict[str, str]:
        rows = impact.layer_rows(tables, layer, day)
        return dict(zip(rows["iso3"], rows["code"], strict=True))

    return classes


def open_map(reader: Reader, address: str) -> Page:
    reader.open(address)
    reading.wait_until_drawn(reader.page)
    return reader.page


def painted(page: Page) -> dict[str, str]:
    return {shape.state: shape.status for shape in reading.shapes(page)}


def counted(classes: dict[str, str], layer: str) -> dict[str, int]:
    return {each.code: list(classes.values()).count(each.code) for each in impact.classes(layer)}


LAYERS = [
    pytest.param("casualties", date(2015, 12, 31), "light", id="quantities"),
    pytest.param("clearance", date(2023, 12, 31), "dark", id="kinds-in-the-dark"),
]


@pytest.mark.parametrize(("layer", "day", "scheme"), LAYERS)
def test_a_layer_paints_every_state_in_the_class_of_the_record(
    open_reader: OpenReader, found: Found, layer: str, day: date, scheme: str
) -> None:
    reader = open_reader(color_scheme=scheme)
    page = open_map(reader, f"/?layer={layer}&year={day.year}")
    classes = found(layer, day)
    assert painted(page) == classes
    place = ("light", "dark").index(scheme)
    colours = {code: style[place].upper() for code, style in palette.LAYER_STYLES[layer].items()}
    assert [shape for shape in reading.shapes(page) if shape.fill != colours[shape.status]] == []
    assert reading.legend(page) == counted(classes, layer)
    expect(page.locator(".atlas-map .legend .of")).to_have_text([impact.LAYERS[layer].title])
    expect(page.locator(".atlas-map .legend button")).to_have_count(0)
    assert reader.console_errors == []


def test_the_slider_recolours_a_layer_with_nothing_sent_or_fetched(reader: Reader, found: Found) -> None:
    page = open_map(reader, "/?layer=casualties&year=2016")
    reading.wait_for_rest(page, year="2016")
    page.locator(".atlas-map .year").focus()
    asked, told = len(reader.requests), page.evaluate("window.sent.length")
    page.keyboard.press("ArrowLeft")
    reading.wait_for_day(page, "31 December 2015")
    assert painted(page) == found("casualties", date(2015, 12, 31))
    reading.wait_for_rest(page, year="2015", layer="casualties")
    steps, sent = page.evaluate("[window.steps, window.sent]")
    assert [each for each in sent[told:] if each["at"] < steps[-1]] == []
    assert [url for url in reader.requests[asked:] if not url.endswith("/favicon.png")] == []


def test_circles_lie_over_the_statuses_hollow_for_a_documented_zero_and_missing_where_nothing_was_found(
    reader: Reader, found: Found, history: History
) -> None:
    day = date(2015, 12, 31)
    page = open_map(reader, f"/?layer=clearance&draw=circles&year={day.year}")
    law = history.status_on(day, "mbt").set_index("iso3")["status"].astype("str")
    classes = found("clearance", day)
    circles = reading.circles(page)
    assert painted(page) == law.to_dict()
    assert {each.state: each.status for each in circles} == {
        iso3: code for iso3, code in classes.items() if code != impact.NOT_FOUND
    }
    assert {each.state for each in circles if each.hollow} == {iso3 for iso3, code in classes.items() if code == "none"}
    assert reading.legend(page, "circles") == counted(classes, "clearance")
    assert reading.legend(page)["party"] == (law == "party").sum()
    titles = ["Status", f"Circles: {impact.LAYERS['clearance'].title}"]
    expect(page.locator(".atlas-map .legend .of")).to_have_text(titles)
    expect(page.locator(".atlas-map .legend[data-kind=circles] button")).to_have_count(0)
    page.locator(".atlas-map .legend button[data-status=outside]").click()
    reading.wait_for_rest(page, status="outside")
    assert reading.shown_in_full(reading.shapes(page)) == set(law.index[law == "outside"])


def test_a_circle_has_a_halo_and_is_not_taken_for_a_small_state_which_is_a_square_beside_it(reader: Reader) -> None:
    page = open_map(reader, "/?layer=clearance&draw=circles&year=2015")
    circles, halos = reading.circles(page), reading.halos(page)
    assert halos.keys() == {each.middle for each in circles}
    assert [each for each in circles if halos[each.middle] < each.width + 3] == []
    markers = [shape.state for shape in reading.shapes(page) if shape.marker]
    assert not any(shape.round for shape in reading.shapes(page))
    beside = [each for each in circles if each.state in markers]
    assert beside
    for each in beside:
        assert math.dist(each.middle, reading.point_of(page, each.state)) > each.width / 2 + 2
    pick(page, "Layer", "Status only")
    reading.wait_for_rest(page, layer=None)
    page.wait_for_function("!document.querySelector('.atlas-map path[data-circle]')")
    reading.wait_until_drawn(page)
    assert {shape.state for shape in reading.shapes(page) if shape.round} == set(markers)


def test_while_the_map_loads_its_bar_has_its_day_and_no_legend_lacks_its_numbers(reader: Reader) -> None:
    reader.page.add_init_script(WATCH_BLANKS)
    page = open_map(reader, "/?layer=clearance&draw=circles&on=2015-06-30")
    assert page.evaluate("window.blanks") == []
    expect(page.locator(".atlas-map .legend .entry b").first).not_to_be_empty()


def test_circles_keep_their_size_through_a_zoom_and_the_small_ones_lie_above(reader: Reader, found: Found) -> None:
    page = open_map(reader, "/?layer=population&draw=circles&year=2015")
    sizes = {each.state: round(each.width) for each in reading.circles(page)}
    assert sizes["IND"] > sizes["FIN"] > sizes["TUV"]
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(FOLLOWED, arg=[reading.MAP, [1, 12, 13]])
    seen = {each.state: round(each.width) for each in reading.circles(page) if each.width}
    assert {iso3: width for iso3, width in seen.items() if width != sizes[iso3]} == {}
    widths = [round(each.width) for each in reading.circles(page) if each.width]
    assert widths == sorted(widths, reverse=True)


def test_pointing_at_a_state_tells_its_layer_and_its_status(reader: Reader, tables: Tables, history: History) -> None:
    page = open_map(reader, "/?layer=casualties&year=2023")
    row = impact.layer_rows(tables, "casualties", date(2023, 12, 31)).set_index("iso3").loc["AFG"]
    law = history.status_on(date(2023, 12, 31), "mbt").set_index("iso3").loc["AFG"]
    reading.point_at(page, "AFG")
    card = page.locator(".atlas-map .card")
    expect(card.locator("b")).to_have_text("Afghanistan")
    expect(card.locator("span")).to_have_text(
        [f"{impact.LAYERS['casualties'].title}: {row['label']}", f"Party since {words.long_day(law['since'])}"]
    )
    expect(card.locator("small")).to_have_text([row["text"], reason(law["basis"])])


def test_another_layer_keeps_the_zoom(reader: Reader, found: Found) -> None:
    page = open_map(reader, "/?year=2015")
    before = reading.view(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(FOLLOWED, arg=[reading.MAP, before])
    near = reading.view(page)
    pick(page, "Layer", "Casualties")
    reading.wait_for_rest(page, layer="casualties")
    expect(page.locator(".atlas-map .legend .of")).to_have_text([impact.LAYERS["casualties"].title])
    reading.wait_until_drawn(page)
    assert painted(page) == found("casualties", date(2015, 12, 31))
    assert reading.view(page) == near


def test_a_layer_that_fails_is_named_above_the_rows(reader: Reader) -> None:
    reader.page.route("**/layer-*.json", lambda route: route.abort())
    reader.open("/?layer=use&year=2023")
    notice = reader.page.locator(".atlas-map .notice.failed")
    expect(notice).to_contain_text("the layer could not be loaded")


def test_a_layer_is_fetched_only_where_it_is_shown_compressed_and_kept_for_ever(reader: Reader) -> None:
    asked: list[Request] = []
    reader.page.on("request", lambda request: asked.append(request) if "/layer-" in request.url else None)
    page = open_map(reader, "/")
    assert asked == []
    page = open_map(reader, "/?layer=use&year=2023")
    (request,) = asked
    answer = request.response()
    assert answer
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    stem = request.url.rpartition("-")[0]
    assert page.request.get(f"{stem}-000000000000.json").status == 404


def drawn_on(history: History, tables: Tables, day: date, region: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """The borders of the line by class, as the geography has them."""
    rows = geography.borders_on(history, tables, "mbt", day, region)
    pairs = pd.Series(["-".join(sorted(pair)) for pair in zip(rows["bound"], rows["other"], strict=True)])
    return {str(code): set(own) for code, own in pairs.groupby(rows["pair"])}


def test_the_lines_of_a_day_are_the_borders_between_bound_and_not_bound_states(
    reader: Reader, tables: Tables, history: History
) -> None:
    page = open_map(reader, "/borders")
    assert "FIN-SWE" in reading.borders(page)["party-withdrawn"]
    assert reading.borders(page) == drawn_on(history, tables, tables.checked)
    shown = {code: count for code, count in reading.legend(page, "lines").items() if count}
    assert shown == {code: len(pairs) for code, pairs in reading.borders(page).items()}
    page.locator(".atlas-map .day").fill("2025-01-01")
    reading.wait_for_rest(page, on="2025-01-01")
    assert reading.borders(page) == drawn_on(history, tables, date(2025, 1, 1))
    assert not any("FIN-SWE" in pairs for pairs in reading.borders(page).values())
    expect(page.locator(".atlas-map .entry[data-status=party-withdrawn]")).to_be_hidden()


LINE = "document.querySelector('.atlas-map path[data-border=party-withdrawn]').getAttribute('d')"


def test_a_zoom_and_a_region_keep_the_lines(reader: Reader, tables: Tables, history: History) -> None:
    page = open_map(reader, "/borders")
    before = page.evaluate(LINE)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(f"before => {LINE} !== before", arg=before)
    assert reading.borders(page) == drawn_on(history, tables, tables.checked)
    assert len(page.evaluate(LINE)) > 100
    pick(page, "Region", "Eastern Europe")
    reading.wait_for_rest(page, region="Eastern Europe")
    assert reading.borders(page) == drawn_on(history, tables, tables.checked, ("Eastern Europe",))


def test_linked_maps_follow_a_drag_and_a_zoom_of_either_and_stand_still_afterwards(reader: Reader) -> None:
    page = open_map(reader, "/compare")
    start = reading.view(page, LEFT)
    assert reading.view(page, RIGHT) == start
    page.locator(LEFT).get_by_role("button", name="Zoom in").click()
    page.wait_for_function(FOLLOWED, arg=[RIGHT, start])
    near = reading.view(page, LEFT)
    assert reading.view(page, RIGHT) == near
    x, y = reading.point_of(page, "COD", RIGHT)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 20, steps=6)
    page.wait_for_function(FOLLOWED, arg=[LEFT, near])
    page.mouse.up()
    page.wait_for_function(ALIKE, arg=[LEFT, RIGHT])
    moved = reading.view(page, RIGHT)
    assert moved[0] == near[0]
    assert moved[1] > near[1]
    page.locator(RIGHT).get_by_role("button", name="Show the chosen region again").click()
    page.wait_for_function(FOLLOWED, arg=[LEFT, moved])
    page.wait_for_timeout(500)
    assert reading.view(page, LEFT) == reading.view(page, RIGHT) == start


def test_a_map_without_controls_has_a_plain_legend_and_a_click_on_it_chooses_a_state(
    reader: Reader, history: History, tables: Tables
) -> None:
    page = open_map(reader, "/compare?before=2024-12-31")
    for at, day in ((LEFT, date(2024, 12, 31)), (RIGHT, tables.checked)):
        law = history.status_on(day, "mbt").set_index("iso3")["status"].astype("str")
        assert {shape.state: shape.status for shape in reading.shapes(page, at)} == law.to_dict()
        assert reading.legend(page, at=at)["party"] == (law == "party").sum()
        expect(page.locator(f"{at} .bar")).to_be_hidden()
        expect(page.locator(f"{at} .legend button")).to_have_count(0)
        expect(page.locator(f"{at} .title")).to_have_text(words.long_day(day))
    reading.click_state(page, "BRA", RIGHT)
    reading.wait_for_rest(page, state="BRA")
    expect(page.locator(".atlas-map article")).to_have_count(0)
