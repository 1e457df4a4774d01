"""Yesterday's answer can be given again: the log of what the atlas learned, followed back to any day."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as some

from atlas import words
from atlas.tables import Tables, UnknownDay, as_known_on, check, known_since, load
from atlas.tables.checking import check_cells, check_rows
from atlas.tables.known import check_base, fingerprint, rolled_back
from atlas.tables.reading import Rows, read_rows
from atlas.tables.revisions import check_revisions, read_key, write_key
from atlas.tables.schema import REVISIONS, Package, read_package
from tests.conftest import DATA, ROOT, Open
from tests.test_check import Damage, act, changed, columns, described, lighten, resource, rows
from tests.test_shell import Shell, good, shell
from tools.revisions import main as tool
from tools.revisions import revision_rows

__all__ = ["shell"]  # the fixture
SOURCE = "UNTC-2026-02-MBT"
BASE, FIRST, SECOND, LAST = (date(2026, 11, 22), date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 10))
PRK = act("accession", "2026-06-20")
JOINED = ["mbt", "PRK", "accession", "2026-06-20"]


def event_cells(event: str) -> dict[str, str]:
    """The cells of an event as they stand in the repository."""
    with (DATA / "events.csv").open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["event_id"] == event)


def whole(event: str) -> dict[str, str]:
    """The cells of an event that the log names when it is removed."""
    return {column: cell for column, cell in event_cells(event).items() if cell and column != "event_id"}


E001, E169 = event_cells("E001"), event_cells("E169")
WHOLE = whole("E001")


def logged(day: date, table: str, key: Sequence[str], change: str, before: dict[str, str] | None = None) -> str:
    """A row of the log."""
    text = io.StringIO()
    told = json.dumps(before, ensure_ascii=False) if before is not None else ""
    csv.writer(text, lineterminator="").writerow((day, table, write_key(tuple(key)), change, told, "Read", SOURCE))
    return text.getvalue()


def log(*lines: str) -> Damage:
    """Puts rows at the end of the log."""
    return changed("revisions.csv", lambda data: data + "".join(f"{line}\n" for line in lines).encode())


def checked_on(*days: date) -> Damage:
    """Days of a check, the last one that of the data."""
    told = {"checked": str(days[-1]), "atlas:checkedBefore": [str(day) for day in days[:-1]]}
    return described(lambda package: package.update(told))


def created_on(day: date) -> Damage:
    return described(lambda package: package.update(created=f"{day}T00:00:00Z"))


def fewer(folder: Path) -> None:
    """Lets an event be removed."""
    described(lambda package: resource(package, "events").pop("atlas:rowsAtLeast"))(folder)


def quick(folder: Path) -> None:
    """A copy that is checked quickly; the rows of the file made shorter are not those recorded, so their hash goes."""
    lighten(folder)
    fewer(folder)
    described(lambda package: resource(package, "population").pop("atlas:baseHash"))(folder)


def without(file: str, start: str) -> Damage:
    """Takes away the row that begins like this."""

    def damage(data: bytes) -> bytes:
        lines = data.decode().splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) == len(lines) - 1
        return "".join(kept).encode()

    return changed(file, damage)


def event_cell(column: str, cell: str, event: str = "E001") -> Damage:
    def change(cells: pd.DataFrame) -> pd.DataFrame:
        cells.loc[cells["event_id"] == event, column] = cell
        return cells

    return columns("events.csv", change)


def event_row(**cells: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow((E001 | cells).values())
    return text.getvalue()


def at_end(file: str, line: str) -> Damage:
    return changed(file, lambda data: data + line.encode() + b"\n")


def back(event: dict[str, str]) -> Damage:
    """Puts the first event back where it stood."""
    return rows("events.csv", event_row(**event))


HISTORIES: dict[str, list[tuple[date, list[Damage]]]] = {
    "nothing": [],
    "an added action": [(FIRST, [rows("actions.csv", PRK), log(logged(FIRST, "actions", JOINED, "added"))])],
    "a changed event": [
        (
            FIRST,
            [event_cell("title", "Other"), log(logged(FIRST, "events", ["E001"], "changed", {"title": E001["title"]}))],
        )
    ],
    "a cell that was blank": [
        (
            FIRST,
            [event_cell("place", "FIN"), log(logged(FIRST, "events", ["E001"], "changed", {"place": E001["place"]}))],
        )
    ],
    "a removed event": [
        (SECOND, [without("events.csv", "E001,"), log(logged(SECOND, "events", ["E001"], "removed", WHOLE))])
    ],
    "two neighbours removed on different days": [
        (FIRST, [without("events.csv", "E100,"), log(logged(FIRST, "events", ["E100"], "removed", whole("E100")))]),
        (LAST, [without("events.csv", "E101,"), log(logged(LAST, "events", ["E101"], "removed", whole("E101")))]),
    ],
    "a fact changed twice": [
        (
            FIRST,
            [event_cell("title", "One"), log(logged(FIRST, "events", ["E001"], "changed", {"title": E001["title"]}))],
        ),
        (LAST, [event_cell("title", "Two"), log(logged(LAST, "events", ["E001"], "changed", {"title": "One"}))]),
    ],
    "added, then removed": [
        (FIRST, [at_end("events.csv", event_row(event_id="E998")), log(logged(FIRST, "events", ["E998"], "added"))]),
        (LAST, [without("events.csv", "E998,"), log(logged(LAST, "events", ["E998"], "removed", WHOLE))]),
    ],
    "removed, then added otherwise": [
        (FIRST, [without("events.csv", "E001,"), log(logged(FIRST, "events", ["E001"], "removed", WHOLE))]),
        (SECOND, [back({"title": "Other"}), log(logged(SECOND, "events", ["E001"], "added"))]),
    ],
    "a new source with its event": [
        (
            FIRST,
            [
                at_end("sources.csv", "S_NEW,Title,Publisher,,,2026-12-01,"),
                at_end("events.csv", event_row(event_id="E998", source_id="S_NEW")),
                log(logged(FIRST, "sources", ["S_NEW"], "added"), logged(FIRST, "events", ["E998"], "added")),
            ],
        )
    ],
    "two facts on one day": [
        (
            SECOND,
            [
                without("events.csv", "E001,"),
                event_cell("title", "Other", "E169"),
                rows("actions.csv", PRK),
                log(
                    logged(SECOND, "events", ["E001"], "removed", WHOLE),
                    logged(SECOND, "events", ["E169"], "changed", {"title": E169["title"]}),
                    logged(SECOND, "actions", JOINED, "added"),
                ),
            ],
        )
    ],
}


def same(one: Tables, other: Tables) -> bool:
    return one.checked == other.checked and all(one[name].equals(other[name]) for name in one.frames | other.frames)


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_the_facts_as_known_on_a_day_are_those_that_were_loaded_on_it(
    history: list[tuple[date, list[Damage]]], damaged: Callable[..., Path]
) -> None:
    folder = damaged(quick)
    days, snapshots = [BASE], {BASE: load(folder)}
    for day, damages in history:
        days.append(day)
        for damage in (*damages, checked_on(*days), created_on(day)):
            damage(folder)
        assert check(folder) == []
        snapshots[day] = load(folder)
    for day, snapshot in snapshots.items():
        assert same(as_known_on(day, folder), snapshot), day


def test_between_two_days_the_facts_are_those_of_the_earlier_one(damaged: Callable[..., Path]) -> None:
    folder = damaged(
        quick, checked_on(BASE, LAST), rows("actions.csv", PRK), log(logged(SECOND, "actions", JOINED, "added"))
    )
    before, after = as_known_on(SECOND - timedelta(1), folder), as_known_on(SECOND + timedelta(1), folder)
    assert same(before, as_known_on(BASE, folder))
    assert len(after["actions"]) == len(before["actions"]) + 1
    assert (before.checked, after.checked, load(folder).checked) == (BASE, BASE, LAST)


# --- any history -----------------------------------------------------------------------------------------------------


def _read(names: Sequence[str]) -> tuple[Package, dict[str, Rows]]:
    package, _ = read_package(DATA)
    assert package
    kept = tuple(table for table in package.tables if table.name in names)
    everything = {table.name: read_rows(DATA, table)[0] for table in kept}
    short = {name: Rows(found.columns, found.lines[:40], found.cells[:40]) for name, found in everything.items()}
    hashed = tuple(
        replace(table, base_hash=fingerprint(table, short[table.name])) for table in kept if table.rows_at_least
    )
    return replace(package, tables=(*hashed, package.table(REVISIONS)), computed=()), short


PACKAGE, ROWS = _read(("actions", "events", REVISIONS))
TEXTS = some.text(some.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)
EDITS = some.lists(
    some.tuples(some.sampled_from(["actions", "events"]), some.integers(0, 60), TEXTS, TEXTS), max_size=6
)


def edited(found: dict[str, Rows], edits: Sequence[tuple[str, int, str, str]]) -> dict[str, Rows]:
    """The rows after each edit: a place beyond the last row adds one, a blank text removes one, others change one."""
    result = dict(found)
    for name, place, one, other in edits:
        table, old = PACKAGE.table(name), result[name]
        cells = [list(row) for row in old.cells]
        if place >= len(cells):
            new = [f"{one}{place}" if column in table.primary_key else other for column in old.columns]
            keys = {tuple(row[old.columns.index(key)] for key in table.primary_key) for row in cells}
            if tuple(new[old.columns.index(key)] for key in table.primary_key) not in keys:
                cells.append(new)
        elif not one:
            del cells[place]
        else:
            cells[place][old.columns.index("source_id")] = one
            cells[place][old.columns.index("note")] = other
        result[name] = Rows(old.columns, tuple(range(2, len(cells) + 2)), tuple(map(tuple, cells)))
    return result


def with_log(found: dict[str, Rows], text: str) -> dict[str, Rows]:
    lines = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))
    columns_of_log = tuple(PACKAGE.table(REVISIONS).columns)
    return found | {REVISIONS: Rows(columns_of_log, tuple(range(2, len(lines) + 2)), lines)}


def unordered(found: dict[str, Rows]) -> dict[str, list[tuple[str, ...]]]:
    return {name: sorted(each.cells) for name, each in found.items()}


def history_of(
    days: Sequence[Sequence[tuple[str, int, str, str]]],
) -> tuple[Package, list[tuple[date, dict[str, Rows]]]]:
    """The description on the last day, and the rows of each day with the log that the tool wrote for it."""
    package, day, text = PACKAGE, BASE, ""
    snapshots = [(BASE, with_log(ROWS, ""))]
    for edits in days:
        old = package, snapshots[-1][1]
        before, day = day, day + timedelta(3)
        package = replace(package, checked=day, created=day, checked_before=(*package.checked_before, before))
        found = edited(snapshots[-1][1], edits)
        text += revision_rows(old, (package, found), day, "Read")
        snapshots.append((day, with_log(found, text)))
    return package, snapshots


@given(some.lists(EDITS, min_size=1, max_size=4))
def test_any_history_can_be_followed_back_to_each_of_its_days(days: list[list[tuple[str, int, str, str]]]) -> None:
    package, snapshots = history_of(days)
    today = snapshots[-1][1]
    assert check_revisions(package, today, []) == []
    assert check_base(package, today) == []
    for day, snapshot in snapshots:
        then, found = rolled_back(package, today, day)
        assert then.checked == day
        assert unordered(found) == unordered(snapshot)


@given(some.lists(EDITS, min_size=1, max_size=3), some.integers(min_value=0))
def test_a_log_that_forgets_any_one_row_is_refused(days: list[list[tuple[str, int, str, str]]], which: int) -> None:
    package, snapshots = history_of(days)
    today = snapshots[-1][1]
    whole = today[REVISIONS]
    if not whole.cells:
        return
    lost = which % len(whole.cells)
    kept = Rows(whole.columns, whole.lines[:-1], whole.cells[:lost] + whole.cells[lost + 1 :])
    found = today | {REVISIONS: kept}
    assert check_revisions(package, found, []) or check_base(package, found)


PLAUSIBLE = (
    ["2026-12-01", "2026-12-05", "2026-11-22"],
    ["events", "actions", REVISIONS],
    ['["E001"]', '["E000"]', '["mbt","PRK"]', '[["E001"]]', '{"E001": 1}', "NaN"],
    ["added", "changed", "removed"],
    ["", '{"title": "x"}', '{"title": {}}', '{"note": "\\ud800"}', "[]", "null", "NaN", "{}"],
    ["Read"],
    [SOURCE],
)
LINES = some.tuples(*(some.one_of(some.sampled_from(cells), some.sampled_from(cells), TEXTS) for cells in PLAUSIBLE))


@given(some.lists(LINES, max_size=3))
def test_whatever_stands_in_the_log_is_a_fault_or_an_answer(lines: list[tuple[str, ...]]) -> None:
    package = replace(PACKAGE, created=LAST)
    found = ROWS | {REVISIONS: Rows(ROWS[REVISIONS].columns, tuple(range(2, len(lines) + 2)), tuple(lines))}
    faults = [*check_cells(package, found)]
    faults += check_revisions(package, found, faults)
    assert all(fault.file == "revisions.csv" and fault.line > 1 for fault in faults)
    if not faults:
        assert check_base(package, found) or rolled_back(package, found, BASE)


@given(some.lists(some.text(some.characters(codec="utf-8")), min_size=1).map(tuple))
def test_a_key_has_one_text_whatever_stands_in_it(key: tuple[str, ...]) -> None:
    assert read_key(write_key(key)) == key


@given(some.permutations(range(40)))
def test_a_hash_is_of_the_rows_and_not_of_their_order(order: list[int]) -> None:
    table, found = PACKAGE.table("events"), ROWS["events"]
    shuffled = Rows(found.columns, found.lines, tuple(found.cells[place] for place in order))
    fewer = Rows(found.columns, found.lines[1:], tuple(found.cells[place] for place in order[1:]))
    assert fingerprint(table, shuffled) == fingerprint(table, found) != fingerprint(table, fewer)


# --- what is refused -------------------------------------------------------------------------------------------------

TITLE = {"title": "Before"}
ALLOWED = "date, precision, states, place, lane, category, title, summary, source_id, note"
EVENT = ["E001"]
FORM = ' is not the key of a row of events: a JSON list without spaces of event_id such as ["E001"]'
IN_THE_LOG: dict[str, tuple[list[str], str]] = {
    "an unknown table": (
        [logged(FIRST, "event", EVENT, "changed", TITLE)],
        '2: table: "event" is not a table of facts; allowed: TABLES',
    ),
    "the log itself": (
        [logged(FIRST, REVISIONS, EVENT, "changed", TITLE)],
        '2: table: "revisions" is not a table of facts; allowed: TABLES',
    ),
    "a key of another length": (
        [logged(FIRST, "events", ["E001", "x"], "changed", TITLE)],
        '2: key: "["E001","x"]"' + FORM,
    ),
    "a key that is no list": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace('"[""E001""]"', "E001")],
        '2: key: "E001"' + FORM,
    ),
    "a key with spaces": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace('"[""E001""]"', '"[ ""E001""]"')],
        '2: key: "[ "E001"]"' + FORM,
    ),
    "a row that is not there": (
        [logged(FIRST, "events", ["E997"], "changed", TITLE)],
        "2: change: changed, but events.csv has no such row",
    ),
    "an added row that is not there": (
        [logged(FIRST, "events", ["E997"], "added")],
        "2: change: added, but events.csv has no such row",
    ),
    "a removed row that is there": (
        [logged(FIRST, "events", EVENT, "removed", WHOLE)],
        "2: change: removed, but events.csv has the row",
    ),
    "added twice": (
        [logged(FIRST, "events", EVENT, "added"), logged(SECOND, "events", EVENT, "added")],
        "2: change: added, and then line 3 adds the row",
    ),
    "changed after it was removed": (
        [logged(SECOND, "events", EVENT, "changed", TITLE), logged(FIRST, "events", EVENT, "removed", WHOLE)],
        "3: change: removed, and then line 2 changes the row",
    ),
    "twice on one day": (
        [logged(FIRST, "events", EVENT, "changed", TITLE), logged(FIRST, "events", EVENT, "changed", TITLE)],
        "3: key: repeats line 2: the same known_on, table, key",
    ),
    "a cell that did not change": (
        [logged(FIRST, "events", EVENT, "changed", {"lane": E001["lane"]})],
        f'2: before: lane was "{E001["lane"]}" afterwards as well',
    ),
    "an unknown column": (
        [logged(FIRST, "events", EVENT, "changed", {"titel": "Before"})],
        f'2: before: unknown column "titel"; allowed: {ALLOWED}',
    ),
    "a column of the key": (
        [logged(FIRST, "events", EVENT, "changed", {"event_id": "E000"})],
        '2: before: "event_id" is in the key; a row with another key is one removed and one added',
    ),
    "nothing before": (
        [logged(FIRST, "events", EVENT, "changed", {})],
        '2: before: "{}" is not a JSON object of columns and their texts',
    ),
    "a number before": (
        [logged(FIRST, "events", EVENT, "changed", {"title": 1})],  # type: ignore[dict-item]
        '2: before: "{"title": 1}" is not a JSON object of columns and their texts',
    ),
    "a blank before": (
        [logged(FIRST, "events", EVENT, "changed")],
        '2: before: "" is not a JSON object of columns and their texts: Expecting value: line 1 column 1 (char 0)',
    ),
    "a column twice": (
        [f'{FIRST},events,"[""E001""]",changed,"{{""title"": ""a"", ""title"": ""b""}}",Read,{SOURCE}'],
        '2: before: "{"title": "a", "title": "b"}" is not a JSON object of columns and their texts: '
        "a column stands twice",
    ),
    "half a character before": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace("Before", "\\ud800")],
        '2: before: "{"title": "\\ud800"}" is not a JSON object of columns and their texts: '
        "'utf-8' codec can't encode character '\\ud800' in position 11: surrogates not allowed",
    ),
    "lists without end": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace('"[""E001""]"', "[" * 100_000)],
        f'2: key: "{"[" * 60}…"' + FORM,
    ),
    "something before an added row": (
        [logged(FIRST, "events", EVENT, "added", TITLE)],
        "2: before: is filled, though an added row did not stand there before",
    ),
    "the base day": (
        [logged(BASE, "events", EVENT, "changed", TITLE)],
        "2: known_on: 2026-11-22 does not lie after 2026-11-22, up to which the log has no rows",
    ),
    "a day after that of the data": (
        [logged(date(2062, 12, 1), "events", EVENT, "changed", TITLE)],
        '2: known_on: 2062-12-01 lies after the day of this data, 2026-12-10; change "created", too',
    ),
    "a day that is none": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace("2026-12-01", "2026-12")],
        '2: known_on: "2026-12" is not a day; write YYYY-MM-DD',
    ),
    "another change": (
        [logged(FIRST, "events", EVENT, "renamed", TITLE)],
        '2: change: "renamed" is unknown; allowed: added, changed, removed',
    ),
    "no reason": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace(",Read,", ",,")],
        "2: reason: is missing",
    ),
    "an unknown source": (
        [logged(FIRST, "events", EVENT, "changed", TITLE).replace(SOURCE, "NOWHERE")],
        '2: source_id: "NOWHERE" is not in sources',
    ),
}


@pytest.mark.parametrize("case", IN_THE_LOG.values(), ids=IN_THE_LOG)
def test_a_fault_in_the_log_is_named_with_its_line_and_column(
    case: tuple[list[str], str], damaged: Callable[..., Path], tables: Tables
) -> None:
    lines, said = case
    known = ", ".join(table.name for table in tables.package.tables if table.name != REVISIONS)
    folder = damaged(quick, created_on(LAST), log(*lines))
    assert list(map(str, check(folder))) == [f"revisions.csv:{said}".replace("TABLES", known)]


UNREADABLE = {
    "missing": (lambda path: path.unlink(), "file: the file is missing"),
    "without its key": (
        lambda path: path.write_text(
            path.read_text(encoding="utf-8").replace("event_id,", "key,", 1), encoding="utf-8"
        ),
        "event_id: the column is missing",
    ),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_an_unreadable_table_is_told_once_and_not_at_each_line_of_the_log(
    how: str, damaged: Callable[..., Path]
) -> None:
    damage, said = UNREADABLE[how]
    lines = [logged(day, "events", EVENT, "changed", {"title": str(day)}) for day in (FIRST, SECOND)]
    found = check(damaged(quick, created_on(LAST), log(*lines), lambda folder: damage(folder / "events.csv")))
    assert str(found[0]) == f"events.csv:1: {said}"
    assert {fault.file for fault in found} == {"events.csv"}


FORGOTTEN: dict[str, tuple[list[Damage], str]] = {
    "an added action": (
        [rows("actions.csv", PRK)],
        "actions.csv:2: row: was not known on 2026-11-22: write it into revisions.csv, as added",
    ),
    "a changed event": (
        [event_cell("title", "Other")],
        "events.csv:1: file: its rows as known on 2026-11-22 are not those recorded: write into revisions.csv what was "
        "added, changed or removed",
    ),
    "a removed event": (
        [
            without("events.csv", "E001,"),
        ],
        "events.csv:1: file: its rows as known on 2026-11-22 are not those recorded: write into revisions.csv what was "
        "added, changed or removed",
    ),
    "the wrong cell before": (
        [created_on(FIRST), event_cell("title", "Other"), log(logged(FIRST, "events", EVENT, "changed", TITLE))],
        "events.csv:1: file: its rows as known on 2026-11-22 are not those recorded: write into revisions.csv what was "
        "added, changed or removed",
    ),
    "an event after a logged one": (
        [
            created_on(FIRST),
            rows("events.csv", event_row(event_id="E997"), event_row(event_id="E998")),
            log(logged(FIRST, "events", ["E997"], "added")),
        ],
        "events.csv:3: row: was not known on 2026-11-22: write it into revisions.csv, as added",
    ),
}


@pytest.mark.parametrize("case", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_change_that_the_log_forgets_is_named(case: tuple[list[Damage], str], damaged: Callable[..., Path]) -> None:
    damages, said = case
    folder = damaged(quick, *damages)
    assert list(map(str, check(folder))) == [said]


def test_a_forgotten_change_is_told_only_where_nothing_else_is_wrong(damaged: Callable[..., Path]) -> None:
    folder = damaged(quick, rows("actions.csv", PRK), rows("events.csv", event_row(event_id="E997", states="ZZZ")))
    assert list(map(str, check(folder))) == ['events.csv:2: states: "ZZZ" is not in states']


def unhashed(*names: str) -> Damage:
    def change(package: dict) -> None:
        for name in names:
            resource(package, name).pop("atlas:baseHash")

    return described(change)


def test_a_row_that_was_never_possible_is_told_at_the_line_of_the_log(damaged: Callable[..., Path]) -> None:
    wrong = WHOLE | {"states": "ZZZ"}
    folder = damaged(
        quick, unhashed("events"), created_on(FIRST), log(logged(FIRST, "events", ["E000"], "removed", wrong))
    )
    said = 'revisions.csv:2: before: as known on 2026-11-22: events.csv: states: "ZZZ" is not in states'
    assert list(map(str, check(folder))) == [said]


@pytest.mark.parametrize(
    ("standing", "removed", "said"),
    [
        (
            "accession,2000-01-10",
            "ratification,2005-01-10",
            "revisions.csv:2: before: as known on 2026-11-22: actions.csv: action: joins again after line 2 without a "
            "withdrawal that took effect",
        ),
        (
            "ratification,2005-01-10",
            "accession,2000-01-10",
            "actions.csv:2: action: as known on 2026-11-22: joins again after line 2 of revisions.csv without a "
            "withdrawal that took effect",
        ),
    ],
)
def test_an_order_of_acts_that_was_never_possible_is_told(
    standing: str, removed: str, said: str, damaged: Callable[..., Path]
) -> None:
    cells = {"source_id": SOURCE, "source_locator": "row"}
    line = logged(FIRST, "actions", ["mbt", "PRK", *removed.split(",")], "removed", cells)
    folder = damaged(
        quick, unhashed("actions"), created_on(FIRST), rows("actions.csv", act(*standing.split(","))), log(line)
    )
    assert list(map(str, check(folder))) == [said]


def test_an_act_cannot_be_known_before_the_check_that_reached_its_day(damaged: Callable[..., Path]) -> None:
    late = act("accession", "2026-12-04")
    key = ["mbt", "PRK", "accession", "2026-12-04"]
    folder = damaged(
        quick, checked_on(BASE, LAST), rows("actions.csv", late), log(logged(SECOND, "actions", key, "added"))
    )
    said = "as known on 2026-12-05: 2026-12-04 lies after the day the data was checked, 2026-11-22"
    assert list(map(str, check(folder))) == [f"actions.csv:2: date: {said}"]


DESCRIPTIONS: dict[str, tuple[Damage, str]] = {
    "a base day without the log": (
        described(lambda package: package["resources"].remove(resource(package, REVISIONS))),
        "atlas:knownFrom and the table revisions need each other",
    ),
    "a log without a base day": (
        described(lambda package: package.pop("atlas:knownFrom")),
        "atlas:knownFrom and the table revisions need each other",
    ),
    "an earlier check after the last one": (
        described(lambda package: package.update({"atlas:checkedBefore": ["2026-11-22"]})),
        "atlas:checkedBefore has a day that does not lie before checked, 2026-11-22",
    ),
    "a base day that no check reaches": (
        checked_on(FIRST),
        "atlas:knownFrom does not lie between 2026-12-01, the first check, and 2026-12-01, the day of the data",
    ),
    "a base day after the day of the data": (
        described(lambda package: package.update({"atlas:knownFrom": "2026-12-01"})),
        "atlas:knownFrom does not lie between 2026-11-22, the first check, and 2026-11-22, the day of the data",
    ),
    "a base day that is none": (
        described(lambda package: package.update({"atlas:knownFrom": "yesterday"})),
        "Invalid isoformat string: 'yesterday'",
    ),
}


@pytest.mark.parametrize("case", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_days_of_the_description_that_cannot_be_are_a_fault(
    case: tuple[Damage, str], damaged: Callable[..., Path]
) -> None:
    damage, said = case
    (fault,) = check(damaged(quick, damage))
    assert str(fault) == f"datapackage.json:1: file: not a description of tables: ValueError: {said}"


def logless(folder: Path) -> None:
    def change(package: dict) -> None:
        package["resources"].remove(resource(package, REVISIONS))
        del package["atlas:knownFrom"]

    described(change)(folder)


def test_a_folder_without_a_log_is_sound_and_says_that_it_cannot_tell(damaged: Callable[..., Path]) -> None:
    folder = damaged(quick, logless, rows("actions.csv", PRK))
    assert check(folder) == []
    assert known_since(load(folder), "actions").isna().all()
    with pytest.raises(UnknownDay, match="does not say when it learned them"):
        as_known_on(BASE, folder)


# --- when each row was learned ---------------------------------------------------------------------------------------


def test_every_fact_of_the_repository_has_a_day_from_which_it_is_known(tables: Tables) -> None:
    for table in tables.package.tables:
        known = known_since(tables, table.name)
        assert known.index.equals(tables[table.name].index), table.name
        assert known.between(pd.Timestamp(BASE), pd.Timestamp(tables.package.known_until)).all(), table.name


def test_a_row_is_known_since_its_last_revision(damaged: Callable[..., Path]) -> None:
    folder = damaged(
        quick,
        created_on(LAST),
        rows("actions.csv", PRK),
        event_cell("title", "Two"),
        columns("population.csv", lambda cells: cells.assign(population=["1", *cells["population"][1:]])),
        log(
            logged(LAST, "events", EVENT, "changed", {"title": "One"}),
            logged(FIRST, "events", EVENT, "changed", {"title": E001["title"]}),
            logged(FIRST, "actions", JOINED, "added"),
            logged(SECOND, "population", [*population_key()], "changed", {"population": "2"}),
        ),
    )
    facts = load(folder)
    for name, day in {"events": LAST, "actions": FIRST, "population": SECOND}.items():
        known = known_since(facts, name)
        assert known.to_list() == [pd.Timestamp(day)] + [pd.Timestamp(BASE)] * (len(facts[name]) - 1)
        chosen = facts[name].iloc[[3, 0]]
        assert known_since(facts, name, chosen).equals(known.iloc[[3, 0]])


def population_key() -> list[str]:
    _, line, *_ = (DATA / "population.csv").read_text(encoding="utf-8").splitlines()
    return line.split(",")[:2]


# --- the shell -------------------------------------------------------------------------------------------------------


@pytest.fixture
def learned(damaged: Callable[..., Path]) -> str:
    """A folder in which an accession was learned, an event's title changed and another one removed, on three days."""
    return str(
        damaged(
            quick,
            checked_on(BASE, LAST),
            rows("actions.csv", PRK),
            event_cell("title", "Parliament votes", "E169"),
            without("events.csv", "E001,"),
            log(
                logged(FIRST, "actions", JOINED, "added"),
                logged(SECOND, "events", ["E169"], "changed", {"title": E169["title"]}),
                logged(LAST, "events", EVENT, "removed", WHOLE),
            ),
        )
    )


ANSWERS: list[tuple[tuple[str, ...], str, dict[date | None, list[str]]]] = [
    (
        ("status", "--iso3", "PRK", "--on", "2026-11-22"),
        "status",
        {None: ["joining"], BASE: ["outside"], FIRST: ["joining"], LAST: ["joining"]},
    ),
    (("status", "--iso3", "PRK"), "status", {None: ["party"], BASE: ["outside"], FIRST: ["joining"], LAST: ["party"]}),
    (
        ("changes", "--from", "2026-06"),
        "date",
        {
            None: ["2026-06-20", "2026-12-01"],
            BASE: [],
            FIRST: ["2026-06-20"],
            LAST: ["2026-06-20", "2026-12-01"],
        },
    ),
    (
        ("counts", "--from", "2026", "--to", "2026"),
        "day",
        {None: [str(LAST)], BASE: [str(BASE)], SECOND: [str(BASE)], LAST: [str(LAST)]},
    ),
    (
        ("events", "--from", "2025-06-19", "--to", "2025-06-19", "--iso3", "FIN"),
        "title",
        {None: ["Parliament votes"], BASE: [E169["title"]], FIRST: [E169["title"]], SECOND: ["Parliament votes"]},
    ),
    (
        ("events", "--to", E001["date"]),
        "event_id",
        {None: [], BASE: ["E001"], SECOND: ["E001"], LAST: []},
    ),
]


@pytest.mark.parametrize(("arguments", "column", "answers"), ANSWERS, ids=[" ".join(case[0]) for case in ANSWERS])
def test_a_command_answers_as_it_would_have_on_the_day(
    arguments: tuple[str, ...], column: str, answers: dict[date | None, list[str]], learned: str, shell: Shell
) -> None:
    for day, expected in answers.items():
        known = ("--as-known-on", str(day)) if day else ()
        found = good(shell(*arguments, "--data", learned, *known)).column(column)
        assert [cell for cell in found if cell != "2026-08-01"] == expected, day


REFUSALS = {
    "2026-11-21": "the atlas knows nothing before 2026-11-22",
    "2026-11-23": "2026-11-23 lies after the day of this data, 2026-11-22",
    "2026-11": '"2026-11" is not a day; write YYYY-MM-DD',
    "20261122": '"20261122" is not a day; write YYYY-MM-DD',
    "2026-02-30": '"2026-02-30" is not a day of the calendar',
    "": '"" is not a day; write YYYY-MM-DD',
}
ARGUMENTS = {
    "status": (),
    "counts": (),
    "changes": (),
    "events": (),
    "country": ("FIN",),
    "borders": (),
    "whatif": ("--iso3", "NOR", "--notice", "2026-12-01"),
    "claims": (str(ROOT / "LICENSE"),),
    "lesson": ("leaving", "--format", "html", "--out", "/dev/null"),
}


@pytest.mark.parametrize("day", REFUSALS)
def test_a_day_that_cannot_be_told_is_refused_in_one_line_and_ends_with_2(day: str, shell: Shell) -> None:
    result = shell("status", "--as-known-on", day)
    assert result == ("", f"atlas: --as-known-on: {REFUSALS[day]}\n", 2)


@pytest.mark.parametrize("command", ARGUMENTS)
def test_every_command_on_the_facts_can_be_asked_as_known_on_a_day(command: str, shell: Shell) -> None:
    result = shell(command, *ARGUMENTS[command], "--as-known-on", "2026-11-21")
    assert result == ("", "atlas: --as-known-on: the atlas knows nothing before 2026-11-22\n", 2)


def test_a_log_that_forgets_a_change_is_refused_by_the_shell(damaged: Callable[..., Path], shell: Shell) -> None:
    folder = damaged(quick, rows("actions.csv", PRK))
    said = "actions.csv:2: row: was not known on 2026-11-22: write it into revisions.csv, as added\n"
    for asked in ([], ["--as-known-on", str(BASE)]):
        assert shell("status", "--data", str(folder), *asked) == ("", said, 1)


def test_the_data_page_says_since_when_its_rows_are_known(
    learned: str, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from atlas.ui.facts import facts

    monkeypatch.setenv("ATLAS_DATA", learned)
    facts.clear()
    try:
        captions = {table: opened("data", table=table).caption[0].value for table in ("actions", "events", "status")}
        log = opened("data", table="revisions")
    finally:
        facts.clear()
    assert captions["actions"].endswith(
        ", known to the atlas since 22 November 2026, the last of them since 1 December 2026"
    )
    assert captions["events"].endswith(", the last of them since 5 December 2026")
    assert captions["status"].endswith(" rows")
    assert not log.exception
    assert log.dataframe[-1].value["change"].to_list() == ["added", "changed", "removed"]


# --- the tool and the changelog --------------------------------------------------------------------------------------


def test_the_tool_writes_the_rows_that_the_log_lacks(damaged: Callable[..., Path], tables: Tables) -> None:
    folder = damaged(
        fewer,
        created_on(LAST),
        rows("actions.csv", PRK),
        event_cell("note", "Other", "E169"),
        without("events.csv", "E001,"),
    )

    def printed() -> str:
        result = CliRunner().invoke(tool, [str(DATA), str(folder), "--known-on", str(LAST), "--reason", "Read"])
        assert result.exit_code == 0, result.output
        return result.output

    assert len(list(csv.reader(io.StringIO(printed())))) == 3
    with (folder / "revisions.csv").open("a", encoding="utf-8") as file:
        file.write(printed())
    assert check(folder) == []
    assert printed() == ""
    assert same(as_known_on(BASE, folder), tables)


def test_the_tool_writes_a_second_change_of_the_same_day_alone(damaged: Callable[..., Path], tmp_path: Path) -> None:
    folder = damaged(created_on(LAST), rows("actions.csv", PRK), log(logged(LAST, "actions", JOINED, "added")))
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    event_cell("title", "Other")(folder)
    result = CliRunner().invoke(tool, [str(old), str(folder), "--known-on", str(LAST), "--reason", "Read"])
    expected = logged(LAST, "events", EVENT, "changed", {"title": E001["title"]}).replace(SOURCE, E001["source_id"])
    assert result.output == expected + "\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--known-on is missing"),
        (("--known-on", "2026-11-21"), "2026-11-21 lies before 2026-11-22, the day of the old data"),
        (("--known-on", "soon"), "'soon' does not match the format"),
    ],
)
def test_the_tool_refuses_a_day_on_which_older_data_has_spoken(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(tool, [str(DATA), *arguments])
    assert (result.exit_code, said in result.output) == (2, True)


def test_the_hashes_of_the_description_are_those_of_the_tool(damaged: Callable[..., Path]) -> None:
    """On the base day; afterwards they stay, and the rows are those with the log taken back."""
    package, _ = read_package(DATA)
    assert package
    _, then = rolled_back(package, {table.name: read_rows(DATA, table)[0] for table in package.tables}, BASE)
    hashed = {table.name: table.base_hash for table in package.tables if table.name != REVISIONS}
    assert {name: fingerprint(package.table(name), then[name]) for name in hashed} == hashed
    result = CliRunner().invoke(tool, [str(damaged()), "--hashes"])
    assert json.loads(result.output).keys() == hashed.keys()


def data_sections() -> str:
    """What the changelog says under Data, of all versions."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^### Data$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL))


def test_the_changelog_tells_what_was_learned_on_each_day_of_the_log(tables: Tables) -> None:
    text = data_sections()
    days = {words.long_day(day) for day in tables[REVISIONS]["known_on"]}
    assert sorted(day for day in days if f"Learned on {day}:" not in text) == []


def test_the_changelog_tells_how_many_facts_there_are_now(tables: Tables) -> None:
    facts = [len(tables[table.name]) for table in tables.package.tables if table.name != REVISIONS]
    told = re.search(r"As it stands, on (.+?): (\d+) tables of\s+facts with ([\d,]+) rows", data_sections())
    assert told
    assert told.groups() == (words.long_day(tables.package.known_until), str(len(facts)), f"{sum(facts):,}")


def test_the_facts_as_known_today_are_the_facts(tables: Tables) -> None:
    assert same(as_known_on(tables.package.known_until, DATA), tables)
    assert check_rows(tables.package, {t.name: read_rows(DATA, t)[0] for t in tables.package.tables}) == []
