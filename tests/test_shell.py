"""The shell is a public contract: exact columns, order, filters, errors of one line, exit statuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from atlas import __main__ as atlas_shell
from atlas import status
from atlas.status import STATUSES, History
from atlas.tables import Tables, check, load

ROOT = Path(__file__).parents[1]
STATUS_HEADER = "treaty,iso3,name,status,since,until,certain,contested,basis,source_ids"
COUNTS_HEADER = "year,day,outside,signatory,joining,party,withdrawing,withdrawn,not-open,not-yet-state"
CHANGES_HEADER = "iso3,name,date,from_status,to_status,basis,source_ids"
BORDERS_HEADER = "bound,bound_name,bound_status,other,other_name,other_status,pair,km,source_ids"
WHATIF_HEADER = (
    "supposed,treaty,iso3,name,act,day,status_before,takes_effect,status_after,article,rule,armed_conflict_clause,"
    "bound_before,bound_after"
)
EVENTS_HEADER = "event_id,date,precision,states,place,lane,category,title,summary,source_id,note"


class Result(NamedTuple):
    """What a command printed, and its exit status."""

    output: str
    errors: str
    code: int

    @property
    def header(self) -> str:
        return self.output.split("\n", 1)[0]

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.output)))

    def column(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]


Shell = Callable[..., Result]


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tables: Tables, history: History
) -> Shell:
    """Runs a command in this process; the repository's own facts are not loaded and built again for each one."""
    monkeypatch.setattr("atlas.tables.load", lambda folder=None: load(folder) if folder else tables)
    build = status.build
    monkeypatch.setattr("atlas.status.build", lambda facts: history if facts is tables else build(facts))

    def run(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["atlas", *arguments])
        code = 0
        try:
            atlas_shell.main()
        except SystemExit as end:
            code = end.code
        printed = capsysbinary.readouterr()
        return Result(printed.out.decode("utf-8"), printed.err.decode("utf-8"), code)

    return run


def good(result: Result) -> Result:
    assert (result.code, result.errors) == (0, "")
    return result


COMMANDS = [
    (("status", "--treaty", "mbt", "--on", "2026-01-15"), STATUS_HEADER),
    (("counts", "--treaty", "mbt", "--from", "1997", "--to", "2026"), COUNTS_HEADER),
    (("changes", "--treaty", "mbt", "--from", "2025-01-01", "--to", "2026-11-22"), CHANGES_HEADER),
    (("events", "--from", "2025", "--to", "2025", "--iso3", "FIN", "--category", "meeting"), EVENTS_HEADER),
    (("country", "FIN", "--on", "2026-01-15"), STATUS_HEADER),
    (("borders", "--treaty", "mbt", "--on", "2026-11-22"), BORDERS_HEADER),
    (("whatif", "--treaty", "mbt", "--iso3", "NOR", "--notice", "2026-12-01"), WHATIF_HEADER),
]


@pytest.mark.parametrize(("arguments", "header"), COMMANDS, ids=lambda each: each[0])
def test_the_first_line_is_the_header_of_the_contract(arguments: tuple[str, ...], header: str, shell: Shell) -> None:
    assert good(shell(*arguments)).header == header


@pytest.mark.parametrize(("arguments", "header"), COMMANDS, ids=lambda each: each[0])
def test_json_has_the_rows_and_keys_of_csv(arguments: tuple[str, ...], header: str, shell: Shell) -> None:
    as_csv, as_json = good(shell(*arguments)).rows, json.loads(good(shell(*arguments, "--format", "json")).output)
    texts = {True: "true", False: "false", None: ""}
    plain = [
        {key: texts[cell] if isinstance(cell, bool | None) else str(cell) for key, cell in row.items()}
        for row in as_json
    ]
    assert plain == as_csv
    assert all(",".join(row) == header for row in as_json)


@pytest.mark.parametrize("arguments", [case[0] for case in COMMANDS], ids=lambda each: each[0])
def test_the_same_folder_named_prints_the_same(arguments: tuple[str, ...], shell: Shell) -> None:
    assert shell(*arguments, "--data", str(ROOT / "data")) == good(shell(*arguments))


def test_a_process_of_its_own_prints_utf_8_and_the_same(shell: Shell) -> None:
    arguments = ["status", "--iso3", "CIV,TUR"]
    command = [sys.executable, "-m", "atlas", *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert result.stdout.decode("utf-8") == good(shell(*arguments)).output
    assert "Côte d'Ivoire" in result.stdout.decode("utf-8")


# --- status ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["1980-01-01", "1999-03-01", "2026-01-15"])
def test_status_prints_all_states_sorted_by_code(day: str, shell: Shell, tables: Tables) -> None:
    codes = good(shell("status", "--on", day)).column("iso3")
    assert codes == sorted(tables.states["iso3"])
    assert len(codes) == 197


def test_status_is_that_of_the_last_check_unless_a_day_is_given(shell: Shell, tables: Tables) -> None:
    assert good(shell("status")) == shell("status", "--treaty", "mbt", "--on", str(tables.checked))


KNOWN_LINES = [
    ("2003-02-28", "mbt,AFG,Afghanistan,joining,2002-09-11,2003-03-01,true,false,"),
    ("2003-03-01", "mbt,AFG,Afghanistan,party,2003-03-01,,true,false,"),
    ("2002-09-10", "mbt,AFG,Afghanistan,outside,1997-12-03,2002-09-11,true,false,"),
    ("1997-12-02", "mbt,AFG,Afghanistan,not-open,,1997-12-03,true,false,"),
    ("2026-01-09", "mbt,FIN,Finland,withdrawing,2025-07-10,2026-01-10,true,false,"),
    ("2026-01-10", "mbt,FIN,Finland,withdrawn,2026-01-10,,true,false,"),
    ("2025-07-17", "mbt,UKR,Ukraine,party,2006-06-01,,true,false,"),
    ("2025-07-18", "mbt,UKR,Ukraine,party,2006-06-01,,true,true,"),
    ("2026-02-04", "mbt,LBN,Lebanon,joining,2026-02-04,2027-05-01,false,false,"),
]


@pytest.mark.parametrize(("day", "line"), KNOWN_LINES)
def test_a_known_line_begins_as_the_record_says(day: str, line: str, shell: Shell) -> None:
    iso3 = line.split(",")[1]
    (found,) = good(shell("status", "--on", day, "--iso3", iso3)).output.splitlines()[1:]
    assert found.startswith(line)


FILTERS = [
    (("--iso3", "POL,FIN"), {"FIN", "POL"}),
    (("--iso3", " fin , fin "), {"FIN"}),
    (("--status", "withdrawing"), {"POL"}),
    (("--status", "withdrawn,withdrawing"), {"EST", "FIN", "LTU", "LVA", "POL"}),
    (("--status", "Withdrawn", "--region", "northern europe"), {"EST", "FIN", "LTU", "LVA"}),
    (("--status", "withdrawing,withdrawn", "--region", "Eastern Europe,Africa"), {"POL"}),
    (("--region", "Europe", "--iso3", "FIN,BRB"), {"FIN"}),
    (("--status", "withdrawn", "--iso3", "FRA"), set()),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_filters_leave_the_states_that_pass_them_all(
    options: tuple[str, ...], expected: set[str], shell: Shell
) -> None:
    result = good(shell("status", "--on", "2026-01-15", *options))
    assert result.header == STATUS_HEADER
    assert result.column("iso3") == sorted(expected)


# --- counts ----------------------------------------------------------------------------------------------------------


def test_counts_print_a_row_a_year_that_adds_up_to_all_states(shell: Shell, tables: Tables) -> None:
    rows = good(shell("counts", "--from", "1990")).rows
    years = range(1990, tables.checked.year + 1)
    assert [row["year"] for row in rows] == [str(year) for year in years]
    assert [row["day"] for row in rows] == [*(f"{year}-12-31" for year in years[:-1]), str(tables.checked)]
    assert {sum(int(row[code]) for code in STATUSES) for row in rows} == {197}


def test_counts_begin_in_the_year_the_treaty_opened(shell: Shell, tables: Tables) -> None:
    years = good(shell("counts", "--treaty", "ccm")).column("year")
    assert (years[0], years[-1]) == ("2008", str(tables.checked.year))


@pytest.mark.parametrize("year", ["2018", "2024", "2025"])
def test_counts_agree_with_the_statuses_of_the_same_day(year: str, shell: Shell) -> None:
    (row,) = good(shell("counts", "--from", year, "--to", year)).rows
    statuses = good(shell("status", "--on", f"{year}-12-31")).column("status")
    assert {code: int(row[code]) for code in STATUSES} == {code: statuses.count(code) for code in STATUSES}


# --- changes ---------------------------------------------------------------------------------------------------------


def test_changes_are_printed_by_day_with_both_ends_included(shell: Shell) -> None:
    rows = good(shell("changes", "--from", "2025-12-27", "--to", "2026-02-20")).rows
    assert [(row["date"], row["iso3"], row["from_status"], row["to_status"]) for row in rows] == [
        ("2025-12-27", "EST", "withdrawing", "withdrawn"),
        ("2025-12-27", "LTU", "withdrawing", "withdrawn"),
        ("2025-12-27", "LVA", "withdrawing", "withdrawn"),
        ("2026-01-10", "FIN", "withdrawing", "withdrawn"),
        ("2026-02-04", "LBN", "outside", "joining"),
        ("2026-02-20", "POL", "withdrawing", "withdrawn"),
    ]


def test_a_year_or_month_as_an_end_is_its_whole_length(shell: Shell) -> None:
    assert good(shell("changes", "--from", "2025", "--to", "2025")) == shell(
        "changes", "--from", "2025-01-01", "--to", "2025-12-31"
    )
    assert set(good(shell("changes", "--from", "2025-06", "--to", "2025-06")).column("date")) == {
        "2025-06-25",
        "2025-06-27",
    }


# --- events ----------------------------------------------------------------------------------------------------------


def test_events_are_all_printed_by_date_unless_filtered(shell: Shell, tables: Tables) -> None:
    result = good(shell("events"))
    assert result.column("date") == sorted(tables["events"]["date"])


def test_events_are_filtered_by_period_state_and_category(shell: Shell) -> None:
    rows = good(shell("events", "--from", "2025", "--iso3", "fin,POL", "--category", "procurement,meeting")).rows
    assert rows
    assert all(row["date"] >= "2025" for row in rows)
    assert all({"FIN", "POL", "WLD"} & set(row["states"].split(";")) for row in rows)
    assert all(row["category"] in ("procurement", "meeting") for row in rows)


# --- What is refused -------------------------------------------------------------------------------------------------

REFUSED = [
    (("status", "--treaty", "xyz"), ("--treaty", '"xyz"', "mbt, ccm")),
    (("status", "--on", "2024-02-30"), ("--on", '"2024-02-30"', "YYYY-MM-DD")),
    (("status", "--on", ""), ("--on", '""', "YYYY-MM-DD")),
    (("status", "--on", "٢٠٢٤-٠١-٠١"), ("--on", "YYYY-MM-DD")),
    (("status", "--on", "2999-01-01"), ("--on", '"2999-01-01"', "1900-01-01 to")),
    (("status", "--status", "parties"), ("--status", '"parties"', "party, withdrawing, withdrawn")),
    (("status", "--region", "Atlantis"), ("--region", '"Atlantis"', "Africa", "Oceania")),
    (("status", "--iso3", "FIN,ZZZ"), ("--iso3", '"ZZZ"', "ISO 3166-1 alpha-3")),
    (("status", "--iso3", "two\nlines"), ("--iso3", "ISO 3166-1 alpha-3")),
    (("status", "--format", "xml"), ("--format", "xml", "csv", "json")),
    (("counts", "--treaty", "xyz"), ("--treaty", '"xyz"', "mbt, ccm")),
    (("counts", "--from", "2024-01"), ("--from", '"2024-01"', "1900")),
    (("counts", "--from", "001999000"), ("--from", '"001999000"', "1900")),
    (("counts", "--to", "2999"), ("--to", '"2999"', "1900")),
    (("counts", "--from", "2020", "--to", "2010"), ("--from", "2020", "--to 2010")),
    (("changes", "--treaty", "xyz"), ("--treaty", '"xyz"', "mbt, ccm")),
    (("changes", "--from", "24"), ("--from", '"24"', "YYYY")),
    (("changes", "--to", "9999"), ("--to", '"9999"', "1900-01-01 to")),
    (("changes", "--from", "2020", "--to", "2010"), ("--from", "2020-01-01", "--to 2010-12-31")),
    (("events", "--from", "x"), ("--from", '"x"', "YYYY")),
    (("events", "--to", "2024-13"), ("--to", '"2024-13"', "YYYY")),
    (("events", "--from", "2020", "--to", "2010"), ("--from", "2020-01-01", "--to 2010-12-31")),
    (("events", "--iso3", "Finland"), ("--iso3", '"Finland"', "ISO 3166-1 alpha-3")),
    (("events", "--category", "sport"), ("--category", '"sport"', "use_finding")),
    (("lesson", "bann", "--format", "html", "--out", "x"), ('"bann"', "is not a lesson", "ban, leaving")),
    (("lesson", "../ban", "--format", "html", "--out", "x"), ('"../ban"', "is not a lesson")),
    (("lesson", "no.yaml", "--format", "html", "--out", "x"), ('"no.yaml"', "cannot be read")),
    (("lesson", "ban", "--format", "html", "--out", "/no/such/x"), ("--out", '"/no/such/x"', "cannot be written")),
    (("lesson", "ban", "--format", "docx", "--out", "x"), ("--format", "docx", "html", "pptx")),
    (("lesson", "ban", "--format", "html", "--paper", "a4", "--out", "x"), ("--paper", "--format pdf")),
    (("lesson", "ban", "--format", "pdf", "--paper", "a5", "--out", "x"), ("--paper", "a5", "letter")),
    (("lesson", "ban", "--format", "html"), ("--out",)),
    (("nonsense",), ("nonsense",)),
    (("status", "--nonsense"), ("--nonsense",)),
    (("status", "--on"), ("--on",)),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=lambda each: ascii(" ".join(each)))
def test_what_is_not_allowed_is_one_line_on_standard_error_and_ends_with_2(
    arguments: tuple[str, ...], words: tuple[str, ...], shell: Shell
) -> None:
    result = shell(*arguments)
    assert (result.code, result.output) == (2, "")
    (line,) = result.errors.splitlines()
    assert all(word in line for word in words)


@pytest.mark.parametrize("command", ["status", "counts", "changes", "events"])
def test_a_damaged_folder_is_refused_with_every_fault_and_ends_with_1(
    command: str, shell: Shell, damaged: Callable[..., Path]
) -> None:
    folder = damaged(lambda copy: (copy / "events.csv").unlink(), lambda copy: (copy / "claims.csv").write_bytes(b""))
    result = shell(command, "--data", str(folder))
    assert result.code == 1
    assert (result.output + result.errors).splitlines() == [str(fault) for fault in check(folder)]
    assert "events.csv:1: file: the file is missing" in result.output + result.errors


def test_no_such_folder_is_refused_in_one_line_and_ends_with_1(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    result = shell("status", "--data", str(folder))
    assert (result.code, result.output + result.errors) == (1, f"{folder}:1: file: no such folder\n")


def test_a_process_of_its_own_refuses_a_damaged_folder_without_a_traceback(damaged: Callable[..., Path]) -> None:
    folder = damaged(lambda copy: (copy / "datapackage.json").write_text("{"))
    command = [sys.executable, "-m", "atlas", "status", "--data", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    (line,) = (result.stdout + result.stderr).splitlines()
    assert line.startswith("datapackage.json:1: file: not JSON: ")


def test_help_names_every_command(shell: Shell) -> None:
    text = good(shell("--help")).output
    assert all(command in text for command in ("check", "status", "counts", "changes", "events"))
