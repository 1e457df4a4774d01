"""Maps, handouts, answer keys and slides: what they say, by their data and text, not by their pixels."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pypdfium2
import pytest
from matplotlib.figure import Figure
from pptx import Presentation
from pypdf import PageObject, PdfReader

from atlas.impact import LAYER_NAMES
from atlas.lessons.citing import source_ids
from atlas.lessons.model import RECORD, Lesson, Said, Step, Task, View
from atlas.selection import Choice
from atlas.selection.rows import in_regions, status_rows
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.citing import cited_in
from atlas.takeaways.handouts import answer_key, handout
from atlas.takeaways.looks import Look
from atlas.takeaways.maps import UNNAMED, map_figure
from atlas.takeaways.outlines import write_map
from atlas.takeaways.planes import plane_of
from atlas.takeaways.shown import shown_in
from atlas.takeaways.slides import pptx_of
from atlas.takeaways.typeface import broken, width_of

TODAY = date(2026, 11, 22)
REGIONS = [(), ("Europe",), ("Africa",), ("Oceania",), ("Caribbean",), ("Asia",)]
PAGE_MM = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


@dataclass(frozen=True)
class Question:
    """The attributes that a question of the atlas has."""

    text: str
    options: tuple[str, ...]
    answer: tuple[int, ...]
    because: str
    article: str = "Art. 20(3)"
    kind: str = "left"
    level: int = 2
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    source_ids: tuple[str, ...] = ("UNTC-2026-02-MBT",)


QUESTIONS = (
    Question(
        "Which of these states has left?",
        ("Côte d'Ivoire", "Türkiye", "Finland"),
        (2,),
        "Finland's withdrawal took effect on 10 January 2026 & not before.",
        rows=pd.DataFrame({"State": ["Finland"], "Left": ["10 January 2026"]}),
    ),
    Question("Put them in order.", ("Finland", "Lithuania"), (1, 0), "Lithuania left on 27 December 2025."),
)
STEPS = (
    Step(
        "Before the ban: 1996",
        5,
        View("timeline", Choice(on=TODAY, first=date(1992, 1, 1), last=date(1996, 12, 31))),
        (Said("Six organisations begin a campaign.", ("E002",)),),
        notes=(Said("The call began in New York.", ("E002",)),),
    ),
    Step(
        "Who was bound in 2010",
        10,
        View("map", Choice(on=date(2010, 12, 31))),
        (Said("156 states are bound.", (RECORD,)),),
        sources=("GW-STATES",),
    ),
    Step(
        "Who is leaving",
        15,
        View("borders", Choice(on=TODAY, region=("Europe",), state=("FIN",))),
        (Said("Finland has left.", (RECORD,)), Said("Its border with Norway is on the line.", (RECORD,))),
        questions=(Task("Who said what, and where is it written?", Said("See the sources.", ("E002",))),),
    ),
)
LESSON = Lesson("made", "The ban & who leaves it", "Ages 15 to 18", 30, ("Tell a vote from a notice",), STEPS)


def no_progress(_share: float, _what: str) -> None:
    """For tests that do not look at it."""


def texts_of(content: bytes) -> str:
    """All text of a PDF with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def gids(figure: Figure) -> list[str]:
    return [str(artist.get_gid()) for artist in figure.axes[0].get_children() if artist.get_gid()]


def labels(figure: Figure) -> dict[str, list[str]]:
    """The names written for each state on a map or in its list."""
    found: dict[str, list[str]] = {}
    for text in figure.axes[0].texts:
        iso3, _, what = str(text.get_gid()).partition(":")
        if what == "label":
            found.setdefault(iso3, []).append(" ".join(text.get_text().split()))
    return found


def resources(page: PageObject) -> Iterator[tuple[str, object]]:
    """The external objects of a page and of the forms on it, by their kind."""
    waiting = [page["/Resources"]]
    while waiting:
        for name in (held := waiting.pop().get("/XObject", {})):
            part = held[name].get_object()
            yield part["/Subtype"], part
            if part["/Subtype"] == "/Form" and "/Resources" in part:
                waiting.append(part["/Resources"])


def state_names(tables: Tables, region: tuple[str, ...]) -> dict[str, str]:
    states = tables.states[in_regions(tables.states["iso3"], tables, region)]
    return dict(zip(states["iso3"], states["name"], strict=True))


@pytest.fixture(scope="module")
def made(history: History, tables: Tables) -> dict[str, bytes]:
    """The handout and the answer key on both papers."""
    asked = (history, tables, LESSON, QUESTIONS)
    return {
        f"{what.__name__}-{paper}": what(*asked, paper=paper, progress=no_progress)
        for what in (handout, answer_key)
        for paper in PAGE_MM
    }


@pytest.fixture(scope="module")
def deck(history: History, tables: Tables) -> bytes:
    return pptx_of(history, tables, LESSON, progress=no_progress)


def map_of(history: History, tables: Tables, choice: Choice, page: str = "map", **look: object) -> Figure:
    return map_figure(history, tables, View(page, choice), Look(**({"width": 277.0, "height": 190.0} | look)))


@pytest.mark.parametrize("region", REGIONS)
def test_a_labelled_map_names_every_state_of_its_region_once_and_no_other(
    history: History, tables: Tables, region: tuple[str, ...]
) -> None:
    drawn = labels(map_of(history, tables, Choice(on=TODAY, region=region), kind="labelled"))
    assert drawn == {iso3: [name] for iso3, name in state_names(tables, region).items()}


@pytest.mark.parametrize("region", REGIONS)
def test_no_two_names_or_numbers_of_a_labelled_map_overlap(
    history: History, tables: Tables, region: tuple[str, ...]
) -> None:
    figure = map_of(history, tables, Choice(on=TODAY, region=region), kind="labelled")
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    inside = figure.bbox
    assert all(inside.contains(box.x0, box.y0) and inside.contains(box.x1, box.y1) for box in boxes)
    overlapping = [
        (one, other)
        for place, one in enumerate(figure.axes[0].texts)
        for other_place, other in enumerate(figure.axes[0].texts[:place])
        if boxes[place].shrunk(0.9, 0.7).overlaps(boxes[other_place].shrunk(0.9, 0.7))
    ]
    assert overlapping == []


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_a_blank_map_holds_no_name_and_a_labelled_one_all_as_text(history: History, tables: Tables, form: str) -> None:
    names = state_names(tables, ("Africa",)).values()
    said = {}
    for kind in ("blank", "labelled"):
        content = write_map(history, tables, ("Africa",), kind, form, TODAY, "mbt")
        said[kind] = texts_of(content) if form == "pdf" else content.decode("utf-8")
    assert [name for name in names if name in said["blank"]] == []
    words = " ".join(said["labelled"].split())
    assert [
        name for name in names if " " not in name and name not in words and name.replace("'", "&apos;") not in words
    ] == []


def test_a_picture_opens_with_the_pixels_of_its_page(history: History, tables: Tables) -> None:
    from PIL import Image

    picture = Image.open(io.BytesIO(write_map(history, tables, ("Caribbean",), "blank", "png", TODAY, "mbt")))
    assert picture.size == (3507, 2480)


STATUSES = [
    ("FIN", date(2025, 6, 30), "party"),
    ("FIN", date(2025, 7, 10), "withdrawing"),
    ("FIN", TODAY, "withdrawn"),
    ("FRA", TODAY, "party"),
    ("USA", TODAY, "outside"),
    ("MHL", date(2024, 12, 31), "signatory"),
]


@pytest.mark.parametrize(("iso3", "day", "status"), STATUSES)
def test_a_state_is_drawn_in_the_class_of_its_status(
    history: History, tables: Tables, iso3: str, day: date, status: str
) -> None:
    drawn = gids(map_of(history, tables, Choice(on=day)))
    assert {gid.split(":")[1] for gid in drawn if gid.startswith(f"{iso3}:")} == {status}


def test_every_state_is_drawn_and_the_counts_of_the_legend_are_those_of_the_rows(
    history: History, tables: Tables
) -> None:
    choice = Choice(on=TODAY)
    figure = map_of(history, tables, choice)
    expected = status_rows(history, tables, choice)
    drawn = {tuple(gid.split(":")[:2]) for gid in gids(figure)}
    assert set(zip(expected["iso3"], expected["status"].astype("str"), strict=True)) <= drawn
    counted = {each.code: each.states for each in shown_in(history, tables, View("map", choice)).classes}
    assert counted == Counter(expected["status"])


def test_what_is_contested_is_hatched_in_white_over_the_status(history: History, tables: Tables) -> None:
    figure = map_of(history, tables, Choice(on=TODAY))
    (over,) = [patch for patch in figure.axes[0].patches if patch.get_gid() == "UKR:contested"]
    assert (set(over.get_hatch()), over.get_hatchcolor()[:3]) == ({"\\"}, (1.0, 1.0, 1.0))
    assert "UKR:party" in gids(figure)


def test_classes_with_a_pattern_and_undetermined_areas_are_hatched(history: History, tables: Tables) -> None:
    patches = {patch.get_gid(): patch for patch in map_of(history, tables, Choice(on=TODAY)).axes[0].patches}
    assert patches["POL:withdrawn"].get_hatch() == "xxx"
    assert patches["POL:withdrawn"].get_hatchcolor()[:3] == (1.0, 1.0, 1.0)
    assert patches["LBN:joining"].get_hatch() == "----"
    assert patches["ESH:undetermined"].get_hatch()
    assert patches["FRA:party"].get_hatch() is None


def test_a_territory_is_drawn_like_its_state_from_the_day_on_which_the_treaty_applies(
    history: History, tables: Tables
) -> None:
    before, after = (gids(map_of(history, tables, Choice(on=date(2001, 12, day)))) for day in (3, 4))
    assert "BMU:territory" in before
    assert "BMU:party" in after


def test_a_chosen_state_is_outlined_and_named(history: History, tables: Tables) -> None:
    figure = map_of(history, tables, Choice(on=TODAY, region=("Europe",), state=("FIN",)))
    assert "FIN:chosen" in gids(figure)
    assert labels(figure) == {"FIN": ["Finland"]}


def test_the_borders_page_draws_the_line_and_the_map_does_not(history: History, tables: Tables) -> None:
    choice = Choice(on=TODAY, region=("Europe",))
    lines = {gid for gid in gids(map_of(history, tables, choice, "borders")) if gid.endswith(":border")}
    assert "NOR-FIN:border" in lines
    assert "NOR-SWE:border" not in lines
    assert not [gid for gid in gids(map_of(history, tables, choice)) if gid.endswith(":border")]


def test_a_layer_is_drawn_instead_of_the_status(history: History, tables: Tables) -> None:
    drawn = gids(map_of(history, tables, Choice(on=date(2024, 12, 31), layer="producers")))
    assert "USA:listed" in drawn or "USA:listed-before" in drawn


FEW: list[tuple[str, dict[str, Any]]] = [
    *(("map", {"on": day}) for day in (date(1998, 6, 30), date(2010, 12, 31), date(2025, 7, 21), TODAY)),
    *(("map", {"on": date(2015, 12, 31), "layer": name}) for name in LAYER_NAMES),
    ("borders", {"on": TODAY}),
    ("compare", {"on": TODAY, "before": date(1997, 6, 1)}),
    ("compare", {"on": TODAY, "other": "ccm"}),
]


@pytest.mark.parametrize(("page", "changes"), FEW)
def test_a_slide_has_at_most_five_classes_and_every_state_in_one(
    page: str, changes: dict[str, Any], history: History, tables: Tables
) -> None:
    shown = shown_in(history, tables, View(page, Choice(**changes)), few=True)
    assert len(shown.classes) <= 5
    assert sum(each.states for each in shown.classes) == len(tables.states)


def test_a_comparison_on_paper_tells_what_differs(history: History, tables: Tables) -> None:
    choice = Choice(on=TODAY, before=date(2024, 12, 31), region=("Northern Europe",))
    drawn = gids(map_of(history, tables, choice, "compare"))
    assert {"FIN:left", "SWE:still-bound"} <= set(drawn)


def test_no_state_is_torn_at_the_date_line(tables: Tables) -> None:
    for region in REGIONS:
        plane = plane_of(tables, region)
        west, _, east, _ = plane.window
        for iso3 in plane.states:
            parts = list(getattr(plane.shapes[iso3], "geoms", [plane.shapes[iso3]]))
            assert max(part.bounds[2] - part.bounds[0] for part in parts) < 0.62 * max(east - west, 14_000_000)
    russia = plane_of(tables, ("Asia",)).shapes["RUS"]
    largest = max(russia.geoms, key=lambda part: part.area)
    assert largest.area > 0.95 * russia.area
    assert russia.area == pytest.approx(16.9e12, rel=0.02)


@pytest.mark.parametrize("paper", PAGE_MM)
@pytest.mark.parametrize("what", ["handout", "answer_key"])
def test_a_page_has_the_size_of_its_paper(made: dict[str, bytes], what: str, paper: str) -> None:
    for page in PdfReader(io.BytesIO(made[f"{what}-{paper}"])).pages:
        sides = (float(page.mediabox.width), float(page.mediabox.height))
        assert sides == pytest.approx([side * 72 / 25.4 for side in PAGE_MM[paper]], abs=0.1)


@pytest.mark.parametrize("paper", PAGE_MM)
def test_the_handout_holds_goals_steps_questions_and_sources_and_no_answers(
    made: dict[str, bytes], tables: Tables, paper: str
) -> None:
    said = texts_of(made[f"handout-{paper}"])
    assert [text for text in (LESSON.title, *LESSON.goals, *(step.heading for step in STEPS)) if text not in said] == []
    assert [each.text for each in QUESTIONS if each.text not in said] == []
    assert [option for each in QUESTIONS for option in each.options if option not in said] == []
    assert STEPS[2].questions[0].ask in said
    assert STEPS[2].questions[0].answer.text not in said
    assert [each.because for each in QUESTIONS if each.because in said] == []
    for key in cited_in(tables, LESSON, QUESTIONS).numbers:
        assert " ".join(str(tables.row("sources", key)["title"]).split()) in said


def test_an_event_is_cited_by_its_source_and_the_record_by_that_of_the_treaty(tables: Tables) -> None:
    assert source_ids(tables, ("E002", RECORD, "GW-STATES"), "mbt") == ("S_NIPPON", "UNTC-2026-02-MBT", "GW-STATES")
    with pytest.raises(KeyError):
        source_ids(tables, ("E9999999",), "mbt")


def test_the_answer_key_holds_answer_reason_article_and_rows(made: dict[str, bytes]) -> None:
    said = texts_of(made["answer_key-a4"])
    expected = ["Answer: C. Finland", "B. Lithuania, then A. Finland", "Art. 20(3)", "10 January 2026 & not before"]
    expected += [STEPS[2].questions[0].answer.text, "Left", *(each.because for each in QUESTIONS)]
    assert [text for text in expected if text not in said] == []


@pytest.mark.parametrize("paper", PAGE_MM)
def test_the_map_of_a_handout_is_drawn_with_lines_and_patterns_not_pixels(made: dict[str, bytes], paper: str) -> None:
    first = PdfReader(io.BytesIO(made[f"handout-{paper}"])).pages[0]
    kinds = [kind for kind, _ in resources(first)]
    assert "/Form" in kinds
    assert "/Image" not in kinds
    assert any(part["/Resources"].get("/Pattern") for kind, part in resources(first) if kind == "/Form")


@pytest.mark.parametrize("what", ["handout-a4", "handout-letter", "answer_key-a4", "answer_key-letter"])
def test_nothing_is_printed_in_the_margin(made: dict[str, bytes], what: str) -> None:
    for page in pypdfium2.PdfDocument(made[what]):
        grey = np.asarray(page.render(scale=0.5).to_pil().convert("L"))
        margin = int(14 * 72 / 25.4 * 0.5)
        edges = (grey[:margin], grey[-margin:], grey[:, :margin], grey[:, -margin:])
        assert min(int(edge.min()) for edge in edges) == 255


@pytest.mark.parametrize("what", ["handout-a4", "handout-letter"])
@pytest.mark.parametrize(("heading", "first"), [("Questions", QUESTIONS[0].text), ("Sources", "[1]")])
def test_no_heading_stands_alone_at_the_end_of_a_page(
    made: dict[str, bytes], what: str, heading: str, first: str
) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made[what])).pages]
    (page,) = [text for text in pages if f"\n{heading}\n" in f"\n{text}\n"]
    assert first in page.partition(heading)[2]


@pytest.mark.parametrize("points", [7.5, 13.0])
def test_all_words_of_a_map_stand_on_its_sheet_without_overlap(history: History, tables: Tables, points: float) -> None:
    choice = Choice(on=TODAY, region=("Europe",), state=("FIN", "EST", "LVA"))
    figure = map_of(history, tables, choice, "borders", width=180.0, height=140.0, points=points, few=True)
    figure.draw_without_rendering()
    boxes = [text.get_window_extent().shrunk(0.98, 0.7) for text in figure.axes[0].texts]
    assert all(figure.bbox.contains(box.x0, box.y0) and figure.bbox.contains(box.x1, box.y1) for box in boxes)
    assert not [one for place, one in enumerate(boxes) for other in boxes[:place] if one.overlaps(other)]


def test_the_foot_of_each_page_tells_version_day_and_number(made: dict[str, bytes]) -> None:
    for number, page in enumerate(PdfReader(io.BytesIO(made["handout-a4"])).pages, 1):
        assert "Data 1.0.0, checked 22 November 2026." in page.extract_text()
        assert str(number) in page.extract_text().split()


def test_progress_rises_to_one(history: History, tables: Tables) -> None:
    told: list[tuple[float, str]] = []
    answer_key(history, tables, LESSON, QUESTIONS, paper="a4", progress=lambda share, what: told.append((share, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(what for _, what in told)


def test_the_same_lesson_gives_the_same_bytes(
    history: History, tables: Tables, made: dict[str, bytes], deck: bytes
) -> None:
    again = handout(history, tables, LESSON, QUESTIONS, paper="a4", progress=no_progress)
    assert again == made["handout-a4"]
    assert pptx_of(history, tables, LESSON, progress=no_progress) == deck
    for form in ("png", "svg", "pdf"):
        one, other = (write_map(history, tables, ("Caribbean",), "labelled", form, TODAY, "mbt") for _ in range(2))
        assert one == other


def test_slides_have_title_points_picture_and_notes(deck: bytes, tables: Tables) -> None:
    slides = list(Presentation(io.BytesIO(deck)).slides)
    assert len(slides) == len(STEPS) + 2
    assert [slide.shapes.title.text for slide in slides[1:-1]] == [step.heading for step in STEPS]
    for slide, step in zip(slides[1:-1], STEPS, strict=True):
        (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
        assert "states" in picture._element.nvPicPr.cNvPr.get("descr")
        said = slide.notes_slide.notes_text_frame.text
        assert f"{step.minutes} minutes" in said
        assert all(note.text in said for note in (*step.notes, *step.points))
        for key in source_ids(tables, step.cited, "mbt"):
            assert str(tables.row("sources", key)["title"]) in said


def test_every_word_of_a_slide_has_24_points_or_more_and_stands_on_it(deck: bytes) -> None:
    shown = Presentation(io.BytesIO(deck))
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= shown.slide_width
            assert shape.top + shape.height <= shown.slide_height
            if shape.has_text_frame:
                runs = [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
                assert runs
                assert min(run.font.size.pt for run in runs) >= (12 if shape.name == "Sources" else 24)


def test_the_file_of_the_slides_tells_the_day_of_the_check_and_not_of_today(deck: bytes) -> None:
    about = Presentation(io.BytesIO(deck)).core_properties
    assert (about.title, about.modified.date(), about.created.date()) == (LESSON.title, TODAY, TODAY)


WRONG = [
    ({"form": "bmp"}, "png, svg, pdf"),
    ({"kind": "political"}, "blank, labelled, status"),
    ({"region": ("Atlantis",)}, "Europe"),
    ({"treaty": "xyz"}, "mbt"),
]


@pytest.mark.parametrize(("given", "allowed"), WRONG)
def test_a_map_that_cannot_be_made_is_refused_with_what_is_allowed(
    history: History, tables: Tables, given: dict[str, object], allowed: str
) -> None:
    asked = {"region": (), "kind": "blank", "form": "png", "day": TODAY, "treaty": "mbt"} | given
    with pytest.raises(ValueError, match=allowed):
        write_map(history, tables, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [handout, answer_key])
def test_paper_that_is_not_known_is_refused(history: History, tables: Tables, make: object) -> None:
    with pytest.raises(ValueError, match="a4, letter"):
        make(history, tables, LESSON, QUESTIONS, paper="a5", progress=no_progress)  # type: ignore[operator]


def test_the_layer_loads_no_drawing_library_before_it_is_asked() -> None:
    drawing = "('matplotlib', 'reportlab', 'pptx', 'shapely')"
    code = f"import sys, atlas.takeaways; print([name for name in {drawing} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_word_longer_than_its_line_is_broken_and_nothing_of_it_is_lost() -> None:
    lines = broken("One " + "W" * 120 + " end", 7.5, 60.0, bold=True)
    assert "".join(lines).replace(" ", "") == "One" + "W" * 120 + "end"
    assert max(width_of(line, 7.5, bold=True) for line in lines) <= 60.0


@pytest.mark.parametrize("page", ["map", "borders", "compare"])
def test_a_map_without_room_for_the_names_of_all_chosen_states_says_so(
    history: History, tables: Tables, page: str
) -> None:
    choice = Choice(on=TODAY, state=tuple(tables.states["iso3"]))
    figure = map_of(history, tables, choice, page, width=182.0, height=136.0, points=13.0, few=True)
    said = [text.get_text() for text in figure.axes[0].texts]
    assert UNNAMED in said
    assert "197" in said
