"""Files from a shell, by the address that a page or a route has for them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas import export, status
from atlas.commands.options import Refused, data_option, facts_of, print_bytes
from atlas.export import BadKey, CannotHold
from atlas.export.saving import save
from atlas.tables.faults import shown

TEXT = ("text/", "application/json", "application/geo+json")
"""How the kinds of files begin that a terminal can show."""


@click.command(name="export")
@click.argument("address", metavar="ADDRESS")
@click.option("--out", metavar="FILE", help="A file, or a folder for one with its own name; default: standard output.")
@data_option
def export_command(address: str, out: str | None, data: str | None) -> None:
    """Write the file that an ADDRESS gives, such as "status.csv?treaty=ccm&on=2020-12-31".

    A whole address works as it was copied; everything up to /api/v1/ is left out. package.zip?tables=status,actions
    gives several tables in one file.
    """
    facts = facts_of(data)
    try:
        asked = export.asked(address, facts)
        made = export.written(status.build(facts), facts, asked)
    except (BadKey, CannotHold) as problem:
        raise Refused(str(problem)) from None
    if out is not None:
        _write(Path(out), made.name, made.content)
    elif sys.stdout is not None and sys.stdout.isatty() and not made.mime.startswith(TEXT):
        raise Refused(f"{made.ending} is not text for a terminal; name a file with --out")
    else:
        print_bytes(made.content)


def _write(path: Path, name: str, content: bytes) -> None:
    target = path
    try:
        target = path / name if path.is_dir() else path
        save(target, content)
    except OSError as problem:
        raise Refused(f"--out: {shown(str(target))}: cannot be written: {problem.strerror}") from None
    click.echo(f"{target}: {len(content):,} bytes", err=True)
