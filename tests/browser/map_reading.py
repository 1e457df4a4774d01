"""What the drawn map shows, read from the page: colours as painted, counts as written, points to click on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.conftest import plain

MAP = ".atlas-map"
"""Where the map is on the page; a page with several maps has each below the class of its key (see `keyed`)."""

RESTS = """query => {
  const now = new URLSearchParams(location.search)
  const app = document.querySelector("[data-testid=stApp]")
  return Object.entries(query).every(([key, value]) => now.get(key) === value)
    && app?.dataset.testScriptState === "notRunning"
}"""
FOLLOWED = """() => new Promise(done =>
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 50))"""
"""Streamlit puts what a run gave onto the page some 10 ms after it says that the run has ended."""
DRAWN = """() => {
  if (document.querySelector("[data-testid=stSkeleton]")) return false
  const maps = [...document.querySelectorAll(".stBidiComponent")].filter(each => !each.closest(".st-key-deck-keeper"))
  return maps.every(map => map.querySelector(".notice.failed")
    || (map.querySelector(".notice")?.hidden && map.querySelector("path[data-state][data-status]")))
}"""
SHAPES = """map => [...document.querySelectorAll(`${map} path[data-state]`)].map(path => {
  const style = getComputedStyle(path)
  const pattern = style.fill.match(/url\\("?#([^")]+)"?\\)/)
  const box = path.getBoundingClientRect()
  return {
    state: path.dataset.state,
    status: path.dataset.status,
    fill: pattern ? document.getElementById(pattern[1]).querySelector("rect").getAttribute("fill") : style.fill,
    hatched: !!pattern && pattern[1].endsWith("contested"),
    opacity: +style.fillOpacity,
    width: box.width,
    height: box.height,
    marker: path.classList.contains("point"),
    round: !!path.getAttribute("d")?.includes("A"),
  }
})"""
FITS = """map => {
  const plot = document.querySelector(`${map} .plot`)
  return Math.abs(plot.clientWidth - plot._fullLayout.width) < 2 && !plot._transitioning
}"""
LEGEND = """([map, kind]) => Object.fromEntries([...document.querySelectorAll(
  `${map} .legend[data-kind=${kind}] .entry`)].map(
  entry => [entry.dataset.status, +entry.querySelector("b").textContent]))"""
MIDDLE = """path => {
  const { x, y, width, height } = path.getBoundingClientRect()
  return [Math.round(x + width / 2), Math.round(y + height / 2)]
}"""
CIRCLES = f"""map => [...document.querySelectorAll(`${{map}} path[data-circle]`)]
  .filter(path => path.style.display !== "none").map(path => ({{
    state: path.dataset.circle,
    status: path.dataset.status,
    middle: ({MIDDLE})(path),
    width: path.getBoundingClientRect().width,
    hollow: path.style.fill.startsWith("var("),
  }}))"""
HALOS = f"""map => [...document.querySelectorAll(`${{map}} .scattergeo`)]
  .filter(group => group.__data__[0].trace.meta === "halos")
  .flatMap(group => [...group.querySelectorAll("path.point")])
  .filter(path => path.style.display !== "none")
  .map(path => [({MIDDLE})(path), path.getBoundingClientRect().width])"""
BORDERS = """map => Object.fromEntries([...document.querySelectorAll(`${map} path[data-border]`)]
  .filter(path => path.dataset.border && path.getTotalLength() > 0)
  .map(path => [path.dataset.border, path.dataset.borders.split(" ")]))"""
VIEW = """map => {
  const { projection, center } = document.querySelector(`${map} .plot`)._fullLayout.geo
  return [projection.scale, projection.rotation.lon, center.lat].map(number => +number.toFixed(3))
}"""
POINT = """([map, iso3]) => {
  const paths = [...document.querySelectorAll(`${map} path[data-state="${iso3}"]`)]
  const marker = paths.find(path => path.classList.contains("point"))
  if (marker) {
    const box = marker.getBoundingClientRect()
    return [box.x + box.width / 2, box.y + box.height / 2]
  }
  const [path] = paths
  const box = path.getBBox()
  const [inside, outside] = [[], []]
  for (let column = 0; column <= 40; column++)
    for (let row = 0; row <= 40; row++) {
      const point = new DOMPoint(box.x + (box.width * column) / 40, box.y + (box.height * row) / 40)
      ;(path.isPointInFill(point) ? inside : outside).push(point)
    }
  const room = point => Math.min(...outside.map(other => Math.hypot(point.x - other.x, point.y - other.y)))
  inside.forEach(point => (point.room = room(point)))
  inside.sort((a, b) => b.room - a.room)
  const screen = inside[0].matrixTransform(path.getScreenCTM())
  return [screen.x, screen.y]
}"""


@dataclass(frozen=True)
class Shape:
    """A drawn shape of a state; `fill` is its colour as #RRGGBB, under the pattern where it has one."""

    state: str
    status: str
    fill: str
    hatched: bool
    opacity: float
    width: float
    height: float
    marker: bool
    round: bool


@dataclass(frozen=True)
class Circle:
    """A circle that is seen: state, code of its class, middle and width in pixels, and whether it is a mere ring."""

    state: str
    status: str
    middle: tuple[int, int]
    width: float
    hollow: bool


def keyed(key: str) -> str:
    """Where the map with a key is, for the functions below."""
    return f".st-key-{key} {MAP}"


def wait_until_drawn(page: Page) -> None:
    """Returns when the server has answered and every map of the page is drawn; there must be one."""
    page.wait_for_selector(".stBidiComponent", state="attached")
    wait_for_rest(page)


def wait_for_day(page: Page, words: str) -> None:
    """Returns when the map shows the day, given as it is written ("31 December 2012")."""
    page.wait_for_function(
        "day => document.querySelector('.atlas-map .year').getAttribute('aria-valuetext') === day", arg=words
    )


def wait_for_rest(page: Page, **query: str | None) -> None:
    """Returns when the address holds these values (None: has no such key) and the page shows what the server answered.

    Parts whose code the browser still loads and maps drawn anew are waited for, too; a map that failed is not.
    """
    page.wait_for_function(RESTS, arg=query)
    page.evaluate(FOLLOWED)
    page.wait_for_function(DRAWN)


def shapes(page: Page, at: str = MAP) -> list[Shape]:
    """Every drawn shape of a state: its polygon, and its marker where it is small."""
    return [Shape(**{**each, "fill": hexadecimal(each["fill"])}) for each in page.evaluate(SHAPES, at)]


def circles(page: Page) -> list[Circle]:
    """Every circle of a layer that is seen, in the order in which they are drawn."""
    return [Circle(**{**each, "middle": tuple(each["middle"])}) for each in page.evaluate(CIRCLES, MAP)]


def halos(page: Page) -> dict[tuple[int, int], float]:
    """The width of every ring round a circle that is seen, by its middle."""
    return {(x, y): width for (x, y), width in page.evaluate(HALOS, MAP)}


def borders(page: Page) -> dict[str, set[str]]:
    """The drawn borders as "FIN-SWE" by the code of their class; a class without borders is left out."""
    return {code: set(pairs) for code, pairs in page.evaluate(BORDERS, MAP).items()}


def view(page: Page, at: str = MAP) -> tuple[float, float, float]:
    """How many times the world is enlarged, and the longitude and latitude in the middle."""
    scale, lon, lat = page.evaluate(VIEW, at)
    return scale, lon, lat


def hexadecimal(colour: str) -> str:
    """The colour as #RRGGBB."""
    if colour.startswith("#"):
        return colour.upper()
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return f"#{red:02X}{green:02X}{blue:02X}"


def legend(page: Page, kind: str = "shapes", at: str = MAP) -> dict[str, int]:
    """The number of states (or of borders) by code as the legend of the shapes, circles or lines gives it."""
    counts: dict[str, int] = page.evaluate(LEGEND, [at, kind])
    return counts


def point_of(page: Page, iso3: str, at: str = MAP) -> tuple[float, float]:
    """A point of the window that lies on the marker of a state, or well inside its polygon, once the map rests."""
    page.wait_for_function(FITS, arg=at)
    page.locator(f"{at} .plot").scroll_into_view_if_needed()
    x, y = page.evaluate(POINT, [at, iso3])
    return x, y


def point_at(page: Page, iso3: str, at: str = MAP) -> None:
    """Moves the pointer onto the state."""
    x, y = point_of(page, iso3, at)
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)


def click_state(page: Page, iso3: str, at: str = MAP) -> None:
    """Points at the state and clicks on it."""
    x, y = point_of(page, iso3, at)
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def zoom_scale(page: Page) -> float:
    """How many times the whole world is enlarged."""
    scale: float = page.evaluate("document.querySelector('.atlas-map .plot')._fullLayout.geo.projection.scale")
    return scale


def shown_in_full(found: Collection[Shape]) -> set[str]:
    """The states that no filter has faded."""
    return {shape.state for shape in found if shape.opacity == 1}


def headline(page: Page) -> str:
    """The sentence over the map."""
    return plain(page.locator("h1").inner_text())
