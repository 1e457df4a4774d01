"""Prints what a folder of facts has learned since an older copy of it, as rows for `revisions.csv`.

    python -m tools.revisions OLD_DIR [NEW_DIR] --known-on DAY --reason "Read in the depositary's notice"

Rows that the new folder's log has already are left out. With --hashes it prints the value of `atlas:baseHash` for every
table of a folder instead: for a new base day, when the log begins again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from atlas.tables import Package, data_folder, read_folder
from atlas.tables.known import fingerprint, taken_back
from atlas.tables.reading import Rows
from atlas.tables.revisions import Key, Revision, cells_of, keys_of, revisions_of, write_key
from atlas.tables.schema import REVISIONS, Table

Folder = tuple[Package, dict[str, Rows]]


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--known-on", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it was learned.")
@click.option("--reason", default="", help="Why it was learned on that day; without one, to be filled in.")
@click.option("--hashes", is_flag=True, help="Print the hash of every table of OLD instead.")
def main(old: str, new: str | None, known_on: date | None, reason: str, hashes: bool) -> None:
    """The rows of the log that lead from the folder OLD to NEW (default: the project's own)."""
    before = _read(Path(old))
    if hashes:
        click.echo(json.dumps({table.name: fingerprint(table, before[1][table.name]) for table in _facts(before[0])}))
        return
    if known_on is None:
        raise click.UsageError("--known-on is missing: the day on which the atlas learned it")
    day = date(known_on.year, known_on.month, known_on.day)
    if day < before[0].known_until:  # what was said about a day that is over stays true
        raise click.UsageError(f"--known-on: {day} lies before {before[0].known_until}, the day of the old data")
    click.echo(revision_rows(before, _read(Path(new) if new else data_folder()), day, reason), nl=False)


def revision_rows(old: Folder, new: Folder, known_on: date, reason: str) -> str:
    """The rows as CSV without a header: known_on, table, key, change, before, reason, source_id."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    package, rows = new
    told = set(_entries(old))
    rows = taken_back(package, rows, [revision for entry, revision in _entries(new).items() if entry not in told])
    for table in _facts(package):
        for key, change, before, source in _changes(table, old[1].get(table.name, Rows((), (), ())), rows[table.name]):
            writer.writerow((known_on, table.name, key, change, before, reason, source))
    return text.getvalue()


def _entries(folder: Folder) -> dict[tuple[date, str, Key], Revision]:
    log = folder[1].get(REVISIONS)
    return {(each.known_on, each.table, each.key): each for each in (revisions_of(log) if log else ())}


def _changes(table: Table, old: Rows, new: Rows) -> Iterator[tuple[str, str, str, str]]:
    """Key, change, what stood before, and the source of each row that differs."""
    once, now = _by_key(table, old), _by_key(table, new)
    for key in sorted(once.keys() | now.keys()):
        was, row = once.get(key, {}), now.get(key, {})
        others = [name for name in table.columns if name not in table.primary_key]
        before = {name: was.get(name, "") for name in others if was.get(name, "") != row.get(name, "")}
        change = "added" if not was else "changed" if row else "removed"
        if change == "changed" and not before:
            continue
        told = "" if change == "added" else json.dumps(before, ensure_ascii=False)
        cited = (row or was).get("source_id") or (row or was).get("source_ids", "").split(";")[0]
        yield write_key(key), change, told, cited


def _by_key(table: Table, rows: Rows) -> Mapping[tuple[str, ...], dict[str, str]]:
    keys = keys_of(table, rows) if rows.columns else []
    return dict(zip(keys, (cells_of(rows.columns, cells) for cells in rows.cells), strict=True))


def _facts(package: Package) -> list[Table]:
    return [table for table in package.tables if table.name != REVISIONS]


def _read(folder: Path) -> Folder:
    """The folder's rows; one that cannot be read, or whose log is faulty, ends the command with every fault."""
    package, rows, faults = read_folder(folder)
    if package is None or faults:
        raise SystemExit("\n".join(map(str, faults)))
    return package, rows


if __name__ == "__main__":
    main()
