"""The record from a shell: is it sound, who is bound, how many, what changed, what was decided and said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from atlas import geography, lessons, selection, status, tables, words
from atlas.commands.options import (
    MANY_FAULTS,
    Refused,
    data_option,
    facts_of,
    format_option,
    print_bytes,
    print_rows,
    treaty_option,
    value_of,
)
from atlas.selection import values


@click.command()
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--data", metavar="DIR", help="The same as DIR.")
def check(folder: str | None, data: str | None) -> None:
    """Check a folder of facts with its lessons, and the shapes of the map, and list every fault."""
    named = [each for each in (folder, data) if each is not None]
    if "" in named or len(named) > 1:
        raise Refused("name one folder of facts, or none for the project's own")
    path = Path(named[0]) if named else tables.data_folder()
    faults = tables.check(path)
    if not faults:
        facts = tables.load(path)
        taught = lessons.library(facts, status.build(facts), path)
        faults = [*taught.faults, *geography.kept_faults()]
    if faults:
        print_bytes("".join(f"{fault}\n" for fault in faults).encode("utf-8", "backslashreplace"))
        click.echo(f"{words.counted(len(faults), 'fault')} in {path}", err=True)
        raise SystemExit(MANY_FAULTS)
    rows = sum(len(frame) for frame in facts.frames.values())
    sound = f"{len(facts.frames)} tables, {rows:,} rows, {words.counted(len(taught.lessons), 'lesson')}"
    print_bytes(f"{path}: {sound}, no fault\n".encode("utf-8", "backslashreplace"))


@click.command(name="status")
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
    facts = facts_of(data)
    choice = replace(
        selection.default_choice(facts),
        treaty=value_of("treaty", values.treaty, treaty, facts),
        on=value_of("on", values.day, on, facts) if on is not None else facts.checked,
        status=value_of("status", values.statuses, statuses),
        region=value_of("region", values.regions, region, facts),
    )
    states = value_of("iso3", values.states, iso3, facts)
    rows = selection.status_rows(status.build(facts), facts, choice)
    print_rows(rows[rows["iso3"].isin(states)] if states else rows, form)


@click.command()
@treaty_option
@click.option("--from", "first", metavar="YEAR", help="First year; default: the year the treaty opened.")
@click.option("--to", "last", metavar="YEAR", help="Last year; default: the year of the last check.")
@format_option
@data_option
def counts(treaty: str, first: str | None, last: str | None, form: str, data: str | None) -> None:
    """How many states had each status at the end of each year."""
    facts = facts_of(data)
    key = value_of("treaty", values.treaty, treaty, facts)
    begin = value_of("from", values.year_end, first, facts) if first is not None else selection.first_day(facts, key)
    end = value_of("to", values.year_end, last, facts) if last is not None else facts.checked
    if begin.year > end.year:
        raise Refused(f"--from: {begin.year} lies after --to {end.year}")
    print_rows(selection.counts_by_year(status.build(facts), facts, key, begin.year, end.year), form)


@click.command()
@treaty_option
@click.option("--from", "first", metavar="DAY", help="First day, month or year; default: when the treaty opened.")
@click.option("--to", "last", metavar="DAY", help="Last day, month or year; default: the day of the last check.")
@format_option
@data_option
def changes(treaty: str, first: str | None, last: str | None, form: str, data: str | None) -> None:
    """Every change of status in a period, both days included."""
    facts = facts_of(data)
    key = value_of("treaty", values.treaty, treaty, facts)
    begin = value_of("from", values.first_of, first, facts) if first is not None else selection.first_day(facts, key)
    end = value_of("to", values.last_of, last, facts) if last is not None else facts.checked
    if begin > end:
        raise Refused(f"--from: {begin} lies after --to {end}")
    choice = replace(selection.default_choice(facts), treaty=key)
    print_rows(selection.changes_in(status.build(facts), facts, choice, begin, end), form)


@click.command()
@click.option("--from", "first", metavar="DAY", help="First day, month or year.")
@click.option("--to", "last", metavar="DAY", help="Last day, month or year.")
@click.option("--iso3", default="", metavar="CODES", help="ISO alpha-3 codes separated by commas.")
@click.option("--category", default="", metavar="NAMES", help="Categories separated by commas.")
@format_option
@data_option
def events(first: str | None, last: str | None, iso3: str, category: str, form: str, data: str | None) -> None:
    """Policy events by period, state and category."""
    facts = facts_of(data)
    choice = replace(
        selection.default_choice(facts),
        first=value_of("from", values.first_of, first, facts) if first is not None else None,
        last=value_of("to", values.last_of, last, facts) if last is not None else None,
        state=value_of("iso3", values.states, iso3, facts),
        category=value_of("category", values.categories, category, facts),
    )
    if choice.first and choice.last and choice.first > choice.last:
        raise Refused(f"--from: {choice.first} lies after --to {choice.last}")
    print_rows(selection.event_rows(facts, choice), form)
