"""The comparison: known facts, sums that must agree, sentences, figures by their data, and the page from every link."""

from __future__ import annotations

import itertools
import json
import math
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from atlas import words
from atlas.assets.overlay import overlay
from atlas.figures.flows import LABEL_LETTERS, flows, middles
from atlas.figures.matrix import matrix, shade
from atlas.figures.palette import CHANGE_STYLES, THEMES
from atlas.selection import default_choice, first_day, values
from atlas.selection.comparison import (
    DAY_DIFFERENCES,
    TREATY_DIFFERENCES,
    Comparison,
    acts_between,
    compared,
    day_difference,
    differences,
    moved,
    pair_rows,
    transitions,
    treaty_difference,
)
from atlas.selection.treaties import ALL, bound_by_region, kept_after_leaving, region_parts
from atlas.status import BOUND, STATUSES, History
from atlas.tables import Tables
from atlas.ui.compare import cross_table
from atlas.words import comparison
from atlas.words import differences as differing
from tests.conftest import Open, title
from tests.test_figures import SIMULATED, lab, linear

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)


def pair_of(tables: Tables, **changes: Any) -> Comparison:
    return compared(tables, replace(default_choice(tables), **changes))


def codes(rows: pd.DataFrame, kind: str) -> set[str]:
    return set(rows.loc[rows["difference"] == kind, "iso3"])


@pytest.fixture(scope="module")
def usual(tables: Tables) -> Comparison:
    return pair_of(tables)


@pytest.fixture(scope="module")
def of_treaties(tables: Tables) -> Comparison:
    return pair_of(tables, other="ccm")


COMPARED = [
    ({}, ("mbt", date(2024, 12, 31)), ("mbt", TODAY)),
    ({"on": date(2018, 12, 31)}, ("mbt", date(2016, 12, 31)), ("mbt", date(2018, 12, 31))),
    ({"treaty": "tpnw", "on": date(2018, 3, 1)}, ("tpnw", date(2017, 1, 1)), ("tpnw", date(2018, 3, 1))),
    ({"before": date(2025, 7, 9)}, ("mbt", date(2025, 7, 9)), ("mbt", TODAY)),
    ({"before": TODAY, "on": date(2025, 1, 1)}, ("mbt", date(2025, 1, 1)), ("mbt", TODAY)),
    ({"before": TODAY}, ("mbt", TODAY), ("mbt", TODAY)),
    ({"treaty": "att", "before": date(1990, 1, 1)}, ("att", date(2013, 1, 1)), ("att", TODAY)),
    ({"other": "mbt"}, ("mbt", date(2024, 12, 31)), ("mbt", TODAY)),
    ({"other": "npt", "before": date(1990, 1, 1)}, ("mbt", TODAY), ("npt", TODAY)),
]


@pytest.mark.parametrize(("changes", "first", "second"), COMPARED)
def test_what_is_compared_follows_from_the_choice(
    changes: dict[str, Any], first: tuple[str, date], second: tuple[str, date], tables: Tables
) -> None:
    pair = pair_of(tables, **changes)
    assert (pair.first.treaty, pair.first.on) == first
    assert (pair.second.treaty, pair.second.on) == second


KNOWN_OF_DAYS = {
    "left": {"EST", "FIN", "LTU", "LVA", "POL"},
    "became-bound": {"MHL", "TON"},
    "deposited": {"LBN"},
    "gave-notice": set(),
    "signed": set(),
    "other": set(),
}


@pytest.mark.parametrize(("kind", "states"), KNOWN_OF_DAYS.items())
def test_two_days_of_the_mine_ban_convention_differ_as_the_record_says(
    kind: str, states: set[str], usual: Comparison, history: History, tables: Tables
) -> None:
    assert codes(pair_rows(history, tables, usual), kind) == states


def test_between_notice_and_effect_a_state_has_given_notice_and_is_still_bound(
    history: History, tables: Tables
) -> None:
    pair = pair_of(tables, before=date(2024, 12, 31), on=date(2025, 12, 27))
    rows = pair_rows(history, tables, pair)
    assert codes(rows, "gave-notice") == {"FIN", "POL"}
    assert codes(rows, "left") == {"EST", "LTU", "LVA"}


KNOWN_OF_TREATIES = {"both": 109, "first-only": 52, "second-only": 3, "neither": 33, "none": 0}
"""Mine Ban Convention and Convention on Cluster Munitions: 161 and 112 bound; of those not bound by the first, Cuba,
Laos and Lebanon are bound by the second."""


def test_two_treaties_bind_the_states_counted_by_hand(
    of_treaties: Comparison, history: History, tables: Tables
) -> None:
    rows = pair_rows(history, tables, of_treaties)
    assert differences(rows, of_treaties) == KNOWN_OF_TREATIES
    assert codes(rows, "second-only") == {"CUB", "LAO", "LBN"}


DIFFERENCES = [
    ("party", "party", "still-bound"),
    ("withdrawing", "withdrawing", "still-bound"),
    ("party", "withdrawing", "gave-notice"),
    ("outside", "withdrawing", "gave-notice"),
    ("withdrawing", "withdrawn", "left"),
    ("outside", "withdrawn", "left"),
    ("withdrawing", "party", "other"),
    ("withdrawn", "joining", "deposited"),
    ("withdrawn", "party", "became-bound"),
    ("party", "joining", "other"),
    ("joining", "joining", "still-not-bound"),
    ("not-open", "outside", "still-not-bound"),
    ("not-yet-state", "outside", "still-not-bound"),
    ("not-open", "signatory", "signed"),
    ("not-open", "not-open", "still-not-bound"),
    ("not-yet-state", "not-yet-state", "still-not-bound"),
    ("not-open", "not-yet-state", "other"),
]


@pytest.mark.parametrize(("before", "after", "kind"), DIFFERENCES)
def test_a_pair_of_statuses_makes_one_kind_of_difference(before: str, after: str, kind: str) -> None:
    assert day_difference(before, after) == kind


@pytest.mark.parametrize(("before", "after"), list(itertools.product(STATUSES, STATUSES)))
def test_kinds_of_difference_keep_apart_who_is_bound(before: str, after: str) -> None:
    kind = day_difference(before, after)
    assert kind in DAY_DIFFERENCES
    if kind != "other":
        assert (kind in ("still-bound", "became-bound", "gave-notice")) == (after in BOUND)
    bound = {"both": (True, True), "first-only": (True, False), "second-only": (False, True)}
    of_treaties = treaty_difference(before, after)
    assert of_treaties in TREATY_DIFFERENCES
    assert bound.get(of_treaties, (False, False)) == (before in BOUND, after in BOUND)


def treaty_keys(tables: Tables) -> list[str]:
    return tables["treaties"]["treaty"].to_list()


def pairs(tables: Tables) -> some.SearchStrategy[Comparison]:
    """Comparisons of random days, treaties and regions, as links can ask for them."""
    keys, regions = treaty_keys(tables), [(), *((name,) for name in values.region_names(tables))]

    @some.composite
    def drawn(draw: some.DrawFn) -> Comparison:
        treaty = draw(some.sampled_from(keys))
        day = some.dates(first_day(tables, treaty), tables.checked)
        changes = {
            "treaty": treaty,
            "on": draw(day),
            "before": draw(some.none() | some.dates(date(1960, 1, 1), tables.checked)),
            "other": draw(some.sampled_from(["", *keys])),
            "region": draw(some.sampled_from(regions)),
        }
        return pair_of(tables, **changes)

    return drawn()


def statuses_of(history: History, tables: Tables, treaty: str, on: date, among: pd.Series) -> dict[str, str]:
    rows = history.status_on(on, treaty)
    return rows[rows["iso3"].isin(among)].set_index("iso3")["status"].astype("str").to_dict()


@given(data=some.data())
def test_every_number_of_a_comparison_agrees_with_the_statuses(
    data: some.DataObject, history: History, tables: Tables
) -> None:
    pair = data.draw(pairs(tables))
    rows = pair_rows(history, tables, pair)
    groups = transitions(rows)
    for side, column in ((pair.first, "from_status"), (pair.second, "to_status")):
        held = statuses_of(history, tables, side.treaty, side.on, rows["iso3"])
        assert dict(zip(rows["iso3"], rows[column], strict=True)) == held
        summed = groups.groupby(column)["states"].sum().to_dict()
        assert summed == pd.Series(held).value_counts().to_dict()
    assert sum(differences(rows, pair).values()) == len(rows)
    assert groups.groupby("difference")["states"].sum().to_dict() == rows["difference"].value_counts().to_dict()
    assert sorted(";".join(groups["iso3"]).split(";")) == rows["iso3"].to_list()
    assert_flows_agree(groups)
    text = comparison.headline(differences(rows, pair), tables, pair)
    assert all(str(number) in text for number in told_numbers(rows, pair))


def assert_flows_agree(groups: pd.DataFrame) -> None:
    drawn = flows(groups, ("one", "two"), labels=words.STATUS_LABELS).data[0]
    found = {tuple(each): value for each, value in zip(drawn.link.customdata, drawn.link.value, strict=True)}
    named_pairs = zip(groups["from_status"], groups["to_status"], strict=True)
    assert found == dict(zip(named_pairs, groups["states"], strict=True))
    for place, (before, after) in enumerate(drawn.link.customdata):
        assert list(drawn.node.customdata[drawn.link.source[place]]) == [0, before]
        assert list(drawn.node.customdata[drawn.link.target[place]]) == [1, after]


def told_numbers(rows: pd.DataFrame, pair: Comparison) -> list[int]:
    numbers = differences(rows, pair)
    if pair.of_treaties:
        return [numbers[code] for code in ("both", "first-only", "second-only")]
    return [numbers[code] for code in comparison.DAY_VERBS if numbers[code]]


@given(data=some.data())
def test_replaying_the_told_changes_leads_from_the_first_day_to_the_second(
    data: some.DataObject, history: History, tables: Tables
) -> None:
    pair = data.draw(pairs(tables).filter(lambda each: not each.of_treaties))
    rows = pair_rows(history, tables, pair).set_index("iso3")
    held = rows["from_status"].to_dict()
    last: dict[str, pd.Timestamp] = {}
    for change in acts_between(history, tables, pair).itertuples():
        assert held[change.iso3] == change.from_status
        assert pd.Timestamp(pair.first.on) < change.date <= pd.Timestamp(pair.second.on)
        held[change.iso3], last[change.iso3] = change.to_status, change.date
    assert held == rows["to_status"].to_dict()
    assert rows["date"].dropna().to_dict() == last


@given(data=some.data())
def test_the_map_of_differences_has_each_state_once_in_its_kind(
    data: some.DataObject, history: History, tables: Tables
) -> None:
    pair = data.draw(pairs(tables))
    drawn = overlay(history, tables, pair)
    rows = pair_rows(history, tables, pair).set_index("iso3")["difference"]
    assert set(drawn["steps"]) == set(tables.states["iso3"])
    assert {iso3: drawn["statuses"][drawn["steps"][iso3][0][1]] for iso3 in rows.index} == rows.to_dict()
    assert all(0 <= step[3] < len(drawn["texts"]) for (step,) in drawn["steps"].values())
    assert len(drawn["statuses"]) == len(drawn["styles"])
    json.dumps(drawn)


def test_a_row_that_moved_has_the_day_the_basis_and_the_sources_of_its_last_change(
    usual: Comparison, history: History, tables: Tables
) -> None:
    rows = moved(pair_rows(history, tables, usual)).set_index("iso3")
    assert list(rows.index) == ["POL", "LBN", "FIN", "EST", "LTU", "LVA", "TON", "MHL"]
    assert str(rows.at["FIN", "date"].date()) == "2026-01-10"
    assert "Art. 20(3)" in rows.at["FIN", "basis"]
    known = set(tables["sources"]["source_id"])
    assert all(known.issuperset(ids.split(";")) and ids for ids in rows["source_ids"])


def test_a_day_that_only_bounds_a_change_is_told_as_a_bound(history: History, tables: Tables) -> None:
    pair = pair_of(tables, before=date(2024, 1, 1))
    rows = pair_rows(history, tables, pair).set_index("iso3")
    assert not rows.at["LBN", "certain"]
    assert rows["certain"].sum() == 196
    told = " at the earliest; the day is not known"
    assert differing.change_day(rows.loc["LBN"], "4 February 2026") == f"4 February 2026{told}"
    assert differing.change_day(rows.loc["FIN"], "10 January 2026") == "10 January 2026"
    drawn = overlay(history, tables, pair)
    assert f"(last change 4 February 2026{told})" in drawn["texts"][drawn["steps"]["LBN"][0][3]]
    acts = acts_between(history, tables, pair).set_index(["iso3", "to_status"])["certain"]
    assert acts[~acts].index.to_list() == [("LBN", "joining")]


def test_a_consequence_whose_day_is_not_known_is_bounded_from_above() -> None:
    row = {"certain": False, "changed_to": "withdrawn"}
    assert differing.change_day(row, "2020") == "2020 at the latest; the day is not known"


def test_under_two_treaties_the_day_is_that_of_the_later_change_and_of_its_own_certainty(
    of_treaties: Comparison, history: History, tables: Tables
) -> None:
    rows = pair_rows(history, tables, of_treaties).set_index("iso3")
    assert rows.loc["LBN", ["changed_to", "certain"]].to_list() == ["joining", False]
    assert rows.loc["LTU", ["changed_to", "certain"]].to_list() == ["withdrawn", True]
    assert rows.at["LBN", "basis"].startswith("Mine Ban Convention: accession")
    assert " | Convention on Cluster Munitions: " in rows.at["LBN", "basis"]


def test_states_bound_by_one_treaty_come_first_and_those_bound_by_neither_last(
    of_treaties: Comparison, history: History, tables: Tables
) -> None:
    kinds = moved(pair_rows(history, tables, of_treaties))["difference"].to_list()
    assert [kind for kind, _ in itertools.groupby(kinds)] == ["first-only", "second-only", "neither"]


@pytest.mark.parametrize("changes", [{}, {"other": "ccm"}], ids=["days", "treaties"])
def test_a_contested_state_is_hatched_on_the_map_of_differences_and_said_once(
    changes: dict[str, Any], history: History, tables: Tables
) -> None:
    drawn = overlay(history, tables, pair_of(tables, **changes))
    contested = {iso3: step for iso3, (step,) in drawn["steps"].items() if step[4] is not None}
    assert set(contested) == {"UKR"}
    since, text = contested["UKR"][4:]
    assert date(1970, 1, 1) + timedelta(days=since) == date(2025, 7, 18)
    assert "remains bound" in drawn["texts"][text]
    assert "contested" not in drawn["texts"][contested["UKR"][3]]
    earlier = overlay(history, tables, pair_of(tables, on=date(2025, 7, 17), before=date(2020, 1, 1)))
    assert all(step[4] is None for (step,) in earlier["steps"].values())


def test_the_changes_that_are_told_are_those_that_are_downloaded(history: History, tables: Tables) -> None:
    pair = pair_of(tables, before=date(1997, 1, 1))
    every = acts_between(history, tables, pair)
    told = comparison.told_of_days(every)
    assert len(told) < len(every)
    assert words.acts_in(told) == words.acts_in(every)


def test_the_cross_table_has_its_sums_and_leaves_no_zero(usual: Comparison, history: History, tables: Tables) -> None:
    table = cross_table(transitions(pair_rows(history, tables, usual)), ("then", "now"))
    assert table.at["Party", "Left"] == "5"
    assert table["All"].to_dict() == {"Party": "164", "Signed only": "1", "Outside": "32", "All": "197"}
    assert table.loc["All"].to_dict() == {"Party": "161", "Joining": "1", "Outside": "30", "Left": "5", "All": "197"}
    assert table.at["Party", "Outside"] == ""


HEADLINES = [
    (
        {},
        "Between 31 December 2024 and 22 November 2026: 5 states left, 2 became bound and 1 deposited an instrument",
    ),
    (
        {"region": ("Northern Europe",)},
        "Northern Europe, between 31 December 2024 and 22 November 2026: 4 states left",
    ),
    (
        {"treaty": "npt"},
        "Between 31 December 2024 and 22 November 2026: no state became bound, left, gave notice or signed",
    ),
    (
        {"other": "ccm"},
        "On 22 November 2026: 109 states are bound by both the Mine Ban Convention and the Convention on Cluster "
        "Munitions, 52 by the former only, 3 by the latter only",
    ),
    (
        {"other": "ccw_p2"},
        "On 22 November 2026: 81 states are bound by both the Mine Ban Convention and CCW Protocol II (original), 80 "
        "by the former only, 15 by the latter only",
    ),
    ({"before": TODAY}, "On 22 November 2026: both days are the same, so nothing differs"),
    (
        {"other": "ccm", "on": date(2010, 12, 31), "region": ("Oceania",)},
        "Oceania, on 31 December 2010: 3 states were bound by both the Mine Ban Convention and the Convention on "
        "Cluster Munitions, 9 by the former only, 0 by the latter only",
    ),
]


@pytest.mark.parametrize(("changes", "headline"), HEADLINES)
def test_the_headline_tells_the_comparison(
    changes: dict[str, Any], headline: str, history: History, tables: Tables
) -> None:
    pair = pair_of(tables, **changes)
    assert comparison.headline(differences(pair_rows(history, tables, pair), pair), tables, pair) == headline


def test_two_treaties_are_told_in_sentences_with_states_and_sources(
    of_treaties: Comparison, history: History, tables: Tables
) -> None:
    rows = pair_rows(history, tables, of_treaties)
    acts = comparison.acts_of_treaties(transitions(rows), rows, tables, of_treaties)
    sentences = [act.sentence for act in acts]
    assert (
        "4 states have left the Mine Ban Convention and are outside the Convention on Cluster Munitions: "
        "Estonia, Finland, Latvia and Poland"
    ) in sentences
    assert (
        "1 state has left both the Mine Ban Convention and the Convention on Cluster Munitions: Lithuania" in sentences
    )
    assert comparison.told_of_treaties(rows)["iso3"].nunique() == 197 - 28
    assert sum(int(sentence.split()[0]) for sentence in sentences) == 197 - 28
    assert all(act.source_ids for act in acts)


def test_names_take_their_article_within_the_sentences_of_a_comparison(history: History, tables: Tables) -> None:
    pair = pair_of(tables, other="ccw_p2")
    rows = pair_rows(history, tables, pair)
    told = " ".join(act.sentence for act in comparison.acts_of_treaties(transitions(rows), rows, tables, pair))
    assert "the CCW Protocol" not in told
    assert re.search(r"\bthe (?:United States|Bahamas|Philippines|Netherlands)\b", told)
    assert not re.search(r"(?<!the )\b(?:United States|Bahamas|Philippines|Netherlands)\b", told)
    labels = differing.labels(tables, pair)
    assert labels["first-only"] == "Bound by the Mine Ban Convention only"
    assert labels["second-only"] == "Bound by CCW Protocol II (original) only"
    assert differing.meanings(tables, pair)["second-only"].startswith("CCW Protocol II (original) is in force")


NOTICES = [
    ({}, []),
    ({"treaty": "tpnw", "on": date(2018, 3, 1)}, []),
    ({"other": "mbt"}, ["same one"]),
    ({"before": TODAY, "on": date(2025, 1, 1)}, ["changed places"]),
    ({"treaty": "att", "before": date(1990, 1, 1)}, ["not yet open on 1 January 1990"]),
    ({"other": "tpnw", "on": date(2005, 12, 31)}, ["The TPNW was not yet open on 31 December 2005."]),
]


@pytest.mark.parametrize(("changes", "said"), NOTICES)
def test_what_could_not_be_compared_as_asked_is_said(changes: dict[str, Any], said: list[str], tables: Tables) -> None:
    choice = replace(default_choice(tables), **changes)
    notices = comparison.notices(tables, choice, compared(tables, choice))
    assert len(notices) == len(said)
    assert all(part in notice for part, notice in zip(said, notices, strict=True))


@pytest.mark.parametrize(
    ("region", "parts"),
    [
        ((), ["Africa", "Americas", "Asia", "Europe", "Oceania", ALL]),
        (("Europe",), ["Eastern Europe", "Northern Europe", "Southern Europe", "Western Europe", ALL]),
        (("Caribbean",), ["Caribbean"]),
        (("Europe", "Northern Europe"), ["Europe", "Northern Europe", ALL]),
    ],
)
def test_regions_are_shown_in_their_parts(region: tuple[str, ...], parts: list[str], tables: Tables) -> None:
    found = region_parts(tables, region)
    assert list(found) == parts
    every = found.get(ALL, found[parts[0]])
    assert set(every) == {code for own in found.values() for code in own}
    assert len(every) == len(set(every))


def test_regions_add_up_to_all_states_for_every_treaty(usual: Comparison, history: History, tables: Tables) -> None:
    rows = bound_by_region(history, tables, usual)
    parts = rows[rows["region"] != ALL].groupby("treaty")[["bound", "states", "change"]].sum()
    every = rows[rows["region"] == ALL].set_index("treaty")[["bound", "states", "change"]]
    pd.testing.assert_frame_equal(parts.loc[every.index], every, check_names=False)
    assert every.loc["mbt"].to_list() == [161, 197, -3]
    for treaty in treaty_keys(tables):
        counted = history.counts([usual.second.on], treaty)
        assert every.at[treaty, "bound"] == counted[list(BOUND)].iloc[0].sum()


def test_who_left_has_a_row_with_the_status_under_every_treaty(history: History, tables: Tables) -> None:
    kept = kept_after_leaving(history, tables, "mbt", TODAY, ())
    assert kept["iso3"].to_list() == ["EST", "FIN", "LTU", "LVA", "POL"]
    assert list(kept)[:3] == ["iso3", "name", "mbt"]
    assert set(kept.columns[2:-1]) == set(treaty_keys(tables))
    assert all(set(tables["sources"]["source_id"]).issuperset(ids.split(";")) for ids in kept["source_ids"])
    assert kept.set_index("iso3").loc["LTU", ["mbt", "ccm", "npt"]].to_list() == ["withdrawn", "withdrawn", "party"]
    assert set(kept["tpnw"]) == {"outside"}


KEPT_SENTENCES = [
    ("mbt", TODAY, "By 22 November 2026, 5 states had left the Mine Ban Convention."),
    (
        "mbt",
        date(2025, 12, 31),
        "By 31 December 2025, 3 states had left the Mine Ban Convention and 2 were leaving it.",
    ),
    ("npt", TODAY, "By 22 November 2026, no state had left the NPT or was leaving it."),
]


@pytest.mark.parametrize(("treaty", "on", "sentence"), KEPT_SENTENCES)
def test_who_left_is_told(treaty: str, on: date, sentence: str, history: History, tables: Tables) -> None:
    kept = kept_after_leaving(history, tables, treaty, on, ())
    assert comparison.kept_sentence(kept, tables, treaty, on) == sentence


def test_what_is_not_there_is_said_of_the_region_only(opened: Open) -> None:
    app = opened(region="Southern Africa", before="2025-12-31")
    told = [each.value for each in app.markdown]
    assert "Southern Africa, no state acted under this treaty between the two days." in told
    assert "Southern Africa, by 22 November 2026, no state had left the Mine Ban Convention or was leaving it." in told


@given(some.lists(some.integers(1, 197), min_size=1, max_size=8))
def test_nodes_stand_one_below_the_other_within_the_height(sizes: list[int]) -> None:
    places = middles(sizes, len(sizes))
    assert places == sorted(places)
    assert 0 < places[0] <= places[-1] < 1


@pytest.mark.parametrize("theme", THEMES)
def test_flows_that_stay_are_muted_and_every_node_says_its_number(
    theme: str, usual: Comparison, history: History, tables: Tables
) -> None:
    groups = transitions(pair_rows(history, tables, usual))
    drawn = flows(groups, ("then", "now"), labels=words.STATUS_LABELS, theme=theme).data[0]
    opacity = {tuple(each): float(colour.split(",")[-1].strip(" )")) for each, colour in
               zip(drawn.link.customdata, drawn.link.color, strict=True)}  # fmt: skip
    assert {value for (before, after), value in opacity.items() if before == after} == {0.2}
    assert {value for (before, after), value in opacity.items() if before != after} == {0.8}
    assert "Left 5" in drawn.node.label
    assert "Party 164" in drawn.node.label


def test_labels_of_flows_stand_outside_them_at_the_height_of_their_nodes(
    of_treaties: Comparison, history: History, tables: Tables
) -> None:
    figure = flows(transitions(pair_rows(history, tables, of_treaties)), ("one", "two"), labels=words.STATUS_LABELS)
    node, labels = figure.data[0].node, figure.layout.annotations[2:]
    assert [label.text.replace("<br>", " ") for label in labels] == list(node.label)
    assert [1 - label.y for label in labels] == pytest.approx(node.y)
    assert [(label.x, label.xanchor) for label in labels] == [
        ((0, "right"), (1, "left"))[side] for side, _ in node.customdata
    ]
    assert all(math.copysign(1, label.xshift) == (-1, 1)[label.x] for label in labels)
    assert max(len(line) for label in labels for line in label.text.split("<br>")) <= LABEL_LETTERS


def test_a_cell_of_the_matrix_says_the_numbers_and_is_shaded_by_the_share(
    usual: Comparison, history: History, tables: Tables
) -> None:
    labels = tables["treaties"].set_index("treaty")["short_name"].to_dict()
    drawn = matrix(bound_by_region(history, tables, usual), labels=labels).data[0]
    places = {
        tuple(cell): (row, column) for row, cells in enumerate(drawn.customdata) for column, cell in enumerate(cells)
    }
    row, column = places["mbt", "Europe"]
    assert drawn.text[row][column] == "38/44<br>−5"
    assert drawn.z[row][column] == pytest.approx(38 / 44)
    assert len(places) == 11 * 6


def test_a_treaty_that_is_not_open_has_no_share(history: History, tables: Tables) -> None:
    pair = pair_of(tables, on=date(2005, 12, 31), before=date(2003, 12, 31))
    drawn = matrix(bound_by_region(history, tables, pair), labels={key: key for key in treaty_keys(tables)}).data[0]
    place = treaty_keys(tables).index("tpnw")
    assert set(drawn.z[place]) == {None}
    assert set(drawn.text[place]) == {"–"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.75, 1])
def test_the_numbers_of_the_matrix_can_be_read_on_every_shade(theme: str, share: float) -> None:
    look = THEMES[theme]
    light, dark = sorted((luminance(shade(share, theme)), luminance(look.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


KINDS = pytest.mark.parametrize("kinds", [DAY_DIFFERENCES, TREATY_DIFFERENCES], ids=["days", "treaties"])
SHADES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])


@pytest.mark.parametrize("vision", SIMULATED)
@SHADES
@KINDS
def test_kinds_of_difference_differ_for_every_kind_of_colour_vision(
    kinds: tuple[str, ...], theme: int, vision: str
) -> None:
    seen = [lab(np.asarray(SIMULATED[vision]) @ linear(CHANGE_STYLES[code][theme])) for code in kinds]
    assert min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2)) >= 20


@SHADES
@KINDS
def test_kinds_of_difference_differ_without_colour(kinds: tuple[str, ...], theme: int) -> None:
    patterned = [CHANGE_STYLES[code][2] for code in kinds if CHANGE_STYLES[code][2]]
    assert len(patterned) == len(set(patterned)) == len(kinds) - 2
    plain, other = (lab(linear(CHANGE_STYLES[code][theme]))[0] for code in kinds if not CHANGE_STYLES[code][2])
    assert abs(plain - other) >= 20


@pytest.fixture
def opened(opened: Open) -> Open:
    """Opens the page of these tests by a link."""
    return partial(opened, "compare")


def maps(app: AppTest) -> list[dict[str, Any]]:
    """What each map of the page is told."""
    return [json.loads(each.proto.json) for each in app.get("bidi_component")]


def drawn_flows(app: AppTest) -> dict[str, int]:
    """The label of every link of the Sankey with its number."""
    (trace,) = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    return dict(zip(trace["link"]["label"], trace["link"]["value"], strict=True))


LINKS = [
    {},
    {"view": "difference"},
    {"year": "2018", "before": "1999-03-01", "region": "Africa"},
    {"other": "ccm", "region": "Europe"},
    {"other": "npt", "year": "2003", "treaty": "ccw_ap2", "view": "difference"},
    {"before": "1900-01-01"},
    {"on": "1997-01-01"},
    {"region": "Africa,Europe", "state": "FIN", "status": "party"},
]


@pytest.mark.parametrize("query", LINKS, ids=lambda query: "&".join(map("=".join, query.items())) or "no query")
def test_a_good_link_opens_the_page(query: dict[str, str], opened: Open) -> None:
    app = opened(**query)
    assert not app.exception
    assert [warning.value for warning in app.warning] == []
    assert title(app)
    assert len(maps(app)) == (1 if query.get("view") == "difference" else 2)


BAD = {
    "before": "2026-02-30",
    "on": "soon",
    "treaty": "kyoto",
    "other": "kyoto",
    "view": "three",
    "region": "Atlantis",
}


@pytest.mark.parametrize("key", BAD)
def test_a_bad_value_is_named_and_the_usual_comparison_stands(key: str, opened: Open) -> None:
    app = opened(**{key: BAD[key]})
    assert not app.exception
    (warning,) = app.warning
    assert key in warning.value
    assert BAD[key] in warning.value.replace("\\", "")
    assert title(app) == HEADLINES[0][1]


def test_days_in_the_wrong_order_change_places_with_a_word(opened: Open) -> None:
    app = opened(before="2026-11-22", on="2024-12-31")
    assert title(app) == HEADLINES[0][1]
    assert "changed places" in app.info[0].value
    assert [each.value for each in app.sidebar.date_input] == [date(2024, 12, 31), TODAY]


def test_the_two_maps_show_both_days_and_move_together(opened: Open) -> None:
    left, right = maps(opened(before="2025-07-09", region="Europe"))
    assert (left["on"], right["on"]) == ("2025-07-09", "2026-11-22")
    assert (left["title"], right["title"]) == ("9 July 2025", "22 November 2026")
    assert left["link"] == right["link"] != ""
    assert left["history"] == right["history"]
    assert len(left["within"]) == 44


def test_two_treaties_are_drawn_from_their_own_histories(opened: Open) -> None:
    left, right = maps(opened(other="ccm"))
    assert left["on"] == right["on"] == "2026-11-22"
    assert "history-mbt" in left["history"]
    assert "history-ccm" in right["history"]


def test_tables_maps_flows_and_sentences_of_the_page_agree(opened: Open) -> None:
    app = opened(region="Northern Europe")
    assert drawn_flows(app)["Party → Left"] == 4
    moved_rows, _, kept = (each.value for each in app.dataframe)
    assert sorted(moved_rows["State"]) == sorted(kept["State"]) == ["Estonia", "Finland", "Latvia", "Lithuania"]
    assert app.table[0].value.at["Party", "Left"] == "4"
    told = app.markdown[0].value
    assert "Finland left on 10 January 2026" in told
    assert "Poland" not in told
    assert all("](<https://" in line for line in told.splitlines())


def test_choosing_two_treaties_and_going_back_changes_the_link(opened: Open) -> None:
    app = opened(before="2020-01-01")
    app = app.sidebar.radio[0].set_value(True).run()
    assert dict(app.query_params) == {"before": "2020-01-01", "other": "ccm"}
    assert title(app) == HEADLINES[3][1]
    chosen = next(each for each in app.sidebar.selectbox if each.label == "Compared with")
    app = chosen.set_value("tpnw").run()
    assert app.query_params["other"] == "tpnw"
    app = app.sidebar.radio[0].set_value(False).run()
    assert dict(app.query_params) == {"before": "2020-01-01"}


def test_a_new_first_day_is_kept_in_the_link(opened: Open) -> None:
    app = opened()
    first, _ = app.sidebar.date_input
    app = first.set_value(date(2025, 12, 26)).run()
    assert dict(app.query_params) == {"before": "2025-12-26"}
    assert title(app).startswith("Between 26 December 2025 and 22 November 2026: 5 states left")
