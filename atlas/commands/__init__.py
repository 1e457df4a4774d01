"""The same questions from a shell: `python -m atlas --help`."""

import click

from atlas.commands.borders import borders
from atlas.commands.claims import claims_command
from atlas.commands.country import country
from atlas.commands.depositary import compare_depositary
from atlas.commands.export import export_command
from atlas.commands.lesson import lesson_command
from atlas.commands.record import changes, check, counts, events, status_command
from atlas.commands.site import site_command
from atlas.commands.verify import verify_command
from atlas.commands.whatif import whatif

COMMANDS = (
    check,
    status_command,
    counts,
    changes,
    events,
    country,
    borders,
    whatif,
    claims_command,
    lesson_command,
    compare_depositary,
    export_command,
    site_command,
    verify_command,
)
"""A new command is a function and one entry here."""


@click.group()
def cli() -> None:
    """Which states are bound by the treaties on landmines and their neighbours, on any day."""


for command in COMMANDS:
    cli.add_command(command)

__all__ = ["COMMANDS", "cli"]
