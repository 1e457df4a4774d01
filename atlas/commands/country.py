"""One state from a shell: its status under every treaty on a day."""

from __future__ import annotations

import click

from atlas import status
from atlas.commands.options import Refused, data_option, facts_of, format_option, print_rows, value_of
from atlas.selection import BadValue, finding, values
from atlas.selection.country import treaty_rows


@click.command()
@click.argument("state", metavar="STATE")
@click.option("--on", metavar="DAY", help="YYYY-MM-DD; default: the day the data was last checked.")
@format_option
@data_option
def country(state: str, on: str | None, form: str, data: str | None) -> None:
    """The status of one STATE, by name or code, under every treaty on a day."""
    facts = facts_of(data)
    try:
        iso3 = finding.state(state, facts)
    except BadValue as problem:
        raise Refused(str(problem)) from None
    day = value_of("on", values.day, on, facts) if on is not None else facts.checked
    print_rows(treaty_rows(status.build(facts), facts, iso3, day), form)
