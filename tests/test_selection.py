"""The reader's choice: text from outside to a value, back to a URL, and the rows that it selects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas import selection
from atlas.selection import KEYS, Choice, default_choice, from_query, part, to_query
from atlas.selection.choice import table_names
from atlas.selection.layers import chosen_layer_rows
from atlas.selection.values import region_names
from atlas.status import STATUSES, History
from atlas.tables import Tables

GOOD = [
    ("treaty", "ccm", "treaty", "ccm"),
    ("treaty", "CCM", "treaty", "ccm"),
    ("on", "2002-09-11", "on", date(2002, 9, 11)),
    ("on", "1997-01-01", "on", date(1997, 1, 1)),
    ("on", "2024-02-29", "on", date(2024, 2, 29)),
    ("year", "2002", "on", date(2002, 12, 31)),
    ("year", "1997", "on", date(1997, 12, 31)),
    ("status", "party", "status", ("party",)),
    ("status", "withdrawing,Party , party", "status", ("party", "withdrawing")),
    ("status", "not-yet-state", "status", ("not-yet-state",)),
    ("region", "Europe", "region", ("Europe",)),
    ("region", "europe,CARIBBEAN", "region", ("Europe", "Caribbean")),
    ("region", "Latin America and the Caribbean", "region", ("Latin America and the Caribbean",)),
    ("state", "fin,POL,FIN", "state", ("FIN", "POL")),
    ("from", "1999", "first", date(1999, 1, 1)),
    ("from", "1999-03", "first", date(1999, 3, 1)),
    ("from", "1999-03-02", "first", date(1999, 3, 2)),
    ("to", "1999", "last", date(1999, 12, 31)),
    ("to", "2024-02", "last", date(2024, 2, 29)),
    ("to", "1999-03-02", "last", date(1999, 3, 2)),
    ("lane", "use,government", "lane", ("use", "government")),
    ("category", "use_finding,MEETING", "category", ("use_finding", "meeting")),
    ("event", "e001", "event", "E001"),
    ("table", "actions", "table", "actions"),
    ("table", "changes", "table", "changes"),
    ("before", "2024-12-31", "before", date(2024, 12, 31)),
    ("other", "CCM", "other", "ccm"),
    ("view", "difference", "view", "difference"),
    ("layer", "use", "layer", "use"),
    ("draw", "circles", "draw", "circles"),
    ("notice", "2030-02-28", "notice", date(2030, 2, 28)),
    ("deposit", "2026-12-01", "deposit", date(2026, 12, 1)),
    ("claim", "c19", "claim", "C19"),
    ("verdict", "partly,SUPPORTED,partly", "verdict", ("supported", "partly")),
    ("treaties", "ccm,MBT", "treaties", ("mbt", "ccm")),
    ("codes", "gw,ISO2", "codes", ("iso2", "gw")),
    ("tables", "status,Actions", "tables", ("status", "actions")),
]
BAD = [
    ("treaties", "mbt,xyz", "all"),
    ("codes", "iso2,iban", "iso_numeric"),
    ("tables", "status,secrets", "panel"),
    ("treaty", "xyz", "mbt"),
    ("treaty", "mbt,ccm", "mbt"),
    ("on", "2024-02-30", "YYYY-MM-DD"),
    ("on", "2024-13-01", "YYYY-MM-DD"),
    ("on", "2024", "YYYY-MM-DD"),
    ("on", "2024-1-1", "YYYY-MM-DD"),
    ("on", "01/02/2024", "YYYY-MM-DD"),
    ("on", "-2024-01-01", "YYYY-MM-DD"),
    ("on", "0000-01-01", "YYYY-MM-DD"),
    ("on", "٢٠٢٤-٠١-٠١", "YYYY-MM-DD"),
    ("on", "2024-W01-1", "YYYY-MM-DD"),
    ("on", "2024-01-01T00:00", "YYYY-MM-DD"),
    ("on", "2999-01-01", "1900-01-01"),
    ("on", "1899-12-31", "1900-01-01"),
    ("year", "٢٠٢٤", "1900"),
    ("year", "²⁰²⁴", "1900"),
    ("year", "-1999", "1900"),
    ("year", "+1999", "1900"),
    ("year", "1e3", "1900"),
    ("year", "19 99", "1900"),
    ("year", "1899", "1900"),
    ("year", "2999", "1900"),
    ("year", "001999000", "1900"),
    ("year", "1" * 10_000, "1900"),
    ("year", "001999" + "0" * 10_000, "1900"),
    ("status", "parties", "withdrawing"),
    ("status", "party,parties", "withdrawing"),
    ("region", "Atlantis", "Oceania"),
    ("region", "Europe,Atlantis", "Oceania"),
    ("state", "Finland", "ISO 3166-1"),
    ("state", "ZZZ", "ISO 3166-1"),
    ("state", "WLD", "ISO 3166-1"),
    ("state", "ESH", "ISO 3166-1"),
    ("from", "2024-00", "YYYY"),
    ("from", "24", "YYYY"),
    ("from", "٢٠٢٤", "YYYY"),
    ("from", "9999", "1900-01-01"),
    ("to", "-2024", "YYYY"),
    ("to", "9999", "1900-01-01"),
    ("to", "0001", "1900-01-01"),
    ("lane", "sport", "government"),
    ("category", "sport", "use_finding"),
    ("event", "E99999", "E001"),
    ("event", "E001,E002", "E001"),
    ("table", "secrets", "actions"),
    ("table", "../actions", "actions"),
    ("before", "2024", "YYYY-MM-DD"),
    ("before", "2999-01-01", "1900-01-01"),
    ("other", "kyoto", "ccm"),
    ("view", "three", "difference"),
    ("layer", "weather", "casualties"),
    ("draw", "squares", "circles"),
    ("notice", "2101-01-01", "2100"),
    ("notice", "tomorrow", "YYYY-MM-DD"),
    ("deposit", "2026-02-30", "2100"),
    ("claim", "C99", "C01"),
    ("verdict", "true", "contradicted"),
]
HOSTILE = [
    "",
    " ",
    ",",
    ",,,",
    "\0",
    "party\0",
    "\ud800",
    "%00%ff%zz",
    "%E2%80%AE",
    "‮2024",
    "<script>alert(1)</script>",
    "'; drop table actions; --",
    "{0.__class__}",
    "nan",
    "NaT",
    "None",
    "true",
    "-1",
    "1e999",
    "٢٠٢٤",
    "2024-02-30",
    "-0001-01-01",
    "9999-12-31",
    "0001",
    "İ",
    "ẞ",
    "a" * 100_000,
    "9" * 100_000,
    "party," * 10_000,
    "FIN," * 10_000,
]


def cut(text: str) -> str:
    return ascii(text[:24])


@pytest.mark.parametrize(("key", "text", "attribute", "value"), GOOD)
def test_a_good_value_sets_its_part_of_the_choice_and_nothing_else(
    key: str, text: str, attribute: str, value: Any, tables: Tables
) -> None:
    choice, notices = from_query({key: text}, tables)
    changed = {name: getattr(choice, name) for name in vars(choice)}
    assert notices == []
    assert changed == vars(default_choice(tables)) | {attribute: value}


@pytest.mark.parametrize(("key", "text", "attribute", "value"), GOOD)
def test_a_part_of_a_choice_has_the_fields_named_and_no_other(
    key: str, text: str, attribute: str, value: Any, tables: Tables
) -> None:
    choice, default = from_query({key: text}, tables)[0], default_choice(tables)
    assert part(choice, tables, attribute) == choice
    assert part(choice, tables, *(vars(choice).keys() - {attribute})) == default
    assert part(choice, tables) == default


def test_rows_are_not_made_again_for_what_they_do_not_depend_on(history: History, tables: Tables) -> None:
    choice = replace(default_choice(tables), layer="use", region=("Europe",))
    other = replace(choice, state=("FIN",), event="E0001", claim="0", notice=date(2030, 1, 1), view="difference")
    for question in (selection.status_rows, chosen_layer_rows):
        assert question(history, tables, other) is question(history, tables, choice)
        asia = replace(choice, region=("Asia",))
        assert not question(history, tables, asia).equals(question(history, tables, choice))


def test_every_key_of_the_url_has_a_good_and_a_bad_case() -> None:
    assert {key for key, *_ in GOOD} == {key for key, *_ in BAD} == set(KEYS)


@pytest.mark.parametrize(("key", "text", "allowed"), BAD, ids=lambda each: cut(each))
def test_a_bad_value_is_ignored_and_named_with_what_is_allowed(
    key: str, text: str, allowed: str, tables: Tables
) -> None:
    choice, notices = from_query({key: text}, tables)
    assert choice == default_choice(tables)
    (notice,) = notices
    assert notice.startswith(f"The link's {key} was ignored: ")
    assert allowed in notice
    assert len(notice) < 2_000


def test_a_bad_value_leaves_the_good_ones_standing(tables: Tables) -> None:
    query = {"treaty": "ccm", "year": "2015", "status": "nonsense", "region": "Europe"}
    choice, notices = from_query(query, tables)
    assert (choice.treaty, choice.on, choice.status, choice.region) == ("ccm", date(2015, 12, 31), (), ("Europe",))
    assert len(notices) == 1


@pytest.mark.parametrize("text", HOSTILE, ids=cut)
@pytest.mark.parametrize("key", KEYS)
def test_a_hostile_text_never_raises_and_gives_a_choice_that_a_url_can_carry(
    key: str, text: str, tables: Tables
) -> None:
    choice, notices = from_query({key: text}, tables)
    assert from_query(to_query(choice, tables), tables) == (choice, [])
    assert all(len(notice) < 2_000 and notice.isprintable() for notice in notices)


PIECES = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"-?\d{0,9}(-\d{0,3}){0,3}", fullmatch=True),
    st.sampled_from(["party", "FIN", "Europe", "E001", "2024", "2024-02-29", "mbt", "actions", "use", "٢٠٢٤"]),
)
TEXTS = st.lists(PIECES, max_size=3).map(",".join)


@given(st.dictionaries(st.sampled_from([*KEYS, "unheard"]), TEXTS))
def test_any_text_at_all_gives_a_choice_that_a_url_can_carry(tables: Tables, query: dict[str, str]) -> None:
    choice, _ = from_query(query, tables)
    assert from_query(to_query(choice, tables), tables) == (choice, [])


def some(codes: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=4).map(tuple)


@st.composite
def choices(draw: st.DrawFn, tables: Tables) -> Choice:
    """Any valid choice."""
    treaty = draw(st.sampled_from(list(tables["treaties"]["treaty"])))
    days = draw(st.lists(st.dates(date(1900, 1, 1), tables.checked), min_size=2, max_size=2).map(sorted))
    states = draw(some(STATUSES))
    return Choice(
        on=draw(st.dates(selection.first_day(tables, treaty), tables.checked)),
        treaty=treaty,
        status=tuple(code for code in STATUSES if code in states),
        region=draw(some(region_names(tables))),
        state=draw(some(list(tables.states["iso3"]))),
        first=draw(st.sampled_from((None, days[0]))),
        last=draw(st.sampled_from((None, days[1]))),
        lane=draw(some(list(tables.package.table("events").field("lane").labels))),
        category=draw(some(sorted(set(tables["events"]["category"])))),
        event=draw(st.sampled_from(["", *tables["events"]["event_id"]])),
        table=draw(st.sampled_from(table_names(tables))),
    )


@settings(max_examples=25)
@given(st.data())
def test_a_choice_comes_back_from_its_url(tables: Tables, data: st.DataObject) -> None:
    choice = data.draw(choices(tables))
    query = to_query(choice, tables)
    assert from_query(query, tables) == (choice, [])
    assert list(query) == [key for key in KEYS if key in query]


def test_the_default_choice_needs_no_query(tables: Tables) -> None:
    assert to_query(default_choice(tables), tables) == {}
    assert from_query({}, tables) == (default_choice(tables), [])


@pytest.mark.parametrize(
    ("query", "shortest"),
    [
        ({"on": "2015-12-31"}, {"year": "2015"}),
        ({"on": "2015-12-30"}, {"on": "2015-12-30"}),
        ({"treaty": "mbt", "table": "status"}, {}),
        ({"status": "withdrawing,party"}, {"status": "party,withdrawing"}),
        ({"from": "1999", "to": "2001"}, {"from": "1999-01-01", "to": "2001-12-31"}),
        ({"unheard": "x"}, {}),
    ],
)
def test_a_query_is_written_in_its_shortest_form(
    query: dict[str, str], shortest: dict[str, str], tables: Tables
) -> None:
    choice, notices = from_query(query, tables)
    assert (to_query(choice, tables), notices) == (shortest, [])


def test_the_current_year_means_the_day_of_the_last_check(tables: Tables) -> None:
    assert from_query({"year": str(tables.checked.year)}, tables) == (default_choice(tables), [])


def test_an_end_in_the_current_year_is_the_day_of_the_last_check(tables: Tables) -> None:
    assert from_query({"to": str(tables.checked.year)}, tables)[0].last == tables.checked


def test_a_day_wins_over_a_year(tables: Tables) -> None:
    assert from_query({"on": "2010-05-06", "year": "2015"}, tables)[0].on == date(2010, 5, 6)


@pytest.mark.parametrize("query", [{"on": "1996-12-31"}, {"year": "1996"}, {"treaty": "ccm", "on": "2007-12-31"}])
def test_a_day_before_the_first_year_of_the_treaty_is_ignored_and_named(query: dict[str, str], tables: Tables) -> None:
    choice, (notice,) = from_query(query, tables)
    first = selection.first_day(tables, choice.treaty)
    assert choice.on == tables.checked
    assert choice.treaty == query.get("treaty", "mbt")
    assert f"from {first.year} to {tables.checked.year}" in notice


def test_a_period_the_wrong_way_round_is_ignored_and_named(tables: Tables) -> None:
    choice, (notice,) = from_query({"from": "2010", "to": "2009"}, tables)
    assert (choice.first, choice.last) == (None, None)
    assert "2010-01-01 lies after 2009-12-31" in notice


def test_the_slider_begins_in_the_year_a_treaty_opened_or_was_adopted(tables: Tables) -> None:
    treaties = ("mbt", "ccm", "npt", "ccw_p5")
    assert [selection.first_day(tables, treaty).year for treaty in treaties] == [1997, 2008, 1968, 2003]


# --- Rows ------------------------------------------------------------------------------------------------------------


def iso3_in(history: History, tables: Tables, query: dict[str, str]) -> set[str]:
    choice, notices = from_query(query, tables)
    assert notices == []
    return set(selection.status_rows(history, tables, choice)["iso3"])


def test_without_filters_every_state_is_a_row_sorted_by_code(history: History, tables: Tables) -> None:
    rows = selection.status_rows(history, tables, default_choice(tables))
    assert list(rows["iso3"]) == sorted(tables.states["iso3"])
    assert len(rows) == 197
    assert (rows["name"] != "").all()


def test_a_region_holds_its_subregions_and_these_their_parts(history: History, tables: Tables) -> None:
    names = ("Caribbean", "Latin America and the Caribbean", "Americas")
    inner, middle, outer = (iso3_in(history, tables, {"region": name}) for name in names)
    assert {"BRB", "JAM"} <= inner < middle < outer
    assert "BRA" in middle - inner
    assert "CAN" in outer - middle


def test_the_five_regions_share_out_all_states(history: History, tables: Tables) -> None:
    regions = sorted(set(tables.states["region"]))
    parts = [iso3_in(history, tables, {"region": region}) for region in regions]
    assert len(regions) == 5
    assert sum(map(len, parts)) == len(set().union(*parts)) == 197


def test_several_regions_are_added_up(history: History, tables: Tables) -> None:
    both = iso3_in(history, tables, {"region": "Caribbean,Europe"})
    assert both == iso3_in(history, tables, {"region": "Caribbean"}) | iso3_in(history, tables, {"region": "Europe"})


def test_status_and_region_filter_together(history: History, tables: Tables) -> None:
    day = {"on": "2026-01-15"}
    left = iso3_in(history, tables, day | {"status": "withdrawing,withdrawn", "region": "Northern Europe"})
    assert left == {"EST", "FIN", "LTU", "LVA"}
    assert iso3_in(history, tables, day | {"status": "withdrawing"}) == {"POL"}


@settings(max_examples=20)
@given(st.data())
def test_the_rows_of_a_choice_are_rows_of_the_day_that_pass_its_filters(
    history: History, tables: Tables, data: st.DataObject
) -> None:
    choice = data.draw(choices(tables))
    rows = selection.status_rows(history, tables, choice)
    whole = history.status_on(choice.on, choice.treaty).set_index("iso3")["status"]
    levels = tables.states.set_index("iso3")[["region", "subregion", "intermediate_region"]].T.to_dict("list")
    expected = {
        iso3
        for iso3, status in whole.items()
        if (not choice.status or status in choice.status)
        and (not choice.region or set(choice.region) & set(levels[iso3]))
    }
    assert set(rows["iso3"]) == expected
    assert dict(zip(rows["iso3"], rows["status"], strict=True)) == {iso3: whole[iso3] for iso3 in expected}


def test_changes_follow_the_period_and_the_region(history: History, tables: Tables) -> None:
    choice, _ = from_query({"region": "Northern Europe"}, tables)
    rows = selection.changes_in(history, tables, choice, date(2025, 12, 27), date(2026, 1, 10))
    assert list(zip(rows["iso3"], rows["date"].dt.date.map(str), rows["to_status"], strict=True)) == [
        ("EST", "2025-12-27", "withdrawn"),
        ("LTU", "2025-12-27", "withdrawn"),
        ("LVA", "2025-12-27", "withdrawn"),
        ("FIN", "2026-01-10", "withdrawn"),
    ]


def test_the_last_year_of_the_counts_is_the_day_of_the_last_check(history: History, tables: Tables) -> None:
    last = tables.checked.year
    rows = selection.counts_by_year(history, tables, "mbt", last - 2, last)
    assert list(rows["year"]) == [last - 2, last - 1, last]
    assert list(rows["day"].dt.date) == [date(last - 2, 12, 31), date(last - 1, 12, 31), tables.checked]


# --- Events ----------------------------------------------------------------------------------------------------------


def few_events(tables: Tables) -> Tables:
    """Four made-up events in place of the real ones."""
    cells = {
        "event_id": ["E001", "E002", "E003", "E004"],
        "date": ["2010", "2010-05", "2010-05-20", "2011-01-01"],
        "precision": ["year", "month", "day", "day"],
        "states": ["FIN", "FIN;POL", "BRB", "WLD"],
        "lane": ["use", "treaty", "use", "treaty"],
        "category": ["use_finding", "meeting", "meeting", "treaty"],
    }
    events = tables["events"].head(4).assign(**{name: pd.Series(texts, dtype="str") for name, texts in cells.items()})
    return Tables(tables.package, {**tables.frames, "events": events})


EVENTS = [
    ({}, "1 2 3 4"),
    ({"from": "2010-01-01", "to": "2010-01-01"}, "1"),
    ({"from": "2010-12-31", "to": "2010-12-31"}, "1"),
    ({"from": "2010-05-01", "to": "2010-05-01"}, "1 2"),
    ({"from": "2010-05-31", "to": "2010-05-31"}, "1 2"),
    ({"from": "2010-05-20", "to": "2010-05-20"}, "1 2 3"),
    ({"from": "2010-06-01"}, "1 4"),
    ({"from": "2011"}, "4"),
    ({"to": "2009"}, ""),
    ({"to": "2010-04"}, "1"),
    ({"from": "2010", "to": "2010"}, "1 2 3"),
    ({"lane": "use"}, "1 3"),
    ({"lane": "use,treaty"}, "1 2 3 4"),
    ({"category": "meeting"}, "2 3"),
    ({"category": "meeting", "lane": "use"}, "3"),
    ({"region": "Europe"}, "1 2 4"),
    ({"region": "Caribbean"}, "3 4"),
    ({"region": "Oceania"}, "4"),
]


@pytest.mark.parametrize(("query", "expected"), EVENTS)
def test_events_are_those_that_can_lie_in_the_period_and_pass_the_filters(
    query: dict[str, str], expected: str, tables: Tables
) -> None:
    few = few_events(tables)
    choice, notices = from_query(query, few)
    assert notices == []
    rows = selection.event_rows(few, choice)
    assert list(rows["event_id"]) == [f"E00{number}" for number in expected.split()]
    assert list(rows.columns) == list(tables["events"].columns)


def test_events_of_a_state_are_those_whose_list_names_it(tables: Tables) -> None:
    few = few_events(tables)
    found = {
        iso3: set(selection.event_rows(few, from_query({"state": iso3}, few)[0])["event_id"]) - {"E004"}
        for iso3 in ("FIN", "POL", "BRB", "FRA")
    }
    assert found == {"FIN": {"E001", "E002"}, "POL": {"E002"}, "BRB": {"E003"}, "FRA": set()}


def test_a_table_of_facts_is_filtered_by_the_keys_that_it_has(tables: Tables) -> None:
    query = {"table": "actions", "treaty": "ccm", "region": "Northern Europe", "state": "LTU,LVA,USA"}
    rows = selection.fact_rows(tables, from_query(query, tables)[0])
    assert set(rows["treaty"]) == {"ccm"}
    assert "LTU" in set(rows["iso3"]) <= {"LTU", "LVA"}


@given(st.data())
def test_facets_count_every_row_once(tables: Tables, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(["lane", "category", "precision"]))
    facets = selection.facet_counts(tables["events"], column)
    assert facets["rows"].sum() == len(tables["events"])
    assert facets["rows"].is_monotonic_decreasing
    assert set(facets["value"]) == set(tables["events"][column])
