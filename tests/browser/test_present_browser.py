"""A lesson before a class: by the keys of a clicker, without a network, large and clear enough, its notes beside."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from atlas.assets.offline import lesson_html
from atlas.lessons import Library, library, quiz_of
from atlas.status import History
from atlas.tables import Tables
from tests.browser.conftest import OpenReader, Reader
from tests.browser.slides_reading import (
    NOTES,
    contrasts,
    day_due,
    drawn,
    due,
    leading_day,
    overflowing,
    place,
    slides,
    step_through,
    type_sizes,
    wait_for_place,
    wait_for_slide,
)

pytestmark = pytest.mark.browser
PROJECTOR = {"width": 1280, "height": 720}
LESSONS = ["ban", "leaving"]
SMALLEST_PX, POINTS_PX = 18, 32
YEAR, DAY, PLAY = ".atlas-slides .year", "aria-valuetext", ".atlas-slides .play"
NAMES = ".atlas-slides .names span"
BOXES = (
    """all => all.map(each => each.getBoundingClientRect()).map(box => [box.left, box.top, box.right, box.bottom])"""
)
STILL = {"viewport": PROJECTOR, "reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def taught(tables: Tables, history: History) -> Library:
    return library(tables, history)


def look_at(history: History) -> Any:
    """A check of one slide at its end: what it says, what its map shows, and whether the last row can read it."""

    def look(page: Page, slide: dict[str, Any]) -> None:
        heading = page.locator(".atlas-slides .heading").inner_text()
        assert heading == slide["heading"]
        for point in slide.get("points", []):
            assert page.get_by_text(point["text"], exact=True).first.is_visible(), point
        if slide["map"] and not slide["map"]["layered"] and not slide["map"]["overlay"]:
            assert drawn(page) == due(history, slide), heading
        assert [each for each in type_sizes(page) if each[0] < SMALLEST_PX] == []
        assert [each for each in contrasts(page) if each[0] < 4.5] == []
        assert overflowing(page) == []
        entries = page.locator(".atlas-slides .legend .entry:visible").count() if slide["map"] else 0
        assert entries <= 5

    return look


@pytest.mark.parametrize("key", LESSONS)
def test_a_lesson_is_stepped_through_by_keys_after_the_network_is_gone(
    open_reader: OpenReader, key: str, taught: Library, tables: Tables, history: History
) -> None:
    reader = open_reader(**STILL)
    reader.open(f"/present?lesson={key}")
    told = slides(history, tables, taught.lessons[key])
    wait_for_slide(reader.page, 1)
    reader.page.wait_for_load_state("networkidle")
    reader.page.context.set_offline(True)
    step_through(reader.page, told, look_at(history))
    assert place(reader.page) == f"{len(told)} of {len(told)}"
    for _ in range(sum(1 + len(slide["reveal"]) for slide in told)):
        reader.page.keyboard.press("PageUp")
    assert place(reader.page) == f"1 of {len(told)}"


@pytest.mark.parametrize("key", LESSONS)
def test_the_file_of_a_lesson_plays_it_from_a_disk_without_a_network(
    browser: Browser, tmp_path: Path, key: str, taught: Library, tables: Tables, history: History
) -> None:
    lesson = taught.lessons[key]
    file = tmp_path / "a lesson.html"
    file.write_bytes(lesson_html(history, tables, lesson, quiz_of(history, tables, lesson)))
    context = browser.new_context(offline=True, **STILL)
    asked: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    step_through(page, slides(history, tables, lesson), look_at(history))
    with context.expect_page() as opened:
        page.get_by_role("button", name="Speaker notes").click()
    notes = opened.value
    notes.wait_for_function("() => document.querySelector('.atlas-notes .waiting')?.hidden")
    assert place(notes) == place(page)
    notes.keyboard.press("Home")
    wait_for_place(page, 1)
    context.close()
    assert {address.split("#")[0] for address in asked} == {file.as_uri()}
    assert errors == []


@pytest.fixture
def class_room(open_reader: OpenReader) -> Reader:
    reader = open_reader(**STILL)
    reader.open("/present?lesson=leaving&step=9")
    wait_for_slide(reader.page, 9)
    return reader


def test_points_and_heading_have_24_points_at_least(class_room: Reader) -> None:
    size = "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    sizes = class_room.page.eval_on_selector_all(".atlas-slides .heading, .atlas-slides .points li", size)
    assert len(sizes) > 1
    assert min(sizes) >= POINTS_PX


KEYS = [
    ("PageDown", 10),
    ("ArrowRight", 10),
    ("ArrowDown", 10),
    (" ", 10),
    ("PageUp", 8),
    ("ArrowLeft", 8),
    ("ArrowUp", 8),
]


@pytest.mark.parametrize(("key", "number"), KEYS)
def test_no_key_is_lost_to_a_focused_slider(class_room: Reader, key: str, number: int) -> None:
    page = class_room.page
    for _ in range(12):
        page.locator(YEAR).focus()
        page.keyboard.press(key)
        if not place(page).startswith("9 of"):
            break
    assert place(page).startswith(f"{number} of")


def test_home_and_end_go_to_the_first_and_the_last_slide_from_a_focused_slider(class_room: Reader) -> None:
    page = class_room.page
    page.locator(YEAR).focus()
    page.keyboard.press("End")
    number, _, last = place(page).split()
    assert number == last
    page.keyboard.press("Home")
    assert place(page).startswith("1 of")


def test_b_makes_the_screen_black_and_any_key_brings_the_same_slide_back(class_room: Reader) -> None:
    page = class_room.page
    page.keyboard.press("b")
    black = page.locator(".atlas-slides .black")
    assert black.is_visible()
    assert black.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(0, 0, 0)"
    page.keyboard.press("PageDown")
    assert not black.is_visible()
    assert place(page).startswith("9 of")


def test_escape_leaves_to_the_lessons(class_room: Reader) -> None:
    class_room.page.keyboard.press("Escape")
    class_room.page.get_by_role("heading", name="Lessons to present").wait_for()


def test_the_link_follows_the_slides_and_leads_to_them(class_room: Reader) -> None:
    class_room.page.keyboard.press("End")
    address = class_room.page.evaluate("location.href")
    assert "lesson=leaving" in address
    number = int(address.split("step=")[1])
    assert place(class_room.page) == f"{number} of {number}"
    class_room.open(address)
    wait_for_slide(class_room.page, number)


def test_the_notes_in_another_tab_follow_and_lead(class_room: Reader) -> None:
    notes = class_room.page.context.new_page()
    notes.goto(f"{class_room.address}/present?lesson=leaving&window=notes", wait_until="commit")
    notes.wait_for_function("() => document.querySelector('.atlas-notes .waiting')?.hidden")
    assert place(notes) == place(class_room.page)
    assert notes.locator(".say p").count() > 0
    assert [each for each in type_sizes(notes) if each[0] < SMALLEST_PX] == []
    assert [each for each in contrasts(notes) if each[0] < 4.5] == []
    class_room.page.keyboard.press("End")
    wait_for_place(notes, int(place(class_room.page).split()[0]), NOTES)
    notes.get_by_role("button", name="Back").click()
    notes.keyboard.press("Home")
    wait_for_place(class_room.page, 1)


MOVING = {"viewport": PROJECTOR, "reduced_motion": "no-preference"}


def played_slide(told: list[dict[str, Any]]) -> tuple[int, dict[str, Any], int]:
    """The first slide on whose map a key leads through several changes: its number, itself, and which press does."""
    for number, slide in enumerate(told, start=1):
        if slide["kind"] == "step" and slide["map"] and not slide["strip"]:
            for press, names in enumerate(slide["reveal"], start=1):
                if leading_day(names, slide["map"]) and day_due(slide, press)[:4] > day_due(slide, press - 1)[:4]:
                    return number, slide, press
    raise AssertionError("no slide plays")


def day_shown(page: Page) -> str:
    return page.locator(YEAR).get_attribute(DAY) or ""


@dataclass(frozen=True)
class Play:
    """A page on whose map a key has just begun a play: the slide, its number, and how many keys were pressed on it."""

    page: Page
    slide: dict[str, Any]
    number: int
    press: int


@pytest.fixture
def playing(open_reader: OpenReader, taught: Library, tables: Tables, history: History) -> Play:
    number, slide, press = played_slide(slides(history, tables, taught.lessons["ban"]))
    reader = open_reader(**MOVING)
    reader.open(f"/present?lesson=ban&step={number}")
    wait_for_slide(reader.page, number)
    for _ in range(press):
        expect(reader.page.locator(PLAY)).to_have_text("Play", timeout=60_000)
        reader.page.keyboard.press("PageDown")
    expect(reader.page.locator(PLAY)).to_have_text("Pause")
    return Play(reader.page, slide, number, press)


def test_a_play_moves_on_by_itself_and_can_be_paused(playing: Play) -> None:
    page = playing.page
    begun = day_shown(page)
    page.wait_for_function(f"day => document.querySelector('{YEAR}').getAttribute('{DAY}') !== day", arg=begun)
    page.locator(PLAY).click()
    expect(page.locator(PLAY)).to_have_text("Play")
    rested = day_shown(page)
    page.wait_for_timeout(2500)
    assert day_shown(page) == rested


def test_a_key_ends_a_play_on_the_day_that_is_due_before_anything_else_appears(playing: Play, history: History) -> None:
    page = playing.page
    covered = page.locator(".atlas-slides .covered").count()
    page.keyboard.press("PageDown")
    expect(page.locator(PLAY)).to_have_text("Play")
    wait_for_slide(page, playing.number)
    assert drawn(page) == due(history, playing.slide, playing.press)
    assert page.locator(".atlas-slides .covered").count() == covered


def test_who_wants_no_motion_is_shown_the_last_day_at_once(
    open_reader: OpenReader, taught: Library, tables: Tables, history: History
) -> None:
    number, slide, _ = played_slide(slides(history, tables, taught.lessons["ban"]))
    reader = open_reader(**STILL)
    reader.open(f"/present?lesson=ban&step={number}")
    wait_for_slide(reader.page, number)
    for press, _ in enumerate(slide["reveal"], start=1):
        reader.page.keyboard.press("PageDown")
        expect(reader.page.locator(PLAY)).to_have_text("Play")
        wait_for_slide(reader.page, number)
        assert drawn(reader.page) == due(history, slide, press)


def test_a_slider_that_was_moved_is_back_on_the_day_of_the_slide_after_the_next_key(class_room: Reader) -> None:
    page = class_room.page
    wait_for_slide(page, 9)
    page.keyboard.press("PageUp")
    wait_for_slide(page, 8)
    page.keyboard.press("Home")
    page.keyboard.press("End")
    for _ in range(200):
        page.keyboard.press("PageUp")
        if place(page).startswith("8 of"):
            break
    wait_for_slide(page, 8)
    due_day = day_shown(page)
    page.locator(YEAR).evaluate("slider => { slider.value = slider.min; slider.dispatchEvent(new Event('input')) }")
    assert day_shown(page) != due_day
    page.keyboard.press("PageUp")
    page.keyboard.press("PageDown")
    wait_for_slide(page, 8)
    assert day_shown(page) == due_day


def test_a_slide_that_is_loaded_again_keeps_what_was_uncovered(class_room: Reader) -> None:
    page = class_room.page
    page.keyboard.press("PageDown")
    before = (place(page), page.locator(".atlas-slides .covered").count())
    page.reload()
    wait_for_slide(page, int(before[0].split()[0]))
    assert (place(page), page.locator(".atlas-slides .covered").count()) == before


def test_names_stand_clear_of_one_another_and_move_with_the_map(class_room: Reader) -> None:
    page = class_room.page
    class_room.open("/present?lesson=leaving&step=8")
    wait_for_slide(page, 8)
    for _ in range(12):
        page.keyboard.press("PageDown")
        if not place(page).startswith("8 of"):
            page.keyboard.press("PageUp")
            break
    wait_for_slide(page, 8)
    boxes = page.eval_on_selector_all(NAMES, BOXES)
    assert len(boxes) > 1
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
        assert apart, (one, other)
    middle = page.locator(".atlas-slides .plot").bounding_box()
    assert middle is not None
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=6)
    page.mouse.up()
    page.wait_for_timeout(400)
    moved = page.eval_on_selector_all(f"{NAMES}, .atlas-slides .names i", BOXES)
    assert moved[0] != boxes[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lesson=nothing", 'The link\'s lesson was ignored: "nothing" is not a lesson.'),
        ("lesson=deck", "This browser tab has no deck of its own."),
        ("", "How the world banned a weapon"),
    ],
)
def test_a_link_to_no_lesson_leads_to_those_there_are(reader: Reader, query: str, said: str) -> None:
    reader.open(f"/present?{query}")
    reader.page.get_by_text(said).wait_for()
    reader.page.get_by_role("link", name="Leaving the ban").click()
    wait_for_slide(reader.page, 1)
