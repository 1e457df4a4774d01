"""The line between states bound and not bound, from a shell."""

from __future__ import annotations

from dataclasses import replace

import click

from atlas import export, status
from atlas.commands.options import FORMATS, data_option, facts_of, format_choice, print_rows, treaty_option, value_of
from atlas.selection import default_choice, values

BORDER_FORMATS = (*FORMATS, "geojson")


@click.command()
@treaty_option
@click.option("--on", metavar="DAY", help="YYYY-MM-DD; default: the day the data was last checked.")
@click.option("--region", default="", metavar="NAMES", help="UN M49 regions separated by commas.")
@click.option("--iso3", default="", metavar="CODES", help="ISO alpha-3 codes separated by commas.")
@format_choice(BORDER_FORMATS)
@data_option
def borders(treaty: str, on: str | None, region: str, iso3: str, form: str, data: str | None) -> None:
    """The land borders between a state bound and a state not bound on a day; lengths are computed from shapes."""
    facts = facts_of(data)
    choice = replace(
        default_choice(facts),
        table="borders",
        treaty=value_of("treaty", values.treaty, treaty, facts),
        on=value_of("on", values.day, on, facts) if on is not None else facts.checked,
        region=value_of("region", values.regions, region, facts),
        state=value_of("iso3", values.states, iso3, facts),
    )
    asked = export.export_of(status.build(facts), facts, choice)
    print_rows(asked.rows, form, {**FORMATS, "geojson": lambda _: export.FORMATS["geojson"].write(asked)})
