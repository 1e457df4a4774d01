"""A state is found by whatever people call it, and never taken for another one."""

from __future__ import annotations

import unicodedata

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas import tables as facts
from atlas.selection import BadValue, finding
from atlas.tables import Tables
from tests.conftest import DATA

TABLES = facts.load(DATA)
CODES = TABLES.states["iso3"].to_list()

SURE = {
    "FIN": "FIN",
    "fi": "FIN",
    "246": "FIN",
    "4": "AFG",
    "004": "AFG",
    "Finland": "FIN",
    "  finland ": "FIN",
    "Republic of Finland": "FIN",
    "Turkey": "TUR",
    "Turkiye": "TUR",
    "TÜRKİYE": "TUR",
    "Swaziland": "SWZ",
    "Czech Republic": "CZE",
    "Cape Verde": "CPV",
    "Serbia and Montenegro": "SRB",
    "Macedonia": "MKD",
    "East Timor": "TLS",
    "Ivory Coast": "CIV",
    "cote d'ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "Holland": "NLD",
    "the Netherlands": "NLD",
    "Russia": "RUS",
    "Russian Federation": "RUS",
    "South Korea": "KOR",
    "Republic of Korea": "KOR",
    "Korea, Republic of": "KOR",
    "North Korea": "PRK",
    "DPRK": "PRK",
    "DR Congo": "COD",
    "DRC": "COD",
    "Democratic Republic of Congo": "COD",
    "Congo-Kinshasa": "COD",
    "Republic of the Congo": "COG",
    "Congo-Brazzaville": "COG",
    "US": "USA",
    "U.S.": "USA",
    "U.S.A.": "USA",
    "the United States": "USA",
    "UK": "GBR",
    "U.K.": "GBR",
    "Britain": "GBR",
    "Great Britain": "GBR",
    "Syria": "SYR",
    "Laos": "LAO",
    "Vatican": "VAT",
    "Holy See": "VAT",
    "Burma": "MMR",
    "Zaire": "COD",
    "Upper Volta": "BFA",
    "Dahomey": "BEN",
    "Rhodesia": "ZWE",
    "Ceylon": "LKA",
    "Persia": "IRN",
    "Kampuchea": "KHM",
    "Niger": "NER",
    "Nigeria": "NGA",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "guinea bissau": "GNB",
    "Equatorial Guinea": "GNQ",
    "Papua New Guinea": "PNG",
    "Dominica": "DMA",
    "Dominican Republic": "DOM",
    "Georgia": "GEO",
    "Sudan": "SDN",
    "South Sudan": "SSD",
    "Samoa": "WSM",
    "Ireland": "IRL",
    "St. Lucia": "LCA",
    "Saint Lucia": "LCA",
    "St Vincent and Grenadines": "VCT",
    "Sao Tome & Principe": "STP",
    "The Gambia": "GMB",
    "Bahamas": "BHS",
    "Micronesia": "FSM",
    "Finl": "FIN",
}


@pytest.mark.parametrize(("text", "iso3"), SURE.items())
def test_a_name_or_code_in_use_finds_its_state_first_and_alone(text: str, iso3: str, tables: Tables) -> None:
    assert finding.find(tables, text)[0].iso3 == iso3
    assert finding.state(text, tables) == iso3


SEVERAL = {
    "Congo": {"COG", "COD"},
    "Korea": {"KOR", "PRK"},
    "Guinea": {"GIN", "GNB", "GNQ", "PNG"},
    "Niger": {"NER", "NGA"},
    "Dominica": {"DMA", "DOM"},
    "Sudan": {"SDN", "SSD"},
}


@pytest.mark.parametrize(("text", "states"), SEVERAL.items())
def test_a_name_in_several_names_finds_each_of_their_states(text: str, states: set[str], tables: Tables) -> None:
    assert {found.iso3 for found in finding.find(tables, text)} == states


@pytest.mark.parametrize("text", ["Congo", "Korea", "korea", "Republic", "St.", "Saint", "United"])
def test_what_several_states_are_called_is_refused_with_the_candidates(text: str, tables: Tables) -> None:
    with pytest.raises(BadValue) as refused:
        finding.state(text, tables)
    for found in finding.find(tables, text)[:2]:
        assert f"({found.iso3})" in str(refused.value)


NOBODY = ["", " ", "…", "Atlantis", "<script>", "x" * 5000, "٢٤٦ ", "Soviet Union", "Yugoslavia", "Czechoslovakia"]
"""States that ended are none of their successors."""


@pytest.mark.parametrize("text", NOBODY)
def test_what_names_no_state_is_refused(text: str, tables: Tables) -> None:
    assert finding.find(tables, text) == ()
    with pytest.raises(BadValue, match="names no state"):
        finding.state(text, tables)


def test_a_whole_name_stands_before_a_beginning_and_that_before_a_part(tables: Tables) -> None:
    assert [found.match for found in finding.find(tables, "guinea")] == [
        finding.NAME,
        finding.PREFIX,
        finding.PART,
        finding.PART,
    ]


def test_names_that_two_states_bear_belong_to_neither(tables: Tables) -> None:
    assert dict(finding.shared_names(tables)) == {"congo": ("COG", "COD"), "korea": ("KOR", "PRK")}
    assert not set(finding.shared_names(tables)) & set(finding.names(tables))


def test_names_hold_no_code_and_no_abbreviation_that_is_a_word(tables: Tables) -> None:
    assert not {"us", "car", "and", "can", "per", "usa"} & set(finding.names(tables))
    assert finding.abbreviations(tables)["US"] == "USA"


def spellings(iso3: str) -> list[str]:
    country = pycountry.countries.get(alpha_3=iso3)
    given = [getattr(country, attribute, "") for attribute in finding.SPELLINGS] if country else []
    row = TABLES.row("states", iso3)
    return [name for name in dict.fromkeys([*given, row["name"], row["official_name"]]) if name]


def without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


WAYS = [str, str.upper, str.lower, without_accents, lambda text: f"  {text}. ", lambda text: text.replace("'", "’")]


@given(st.sampled_from(CODES), st.sampled_from(WAYS), st.data())
def test_every_official_spelling_finds_its_state_first(iso3: str, way: object, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(spellings(iso3)))
    assert finding.find(TABLES, way(name))[0].iso3 == iso3  # type: ignore[operator]


def test_no_official_spelling_of_any_state_finds_another_one_first(tables: Tables) -> None:
    wrong = [(name, iso3) for iso3 in CODES for name in spellings(iso3) if finding.find(tables, name)[0].iso3 != iso3]
    assert wrong == []


def test_every_code_finds_its_state_alone(tables: Tables) -> None:
    for row in tables.states.itertuples():
        assert {finding.state(code, tables) for code in (row.iso2, row.iso3, row.m49, row.iso3.lower())} == {row.iso3}


@given(st.text(max_size=40))
def test_any_text_finds_states_each_once_best_first(text: str) -> None:
    found = finding.find(TABLES, text)
    assert len({each.iso3 for each in found}) == len(found)
    assert [each.match for each in found] == sorted(each.match for each in found)
    assert {each.iso3 for each in found} <= set(CODES)


@given(st.text(max_size=40))
def test_a_folded_text_stays_as_it_is(text: str) -> None:
    assert finding.fold(finding.fold(text)) == finding.fold(text)


def test_names_taken_from_iso_3166_3_are_those_of_pycountry(tables: Tables) -> None:
    rows = tables["state_names"].query("source_id == 'ISO-3166-3'")
    historic = {country.alpha_4: country for country in pycountry.historic_countries}
    assert len(rows)
    for row in rows.itertuples():
        country = historic[row.note.removeprefix("code ")[:4]]
        assert pycountry.countries.get(alpha_2=country.alpha_4[2:]).alpha_3 == row.iso3
        assert set(finding.fold(row.name).split()) <= set(finding.fold(country.name).split())
        assert country.withdrawal_date[:4] in row.note
