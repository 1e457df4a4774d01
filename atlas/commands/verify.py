"""Is this file unchanged, what made it, and would today's facts give the same rows? From a shell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from atlas import status
from atlas.commands.options import Refused, data_option, facts_of, print_bytes
from atlas.export import BadKey
from atlas.export.verifying import Compared, Differences, Unreadable, Verdict, verify
from atlas.tables.faults import shown
from atlas.words import counted

DIFFERENT = 1
MOST_NAMED = 20
LONGEST_LINE = 1_000
TOLD = {True: "unchanged", False: "changed", None: "it carries no sum that tells whether it is unchanged"}


@click.command(name="verify")
@click.argument("file", metavar="FILE")
@click.option("--address", default="", metavar="ADDRESS", help="What made it, for a file that does not tell it itself.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@data_option
def verify_command(file: str, address: str, form: str, data: str | None) -> None:
    """Tell whether a FILE of the atlas is unchanged, what choice made it, and whether today's facts give the same rows.

    FILE is a package or a file of any format. The exit status is 0 only for a file that is unchanged and the same
    today, 1 for any other, 2 for one that nothing can be told about.
    """
    facts = facts_of(data, if_faulty=Refused.exit_code)
    try:
        verdict = verify(status.build(facts), facts, Path(file), address)
    except Unreadable as problem:
        raise Refused(f"{shown(file)} {problem}") from None
    except BadKey as problem:
        raise Refused(f"--address: {problem}") from None
    text = "\n".join(map(_harmless, _lines(file, verdict))) if form == "text" else _as_json(verdict)
    print_bytes(f"{text}\n".encode("utf-8", "backslashreplace"))
    if not verdict.good:
        raise SystemExit(DIFFERENT)


def _as_json(verdict: Verdict) -> str:
    tables = [{**asdict(table), "same": table.same} for table in verdict.tables]
    return json.dumps({**asdict(verdict), "tables": tables, "good": verdict.good}, ensure_ascii=False, indent=1)


def _harmless(line: str) -> str:
    """The line, of texts that anybody can have written, as a terminal shows and never obeys it."""
    cut = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cut)


def _lines(file: str, verdict: Verdict) -> Iterator[str]:
    yield f"{file}: {verdict.kind}"
    yield f"{TOLD[verdict.unchanged]}, {_today(verdict)}"
    yield from (f"  {each}" for each in (*verdict.faults, *verdict.evidence))
    yield f"choice: {verdict.words or 'not known'}"
    if verdict.address:
        yield f"  {verdict.address}"
    if verdict.made_from:
        yield f"made from: {_facts(verdict.made_from)}"
    yield f"compared with: {_facts(verdict.today)}"
    for table in verdict.tables:
        yield from _table_lines(table)


def _today(verdict: Verdict) -> str:
    if verdict.tables and all(table.same for table in verdict.tables):
        return "and today's data gives the same rows"
    if any(table.differences and not table.same for table in verdict.tables):
        return "but today's data differs" if verdict.unchanged else "and today's data differs"
    return "not compared with today's data"


def _facts(said: Mapping[str, str]) -> str:
    return f"{said.get('facts', 'facts')}, checked on {said.get('checked', 'a day not told')}"


def _table_lines(table: Compared) -> Iterator[str]:
    name = table.table or "rows"
    if table.differences is None:
        yield f"{name}: not compared: {table.problem}"
    elif table.same:
        yield f"{name}: today's data gives the same {counted(table.rows, 'row')}"
    else:
        yield f"{name}: today's data differs"
        named = list(_differences(table.differences))
        yield from (f"  {line}" for line in named[:MOST_NAMED])
        if len(named) > MOST_NAMED:
            yield f"  and {len(named) - MOST_NAMED:,} more; --format json lists all"


def _differences(found: Differences) -> Iterator[str]:
    yield from (f"column {name}: only in the file" for name in found.columns_gone)
    yield from (f"column {name}: only in today's data" for name in found.columns_added)
    for changed in found.changed:
        cells = (f"{name}: {shown(then)}, today {shown(now)}" for name, (then, now) in changed.cells.items())
        yield f"{changed.row}: {'; '.join(cells)}"
    yield from (f"{row}: only in the file" for row in found.gone)
    yield from (f"{row}: only in today's data" for row in found.added)
    if found.moved:
        yield f"in another order from {found.moved} on"
