"""The facts as they are loaded: how many, with which sources, names and types."""

from __future__ import annotations

import pandas as pd
import pycountry
import pytest

from atlas.tables import Tables

ROWS = {
    "treaties": 11,
    "actions": 2373,
    "declarations": 16,
    "territories": 17,
    "events": 210,
    "states": 200,
    "state_codes": 197,
    "sources": 524,
    "claims": 24,
    "population": 11150,
    "article5": 337,
    "stockpiles": 274,
    "casualties": 297,
    "casualties_world_vintages": 40,
    "contamination": 43,
    "producers": 22,
    "stockpile_holders": 7,
    "use": 44,
}


@pytest.mark.parametrize("table", ROWS)
def test_no_fact_was_lost(table: str, tables: Tables) -> None:
    assert len(tables[table]) >= ROWS[table]


def test_every_row_of_every_table_names_its_source(tables: Tables) -> None:
    for table in tables.package.tables:
        if table.name == "sources":
            continue
        column = next(name for name in ("source_id", "source_ids") if name in table.columns)
        assert (tables[table.name][column] != "").all(), table.name


def test_actions_keep_their_columns(tables: Tables) -> None:
    assert ",".join(tables["actions"]) == "treaty,iso3,action,date,not_before,source_id,source_locator,note"


def test_197_states_are_able_to_join(tables: Tables) -> None:
    assert len(tables.states) == 197
    assert tables.states["iso3"].is_unique


def test_pycountry_supplies_the_names_that_the_file_does_not_override(tables: Tables) -> None:
    names = tables.states.set_index("iso3")["name"]
    assert names["TUR"] == pycountry.countries.get(alpha_3="TUR").name
    assert names["BOL"] == pycountry.countries.get(alpha_3="BOL").common_name
    assert (names["RUS"], names["COD"]) == ("Russia", "DR Congo")


def test_every_override_of_pycountry_differs_from_it_and_has_a_reason(tables: Tables) -> None:
    for row in tables["states"].itertuples():
        country = pycountry.countries.get(alpha_3=row.iso3)
        standard = getattr(country, "common_name", country.name) if country else None
        if row.name != standard:
            assert "name: " in row.override_reason, row.iso3


def test_codes_are_complete_for_all_states(tables: Tables) -> None:
    assert tables.states["iso2"].str.fullmatch("[A-Z]{2}").all()
    assert tables.states["m49"].str.fullmatch("[0-9]{3}").all()


def test_days_are_days_and_dates_that_may_be_imprecise_stay_text(tables: Tables) -> None:
    assert tables["treaties"]["entry_into_force"].dtype == "datetime64[s]"
    assert isinstance(tables["actions"]["date"].dtype, pd.StringDtype)
    assert tables["actions"].query("iso3 == 'LBN' and treaty == 'mbt'")["date"].to_list() == ["2026"]


def test_every_column_has_a_title_and_a_meaning(tables: Tables) -> None:
    for table in (*tables.package.tables, *tables.package.computed):
        assert all(field.title and field.description for field in table.fields), table.name


def test_contested_claims_are_those_of_the_record(tables: Tables) -> None:
    contests = tables["contests"][["treaty", "iso3", "action", "date"]].to_numpy().tolist()
    assert ["mbt", "UKR", "suspension_announced", "2025-07-18"] in contests
    assert ["npt", "PRK", "withdrawal_notified", "2003-01-10"] in contests
