"""Reads what a class sees of a lesson: heading, place, statuses on the map, sizes and colours of the type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import Page

from atlas.assets.slides import slides_of
from atlas.lessons import Lesson, quiz_of
from atlas.status import History
from atlas.tables import Tables
from atlas.words.slides import BOUND_GROUPS, STATUS_GROUPS
from tests.browser.map_reading import MAP, shapes

PATIENCE_MS = 15_000
READING = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").split("\n", 1)[1].strip()
STOPPED = "() => document.querySelector('.atlas-map .play').textContent === 'Play'"
AT = """([element, at]) => document.querySelector(`${element} .place`)?.textContent.startsWith(`${at} of`)"""
SLIDES, NOTES = ".atlas-slides", ".atlas-notes"
GROUP_OF = {code: group.code for group in STATUS_GROUPS for code in group.of}
BOUND_OF = {code: group.code for group in BOUND_GROUPS for code in group.of}


def wait_for_slide(page: Page, number: int) -> None:
    """Returns when the slide of this number is shown and its map is drawn."""
    wait_for_place(page, number)
    page.wait_for_function(f"() => {READING}.ready()", timeout=PATIENCE_MS)


def wait_for_place(page: Page, number: int, element: str = SLIDES) -> None:
    """Returns when the slides, or the notes, are at this number."""
    page.wait_for_function(AT, arg=[element, number], timeout=PATIENCE_MS)


def place(page: Page) -> str:
    """Where the slides are: "3 of 37"."""
    return page.locator(".atlas-slides .place, .atlas-notes .place").inner_text()


def type_sizes(page: Page) -> list[tuple[float, str]]:
    """Size in px of every text that is seen."""
    return [(size, text) for size, text in page.evaluate(f"{READING}.sizes()")]


def contrasts(page: Page) -> list[tuple[float, str]]:
    """Contrast with its ground of every text that is seen."""
    return [(contrast, text) for contrast, text in page.evaluate(f"{READING}.contrasts()")]


def overflowing(page: Page) -> list[str]:
    """Parts of the slide that reach beyond the window or are cut off."""
    found: list[str] = page.evaluate(f"{READING}.overflowing()")
    return found


def slides(history: History, tables: Tables, lesson: Lesson) -> list[dict[str, Any]]:
    """The slides as the player is told them."""
    made: list[dict[str, Any]] = slides_of(history, tables, lesson, quiz_of(history, tables, lesson))["slides"]
    return made


def drawn(page: Page) -> dict[str, str]:
    """The class of each state as it is drawn."""
    return {shape.state: shape.status for shape in shapes(page, f".atlas-slides {MAP}")}


def day_due(slide: dict[str, Any], presses: int) -> str:
    """The day on which the map of a slide is due after so many presses of a key."""
    shown = slide["map"]
    ways = [leading_day(names, shown) for names in slide["reveal"]]
    if not any(ways):
        return str(shown["rests"])
    led = [day for day in ways[:presses] if day]
    return led[-1] if led else str(shown["begins"])


def leading_day(names: list[str], shown: dict[str, Any]) -> str:
    """The day to which a press leads the map; empty where it does not."""
    days = [name for name in names if name[:4].isdigit() and len(name) == 10]
    return days[0] if days else str(shown["rests"]) if "play" in names else ""


def due(history: History, slide: dict[str, Any], presses: int | None = None) -> dict[str, str]:
    """The class of each state that the record gives for the day that is due after so many presses, by default all."""
    shown = slide["map"]
    day = day_due(slide, len(slide["reveal"]) if presses is None else presses)
    rows = history.status_on(pd.Timestamp(day).date(), shown["treaty"])
    groups = BOUND_OF if shown["lined"] else GROUP_OF
    return {row.iso3: groups[row.status] for row in rows.itertuples()}


def step_through(page: Page, told: list[dict[str, Any]], look: Callable[[Page, dict[str, Any]], None]) -> None:
    """Goes from the first slide to the last with PageDown alone; at the end of each slide calls `look`."""
    for number, slide in enumerate(told, start=1):
        wait_for_slide(page, number)
        for _ in slide["reveal"]:
            page.keyboard.press("PageDown")
            if slide["map"]:
                page.wait_for_function(STOPPED, timeout=60_000)
        wait_for_slide(page, number)
        look(page, slide)
        page.keyboard.press("PageDown")
