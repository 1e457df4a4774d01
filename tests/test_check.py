"""A folder of facts is refused whole, with every fault as `file.csv:LINE: column: what is wrong`."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from atlas import tables as facts
from atlas.tables import Tables, check, load
from atlas.tables.schema import NEEDED_TABLES
from tests.conftest import ROOT

Damage = Callable[[Path], object]
SOURCE = "UNTC-2026-02-MBT"
EVENT_COLUMNS = "event_id, date, precision, states, place, lane, category, title, summary, source_id, note"
TYPES = "string, integer, number, boolean, date"
ACTIONS = (
    "signature, ratification, acceptance, approval, accession, succession, withdrawal_notified, withdrawal_effective, "
    "suspension_announced, objection_to_suspension"
)


def faults_of(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder)]


def rows(file: str, *lines: str) -> Damage:
    """Puts rows below the header: the first one stands on line 2."""

    def damage(folder: Path) -> None:
        path = folder / file
        header, rest = path.read_text(encoding="utf-8").split("\n", 1)
        path.write_text("\n".join([header, *lines, rest]), encoding="utf-8", newline="")

    return damage


def act(action: str, date: str, **cells: str) -> str:
    """A row of the actions of a state without any other act under the treaty."""
    cell = {"treaty": "mbt", "iso3": "PRK", "not_before": "", "source_id": SOURCE, "locator": "row"} | cells
    return (
        f"{cell['treaty']},{cell['iso3']},{action},{date},{cell['not_before']},{cell['source_id']},{cell['locator']},"
    )


def acts(*lines: str) -> Damage:
    return rows("actions.csv", *lines)


def event(date: str = "2020-05-01", precision: str = "day", states: str = "WLD", lane: str = "treaty") -> Damage:
    return rows("events.csv", f"E99999,{date},{precision},{states},,{lane},treaty,Title,Summary,{SOURCE},")


def changed(file: str, change: Callable[[bytes], bytes]) -> Damage:
    return lambda folder: (folder / file).write_bytes(change((folder / file).read_bytes()))


def columns(file: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Damage:
    def damage(folder: Path) -> None:
        cells = pd.read_csv(folder / file, dtype=str, keep_default_na=False)
        change(cells).to_csv(folder / file, index=False, lineterminator="\n")

    return damage


def described(change: Callable[[dict], object]) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        change(package)
        path.write_text(json.dumps(package), encoding="utf-8")

    return damage


def resource(package: dict, name: str) -> dict:
    return next(each for each in package["resources"] if each["name"] == name)


def lighten(folder: Path) -> None:
    """Leaves ten rows of the longest file, so that a check of the copy is quick."""
    changed("population.csv", lambda data: b"".join(data.splitlines(keepends=True)[:11]))(folder)
    described(lambda package: resource(package, "population").update({"atlas:rowsAtLeast": 10}))(folder)


JOIN = act("accession", "2000-01-10")
NOTICE = act("withdrawal_notified", "2010-01-10")
IN_A_CELL = {
    "an unknown state": (acts(act("accession", "2000-01-10", iso3="ZZZ")), 'iso3: "ZZZ" is not in states'),
    "a state in small letters": (
        acts(act("accession", "2000-01-10", iso3="prk")),
        'iso3: "prk" does not have the form [A-Z]{3}\nactions.csv:2: iso3: "prk" is not in states',
    ),
    "an unknown treaty": (acts(act("accession", "2000-01-10", treaty="xyz")), 'treaty: "xyz" is not in treaties'),
    "an unknown action": (acts(act("joined", "2000-01-10")), f'action: "joined" is unknown; allowed: {ACTIONS}'),
    "an unknown source": (
        acts(act("accession", "2000-01-10", source_id="NOWHERE")),
        'source_id: "NOWHERE" is not in sources',
    ),
    "a missing source": (acts(act("accession", "2000-01-10", source_id="")), "source_id: is missing"),
    "a missing locator": (acts(act("accession", "2000-01-10", locator="")), "source_locator: is missing"),
    "a day that does not exist": (
        acts(act("accession", "2000-02-30")),
        'date: "2000-02-30" is not a day of the calendar',
    ),
    "a month that does not exist": (acts(act("accession", "2000-13")), 'date: "2000-13" is not a day of the calendar'),
    "a date in another form": (
        acts(act("accession", "10/01/2000")),
        'date: "10/01/2000" is not a date; write YYYY-MM-DD, YYYY-MM or YYYY',
    ),
    "a date with a space": (acts(act("accession", "2000-01-10 ")), 'date: "2000-01-10 " begins or ends with a space'),
    "a deposit before the treaty opened": (
        acts(act("accession", "1997-12-02")),
        "date: accession on 1997-12-02 lies before the treaty opened on 1997-12-03",
    ),
    "a deposit before the adoption of a treaty never open for signature": (
        acts(act("acceptance", "2003-11-27", treaty="ccw_p5")),
        "date: acceptance on 2003-11-27 lies before the treaty opened on 2003-11-28",
    ),
    "an act after the last check": (
        acts(act("accession", "2199-01-10")),
        "date: 2199-01-10 lies after the day the data was checked, CHECKED",
    ),
    "a bound before a year": (
        acts(act("accession", "2020", not_before="2020-01-01")),
        "not_before: 2020-01-01 does not narrow the date 2020",
    ),
    "a bound after a year": (
        acts(act("accession", "2020", not_before="2021-01-01")),
        "not_before: 2021-01-01 does not narrow the date 2020",
    ),
    "a bound on a day": (
        acts(act("accession", "2020-05-05", not_before="2020-05-05")),
        "not_before: 2020-05-05 does not narrow the date 2020-05-05",
    ),
    "the same action twice": (
        acts(JOIN, JOIN),
        "date: repeats line 2: the same treaty, iso3, action, date\n"
        "actions.csv:3: action: joins again after line 2 without a withdrawal that took effect",
        3,
    ),
    "a join after a join": (
        acts(JOIN, act("ratification", "2005-01-10")),
        "action: joins again after line 2 without a withdrawal that took effect",
        3,
    ),
    "a join after a notice that has not taken effect": (
        acts(JOIN, NOTICE, act("accession", "2010-02-10")),
        "action: joins again after line 2 without a withdrawal that took effect",
        4,
    ),
    "a signature after a join": (acts(JOIN, act("signature", "2005-01-10")), "date: signature after line 2", 3),
    "a notice without a join": (acts(NOTICE), "date: gives notice of withdrawal without having joined"),
    "a second notice": (
        acts(JOIN, NOTICE, act("withdrawal_notified", "2011-01-10")),
        "action: gives notice again after line 3",
        4,
    ),
    "a withdrawal in effect without a notice": (
        acts(JOIN, act("withdrawal_effective", "2010-07-10")),
        "date: withdrawal takes effect without a notice",
        3,
    ),
    "a withdrawal in effect before its notice": (
        acts(JOIN, act("withdrawal_effective", "2009-12-31"), NOTICE),
        "date: withdrawal effective on 2009-12-31, before its notice of 2010-01-10 (line 4)\n"
        "actions.csv:4: date: gives notice of withdrawal without having joined",
        3,
    ),
    "a suspension by a state that has not joined": (
        acts(act("suspension_announced", "2010-01-10")),
        "date: concerns a state that had not joined",
    ),
}
ELSEWHERE = {
    "a precision that does not fit": (event("2020-05"), 'events.csv:2: precision: "day" does not fit the date 2020-05'),
    "an unknown state in a list": (event(states="FIN;ZZZ"), 'events.csv:2: states: "ZZZ" is not in states'),
    "an unknown lane": (
        event(lane="sport"),
        'events.csv:2: lane: "sport" is unknown; allowed: treaty, meetings, government, weapons, use, clearance, '
        "compliance, society, related",
    ),
    "an event twice": (
        lambda folder: [event()(folder) for _ in range(2)],
        "events.csv:3: event_id: repeats line 2: the same event_id",
    ),
    "a number in words": (
        rows("population.csv", f"FIN,1900,many,{SOURCE}"),
        'population.csv:2: population: "many" is not a whole number',
    ),
    "a number in other digits": (
        rows("population.csv", f"FIN,١٩٠٠,1,{SOURCE}"),
        'population.csv:2: year: "١٩٠٠" is not a whole number',
    ),
    "a number below its limit": (
        rows("population.csv", f"FIN,1900,-1,{SOURCE}"),
        'population.csv:2: population: "-1" is less than 0',
    ),
    "a treaty that opened before its adoption": (
        columns("treaties.csv", lambda cells: cells.replace({"opened_for_signature": {"1997-12-03": "1997-09-17"}})),
        "treaties.csv:2: opened_for_signature: 1997-09-17 lies before adopted 1997-09-18",
    ),
    "a contest of no action": (
        rows("contests.csv", f"mbt,PRK,signature,2000-01-10,Reason,{SOURCE}"),
        'contests.csv:2: date: "mbt PRK signature 2000-01-10" is not in actions',
    ),
    "a row with too few cells": (
        rows("impact/use.csv", "FIN,2020"),
        "impact/use.csv:2: row: has 2 cells where the header has 6",
    ),
    "a missing column": (
        columns("events.csv", lambda cells: cells.drop(columns="summary")),
        "events.csv:1: summary: the column is missing",
    ),
    "a column twice": (
        columns("events.csv", lambda cells: pd.concat([cells, cells[["note"]]], axis=1)),
        "events.csv:1: note: the column stands twice",
    ),
    "an unknown column": (
        columns("events.csv", lambda cells: cells.assign(remark="x")),
        f'events.csv:1: remark: unknown column "remark"; allowed: {EVENT_COLUMNS}',
    ),
    "a renamed column": (
        columns("events.csv", lambda cells: cells.rename(columns={"title": "Title"})),
        "events.csv:1: title: the column is missing\n"
        f'events.csv:1: Title: unknown column "Title"; allowed: {EVENT_COLUMNS}',
    ),
    "bad encoding": (
        lambda folder: changed("events.csv", lambda data: data.replace(b"\n", b"\n\xe9", 1))(folder),
        "events.csv:2: file: not UTF-8: byte 0xe9",
    ),
    "a NUL character": (
        changed("events.csv", lambda data: data.replace(b"\n", b"\n\0", 1)),
        "events.csv:2: file: holds a NUL character: not a text file",
    ),
    "an empty file": (
        changed("events.csv", lambda _: b""),
        "events.csv:1: file: is empty",
    ),
    "a missing file": (lambda folder: (folder / "events.csv").unlink(), "events.csv:1: file: the file is missing"),
}


@pytest.mark.parametrize("case", IN_A_CELL.values(), ids=IN_A_CELL)
def test_a_fault_in_the_actions_is_named_with_its_line_and_column(
    case: tuple, damaged: Callable[..., Path], tables: Tables
) -> None:
    damage, said, line = (*case, 2)[:3]
    expected = f"actions.csv:{line}: {said}".replace("CHECKED", str(tables.checked))
    assert faults_of(damaged(lighten, damage)) == expected.split("\n")


@pytest.mark.parametrize("case", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_fault_in_another_file_is_named_with_its_line_and_column(case: tuple, damaged: Callable[..., Path]) -> None:
    damage, expected = case
    assert faults_of(damaged(lighten, damage)) == expected.split("\n")


def test_an_action_of_an_area_that_cannot_join_is_a_fault(damaged: Callable[..., Path], tables: Tables) -> None:
    states = tables["states"]
    area = states.loc[~states["can_join"], "iso3"].iloc[0]
    found = faults_of(damaged(lighten, acts(act("accession", "2000-01-10", iso3=area))))
    assert len(found) == 1
    assert found[0].startswith("actions.csv:2: iso3: ")


def test_a_file_cut_in_the_middle_of_a_row_is_named(damaged: Callable[..., Path]) -> None:
    folder = damaged(
        lighten, changed("impact/use.csv", lambda data: data[: data.rindex(b",", 0, data.rindex(b"\n")) - 25])
    )
    lines = (folder / "impact/use.csv").read_bytes().count(b"\n") + 1
    found = faults_of(folder)
    cut = f"impact/use.csv:{lines}: file: does not end with a line break: the file may be cut off"
    assert cut in found
    assert all(each.startswith(f"impact/use.csv:{lines}") or "may be cut off" in each for each in found)


def test_a_file_cut_between_two_rows_is_named(damaged: Callable[..., Path], tables: Tables) -> None:
    folder = damaged(changed("population.csv", lambda data: b"".join(data.splitlines(keepends=True)[:101])))
    least = tables.package.table("population").rows_at_least
    assert faults_of(folder) == [
        f"population.csv:102: file: has 100 rows where at least {least} are expected: the file may be cut off"
    ]


def test_a_quote_that_never_ends_is_named_with_the_line_where_its_row_begins(damaged: Callable[..., Path]) -> None:
    folder = damaged(
        lighten, changed("impact/use.csv", lambda data: data + b'FIN,"2020,2020\nand so on,documented,x,\n')
    )
    line = (folder / "impact/use.csv").read_bytes().count(b"\n") - 1
    assert faults_of(folder) == [f"impact/use.csv:{line}: row: not readable as CSV: unexpected end of data"]


def test_lines_are_counted_as_an_editor_counts_them_after_a_cell_with_line_breaks(damaged: Callable[..., Path]) -> None:
    long = act("accession", "2000-01-10") + '"one\ntwo\nthree"'
    bad = act("accession", "2000-01-10", iso3="ZZZ")
    assert faults_of(damaged(lighten, acts(long, bad))) == ['actions.csv:5: iso3: "ZZZ" is not in states']


@pytest.mark.parametrize("separator", ["\x0b", "\x85", "\u2028"], ids=ascii)
def test_a_rare_separator_inside_a_cell_neither_ends_the_row_nor_shifts_the_lines(
    separator: str, damaged: Callable[..., Path]
) -> None:
    good = act("accession", "2000-01-10", locator=f"row{separator}row")
    bad = act("accession", "2000-01-10", iso3="ZZZ")
    assert faults_of(damaged(lighten, acts(good, bad))) == ['actions.csv:3: iso3: "ZZZ" is not in states']


UNREADABLE = {
    "missing": (lambda path: path.unlink(), "the file is missing"),
    "not UTF-8": (lambda path: path.write_bytes(b"\xff" + path.read_bytes()), "not UTF-8: byte 0xff"),
}


@pytest.mark.parametrize("how", UNREADABLE)
@pytest.mark.parametrize("file", ["sources.csv", "states.csv", "actions.csv"])
def test_an_unreadable_file_is_one_fault_not_one_for_each_row_that_refers_to_it(
    file: str, how: str, damaged: Callable[..., Path]
) -> None:
    damage, said = UNREADABLE[how]
    found = faults_of(damaged(lighten, lambda folder: damage(folder / file)))
    assert (len(found), found[0]) == (1, f"{file}:1: file: {said}")


def test_a_missing_key_column_is_one_fault_not_one_for_each_row_that_refers_to_it(
    damaged: Callable[..., Path],
) -> None:
    without_key = columns("sources.csv", lambda cells: cells.drop(columns="source_id"))
    assert faults_of(damaged(lighten, without_key)) == ["sources.csv:1: source_id: the column is missing"]


def without(key: str) -> Damage:
    return described(lambda package: package.pop(key))


DESCRIPTIONS = {
    "missing": (lambda folder: (folder / "datapackage.json").unlink(), "the file is missing"),
    "cut": (changed("datapackage.json", lambda data: data[: data.index(b":") + 1]), "not JSON: "),
    "not UTF-8": (changed("datapackage.json", lambda data: b"\xff" + data), "not UTF-8: "),
    "a list": (changed("datapackage.json", lambda _: b"[]\n"), "not a description of tables: "),
    "without the day of the check": (without("checked"), "not a description of tables: KeyError: 'checked'"),
    "without tables": (without("resources"), "not a description of tables: KeyError: 'resources'"),
    "without the actions": (
        described(lambda package: package["resources"].remove(resource(package, "actions"))),
        "describes no table actions",
    ),
    "with an unknown type": (
        described(lambda package: resource(package, "use")["schema"]["fields"][0].update(type="place")),
        f"not a description of tables: ValueError: field 'iso3' has type 'place'; allowed: {TYPES}",
    ),
    "with a path that leaves the folder": (
        described(lambda package: resource(package, "use").update(path="../use.csv")),
        "not a description of tables: ValueError: path '../use.csv' leaves the folder",
    ),
    "with a broken pattern": (
        described(lambda package: resource(package, "use")["schema"]["fields"][0]["constraints"].update(pattern="[")),
        "not a description of tables: ",
    ),
    "with a limit that is not a number": (
        described(
            lambda package: resource(package, "population")["schema"]["fields"][1]["constraints"].update(minimum="x")
        ),
        "not a description of tables: ",
    ),
}


@pytest.mark.parametrize("case", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_a_broken_description_is_a_fault(case: tuple, damaged: Callable[..., Path]) -> None:
    damage, said = case
    (found,) = check(damaged(lighten, damage))
    assert (found.file, found.column, found.line >= 1) == ("datapackage.json", "file", True)
    assert found.problem.startswith(said)


def test_a_folder_in_the_place_of_the_description_is_a_fault(damaged: Callable[..., Path]) -> None:
    def damage(folder: Path) -> None:
        (folder / "datapackage.json").unlink()
        (folder / "datapackage.json").mkdir()

    (found,) = faults_of(damaged(lighten, damage))
    assert found.startswith("datapackage.json:1: file: cannot be read: ")


def test_a_folder_in_the_place_of_a_file_is_a_fault(damaged: Callable[..., Path]) -> None:
    def damage(folder: Path) -> None:
        (folder / "events.csv").unlink()
        (folder / "events.csv").mkdir()

    (found,) = faults_of(damaged(lighten, damage))
    assert found.startswith("events.csv:1: file: cannot be read: ")


def test_no_such_folder_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "none") == [f"{tmp_path / 'none'}:1: file: no such folder"]


def test_several_faults_are_all_listed_by_file_and_line(damaged: Callable[..., Path]) -> None:
    folder = damaged(
        acts(act("joined", "2000-02-30"), act("accession", "1990-01-10", iso3="ZZZ", source_id="")),
        event("2020-05"),
        lambda copy: (copy / "claims.csv").unlink(),
    )
    expected = [
        f'actions.csv:2: action: "joined" is unknown; allowed: {ACTIONS}',
        'actions.csv:2: date: "2000-02-30" is not a day of the calendar',
        "actions.csv:3: source_id: is missing",
        'actions.csv:3: iso3: "ZZZ" is not in states',
        "actions.csv:3: date: accession on 1990-01-10 lies before the treaty opened on 1997-12-03",
        'events.csv:2: precision: "day" does not fit the date 2020-05',
        "claims.csv:1: file: the file is missing",
    ]
    found = faults_of(folder)
    assert sorted(found) == sorted(expected)
    assert [each.split(": ")[0] for each in found] == [each.split(": ")[0] for each in expected]


def test_loading_refuses_the_folder_with_the_same_list_as_the_check(damaged: Callable[..., Path]) -> None:
    folder = damaged(acts(act("accession", "2000-01-10", iso3="ZZZ")), event("2020-05"))
    with pytest.raises(facts.FaultyData) as refusal:
        load(folder)
    assert list(refusal.value.faults) == check(folder)
    assert str(refusal.value).split("\n") == faults_of(folder)


def test_the_facts_of_the_repository_are_clean() -> None:
    assert check(facts.data_folder()) == []


def test_a_byte_order_mark_and_windows_line_ends_are_harmless(damaged: Callable[..., Path], tables: Tables) -> None:
    def damage(folder: Path) -> None:
        for path in folder.rglob("*.csv"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    loaded = load(damaged(damage))
    assert all(loaded[name].equals(tables[name]) for name in tables.frames)


def test_the_order_of_rows_is_harmless(damaged: Callable[..., Path]) -> None:
    def damage(folder: Path) -> None:
        for name in ("actions.csv", "events.csv", "sources.csv", "states.csv"):
            header, *lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
            random.Random(name).shuffle(lines)
            (folder / name).write_text("".join([header, *lines]), encoding="utf-8", newline="")

    assert faults_of(damaged(damage)) == []


def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "atlas", "check", *arguments]
    root = Path(__file__).parents[1]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("option", [(), ("--data",)], ids=["as argument", "as option"])
def test_the_shell_lists_the_faults_on_standard_output_and_ends_with_1(
    option: tuple[str, ...], damaged: Callable[..., Path]
) -> None:
    folder = damaged(acts(act("accession", "2000-01-10", iso3="ZZZ")), event("2020-05"))
    result = shell(*option, str(folder))
    assert result.returncode == 1
    assert result.stdout.splitlines() == faults_of(folder)
    assert "Traceback" not in result.stderr


def test_the_shell_says_one_line_about_clean_facts_and_ends_with_0() -> None:
    result = shell()
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 1
    assert "no fault" in result.stdout


def test_every_table_that_the_code_reads_by_name_is_needed() -> None:
    read = {
        name
        for path in (ROOT / "atlas").rglob("*.py")
        for name in re.findall(r'(?:tables|facts)\["(\w+)"\]|\.row\("(\w+)"', path.read_text(encoding="utf-8"))
        for name in name
        if name
    }
    assert read == set(NEEDED_TABLES)


@pytest.mark.parametrize("name", ["state_names", "neighbours", "claims"])
def test_a_description_without_a_needed_table_is_refused(name: str, damaged: Callable[..., Path]) -> None:
    def without_table(folder: Path) -> None:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        package["resources"] = [each for each in package["resources"] if each["name"] != name]
        path.write_text(json.dumps(package), encoding="utf-8")

    (fault,) = check(damaged(without_table))
    assert str(fault).startswith("datapackage.json:1:")
    assert name in str(fault)
