"""A lesson file is read whole, or refused with every fault as `lessons/try.yaml:LINE: what: what is wrong`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as made

from atlas.commands import cli
from atlas.lessons import DECK, Lesson, Quiz, Said, Step, Task, View, address_of, library, read_lesson, to_yaml, view_of
from atlas.lessons.nodes import DEEPEST, LONGEST
from atlas.selection import BadValue, default_choice
from atlas.status import History
from atlas.tables import Tables
from tests.conftest import DATA, ROOT

SOUND = """\
title: "A lesson"
audience: "Anyone"
minutes: 5
goals:
  - "Read a map"
steps:
  - heading: "Finland gives notice"
    minutes: 5
    view: "map?treaty=mbt&on=2025-07-10&state=FIN,NOR"
    points:
      - "Finland deposited its notice on 10 July 2025. [E012] [record]"
      - "Who is next?"
    reveal: [2, fin, 1]
    notes:
      - "Ask the class."
    sources: [UNTC-2026-02-MBT]
    questions:
      - ask: "When?"
        answer: "On 10 July 2025. [record]"
quiz:
  view: "timeline?treaty=mbt&from=1997&to=2009"
  seed: 1997
  number: 3
"""
FAULTS = [
    ("minutes: 5\ngoals", "minutes: 6\ngoals", "3: minutes: the steps take 5 minutes together, not 6"),
    ("minutes: 5\ngoals", "minutes: soon\ngoals", '3: minutes: "soon" is not a whole number from 1 to 600'),
    ('title: "A lesson"', "title: [a]", "1: title: should be a text; put it in quotes"),
    ('title: "A lesson"', 'title: ""', "1: title: is empty"),
    ('title: "A lesson"\n', "", "1: lesson: the key title is missing"),
    ("audience:", "public:", '2: lesson: unknown key "public"; allowed: title, audience, minutes, goals, steps, quiz'),
    ('title: "A lesson"', 'title: "A"\ntitle: "B"', "2: lesson: the key title stands twice"),
    ('  - "Read a map"', '  "Read a map"', "5: goals: should be a list; begin each item with a dash"),
    ("treaty=mbt&on=2025-07-10", "treaty=abc&on=2025-07-10", '9: step 1, view: treaty: "abc" is not a treaty'),
    ("&state=FIN,NOR", "&year=3000", '9: step 1, view: year: "3000" is not a year'),
    ("&state=FIN,NOR", "&colour=red", '9: step 1, view: unknown key "colour"; allowed: treaty, year, on, status'),
    ('"map?', '"about?', '9: step 1, view: "about" is not a page that a step can show; allowed: map, borders'),
    ("[E012]", "[E99999]", '11: step 1, points: "E99999" is no key of sources.csv or events.csv, and not record'),
    (" [E012] [record]", "", "names no source; end it with one, as [E012] or [record]"),
    (
        "Finland deposited its notice on 10 July 2025.",
        "Finland withdrew from the Mine Ban Convention in July 2023.",
        "11: step 1, points: the record contradicts",
    ),
    ("[2, fin, 1]", "[2, SWE, 1]", '13: step 1, reveal: "SWE" is not on the slide; allowed: 1, 2, FIN, NOR'),
    ("[2, fin, 1]", "[2, play]", '13: step 1, reveal: "play" is not on the slide'),
    ("[2, fin, 1]", "[2, FIN, 2]", '13: step 1, reveal: "2" stands twice'),
    ("[2, fin, 1]", "[[2, FIN], [2]]", '13: step 1, reveal: "2" stands twice'),
    ("[2, fin, 1]", "[2025-07-09]", '13: step 1, reveal: "2025-07-09" is not on the slide'),
    ("[2, fin, 1]", "[[2, [1]]]", "13: step 1, reveal: should be a text; put it in quotes"),
    ('"Who is next?"', f'"{"word " * 29}?"', "7: step 1: has 41 words in heading and points; at most 40"),
    ("sources: [UNTC-2026-02-MBT]", "sources: [ME]", '16: step 1, sources: "ME" is no key of sources.csv'),
    ('        answer: "On 10 July 2025. [record]"\n', "", "18: step 1, questions: the key answer is missing"),
    (
        '- ask: "When?"',
        '- ask: "When? [record]"',
        "18: step 1, questions, ask: cites a source; put that into the answer",
    ),
    ('  - "Read a map"', '  - "Read a map"\n' * 9, "5: goals: there are 9; at most 8"),
    ('      - "Who is next?"', '      - "Who?"\n' * 9, "11: step 1, points: there are 10; at most 8"),
    ("seed: 1997", "seed: -1", '22: quiz, seed: "-1" is not a whole number from 0 to 1000000000'),
    ("number: 3", "number: 11", '23: quiz, number: "11" is not a whole number from 1 to 10'),
    ("[2, fin, 1]", "[[2, 2]]", '13: step 1, reveal: "2" stands twice'),
    ("[2, fin, 1]", "[[]]", "13: step 1, reveal: an empty list reveals nothing; leave it out"),
    (
        "Finland deposited its notice on 10 July 2025. ",
        "",
        '11: step 1, points: "[E012] [record]" cites a source and says',
    ),
    ('"Ask the class."', '"[record]"', '15: step 1, notes: "[record]" cites a source and says nothing'),
    ("On 10 July 2025. [record]", "[record]", '19: step 1, questions: "[record]" cites a source and says nothing'),
    ('title: "A lesson"', 'title: "A\\0"', "1: title: has the character U+0000, which no file can show; leave it out"),
    ("Ask the class.", "Ask \\ud800", "15: step 1, notes: has the character U+D800"),
    ("Ask the class.", "Ask \\ufffe", "15: step 1, notes: has the character U+FFFE"),
    ("Ask the class.", "Ask \\u202E", "15: step 1, notes: has the character U+202E"),
    (
        "on=2025-07-10",
        "from=2025&on=2010-01-01",
        "9: step 1, view: from 2025-01-01 lies after 2010-01-01, the day of the",
    ),
    ("on=2025-07-10", "to=2010", "9: step 1, view: to is given without from; for one day write on"),
    ("title:", "title: &x", "1: file: anchors (&) are not allowed"),
    ('"A lesson"', "*x", "1: file: aliases (*) are not allowed"),
    ('"A lesson"', "!!python/name:os.system x", "1: file: tags (!) are not allowed"),
    ('"A lesson"', '"A: "lesson', "1: file: not readable as YAML"),
    ("  - heading", "\t- heading", "7: file: not readable as YAML"),
]


def faults(text: str | bytes, tables: Tables, history: History, file: str = "lessons/try.yaml") -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    lesson, found = read_lesson(content, file, tables, history)
    assert (lesson is None) == bool(found)
    return [str(fault) for fault in found]


def test_a_sound_lesson_is_read_whole(tables: Tables, history: History) -> None:
    lesson, found = read_lesson(SOUND.encode(), "lessons/try.yaml", tables, history)
    assert found == []
    choice = replace(default_choice(tables), on=date(2025, 7, 10), state=("FIN", "NOR"))
    period = replace(default_choice(tables), first=date(1997, 1, 1), last=date(2009, 12, 31))
    step = Step(
        heading="Finland gives notice",
        minutes=5,
        view=View("map", choice),
        points=(Said("Finland deposited its notice on 10 July 2025.", ("E012", "record")), Said("Who is next?")),
        reveal=(("2",), ("FIN",), ("1",)),
        notes=(Said("Ask the class."),),
        sources=("UNTC-2026-02-MBT",),
        questions=(Task("When?", Said("On 10 July 2025.", ("record",))),),
    )
    quiz = Quiz(View("timeline", period), seed=1997, number=3)
    assert lesson == Lesson("try", "A lesson", "Anyone", 5, ("Read a map",), (step,), quiz)
    assert lesson.cited == ("E012", "record", "UNTC-2026-02-MBT")


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_its_line(old: str, new: str, said: str, tables: Tables, history: History) -> None:
    assert old in SOUND
    found = faults(SOUND.replace(old, new, 1), tables, history)
    assert any(said in fault for fault in found), found
    assert all(fault.startswith("lessons/try.yaml:") for fault in found)


def test_points_states_and_days_can_appear_together(tables: Tables, history: History) -> None:
    period = SOUND.replace("on=2025-07-10", "from=2025-06&to=2025-07")
    text = period.replace("[2, fin, 1]", "[[2, fin], 2025-07-10, [play, 1]]")
    lesson, found = read_lesson(text.encode(), "lessons/try.yaml", tables, history)
    assert found == []
    assert lesson is not None
    assert lesson.steps[0].reveal == (("2", "FIN"), ("2025-07-10",), ("play", "1"))
    assert read_lesson(to_yaml(lesson, tables), "lessons/try.yaml", tables, history)[0] == lesson


@pytest.mark.parametrize(
    ("reveal", "said"),
    [
        ("[2025-07-09, 2025-06-09]", "13: step 1, reveal: the map goes forward only; put its days in order"),
        ("[play, 2025-06-09]", "13: step 1, reveal: the map goes forward only; put its days in order"),
        ("[[2025-06-09, play]]", "13: step 1, reveal: the map can go to one day at a time"),
    ],
)
def test_the_days_of_a_reveal_lead_forward_one_at_a_time(
    reveal: str, said: str, tables: Tables, history: History
) -> None:
    period = SOUND.replace("on=2025-07-10", "from=2025-06&to=2025-07")
    (fault,) = faults(period.replace("[2, fin, 1]", reveal), tables, history)
    assert said in fault


def test_a_day_outside_the_period_cannot_be_revealed(tables: Tables, history: History) -> None:
    period = SOUND.replace("on=2025-07-10", "from=2025-06&to=2025-07")
    (fault,) = faults(period.replace("[2, fin, 1]", "[2025-08-01]"), tables, history)
    assert '"2025-08-01" is not on the slide; allowed: 1, 2, FIN, NOR, play, a day of its period' in fault


def test_all_faults_are_named_at_once_in_the_order_of_the_lines(tables: Tables, history: History) -> None:
    text = SOUND.replace("title:", "titel:", 1).replace("NOR", "XYZ").replace("seed: 1997", "seed: many")
    lines = [int(fault.split(":")[1]) for fault in faults(text, tables, history)]
    assert len(lines) == 4
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1: file: is empty"),
        (b"\xff", "1: file: not UTF-8: byte 0xff"),
        (b"title: a\nb: \x00", "not readable as YAML"),
        (b"x" * (LONGEST + 1), "at most 200,000 are read"),
        (b"a: " + b"[" * (DEEPEST + 1), f"more than {DEEPEST} lists and mappings within each other"),
        (b"- a\n- b\n", "1: lesson: should have the keys title, audience"),
        (b"just a text", "1: lesson: should have the keys title, audience"),
        (b"a: 1\n---\nb: 2\n", "not readable as YAML"),
        (b"steps: []\n", "1: steps: there are 0; allowed: 1 to 60"),
        (b"? [a, b]\n: c\n", '1: lesson: unknown key ""'),
    ],
)
def test_bytes_that_are_no_lesson_are_refused(content: bytes, said: str, tables: Tables, history: History) -> None:
    assert any(said in fault for fault in faults(content, tables, history)), faults(content, tables, history)


@given(made.binary(max_size=300) | made.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_lesson_or_a_list_of_faults(tables: Tables, history: History, content: bytes) -> None:
    faults(content, tables, history)


@pytest.mark.parametrize("name", ["Two words.yaml", "a.yml", "UPPER.yaml", "-a.yaml", "a_b.yaml", "ban"])
def test_a_file_name_that_cannot_stand_in_a_link_is_refused(name: str, tables: Tables, history: History) -> None:
    assert "should be named in small letters" in faults(SOUND, tables, history, f"lessons/{name}")[0]


TEXTS = made.text(made.characters(exclude_categories=("C", "Z"), exclude_characters="[]"), min_size=1, max_size=12)
CITES = made.lists(made.sampled_from(["E001", "E012", "record"]), min_size=1, max_size=3, unique=True).map(tuple)
SAID = made.builds(Said, TEXTS, CITES)


@given(made.data())
def test_what_is_written_is_read_again(tables: Tables, history: History, data: made.DataObject) -> None:
    choice = replace(default_choice(tables), state=data.draw(made.sampled_from([(), ("FIN",), ("FIN", "CIV")])))
    step = Step(
        heading=data.draw(TEXTS),
        minutes=7,
        view=View(data.draw(made.sampled_from(["map", "borders", "country"])), choice),
        points=tuple(data.draw(made.lists(SAID, max_size=3))),
        notes=tuple(data.draw(made.lists(SAID, max_size=3))),
        sources=tuple(data.draw(CITES)),
        questions=tuple(data.draw(made.lists(made.builds(Task, TEXTS, SAID), max_size=2))),
    )
    quiz = data.draw(made.sampled_from([None, Quiz(step.view, 3, 4)]))
    lesson = Lesson("try", data.draw(TEXTS), data.draw(TEXTS), 14, (data.draw(TEXTS),), (step, step), quiz)
    assert read_lesson(to_yaml(lesson, tables), "lessons/try.yaml", tables, history) == (lesson, [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("map", "map?on=2026-11-22"),
        ("http://localhost:8501/?treaty=ccm&year=2010", "map?treaty=ccm&year=2010"),
        ("http://localhost:8501/borders?region=Europe", "borders?on=2026-11-22&region=Europe"),
        ("timeline?from=2020&to=2021", "timeline?from=2020-01-01&to=2021-12-31"),
        ("compare?before=2020-01-01&on=2021-01-01", "compare?on=2021-01-01&before=2020-01-01"),
    ],
)
def test_a_view_is_what_the_address_bar_shows(text: str, address: str, tables: Tables) -> None:
    assert address_of(view_of(text, tables), tables) == address
    assert view_of(address, tables) == view_of(text, tables)


def test_a_link_with_a_key_twice_is_refused(tables: Tables) -> None:
    with pytest.raises(BadValue, match="the key treaty stands twice"):
        view_of("map?treaty=mbt&treaty=ccm", tables)


def test_the_command_names_the_faults_of_lessons(damaged: Callable[..., Path]) -> None:
    def add(folder: Path) -> None:
        (folder / "lessons").mkdir(exist_ok=True)
        (folder / "lessons" / "try.yaml").write_text(SOUND.replace("FIN", "FFF", 1), encoding="utf-8")
        (folder / "lessons" / ".hidden").write_text("left by an editor", encoding="utf-8")

    folder = damaged(add)
    result = CliRunner().invoke(cli, ["check", str(folder)])
    assert result.exit_code == 1
    assert result.stdout.startswith('lessons/try.yaml:9: step 1, view: state: "FFF" is not a state')
    assert "1 fault in" in result.stderr


@pytest.mark.parametrize("arguments", [["check", ""], ["check", "--data", ""], ["check", "data", "--data", "data"]])
def test_check_wants_one_folder(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert "name one folder of facts" in result.output


def test_a_lesson_cannot_have_the_name_of_the_readers_own_deck(
    damaged: Callable[..., Path], tables: Tables, history: History
) -> None:
    def add(folder: Path) -> None:
        (folder / "lessons" / "deck.yaml").write_text(SOUND, encoding="utf-8")

    found = library(tables, history, damaged(add))
    assert DECK not in found.lessons
    assert [str(fault) for fault in found.faults] == [
        "lessons/deck.yaml:1: file: needs another name: deck is the reader's own deck"
    ]


def test_a_file_where_the_folder_of_lessons_belongs_is_a_fault(
    damaged: Callable[..., Path], tables: Tables, history: History
) -> None:
    def file_instead(folder: Path) -> None:
        shutil.rmtree(folder / "lessons")
        (folder / "lessons").write_text(SOUND, encoding="utf-8")

    found = library(tables, history, damaged(file_instead))
    assert [str(fault) for fault in found.faults] == ["lessons:1: file: cannot be read: Not a directory"]


def test_facts_without_a_folder_of_lessons_have_none(
    damaged: Callable[..., Path], tables: Tables, history: History
) -> None:
    assert library(tables, history, damaged(lambda folder: shutil.rmtree(folder / "lessons"))) == ({}, [])


def test_the_map_of_a_comparison_is_of_its_own_days_whatever_the_period(tables: Tables) -> None:
    view = view_of("compare?before=2020-01-01&on=2025-01-01&from=2021&to=2022", tables)
    assert (view.first, view.last, view.has_period) == (date(2025, 1, 1), date(2025, 1, 1), False)


def test_the_lesson_of_the_document_for_contributors_is_sound(tables: Tables, history: History) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    lesson, found = read_lesson(example.encode(), "lessons/two-days.yaml", tables, history)
    assert found == []
    assert lesson is not None
    assert (lesson.minutes, len(lesson.steps), lesson.quiz is not None) == (10, 2, True)


def test_no_lesson_of_the_atlas_has_a_fault(tables: Tables, history: History) -> None:
    found = library(tables, history, DATA)
    assert found.faults == []
