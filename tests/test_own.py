"""A reader's own data: what is read, what is refused and why, and that nothing of it reaches the facts."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas import status
from atlas.assets import packed_history
from atlas.export import plain, to_csv
from atlas.export.formats import to_csv_for_spreadsheets
from atlas.figures.marks import MOST_LEVELS, event_marks
from atlas.own import (
    ACTIONS,
    EVENTS,
    LANE,
    PARAMETERS,
    PLACE,
    Own,
    Reading,
    described,
    example,
    holds_own,
    key_of,
    read_own,
    with_own,
)
from atlas.own.dates import read_dates
from atlas.own.text import MOST_BYTES
from atlas.selection import from_query
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.sources import OWN

HEAD = "date,title,states\n"
ROW = "2025-03-04,Something,FIN\n"


def archive(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(name, content)
    return made.getvalue()


def workbook() -> bytes:
    made = io.BytesIO()
    pd.DataFrame({"date": ["2025"]}).to_excel(made, index=False)
    return made.getvalue()


COLUMNS = ",".join(f"c{number}" for number in range(10_000))
MISSING = "the column is missing; needed: date, title, states; found: "
HOSTILE: list[tuple[str, bytes, str]] = [
    ("an empty file", b"", "1: file: is empty"),
    ("only blanks", b" \r\n\t\n", "1: file: holds nothing but blanks"),
    ("only zeros", b"\0" * 4000, "1: file: holds nothing but blanks"),
    ("only a mark", b"\xef\xbb\xbf", "1: file: holds nothing but a byte-order mark"),
    ("only a header", HEAD.encode(), "1: file: has a header and no rows"),
    ("too large", b"x" * (MOST_BYTES + 1), "1: file: has 5.0 MB; at most 5 MB are read"),
    (
        "a zip bomb",
        archive("bomb.csv", b"0" * 50_000_000),
        "1: file: is a zip archive: nothing is unpacked here; bring the CSV file that is in it",
    ),
    (
        "a workbook",
        workbook(),
        "1: file: is an Excel workbook: in Excel choose Save as, then CSV UTF-8, and bring that file",
    ),
    (
        "an old workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "1: file: is an old Excel workbook: in Excel choose Save as, then CSV UTF-8, and bring that file",
    ),
    (
        "gzip",
        b"\x1f\x8b\x08\0\0\0\0\0",
        "1: file: is a compressed file (gzip): nothing is unpacked here; bring the CSV file that is in it",
    ),
    ("a PDF", b"%PDF-1.7\n", "1: file: is a PDF document: bring its table as a CSV file"),
    ("a picture", b"\x89PNG\r\n\x1a\n", "1: file: is a picture: bring a CSV file"),
    ("a binary file", HEAD.encode() + b"\x01\x02\x00\xff" * 9, "2: file: is not text in UTF-8, nor in any other"),
    (
        "a control character",
        (HEAD + "2025,a\x07b,FIN\n").encode(),
        "2: file: holds the control character U+0007: not a text file",
    ),
    ("a web page", b"<!DOCTYPE html><table></table>", "1: file: is a web page or XML, not CSV"),
    ("10,000 columns", f"{COLUMNS}\n".encode(), "1: file: has 10,000 columns; at most 200 are read"),
    (
        "too many rows",
        (HEAD + "2025,x,FIN\n" * 100_001).encode(),
        "100002: file: has more than 100,000 rows; bring it in parts",
    ),
    ("two headings", ("date," + HEAD + "2025," + ROW).encode(), "1: date: the column stands twice"),
    ("two headings in two cases", ("Date," + HEAD + "2025," + ROW).encode(), "1: date: the column stands twice"),
    ("two unknown headings", ("x,X," + HEAD + "1,2," + ROW).encode(), "1: x: the column stands twice"),
    ("no known heading", b"a;b\n1;2\n", f'1: date: {MISSING}"a", "b"'),
    ("content without heading", b"date,title,states,\n2025,x,FIN,y\n", "2: column 4: has content and no heading"),
    ("a ragged row", (HEAD + "2025,x\n").encode(), "2: row: has 2 cells where the header has 3"),
    (
        "an open quotation mark",
        (HEAD + ROW + '2025,"x,FIN\n2025,y,FIN\n').encode(),
        "3: file: is not readable as CSV: unexpected end of data; a quotation mark may not be closed",
    ),
    (
        "a cell without end",
        (HEAD + f"2025,{'x' * 140_000},FIN\n").encode(),
        "2: file: is not readable as CSV: field larger than field limit (131072)",
    ),
    (
        "a day that can be two",
        (HEAD + ROW + "03/04/2025,x,FIN\n").encode(),
        '3: date: "03/04/2025" can be 2025-04-03 or 2025-03-04; write the one that is meant',
    ),
    (
        "a year of two digits",
        (HEAD + "31.12.25,x,FIN\n").encode(),
        '2: date: "31.12.25" has a year of two digits; write YYYY-MM-DD',
    ),
    (
        "no day of the calendar",
        (HEAD + "31.11.2025,x,FIN\n").encode(),
        '2: date: "31.11.2025" is not a day of the calendar; write YYYY-MM-DD, YYYY-MM or YYYY',
    ),
    (
        "a formula for a date",
        (HEAD + "=TODAY(),x,FIN\n").encode(),
        '2: date: "=TODAY()" is not a date; write YYYY-MM-DD, YYYY-MM or YYYY',
    ),
    ("no title", (HEAD + "2025,,FIN\n").encode(), "2: title: is missing"),
    (
        "an unknown state",
        (HEAD + ROW + "2025,x,Atlantis\n").encode(),
        '3: states: "Atlantis" is not a state; write its ISO 3166-1 alpha-3 code, or WLD for the world',
    ),
    (
        "a name of two states",
        (HEAD + "2025,x,Congo\n").encode(),
        '2: states: "Congo" can be COD or COG; write the code',
    ),
    (
        "an unknown lane",
        b"date,title,states,lane\n2025,x,FIN,air\n",
        '2: lane: "air" is unknown; allowed: own, treaty, meetings, government, weapons, use, clearance, compliance, '
        "society, related",
    ),
    (
        "a precision that does not fit",
        b"date,title,states,precision\n2025,x,FIN,day\n",
        '2: precision: "day" does not fit the date 2025',
    ),
]


@pytest.mark.parametrize(("what", "content", "said"), HOSTILE, ids=[case[0] for case in HOSTILE])
def test_a_file_that_cannot_be_used_is_refused_with_one_clear_message(
    tables: Tables, what: str, content: bytes, said: str
) -> None:
    reading = read_own(content, "my.csv", EVENTS, tables)
    assert reading.own is None
    assert str(reading.faults[0]).startswith(f"my.csv:{said}"), what
    assert {fault.line for fault in reading.faults} == {reading.faults[0].line}


def test_every_fault_is_listed_with_its_line_in_the_file(tables: Tables) -> None:
    text = 'sep=;\ndate;title;states\n\n2025-13;x;FIN\n2025;"two\nlines";Nowhere\n2025;;FIN\n'
    reading = read_own(text.encode(), "my.csv", EVENTS, tables)
    assert [(fault.line, fault.column) for fault in reading.faults] == [(4, "date"), (5, "states"), (7, "title")]


def test_a_wrong_encoding_is_told_with_the_line(tables: Tables) -> None:
    content = (HEAD + ROW + "2025,Déminage,FRA\n").encode("cp1252")
    reading = read_own(content, "my.csv", EVENTS, tables, encoding="utf-8")
    assert str(reading.faults[0]) == "my.csv:3: file: is not text in UTF-8: byte 0xe9"


ENCODED = [
    ("utf-8", "Déminage en Bosnie-Herzégovine", "Read as UTF-8."),
    ("utf-8-sig", "Déminage", "Read as UTF-8."),
    ("utf-16", "Déminage", "Read as UTF-16."),
    ("utf-16-le", "Déminage", "Read as UTF-16-LE."),
    ("utf-16-be", "Déminage", "Read as UTF-16-BE."),
    ("cp1252", "Säd", "Not UTF-8. Read as Windows-1252"),
    ("cp1252", "Señor – “¿qué?”", "Not UTF-8. Read as Windows-1252"),
    ("cp1251", "Заявление министерства иностранных дел", "Not UTF-8. Read as Windows-1251"),
    ("cp1253", "Δήλωση του υπουργείου εξωτερικών", "Not UTF-8. Read as Windows-1253"),
    ("cp932", "対人地雷禁止条約に署名した日本政府の声明", "Not UTF-8. Read as Shift JIS"),
]


@pytest.mark.parametrize(("encoding", "title", "told"), ENCODED)
def test_an_encoding_is_found_and_told(tables: Tables, encoding: str, title: str, told: str) -> None:
    reading = read_own(f"{HEAD}2025,{title},FIN\n".encode(encoding), "my.csv", EVENTS, tables)
    assert reading.rows.column("title") == [title]
    assert reading.told[0].startswith(told)


def test_the_reader_can_name_the_encoding(tables: Tables) -> None:
    content = f"{HEAD}2025,Żółć,POL\n".encode("cp1250")
    assert read_own(content, "my.csv", EVENTS, tables, encoding="cp1250").rows.column("title") == ["Żółć"]


DATES = [
    (["45658"], ["2025-01-01"]),
    (["45658.75", "45658,5"], ["2025-01-01", "2025-01-01"]),
    (["31.12.2025", "03.04.2025"], ["2025-12-31", "2025-04-03"]),
    (["12/31/2025", "03/04/2025"], ["2025-12-31", "2025-03-04"]),
    (["3/3/2025"], ["2025-03-03"]),
    (["31-12-2025"], ["2025-12-31"]),
    (["2025/12/31", "20251231", "2025-12-31T10:00:00Z", "2025-12-31 00:00"], ["2025-12-31"] * 4),
    (["31/12/2025 00:00", "12/2025"], ["2025-12-31", "2025-12"]),
    (["31 December 2025", "Dec 31, 2025", "31-Dec-2025", "1st Sept 2025"], ["2025-12-31"] * 3 + ["2025-09-01"]),
    (["December 2025", "2025-12", "2025", ""], ["2025-12", "2025-12", "2025", ""]),
    (["not a date", "31. Dezember 2025"], ["not a date", "31. Dezember 2025"]),
]


@pytest.mark.parametrize(("written", "read"), DATES)
def test_dates_are_read_as_they_are_written(written: list[str], read: list[str]) -> None:
    assert read_dates("date", written).cells == read


UNDECIDED = [["03/04/2025"], ["31.12.2025", "03/04/2025"], ["31/12/2025", "12/31/2025", "03/04/2025"]]


@pytest.mark.parametrize("written", UNDECIDED)
def test_a_date_that_can_be_two_days_is_never_guessed(written: list[str]) -> None:
    read = read_dates("date", written)
    assert read.cells[-1] == "03/04/2025"
    assert "can be 2025-04-03 or 2025-03-04" in read.problems[len(written) - 1]


def test_a_conversion_of_dates_is_told() -> None:
    assert read_dates("date", ["31.12.2025", "03.04.2025", "45658"]).told == [
        "date: 2 dates with the day first (DD.MM.YYYY) read as YYYY-MM-DD.",
        "date: 1 date counted in days, as Excel stores them, read as YYYY-MM-DD.",
    ]


def test_formulas_and_html_stay_text_and_are_told(tables: Tables) -> None:
    cells = ['=HYPERLINK("http://x","y")', "@SUM(A1)", "+1", "-1", "<script>alert(1)</script>"]
    text = io.StringIO()
    csv.writer(text).writerows([["date", "title", "states"], *(["2025", cell, "FIN"] for cell in cells)])
    reading = read_own(text.getvalue().encode(), "my.csv", EVENTS, tables)
    assert reading.own
    assert reading.rows.column("title") == cells
    assert "Cells that begin like a formula: 4. They stay text and are never run." in reading.told
    assert "Cells that hold HTML: 1. It stays text and is shown as it is written." in reading.told
    joined = with_own(tables, reading.own)["events"].tail(5)
    assert list(joined["title"]) == cells
    guarded = list(csv.DictReader(io.StringIO(to_csv_for_spreadsheets(joined).decode("utf-8-sig"))))
    assert [row["title"] for row in guarded] == [f"'{cell}" for cell in cells[:4]] + cells[4:]
    assert "&lt;script&gt;" in event_marks(joined, 365)["text"].iloc[-1]


def test_what_is_missing_has_the_stated_defaults_and_what_has_no_column_is_told(tables: Tables) -> None:
    reading = read_own(b"Title,date,STATES,author\nx,2025-03,finland;  ee t,me\n", "my.csv", EVENTS, tables)
    assert [fault.column for fault in reading.faults] == ["states"]
    reading = read_own(b"Title,date,STATES,author\nx,2025-03,finland; est,me\n", "my.csv", EVENTS, tables)
    (row,) = with_own(tables, reading.own)["events"].tail(1).to_dict("records") if reading.own else ()
    assert row == {
        "event_id": f"{OWN}-1",
        "date": "2025-03",
        "precision": "month",
        "states": "FIN;EST",
        "place": "",
        "lane": LANE,
        "category": "own",
        "title": "x",
        "summary": "x",
        "source_id": OWN,
        "note": "",
    }
    assert 'Not shown, because the atlas has no column for them: "author".' in reading.told
    assert 'states: read "finland; est" as FIN;EST.' in reading.told


def parameters(tables: Tables, treaty: str = "mbt", **changed: str) -> dict[str, str]:
    """The rule parameters of a treaty of the atlas, as a reader would type them."""
    row = plain(tables["treaties"]).set_index("treaty").loc[treaty]
    given = {name: str(row[name]) for name in PARAMETERS}
    return given | {"short_name": "My treaty", "armed_conflict_clause": "yes"} | changed


def acts(tables: Tables, treaty: str) -> bytes:
    """The actions of a treaty as a file."""
    return to_csv(tables["actions"].query("treaty == @treaty"))


def own_treaty(tables: Tables, treaty: str = "mbt", **changed: str) -> Own:
    reading = read_own(acts(tables, treaty), "acts.csv", ACTIONS, tables, parameters(tables, treaty, **changed))
    assert reading.own, reading.faults
    return reading.own


@pytest.fixture(scope="module")
def mine(tables: Tables) -> tuple[Tables, History, str]:
    """The Mine Ban Convention brought as another treaty: joined tables, their history, the key."""
    own = own_treaty(tables)
    joined = with_own(tables, own)
    return joined, status.build(joined), own.treaty_key


@given(day=st.dates(date(1997, 1, 1), date(2030, 12, 31)))
def test_the_conventions_own_actions_brought_as_another_treaty_give_the_same_statuses(
    mine: tuple[Tables, History, str], day: date
) -> None:
    _, history, key = mine
    said, known = (history.status_on(day, treaty) for treaty in (key, "mbt"))
    assert len(said) == 197
    columns = ["iso3", "status", "since", "until", "certain"]
    pd.testing.assert_frame_equal(said[columns], known[columns])


@pytest.mark.parametrize("treaty", ["ccm", "att", "tpnw", "bwc"])
def test_other_treaties_brought_as_own_give_the_same_statuses(tables: Tables, treaty: str) -> None:
    own = own_treaty(tables, treaty)
    history = status.build(with_own(tables, own))
    for day in ("1975-06-01", "2008-12-31", "2014-12-24", str(tables.checked)):
        said, known = (history.status_on(day, each) for each in (own.treaty_key, treaty))
        assert list(said["status"]) == list(known["status"])


def test_the_threshold_gives_the_day_of_entry_into_force_where_it_is_not_given(tables: Tables) -> None:
    given = parameters(tables, entry_into_force="")
    reading = read_own(acts(tables, "mbt"), "acts.csv", ACTIONS, tables, given)
    assert reading.own
    assert reading.own.treaty.column("entry_into_force") == ["1999-03-01"]
    assert reading.told[-1].endswith("computed from the threshold and the instruments in the file: 1999-03-01.")


BAD_PARAMETERS: list[tuple[Mapping[str, str], str, str]] = [
    ({"short_name": ""}, "short_name", "is missing"),
    ({"short_name": "x" * 61}, "short_name", "has 61 characters; at most 60"),
    ({"joiner_rule": ""}, "joiner_rule", "is missing"),
    ({"joiner_amount": "601"}, "joiner_amount", '"601" is more than 600'),
    ({"notice_unit": "weeks"}, "notice_unit", '"weeks" is unknown; allowed: months, days'),
    ({"armed_conflict_clause": ""}, "armed_conflict_clause", "is missing"),
    ({"entry_into_force": "1990-01-01"}, "entry_into_force", "1990-01-01 lies before adopted 1997-09-18"),
    (
        {"entry_into_force": "", "threshold": "190"},
        "entry_into_force",
        "is missing; give the day, or a threshold that the instruments in the file reach "
        "(167 of 190 states have deposited one)",
    ),
]


@pytest.mark.parametrize(("changed", "column", "problem"), BAD_PARAMETERS)
def test_a_bad_rule_parameter_is_named(tables: Tables, changed: Mapping[str, str], column: str, problem: str) -> None:
    reading = read_own(acts(tables, "mbt"), "acts.csv", ACTIONS, tables, {**parameters(tables), **changed})
    assert reading.own is None
    assert [(PLACE, column, problem)] == [(each.file, each.column, each.problem) for each in reading.faults]


def test_before_any_rule_is_given_only_fields_that_are_asked_for_are_named(tables: Tables) -> None:
    reading = read_own(acts(tables, "mbt"), "acts.csv", ACTIONS, tables, dict.fromkeys(PARAMETERS, ""))
    named = {each.column for each in reading.faults}
    assert named == set(PARAMETERS) - {"subject", "opened_for_signature", "threshold"}
    assert all(each.problem.startswith("is missing") for each in reading.faults)


BAD_ACTIONS = [
    ("FIN,ratified,2025-01-01", "action", '"ratified" is unknown; allowed: signature'),
    ("FIN,accession,1990-01-01", "date", "accession on 1990-01-01 lies before the treaty opened on 1997-12-03"),
    ("FIN,withdrawal_notified,2025-01-01", "date", "gives notice of withdrawal without having joined"),
    (
        "GRL,accession,2001-01-01",
        "iso3",
        '"GRL" is not a state; write its ISO 3166-1 alpha-3 code',
    ),
    ("FIN,accession,2050-01-01", "date", "2050-01-01 lies after the day the data was checked"),
]


@pytest.mark.parametrize(("row", "column", "problem"), BAD_ACTIONS)
def test_actions_are_checked_by_the_checker_of_the_record(tables: Tables, row: str, column: str, problem: str) -> None:
    content = f"iso3,action,date\nEST,accession,2004-05-12\n{row}\n".encode()
    (fault,) = read_own(content, "acts.csv", ACTIONS, tables, parameters(tables)).faults
    assert (fault.file, fault.line, fault.column) == ("acts.csv", 3, column)
    assert fault.problem.startswith(problem)


def test_actions_of_two_treaties_in_one_file_are_refused(tables: Tables) -> None:
    content = to_csv(tables["actions"][tables["actions"]["treaty"].isin(["mbt", "ccm"])])
    reading = read_own(content, "acts.csv", ACTIONS, tables, parameters(tables))
    assert str(reading.faults[0]).startswith('acts.csv:1: treaty: has rows of 2 treaties ("ccm", "mbt")')


def test_the_facts_are_never_changed_and_every_added_row_says_where_it_is_from(tables: Tables) -> None:
    before = {name: frame.copy() for name, frame in tables.frames.items()}
    events = read_own(example(EVENTS, tables), "my.csv", EVENTS, tables).own
    assert events
    own = own_treaty(tables)
    joined = with_own(tables, events, own)
    assert joined is not tables
    for name, frame in before.items():
        pd.testing.assert_frame_equal(tables[name], frame)
        pd.testing.assert_frame_equal(joined[name].head(len(frame)), frame)
    for name in ("events", "actions", "treaties", "sources"):
        added = joined[name].iloc[len(before[name]) :]
        assert len(added)
        assert set(added["source_id"]) == {OWN}
    assert joined.row("sources", OWN)["title"] == "my.csv and acts.csv"
    assert joined.row("treaties", own.treaty_key)["short_name"] == "My treaty (own data)"
    assert described([events, own]) == f"12 own events from my.csv and {len(own.rows.cells)} own actions from acts.csv"


def test_a_link_with_own_data_means_nothing_to_another_reader(
    tables: Tables, mine: tuple[Tables, History, str]
) -> None:
    query = {"treaty": mine[2]}
    assert from_query(query, mine[0])[0].treaty == "own_my_treaty"
    choice, notices = from_query(query, tables)
    assert choice.treaty == "mbt"
    assert len(notices) == 1


def test_rows_say_that_own_data_is_in_them(mine: tuple[Tables, History, str]) -> None:
    joined, history, key = mine
    own, atlas = (history.status_on("2025-01-01", treaty) for treaty in (key, "mbt"))
    assert holds_own(own)
    assert not holds_own(atlas)
    assert holds_own(joined["actions"])


def test_a_treatys_key_is_made_of_its_name() -> None:
    names = ("My treaty", "Traité d'Oslo (2008)", "条約", "  ")
    assert [key_of(name) for name in names] == [
        "own_my_treaty",
        "own_traite_doslo_2008",
        "own_条約"[:4] + "treaty",
        "own_treaty",
    ]


def test_the_history_of_an_own_treaty_comes_packed_and_small(mine: tuple[Tables, History, str]) -> None:
    joined, history, key = mine
    address = packed_history(history, joined, key)
    assert address.startswith("data:application/gzip;base64,")
    assert len(address) < 20_000


def test_any_number_of_events_on_one_day_makes_a_lane_of_bounded_height(tables: Tables) -> None:
    content = HEAD + "2025-01-01,x,FIN\n" * 3000
    own = read_own(content.encode(), "my.csv", EVENTS, tables).own
    assert own
    marks = event_marks(with_own(tables, own)["events"].tail(3000), 365)
    assert marks["level"].max() + 1 == MOST_LEVELS
    assert set(marks["kind"]) == {"own"}


def day_first(text: str) -> str:
    return ".".join(reversed(text.split("-"))) if len(text) == 10 else text


def serial(text: str) -> str:
    return str((date.fromisoformat(text) - date(1899, 12, 30)).days) if len(text) == 10 else text


FORMS = {"iso": str, "day first": day_first, "serial": serial}
WRITTEN = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        "form": st.sampled_from(list(FORMS)),
        "line_end": st.sampled_from(["\n", "\r\n"]),
        "first": st.integers(0, 190),
        "length": st.integers(1, 40),
    }
)


def written(rows: pd.DataFrame, how: Mapping[str, object]) -> bytes:
    form = FORMS[str(how["form"])]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=str(how["delimiter"]), lineterminator=str(how["line_end"]))
    writer.writerow(rows.columns)
    for row in plain(rows).to_dict("records"):
        writer.writerow(form(value) if name in ("date", "not_before") else value for name, value in row.items())
    return text.getvalue().encode(str(how["encoding"]))


def read_back(reading: Reading, rows: pd.DataFrame, columns: list[str]) -> None:
    """The reading has the rows, or says that days of the month leave their dates open."""
    if reading.faults:
        assert all("can be" in fault.problem and fault.column in ("date", "not_before") for fault in reading.faults)
        return
    expected = plain(rows)
    for column in columns:
        assert reading.rows.column(column) == list(expected[column]), column


@given(how=WRITTEN)
def test_any_part_of_the_events_is_read_back_from_any_form_of_file(tables: Tables, how: dict[str, object]) -> None:
    rows = tables["events"].iloc[how["first"] :].head(how["length"])  # type: ignore[misc]
    reading = read_own(written(rows, how), "my.csv", EVENTS, tables)
    read_back(reading, rows, ["date", "precision", "states", "place", "lane", "category", "title", "summary"])
    if not reading.faults:
        pairs = zip(rows["source_id"], rows["note"], strict=True)
        assert reading.rows.column("note") == [f"Source given: {source}. {note}".strip() for source, note in pairs]


@given(how=WRITTEN)
def test_any_states_actions_are_read_back_from_any_form_of_file(tables: Tables, how: dict[str, object]) -> None:
    states = list(tables.states["iso3"])[how["first"] :][: how["length"]]  # type: ignore[misc]
    under = tables["actions"].query("treaty == 'mbt'")
    rows = under[under["iso3"].isin(states)]
    reading = read_own(written(rows, how), "my.csv", ACTIONS, tables, parameters(tables))
    if not rows.empty:
        read_back(reading, rows, ["iso3", "action", "date", "not_before", "source_locator"])
