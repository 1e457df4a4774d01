"""The same questions from a shell: `python -m atlas --help`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pandas as pd

from atlas import selection, status, tables, words
from atlas.export import FORMATS
from atlas.selection import BadValue, values

MANY_FAULTS = 1


class Refused(click.ClickException):
    """A value that is not allowed: one line on standard error, exit status 2."""

    exit_code = 2


def _facts(folder: str | None) -> tables.Tables:
    try:
        return tables.load(Path(folder) if folder else None)
    except tables.FaultyData as faulty:
        click.echo(str(faulty), err=True)
        raise SystemExit(MANY_FAULTS) from None


def _value(option: str, parse: Callable[..., Any], text: str, *context: Any) -> Any:
    """The option's text as a value; the error names the option."""
    try:
        return parse(text, *context)
    except BadValue as problem:
        raise Refused(f"--{option}: {problem}") from None


def _print(rows: pd.DataFrame, form: str) -> None:
    sys.stdout.buffer.write(FORMATS[form](rows))
    sys.stdout.buffer.flush()


data_option = click.option("--data", metavar="DIR", help="Folder of facts; default: the project's own data.")
treaty_option = click.option("--treaty", default="mbt", show_default=True, help="Key of the treaty.")
format_option = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="csv", show_default=True)


@click.group()
def cli() -> None:
    """Which states are bound by the treaties on landmines and their neighbours, on any day."""


@cli.command()
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--data", metavar="DIR", help="The same as DIR.")
def check(folder: str | None, data: str | None) -> None:
    """Check a folder of facts and list every fault."""
    path = Path(folder or data or tables.data_folder())
    faults = tables.check(path)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"{words.counted(len(faults), 'fault')} in {path}", err=True)
        raise SystemExit(MANY_FAULTS)
    facts = tables.load(path)
    rows = sum(len(frame) for frame in facts.frames.values())
    click.echo(f"{path}: {len(facts.frames)} tables, {rows:,} rows, no fault")


@cli.command(name="status")
@treaty_option
@click.option("--on", metavar="DAY", help="YYYY-MM-DD; default: the day the data was last checked.")
@click.option("--status", "statuses", default="", metavar="CODES", help="Status codes separated by commas.")
@click.option("--region", default="", metavar="NAMES", help="UN M49 regions separated by commas.")
@click.option("--iso3", default="", metavar="CODES", help="ISO alpha-3 codes separated by commas.")
@format_option
@data_option
def status_command(
    treaty: str, on: str | None, statuses: str, region: str, iso3: str, form: str, data: str | None
) -> None:
    """The status of every state on a day."""
    facts = _facts(data)
    choice = replace(
        selection.default_choice(facts),
        treaty=_value("treaty", values.treaty, treaty, facts),
        on=_value("on", values.day, on, facts) if on is not None else facts.checked,
        status=_value("status", values.statuses, statuses),
        region=_value("region", values.regions, region, facts),
    )
    states = _value("iso3", values.states, iso3, facts)
    rows = selection.status_rows(status.build(facts), facts, choice)
    _print(rows[rows["iso3"].isin(states)] if states else rows, form)


@cli.command()
@treaty_option
@click.option("--from", "first", metavar="YEAR", help="First year; default: the year the treaty opened.")
@click.option("--to", "last", metavar="YEAR", help="Last year; default: the year of the last check.")
@format_option
@data_option
def counts(treaty: str, first: str | None, last: str | None, form: str, data: str | None) -> None:
    """How many states had each status at the end of each year."""
    facts = _facts(data)
    key = _value("treaty", values.treaty, treaty, facts)
    begin = _value("from", values.year_end, first, facts) if first is not None else selection.first_day(facts, key)
    end = _value("to", values.year_end, last, facts) if last is not None else facts.checked
    if begin.year > end.year:
        raise Refused(f"--from: {begin.year} lies after --to {end.year}")
    _print(selection.counts_by_year(status.build(facts), facts, key, begin.year, end.year), form)


@cli.command()
@treaty_option
@click.option("--from", "first", metavar="DAY", help="First day, month or year; default: when the treaty opened.")
@click.option("--to", "last", metavar="DAY", help="Last day, month or year; default: the day of the last check.")
@format_option
@data_option
def changes(treaty: str, first: str | None, last: str | None, form: str, data: str | None) -> None:
    """Every change of status in a period, both days included."""
    facts = _facts(data)
    key = _value("treaty", values.treaty, treaty, facts)
    begin = _value("from", values.first_of, first, facts) if first is not None else selection.first_day(facts, key)
    end = _value("to", values.last_of, last, facts) if last is not None else facts.checked
    if begin > end:
        raise Refused(f"--from: {begin} lies after --to {end}")
    choice = replace(selection.default_choice(facts), treaty=key)
    _print(selection.changes_in(status.build(facts), facts, choice, begin, end), form)


@cli.command()
@click.option("--from", "first", metavar="DAY", help="First day, month or year.")
@click.option("--to", "last", metavar="DAY", help="Last day, month or year.")
@click.option("--iso3", default="", metavar="CODES", help="ISO alpha-3 codes separated by commas.")
@click.option("--category", default="", metavar="NAMES", help="Categories separated by commas.")
@format_option
@data_option
def events(first: str | None, last: str | None, iso3: str, category: str, form: str, data: str | None) -> None:
    """Policy events by period, state and category."""
    facts = _facts(data)
    choice = replace(
        selection.default_choice(facts),
        first=_value("from", values.first_of, first, facts) if first is not None else None,
        last=_value("to", values.last_of, last, facts) if last is not None else None,
        state=_value("iso3", values.states, iso3, facts),
        category=_value("category", values.categories, category, facts),
    )
    if choice.first and choice.last and choice.first > choice.last:
        raise Refused(f"--from: {choice.first} lies after --to {choice.last}")
    _print(selection.event_rows(facts, choice), form)


def main() -> None:
    """Runs the command of the shell; a usage error is one line on standard error and exit status 2."""
    try:
        cli.main(prog_name="atlas", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        raise SystemExit(2) from None
    except click.ClickException as problem:
        click.echo(f"atlas: {' '.join(problem.format_message().split())}", err=True)
        raise SystemExit(2) from None
    except (click.Abort, BrokenPipeError):
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
