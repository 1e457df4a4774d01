"""A lesson as the player is told it: at most five classes in a legend, every state in one, files that stay small."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from atlas import impact
from atlas.assets import full_plotly, offline
from atlas.assets.slide_maps import map_of
from atlas.assets.slides import slides_of
from atlas.assets.slides_script import slides_script
from atlas.geography import BORDER_CLASSES
from atlas.lessons import Lesson, Library, Said, Step, View, library, quiz_of
from atlas.selection import default_choice, first_day
from atlas.selection.comparison import DAY_DIFFERENCES, TREATY_DIFFERENCES
from atlas.status import STATUSES, History
from atlas.tables import Tables
from atlas.words.slides import BOUND_GROUPS, DAY_GROUPS, LAYER_GROUPS, LINE_GROUPS, STATUS_GROUPS, UNCOUNTED, Group
from tests.conftest import plain

MOST_CLASSES = 5
MOST_BYTES = 4_000_000


@pytest.fixture(scope="module")
def taught(tables: Tables, history: History) -> Library:
    return library(tables, history)


@pytest.fixture(scope="module", params=["ban", "leaving"])
def lesson(request: pytest.FixtureRequest, taught: Library) -> Lesson:
    return taught.lessons[request.param]


def view(tables: Tables, page: str = "map", **changes: Any) -> View:
    return View(page, replace(default_choice(tables), **changes))


GROUPED = [
    ("statuses", STATUS_GROUPS, STATUSES),
    ("bound or not", BOUND_GROUPS, STATUSES),
    ("borders", LINE_GROUPS, BORDER_CLASSES),
    ("days", DAY_GROUPS, DAY_DIFFERENCES),
    *((name, groups, [each.code for each in impact.classes(name)]) for name, groups in LAYER_GROUPS.items()),
]


@pytest.mark.parametrize(("name", "groups", "codes"), GROUPED, ids=[name for name, *_ in GROUPED])
def test_every_class_is_in_one_group_and_there_are_five_at_most(
    name: str, groups: tuple[Group, ...], codes: list[str]
) -> None:
    assert sorted(code for group in groups for code in group.of) == sorted(codes)
    assert all(group.code in group.of for group in groups)
    alone = ("not-open", UNCOUNTED)  # on a day on which a treaty is not open it has no other class
    assert len([group for group in groups if group.code not in alone]) <= MOST_CLASSES
    assert len({group.label for group in groups}) == len(groups)


def test_on_no_day_a_legend_has_more_than_five_classes(tables: Tables, history: History) -> None:
    group_of = {code: group.code for group in STATUS_GROUPS for code in group.of if group.code != UNCOUNTED}
    for treaty in tables["treaties"]["treaty"]:
        days = pd.date_range(first_day(tables, treaty), tables.checked, freq="91D").date
        counts = history.counts(list(days), treaty).drop(columns="day")
        seen = counts.gt(0).apply(
            lambda row: len({group_of[code] for code in row.index[row] if code in group_of}), axis=1
        )
        assert seen.max() <= MOST_CLASSES


def test_what_is_not_grouped_has_five_classes_at_most() -> None:
    assert len(TREATY_DIFFERENCES) <= MOST_CLASSES
    ungrouped = [name for name in impact.LAYER_NAMES if name not in LAYER_GROUPS]
    assert [name for name in ungrouped if len(impact.classes(name)) > MOST_CLASSES] == []


def test_with_borders_the_legends_have_five_entries_together_at_most() -> None:
    assert len(BOUND_GROUPS) + len(LINE_GROUPS) <= MOST_CLASSES


def test_the_slides_are_a_cover_each_step_with_its_questions_and_the_questions_made(
    lesson: Lesson, tables: Tables, history: History
) -> None:
    questions = quiz_of(history, tables, lesson)
    slides = slides_of(history, tables, lesson, questions)["slides"]
    expected = ["cover"]
    for step in lesson.steps:
        expected += ["step", *("task" for _ in step.questions)]
    assert [slide["kind"] for slide in slides] == [*expected, *("question" for _ in questions)]
    assert len(questions) == 12
    assert sum(slide["minutes"] for slide in slides) == lesson.minutes == 45
    json.dumps(slides)


def test_a_step_tells_its_words_sources_and_map(taught: Library, tables: Tables, history: History) -> None:
    lesson = taught.lessons["leaving"]
    slide = slides_of(history, tables, lesson, ())["slides"][1]
    step = lesson.steps[0]
    assert [plain(point["text"]) for point in slide["points"]] == [point.text for point in step.points]
    assert "United Nations Treaty Collection" in slide["publishers"]
    assert slide["map"]["rests"] == step.view.last.isoformat()
    assert [note["text"] for note in slide["notes"]] == [note.text for note in step.notes]


def test_on_the_timeline_the_events_that_points_cite_are_marked_with_their_days(
    taught: Library, tables: Tables, history: History
) -> None:
    period = view(tables, "timeline", first=date(1992, 1, 1), last=date(1996, 12, 31))
    points = (Said("A law.", ("E003", "record")), Said("A campaign.", ("E002",)))
    lesson = replace(taught.lessons["ban"], steps=(Step("Begin", 5, period, points),))
    _, slide = slides_of(history, tables, lesson, ())["slides"]
    assert slide["strip"] == {
        "first": "1992-01-01",
        "last": "1996-12-31",
        "marks": [
            {"day": "1992-10-02", "label": "2 October 1992", "point": "2"},
            {"day": "1992-10-23", "label": "23 October 1992", "point": "1"},
        ],
    }


def test_a_map_has_no_strip(taught: Library, tables: Tables, history: History) -> None:
    lesson = replace(taught.lessons["ban"], steps=(Step("Begin", 5, view(tables), (Said("A law.", ("E003",)),)),))
    assert slides_of(history, tables, lesson, ())["slides"][1]["strip"] is None


def test_a_period_is_played_from_its_first_day_to_its_last(tables: Tables, history: History) -> None:
    shown = map_of(history, tables, view(tables, first=date(1992, 1, 1), last=date(1999, 12, 31)))
    days = [shown[name] for name in ("first", "begins", "rests", "last")]
    assert days == ["1992-01-01", "1992-01-01", "1999-12-31", "1999-12-31"]
    assert shown["plays"]


def test_a_day_rests_and_can_be_left_for_any_other(tables: Tables, history: History) -> None:
    shown = map_of(history, tables, view(tables, on=date(2010, 5, 1)))
    assert (shown["begins"], shown["rests"], shown["plays"]) == ("2010-05-01", "2010-05-01", False)
    assert (shown["first"], shown["last"]) == ("1997-01-01", tables.checked.isoformat())


def test_a_comparison_is_drawn_as_what_differs(tables: Tables, history: History) -> None:
    chosen = view(tables, "compare", on=date(2026, 1, 10), before=date(2024, 12, 31))
    shown = map_of(history, tables, chosen)
    codes = [shown["overlay"]["statuses"][steps[0][1]] for iso3, steps in sorted(shown["overlay"]["steps"].items())]
    assert shown["overlay"]["statuses"][shown["overlay"]["steps"]["FIN"][0][1]] == "left"
    assert len(codes) == len(tables.states)
    assert not shown["controls"]


def test_two_treaties_are_compared_without_groups(tables: Tables, history: History) -> None:
    shown = map_of(history, tables, view(tables, "compare", other="ccm"))
    assert "overlay" not in shown["merge"]
    assert tuple(shown["overlay"]["statuses"]) == TREATY_DIFFERENCES


def test_a_filter_by_status_becomes_the_groups_of_the_slide(tables: Tables, history: History) -> None:
    shown = map_of(history, tables, view(tables, status=("outside", "signatory")))
    assert shown["status"] == ["joining", "outside"]


def test_the_file_of_a_lesson_is_small_and_the_same_every_time(
    lesson: Lesson, tables: Tables, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = quiz_of(history, tables, lesson)
    made = offline.lesson_html(history, tables, lesson, questions)
    assert made == offline.lesson_html(history, tables, lesson, questions)
    monkeypatch.setattr(offline, "plotly_file", lambda: ("plotly.min.js", full_plotly()))
    whole = offline.lesson_html(history, tables, lesson, questions)
    assert len(made) <= len(whole) <= MOST_BYTES


def test_the_file_of_a_lesson_holds_its_slides_and_names_no_file_elsewhere(
    lesson: Lesson, tables: Tables, history: History
) -> None:
    made = offline.lesson_html(history, tables, lesson, quiz_of(history, tables, lesson)).decode()
    assert not re.search(r"<(?:script|img|iframe)[^>]*\ssrc=|<link\b", made)
    assert made.count("</script>") == 3
    packed = made.split('id="lesson">')[1].split("<")[0]
    content = json.loads(gzip.decompress(base64.b64decode(packed)))
    assert content["lesson"] == json.loads(
        json.dumps(slides_of(history, tables, lesson, quiz_of(history, tables, lesson)))
    )
    treaties = {slide["map"]["treaty"] for slide in content["lesson"]["slides"] if slide["map"]}
    assert {f"history-{treaty}" for treaty in treaties} <= content["packed"].keys()


def test_a_title_cannot_put_markup_into_the_file(taught: Library, tables: Tables, history: History) -> None:
    hostile = replace(taught.lessons["ban"], title="</title><script>alert(1)</script>")
    made = offline.lesson_html(history, tables, hostile, ()).decode()
    assert "<script>alert" not in made


def test_a_word_longer_than_its_line_is_broken_on_a_slide() -> None:
    assert "overflow-wrap: anywhere" in slides_script("file.js")
