"""Figures tested by their data: what is drawn, where, over which days, and in colours that can be told apart."""

from __future__ import annotations

import itertools
import json
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.figures import timeline
from atlas.figures.canvas import FONT, canvas
from atlas.figures.hover import event_text, shortened, wrapped
from atlas.figures.layout import lane_stack
from atlas.figures.marks import KINDS, LEVELS, action_marks, event_marks, packed
from atlas.figures.palette import MAIN_STATUSES, PATTERNS, SLIDE_COLOURS, STATUS_COLOURS, STATUS_COLOURS_DARK, THEMES
from atlas.status import STATUSES, History
from atlas.tables import Tables
from atlas.ui import charts
from atlas.words import STATUS_LABELS

FIRST = date(1980, 1, 1)
SIMULATED = {  # Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
PALETTES = pytest.mark.parametrize("colours", [STATUS_COLOURS, STATUS_COLOURS_DARK], ids=["light", "dark"])


def mbt_actions(tables: Tables) -> pd.DataFrame:
    actions = tables["actions"].query("treaty == 'mbt'")
    return actions.merge(tables.states[["iso3", "name"]], "left", "iso3")


def lane_labels(tables: Tables) -> dict[str, str]:
    return dict(tables.package.table("events").field("lane").labels)


def change_days(tables: Tables, history: History) -> list[date]:
    changes = history.changes(FIRST, tables.checked, "mbt")["date"]
    return sorted({FIRST, tables.checked, *(day.date() for day in changes)})


def draw(tables: Tables, history: History, **changed: object) -> go.Figure:
    given = {
        "events": tables["events"],
        "actions": mbt_actions(tables),
        "curve": history.counts(change_days(tables, history), "mbt"),
        "lanes": lane_labels(tables),
        "labels": STATUS_LABELS,
        "first": FIRST,
        "last": tables.checked,
        **changed,
    }
    return timeline(**given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def figure(tables: Tables, history: History) -> go.Figure:
    return draw(tables, history)


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(each for each in figure.data if each.name == name)


def drawn_areas(figure: go.Figure) -> list[go.Scatter]:
    return [each for each in figure.data if each.meta]


def event(**changed: str) -> pd.DataFrame:
    row = {"event_id": "E900", "date": "1997-12-03", "lane": "use", "title": "A title", "source_id": "S_X"}
    return pd.DataFrame([{**row, **changed}])


def spans(figure: go.Figure, name: str) -> dict[str, list[str]]:
    """The days of each span by event, cut at the gaps."""
    drawn = trace(figure, name)
    found: dict[str, list[str]] = {}
    for x, carried in zip(drawn.x, drawn.customdata, strict=True):
        if x is not None:
            found.setdefault(carried[0], []).append(x)
    return found


def test_every_event_is_drawn_exactly_once(tables: Tables, figure: go.Figure) -> None:
    points = [carried[0] for carried in trace(figure, "events").customdata]
    drawn = [*points, *spans(figure, "events spans")]
    assert sorted(drawn) == sorted(tables["events"]["event_id"])
    assert trace(figure, "events spans").x.count(None) == len(spans(figure, "events spans"))


def test_every_event_lies_in_its_lane(tables: Tables, figure: go.Figure) -> None:
    days = (tables.checked - FIRST).days
    marks = pd.concat([action_marks(mbt_actions(tables)), event_marks(tables["events"], days)])
    lanes = lane_stack(marks, {"actions": "Treaty actions\nkey", **lane_labels(tables)})
    lane_of = tables["events"].set_index("event_id")["lane"]
    for name in ("events", "events spans"):
        drawn = trace(figure, name)
        for y, carried in zip(drawn.y, drawn.customdata, strict=True):
            lane = lanes[lane_of[carried[0]]]
            assert lane.top < y < lane.bottom


def test_lanes_stand_in_the_order_of_their_labels_and_say_their_names(tables: Tables, figure: go.Figure) -> None:
    said = sorted((each for each in figure.layout.annotations if each.yref == "y"), key=lambda each: each.y)
    names = [each.text.split("</b>")[0].removeprefix("<b>") for each in said]
    assert names == ["Treaty actions", *lane_labels(tables).values()]


def test_a_day_is_a_point_on_that_day(tables: Tables, figure: go.Figure) -> None:
    known = tables["events"].query("precision == 'day'").set_index("event_id")["date"]
    drawn = trace(figure, "events")
    assert drawn.mode == "markers"
    assert {carried[0]: x for x, carried in zip(drawn.x, drawn.customdata, strict=True)} == known.to_dict()


@pytest.mark.parametrize(
    ("known", "start", "end"),
    [
        ("1998", "1998-01-01", "1998-12-31"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1999-12", "1999-12-01", "1999-12-31"),
    ],
)
def test_a_year_or_month_spans_all_its_days(tables: Tables, history: History, known: str, start: str, end: str) -> None:
    drawn = spans(draw(tables, history, events=event(date=known)), "events spans")
    assert (drawn["E900"][0], drawn["E900"][-1]) == (start, end)


def test_spans_can_be_clicked_along_their_length(figure: go.Figure) -> None:
    assert all(len(days) >= 5 and days == sorted(days) for days in spans(figure, "events spans").values())


def test_no_two_marks_of_a_lane_lie_exactly_on_each_other(tables: Tables) -> None:
    marks = event_marks(tables["events"], (tables.checked - FIRST).days)
    assert not marks.duplicated(["lane", "start", "level"]).any()


@given(st.lists(st.dates(date(1990, 1, 1), date(1990, 3, 1)), max_size=30))
def test_packing_uses_few_levels_and_never_puts_one_day_twice_on_a_level(days: list[date]) -> None:
    texts = [day.isoformat() for day in sorted(days)]
    levels = packed(texts, texts, 20)
    assert len(set(zip(texts, levels, strict=True))) == len(texts)
    most = max((texts.count(text) for text in texts), default=0)
    assert set(levels) <= set(range(LEVELS + most))


def test_one_mark_a_day_and_kind_of_action_sized_by_the_number_of_states(tables: Tables) -> None:
    actions = mbt_actions(tables)
    marks = action_marks(actions)
    groups = actions.groupby(["date", actions["action"].map(KINDS)]).size()
    assert len(marks) == len(groups)
    opening = marks.query("date == '1997-12-03'").set_index("kind")
    assert opening.at["signed", "size"] > opening.at["joined", "size"]
    texts = opening["text"].str.replace("<br>", " ")
    assert "and 74 more" in texts["signed"]
    assert "Ratification: Canada, Ireland, Mauritius" in texts["joined"]


def test_an_action_known_to_the_year_is_a_span(figure: go.Figure) -> None:
    drawn = trace(figure, "actions spans")
    assert (drawn.x[0], drawn.x[4], drawn.x[5]) == ("2026-01-01", "2026-12-31", None)
    assert list(drawn.customdata[0]) == ["", "2026", "joined"]


def test_every_action_in_the_facts_has_a_kind(tables: Tables) -> None:
    assert set(tables["actions"]["action"]) <= KINDS.keys()


def test_the_curve_is_the_history_in_steps(tables: Tables, history: History, figure: go.Figure) -> None:
    counts = history.counts(change_days(tables, history), "mbt")
    areas = drawn_areas(figure)
    assert {each.meta for each in areas} == {status for status in MAIN_STATUSES if counts[status].any()}
    assert len(areas) <= 6
    for area in areas:
        assert list(area.y) == counts[area.meta].to_list()
        assert list(area.x) == [str(day)[:10] for day in counts["day"]]
        assert (area.line.shape, area.name) == ("hv", STATUS_LABELS[area.meta])


def test_the_counts_under_the_pointer_cover_the_period_without_gap(figure: go.Figure) -> None:
    bars = trace(figure, "counts")
    starts = pd.to_datetime(pd.Series(bars.x))
    ends = starts + pd.to_timedelta(pd.Series(bars.width), unit="ms")
    assert (ends[:-1].to_numpy() == starts[1:].to_numpy()).all()


def test_both_panels_share_one_time_axis_and_only_time_can_be_zoomed(tables: Tables, figure: go.Figure) -> None:
    period = (FIRST.isoformat(), tables.checked.isoformat())
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == period
    assert figure.layout.xaxis2.matches == "x"
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.yaxis2.fixedrange
    assert figure.layout.dragmode == "zoom"
    assert figure.layout.uirevision


def test_hostile_text_is_shown_and_not_obeyed(tables: Tables, history: History) -> None:
    hostile = "<a href='javascript:alert(1)'>x</a> <b>&amp;</b> %{customdata[0]}"
    lanes = {"use": "<i>Use</i>"}
    labels = {status: f"<u>{label}</u>" for status, label in STATUS_LABELS.items()}
    drawn = draw(tables, history, events=event(title=hostile, source_id="<s>"), lanes=lanes, labels=labels)
    text = trace(drawn, "events").hovertext[0]
    assert set(text.split("&lt;")[0].split("<br>")) == {"3 December 1997", ""}
    assert "<" not in text.replace("<br>", "")
    assert "&amp;amp;" in text
    assert "<i>" not in str(drawn.layout.annotations)
    assert all("<u>" not in (each.name or "") for each in drawn.data)
    assert "<u>" not in trace(drawn, "counts").hovertext[0]


@given(st.text(max_size=200))
def test_no_text_opens_a_tag_or_leaves_its_lines(text: str) -> None:
    lines = wrapped(text).split("<br>")
    assert not any("<" in line or ">" in line for line in lines)


def test_hover_says_date_as_known_title_and_source() -> None:
    long = "word " * 40
    lines = event_text("1996-11", long, "S_X").split("<br>")
    assert lines[0] == "November 1996 (only the month is known)"
    assert lines[-1] == "Source: S_X"
    assert max(map(len, lines)) <= 60


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    assert shortened("ABCDEFGHIJ") == "A, B, C, D, E, F, G, H and 2 more"
    assert shortened("BA") == "A, B"


def test_the_selected_event_has_a_ring_at_its_mark(tables: Tables, history: History, figure: go.Figure) -> None:
    ringed = draw(tables, history, selected="E031")
    place = [row[0] for row in trace(ringed, "events").customdata].index("E031")
    ring = trace(ringed, "selected")
    assert (ring.x[0], ring.y[0]) == (trace(ringed, "events").x[place], trace(ringed, "events").y[place])
    assert "selected" not in [each.name for each in figure.data]


def test_empty_tables_give_a_figure_that_says_so(tables: Tables, history: History) -> None:
    curve = history.counts([], "mbt")
    drawn = draw(tables, history, events=tables["events"].head(0), actions=mbt_actions(tables).head(0), curve=curve)
    said = " ".join(each.text for each in drawn.layout.annotations)
    assert "No policy event" in said
    assert "No status to count" in said
    assert len(drawn.data) == 0


def test_without_events_the_actions_are_still_drawn(tables: Tables, history: History) -> None:
    drawn = draw(tables, history, events=tables["events"].head(0))
    assert "No policy event" in " ".join(each.text for each in drawn.layout.annotations)
    assert len(trace(drawn, "actions").x) > 100


def test_before_the_treaty_opened_there_is_nothing_to_count(tables: Tables, history: History) -> None:
    drawn = draw(tables, history, curve=history.counts(["1985-01-01", "1990-01-01"], "mbt"))
    assert "No status to count" in " ".join(each.text for each in drawn.layout.annotations)


def test_the_figure_changes_no_argument(tables: Tables, history: History) -> None:
    events, actions = tables["events"].copy(), mbt_actions(tables)
    kept = actions.copy()
    draw(tables, history, events=events, actions=actions)
    pd.testing.assert_frame_equal(events, tables["events"])
    pd.testing.assert_frame_equal(actions, kept)


def test_the_figure_of_everything_stays_small(figure: go.Figure) -> None:
    assert len(figure.to_json()) < 200_000


@pytest.mark.parametrize("theme", THEMES)
def test_themes_change_colours_only(tables: Tables, history: History, figure: go.Figure, theme: str) -> None:
    drawn = draw(tables, history, theme=theme)
    assert [list(each.x) for each in drawn.data] == [list(each.x) for each in figure.data]
    fills = {each.meta: each.fillcolor for each in drawn_areas(drawn)}
    assert fills == {status: THEMES[theme].statuses[status] for status in fills}
    json.loads(drawn.to_json())


@PALETTES
def test_every_status_has_a_colour_and_a_pattern(colours: dict[str, str]) -> None:
    assert tuple(colours) == tuple(PATTERNS) == STATUSES
    assert len(set(colours.values())) == len(STATUSES)


@PALETTES
@pytest.mark.parametrize("vision", SIMULATED)
def test_main_statuses_differ_for_every_kind_of_colour_vision(colours: dict[str, str], vision: str) -> None:
    seen = [lab(np.asarray(SIMULATED[vision]) @ linear(colours[status])) for status in MAIN_STATUSES]
    assert min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2)) >= 20


@PALETTES
def test_main_statuses_differ_in_grey(colours: dict[str, str]) -> None:
    lightness = {status: float(lab(linear(colours[status]))[0]) for status in MAIN_STATUSES}
    assert min(abs(one - other) for one, other in itertools.combinations(lightness.values(), 2)) >= 10
    patterned = [PATTERNS[status] for status in MAIN_STATUSES if PATTERNS[status]]
    assert len(patterned) == len(set(patterned)) == 4
    assert abs(lightness["party"] - lightness["outside"]) >= 20


@pytest.mark.parametrize("vision", SIMULATED)
def test_the_five_classes_of_a_slide_differ_for_every_kind_of_colour_vision_and_in_grey(vision: str) -> None:
    classes = [colour for code, colour in SLIDE_COLOURS.items() if code not in ("not-open", "not-yet-state")]
    seen = [lab(np.asarray(SIMULATED[vision]) @ linear(colour)) for colour in classes]
    assert len(seen) == 5
    assert min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2)) >= 20
    lightness = [float(lab(linear(colour))[0]) for colour in classes]
    assert min(abs(one - other) for one, other in itertools.combinations(lightness, 2)) >= 10


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of a colour in linear RGB."""
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_a_figure_has_the_font_of_the_page_and_is_not_changed_when_it_is_shown(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = go.Figure(layout=canvas(THEMES["light"], 100, (1, 2, 3, 4), dragmode="zoom"))
    before, shown = figure.to_json(), []
    monkeypatch.setattr(charts.st, "plotly_chart", lambda given, **_: shown.append(given))
    charts.show_chart(figure, "key")
    assert shown[0] is figure
    assert figure.to_json() == before
    assert figure.layout.font.family == FONT
    assert (figure.layout.margin.l, figure.layout.margin.b, figure.layout.dragmode) == (1, 4, "zoom")
