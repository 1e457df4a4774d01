"""Every page from every kind of link, without a browser: what is shown, drawn and offered is one table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from atlas import selection, words
from atlas.export import rows_of
from atlas.selection import Choice
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables
from tests.conftest import Open, title

ROOT = Path(__file__).parents[1]
PAGES = {"map": None} | {path.stem: f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))}


def component(app: AppTest) -> dict[str, Any]:
    """What the map is told."""
    return json.loads(app.get("bidi_component")[0].proto.json)


def notices(app: AppTest) -> list[str]:
    """What the reader sees: Markdown's escapes are taken away, and nothing else was left to act on."""
    return [re.sub(r"\\(.)", r"\1", warning.value) for warning in app.warning]


def expected_rows(tables: Tables, history: History, **changes: Any) -> Any:
    choice = replace(selection.default_choice(tables), **changes)
    return selection.status_rows(history, tables, choice)


LINKS = [
    {},
    {"treaty": "ccm"},
    {"treaty": "npt", "year": "1970"},
    {"on": "2025-07-10", "state": "FIN"},
    {"year": "2018", "region": "Europe", "status": "party,outside"},
    {"region": "Caribbean", "state": "LCA,VCT"},
    {"from": "1997", "to": "1999", "category": "negotiation"},
    {"event": "E001"},
    {"from": "1900"},
    {"to": "1950"},
    {"treaty": "npt", "to": "1970"},
    {"table": "events", "to": "1950"},
    {"region": "Africa,Europe", "lane": "use"},
]


@pytest.mark.parametrize("query", LINKS, ids=lambda query: "&".join(map("=".join, query.items())) or "no query")
@pytest.mark.parametrize("page", PAGES)
def test_a_good_link_opens_every_page_without_a_notice(page: str, query: dict[str, str], opened: Open) -> None:
    app = opened(page, **{key + "_" if key == "from" else key: value for key, value in query.items()})
    assert not app.exception
    assert notices(app) == []
    assert title(app)


BAD = {
    "treaty": "kyoto",
    "on": "2026-02-30",
    "year": "2099",
    "status": "married",
    "region": "Atlantis",
    "state": "ZZZ",
    "from": "yesterday",
    "to": "1999-13",
    "category": "gossip",
    "lane": "fast",
    "event": "E99999",
    "table": "../../etc/passwd",
}


@pytest.mark.parametrize("key", BAD)
@pytest.mark.parametrize("page", ["map", "timeline"])
def test_a_bad_value_is_ignored_and_named_and_the_default_stands(page: str, key: str, opened: Open) -> None:
    app = opened(page, **{key + "_": BAD[key]})
    assert not app.exception
    assert len(notices(app)) == 1
    assert key in notices(app)[0]
    assert BAD[key] in notices(app)[0]
    if page == "map":
        assert component(app)["on"] == "2026-11-22"


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 5000, "%00", "٢٠٢٥", "-1", "🇫🇮", "'; drop"])
def test_hostile_values_break_nothing(value: str, opened: Open) -> None:
    app = opened("map", **dict.fromkeys(BAD, value))
    assert not app.exception
    assert len(notices(app)) == len(BAD)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "present"])
def test_a_link_cannot_put_pictures_links_or_styles_into_a_notice(page: str, opened: Open) -> None:
    (warning,) = opened(page, treaty="![x](https://evil.test/p.png) **b** :red[x] $x$ <b>").warning
    assert not re.search(r"(?<!\\)[\[\]*:$<]", warning.value.replace(": mbt", "").replace("allowed:", ""))


def test_a_day_before_the_treaty_is_named_and_today_stands(opened: Open) -> None:
    app = opened("map", treaty="att", year="1999")
    assert "2013 to 2026" in notices(app)[0]
    assert component(app)["on"] == "2026-11-22"
    assert component(app)["treaty" if "treaty" in component(app) else "first"] == "2013-01-01"


def test_the_map_is_told_the_choice_of_the_link(opened: Open) -> None:
    told = component(opened("map", on="2025-07-10", status="withdrawing", region="Europe", state="FIN"))
    assert (told["on"], told["status"], told["state"]) == ("2025-07-10", ["withdrawing"], ["FIN"])
    assert (told["first"], told["last"]) == ("1997-01-01", "2026-11-22")
    assert len(told["within"]) == 44
    assert told["view"]["scale"] > 2


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ({"year": "2018"}, {"on": date(2018, 12, 31)}),
        ({"on": "2025-12-27", "status": "withdrawn"}, {"on": date(2025, 12, 27), "status": ("withdrawn",)}),
        ({"region": "Oceania", "treaty": "tpnw"}, {"region": ("Oceania",), "treaty": "tpnw"}),
    ],
)
def test_the_table_has_the_rows_of_the_choice(
    query: dict[str, str], changes: dict[str, Any], opened: Open, tables: Tables, history: History
) -> None:
    shown = opened("map", **query).dataframe[0].value
    expected = expected_rows(tables, history, **changes).sort_values("name")
    assert shown["State"].to_list() == expected["name"].to_list()
    assert shown["Status"].to_list() == [words.STATUS_LABELS[code] for code in expected["status"]]


HEADLINES = [
    ({}, "161 of 197 states are bound by the ban on anti-personnel mines; 5 have left it"),
    ({"year": "2018"}, "164 of 197 states were bound by the ban on anti-personnel mines"),
    ({"year": "2025"}, "163 of 197 states were bound by the ban on anti-personnel mines; 3 had left it"),
    ({"on": "1997-12-02"}, "The ban on anti-personnel mines was not yet open to any state"),
    ({"on": "2025-07-10", "region": "Europe"}, "Europe: 43 of 44 states were bound by the ban on anti-personnel mines"),
]


@pytest.mark.parametrize(("query", "headline"), HEADLINES)
def test_the_headline_says_who_was_bound(query: dict[str, str], headline: str, opened: Open) -> None:
    assert title(opened("map", **query)) == headline


def test_states_that_were_not_yet_independent_are_not_counted_among_all(opened: Open) -> None:
    assert title(opened("map", year="1999")).startswith("82 of 194 states were bound")


def test_a_year_without_acts_in_a_region_is_told_of_that_region_only(opened: Open) -> None:
    app = opened("map", year="2019", region="Africa")
    assert "Africa: no state acted under this treaty in 2019." in [each.value for each in app.markdown]


def test_a_day_that_is_not_known_is_told_by_its_bounds(opened: Open) -> None:
    app = opened("map", state="LBN")
    assert "Lebanon deposited its instrument on 4 February 2026 at the earliest" in app.markdown[0].value
    sentence = component(app)["cards"][0]["sentence"]
    assert sentence.endswith("since 4 February 2026 at the earliest, until 1 May 2027 at the latest.")


def test_the_timeline_reaches_back_to_the_first_action_of_the_treaty(opened: Open) -> None:
    app = opened("timeline", treaty="npt")
    assert title(app) == "210 policy events and 285 treaty actions from 1968 to 2026"


def test_the_number_that_others_publish_stands_below_the_headline(opened: Open) -> None:
    assert "it is 166" in opened("map", on="2025-12-01").caption[0].value
    assert "record ends on 3 February 2026" in opened("map", treaty="ccm").caption[0].value


def test_what_changed_is_told_in_sentences_with_sources(opened: Open) -> None:
    told = opened("map", year="2025").markdown[0].value
    assert "Estonia, Latvia and Lithuania gave notice of withdrawal on 27 June 2025" in told
    assert "The Marshall Islands became bound on 1 September 2025" in told
    assert all("](<https://treaties.un.org/" in line for line in told.splitlines())


def test_a_selected_state_has_a_card_with_its_actions_and_sources(opened: Open) -> None:
    card = component(opened("map", state="FIN", on="2025-08-01"))["cards"][0]
    assert card["name"] == "Finland"
    assert card["sentence"] == "On 1 August 2025: leaving, still bound since 10 July 2025, until 10 January 2026."
    assert card["basis"].startswith("Notice received 10 July 2025; ")
    assert card["basis"].endswith("Art. 20(3)).")
    assert [line["text"] for line in card["lines"]] == [
        "9 January 2012: accession",
        "10 July 2025: notice of withdrawal received",
        "10 January 2026: withdrawal in effect",
    ]
    assert all(line["url"].startswith("https://treaties.un.org/") for line in card["lines"])


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_a_card_leads_to_the_page_of_its_state_with_the_rest_of_the_choice(base: str, opened: Open) -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    try:
        first, second = component(opened("map", treaty="ccm", year="2020", state="LTU,FIN"))["cards"]
    finally:
        config.set_option("server.baseUrlPath", before)
    assert first["country"] == {
        "text": "Lithuania under every treaty",
        "url": f"{base}/country?treaty=ccm&year=2020&state=LTU%2CFIN",
    }
    assert second["country"]["url"] == f"{base}/country?treaty=ccm&year=2020&state=FIN%2CLTU"


def test_each_page_link_carries_the_choice(opened: Open) -> None:
    links = opened("map", treaty="ccm", year="2020", state="LTU").get("page_link")
    assert {link.proto.query_string for link in links} == {"treaty=ccm&year=2020&state=LTU"}


def test_a_filter_changes_the_link_and_the_page(opened: Open) -> None:
    app = opened("map", year="2020")
    app.selectbox(key="filter-treaty").set_value("ccm").run()
    assert dict(app.query_params) == {"treaty": "ccm", "year": "2020"}
    assert "cluster munitions" in title(app)
    app.selectbox(key="filter-region").set_value("Africa").run()
    assert title(app).startswith("Africa: ")
    assert len(component(app)["within"]) == 54


def test_a_treaty_that_opened_later_falls_back_to_today(opened: Open) -> None:
    app = opened("map", year="1999")
    app.selectbox(key="filter-treaty").set_value("att").run()
    assert notices(app) == []
    assert component(app)["on"] == "2026-11-22"


def test_the_choice_survives_a_change_of_page(opened: Open) -> None:
    app = opened("map", treaty="ccm", region="Asia")
    app.switch_page("pages/timeline.py").run()
    assert app.selectbox(key="filter-treaty").value == "ccm"
    assert app.selectbox(key="filter-region").value == "Asia"


def test_the_timeline_shows_the_events_of_the_choice(opened: Open, tables: Tables) -> None:
    app = opened("timeline", from_="2025", state="FIN")
    choice: Choice = replace(selection.default_choice(tables), first=date(2025, 1, 1), state=("FIN",))
    events = selection.event_rows(tables, choice)
    assert len(events) > 3
    assert app.dataframe[0].value["Event"].to_list() == events["title"].to_list()
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    drawn = {mark[0] for trace in figure["data"] for mark in trace.get("customdata") or [] if mark[2] == "event"}
    assert drawn == set(events["event_id"])


def test_an_event_is_shown_with_its_source_and_the_map_of_its_day(opened: Open, tables: Tables) -> None:
    event = tables["events"].query("states == 'EST;LVA;LTU;POL'").iloc[0]
    app = opened("timeline", event=event["event_id"])
    assert any("defence ministers" in each.value.lower() for each in app.header)
    assert any("Source: [" in each.value for each in app.markdown)
    to_map = [link.proto for link in app.get("page_link") if link.proto.label.startswith("Map, ")]
    assert [link.query_string for link in to_map] == ["on=2025-03-18&state=EST%2CLVA%2CLTU%2CPOL"]


def test_the_data_page_shows_every_table(opened: Open, tables: Tables, history: History) -> None:
    for name in table_names(tables):
        app = opened("data", table=name)
        assert not app.exception, name
        expected = rows_of(history, tables, replace(selection.default_choice(tables), table=name))
        shown = [frame.value for frame in app.dataframe if list(frame.value.columns) == list(expected.columns)]
        assert len(shown) == 1, name
        assert len(shown[0]) == len(expected), name
        dictionary = app.table[-1].value
        assert dictionary["Column"].to_list() == list(expected.columns), name
        assert all(dictionary["Meaning"]), name
        assert dictionary.ne("").any().all(), name


def test_facets_count_the_rows_shown(opened: Open) -> None:
    app = opened("data", table="status", year="2025", region="Europe")
    facet = next(frame.value for frame in app.dataframe if list(frame.value.columns) == ["status", "rows"])
    assert dict(facet.to_numpy().tolist()) == {"party": 38, "withdrawn": 3, "withdrawing": 2, "outside": 1}


def test_the_about_page_names_the_articles_of_the_treaty_and_every_source(opened: Open, tables: Tables) -> None:
    app = opened("about", treaty="ccm")
    statuses = app.table[0].value.set_index("Code")["Convention on Cluster Munitions"]
    assert statuses["withdrawn"] == "Art. 20(3)"
    assert "not checked against the text" in statuses["joining"]
    assert len(app.table[1].value) == 11
    assert len(app.dataframe[0].value) == len(tables["sources"])
    assert any("do not imply endorsement" in each.value for each in app.markdown)


def test_a_faulty_folder_is_refused_on_the_page_with_every_fault(
    opened: Open, damaged: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from atlas.ui.facts import facts

    folder = damaged(lambda root: (root / "treaties.csv").unlink())
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    facts.clear()
    try:
        app = opened("map")
        assert not app.exception
        assert "refuses to start" in app.error[0].value
        assert "treaties.csv:1: file: the file is missing" in app.code[0].value
    finally:
        facts.clear()
