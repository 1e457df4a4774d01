"""A damaged folder of facts gives the same map as before or none: refused with file and line, never a wrong map."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from atlas import __main__ as atlas_shell
from atlas import geography, status
from atlas import tables as facts
from atlas.geography import kept
from atlas.lessons import library
from atlas.status import History
from atlas.tables import Fault, FaultyData, Tables
from atlas.ui.facts import facts as loaded_once
from tests.conftest import DATA, ROOT, Damage
from tools.serving import NotStarted, serving

Copy = Callable[..., Path]
INTERVAL = ["treaty", "iso3", "since"]


def of(file: str, change: Callable[[bytes], bytes]) -> Damage:
    """The file with its content changed, which it must be."""

    def damage(folder: Path) -> None:
        before = (folder / file).read_bytes()
        after = change(before)
        assert after != before
        (folder / file).write_bytes(after)

    return damage


def swapped(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode(), 1)


def text(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda content: change(content.decode()).encode()


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """The lines below the header changed; no cell of the files that this is used for holds a line break."""

    def damage(content: bytes) -> bytes:
        header, *rest = content.splitlines(keepends=True)
        return b"".join([header, *change(rest)])

    return damage


def cells(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[bytes], bytes]:
    def damage(content: bytes) -> bytes:
        read = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        return change(read).to_csv(index=False, lineterminator="\n").encode()

    return damage


def described(change: Callable[[dict], object]) -> Damage:
    def damage(content: bytes) -> bytes:
        package = json.loads(content)
        change(package)
        return json.dumps(package, ensure_ascii=False).encode()

    return of("datapackage.json", damage)


def instead(file: str, put: Callable[[Path], object]) -> Damage:
    """Something else where the file was."""

    def damage(folder: Path) -> None:
        (folder / file).unlink()
        put(folder / file)

    return damage


def bit_flipped(place: float) -> Callable[[bytes], bytes]:
    """One bit of a letter or digit changed, at a share of the file: a letter becomes another, a digit another."""

    def damage(content: bytes) -> bytes:
        at = next(at for at in range(int(len(content) * place), len(content)) if content[at : at + 1].isalnum())
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    return damage


def reordered(table: pd.DataFrame) -> pd.DataFrame:
    return table.iloc[::-1]


SERVED: dict[str, Damage] = {
    "actions in reversed order": of("actions.csv", lines(lambda rows: rows[::-1])),
    "states in another order": of("states.csv", cells(reordered)),
    "treaties in another order": of("treaties.csv", cells(reordered)),
    "columns of actions moved with their heading": of("actions.csv", cells(lambda table: table[sorted(table)])),
    "a byte-order mark": of("actions.csv", lambda content: codecs.BOM_UTF8 + content),
    "Windows line breaks in actions": of("actions.csv", lambda content: content.replace(b"\n", b"\r\n")),
    "every cell of actions in quotation marks": of(
        "actions.csv",
        lambda content: (
            pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
            .to_csv(index=False, lineterminator="\n", quoting=1)
            .encode()
        ),
    ),
    "the description on one line": described(lambda package: None),
    "a file that nothing describes": lambda folder: (folder / "notes.csv").write_text("a,b\n1\n", encoding="utf-8"),
    "a table behind a link": lambda folder: (
        (folder / "actions.csv").rename(folder / "elsewhere"),
        (folder / "actions.csv").symlink_to("elsewhere"),
    ),
}
"""What says the same in another way: the same statuses have to come of it."""

CUT = "does not end with a line break: the file may be cut off"
NOT_RECORDED = "its rows as known on 2026-11-22 are not those recorded"
ACTION = "mbt,FIN,accession,2012-01-09"
REFUSED: dict[str, tuple[Damage, str]] = {
    "actions cut in the middle of a row": (
        of("actions.csv", lambda content: content[: len(content) // 2]),
        rf"actions\.csv:\d+: file: {CUT}",
    ),
    "actions cut at the end of a row": (
        of("actions.csv", lines(lambda rows: rows[:1200])),
        r"actions\.csv:1202: file: has 1200 rows where at least",
    ),
    "one action missing": (
        of("actions.csv", lines(lambda rows: rows[:-1])),
        r"actions\.csv:\d+: file: has \d+ rows where at least",
    ),
    "one event missing that no row refers to, one made up": (
        of("events.csv", cells(lambda table: pd.concat([table.iloc[1:], table.iloc[1:2].assign(event_id="E999")]))),
        rf"events\.csv:1: file: {NOT_RECORDED}",
    ),
    "an empty file": (of("actions.csv", lambda _: b""), r"actions\.csv:1: file: is empty"),
    "only a header": (of("states.csv", lines(lambda _: [])), r"states\.csv:2: file: has 0 rows"),
    "only a line break": (of("events.csv", lambda _: b"\n"), r"events\.csv:1: \w+: the column is missing"),
    "zeros to the end, as after a crash": (
        of("actions.csv", lambda content: content[:9000] + bytes(len(content) - 9000)),
        r"actions\.csv:\d+: file: holds a NUL character",
    ),
    "one NUL": (of("states.csv", swapped("Africa", "Afr\0ca")), r"states\.csv:\d+: file: holds a NUL"),
    "a block of another file": (
        of("actions.csv", lambda content: content[:4096] + (DATA / "events.csv").read_bytes()[:4096] + content[8192:]),
        r"actions\.csv:\d+: ",
    ),
    "Latin-1": (of("states.csv", lambda content: content.decode().encode("latin-1", "replace")), r"states\.csv:\d+: "),
    "UTF-16": (
        of("states.csv", lambda content: content.decode().encode("utf-16")),
        r"states\.csv:1: file: not UTF-8: byte 0xff",
    ),
    "UTF-8 written as UTF-8 once more": (
        of("events.csv", lambda content: content.decode("utf-8").encode().decode("cp1252", "replace").encode()),
        rf"events\.csv:1: file: {NOT_RECORDED}",
    ),
    "UTF-16 of a table without accents": (
        of("actions.csv", lambda content: content.decode().encode("utf-16-le")),
        r"actions\.csv:1: file: holds a NUL|actions\.csv:\d+: file: not UTF-8",
    ),
    "semicolons": (of("contests.csv", lambda content: content.replace(b",", b";")), r"contests\.csv:1: "),
    "old Mac line breaks": (of("contests.csv", lambda content: content.replace(b"\n", b"\r")), r"contests\.csv:\d+: "),
    "two headings swapped": (of("actions.csv", swapped("iso3,action", "action,iso3")), r"actions\.csv:2: "),
    "two headings of dates swapped": (
        of("treaties.csv", swapped("adopted,opened_for_signature", "opened_for_signature,adopted")),
        r"treaties\.csv:\d+: |treaties\.csv:1: file: " + NOT_RECORDED,
    ),
    "longitude and latitude swapped": (
        of("geography/points.csv", swapped("lon,lat", "lat,lon")),
        r"geography/points\.csv:\d+: ",
    ),
    "a column missing": (
        of("actions.csv", cells(lambda table: table.drop(columns="date"))),
        r"actions\.csv:1: date: the column is missing",
    ),
    "a column twice": (
        of("actions.csv", cells(lambda table: pd.concat([table, table[["iso3"]]], axis=1))),
        r"actions\.csv:1: iso3: the column stands twice",
    ),
    "a heading in capitals": (
        of("actions.csv", swapped("treaty,", "Treaty,")),
        r"actions\.csv:1: treaty: the column is missing",
    ),
    "a cell too many": (of("actions.csv", swapped(ACTION, f"{ACTION},")), r"actions\.csv:\d+: row: has 9 cells"),
    "a comment": (
        of("actions.csv", lines(lambda rows: [b"# kept by hand\n", *rows])),
        r"actions\.csv:2: row: has 1 cells",
    ),
    "a mark of a merge": (
        of("actions.csv", lines(lambda rows: [b"<<<<<<< HEAD\n", *rows])),
        r"actions\.csv:2: row: has 1 cells",
    ),
    "a quotation mark that is not closed": (
        of("actions.csv", swapped(ACTION, f'"{ACTION}')),
        r"actions\.csv:\d+: row: ",
    ),
    "a huge cell": (
        of("events.csv", swapped("E001,", "E" + "9" * 200_000 + ",")),
        r"events\.csv:\d+: row: not readable as CSV: field larger",
    ),
    "a row twice": (of("actions.csv", lines(lambda rows: [*rows, rows[7]])), r"actions\.csv:\d+: date: repeats line 9"),
    "every row twice": (of("contests.csv", lines(lambda rows: rows * 2)), r"contests\.csv:4: date: repeats line 2"),
    "a day changed": (of("actions.csv", swapped(ACTION, ACTION[:-1] + "8")), rf"actions\.csv:1: file: {NOT_RECORDED}"),
    "day and month changed over": (
        of("actions.csv", swapped(ACTION, "mbt,FIN,accession,2012-09-01")),
        rf"actions\.csv:1: file: {NOT_RECORDED}",
    ),
    "the days of two states swapped": (
        of(
            "actions.csv",
            text(
                lambda all_: (
                    all_.replace(ACTION, "@")
                    .replace("mbt,POL,ratification,2012-12-27", "mbt,POL,ratification,2012-01-09")
                    .replace("@", "mbt,FIN,accession,2012-12-27")
                )
            ),
        ),
        rf"actions\.csv:1: file: {NOT_RECORDED}",
    ),
    "one state written for another": (
        of("actions.csv", swapped(ACTION, "mbt,TON,accession,2012-01-09")),
        r"actions\.csv:\d+: ",
    ),
    "a bit of actions": (of("actions.csv", bit_flipped(0.5)), r"actions\.csv:\d+: "),
    "a bit of treaties": (of("treaties.csv", bit_flipped(0.9)), r"treaties\.csv:\d+: "),
    "a bit of the populations": (of("population.csv", bit_flipped(0.7)), r"population\.csv:\d+: "),
    "a rule of a treaty changed": (
        of("treaties.csv", swapped("first-of-month,6", "first-of-month,5")),
        rf"treaties\.csv:1: file: {NOT_RECORDED}",
    ),
    "the casualties of a year changed": (
        of("impact/casualties.csv", bit_flipped(0.5)),
        r"impact/casualties\.csv:\d+: ",
    ),
    "a deadline of clearance cut off": (
        of("impact/article5.csv", lambda content: content[:-20]),
        r"impact/article5\.csv:\d+: ",
    ),
    "use in other columns": (of("impact/use.csv", lambda content: b"x" + content), r"impact/use\.csv:1: "),
    "a neighbour that is none": (of("geography/neighbours.csv", bit_flipped(0.3)), r"geography/neighbours\.csv:\d+: "),
    "a label point elsewhere": (of("geography/points.csv", bit_flipped(0.5)), r"geography/points\.csv:\d+: "),
    "a file missing": (lambda folder: (folder / "actions.csv").unlink(), r"actions\.csv:1: file: the file is missing"),
    "a file under another name": (
        lambda folder: (folder / "states.csv").rename(folder / "States.csv"),
        r"states\.csv:1: file: the file is missing",
    ),
    "a folder of files missing": (
        lambda folder: shutil.rmtree(folder / "impact"),
        r"impact/article5\.csv:1: file: the file is missing",
    ),
    "a link in a loop": (
        instead("actions.csv", lambda path: path.symlink_to(path.name)),
        r"actions\.csv:1: file: cannot be read: Too many levels",
    ),
    "a link to nothing": (
        instead("actions.csv", lambda path: path.symlink_to("gone")),
        r"actions\.csv:1: file: the file is missing",
    ),
    "a folder in place of a file": (
        instead("actions.csv", Path.mkdir),
        r"actions\.csv:1: file: cannot be read: is a folder",
    ),
    "a pipe in place of a file": (
        instead("actions.csv", os.mkfifo),
        r"actions\.csv:1: file: cannot be read: is not a file",
    ),
    "a device in place of a file": (
        instead("actions.csv", lambda path: path.symlink_to("/dev/zero")),
        r"actions\.csv:1: file: cannot be read: is not a file",
    ),
    "the log of revisions missing": (
        lambda folder: (folder / "revisions.csv").unlink(),
        r"revisions\.csv:1: file: the file is missing",
    ),
    "the log with a row that never was": (
        of(
            "revisions.csv",
            lambda content: (
                content
                + b'2026-11-23,actions,"[""mbt"",""FIN"",""accession"",""2012-01-09""]",added,,Never,UNTC-2026-02-MBT\n'
            ),
        ),
        r"revisions\.csv:2: known_on: 2026-11-23 lies after",
    ),
    "no description": (
        lambda folder: (folder / "datapackage.json").unlink(),
        r"datapackage\.json:1: file: the file is missing",
    ),
    "the description cut": (
        of("datapackage.json", lambda content: content[:5000]),
        r"datapackage\.json:\d+: file: not JSON",
    ),
    "the description empty": (of("datapackage.json", lambda _: b""), r"datapackage\.json:1: file: not JSON"),
    "the description a list": (
        of("datapackage.json", lambda _: b"[]"),
        r"datapackage\.json:1: file: not a description of tables",
    ),
    "the description without end": (
        of("datapackage.json", lambda _: b"[" * 100_000),
        r"datapackage\.json:1: file: not a description of tables",
    ),
    "the description in UTF-16": (
        of("datapackage.json", lambda content: content.decode().encode("utf-16")),
        r"datapackage\.json:1: file: not UTF-8",
    ),
    "a pipe for the description": (
        instead("datapackage.json", os.mkfifo),
        r"datapackage\.json:1: file: cannot be read: is not a file",
    ),
    "a table left out of the description": (
        described(lambda package: package["resources"].pop(1)),
        r"datapackage\.json:1: file: describes no table",
    ),
    "the hash of a table changed": (
        described(lambda package: package["resources"][1].update({"atlas:baseHash": "0" * 64})),
        rf"actions\.csv:1: file: {NOT_RECORDED}",
    ),
    "the hash of a table no hash": (
        described(lambda package: package["resources"][1].update({"atlas:baseHash": "none"})),
        r"datapackage\.json:1: file: not a description",
    ),
    "a path out of the folder": (
        described(lambda package: package["resources"][1].update(path="../actions.csv")),
        r"datapackage\.json:1: file: not a description.*leaves the folder",
    ),
    "a check that is still to come": (
        described(lambda package: package.update(checked="2026-13-01")),
        r"datapackage\.json:1: file: not a description",
    ),
}
"""What has to be refused, and how one of the faults begins."""


def statuses(history: History) -> pd.DataFrame:
    """Every status with its reasons, in an order of its own."""
    return history.intervals.sort_values(INTERVAL, na_position="first", ignore_index=True)


@pytest.mark.parametrize("damage", SERVED.values(), ids=SERVED)
def test_what_says_the_same_in_another_way_gives_the_same_map(damage: Damage, damaged: Copy, history: History) -> None:
    built = status.build(facts.load(damaged(damage)))
    pd.testing.assert_frame_equal(statuses(built), statuses(history))


@pytest.mark.parametrize(("damage", "said"), REFUSED.values(), ids=REFUSED)
def test_damage_is_refused_with_file_and_line(damage: Damage, said: str, damaged: Copy) -> None:
    with pytest.raises(FaultyData) as refused:
        facts.load(damaged(damage))
    assert re.search(f"^({said})", str(refused.value), re.MULTILINE), str(refused.value)[:300]
    assert all(isinstance(fault, Fault) and fault.line >= 1 for fault in refused.value.faults)


def test_the_shell_tells_the_same_faults_and_ends_with_status_1(damaged: Copy) -> None:
    damage, said = REFUSED["the days of two states swapped"]
    command = [sys.executable, "-m", "atlas", "check", "--data", str(damaged(damage))]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.returncode == 1
    assert re.fullmatch(f"{said}.*\n", result.stdout)
    assert result.stderr.startswith("1 fault in ")


def test_the_server_does_not_start_on_damaged_facts_and_says_where(damaged: Copy) -> None:
    damage, said = REFUSED["a bit of actions"]
    with (
        pytest.raises(NotStarted, match=r"exit status 1\)") as refused,
        serving("server.py", ATLAS_DATA=str(damaged(damage))),
    ):
        pass
    assert re.search(said, str(refused.value))
    assert "Traceback" not in str(refused.value)


@pytest.fixture
def unread() -> Iterator[None]:
    """The pages have read no facts yet, and afterwards again none."""
    loaded_once.clear()
    yield
    loaded_once.clear()


@pytest.mark.usefixtures("unread")
def test_a_page_shows_the_faults_and_no_map(damaged: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    damage, said = REFUSED["a day changed"]
    monkeypatch.setenv("ATLAS_DATA", str(damaged(damage)))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    assert not app.exception
    assert re.match(said, app.code[0].value)
    assert not app.title
    assert not app.get("bidi_component")


SHAPES = {
    "a bit": bit_flipped(0.5),
    "cut": lambda content: content[:100_000],
    "empty": lambda content: b"",
    "other line breaks": lambda content: content.replace(b"\n", b"\r\n") + b"\r\n",
    "all states one code on": lambda content: (
        content.replace(b'"FIN"', b'"@"').replace(b'"SWE"', b'"FIN"').replace(b'"@"', b'"SWE"')
    ),
}


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the kept files, which the atlas reads instead of its own."""
    folder = tmp_path / "static"
    for path in kept.SHA256:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept.STATIC / path, folder / path)
    monkeypatch.setattr(kept, "STATIC", folder)
    return folder


def test_the_shapes_of_this_version_are_sound() -> None:
    assert geography.kept_faults() == []


def shape_cases() -> list[Any]:
    """Every kept file with every change of it; what a change leaves as it is has nothing of the kind to damage."""
    contents = {path: (kept.STATIC / path).read_bytes() for path in kept.SHA256}
    return [
        pytest.param(path, changed, id=f"{name}: {path}")
        for name, change in SHAPES.items()
        for path, content in contents.items()
        if (changed := change(content)) != content
    ]


def test_every_change_damages_most_of_the_shapes() -> None:
    ids = [case.id.partition(": ") for case in shape_cases()]
    assert {name for name, _, _ in ids} == set(SHAPES)
    assert {path for _, _, path in ids} == set(kept.SHA256)
    assert len(ids) > len(SHAPES) * (len(kept.SHA256) - 1)


@pytest.mark.parametrize(("path", "changed"), shape_cases())
def test_no_map_is_drawn_from_shapes_that_are_not_those_of_this_version(
    path: str, changed: bytes, static: Path
) -> None:
    (static / path).write_bytes(changed)
    (fault,) = geography.kept_faults()
    assert str(fault).startswith(f"static/{path}:1: file: is damaged or another file")
    with pytest.raises(FaultyData):
        geography.kept_file(path)


def test_shapes_that_are_missing_or_no_file_are_told_and_the_check_of_the_shell_fails(
    static: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (static / geography.WORLD).unlink()
    (static / geography.LARGE).unlink()
    (static / geography.LARGE).mkdir()
    monkeypatch.setattr(sys, "argv", ["atlas", "check"])
    with pytest.raises(SystemExit) as end:
        atlas_shell.main()
    assert end.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        f"static/{geography.WORLD}:1: file: the file is missing",
        f"static/{geography.LARGE}:1: file: cannot be read: is a folder",
    ]


def test_a_lesson_that_is_damaged_is_not_given_and_the_map_is(damaged: Copy, tables: Tables, history: History) -> None:
    folder = damaged(of("lessons/ban.yaml", lambda content: content[: len(content) // 2]))
    found = library(tables, history, folder)
    assert list(found.lessons) == ["leaving"]
    assert re.match(r"lessons/ban\.yaml:\d+: ", str(found.faults[0]))
    assert facts.load(folder)
