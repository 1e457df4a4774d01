"""Every page for every reader: what axe-core finds, narrow windows, large letters, wide spacing, targets, focus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import FilePayload, Page

from tests.browser import map_reading as reading
from tests.browser.conftest import OpenReader
from tests.browser.keys import MOST_STEPS
from tests.browser.slides_reading import wait_for_slide

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """async rules => (await axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html.slice(0, 160), failureSummary.slice(0, 200)]))"""
ALLOWED: list[tuple[str, str]] = []
"""Rule and HTML of what cannot be mended; each is told on the page About. There is none."""

PAGES = {
    "the map with cards": "/?year=2025&state=FIN,UKR",
    "the map with circles": "/?layer=casualties&draw=circles&status=party",
    "the timeline": "/timeline",
    "an event": "/timeline?event=E001",
    "the states": "/country",
    "a state": "/country?state=FIN",
    "compare": "/compare",
    "borders": "/borders?region=Europe",
    "claims": "/claims",
    "teach": "/teach",
    "data": "/data",
    "use the data": "/analyse",
    "about": "/about",
    "a slide": "/present?lesson=leaving&step=8",
    "no lesson": "/present",
}
FAULTY = FilePayload(name="my.csv", mimeType="text/csv", buffer=b"date;title;states\n32.13.2024;;Atlantis\n")
TEXT = "Finland withdrew from the Mine Ban Convention in July 2023. Norway signed it in 1997."


def press(name: str) -> Callable[[Page], None]:
    """Presses the first button that is so named."""
    return lambda page: page.get_by_role("button", name=name).first.click()


def bring_faulty_rows(page: Page) -> None:
    page.get_by_text("Your own data: bring a CSV file").click()
    page.locator("input[type=file]").first.set_input_files(FAULTY)


def ask_about_a_text(page: Page) -> None:
    page.get_by_role("tab", name="Your own text").click()
    page.locator("textarea").fill(TEXT)
    page.get_by_role("button", name="Put it beside the record").click()


def open_menu(page: Page) -> None:
    if (menu := page.get_by_test_id("stExpandSidebarButton")).is_visible():
        menu.click()


OPENED: dict[str, tuple[str, Callable[[Page], None], str]] = {
    "downloads": ("/data?table=status", press("Other formats"), "The address of these rows"),
    "sharing": ("/?year=2025", press("Share or embed"), "iframe"),
    "the menu": ("/?year=2025", open_menu, "Find a state"),
    "own rows with faults": ("/data?table=events", bring_faulty_rows, "32.13.2024"),
    "a text beside the record": ("/claims", ask_about_a_text, "Contradicts the record: 1"),
    "the own deck": ("/teach", lambda page: page.get_by_role("tab").nth(1).click(), "deck"),
    "questions": ("/teach", lambda page: page.get_by_role("tab").nth(2).click(), "question"),
}
"""What a reader does on a page before it is looked through, and the words that then are there."""

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SMALLEST, ZOOMED = {"width": 320, "height": 640}, {"width": 720, "height": 450}

BEYOND = """() => [document.scrollingElement, ...document.querySelectorAll("[data-testid=stMain]")]
  .filter(part => part.scrollWidth > innerWidth).map(part => `${part.tagName} is ${part.scrollWidth} wide`)"""
CUT = """() => {
  const hides = element => ["hidden", "clip"].includes(getComputedStyle(element).overflowX)
  const spoken = element => element.clientWidth < 8 || element.closest("svg, .states, [aria-hidden=true]")
  return [...document.querySelectorAll("[data-testid=stMain] *, .skip-link")]
    .filter(each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !spoken(each))
    .filter(each => hides(each) && each.innerText?.trim() && !each.querySelector("canvas, svg.main-svg"))
    .filter(each => each.scrollWidth > each.clientWidth + 2 || each.scrollHeight > each.clientHeight + 6)
    .map(each => `${each.tagName}.${String(each.className).slice(0, 40)}: ${each.innerText.trim().slice(0, 60)}`)
}"""
"""Words that do not fit into what hides the rest of them."""

MOVES = """() => {
  window.moves = []
  const note = ({ target, type }) => target.getAnimations?.()
    .filter(({ effect }) => effect.getComputedTiming().activeDuration > 50)
    .forEach(() => window.moves.push(`${type} ${target.outerHTML.slice(0, 80)}`))
  for (const kind of ["transitionrun", "animationstart"]) addEventListener(kind, note, true)
}"""
"""Notes every transition and animation from now on that takes time."""

STOP = """() => {
  const at = document.activeElement
  if (at === document.body || at.closest("canvas")) return null
  const seen = at.closest("[data-rac]:has([type=range])") ?? (at.matches(".states") ? at.parentElement : at)
  const told = `${at.tagName}.${String(at.className).slice(0, 30)} ${at.ariaLabel ?? ""} ${at.innerText.slice(0, 30)}`
  const drawn = part => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part)
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  }
  let ringed = false
  for (let part = at, up = 0; part && up < 4; part = part.parentElement, up++) ringed ||= drawn(part)
  const { left, right, top, bottom } = seen.getBoundingClientRect()
  const field = at.matches("input, textarea") ? at.parentElement.parentElement : seen
  const inside = (low, high, end) => (Math.max(low, 0) + Math.min(high, end)) / 2
  const above = document.elementFromPoint(inside(left, right, innerWidth), inside(top, bottom, innerHeight))
  const visible = at.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const hidden = !visible || !above || !(above.contains(seen) || seen.contains(above) || field.contains(above))
  return [told, ringed, hidden]
}"""
"""What has the focus, whether a ring shows it, whether something else covers its middle. A table draws its own ring;
the thumb of a slider stands for its field, and the map for the list of its states, which are read and not seen."""

SPACED = """() => document.head.append(Object.assign(document.createElement("style"), { id: "spaced", textContent:
  `:not(svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
   p { margin-bottom: 2em !important }` }))"""
"""The text spacing of success criterion 1.4.12."""

TARGETS = """() => {
  const wanted = "button, a[href], input, select, textarea, summary, [role=button], [role=spinbutton], [role=slider]"
  const seen = each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !each.closest("[data-collapsed=true]")
  const boxes = [...document.querySelectorAll(wanted)].filter(each => seen(each) && !each.closest("[aria-hidden=true]"))
    .map(each => [each, each.getBoundingClientRect()]).filter(([, box]) => box.width > 2 && box.height > 2)
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2]
  const inSentence = each => each.matches("a") && each.closest("p, li, td, [data-testid=stCaptionContainer]")
  const inField = each => each.matches(":is(label, .stSelectbox, .stMultiSelect, .stTextInput, .stSlider) input")
  const small = boxes.filter(([each, { width, height }]) => Math.min(width, height) < 23.9)
    .filter(([each]) => !inSentence(each) && !inField(each))
  const near = ([each, box]) => boxes.some(([other, { x, y, right, bottom }]) => {
    if (other === each || other.contains(each) || each.contains(other)) return false
    const [across, down] = middle(box)
    return Math.hypot(Math.max(x - across, 0, across - right), Math.max(y - down, 0, down - bottom)) < 12
  })
  return small.filter(near).map(([each, box]) => `${each.outerHTML.slice(0, 100)} ${box.width} x ${box.height}`)
}"""
"""Targets below 24 px with another one in their circle of 24 px (success criterion 2.5.8); links in text may be so."""


def settle(page: Page, path: str) -> None:
    """Returns when the page shows all that it has."""
    if "lesson=" in path:
        return wait_for_slide(page, int(path.rsplit("=", 1)[1]))
    page.locator("h1").first.wait_for()
    return reading.wait_for_rest(page)


def violations(page: Page) -> list[Any]:
    """What axe-core finds on the page as it is, without what is allowed."""
    page.evaluate(AXE)
    found: list[Any] = page.evaluate(FOUND, RULES)
    return [each for each in found if (each[0], each[1]) not in ALLOWED]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wide_and_narrow_light_and_dark(open_reader: OpenReader, name: str) -> None:
    reader = open_reader(viewport=WIDE)
    page = reader.page
    reader.open(PAGES[name])
    settle(page, PAGES[name])
    found = []
    for size, scheme in [(WIDE, "light"), (WIDE, "dark"), (NARROW, "dark"), (NARROW, "light")]:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_timeout(500)  # the colours change, and the map is drawn anew
        settle(page, PAGES[name])
        found += [(size["width"], scheme, *each) for each in violations(page)]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("name", OPENED)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_in_what_is_opened_filled_in_or_refused(
    open_reader: OpenReader, name: str, size: dict[str, int]
) -> None:
    path, act, shown = OPENED[name]
    reader = open_reader(viewport=size)
    page = reader.page
    reader.open(path)
    settle(page, path)
    act(page)
    page.get_by_text(shown).locator("visible=true").first.wait_for()
    settle(page, path)
    page.wait_for_timeout(1000)  # what is opened moves into its place and gets its names
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    found += violations(page)
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_in_small_windows_with_large_letters_or_wide_spacing(
    open_reader: OpenReader, name: str
) -> None:
    reader = open_reader(viewport=SMALLEST)
    page = reader.page
    reader.open(PAGES[name])
    settle(page, PAGES[name])
    found = [("320 px", each) for each in page.evaluate(BEYOND) + page.evaluate(CUT) + page.evaluate(TARGETS)]
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    page.wait_for_timeout(400)
    found += [("zoom 200 %", each) for each in page.evaluate(BEYOND) + page.evaluate(CUT)]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.wait_for_timeout(400)
    found += [("24 px", each) for each in page.evaluate(TARGETS)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(400)
    found += [("text 200 %", each) for each in page.evaluate(BEYOND) + page.evaluate(CUT)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate(SPACED)
    page.wait_for_timeout(400)
    found += [("spaced", each) for each in page.evaluate(BEYOND) + page.evaluate(CUT)]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("name", PAGES)
def test_the_focus_is_seen_at_every_stop(open_reader: OpenReader, name: str) -> None:
    page = (reader := open_reader(viewport=WIDE)).page
    reader.open(PAGES[name])
    settle(page, PAGES[name])
    stops = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    found = [stop for stop in stops if stop]
    assert len(found) > 5
    assert [told for told, ringed, _ in found if not ringed] == [], "has no ring"
    assert [told for told, _, hidden in found if hidden] == [], "is covered"


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_a_reader_who_wants_it_still(open_reader: OpenReader, wish: str, moves: bool) -> None:
    page = (reader := open_reader(viewport=WIDE, reduced_motion=wish)).page
    reader.open("/?year=2025")
    settle(page, "/")
    reading.wait_until_drawn(page)
    page.evaluate(MOVES)
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Left", exact=False).first.click()
    page.get_by_role("button", name="Share or embed").click()
    page.get_by_text("iframe").locator("visible=true").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Timeline").first.click()
    settle(page, "/timeline")
    page.get_by_role("combobox", name="Region").click()
    page.wait_for_timeout(500)
    assert bool(page.evaluate("window.moves")) == moves, page.evaluate("window.moves")
