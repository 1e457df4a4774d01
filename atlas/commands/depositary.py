"""The depositary's status page beside the record from a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pandas as pd

from atlas import depositary
from atlas.commands.options import Refused, data_option, facts_of, format_option, print_rows, value_of
from atlas.export import to_csv
from atlas.selection import values
from atlas.tables.faults import shown

DIFFERS, TROUBLE = 1, 2
"""Exit statuses in the manner of `diff`; 0 where nothing differs."""

TABLES = ("sources", "actions")
CODES = "\n\n".join(f"{code}: {said}." for code, said in depositary.FINDINGS.items())


@click.command(
    name="compare-depositary",
    help=(
        "Compare a saved status page of the UN Treaty Collection, FILE, with the record of a treaty.\n\n"
        "A row a finding; its last eight columns are a row of actions.csv. Nothing is written: add what is missing by "
        "hand, or with --paste sources >> sources.csv, then --paste actions >> actions.csv.\n\n"
        f"{CODES}\n\n"
        "Exit status as of diff: 0 where nothing differs, 1 where something does, 2 where it cannot be compared."
    ),
)
@click.argument("file", metavar="FILE")
@click.option("--treaty", default="mbt", show_default=True, help="Key of the treaty.")
@click.option("--as-at", metavar="DAY", help="YYYY-MM-DD; the day of a file that does not say it, such as an XML file.")
@click.option("--paste", type=click.Choice(TABLES), help="Print only the rows to add to this table, without a header.")
@format_option
@data_option
def compare_depositary(
    file: str, treaty: str, as_at: str | None, paste: str | None, form: str, data: str | None
) -> None:
    """Prints the findings, or the rows to add; says on standard error what a page cannot tell."""
    facts = facts_of(data, TROUBLE, logged=False)
    key = value_of("treaty", values.treaty, treaty, facts)
    day = value_of("as-at", values.supposed_day, as_at, facts) if as_at is not None else None
    content = _content(file)
    try:
        found = depositary.compare(depositary.read_page(content), facts, key, day)
    except depositary.NotAStatusPage as problem:
        raise Refused(f"{shown(file)}: {problem}") from None
    if paste:
        print_rows(rows_to_add(found, paste), "csv", {"csv": lambda rows: without_header(to_csv(rows, "\n"))})
    else:
        print_rows(found.rows, form)
        for said in found.not_compared:
            click.echo(f"{key}: {said}", err=True)
        if found.source is not None and len(found.rows):
            row = without_header(to_csv(pd.DataFrame([found.source]), "\n")).decode("utf-8")
            click.echo(f"{key}: the page is a new source; its row for sources.csv:\n{row}", err=True, nl=False)
    raise SystemExit(DIFFERS if len(found.rows) else 0)


def rows_to_add(found: depositary.Comparison, table: str) -> pd.DataFrame:
    """The rows that the comparison proposes for a table: its source only if an action to add cites it."""
    if table == "actions":
        return found.to_paste
    return pd.DataFrame([found.source] if found.source and len(found.to_paste) else [])


def without_header(text: bytes) -> bytes:
    """CSV without its first line."""
    return text.partition(b"\n")[2]


def _content(file: str) -> bytes:
    """The bytes of the file ("-": standard input), at most one more than are read."""
    most = depositary.MOST_BYTES + 1
    try:
        if file != "-":
            with Path(file).open("rb") as opened:
                return opened.read(most)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "not a file name"
        raise Refused(f"{shown(file)}: cannot be read: {why}") from None
    if sys.stdin is None:
        raise Refused("there is no standard input to read from")
    return sys.stdin.buffer.read(most)
