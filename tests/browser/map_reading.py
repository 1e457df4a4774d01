"""What the drawn map shows, read from the page: colours as painted, counts as written, points to click on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playwright.sync_api import Page

DRAWN = """() => {
  const map = document.querySelector(".atlas-map")
  return !!map && map.querySelector(".notice").hidden && !!map.querySelector("path[data-state][data-status]")
}"""
SHAPES = """() => [...document.querySelectorAll(".atlas-map path[data-state]")].map(path => {
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
  }
})"""
FITS = """() => {
  const plot = document.querySelector(".atlas-map .plot")
  return Math.abs(plot.clientWidth - plot._fullLayout.width) < 2 && !plot._transitioning
}"""
LEGEND = """() => Object.fromEntries([...document.querySelectorAll(".atlas-map .legend button")].map(
  button => [button.dataset.status, +button.querySelector("b").textContent]))"""
POINT = """iso3 => {
  const paths = [...document.querySelectorAll(`.atlas-map path[data-state="${iso3}"]`)]
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


def wait_until_drawn(page: Page) -> None:
    """Returns when the map is there and its notice is gone."""
    page.wait_for_function(DRAWN)


def wait_for_day(page: Page, words: str) -> None:
    """Returns when the map shows the day, given as it is written ("31 December 2012")."""
    page.wait_for_function(
        "day => document.querySelector('.atlas-map .year').getAttribute('aria-valuetext') === day", arg=words
    )


def wait_for_rest(page: Page, **query: str | None) -> None:
    """Returns when the address holds these values (None: has no such key) and the server has answered."""
    page.wait_for_function(
        """query => {
          const now = new URLSearchParams(location.search)
          const app = document.querySelector("[data-testid=stApp]")
          return Object.entries(query).every(([key, value]) => now.get(key) === value)
            && app.dataset.testScriptState === "notRunning"
        }""",
        arg=query,
    )


def shapes(page: Page) -> list[Shape]:
    """Every drawn shape of a state: its polygon, and its marker where it is small."""
    return [Shape(**{**each, "fill": hexadecimal(each["fill"])}) for each in page.evaluate(SHAPES)]


def hexadecimal(colour: str) -> str:
    """The colour as #RRGGBB."""
    if colour.startswith("#"):
        return colour.upper()
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return f"#{red:02X}{green:02X}{blue:02X}"


def legend(page: Page) -> dict[str, int]:
    """The number of states by status code as the legend gives it."""
    counts: dict[str, int] = page.evaluate(LEGEND)
    return counts


def point_of(page: Page, iso3: str) -> tuple[float, float]:
    """A point of the window that lies on the marker of a state, or well inside its polygon, once the map rests."""
    page.wait_for_function(FITS)
    page.locator(".atlas-map .plot").scroll_into_view_if_needed()
    x, y = page.evaluate(POINT, iso3)
    return x, y


def click_state(page: Page, iso3: str) -> None:
    """Points at the state and clicks on it."""
    x, y = point_of(page, iso3)
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
    return page.locator("h1").inner_text()
