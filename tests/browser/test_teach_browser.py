"""One's own deck in a real browser: from a view to the slides and into a file, and kept against a reload."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from atlas.lessons import Lesson, read_lesson
from atlas.status import History
from atlas.tables import Tables
from tests.browser.conftest import Reader
from tests.browser.map_reading import wait_for_rest, wait_until_drawn
from tests.browser.slides_reading import NOTES, drawn, due, place, slides, wait_for_place, wait_for_slide
from tests.test_lessons import SOUND

pytestmark = pytest.mark.browser
ADD = "Add this view to my deck"


def add_view(page: Page, number: int) -> None:
    """Adds the view of the page, which is the so-manieth of the deck."""
    page.get_by_role("button", name=ADD).click()
    page.get_by_text(f"Your deck has {number} view").wait_for()


def open_deck(page: Page) -> None:
    page.get_by_role("link", name="Teach", exact=True).click()
    page.get_by_role("tab", name="Your own deck").click()
    page.get_by_label("Heading of step 1").wait_for()


@pytest.fixture
def with_deck(reader: Reader) -> Reader:
    """A reader with a deck of two views, on the page Teach."""
    reader.open("/?treaty=mbt&year=2025&region=Europe")
    wait_until_drawn(reader.page)
    add_view(reader.page, 1)
    reader.page.get_by_role("link", name="Borders", exact=True).click()
    wait_for_rest(reader.page, region="Europe")
    add_view(reader.page, 2)
    open_deck(reader.page)
    return reader


def saved(page: Page, tables: Tables, history: History) -> Lesson:
    """The lesson in the file that is saved."""
    with page.expect_download() as asked:
        page.get_by_role("button", name="Save as a lesson file").click()
    lesson, faults = read_lesson(Path(asked.value.path()).read_bytes(), "lessons/deck.yaml", tables, history)
    assert faults == []
    assert lesson is not None
    return lesson


def test_views_of_two_pages_become_a_deck_that_is_reordered_and_saved(
    with_deck: Reader, tables: Tables, history: History
) -> None:
    page = with_deck.page
    page.get_by_role("button", name="Earlier").last.click()
    expect(page.get_by_label("Heading of step 1")).to_have_value("Land borders, Mine Ban Convention, 31 December 2025")
    lesson = saved(page, tables, history)
    assert [step.view.page for step in lesson.steps] == ["borders", "map"]
    assert {step.view.choice.region for step in lesson.steps} == {("Europe",)}


def test_a_deck_is_there_again_after_a_reload(with_deck: Reader, tables: Tables, history: History) -> None:
    before = saved(with_deck.page, tables, history)
    with_deck.page.reload()
    with_deck.page.get_by_role("tab", name="Your own deck").click()
    with_deck.page.get_by_label("Heading of step 2").wait_for()
    assert saved(with_deck.page, tables, history) == before


def test_a_view_added_after_a_reload_comes_after_those_that_were_kept(
    with_deck: Reader, tables: Tables, history: History
) -> None:
    with_deck.open("/timeline?from=2020")
    with_deck.page.get_by_role("button", name=ADD).click()
    with_deck.page.get_by_text("Your deck has 3 views").wait_for()
    open_deck(with_deck.page)
    assert [step.view.page for step in saved(with_deck.page, tables, history).steps] == ["map", "borders", "timeline"]


def test_a_deck_is_presented_with_its_notes_in_a_second_tab(
    with_deck: Reader, tables: Tables, history: History
) -> None:
    page = with_deck.page
    told = slides(history, tables, saved(page, tables, history))
    page.locator(".st-key-present-deck button").click()
    wait_for_slide(page, 1)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Speaker notes").click()
    notes = opened.value
    wait_for_place(notes, 1, NOTES)
    notes.keyboard.press("PageDown")
    wait_for_slide(page, 2)
    assert place(page) == "2 of 3"
    assert drawn(page) == due(history, told[1])
    page.keyboard.press("PageDown")
    wait_for_slide(page, 3)
    assert drawn(page) == due(history, told[2])


def test_a_lesson_file_is_opened_or_its_faults_are_named(with_deck: Reader) -> None:
    page = with_deck.page
    faulty = SOUND.replace("FIN,NOR", "FIN,XXX").encode()
    page.set_input_files("input[type=file]", {"name": "mine.yaml", "mimeType": "text/yaml", "buffer": faulty})
    page.get_by_text("was not opened; your deck is as it was").wait_for()
    expect(page.get_by_label("Heading of step 2")).to_be_visible()
    page.set_input_files("input[type=file]", {"name": "mine.yaml", "mimeType": "text/yaml", "buffer": SOUND.encode()})
    page.get_by_role("button", name="Make it my deck").click()
    expect(page.get_by_label("Heading of step 1")).to_have_value("Finland gives notice")
    expect(page.get_by_label("Heading of step 2")).to_have_count(0)


@pytest.mark.parametrize(
    ("kind", "begins"), [("Handout, A4 (PDF)", b"%PDF"), ("Slides to edit, with notes (PPTX)", b"PK")]
)
def test_a_file_is_made_with_its_progress_and_downloaded(reader: Reader, kind: str, begins: bytes) -> None:
    reader.open("/teach")
    page = reader.page
    page.get_by_label("Take away").first.click()
    page.get_by_role("option", name=kind).click()
    page.get_by_role("button", name="Make this file").first.click()
    page.get_by_role("progressbar").first.wait_for()
    button = page.get_by_role("button", name="Download mine-ban-atlas_ban")
    button.wait_for(timeout=60_000)
    with page.expect_download() as asked:
        button.click()
    assert Path(asked.value.path()).read_bytes().startswith(begins)
