"""Tables asked by address: the same rows again, codes of states, states by year, intervals, and names of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atlas.export import BadKey, choice_of, export_of, file_name, full_query, keys_of, rows_of, shape_of, stem, told_by
from atlas.impact import LAYER_NAMES
from atlas.selection import KEYS, Choice, default_choice
from atlas.selection.choice import table_names
from atlas.selection.values import CODES
from atlas.status import BOUND, History
from atlas.tables import Tables, first_day, load
from tests.conftest import DATA
from tests.test_selection import choices, some

FACTS = load(DATA)
NAMES = table_names(FACTS)
TREATIES = list(FACTS["treaties"]["treaty"])


@st.composite
def asked_choices(draw: st.DrawFn, tables: Tables) -> Choice:
    """Any choice with everything that a table can depend on."""
    chosen = draw(choices(tables))
    treaties = draw(some(TREATIES))
    codes = draw(some(list(CODES)))
    earlier = st.dates(first_day(tables, chosen.treaty), chosen.on)
    return replace(
        chosen,
        treaties=tuple(key for key in TREATIES if key in treaties),
        codes=tuple(code for code in CODES if code in codes),
        before=draw(st.none() | earlier),
        other=draw(st.sampled_from(["", *TREATIES])),
        layer=draw(st.sampled_from(["", *LAYER_NAMES])),
    )


# --- The same rows again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12)
@given(data=st.data())
def test_the_query_of_a_file_gives_its_rows_again_on_any_later_day(
    name: str, history: History, tables: Tables, data: st.DataObject
) -> None:
    chosen = replace(data.draw(asked_choices(tables)), table=name)
    asked = export_of(history, tables, chosen)
    later = replace(tables, package=replace(tables.package, checked=tables.checked + timedelta(days=400)))
    for day in (tables, later):
        again = choice_of(name, asked.query.items(), day)
        pd.testing.assert_frame_equal(rows_of(history, tables, again), asked.rows)
        assert full_query(day, again) == asked.query


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12)
@given(data=st.data())
def test_a_query_has_only_keys_that_its_table_takes_in_their_order(
    name: str, tables: Tables, data: st.DataObject
) -> None:
    chosen = replace(data.draw(asked_choices(tables)), table=name)
    query = full_query(tables, chosen)
    assert set(query) <= set(keys_of(shape_of(tables, name)))
    assert list(query) == [key for key in KEYS if key in query]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12)
@given(data=st.data())
def test_the_name_of_a_file_tells_table_query_and_digest(name: str, tables: Tables, data: st.DataObject) -> None:
    query = full_query(tables, replace(data.draw(asked_choices(tables)), table=name))
    called = file_name(stem(name, query), "csv", b"content")
    told = told_by(called)
    assert told is not None
    assert (told.table, told.digest) == (name, "ed7002b439e9")
    assert told.query == (None if any(len(value) > 60 for value in query.values()) else query)
    assert told_by(called.replace(".csv", " (1).csv")) == told
    assert len(called) < 1_000


@pytest.mark.parametrize("name", ["panel", "counts", "changes"])
@pytest.mark.parametrize("treaties", [(), ("ccm", "tpnw")], ids=["one", "two"])
def test_a_period_before_the_treaty_opened_has_the_columns_and_no_rows(
    name: str, treaties: tuple[str, ...], history: History, tables: Tables
) -> None:
    chosen = replace(default_choice(tables), table=name, treaties=treaties, last=date(1990, 12, 31))
    asked = export_of(history, tables, chosen)
    whole = export_of(history, tables, replace(chosen, last=None))
    assert len(asked.rows) == 0 < len(whole.rows)
    assert list(asked.rows.columns) == list(whole.rows.columns)
    assert "from" not in asked.query
    assert rows_of(history, tables, choice_of(name, asked.query.items(), tables)).equals(asked.rows)


NOT_THE_ATLASS = ["", "status.csv", "mine-ban-atlas.csv", "Mine-ban-atlas_status.csv", "report (1).xlsx"]


@pytest.mark.parametrize("name", NOT_THE_ATLASS)
def test_a_file_of_another_name_tells_nothing(name: str) -> None:
    assert told_by(name) is None


REFUSED = [
    ("nonsense", [], "table", "allowed"),
    ("status", [("lane", "use")], "lane", "is not a key of status; allowed: treaty, year, on"),
    ("status", [("treaty", "xyz")], "treaty", "allowed"),
    ("status", [("state", "")], "state", "state is empty"),
    ("status", [("on", "2020-02-30")], "on", "2020-02-30"),
    ("status", [("on", "2020-01-01"), ("on", "2021-01-01")], "on", "given twice"),
    ("status", [("year", "2020"), ("on", "2020-01-01")], "on", "given twice"),
    ("changes", [("from", "2020"), ("to", "2019")], "from", "lies after"),
    ("counts", [("state", "FIN")], "state", "is not a key of counts"),
]


@pytest.mark.parametrize(("table", "query", "key", "told"), REFUSED)
def test_what_an_address_may_not_ask_is_refused_and_named(
    table: str, query: list[tuple[str, str]], key: str, told: str, tables: Tables
) -> None:
    with pytest.raises(BadKey, match=told) as refused:
        choice_of(table, query, tables)
    assert refused.value.key == key


# --- Codes -----------------------------------------------------------------------------------------------------------

KNOWN_CODES = [
    ("FIN", "FI", "246", "246", 375, 375),
    ("GBR", "GB", "826", "826", 200, 200),
    ("USA", "US", "840", "840", 2, 2),
    ("AFG", "AF", "004", "004", 700, 700),
    ("DEU", "DE", "276", "276", 255, 260),
    ("YEM", "YE", "887", "887", 679, 678),
    ("SRB", "RS", "688", "688", 345, 340),
    ("TON", "TO", "776", "776", 955, 972),
    ("VAT", "VA", "336", "336", None, None),
    ("COK", "CK", "184", "184", None, None),
    ("PSE", "PS", "275", "275", None, None),
]


def asked_rows(history: History, tables: Tables, name: str, **fields: Any) -> pd.DataFrame:
    return rows_of(history, tables, replace(default_choice(tables), table=name, **fields))


@pytest.mark.parametrize("known", KNOWN_CODES, ids=lambda known: known[0])
def test_a_state_has_the_codes_that_others_know_it_by(known: tuple[Any, ...], history: History, tables: Tables) -> None:
    rows = asked_rows(history, tables, "status", codes=CODES, state=(known[0],))
    assert list(rows.columns[1:7]) == ["iso3", *CODES]
    (row,) = rows[["iso3", *CODES]].itertuples(index=False)
    assert [None if pd.isna(cell) else cell for cell in row] == list(known)


def test_a_place_that_cannot_join_has_the_codes_of_its_own_row_and_no_other(history: History, tables: Tables) -> None:
    rows = asked_rows(history, tables, "states", codes=CODES).set_index("iso3")
    kosovo = rows.loc["XKX", list(CODES)]
    assert kosovo["iso2"] == "XK"
    assert all(pd.isna(cell) or cell == "" for cell in kosovo[["iso_numeric", "m49", "cow", "gw"]])


@pytest.mark.parametrize("name", [name for name in NAMES if "codes" in shape_of(FACTS, name).obeys])
def test_codes_stand_after_iso3_and_change_no_other_column(name: str, history: History, tables: Tables) -> None:
    plain, coded = (asked_rows(history, tables, name, codes=codes) for codes in ((), CODES))
    added = [code for code in CODES if code not in plain]
    place = list(plain.columns).index("iso3") + 1
    assert list(coded.columns) == [*plain.columns[:place], *added, *plain.columns[place:]]
    pd.testing.assert_frame_equal(coded[plain.columns], plain)


# --- Panel and intervals ---------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.data())
def test_a_row_of_the_panel_is_the_status_on_the_day_of_its_year(
    history: History, tables: Tables, data: st.DataObject
) -> None:
    treaty = data.draw(st.sampled_from(TREATIES))
    year = data.draw(st.integers(first_day(tables, treaty).year, tables.checked.year))
    day = min(date(year, 12, 31), tables.checked)
    panel = asked_rows(history, tables, "panel", treaties=tuple(TREATIES))
    own = panel[(panel["treaty"] == treaty) & (panel["year"] == year)].set_index("iso3")
    on_the_day = history.status_on(day, treaty).set_index("iso3")
    assert len(own) == len(on_the_day) == 197
    assert set(own["day"].dt.date) == {day}
    for column in ("status", "certain", "contested", "source_ids"):
        assert own[column].astype(object).to_dict() == on_the_day[column].astype(object).to_dict(), column
    assert own["bound"].to_dict() == on_the_day["status"].isin(BOUND).to_dict()


def test_the_panel_of_all_treaties_has_each_state_once_a_year_since_each_opened(
    history: History, tables: Tables
) -> None:
    panel = asked_rows(history, tables, "panel", treaties=tuple(TREATIES))
    years = sum(tables.checked.year - first_day(tables, treaty).year + 1 for treaty in TREATIES)
    assert len(panel) == 197 * years == 72_496
    assert not panel.duplicated(["treaty", "iso3", "year"]).any()


PANEL_CASES = [
    ("FIN", {2011: "outside", 2012: "party", 2024: "party", 2025: "withdrawing", 2026: "withdrawn"}),
    ("USA", {1997: "outside", 2026: "outside"}),
    ("SSD", {2010: "not-yet-state", 2011: "joining", 2012: "party"}),
    ("POL", {1997: "signatory", 2012: "joining", 2013: "party"}),
]


@pytest.mark.parametrize(("iso3", "known"), PANEL_CASES)
def test_the_panel_tells_known_statuses(iso3: str, known: dict[int, str], history: History, tables: Tables) -> None:
    rows = asked_rows(history, tables, "panel", state=(iso3,)).set_index("year")["status"]
    assert {year: rows[year] for year in known} == known


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.sampled_from(TREATIES))
@example(date(2025, 12, 27), "mbt")
@example(date(1999, 3, 1), "mbt")
def test_the_intervals_that_hold_on_a_day_are_the_statuses_of_that_day(
    history: History, tables: Tables, day: date, treaty: str
) -> None:
    rows = asked_rows(history, tables, "intervals", treaties=tuple(TREATIES))
    asked = pd.Timestamp(day)
    begun = rows["since"].isna() | (rows["since"] <= asked)
    lasting = rows["until"].isna() | (asked < rows["until"])
    held = rows[begun & lasting & (rows["treaty"] == treaty)].set_index("iso3")["status"]
    assert not held.index.duplicated().any()
    on_the_day = history.status_on(day, treaty).set_index("iso3")["status"]
    assert held.astype(object).to_dict() == on_the_day.astype(object).to_dict()


@settings(max_examples=30)
@given(st.data())
def test_the_intervals_of_a_period_are_those_that_hold_on_a_day_of_it(
    history: History, tables: Tables, data: st.DataObject
) -> None:
    first, last = sorted(data.draw(st.tuples(*[st.dates(date(1990, 1, 1), tables.checked)] * 2)))
    every = asked_rows(history, tables, "intervals")
    chosen = asked_rows(history, tables, "intervals", first=first, last=last)
    meets = [
        (pd.isna(row.since) or row.since.date() <= last) and (pd.isna(row.until) or row.until.date() > first)
        for row in every.itertuples()
    ]
    pd.testing.assert_frame_equal(every[meets].reset_index(drop=True), chosen)
    on_a_day = set(
        history.status_on(data.draw(st.dates(first, last)), "mbt")[["iso3", "status"]].itertuples(index=False)
    )
    assert on_a_day <= set(chosen[["iso3", "status"]].itertuples(index=False))
