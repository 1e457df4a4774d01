"""The country page: known facts, every kind of link, the shell; what is shown is what the record says."""

from __future__ import annotations

import itertools
import json
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from atlas import __main__ as atlas_shell
from atlas import geography, impact, words
from atlas.figures.bands import CONTESTED, status_bands
from atlas.selection.country import (
    alphabetical,
    beside,
    casualty_rows,
    obligation_rows,
    state_actions,
    state_events,
    status_intervals,
    treaty_rows,
)
from atlas.status import History
from atlas.tables import Tables
from atlas.words import country as said
from tests.conftest import Open, title

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"

# --- known facts -----------------------------------------------------------------------------------------------------

KNOWN = [
    ("FIN", TODAY, "mbt", "withdrawn", "2026-01-10"),
    ("FIN", TODAY, "ccm", "outside", "2008-12-03"),
    ("FIN", TODAY, "ccw", "party", "1983-12-02"),
    ("FIN", TODAY, "npt", "party", "1970-03-05"),
    ("FIN", "2023-07-10", "mbt", "party", "2012-07-01"),
    ("FIN", "2025-07-10", "mbt", "withdrawing", "2025-07-10"),
    ("FIN", "2026-01-09", "mbt", "withdrawing", "2025-07-10"),
    ("AFG", TODAY, "mbt", "party", "2003-03-01"),
    ("USA", TODAY, "mbt", "outside", "1997-12-03"),
    ("USA", TODAY, "att", "signatory", "2013-09-25"),
    ("UKR", TODAY, "mbt", "party", "2006-06-01"),
    ("SSD", "2001-01-01", "mbt", "not-yet-state", "1997-12-03"),
    ("LTU", TODAY, "ccm", "withdrawn", "2025-03-06"),
]


@pytest.mark.parametrize(("iso3", "day", "treaty", "status", "since"), KNOWN)
def test_a_state_had_the_status_of_the_record_under_each_treaty(
    iso3: str, day: str, treaty: str, status: str, since: str, history: History, tables: Tables
) -> None:
    row = treaty_rows(history, tables, iso3, date.fromisoformat(day)).set_index("treaty").loc[treaty]
    assert (row["status"], str(row["since"])[:10]) == (status, since)


def test_all_treaties_are_told_in_the_order_of_their_table(history: History, tables: Tables) -> None:
    for iso3 in tables.states["iso3"]:
        rows = treaty_rows(history, tables, iso3, tables.checked)
        assert rows["treaty"].to_list() == tables["treaties"]["treaty"].to_list()


SENTENCES = [
    ("FIN", TODAY, "mbt", "Finland has left the ban on anti-personnel mines: effective 10 January 2026."),
    (
        "FIN",
        "2025-08-01",
        "mbt",
        "On 1 August 2025 Finland was leaving the ban on anti-personnel mines and was still bound by it: "
        "notice given 10 July 2025, effective 10 January 2026.",
    ),
    ("USA", TODAY, "mbt", "The United States has neither signed nor joined the ban on anti-personnel mines."),
    (
        "UKR",
        TODAY,
        "mbt",
        "Ukraine is bound by the ban on anti-personnel mines, in force for it since 1 June 2006; this is contested.",
    ),
    ("SSD", "2001-01-01", "mbt", "On 1 January 2001 South Sudan was not yet independent."),
    ("FIN", "2000-01-01", "att", "On 1 January 2000 the treaty on the arms trade was not yet open to any state."),
    ("USA", TODAY, "att", "The United States has signed the treaty on the arms trade and is not bound by it: "),
]


@pytest.mark.parametrize(("iso3", "day", "treaty", "sentence"), SENTENCES)
def test_the_status_is_told_in_one_sentence(
    iso3: str, day: str, treaty: str, sentence: str, history: History, tables: Tables
) -> None:
    on = date.fromisoformat(day)
    row = treaty_rows(history, tables, iso3, on).set_index("treaty", drop=False).loc[treaty].to_dict()
    assert said.headline(row, tables, on).startswith(sentence)


def test_every_sentence_of_every_state_is_whole(history: History, tables: Tables) -> None:
    for iso3 in tables.states["iso3"]:
        for day in (tables.checked, date(1999, 3, 1)):
            for row in treaty_rows(history, tables, iso3, day).to_dict("records"):
                told = [said.headline(row, tables, day), said.standing(row), said.reason(row["basis"])]
                assert all(told)
                assert not any(rest in text for rest in ("{", "NaT", " nan", "not known:") for text in told)


def test_the_notification_of_the_depositary_is_read_from_the_place_in_the_source(tables: Tables) -> None:
    acts = state_actions(tables, "FIN", "mbt").set_index("action")["notification"]
    assert acts["withdrawal_notified"] == "C.N.372.2025"
    assert acts["accession"] == ""
    assert "C.N.347.2024.TREATIES-XXVI-6" in set(state_actions(tables, "LTU", "ccm")["notification"])


def test_every_notification_in_the_table_is_shown(tables: Tables) -> None:
    given = tables["actions"]["source_locator"] + tables["actions"]["note"]
    shown = [state_actions(tables, iso3, "mbt")["notification"].ne("").sum() for iso3 in tables.states["iso3"]]
    assert sum(shown) == given.str.contains("C.N.", regex=False).sum() > 0


@pytest.mark.parametrize("treaty", ["mbt", "npt"])
def test_acts_stand_under_the_chosen_treaty_first_and_none_is_lost(treaty: str, tables: Tables) -> None:
    acts = state_actions(tables, "FIN", treaty)
    assert acts["treaty"].iloc[0] == treaty
    assert len(acts) == (tables["actions"]["iso3"] == "FIN").sum()


def test_states_follow_each_other_in_the_order_of_their_names(tables: Tables) -> None:
    codes = alphabetical(tables)
    assert len(codes) == 197
    walk = codes[0]
    for place in range(len(codes)):
        assert walk == codes[place]
        assert beside(tables, beside(tables, walk).following).previous == walk
        walk = beside(tables, walk).following
    assert walk == codes[0]
    assert beside(tables, "NER").following == "NGA"


def test_events_are_those_that_name_the_state_the_latest_first(tables: Tables) -> None:
    events = state_events(tables, "FIN")
    assert all("FIN" in states.split(";") for states in events["states"])
    assert events["date"].is_monotonic_decreasing
    assert len(events)


def test_clearance_and_stockpiles_stand_together_by_date(tables: Tables) -> None:
    rows = obligation_rows(tables, "UKR")
    assert set(rows["about"]) == {"clearance", "stockpile"}
    assert rows["date"].is_monotonic_increasing
    assert set(rows["event"]) <= set(said.EVENT_LABELS)


def test_every_event_of_an_obligation_has_a_label(tables: Tables) -> None:
    events = {*tables["article5"]["event"], *tables["stockpiles"]["event"]}
    assert events == set(said.EVENT_LABELS)


def test_what_was_not_found_is_not_called_zero() -> None:
    assert "not zero" in said.casualties_sentence([], 1999, 2024)
    assert said.casualties_sentence([2010, 2010, 2011], 1999, 2024).startswith("A figure was found for 2 of the 26")


SHARES = [
    ("FIN", TODAY, "51% of its land border (1,226 km of 2,388 km) runs along 1 state not bound by the ban"),
    ("PRT", TODAY, "All of its neighbours are bound by the ban on anti-personnel mines: none of the 1,"),
    (
        "UGA",
        "2010-01-01",
        "All of its neighbours that are counted are bound by the ban on anti-personnel mines: none of the 2,003 km of "
        "land border runs along a state not bound. South Sudan is not counted: not yet independent on that day.",
    ),
    ("LCA", TODAY, "No land border is counted"),
]


@pytest.mark.parametrize(("iso3", "day", "begins"), SHARES)
def test_the_share_of_the_border_is_told_with_the_neighbours_that_are_not_counted(
    iso3: str, day: str, begins: str, history: History, tables: Tables
) -> None:
    shares = geography.shares_on(history, tables, "mbt", date.fromisoformat(day))
    own = shares[shares["iso3"] == iso3].to_dict("records")
    neighbours = geography.neighbours_on(history, tables, "mbt", date.fromisoformat(day), iso3)
    told = said.share_sentence(own[0] if own else None, "the ban on anti-personnel mines", neighbours)
    assert told.startswith(begins)


@pytest.mark.parametrize("day", ["2000-01-01", "2005-01-01", "2010-01-01", TODAY])
def test_all_neighbours_are_called_bound_only_where_the_table_lists_no_other(
    day: str, history: History, tables: Tables
) -> None:
    on = date.fromisoformat(day)
    shares = geography.shares_on(history, tables, "mbt", on).to_dict("records")
    assert shares
    for share in shares:
        neighbours = geography.neighbours_on(history, tables, "mbt", on, share["iso3"])
        told = said.share_sentence(share, "the ban", neighbours)
        assert told.startswith("All of its neighbours are bound") == neighbours["bound"].all()
        assert ("not counted" in told) == (len(neighbours) > share["neighbours"])


ARTICLES = {
    *("ARE", "BHS", "CAF", "COD", "COG", "COK", "COM", "DOM", "GBR", "GMB", "MDV"),
    *("MHL", "NLD", "PHL", "SLB", "SYC", "USA", "VAT"),
}


def test_of_all_197_names_these_take_the_article_in_a_sentence(tables: Tables) -> None:
    told = {row.iso3: words.in_sentence(row.name) for row in tables.states[["iso3", "name"]].itertuples(index=False)}
    assert len(told) == 197
    assert {iso3 for iso3, name in told.items() if name.startswith("the ")} == ARTICLES
    assert told["USA"] == "the United States"


TREATY_NAMES = {
    "mbt": "the Mine Ban Convention",
    "ccm": "the Convention on Cluster Munitions",
    "ccw": "the CCW",
    "ccw_p2": "CCW Protocol II (original)",
    "ccw_ap2": "CCW Amended Protocol II",
    "ccw_p5": "CCW Protocol V",
    "att": "the Arms Trade Treaty",
    "tpnw": "the TPNW",
    "cwc": "the Chemical Weapons Convention",
    "bwc": "the Biological Weapons Convention",
    "npt": "the NPT",
}


def test_a_treaty_takes_the_article_in_a_sentence_and_a_protocol_does_not(tables: Tables) -> None:
    names = tables["treaties"].set_index("treaty")["short_name"].map(words.treaty_in_sentence)
    assert names.to_dict() == TREATY_NAMES


UNBROKEN = [
    ("161 of 197 states are bound", "161~of 197~states are bound"),
    ("effective 10 January 2026.", "effective 10~January~2026."),
    ("2,388 km, May 2027", "2,388~km, May~2027"),
    ("Finland has left the ban", "Finland has left the ban"),
    ("bound by the ban on anti-personnel mines - or not", "bound by the ban on anti-^personnel mines - or not"),
]


@pytest.mark.parametrize(("text", "kept"), UNBROKEN)
def test_a_heading_keeps_together_a_day_a_word_and_a_number_with_what_it_counts(text: str, kept: str) -> None:
    assert words.unbroken(text) == kept.replace("~", "\u00a0").replace("^", "\u2060")


def test_the_file_of_all_periods_keeps_its_columns(history: History) -> None:
    known = ["treaty", "iso3", "status", "since", "until", "certain", "basis", "source_ids"]
    contested = ["contested_since", "contest", "contest_source"]
    assert list(status_intervals(history, "FIN")) == known + contested


# --- figures ---------------------------------------------------------------------------------------------------------


def bands(history: History, tables: Tables, iso3: str, day: date):  # type: ignore[no-untyped-def]
    names = tables["treaties"].set_index("treaty")["short_name"].to_dict()
    rows = status_intervals(history, iso3)
    return status_bands(rows, names, labels=words.STATUS_LABELS, day=day, checked=tables.checked, chosen="mbt")


def test_the_bands_cover_every_day_since_each_treaty_opened_once(history: History, tables: Tables) -> None:
    figure = bands(history, tables, "FIN", tables.checked)
    drawn = [
        (treaty, pd.Timestamp(start), pd.Timestamp(start) + pd.Timedelta(milliseconds=length))
        for trace in figure.data
        if trace.meta
        for (treaty, _), start, length in zip(trace.customdata, trace.base, trace.x, strict=True)
    ]
    for key in tables["treaties"]["treaty"]:
        own = sorted((start, end) for treaty, start, end in drawn if treaty == key)
        assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(own))
        assert own[-1][1] == pd.Timestamp(tables.checked)


def test_only_what_is_already_fixed_reaches_beyond_the_day_of_the_check_and_is_paler(
    history: History, tables: Tables
) -> None:
    figure = bands(history, tables, "LBN", tables.checked)
    joining = next(trace for trace in figure.data if trace.meta == "joining")
    start, length, opacity = max(zip(joining.base, joining.x, joining.marker.opacity, strict=True))
    assert start == TODAY
    assert pd.Timestamp(start) + pd.Timedelta(milliseconds=length) == pd.Timestamp("2027-05-01")
    assert opacity < 1
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    assert figure.layout.xaxis.range[1] == "2027-05-01"
    assert bands(history, tables, "FIN", tables.checked).layout.xaxis.range[1] == TODAY


def test_what_a_paler_bar_means_is_told_where_there_is_one(history: History, tables: Tables) -> None:
    told = {iso3: said.paler_bars(status_intervals(history, iso3), tables.checked) for iso3 in ("FIN", "LBN")}
    assert told["FIN"] == ""
    assert "after 22 November 2026" in told["LBN"]


def test_each_status_has_a_bar_with_its_colour_pattern_and_reason(history: History, tables: Tables) -> None:
    figure = bands(history, tables, "FIN", tables.checked)
    left = next(trace for trace in figure.data if trace.meta == "withdrawn")
    assert left.base == ("2026-01-10",)
    assert left.marker.pattern.shape == "x"
    assert "Art. 20(3)" in left.hovertext[0].replace("<br>", " ")


def test_the_chosen_day_is_a_line(history: History, tables: Tables) -> None:
    figure = bands(history, tables, "FIN", date(2012, 7, 1))
    assert [line.x0 for line in figure.layout.shapes] == ["2012-07-01"]
    assert "1 July 2012" in {note.text for note in figure.layout.annotations}


def test_a_contested_claim_is_hatched_over_the_status_that_stays(history: History, tables: Tables) -> None:
    traces = {trace.name: trace for trace in bands(history, tables, "UKR", tables.checked).data}
    assert traces[CONTESTED].base == ("2025-07-18",)
    assert not any(each.name == CONTESTED for each in bands(history, tables, "FIN", tables.checked).data)


def test_casualties_are_bars_where_found_and_gaps_where_not(tables: Tables, opened: Open) -> None:
    found = casualty_rows(tables, "AFG")
    figure = json.loads(opened(state="AFG").get("plotly_chart")[1].proto.spec)
    drawn = {
        (trace["meta"], int(day[:4])): total
        for trace in figure["data"]
        if "meta" in trace
        for day, total in zip(trace["x"], trace["y"], strict=True)
    }
    assert drawn == {(row.series, row.year): row.total for row in found.itertuples()}
    gaps = {int(shape["x0"][:4]) for shape in figure["layout"]["shapes"]}
    assert gaps == set(impact.casualty_years(tables)) - set(found["year"])
    assert "Not found" in {trace["name"] for trace in figure["data"]}


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(opened: Open) -> Open:
    """Opens the page of these tests by a link."""
    return partial(opened, "country")


def texts(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.title, *app.header, *app.caption, *app.markdown))


TREATIES = ["mbt", "ccm", "ccw", "ccw_p2", "ccw_ap2", "ccw_p5", "att", "tpnw", "cwc", "bwc", "npt"]
LINKS = [
    {},
    *({"state": "FIN", "treaty": treaty} for treaty in TREATIES),
    {"state": "FIN", "on": "2025-08-01"},
    {"state": "SSD", "on": "2001-01-01"},
    {"state": "FIN,SWE,NOR"},
    {"state": "LCA"},
    {"state": "RUS"},
    {"state": "VAT", "treaty": "npt", "year": "1970"},
    {"state": "UKR", "region": "Asia", "status": "party"},
    {"state": "NOR", "notice": "2026-12-01"},
]


@pytest.mark.parametrize("query", LINKS, ids=lambda query: "&".join(map("=".join, query.items())) or "no query")
def test_a_good_link_opens_the_page_without_a_notice(query: dict[str, str], opened: Open, tables: Tables) -> None:
    app = opened(**query)
    assert not app.exception
    assert not app.warning
    first = query.get("state", "").split(",")[0]
    assert title(app) == (tables.row("states", first)["name"].replace(".", "\\.") if first else "Countries")


@pytest.mark.parametrize("value", ["ZZZ", "Finland", "<script>", "x" * 3000])
def test_a_state_that_is_none_is_named_and_the_index_stands(value: str, opened: Open) -> None:
    app = opened(state=value)
    assert not app.exception
    assert "state" in app.warning[0].value
    assert title(app) == "Countries"


def test_without_a_state_all_197_are_listed_with_their_status(opened: Open) -> None:
    shown = opened().dataframe[0].value
    assert len(shown) == 197
    assert shown.set_index("Code").loc["FIN", "Status"] == "Left"


def test_the_first_of_several_states_is_shown_and_the_others_are_offered(opened: Open) -> None:
    app = opened(state="SWE,FIN")
    assert title(app) == "Sweden"
    assert {"Finland", "Previous: Suriname", "Next: Switzerland"} <= {button.label for button in app.button}
    app.button(key="other-FIN").click().run()
    assert title(app) == "Finland"
    assert app.query_params["state"] in ("FIN,SWE", ["FIN,SWE"])


def test_the_table_tells_each_treaty_in_a_sentence_with_the_article(opened: Open) -> None:
    table = opened(state="FIN").table[1].value
    assert len(table) == 11
    assert "Left since 10 January 2026" in table.iloc[0, 1]
    assert "Art\\. 20\\(3\\)" in table.iloc[0, 1]
    assert all("](<http" in cell for cell in table.iloc[:, 1])


def test_the_bands_of_the_page_are_those_of_the_chosen_day(opened: Open) -> None:
    spec = json.loads(opened(state="FIN", on="2025-08-01").get("plotly_chart")[0].proto.spec)
    assert spec["layout"]["shapes"][0]["x0"] == "2025-08-01"


def test_neighbours_stand_with_their_status_of_the_chosen_day(opened: Open) -> None:
    shown = opened(state="FIN", on="2023-07-10").table[0].value.set_index("State")
    assert shown["Status"].to_dict() == {"Russia": "Outside", "Norway": "Party", "Sweden": "Party"}
    assert shown.at["Russia", "Border"] == "1,226 km"
    assert "generalised lines" in texts(opened(state="FIN"))
    assert "no land border" in texts(opened(state="LCA"))


def test_gaps_in_the_casualties_are_said_not_to_be_zero(opened: Open) -> None:
    assert "that is not zero" in texts(opened(state="AFG"))
    assert "Not found is not zero" in texts(opened(state="FIN"))


def test_a_deadline_that_passed_is_never_called_a_breach(tables: Tables, opened: Open) -> None:
    passed = [
        iso3
        for iso3, rows in tables["article5"].groupby("iso3")
        if not rows["event"].isin(["completion_declared", "no_known_mined_areas"]).any()
        and len(rows["deadline"][rows["deadline"] != ""]) > 0
        and rows["deadline"].max() < TODAY
    ]
    assert passed
    shown = texts(opened(state=passed[0]))
    assert "no later decision found" in shown
    assert "breach" not in shown


def test_a_name_that_fits_one_state_opens_its_page(opened: Open) -> None:
    app = opened()
    assert not any(field.label == "Find a state" for field in app.multiselect)
    app.text_input[0].set_value("burma").run()
    assert title(app) == "Myanmar"
    assert app.query_params["state"] in ("MMR", ["MMR"])
    assert app.text_input[0].value == ""


def test_a_name_that_fits_several_offers_each_and_chooses_none(opened: Open) -> None:
    app = opened()
    app.text_input[0].set_value("Congo").run()
    assert title(app) == "Countries"
    assert {"Congo Republic", "DR Congo (Congo, other name)"} <= {button.label for button in app.button}
    app.button(key="found-COD").click().run()
    assert title(app) == "DR Congo"
    assert app.text_input[0].value == ""


@pytest.mark.parametrize("text", ["Atlantis", "<b>x</b>", "](javascript:alert(1))"])
def test_a_name_of_no_state_is_said_to_be_unknown(text: str, opened: Open) -> None:
    app = opened(state="FIN")
    app.text_input[0].set_value(text).run()
    assert not app.exception
    assert "No state is called" in texts(app)


def test_each_download_has_a_name_of_its_own(opened: Open) -> None:
    buttons = [button.proto.label for button in opened(state="UKR").get("download_button")]
    assert len(buttons) >= 7
    assert len(set(buttons)) == len(buttons)


# --- the shell -------------------------------------------------------------------------------------------------------

HEADER = "treaty,iso3,name,status,since,until,certain,contested,basis,source_ids"


def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["atlas", "country", *arguments])
    code = 0
    try:
        atlas_shell.main()
    except SystemExit as end:
        code = int(end.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("name", ["FIN", "fi", "Finland", "246"])
def test_the_shell_prints_one_row_a_treaty(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, errors = shell(monkeypatch, capsys, name, "--on", "2026-01-10")
    lines = out.splitlines()
    assert (code, errors, lines[0], len(lines)) == (0, "", HEADER, 12)
    assert lines[1].startswith("mbt,FIN,Finland,withdrawn,2026-01-10,,true,false,")


REFUSED = [
    (("Congo",), "Congo Republic (COG), DR Congo (COD)"),
    (("Atlantis",), "names no state"),
    (("FIN", "--on", "2026-02-30"), "--on"),
    (("FIN", "--on", "2027-01-01"), "--on"),
    (("FIN", "--format", "xml"), "xml"),
]


@pytest.mark.parametrize(("arguments", "what"), REFUSED)
def test_the_shell_refuses_what_cannot_be_and_says_why(
    arguments: tuple[str, ...], what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, errors = shell(monkeypatch, capsys, *arguments)
    assert (code, out) == (2, "")
    assert what in errors


PARTS = [(0.002, "Less than 1%"), (0.51, "51%"), (0.996, "More than 99%"), (1.0, "100%")]


@pytest.mark.parametrize(("share", "told"), PARTS)
def test_a_part_of_the_border_is_never_told_as_none_or_all_of_it(share: float, told: str) -> None:
    row = {"km_total": 1000.0, "km_not_bound": 1000 * share, "neighbours_not_bound": 1, "share": share}
    assert said.share_sentence(row, "the ban", pd.DataFrame({"name": [], "status": []})).startswith(told)
