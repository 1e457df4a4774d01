"""The page for teachers, the slides as a page, one's own deck from any view, and lessons from a shell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as made
from streamlit.testing.v1 import AppTest

from atlas.commands import cli
from atlas.commands.lesson import _progress
from atlas.lessons import (
    MOST_MINUTES,
    MOST_STEPS,
    MOST_WORDS,
    PAGES_SHOWN,
    Lesson,
    Said,
    View,
    address_of,
    library,
    read_lesson,
    to_yaml,
)
from atlas.lessons.deck import added, changed, dropped, joined, moved, new_deck, step_of
from atlas.questions import ask, scope_of
from atlas.selection import default_choice
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.deck import DECK, UNREADABLE
from tests.conftest import Open, title
from tests.test_lessons import SOUND

LESSONS = ("ban", "leaving")


def deck_of(tables: Tables, history: History, *years: int) -> Lesson:
    deck = new_deck(DECK)
    for year in years:
        chosen = replace(default_choice(tables), on=date(year, 12, 31))
        deck = added(deck, step_of(View("map", chosen), history, tables))
    return deck


def years_of(deck: Lesson) -> list[int]:
    return [step.view.choice.on.year for step in deck.steps]


def plain_text(text: str) -> str:
    """A text without the signs of Markdown and its escapes."""
    return re.sub(r"[*\\]", "", text)


@pytest.fixture
def teaching(opened: Open, tables: Tables, history: History) -> AppTest:
    """The page Teach with a deck of three views."""
    app = opened("teach")
    app.session_state[DECK] = deck_of(tables, history, 2000, 2010, 2020)
    return app.run()


# --- The deck --------------------------------------------------------------------------------------------------------


@given(made.data())
def test_a_deck_keeps_its_steps_whatever_is_moved(tables: Tables, history: History, data: made.DataObject) -> None:
    deck = deck_of(tables, history, 2001, 2002, 2003, 2004)
    place, by = data.draw(made.integers(0, 3)), data.draw(made.integers(-5, 5))
    other = moved(deck, place, by)
    assert sorted(years_of(other)) == years_of(deck)
    assert years_of(other)[max(0, min(3, place + by))] == years_of(deck)[place]
    assert other.minutes == sum(step.minutes for step in other.steps) == deck.minutes


def test_steps_are_added_at_the_end_dropped_changed_and_joined(tables: Tables, history: History) -> None:
    deck = deck_of(tables, history, 2001, 2002, 2003)
    assert years_of(dropped(deck, 1)) == [2001, 2003]
    longer = changed(deck, 0, lambda step: replace(step, minutes=9))
    assert (longer.minutes, years_of(longer)) == (deck.minutes + 6, years_of(deck))
    assert years_of(joined(deck, deck_of(tables, history, 2010))) == [2001, 2002, 2003, 2010]


def test_a_place_that_is_not_there_changes_nothing(tables: Tables, history: History) -> None:
    deck = deck_of(tables, history, 2001, 2002)
    assert moved(deck, 5, -1) == dropped(deck, 5) == changed(deck, 5, lambda step: replace(step, minutes=9)) == deck


def test_two_changes_at_once_both_hold(teaching: AppTest) -> None:
    teaching.text_input(key="deck-heading-0").set_value("First")
    teaching.number_input(key="deck-minutes-0").set_value(8)
    app = teaching.button(key="deck-arrow_downward-0").click().run()
    moved_step = app.session_state[DECK].steps[1]
    assert (moved_step.heading, moved_step.minutes) == ("First", 8)


def test_a_full_deck_takes_no_more(tables: Tables, history: History) -> None:
    deck = new_deck(DECK)
    step = step_of(View("map", default_choice(tables)), history, tables)
    for _ in range(MOST_STEPS + 2):
        deck = added(deck, step)
    assert len(deck.steps) == MOST_STEPS
    assert len(joined(deck, deck).steps) == MOST_STEPS


VIEWS: list[dict[str, Any]] = [
    {},
    {"on": date(2026, 1, 10), "region": ("Europe",), "state": ("FIN", "POL")},
    {"region": ("Latin America and the Caribbean", "Australia and New Zealand", "South-eastern Asia", "Western Asia")},
    {"before": date(2020, 1, 1), "on": date(2025, 1, 1)},
    {"other": "ccm"},
    {"last": date(2010, 12, 31)},
    {"first": date(2020, 1, 1), "on": date(2010, 12, 31)},
    {"treaty": "ccw_p5", "first": date(2000, 1, 1), "last": date(2010, 12, 31)},
    {"layer": "casualties", "draw": "circles"},
    {"claim": "C19"},
]


@pytest.mark.parametrize("page", PAGES_SHOWN)
@pytest.mark.parametrize("changes", VIEWS, ids=lambda changes: ",".join(changes) or "default")
def test_a_step_of_any_view_is_a_sound_lesson(
    page: str, changes: dict[str, Any], tables: Tables, history: History
) -> None:
    step = step_of(View(page, replace(default_choice(tables), **changes)), history, tables)
    deck = added(new_deck(DECK), step)
    words = sum(len(text.split()) for text in (step.heading, *(point.text for point in step.points)))
    assert words <= MOST_WORDS
    assert read_lesson(to_yaml(deck, tables), "lessons/deck.yaml", tables, history) == (deck, [])


@pytest.mark.parametrize("page", PAGES_SHOWN)
def test_a_view_of_every_page_can_be_added_to_the_deck(page: str, opened: Open) -> None:
    app = opened(page, year="2015", treaty="ccm", state="FRA")
    button = next(each for each in app.sidebar.button if each.label == "Add this view to my deck")
    app = button.click().run()
    (step,) = app.session_state[DECK].steps
    assert not app.exception
    assert (step.view.page, step.view.choice.treaty, step.view.choice.on.year) == (page, "ccm", 2015)
    assert step.view.choice.state == ("FRA",)
    assert any("Your deck has 1 view" in caption.value for caption in app.sidebar.caption)


@pytest.mark.parametrize(
    ("key", "years"),
    [
        ("deck-arrow_downward-0", [2010, 2000, 2020]),
        ("deck-arrow_upward-2", [2000, 2020, 2010]),
        ("deck-delete-1", [2000, 2020]),
    ],
)
def test_a_button_moves_or_removes_a_step(key: str, years: list[int], teaching: AppTest) -> None:
    app = teaching.button(key=key).click().run()
    assert years_of(app.session_state[DECK]) == years


def test_a_step_of_any_length_can_be_opened_as_the_deck(teaching: AppTest, tables: Tables) -> None:
    deck = teaching.session_state[DECK]
    teaching.session_state[DECK] = replace(deck, steps=(replace(deck.steps[0], minutes=MOST_MINUTES),))
    app = teaching.run()
    assert not app.exception
    assert app.number_input(key="deck-minutes-0").value == MOST_MINUTES


def test_headings_minutes_title_and_audience_are_changed_in_place(teaching: AppTest) -> None:
    app = teaching.text_input(key="deck-heading-1").set_value("  Ten   years on ").run()
    app = app.number_input(key="deck-minutes-1").set_value(10).run()
    app = app.text_input(key="deck-title").set_value("A title").run()
    app = app.text_input(key="deck-audience").set_value("   ").run()
    deck = app.session_state[DECK]
    assert [step.heading for step in deck.steps][1] == "Ten years on"
    assert (deck.minutes, deck.title, deck.audience) == (16, "A title", "My class")


def test_points_and_notes_are_written_a_line_each_with_their_sources(teaching: AppTest) -> None:
    app = teaching.text_area(key="deck-points-0").set_value("A campaign begins. [E002]\n\n Who asked for it? ").run()
    app = app.text_area(key="deck-notes-0").set_value("Wait for answers.").run()
    step = app.session_state[DECK].steps[0]
    assert step.points == (Said("A campaign begins.", ("E002",)), Said("Who asked for it?"))
    assert step.notes == (Said("Wait for answers."),)
    app = app.text_area(key="deck-points-0").set_value("No source.").run()
    assert "names no source" in app.code[0].value


def test_a_deck_step_tells_the_last_day_of_a_period(tables: Tables, history: History) -> None:
    period = replace(default_choice(tables), first=date(2020, 1, 1), last=date(2025, 12, 31))
    step = step_of(View("timeline", period), history, tables)
    assert step.heading == "Decisions and treaty acts, Mine Ban Convention, 2020 to 2025"
    assert "163 of 197 states" in step.points[0].text


def test_a_deck_step_of_a_country_tells_how_it_stands(tables: Tables, history: History) -> None:
    choice = replace(default_choice(tables), on=date(2025, 8, 1), state=("FIN",))
    step = step_of(View("country", choice), history, tables)
    assert step.heading == "Mine Ban Convention, 1 August 2025: Finland"
    assert "leaving, still bound since 10 July 2025" in step.points[0].text


def test_a_sound_file_can_become_the_deck_or_its_end(teaching: AppTest, tables: Tables) -> None:
    app = teaching.file_uploader(key="deck-file").set_value(("lesson.yaml", SOUND.encode(), "application/yaml")).run()
    assert years_of(app.session_state[DECK]) == [2000, 2010, 2020]
    ends = next(each for each in app.button if each.label == "Put its steps at the end of my deck")
    app = ends.click().run()
    deck = app.session_state[DECK]
    assert years_of(deck) == [2000, 2010, 2020, 2025]
    assert address_of(deck.steps[3].view, tables) == "map?on=2025-07-10&state=FIN,NOR"


def test_a_full_deck_says_that_it_is_full_and_drops_nothing(opened: Open, tables: Tables, history: History) -> None:
    app = opened("map")
    app.session_state[DECK] = deck_of(tables, history, *([2020] * MOST_STEPS))
    app.run()
    (button,) = [each for each in app.button if each.label == "Add this view to my deck"]
    assert button.disabled
    assert f"Your deck is full: {MOST_STEPS} views at most." in [each.value for each in app.caption]


def test_a_file_that_does_not_fit_at_the_end_of_the_deck_is_not_cut(
    teaching: AppTest, tables: Tables, history: History
) -> None:
    long = to_yaml(deck_of(tables, history, *([2020] * (MOST_STEPS - 1))), tables)
    app = teaching.file_uploader(key="deck-file").set_value(("mine.yaml", long, "application/yaml")).run()
    assert "Put its steps at the end of my deck" not in [each.label for each in app.button]
    assert f"Its steps do not fit at the end of your deck: {MOST_STEPS} at most together." in [
        each.value for each in app.caption
    ]


def test_a_faulty_file_is_not_opened_and_the_deck_stays(teaching: AppTest) -> None:
    faulty = SOUND.replace("FIN,NOR", "FIN,XXX").encode()
    app = teaching.file_uploader(key="deck-file").set_value(("le*sson.yaml", faulty, "application/yaml")).run()
    assert "was not opened; your deck is as it was" in app.error[0].value
    assert 'le*sson.yaml:9: step 1, view: state: "XXX" is not a state' in app.code[0].value
    assert years_of(app.session_state[DECK]) == [2000, 2010, 2020]


def test_a_heading_that_is_too_long_for_a_slide_is_named_before_the_deck_is_saved(teaching: AppTest) -> None:
    app = teaching.text_input(key="deck-heading-0").set_value("a " * 40).run()
    assert "cannot be opened again" in app.error[0].value
    assert "at most 40" in app.code[0].value


def test_a_kept_deck_that_is_no_longer_sound_is_shown_and_not_lost(opened: Open) -> None:
    app = opened("teach")
    app.session_state[UNREADABLE] = ("title: x", ["lessons/deck.yaml:1: lesson: the key steps is missing"])
    app = app.run()
    assert "its text is not lost" in app.error[0].value
    assert any(each.label == "Save its text" for each in app.download_button)


# --- Questions -------------------------------------------------------------------------------------------------------


def test_the_questions_of_a_seed_are_shown_with_answer_rows_and_article(
    opened: Open, tables: Tables, history: History
) -> None:
    app = opened("teach", treaty="mbt", region="Europe", from_="1997", to="2010")
    app = app.number_input(key="questions-seed").set_value(7).run()
    chosen = replace(default_choice(tables), region=("Europe",), first=date(1997, 1, 1), last=date(2010, 12, 31))
    due = ask(history, tables, scope_of(tables, chosen), seed=7, number=3)
    said = " ".join(plain_text(each.value) for each in app.markdown)
    assert len(due) == 9
    for question in due:
        assert plain_text(question.text) in said
        assert plain_text(question.because) in said
        assert plain_text(question.article) in said
    shown = [each.value for each in app.dataframe]
    assert [list(rows.columns) for rows in shown] == [list(question.rows.columns) for question in due]


def test_questions_become_the_end_of_the_deck_and_can_be_removed(teaching: AppTest) -> None:
    put = next(each for each in teaching.button if each.label == "Put these questions at the end of my deck")
    app = put.click().run()
    quiz = app.session_state[DECK].quiz
    assert (quiz.seed, quiz.number, quiz.view.choice.treaty) == (1, 3, "mbt")
    assert any("At the end 9 questions from the record" in each.value for each in app.markdown)
    app = next(each for each in app.button if each.label == "Remove the questions").click().run()
    assert app.session_state[DECK].quiz is None


def test_a_choice_about_which_nothing_can_be_proved_says_so(opened: Open) -> None:
    app = opened("teach", treaty="mbt", from_="1990", to="1991")
    assert "proves no question" in app.info[0].value


# --- The lessons -----------------------------------------------------------------------------------------------------


def test_every_lesson_is_offered_with_its_length_and_goals(opened: Open, tables: Tables, history: History) -> None:
    app = opened("teach")
    assert not app.exception
    assert title(app) == "Lessons to present, print and take away"
    said = " ".join(each.value.replace("\\", "") for each in (*app.header, *app.markdown))
    lessons = library(tables, history).lessons
    assert tuple(lessons) == LESSONS
    for lesson in lessons.values():
        assert lesson.title in said
        assert f"{lesson.minutes} minutes, {len(lesson.steps)} steps" in said
        assert all(goal in said for goal in lesson.goals)


def test_the_faults_of_a_lesson_are_shown_and_the_others_can_be_given(
    opened: Open, damaged: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = damaged(lambda copy: (copy / "lessons" / "ban.yaml").write_text("title: x\n", encoding="utf-8"))
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    from atlas.ui.lessons import lesson_library

    lesson_library.clear()
    app = opened("teach")
    lesson_library.clear()
    assert "lessons/ban.yaml:1: lesson: the key audience is missing" in app.code[0].value
    assert [each.value for each in app.header if "Leaving" in each.value]


def test_a_file_is_made_when_it_is_asked_for(opened: Open) -> None:
    app = opened("teach")
    assert not [each for each in app.download_button if "mine-ban-atlas_ban" in each.label]
    app = app.button(key="make-ban").click().run()
    (button,) = [each for each in app.download_button if "mine-ban-atlas_ban.html" in each.label]
    assert "MB)" in button.label


def told(app: AppTest) -> dict[str, Any]:
    """What the player is told."""
    (component,) = app.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


@pytest.mark.parametrize("key", LESSONS)
@pytest.mark.parametrize(("step", "at"), [("", 1), ("7", 7), ("0", 0), ("999", 999), ("-1", 1), ("x", 1), ("٣", 1)])
def test_the_player_gets_the_whole_lesson_and_the_place(key: str, step: str, at: int, opened: Open) -> None:
    app = opened("present", lesson=key, step=step)
    data = told(app)
    assert not app.exception
    assert (data["key"], data["window"], data["at"]) == (key, "slides", at)
    assert len(data["lesson"]["slides"]) > 30
    maps = [slide["map"] for slide in data["lesson"]["slides"] if slide["map"]]
    assert {each["treaty"] for each in maps} == set(data["addresses"]["histories"])
    assert not any("http" in str(address) for address in data["addresses"].values())


def test_the_speakers_window_gets_the_same_lesson(opened: Open) -> None:
    data = told(opened("present", lesson="ban", window="notes"))
    assert (data["window"], data["lesson"]["title"]) == ("notes", "How the world banned a weapon, 1992-2009")


def test_the_speakers_window_of_a_deck_waits_for_the_slides(opened: Open) -> None:
    data = told(opened("present", lesson=DECK, window="notes"))
    assert (data["window"], data["lesson"]) == ("notes", None)


def test_a_deck_is_presented_from_the_session(opened: Open, tables: Tables, history: History) -> None:
    app = opened("present", lesson=DECK)
    assert "has no deck of its own" in app.warning[0].value
    app.session_state[DECK] = deck_of(tables, history, 2005)
    data = told(app.run())
    assert [slide["kind"] for slide in data["lesson"]["slides"]] == ["cover", "step"]


def test_a_link_to_no_lesson_names_it_and_leads_to_those_there_are(opened: Open) -> None:
    app = opened("present", lesson="<b>*x*")
    assert app.warning[0].value.replace("\\", "") == (
        'The link\'s lesson was ignored: "<b>*x*" is not a lesson. These are:'
    )
    assert len(app.get("page_link")) == len(LESSONS) + 1


# --- From a shell ----------------------------------------------------------------------------------------------------

FORMATS = [
    (["--format", "html"], b"<!doctype html>"),
    (["--format", "pdf"], b"%PDF-"),
    (["--format", "pdf", "--paper", "letter", "--answers"], b"%PDF-"),
    (["--format", "pptx"], b"PK\x03\x04"),
]


@pytest.mark.parametrize(
    ("options", "begins"), FORMATS, ids=lambda each: "-".join(each) if isinstance(each, list) else ""
)
def test_the_command_writes_the_file(options: list[str], begins: bytes, tmp_path: Path) -> None:
    out = tmp_path / "file"
    result = CliRunner().invoke(cli, ["lesson", "leaving", *options, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert out.read_bytes().startswith(begins)


def test_the_command_takes_a_file_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SOUND, encoding="utf-8")
    out = tmp_path / "mine.html"
    result = CliRunner().invoke(cli, ["lesson", str(tmp_path / "mine.yaml"), "--format", "html", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert b"A lesson" in out.read_bytes()[:400]


def test_the_command_lists_the_faults_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SOUND.replace("minutes: 5\ngoals", "minutes: 7\ngoals"), encoding="utf-8")
    out = tmp_path / "mine.html"
    result = CliRunner().invoke(cli, ["lesson", str(tmp_path / "mine.yaml"), "--format", "html", "--out", str(out)])
    assert result.exit_code == 1
    assert "mine.yaml:3: minutes: the steps take 5 minutes together, not 7" in result.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("-", "--out: name a file; for standard output write /dev/stdout"),
        (".", "cannot be written: is a folder"),
        ("none/file.html", "cannot be written: there is no folder"),
        ("mine.yaml", "is the lesson itself; name another file"),
    ],
)
def test_the_command_refuses_a_file_that_it_cannot_or_must_not_write(
    out: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(SOUND, encoding="utf-8")
    result = CliRunner().invoke(cli, ["lesson", "mine.yaml", "--format", "html", "--out", out])
    assert result.exit_code == 2
    assert said in result.stderr
    assert Path("mine.yaml").read_text(encoding="utf-8") == SOUND


def test_the_command_needs_no_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    _progress()(0.5, "Drawing")


def test_the_command_tells_what_a_pdf_cannot_show(tmp_path: Path) -> None:
    text = SOUND.replace('"A lesson"', '"\u5730\u96f7 \u0633 and \u00c9mile"')
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    for form, lost in (("pdf", "cannot show these characters rightly: \u5730 \u96f7 \u0633\n"), ("html", "")):
        options = ["--format", form, "--out", str(tmp_path / "file")]
        result = CliRunner().invoke(cli, ["lesson", str(tmp_path / "mine.yaml"), *options])
        assert result.exit_code == 0
        assert result.stderr.endswith(lost or " bytes\n")
