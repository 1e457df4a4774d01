"""A saved status page beside the record: what differs is found, what is pasted makes it equal, nothing else is said."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas import __main__ as atlas_shell
from atlas.commands import cli
from atlas.depositary import FINDINGS, MOST_BYTES, Comparison, NotAStatusPage, compare, read_page
from atlas.depositary.comparing import IN_TABLE
from atlas.depositary.names import state_of
from atlas.depositary.sources import reference, source_of
from atlas.tables import Tables, check
from atlas.tables.faults import shown
from tests.conftest import DATA, write_log
from tests.status_pages import AFTER_ALL, StatusPage, html_of, name_of, page_of, written, xml_of

WITH_PAGE = ("mbt", "ccm", "ccw", "ccw_p2", "ccw_ap2", "ccw_p5", "att", "tpnw", "cwc")
Write = Callable[[StatusPage], bytes]
FORMS = pytest.mark.parametrize("write", [html_of, xml_of], ids=["html", "xml"])
FEBRUARY = date(2026, 2, 3)


def compared(page: StatusPage, tables: Tables, treaty: str = "mbt", write: Write = html_of) -> Comparison:
    said = read_page(write(page))
    return compare(said, tables, treaty, None if said.day else page.day)


def findings(page: StatusPage, tables: Tables, treaty: str = "mbt", write: Write = html_of) -> list[tuple[str, ...]]:
    """Code, state, action, day and what the atlas has, a tuple a finding."""
    rows = compared(page, tables, treaty, write).rows
    return list(rows[["finding", "iso3", "action", "date", "here"]].itertuples(index=False, name=None))


# --- a page that says what the atlas says ---


def test_every_treaty_deposited_with_the_united_nations_has_a_page(tables: Tables) -> None:
    rows = tables["treaties"].to_dict("records")
    assert tuple(row["treaty"] for row in rows if reference(row)) == WITH_PAGE


@FORMS
@pytest.mark.parametrize("treaty", WITH_PAGE)
@pytest.mark.parametrize("day", [date(1999, 12, 31), FEBRUARY, AFTER_ALL], ids=str)
def test_a_page_with_the_atlas_own_record_differs_in_nothing(
    day: date, treaty: str, write: Write, tables: Tables
) -> None:
    assert findings(page_of(tables, treaty, day), tables, treaty, write) == []


@FORMS
@pytest.mark.parametrize("treaty", WITH_PAGE)
def test_the_page_of_the_tests_holds_every_act_of_the_record(treaty: str, write: Write, tables: Tables) -> None:
    page = page_of(tables, treaty)
    record = tables["actions"].query("treaty == @treaty")
    acts = record[record["action"].isin(IN_TABLE) & (record["date"].str.len() == 10)]
    nobody = Tables(tables.package, dict(tables.frames) | {"actions": tables["actions"].query("treaty != @treaty")})
    found = findings(page, nobody, treaty, write)
    told = {row[1:4] for row in found if row[0] == "missing-here"}
    assert told == set(acts[["iso3", "action", "date"]].itertuples(index=False, name=None))


def test_withdrawals_and_contests_are_named_as_out_of_reach_and_not_as_missing(tables: Tables) -> None:
    bare = replace(page_of(tables, "mbt"), notes={})
    found = compared(bare, tables)
    assert len(found.rows) == 0
    assert found.not_compared == (
        "not in a page's table, so not looked for there: 5 withdrawal_notified, 5 withdrawal_effective, "
        "1 suspension_announced, 1 objection_to_suspension",
    )


def test_what_the_atlas_has_after_the_day_of_the_page_is_not_missing_there(tables: Tables) -> None:
    found = compared(page_of(tables, "mbt", date(2025, 1, 1)), tables)
    assert len(found.rows) == 0
    assert "later than the page, so not looked for there: 15 actions of the atlas" in found.not_compared


# --- a page that differs ---

NEW = written("2026-11-20")
CHANGES: list[tuple[str, Callable[[StatusPage], StatusPage], list[tuple[str, ...]]]] = [
    (
        "a state more",
        lambda page: page.and_row("Mongolia", "", NEW + "a"),
        [("missing-here", "MNG", "accession", "2026-11-20", "")],
    ),
    (
        "a state more that signed and ratified",
        lambda page: page.and_row("Viet Nam", written("1997-12-03"), NEW),
        [
            ("missing-here", "VNM", "signature", "1997-12-03", ""),
            ("missing-here", "VNM", "ratification", "2026-11-20", ""),
        ],
    ),
    (
        "a state less",
        lambda page: page.without("Tonga"),
        [("missing-there", "TON", "accession", "2025-06-25", "accession 2025-06-25 (UNTC-2026-02-MBT)")],
    ),
    (
        "a state less that has withdrawn",
        lambda page: page.without("Estonia"),
        [("missing-there", "EST", "accession", "2004-05-12", "accession 2004-05-12 (UNTC-2026-02-MBT)")],
    ),
    (
        "another day",
        lambda page: page.changed("Canada", None, None, written("1997-12-04")),
        [("differs", "CAN", "ratification", "1997-12-04", "ratification 1997-12-03 (UNTC-2026-02-MBT)")],
    ),
    (
        "another kind",
        lambda page: page.changed("Canada", None, None, written("1997-12-03") + "A"),
        [("differs", "CAN", "acceptance", "1997-12-03", "ratification 1997-12-03 (UNTC-2026-02-MBT)")],
    ),
    (
        "no signature",
        lambda page: page.changed("Canada", None, "", None),
        [("missing-there", "CAN", "signature", "1997-12-03", "signature 1997-12-03 (UNTC-2026-02-MBT)")],
    ),
    (
        "the exact day of an act known to the year",
        lambda page: page.and_row("Lebanon", "", written("2026-02-05") + "a"),
        [("differs", "LBN", "accession", "2026-02-05", "accession 2026 (S_UNTC2026)")],
    ),
    (
        "a state that left and joined again",
        lambda page: page.changed("Estonia", None, None, NEW + "a"),
        [("missing-here", "EST", "accession", "2026-11-20", "")],
    ),
    (
        "a state that left and joined again, with both days",
        lambda page: page.changed("Estonia", None, None, f"[{written('2004-05-12')}a] {NEW}a"),
        [("missing-here", "EST", "accession", "2026-11-20", "")],
    ),
    (
        "a participant that is no state",
        lambda page: page.and_row("European Union", "", NEW + "AA"),
        [("unknown-name", "", "approval", "2026-11-20", "")],
    ),
    (
        "a name that is nobody's, without a day",
        lambda page: page.and_row("Freedonia", "soon", ""),
        [("unknown-name", "", "", "", "")],
    ),
    (
        "a letter that the heading does not explain",
        lambda page: page.changed("Canada", None, None, written("1997-12-03") + "z"),
        [
            ("missing-there", "CAN", "ratification", "1997-12-03", "ratification 1997-12-03 (UNTC-2026-02-MBT)"),
            ("unread", "CAN", "", "", ""),
        ],
    ),
    (
        "a day that does not exist",
        lambda page: page.and_row("Mongolia", "", "31 Feb\t 2026 a"),
        [("unread", "MNG", "", "", "")],
    ),
    (
        "a month that does not exist",
        lambda page: page.and_row("Mongolia", "", "3 Foo\t 2026 a"),
        [("unread", "MNG", "", "", "")],
    ),
    (
        "words beside the day",
        lambda page: page.and_row("Mongolia", "", NEW + "a see note"),
        [("missing-here", "MNG", "accession", "2026-11-20", ""), ("unread", "MNG", "", "", "")],
    ),
    (
        "a cell too many",
        lambda page: page.and_row("Mongolia", "", NEW + "a", NEW),
        [("unread", "MNG", "", "", "")],
    ),
    (
        "a row cut short",
        lambda page: page.and_row("Mongolia"),
        [],
    ),
]


@FORMS
@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_each_difference_is_found_and_nothing_else(
    change: Callable[[StatusPage], StatusPage], expected: list[tuple[str, ...]], write: Write, tables: Tables
) -> None:
    assert findings(change(page_of(tables, "mbt")), tables, write=write) == expected


@FORMS
@pytest.mark.parametrize(
    "text", ["3 Dec\t 1997 ", "03 December 1997", "[ 3 Dec\t 1997 ]", "\N{NO-BREAK SPACE}3  dec. 1997"]
)
def test_a_day_is_read_however_it_is_spaced_or_spelt(text: str, write: Write, tables: Tables) -> None:
    page = page_of(tables, "mbt").changed("Canada", None, None, text)
    assert [row for row in findings(page, tables, write=write) if row[0] != "read-note"] == []


@FORMS
def test_a_footnote_is_no_part_of_a_name(write: Write, tables: Tables) -> None:
    page = replace(page_of(tables, "mbt"), notes={"Canada": ("12", "A declaration."), "Ukraine": ("10", "A letter.")})
    assert findings(page, tables, write=write) == []


@FORMS
def test_provisional_application_is_no_act_and_is_said_to_be_left_out(write: Write, tables: Tables) -> None:
    page = page_of(tables, "mbt")
    first, signature, consent = page.headings
    rows = tuple((name, signed, NEW + "n", joined) for name, signed, joined in page.rows)
    wider = replace(page, headings=(first, signature, "Provisional application(n)", consent), rows=rows)
    found = compared(wider, tables, write=write)
    assert len(found.rows) == 0
    assert "columns of the page that are no actions of the atlas: Provisional application(n)" in found.not_compared


def test_a_letter_means_what_the_heading_of_its_column_says(tables: Tables) -> None:
    page = page_of(tables, "mbt")
    other = replace(
        page, headings=("Participant", "Signature", "Ratification, Approval(A), Accession(a), Succession(d)")
    )
    differing = {row[1:3] for row in findings(other, tables) if row[0] == "differs"}
    assert differing == {("JPN", "approval"), ("NLD", "approval")}


def test_a_succession_to_a_signature_is_a_signature(tables: Tables) -> None:
    page = page_of(tables, "mbt")
    page = replace(page, headings=("Participant", "Signature, Succession to signature(d)", page.headings[2]))
    assert findings(page.changed("Canada", None, written("1997-12-03") + "d", None), tables) == []


def test_a_consent_to_a_protocol_is_kept_as_a_ratification_that_says_so(tables: Tables) -> None:
    page = page_of(tables, "ccw_ap2").and_row("Mongolia", NEW + "P")
    (row,) = compared(page, tables, "ccw_ap2").rows.to_dict("records")
    assert (row["finding"], row["action"], row["note"]) == ("missing-here", "ratification", "consent to be bound")


SECOND_TABLE = [
    ("Estonia", "x", [("missing-here", "EST", "ratification", "2000-04-20")]),
    ("Estonia", "x (3 May 2026)", [("missing-here", "EST", "ratification", "2026-05-03")]),
    ("Estonia", "y", [("unread", "EST", "", "")]),
    ("Estonia", "x (31 June 2026)", [("unread", "EST", "", "")]),
    ("Finland", "", [("missing-there", "FIN", "ratification", "1982-04-08")]),
    ("Croatia", "x", []),
]


@FORMS
@pytest.mark.parametrize(("name", "cell", "expected"), SECOND_TABLE)
def test_a_cross_in_the_second_table_is_a_consent_given_with_the_state_s_instrument(
    name: str, cell: str, expected: list[tuple[str, ...]], write: Write, tables: Tables
) -> None:
    page = page_of(tables, "ccw_p2")
    second = [(row[0], "x", cell, "x") if row[0] == name else row for row in page.second]
    assert second != list(page.second) or not expected
    found = findings(replace(page, second=tuple(second)), tables, "ccw_p2", write)
    assert [row[:4] for row in found] == expected


def test_a_cross_of_a_state_without_an_instrument_cannot_be_read(tables: Tables) -> None:
    page = page_of(tables, "ccw_p2")
    page = replace(page, second=(*page.second, ("Angola", "x", "x", "x"), ("Freedonia", "", "x", "")))
    assert [row[:2] for row in findings(page, tables, "ccw_p2")] == [("unknown-name", ""), ("unread", "AGO")]


def test_a_second_table_may_name_a_state_otherwise_than_the_first(tables: Tables) -> None:
    page = page_of(tables, "ccw_p2")
    old = {"North Macedonia": "The former Yugoslav Republic of Macedonia", "Cabo Verde": "Cape Verde"}
    second = tuple((old.get(row[0], row[0]), *row[1:]) for row in page.second)
    assert second != page.second
    assert findings(replace(page, second=second), tables, "ccw_p2") == []


# --- withdrawals, which only notes tell of ---


def test_a_withdrawal_in_an_end_note_is_to_be_read_and_is_never_pasted(tables: Tables) -> None:
    text = (
        "On 2 March 2026, the Government of Peru deposited with the Secretary-General a notification of withdrawal. "
        "The withdrawal will take effect for Peru on 2 September 2026 in accordance with article 20 (3)."
    )
    page = page_of(tables, "mbt")
    page = replace(page, notes={**page.notes, "Peru": ("40", text)})
    found = compared(page, tables)
    rows = found.rows.to_dict("records")
    assert [(row["finding"], row["iso3"], row["action"], row["date"]) for row in rows] == [
        ("read-note", "PER", "withdrawal_notified", "2026-03-02"),
        ("read-note", "PER", "withdrawal_effective", "2026-09-02"),
    ]
    assert {row["source_locator"] for row in rows} == {"UNTC MTDSG XXVI-5, end note 40"}
    assert {row["note"] for row in rows} == {text}
    assert len(found.to_paste) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The instrument of denunciation was received.", [("read-note", "PER", "withdrawal_notified", "")]),
        ("On 2 March 2026, the Government of Peru withdrew its declaration.", []),
        ("Withdrawal of the reservation made upon ratification.", []),
    ],
)
def test_only_a_note_on_leaving_the_treaty_is_to_be_read(
    text: str, expected: list[tuple[str, ...]], tables: Tables
) -> None:
    page = page_of(tables, "mbt")
    page = replace(page, notes={**page.notes, "Peru": ("40", text)})
    assert [row[:4] for row in findings(page, tables)] == expected


@FORMS
def test_square_brackets_without_a_withdrawal_in_the_atlas_are_to_be_read(write: Write, tables: Tables) -> None:
    page = page_of(tables, "mbt").changed("Peru", None, f"[{written('1997-12-03')}]", f"[{written('1998-06-17')}]")
    assert findings(page, tables, write=write) == [("read-note", "PER", "withdrawal_effective", "", "")]


def test_a_notice_on_another_day_than_the_atlas_has_stands_beside_it(tables: Tables) -> None:
    page = page_of(tables, "mbt")
    number, text = page.notes["Finland"]
    page = replace(page, notes={**page.notes, "Finland": (number, text.replace("10 July 2025", "11 July 2025"))})
    here = "withdrawal_notified 2025-07-10"
    assert findings(page, tables) == [("read-note", "FIN", "withdrawal_notified", "2025-07-11", here)]


# --- names ---


def test_every_name_that_the_record_was_read_under_is_that_of_its_state(tables: Tables) -> None:
    names = {name_of(tables, iso3): iso3 for iso3 in tables.states["iso3"]}
    assert len(names) == 197
    assert {name: state_of(name, tables) for name in names} == names


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Bahamas (The)", "BHS"),
        ("Republic of Korea", "KOR"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Cape Verde", "CPV"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Viet Nam", "VNM"),
        ("Micronesia (Federated States of)", "FSM"),
    ],
)
def test_names_of_the_depositary_old_and_new_are_matched(name: str, iso3: str, tables: Tables) -> None:
    assert state_of(name, tables) == iso3


@pytest.mark.parametrize("name", ["Guin", "Niger (Republic", "Hong Kong", "Korea", "", "Finland Estonia", "FIN"])
def test_a_name_that_is_only_like_one_is_not_matched(name: str, tables: Tables) -> None:
    with pytest.raises(ValueError, match=r"is no name of a state here|can be"):
        state_of(name, tables)


# --- the source ---


def test_a_page_of_a_day_that_the_treaty_cites_is_the_source_it_cites(tables: Tables) -> None:
    assert source_of(tables, "mbt", "XXVI-5", FEBRUARY) == ("UNTC-2026-02-MBT", None)
    assert source_of(tables, "ccm", "XXVI-6", FEBRUARY) == ("UNTC-2026-02", None)


def test_a_new_page_is_a_new_source_with_its_address(tables: Tables) -> None:
    key, row = source_of(tables, "ccw_ap2", "XXVI-2-b", date(2026, 11, 3))
    assert key == "UNTC-2026-11-CCW-AP2"
    assert row == {
        "source_id": key,
        "title": "Multilateral Treaties Deposited with the Secretary-General, chapter XXVI-2-b: "
        "status as at 3 November 2026",
        "publisher": "United Nations Treaty Collection (depositary)",
        "url": "https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-2-b&chapter=26&clang=_en",
        "address_note": "",
        "copy": "status as at 2026-11-03",
        "note": "",
    }
    assert tuple(row) == tuple(tables["sources"].columns)


def test_a_second_page_of_the_month_takes_its_day_into_the_key(tables: Tables) -> None:
    assert source_of(tables, "mbt", "XXVI-5", date(2026, 2, 20))[0] == "UNTC-2026-02-20-MBT"


# --- files that are no status page ---

PLAIN_PAGE = "<html><body><p>Home</p><table><tr><td>Country</td><td>Year</td></tr></table></body></html>"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><MTDSG><Table><Row><Entry>Participant'
    "</Entry></Row><Row><Entry>&c;</Entry></Row></Table></MTDSG>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><MTDSG><Table><Row><Entry>Participant'
    "</Entry></Row><Row><Entry>&b;</Entry></Row></Table></MTDSG>"
)
NO_PAGES = [
    ("empty", b"", "is empty"),
    ("blank", b" \n\t ", "is empty"),
    ("huge", b"<html>" + b" " * MOST_BYTES, "has more than 8,388,608 bytes"),
    ("pdf", b"%PDF-1.7\n", "is a PDF; save the page"),
    ("zip", b"PK\x03\x04rest", "is a zip archive or an office document"),
    ("mhtml", b"From: <Saved by Blink>\nMIME-Version: 1.0\n", "is a web archive (MHTML)"),
    ("picture", b"\x89PNG\r\n\x1a\n\x00\x00", "is not in utf-8, the encoding it is said to be in: byte 0x89 at 0"),
    ("NUL", b"<html>\0</html>", "holds a NUL character"),
    ("text", b"Finland has withdrawn.", 'holds no table of participants (a first column "Participant")'),
    ("another page", PLAIN_PAGE.encode(), 'holds no table of participants (a first column "Participant")'),
    ("only a comment", b"<!-- nothing -->", "holds no table of participants|is no web page"),
    ("unknown encoding", b'<html><meta charset="klingon">', "names an encoding that is unknown: klingon"),
    ("a codec that is no encoding", b'<html><meta charset="rot13">', "names an encoding that is unknown: rot13"),
    ("wrong encoding", '<html><meta charset="utf-8">Côte'.encode("latin-1"), "is not in utf-8"),
    ("faulty XML", b'<?xml version="1.0"?><MTDSG><Row></MTDSG>', "is XML with a fault: "),
    ("entities", BOMB.encode(), "is XML that declares entities of its own, which are not read"),
    ("outside entities", OUTSIDE.encode(), "is XML that declares entities of its own, which are not read"),
]


@pytest.mark.parametrize(("content", "said"), [case[1:] for case in NO_PAGES], ids=[case[0] for case in NO_PAGES])
def test_a_file_that_is_no_status_page_is_refused_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(NotAStatusPage) as refused:
        read_page(content)
    assert re.search("|".join(map(re.escape, said.split("|"))), str(refused.value))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_a_page_saved_in_another_encoding_is_read(encoding: str, tables: Tables) -> None:
    text = html_of(page_of(tables, "mbt")).decode().replace("charset=utf-8", f"charset={encoding}")
    assert len(compare(read_page(text.encode(encoding)), tables, "mbt").rows) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 30_000), noise=st.binary(max_size=40))
def test_a_damaged_page_is_read_or_refused_and_never_fails(cut: int, noise: bytes, tables: Tables) -> None:
    whole = html_of(page_of(tables, "mbt"))
    try:
        found = compare(read_page(whole[:cut] + noise + whole[cut + 20 :]), tables, "mbt")
    except NotAStatusPage:
        return
    assert set(found.rows["finding"]) <= set(FINDINGS)


def test_elements_in_elements_without_end_are_no_trouble(tables: Tables) -> None:
    deep = b"<table><tr><td>Participant</td></tr><tr><td>" + b"<b>" * 50_000 + b"</td></tr></table>"
    with pytest.raises(NotAStatusPage):
        compare(read_page(b"<html>" + b"<div>" * 50_000 + deep), tables, "mbt")


REFUSED: list[tuple[str, Callable[[StatusPage], StatusPage], str, str]] = [
    (
        "another treaty",
        lambda page: replace(page, number="XXVI-6"),
        "mbt",
        "is page XXVI-6, that of ccm; mbt stands on page XXVI-5",
    ),
    (
        "the page of two",
        lambda page: replace(page, number="XXVI-2"),
        "mbt",
        "is page XXVI-2, that of ccw, ccw_p2; mbt stands on page XXVI-5",
    ),
    (
        "a treaty that the atlas does not have",
        lambda page: replace(page, number="IV-11-b"),
        "mbt",
        "is page IV-11-b, of none of the atlas's treaties; mbt stands on page XXVI-5",
    ),
    (
        "another depositary",
        lambda page: page,
        "bwc",
        "bwc has no page in the UN Treaty Collection: its depositary is Governments of the United Kingdom, the United "
        "States and the Soviet Union (now Russian Federation); with one: mbt, ccm, ccw, ccw_p2, ccw_ap2, ccw_p5, att, "
        "tpnw, cwc",
    ),
    (
        "no second table",
        lambda page: replace(page, number="XXVI-2"),
        "ccw_p2",
        'holds no second table with a column "Protocol II"',
    ),
    (
        "no day",
        lambda page: replace(page, day=None),
        "mbt",
        'does not say as at which day it is ("STATUS AS AT"); add --as-at YYYY-MM-DD',
    ),
    (
        "in another language",
        lambda page: replace(page, headings=("Participant", "Firma", "Ratificación, Adhesión(a)")),
        "mbt",
        'holds no table with a column of ratifications, accessions or other consents in English (columns: "Firma", '
        '"Ratificación, Adhesión(a)"); save the English page (clang=_en)',
    ),
]


@pytest.mark.parametrize(
    ("change", "treaty", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_page_that_cannot_be_compared_is_refused_with_the_reason(
    change: Callable[[StatusPage], StatusPage], treaty: str, said: str, tables: Tables
) -> None:
    with pytest.raises(NotAStatusPage) as refused:
        compared(change(page_of(tables, "mbt")), tables, treaty)
    assert str(refused.value) == said


def test_a_day_that_does_not_exist_and_one_that_contradicts_the_page_are_refused(tables: Tables) -> None:
    text = html_of(page_of(tables, "mbt"))
    with pytest.raises(NotAStatusPage, match='gives a day that does not exist: "STATUS AS AT : 22-13-2026"'):
        read_page(text.replace(b"22-11-2026", b"22-13-2026"))
    with pytest.raises(NotAStatusPage, match="says itself that it is as at 2026-11-22, not 2026-11-21"):
        compare(read_page(text), tables, "mbt", date(2026, 11, 21))


def test_a_page_without_its_number_is_refused(tables: Tables) -> None:
    text = html_of(page_of(tables, "mbt")).replace(b"mtdsg_no=", b"x=").replace(b"CHAPTER XXVI\n", b"\n")
    with pytest.raises(NotAStatusPage, match="does not say which treaty it is of"):
        compare(read_page(text), tables, "mbt")


def test_the_address_of_the_page_tells_its_number_where_the_heading_does_not(tables: Tables) -> None:
    text = html_of(page_of(tables, "mbt")).replace(b"CHAPTER XXVI\n", b"\n")
    assert read_page(text).number == "XXVI-5"


# --- the shell ---

Shell = Callable[..., tuple[str, str, int]]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Shell:
    """Runs `compare-depositary` in this process: what it prints, what it says of errors, its exit status."""

    def run(*arguments: object) -> tuple[str, str, int]:
        monkeypatch.setattr("sys.argv", ["atlas", "compare-depositary", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            atlas_shell.main()
        printed = capsysbinary.readouterr()
        return printed.out.decode(), printed.err.decode(), int(str(end.value))

    return run


def saved(page: StatusPage, folder: Path, write: Write = html_of) -> Path:
    path = folder / "page.html"
    path.write_bytes(write(page))
    return path


def test_where_nothing_differs_only_the_header_is_printed_and_the_exit_status_is_0(
    shell: Shell, tmp_path: Path, tables: Tables
) -> None:
    output, errors, code = shell(saved(page_of(tables, "mbt"), tmp_path))
    assert (output, code) == ("finding,here,treaty,iso3,action,date,not_before,source_id,source_locator,note\n", 0)
    assert errors == "mbt: " + compared(page_of(tables, "mbt"), tables).not_compared[0] + "\n"


def test_where_something_differs_the_exit_status_is_1_and_the_new_source_is_told(
    shell: Shell, tmp_path: Path, tables: Tables
) -> None:
    output, errors, code = shell(saved(page_of(tables, "mbt").and_row("Mongolia", "", NEW + "a"), tmp_path))
    (row,) = csv.DictReader(io.StringIO(output))
    assert code == 1
    assert row == {
        "finding": "missing-here",
        "here": "",
        "treaty": "mbt",
        "iso3": "MNG",
        "action": "accession",
        "date": "2026-11-20",
        "not_before": "",
        "source_id": "UNTC-2026-11-MBT",
        "source_locator": 'UNTC MTDSG XXVI-5, participant table, row "Mongolia"',
        "note": "",
    }
    assert "the page is a new source; its row for sources.csv:\nUNTC-2026-11-MBT," in errors


def test_json_has_the_same_rows(shell: Shell, tmp_path: Path, tables: Tables) -> None:
    path = saved(page_of(tables, "mbt").without("Tonga"), tmp_path)
    output, _, code = shell(path, "--format", "json")
    (row,) = json.loads(output)
    assert (code, row) == (1, next(csv.DictReader(io.StringIO(shell(path)[0]))))


def test_rows_to_paste_are_only_what_is_missing_here(shell: Shell, tmp_path: Path, tables: Tables) -> None:
    page = page_of(tables, "mbt").without("Tonga").changed("Canada", None, None, written("1997-12-04"))
    path = saved(page.and_row("Mongolia", "", NEW + "a"), tmp_path)
    locator = '"UNTC MTDSG XXVI-5, participant table, row ""Mongolia"""'
    assert shell(path, "--paste", "actions") == (f"mbt,MNG,accession,2026-11-20,,UNTC-2026-11-MBT,{locator},\n", "", 1)
    output, errors, code = shell(path, "--paste", "sources")
    assert next(csv.reader([output]))[0] == "UNTC-2026-11-MBT"
    assert (output.count("\n"), errors, code) == (1, "", 1)


def test_a_source_that_no_row_to_paste_cites_is_not_proposed(shell: Shell, tmp_path: Path, tables: Tables) -> None:
    assert shell(saved(page_of(tables, "mbt").without("Tonga"), tmp_path), "--paste", "sources") == ("", "", 1)


def test_an_xml_file_needs_the_day(shell: Shell, tmp_path: Path, tables: Tables) -> None:
    path = saved(page_of(tables, "ccm"), tmp_path, xml_of)
    asked = f'atlas: "{path}": does not say as at which day it is ("STATUS AS AT"); add --as-at YYYY-MM-DD\n'
    assert shell(path, "--treaty", "ccm") == ("", asked.replace(f'"{path}"', shown(str(path))), 2)
    assert shell(path, "--treaty", "ccm", "--as-at", "2026-11-22")[2] == 0


def test_a_page_newer_than_the_facts_says_which_day_to_change(shell: Shell, tmp_path: Path, tables: Tables) -> None:
    page = replace(page_of(tables, "mbt"), day=date(2026, 12, 24))
    _, errors, code = shell(saved(page, tmp_path))
    assert code == 0
    assert "the page is as at 2026-12-24, the facts were last checked on 2026-11-22: set `checked`" in errors


TROUBLES = [
    (("--treaty", "xyz"), '--treaty: "xyz" is not a treaty; allowed: mbt, '),
    (("--as-at", "yesterday"), '--as-at: "yesterday" is not a day; write YYYY-MM-DD'),
    (("--paste", "events"), "'events' is not one of 'sources', 'actions'."),
    (("--treaty", "npt"), "npt has no page in the UN Treaty Collection"),
]


@pytest.mark.parametrize(("arguments", "said"), TROUBLES)
def test_trouble_is_one_line_and_exit_status_2(
    arguments: tuple[str, ...], said: str, shell: Shell, tmp_path: Path, tables: Tables
) -> None:
    output, errors, code = shell(saved(page_of(tables, "mbt"), tmp_path), *arguments)
    assert (output, code, errors.count("\n")) == ("", 2, 1)
    assert said in errors


@pytest.mark.parametrize("name", ["nowhere.html", ".", "no\0name"])
def test_a_file_that_cannot_be_read_is_one_line_and_exit_status_2(name: str, shell: Shell, tmp_path: Path) -> None:
    output, errors, code = shell(f"{tmp_path}/{name}")
    assert (output, code, errors.count("\n")) == ("", 2, 1)
    assert "cannot be read: " in errors


def test_a_page_comes_from_standard_input_too(shell: Shell, monkeypatch: pytest.MonkeyPatch, tables: Tables) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(html_of(page_of(tables, "mbt")))))
    assert shell("-")[2] == 0


def test_a_faulty_folder_of_facts_lists_its_faults_and_is_exit_status_2(
    shell: Shell, tmp_path: Path, tables: Tables, damaged: Callable[..., Path]
) -> None:
    folder = damaged(lambda facts: (facts / "actions.csv").unlink())
    output, errors, code = shell(saved(page_of(tables, "mbt"), tmp_path), "--data", folder)
    assert (output, code) == ("", 2)
    assert errors.startswith("actions.csv:1: file: the file is missing")


def test_the_help_names_every_code_and_every_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(CliRunner().invoke(cli, ["compare-depositary", "--help"]).output.split())
    assert [code for code in FINDINGS if f" {code}: " not in text] == []
    assert (
        "Exit status as of diff: 0 where nothing differs, 1 where something does, 2 where it cannot be compared" in text
    )


# --- pasting ---


def _lose(folder: Path, beginning: str) -> None:
    """Takes the one row that begins so out of the actions, and says so in the description."""
    lines = (folder / "actions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(beginning)]
    assert len(kept) == len(lines) - 1
    (folder / "actions.csv").write_text("".join(kept), encoding="utf-8", newline="")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = (each for each in package["resources"] if each["name"] == "actions")
    table["atlas:rowsAtLeast"] = len(kept) - 1
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.data())
def test_whatever_row_the_record_loses_is_found_and_pasting_makes_it_whole(
    drawn: st.DataObject, shell: Shell, tmp_path: Path, tables: Tables
) -> None:
    treaty = drawn.draw(st.sampled_from(WITH_PAGE))
    rows = tables["actions"].query("treaty == @treaty")
    lone = rows[~rows["iso3"].isin(rows[~rows["action"].isin(IN_TABLE)]["iso3"]) & (rows["date"].str.len() == 10)]
    lost = lone.loc[drawn.draw(st.sampled_from(list(lone.index)))]
    folder = tmp_path / "facts"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DATA, folder)
    _lose(folder, f"{treaty},{lost.iso3},{lost.action},{lost.date},")
    asked = (saved(page_of(tables, treaty), tmp_path), "--treaty", treaty, "--data", folder)
    output, _, code = shell(*asked)
    (row,) = csv.DictReader(io.StringIO(output))
    found = tuple(row[name] for name in ("finding", "iso3", "action", "date"))
    assert (code, found) == (1, ("missing-here", lost.iso3, lost.action, lost.date))
    pasted = {table: shell(*asked, "--paste", table)[0] for table in ("sources", "actions")}
    for table, text in pasted.items():
        with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(text)
    write_log(folder)
    assert check(folder) == []
    assert shell(*asked)[0].count("\n") == 1
    assert shell(*asked)[2] == 0


def test_nothing_is_written_to_the_facts(shell: Shell, tmp_path: Path, tables: Tables) -> None:
    folder = tmp_path / "facts"
    shutil.copytree(DATA, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    path = saved(page_of(tables, "mbt").and_row("Mongolia", "", NEW + "a"), tmp_path)
    for more in ((), ("--paste", "actions"), ("--paste", "sources")):
        shell(path, "--data", folder, *more)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
