"""What the commands share: options, values read with a clear error, and the output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import pandas as pd

from atlas import tables
from atlas.export import to_csv, to_json
from atlas.selection import BadValue
from atlas.tables.checking import date_problem
from atlas.tables.faults import shown

MANY_FAULTS = 1
READER_GONE = 141
AS_KNOWN_ON = "atlas.as_known_on"
Formats = Mapping[str, Callable[[pd.DataFrame], bytes]]
FORMATS: Formats = {"csv": lambda rows: to_csv(rows, "\n"), "json": to_json}
"""What every command that prints rows can print them in; lines end as other programs of the shell expect."""


class Refused(click.ClickException):
    """A value that is not allowed: one line on standard error, exit status 2."""

    exit_code = 2


def facts_of(folder: str | None, if_faulty: int = MANY_FAULTS, *, logged: bool = True) -> tables.Tables:
    """The facts of a folder, or of the project, as known on the day of --as-known-on where the command has one.

    A faulty folder ends the command with every fault listed and the status `if_faulty`; unless the facts have to be
    `logged`, rows are taken that the log does not have yet.
    """
    if folder == "":
        raise Refused("--data: name a folder of facts, or leave the option out for the project's own")
    path = Path(folder) if folder is not None else None
    day = click.get_current_context().meta.get(AS_KNOWN_ON)
    try:
        if day is not None:
            return tables.as_known_on(day, path)
        return tables.load(path) if logged else tables.load_unlogged(path)
    except tables.UnknownDay as problem:
        raise Refused(f"--as-known-on: {problem}") from None
    except tables.FaultyData as faulty:
        click.echo(str(faulty), err=True)
        raise SystemExit(if_faulty) from None


def value_of(option: str, parse: Callable[..., Any], text: str, *context: Any) -> Any:
    """The option's text as a value; the error names the option."""
    try:
        return parse(text, *context)
    except BadValue as problem:
        raise Refused(f"--{option}: {problem}") from None


def print_rows(rows: pd.DataFrame, form: str, formats: Formats = FORMATS) -> None:
    """Writes the rows to standard output in one of the formats, `FORMATS` unless others are given.

    Where a reader such as `head` has gone, the command ends quietly with the status that a shell gives for it.
    """
    print_bytes(formats[form](rows))


def print_bytes(content: bytes) -> None:
    """Writes to standard output, as `print_rows` does; where a full disk keeps it from that, says so."""
    if sys.stdout is None:
        raise Refused("there is no standard output to write to")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard_output()
        raise SystemExit(READER_GONE) from None
    except OSError as problem:
        discard_output()
        raise Refused(f"standard output: cannot be written: {problem.strerror}") from None


def discard_output() -> None:
    """Sends what is still to be written nowhere, so that the interpreter does not fail on it when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _keep_day(context: click.Context, _: click.Parameter, text: str | None) -> None:
    if text is None:
        return
    problem = date_problem(text)
    if problem:
        raise Refused(f"--as-known-on: {shown(text)} {problem}")
    context.meta[AS_KNOWN_ON] = date.fromisoformat(text)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which facts: --data, a value of the command, and --as-known-on, which `facts_of` obeys."""
    folder = click.option("--data", metavar="DIR", help="Folder of facts; default: the project's own data.")
    known = click.option(
        "--as-known-on",
        metavar="DAY",
        expose_value=False,
        callback=_keep_day,
        help="The facts as the atlas knew them on this day, YYYY-MM-DD; default: all that it knows.",
    )
    return folder(known(command))


treaty_option = click.option("--treaty", default="mbt", show_default=True, help="Key of the treaty.")


def format_choice(formats: Collection[str]) -> Callable[[Any], Any]:
    """The option --format with the names of these formats; CSV unless another is asked for."""
    return click.option("--format", "form", type=click.Choice(list(formats)), default="csv", show_default=True)


format_option = format_choice(FORMATS)
