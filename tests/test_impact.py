"""Impact layers: known cases, what holds for every state on every day, colours, sentences, figures and pages."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from atlas import impact
from atlas.figures import impact as figures
from atlas.figures.palette import LAYER_STYLES
from atlas.impact.casualties import edition_year, half_unit
from atlas.impact.use import period_days
from atlas.selection import default_choice
from atlas.selection.layers import MOST_STATES, chosen_layer_rows, first_states, layer_spans, span_counts
from atlas.status import BOUND, History
from atlas.tables import Tables
from atlas.ui import impact_timeline
from atlas.words import impact as sentences
from tests.conftest import Open, title
from tests.test_figures import SIMULATED, lab, linear

ROOT = Path(__file__).parents[1]
EACH_LAYER = pytest.mark.parametrize("name", impact.LAYER_NAMES)
PERIOD = (date(1980, 1, 1), date(2026, 11, 22))

KNOWN = [
    # layer, state, day, class, part of the text
    ("casualties", "AFG", "2017-06-30", "500-plus", "2,300 casualties recorded in 2017 (797 killed, 1,503 injured)"),
    ("casualties", "AFG", "2022-12-31", "not-found", "this is not zero"),
    ("casualties", "AFG", "2018-12-31", "500-plus", "2,234"),
    ("casualties", "HRV", "2017-12-31", "none", "0 casualties recorded in 2017"),
    ("casualties", "HRV", "2018-01-01", "not-found", "this is not zero"),
    ("casualties", "BIH", "2003-12-31", "10-99", "54 casualties"),
    ("casualties", "KHM", "2022-12-31", "other-series", "counted by the state itself"),
    ("casualties", "COL", "2020-12-31", "100-499", "167"),
    ("casualties", "FIN", "2015-12-31", "not-found", ""),
    ("population", "CHN", "2024-12-31", "200m-plus", "1,408,975,000 people in 2024 (World Bank)"),
    ("population", "NRU", "2000-01-01", "under-1m", "in 2000"),
    ("population", "VAT", "2024-12-31", "not-found", ""),
    ("population", "FRA", "2025-01-01", "not-found", ""),
    ("use", "MMR", "2018-12-31", "documented", "mid-2018-Oct 2019 (LM2019"),
    ("use", "MMR", "2011-09-01", "not-found", ""),
    ("use", "AGO", "1999-12-31", "documented", "signatory at the time"),
    ("use", "UKR", "2022-12-31", "indications", "as evidence indicates"),
    ("use", "UKR", "2023-01-01", "not-found", ""),
    ("use", "UKR", "2025-12-31", "indications", "Indications of use"),
    ("use", "YEM", "2012-01-01", "not-found", ""),
    ("producers", "CHN", "2013-12-31", "not-found", ""),
    ("producers", "CHN", "2014-12-31", "listed", "has not renounced production"),
    ("producers", "CHN", "2026-11-22", "listed-before", "Last found listed in 2014"),
    ("producers", "IND", "2023-12-31", "listed", "Listed in 2023"),
    ("producers", "IND", "2022-12-31", "listed-before", "Last found listed in 2014"),
    ("producers", "NPL", "2026-11-22", "removed", "Removed in 2010"),
    ("stockpiles", "BLR", "2008-03-01", "running", "Deadline 1 March 2008"),
    ("stockpiles", "BLR", "2008-03-02", "missed", "3,400,000 mines"),
    ("stockpiles", "BLR", "2017-04-05", "completed", "5 April 2017"),
    ("stockpiles", "TUR", "2010-12-31", "missed", "missed"),
    ("stockpiles", "TUR", "2011-12-31", "completed", "December 2011"),
    ("stockpiles", "GRC", "2026-11-22", "missed", "kept for training, 2020: 5,585 mines"),
    ("stockpiles", "UKR", "2026-11-22", "missed", "1 June 2010"),
    ("stockpiles", "CYP", "2007-07-01", "completed", "48,475"),
    ("stockpiles", "GBR", "2003-06-01", "passed", "a completion by this day was not found"),
    ("stockpiles", "GBR", "2003-12-31", "completed", "by 2003"),
    ("stockpiles", "TGO", "2026-11-22", "retained", "436 mines"),
    ("stockpiles", "AUT", "1996-12-31", "completed", "1996"),
    ("stockpiles", "BTN", "2010-12-31", "none", "No stockpile declared, 29 May 2007"),
    ("stockpiles", "IRQ", "2008-07-30", "not-found", ""),
    ("clearance", "AFG", "2026-11-22", "ahead", "Deadline 1 March 2030, extended November 2024, decision of 5RC"),
    ("clearance", "AFG", "2012-06-30", "requested", "extension to 1 March 2023 asked for, 29 March 2012"),
    ("clearance", "UKR", "2016-06-01", "ahead", "Deadline 1 June 2016"),
    ("clearance", "UKR", "2016-06-02", "passed", "no later decision found"),
    ("clearance", "UKR", "2026-11-22", "ahead", "Deadline 1 December 2033"),
    ("clearance", "OMN", "2025-02-01", "ahead", ""),
    ("clearance", "OMN", "2025-02-02", "passed", "no later decision found"),
    ("clearance", "AGO", "2026-11-22", "passed-requested", "extension to 2030 asked for, 28 March 2025"),
    ("clearance", "CHL", "2011-06-30", "ahead", "Deadline 1 March 2020, extended 2011"),
    ("clearance", "COG", "2011-11-10", "passed", "Deadline 1 November 2011"),
    ("clearance", "COG", "2011-11-24", "ahead", "Deadline 1 January 2013"),
    ("clearance", "BIH", "2010-12-31", "ahead", "extended no later than 5 December 2012"),
    ("clearance", "CYP", "2013-01-01", "not-found", "the new deadline was not found"),
    ("clearance", "KHM", "2026-11-22", "ahead", "Deadline 31 December 2030"),
    ("clearance", "GNB", "2022-12-31", "reported", "previously unknown mined areas"),
    ("clearance", "GNB", "2026-11-22", "ahead", "Deadline 31 December 2027"),
    ("clearance", "HRV", "2026-11-22", "completed", "no declaration to a Meeting of States Parties seen yet"),
    ("clearance", "SLV", "2000-12-31", "none", "mine-free country"),
    ("clearance", "USA", "2026-11-22", "not-found", ""),
]


@pytest.mark.parametrize(("name", "iso3", "day", "code", "text"), KNOWN)
def test_known_cases_have_their_class_and_text(
    tables: Tables, name: str, iso3: str, day: str, code: str, text: str
) -> None:
    rows = impact.layer_rows(tables, name, date.fromisoformat(day)).set_index("iso3")
    assert rows.at[iso3, "code"] == code
    assert text in rows.at[iso3, "text"]


@EACH_LAYER
def test_the_first_class_is_not_found_and_codes_and_labels_are_unique(name: str) -> None:
    classes = impact.classes(name)
    assert classes[0].code == impact.NOT_FOUND
    assert len({each.code for each in classes}) == len({each.label for each in classes}) == len(classes)
    assert all(re.fullmatch(r"[a-z0-9-]+", each.code) and each.meaning.endswith((".", "?")) for each in classes)


@EACH_LAYER
def test_steps_of_every_state_are_in_order_and_cover_all_days(tables: Tables, name: str) -> None:
    steps = impact.steps(tables, name)
    assert list(steps["iso3"].unique()) == list(tables.states["iso3"])
    assert set(steps["code"]) <= {each.code for each in impact.classes(name)}
    for _, own in steps.groupby("iso3"):
        assert pd.isna(own["since"].iloc[0])
        assert own["since"].iloc[1:].is_monotonic_increasing
        assert own["since"].iloc[1:].notna().all()
        assert own["since"].is_unique
        told = own[["code", "text", "source_ids"]]
        assert not (told.to_numpy()[1:] == told.to_numpy()[:-1]).all(axis=1).any()
    assert steps["since"].max() <= pd.Timestamp(tables.checked)


@EACH_LAYER
def test_every_text_has_words_and_everything_found_has_a_real_source(tables: Tables, name: str) -> None:
    steps = impact.steps(tables, name)
    assert (steps["text"].str.len() > 10).all()
    found = steps[steps["code"] != impact.NOT_FOUND]
    keys = {key for text in found["source_ids"] for key in text.split(";")}
    assert keys <= set(tables["sources"]["source_id"])


@EACH_LAYER
@given(day=st.dates(date(1960, 1, 1), date(2026, 11, 22)))
def test_every_state_has_one_class_on_every_day(tables: Tables, name: str, day: date) -> None:
    rows = impact.layer_rows(tables, name, day)
    assert list(rows["iso3"]) == list(tables.states["iso3"])
    counted = impact.class_counts(tables, name, [day]).iloc[0]
    assert counted["day"] == pd.Timestamp(day)
    codes = [each.code for each in impact.classes(name)]
    assert [counted[code] for code in codes] == [int((rows["code"] == code).sum()) for code in codes]


@pytest.mark.parametrize("name", ["casualties", "population"])
@given(day=st.dates(date(1960, 1, 1), date(2026, 11, 22)))
def test_what_was_not_found_has_no_number(tables: Tables, name: str, day: date) -> None:
    rows = impact.layer_rows(tables, name, day)
    missing = rows[rows["code"] == impact.NOT_FOUND]
    assert not missing["text"].str.contains(r"\d").any()
    assert (missing["source_ids"] == "").all()


def test_a_gap_in_the_figures_is_a_gap_and_never_zero(tables: Tables) -> None:
    given_years = tables["casualties"].query("iso3 == 'AFG'")["year"]
    for year in range(1999, 2027):
        row = impact.layer_rows(tables, "casualties", date(year, 12, 31) if year < 2026 else tables.checked)
        code = row.set_index("iso3").at["AFG", "code"]
        assert (code == "not-found") == (year not in set(given_years))
    zeros = tables["casualties"].query("total == 0 and iso3 != 'WLD'")
    steps = impact.steps(tables, "casualties").query("code == 'none'")
    assert sorted(zip(zeros["iso3"], zeros["year"], strict=True)) == sorted(
        zip(steps["iso3"], steps["since"].dt.year, strict=True)
    )


def test_an_allegation_that_was_denied_is_nowhere_shown_as_use(tables: Tables) -> None:
    denied = tables["use"].query("confidence == 'alleged, denied'")
    assert list(denied["iso3"]) == ["KHM"]
    assert set(impact.steps(tables, "use").query("iso3 == 'KHM'")["code"]) == {"not-found"}


def test_a_deadline_that_passed_is_told_as_no_later_decision_found(tables: Tables) -> None:
    steps = impact.steps(tables, "clearance")
    late = steps[steps["code"].isin(["passed", "passed-requested"])]
    assert len(late) > 30
    assert late["text"].str.contains("has passed").all()
    assert late["text"].str.contains("no later decision found").all()
    assert not steps["text"].str.contains("breach|violat|complian", case=False).any()


PERIODS = [
    ("1998", "1998-01-01", "1998-12-31"),
    ("1998-1999", "1998-01-01", "1999-12-31"),
    ("Dec 2001-Jul 2002", "2001-12-01", "2002-07-31"),
    ("May 2002-mid-2003", "2002-05-01", "2003-06-30"),
    ("mid-2018-Oct 2019", "2018-07-01", "2019-10-31"),
    ("May 2006-2007", "2006-05-01", "2007-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_periods_are_read_whole(text: str, first: str, last: str) -> None:
    assert period_days(text) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_period_of_the_table_is_read_and_others_are_refused(tables: Tables) -> None:
    for text in tables["use"]["period"]:
        first, last = period_days(text)
        assert first < last
    for text in ("", "lately", "Foo 2002", "2002-", "2002-2003-2004"):
        with pytest.raises((ValueError, KeyError)):
            period_days(text)


def test_world_casualties_span_what_all_editions_gave(tables: Tables) -> None:
    ranges = impact.casualty_ranges(tables).set_index("year")
    assert list(ranges.index) == list(range(1999, 2025))
    assert (ranges.at[2016, "low"], ranges.at[2016, "high"]) == (8605, 9440)
    assert (ranges.at[2000, "low"], ranges.at[2000, "high"], ranges.at[2000, "approximate"]) == (7500, 8500, True)
    assert ranges.at[2024, "low"] == ranges.at[2024, "high"] == 6279
    assert list(ranges.index[ranges["low"].isna()]) == [2002, 2005]
    assert ranges["approximate"].sum() == 1
    newest = tables["casualties"].query("iso3 == 'WLD'").set_index("year")["total"]
    assert all(ranges.at[year, "low"] <= total <= ranges.at[year, "high"] for year, total in newest.items())


REVISED = [
    (2000, "The world total of 2000 is approximate: 7,500 to 8,500 (Landmine Monitor 2001)."),
    (2002, "No world total was found for 2002."),
    (2006, "The world total of 2006 was revised (Landmine Monitor 2007: 5,751; 2008: 6,022)."),
    (2012, "The world total of 2012 was revised (Landmine Monitor 2013: 3,628; 2014: 4,325)."),
    (2015, "The world total of 2015 was revised (Landmine Monitor 2016: 6,461; 2017: 6,967; 2019: 6,971)."),
    (
        2016,
        "The world total of 2016 was revised (Landmine Monitor 2017: 8,605; 2018: 9,437; 2019: 9,439; 2021: 9,440).",
    ),
    (2021, "The world total of 2021 is 5,544 (Landmine Monitor 2022 and 2023)."),
    (2022, "The world total of 2022 was revised (Landmine Monitor 2023: 4,710; 2024: 4,709)."),
    (2024, "The world total of 2024 is 6,279 (Landmine Monitor 2025)."),
]


@pytest.mark.parametrize(("year", "said"), REVISED)
def test_revisions_are_told_in_the_order_of_the_editions(tables: Tables, year: int, said: str) -> None:
    assert sentences.world_casualties(tables, year) == said


def test_editions_of_every_year_stand_in_the_order_in_which_they_appeared(tables: Tables) -> None:
    editions = impact.casualty_editions(tables)
    assert len(editions) == len(tables["casualties_world_vintages"])
    assert editions["year"].is_monotonic_increasing
    for year, rows in editions.groupby("year"):
        appeared = [edition_year(report) for report in rows["report"]]
        assert appeared == sorted(appeared)
        assert appeared[0] > year


@pytest.mark.parametrize(("report", "year"), [("LM2023", 2023), ("LM2004/05", 2004), ("LM2015/16", 2015)])
def test_an_edition_is_placed_by_its_first_year(report: str, year: int) -> None:
    assert edition_year(report) == year


def test_an_edition_without_a_year_is_named() -> None:
    with pytest.raises(ValueError, match="'Monitor' names no year"):
        edition_year("Monitor")


@pytest.mark.parametrize(("total", "half"), [(8000, 500), (7987, 0), (120, 5), (500, 50)])
def test_an_approximate_number_is_as_wide_as_its_rounding(total: int, half: int) -> None:
    assert half_unit(total) == half


def test_the_share_of_people_bound_counts_known_figures_and_ends_with_them(tables: Tables, history: History) -> None:
    shares = impact.population_share(history, tables, "mbt").set_index("year")
    people = tables["population"].query("year == 2024").set_index("iso3")["population"]
    bound = history.status_on("2024-12-31", "mbt").query("status in ['party', 'withdrawing']")["iso3"]
    expected = sum(people[iso3] for iso3 in bound if iso3 in people.index)
    assert shares.at[2024, "bound"] == expected
    assert shares.at[2024, "share"] == pytest.approx(expected / people["WLD"])
    assert (shares.at[2024, "states"], shares.at[2024, "without_figure"]) == (164, 3)
    assert shares.loc[2025:, ["bound", "world", "share"]].isna().all(axis=None)
    assert shares.index.min() == 1997


@pytest.mark.parametrize("treaty", ["mbt", "npt", "tpnw", "att"])
def test_shares_count_who_was_bound_on_the_last_day_of_each_year(tables: Tables, history: History, treaty: str) -> None:
    people = tables["population"].set_index(["iso3", "year"])["population"].to_dict()
    for row in impact.population_share(history, tables, treaty).itertuples():
        status = history.status_on(row.day, treaty)
        bound = status.loc[status["status"].isin(BOUND), "iso3"]
        known = [people[iso3, row.year] for iso3 in bound if (iso3, row.year) in people]
        assert (row.states, row.without_figure) == (len(bound), len(bound) - len(known))
        assert row.bound == sum(known) if ("WLD", row.year) in people else pd.isna(row.bound)


@pytest.mark.parametrize("treaty", ["mbt", "npt", "tpnw", "att"])
def test_shares_lie_between_none_and_all(tables: Tables, history: History, treaty: str) -> None:
    shares = impact.population_share(history, tables, treaty)
    assert shares["share"].dropna().between(0, 1).all()
    assert (shares["without_figure"] <= shares["states"]).all()


@EACH_LAYER
def test_every_class_has_a_colour_and_only_not_found_has_dots(name: str) -> None:
    styles = LAYER_STYLES[name]
    assert list(styles)
    assert set(styles) == {each.code for each in impact.classes(name)}
    assert [code for code, (*_, pattern) in styles.items() if pattern == "."] == ["not-found"]


@EACH_LAYER
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("vision", SIMULATED)
def test_classes_differ_for_every_kind_of_colour_vision(name: str, theme: int, vision: str) -> None:
    seen = {
        code: (lab(np.asarray(SIMULATED[vision]) @ linear(style[theme])), style[2])
        for code, style in LAYER_STYLES[name].items()
    }
    for (_, (one, own)), (_, (other, its)) in itertools.combinations(seen.items(), 2):
        assert np.linalg.norm(one - other) >= (12 if own == its else 9)
        assert own != its or abs(one[0] - other[0]) >= 10


@pytest.mark.parametrize("name", ["casualties", "population"])
@pytest.mark.parametrize(("theme", "sign"), [(0, -1), (1, 1)], ids=["light", "dark"])
def test_numbers_run_from_pale_to_deep_and_on_dark_pages_from_dim_to_bright(name: str, theme: int, sign: int) -> None:
    ordered = [each.code for each in impact.classes(name) if each.code not in ("not-found", "other-series")]
    lightness = [sign * float(lab(linear(LAYER_STYLES[name][code][theme]))[0]) for code in ordered]
    assert all(after - before >= 10 for before, after in itertools.pairwise(lightness))


def asked(tables: Tables, history: History, name: str, day: date, treaty: str = "mbt") -> sentences.Asked:
    return sentences.Asked(impact.layer_rows(tables, name, day), tables, history, treaty, day)


TOLD = [
    (
        "casualties",
        "2023-12-31",
        "Casualties in 2023: 500 or more in 4 states (Afghanistan, Myanmar, Syria and Ukraine)",
    ),
    ("casualties", "2000-12-31", "approximate: 7,500 to 8,500 (Landmine Monitor 2001)"),
    ("casualties", "2002-12-31", "No world total was found for 2002."),
    ("casualties", "2016-12-31", "The world total of 2016 was revised (Landmine Monitor 2017: 8,605; 2018: 9,437; "),
    ("casualties", "2026-11-22", "nothing found for any of 197 states; what was found ends on 31 December 2024."),
    ("population", "2024-12-31", "46.6\u00a0% of the world's people lived in the 164 states bound"),
    ("population", "2026-11-22", "The figures end with 2024, so that no share can be given for 2026"),
    ("use", "2024-12-31", "documented in 2 states (Myanmar and Russia); indications in 1 state (Ukraine)"),
    ("stockpiles", "2026-11-22", "deadline missed in 2 states (Greece and Ukraine)"),
    ("clearance", "2026-11-22", "passed, no later decision found in 14 states"),
    ("producers", "2014-12-31", "listed in 11 states"),
]


@pytest.mark.parametrize(("name", "day", "said"), TOLD)
def test_the_sentence_says_what_was_found_and_what_was_not(
    tables: Tables, history: History, name: str, day: str, said: str
) -> None:
    assert said in sentences.layer_sentence(name, asked(tables, history, name, date.fromisoformat(day)))


@EACH_LAYER
def test_every_layer_says_what_it_counts_and_never_speaks_of_breach(name: str) -> None:
    assert sentences.LIMITS[name].endswith(".")
    assert "breach" not in sentences.LIMITS[name]


def test_rows_of_a_layer_are_those_of_the_map_found_ones_first(tables: Tables, history: History) -> None:
    choice = replace(default_choice(tables), layer="clearance", region=("Africa",), status=("party",))
    rows = chosen_layer_rows(history, tables, choice)
    assert set(rows["status"]) == {"party"}
    assert "DZA" in set(rows["iso3"])
    assert "FRA" not in set(rows["iso3"])
    order = [each.code for each in impact.classes("clearance")][::-1]
    assert list(rows["code"]) == sorted(rows["code"], key=order.index)


@EACH_LAYER
def test_spans_lie_in_the_period_and_agree_with_the_day(tables: Tables, name: str) -> None:
    first, last = date(2005, 3, 1), date(2024, 6, 30)
    spans = layer_spans(tables, replace(default_choice(tables), layer=name), first, last)
    assert spans["since"].min() >= pd.Timestamp(first)
    assert spans["until"].max() <= pd.Timestamp(2024, 7, 1)
    assert (spans["since"] < spans["until"]).all()
    day = date(2015, 6, 15)
    holding = spans[(spans["since"] <= pd.Timestamp(day)) & (spans["until"] > pd.Timestamp(day))]
    rows = impact.layer_rows(tables, name, day).query("code != 'not-found'")
    assert dict(zip(holding["iso3"], holding["code"], strict=True)) == dict(
        zip(rows["iso3"], rows["code"], strict=True)
    )


def test_a_figure_of_rows_shows_the_states_whose_deadlines_passed_first(tables: Tables) -> None:
    spans = layer_spans(tables, replace(default_choice(tables), layer="clearance"), *PERIOD)
    shown = first_states(spans)
    assert shown["iso3"].nunique() == MOST_STATES < spans["iso3"].nunique()
    ends = shown.drop_duplicates("iso3", keep="last")["code"].to_list()
    assert ends[0] == "passed"
    labels = {each.code: each.label for each in impact.classes("clearance")[1:]}
    figure = figures.class_strips(shown, "clearance", labels, first=PERIOD[0], last=PERIOD[1])
    assert sum(len(trace.x) for trace in figure.data) == len(shown)
    assert {trace.meta for trace in figure.data} == set(shown["code"])
    drawn = {(*key, base) for trace in figure.data for key, base in zip(trace.customdata, trace.base, strict=True)}
    assert ("OMN", "passed", "2025-02-02") in drawn
    json.loads(figure.to_json())


def test_strips_without_a_row_say_so(tables: Tables) -> None:
    choice = replace(default_choice(tables), layer="use", state=("FIN",))
    spans = layer_spans(tables, choice, *PERIOD)
    figure = figures.class_strips(spans, "use", {}, first=PERIOD[0], last=PERIOD[1])
    assert [note.text for note in figure.layout.annotations] == ["Nothing found in this choice"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_world_casualties_are_drawn_as_ranges_with_a_mark_an_exact_edition(tables: Tables, theme: str) -> None:
    ranges, editions = impact.casualty_ranges(tables), impact.casualty_editions(tables)
    figure = figures.world_casualties(ranges, editions, first=PERIOD[0], last=PERIOD[1], theme=theme)
    lowest, spread, marks, _ = figure.data
    place = list(lowest.x).index("2016-07-02")
    assert (lowest.y[place], spread.base[place], spread.y[place]) == (8605, 8605, 835)
    assert "LM2017" in spread.hovertext[place]
    assert len(marks.x) == len(editions) - 1
    assert "2000-07-02" not in marks.x
    assert [shape.x0 for shape in figure.layout.shapes] == ["2002-01-01", "2005-01-01"]


def test_casualties_of_states_leave_gaps_and_keep_series_apart(tables: Tables) -> None:
    found = tables["casualties"].query("iso3 in ['COL', 'KHM']")
    figure = figures.state_casualties(
        found,
        {"COL": "Colombia", "KHM": "Cambodia"},
        range(1999, 2025),
        series=impact.SERIES,
        first=PERIOD[0],
        last=PERIOD[1],
    )
    bars = [trace for trace in figure.data if trace.type == "bar" and trace.hovertext]
    assert [(bar.name, len(bar.x)) for bar in bars] == [
        ("Counted by Landmine Monitor", 9),
        ("Counted by the state itself", 3),
        ("Counted by Landmine Monitor", 8),
        ("Counted by the state itself", 2),
    ]
    keys = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert keys == ["Counted by Landmine Monitor", "Counted by the state itself", "Not found"]
    missing = {iso3: 26 - own["year"].nunique() for iso3, own in found.groupby("iso3")}
    assert len(figure.layout.shapes) == sum(missing.values())


@pytest.mark.parametrize("order", list(itertools.permutations(["FIN", "UKR", "USA"])))
def test_a_state_without_figures_keeps_its_own_panel(order: tuple[str, ...], tables: Tables) -> None:
    found = tables["casualties"][tables["casualties"]["iso3"].isin(order)]
    figure = figures.state_casualties(
        found, {iso3: iso3 for iso3 in order}, range(2015, 2021), series=impact.SERIES, first=PERIOD[0], last=PERIOD[1]
    )
    drawn = {trace.yaxis or "y" for trace in figure.data if trace.x is not None}
    assert {"y", "y2", "y3"} <= drawn
    assert [note.text for note in figure.layout.annotations] == [f"<b>{iso3}</b>" for iso3 in order]


def test_bars_of_one_year_stand_side_by_side_and_share_its_width(tables: Tables) -> None:
    found = tables["casualties"].query("iso3 == 'AFG'")
    names = {"AFG": "Afghanistan"}
    figure = figures.state_casualties(
        found, names, range(1999, 2025), series=impact.SERIES, first=PERIOD[0], last=PERIOD[1]
    )
    places: dict[str, list[tuple[int, int]]] = {}
    for bar in (trace for trace in figure.data if trace.meta):
        for day, offset, width in zip(bar.x, bar.offset, bar.width, strict=True):
            places.setdefault(day, []).append((offset, offset + width))
    assert {len(own) for own in places.values()} == {1, 2}
    spans = {(min(begin for begin, _ in own), max(end for _, end in own)) for own in places.values()}
    assert len(spans) == 1
    assert all(left[1] == right[0] for own in places.values() for left, right in itertools.pairwise(sorted(own)))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_state_alone_has_a_higher_panel_with_its_numbers(tables: Tables, theme: str) -> None:
    found = tables["casualties"].query("iso3 in ['COL', 'KHM']")
    drawn = {
        len(names): figures.state_casualties(
            found[found["iso3"].isin(names)],
            names,
            range(1999, 2025),
            series=impact.SERIES,
            first=PERIOD[0],
            last=PERIOD[1],
            theme=theme,
        )
        for names in ({"COL": "Colombia"}, {"COL": "Colombia", "KHM": "Cambodia"})
    }
    numbers = {count: [bar.text for bar in figure.data if bar.meta] for count, figure in drawn.items()}
    assert all(text is None for text in numbers[2])
    shown = [number for text in numbers[1] for number in text]
    assert sorted(shown) == sorted(f"{total:,}" for total in found.query("iso3 == 'COL'")["total"])
    panels = {
        count: figure.layout.height * (figure.layout.yaxis.domain[1] - figure.layout.yaxis.domain[0])
        for count, figure in drawn.items()
    }
    assert panels[1] > panels[2]


PANELS = [
    (["A"], 1, range(1999, 2025), "A, 1999 to 2024: a shaded year was not found, which is not zero."),
    (["A", "B"], 2, range(2015, 2016), "A and B, 2015: a shaded year was not found, which is not zero."),
    (["A"], 1, range(2025, 2025), "A: no figure was found for any of these years, which is not zero."),
    (["A"], 3, range(2015, 2021), "The first 1 of 3 chosen states are drawn; the download has all."),
]


@pytest.mark.parametrize(("names", "chosen", "years", "said"), PANELS)
def test_panels_name_their_states_and_the_years_of_the_period(
    names: list[str], chosen: int, years: range, said: str
) -> None:
    assert sentences.state_casualties(names, chosen, years).endswith(said)


def test_the_curve_of_people_stops_where_the_figures_do(tables: Tables, history: History) -> None:
    figure = figures.population_curve(impact.population_share(history, tables, "mbt"), first=PERIOD[0], last=PERIOD[1])
    assert figure.data[0].x[-1] == "2024-12-31"
    assert [shape.x0 for shape in figure.layout.shapes] == ["2025-01-01", "2026-01-01"]


def test_areas_of_stockpiles_count_each_class_and_mark_who_missed(tables: Tables) -> None:
    spans = layer_spans(tables, replace(default_choice(tables), layer="stockpiles"), *PERIOD)
    missed = spans[spans["code"] == "missed"].drop_duplicates("iso3")
    labels = {each.code: each.label for each in impact.classes("stockpiles")[1:]}
    counts = span_counts(tables, spans, "stockpiles", PERIOD[1])
    figure = figures.class_areas(
        counts, missed, "stockpiles", labels, entered_label="missed", first=PERIOD[0], last=PERIOD[1]
    )
    last = {trace.meta: trace.y[-1] for trace in figure.data if trace.meta}
    assert (last["completed"], last["missed"]) == (87, 2)
    (marks,) = (trace for trace in figure.data if trace.mode == "markers")
    said = " ".join(marks.hovertext)
    assert all(name in said for name in ("Greece", "Belarus", "Türkiye", "Ukraine"))


def told(app: AppTest) -> dict[str, Any]:
    return json.loads(app.get("bidi_component")[0].proto.json)


@EACH_LAYER
@pytest.mark.parametrize("draw", ["fill", "circles"])
def test_the_map_is_given_the_layer_a_sentence_and_its_rows(name: str, draw: str, opened: Open) -> None:
    app = opened("map", layer=name, draw=draw, year="2014")
    assert not app.exception
    assert not app.warning
    assert (f"layer-{name}" in told(app)["layer"], told(app)["draw"]) == (True, draw)
    assert title(app).startswith("161 of 197 states were bound")
    assert app.markdown[0].value.startswith(impact.LAYERS[name].title)
    assert list(app.dataframe[0].value.columns) == ["State", "Class", "What was found", "Status"]
    assert len(app.dataframe[0].value) == 197
    assert "never zero" in app.caption[1].value


def test_without_a_layer_the_map_shows_the_status_alone(opened: Open) -> None:
    app = opened("map")
    assert told(app)["layer"] == ""
    assert [each.label for each in app.selectbox][1] == "Layer"
    assert not app.radio
    assert list(app.dataframe[0].value.columns) == ["State", "Status", "Since", "Until", "Note"]


def test_a_layer_chosen_by_hand_enters_the_link_and_leads_back_to_the_last_figures(opened: Open) -> None:
    app = opened("map")
    app.selectbox(key="filter-layer").select("casualties").run()
    assert app.query_params["layer"] == "casualties"
    (button,) = (each for each in app.button if "31 December 2024" in each.label)
    button.click().run()
    assert app.query_params["year"] == "2024"
    app.radio(key="filter-draw").set_value("circles").run()
    assert told(app)["draw"] == "circles"
    app.selectbox(key="filter-layer").select("").run()
    assert "layer" not in app.query_params


@pytest.mark.parametrize("query", [{"layer": "weather"}, {"layer": "use", "draw": "3d"}, {"layer": "<b>"}])
def test_a_bad_layer_is_named_and_ignored(query: dict[str, str], opened: Open) -> None:
    app = opened("map", **query)
    assert not app.exception
    assert len(app.warning) == 1
    assert "allowed" in app.warning[0].value


TIMELINES = [
    {"layer": "casualties"},
    {"layer": "casualties", "state": "AFG,KHM,FIN"},
    {"layer": "casualties", "from": "2025"},
    {"layer": "casualties", "state": "AFG,KHM", "from": "2025"},
    {"layer": "casualties", "state": "FIN"},
    {"layer": "population"},
    {"layer": "population", "treaty": "npt", "to": "1990"},
    {"layer": "use"},
    {"layer": "use", "state": "KHM"},
    {"layer": "producers", "region": "Asia"},
    {"layer": "stockpiles"},
    {"layer": "stockpiles", "state": "GRC,UKR"},
    {"layer": "stockpiles", "region": "Polynesia"},
    {"layer": "clearance"},
    {"layer": "clearance", "region": "Africa", "from": "2010", "to": "2020"},
]


@pytest.mark.parametrize("query", TIMELINES, ids=lambda query: "&".join(map("=".join, query.items())))
def test_the_timeline_has_the_layer_on_the_same_years(query: dict[str, str], opened: Open) -> None:
    app = opened("timeline", **{key + "_" if key == "from" else key: value for key, value in query.items()})
    assert not app.exception
    assert not app.warning
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert len(charts) == 2
    assert charts[0]["layout"]["xaxis"]["range"] == charts[1]["layout"]["xaxis"]["range"]
    assert impact.LAYERS[query["layer"]].title in [each.value for each in app.header]


SEVEN = "AFG,KHM,COL,MMR,SYR,UKR,YEM"


def test_the_download_of_casualties_has_all_chosen_states_the_figure_the_first(
    tables: Tables, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(impact_timeline, "offer_rows", lambda page, label, *asked: given.update({asked[0]: asked}))
    app = opened("timeline", layer="casualties", state=SEVEN, from_="2015", to="2020")
    assert not app.exception
    ((name, title, rows, told),) = given.values()
    assert (name, title) == ("timeline-casualties", "Casualties, through time")
    assert told == {"state": SEVEN, "from": date(2015, 1, 1), "to": date(2020, 12, 31)}
    assert set(rows["iso3"]) == set(SEVEN.split(","))
    assert rows["year"].between(2015, 2020).all()
    caption = next(each.value for each in app.caption if "chosen states are drawn" in each.value)
    assert "2015 to 2020" in caption
    assert "The first 6 of 7 chosen states are drawn; the download has all." in caption
    layout = json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]
    panels = ["Afghanistan", "Cambodia", "Colombia", "Myanmar", "Syria", "Ukraine"]
    assert [note["text"] for note in layout["annotations"]] == [f"<b>{name}</b>" for name in panels]


IGNORED = [
    ({"layer": "casualties"}, ""),
    ({"layer": "casualties", "region": "Asia"}, "For the world, whatever region is chosen."),
    ({"layer": "casualties", "state": "AFG"}, ""),
    ({"layer": "casualties", "region": "Asia", "state": "COL"}, "For the chosen states, whatever region is chosen."),
    ({"layer": "population"}, ""),
    ({"layer": "population", "region": "Asia"}, "For the world, whatever region is chosen."),
    ({"layer": "population", "state": "FIN"}, "For the world, whatever state is chosen."),
    ({"layer": "population", "region": "Asia", "state": "FIN"}, "For the world, whatever region or state is chosen."),
    ({"layer": "use", "region": "Asia"}, ""),
]


@pytest.mark.parametrize(("query", "said"), IGNORED)
def test_a_figure_that_ignores_a_filter_says_so(query: dict[str, str], said: str, opened: Open) -> None:
    captions = [each.value for each in opened("timeline", **query).caption]
    told = [caption for caption in captions if caption.startswith("For the")]
    assert [caption.startswith(said) for caption in told] == [True] * bool(said)


def test_another_event_draws_no_other_figure_of_the_layer(opened: Open, tables: Tables) -> None:
    event = tables["events"]["event_id"].iloc[0]
    plain, ringed = opened("timeline", layer="clearance"), opened("timeline", layer="clearance", event=event)
    specs = [[json.loads(chart.proto.spec) for chart in app.get("plotly_chart")] for app in (plain, ringed)]
    assert specs[0][0] == specs[1][0]
    rings = [[trace for trace in charts[1]["data"] if trace["name"] == "selected"] for charts in specs]
    assert [len(each) for each in rings] == [0, 1]


def test_no_row_of_the_timeline_shows_a_denied_allegation(opened: Open) -> None:
    app = opened("timeline", layer="use")
    assert "Cambodia" not in app.get("plotly_chart")[0].proto.spec


ECUADOR = [
    ("2017-11-30", "requested"),
    ("2019-06-01", "not-found"),
    ("2024-12-31", "not-found"),
    ("2025-06-01", "ahead"),
]


@pytest.mark.parametrize(("day", "code"), ECUADOR)
def test_an_extension_to_a_day_that_was_not_found_leaves_the_deadline_open(tables: Tables, day: str, code: str) -> None:
    rows = impact.layer_rows(tables, "clearance", date.fromisoformat(day)).set_index("iso3")
    assert rows.at["ECU", "code"] == code


def test_names_within_the_sentences_of_a_layer_take_their_article(tables: Tables, history: History) -> None:
    rows = impact.layer_rows(tables, "producers", tables.checked)
    told = sentences.class_sentence("producers", sentences.Asked(rows, tables, history, "mbt", tables.checked))
    assert "United States" not in told.replace("the United States", "")
