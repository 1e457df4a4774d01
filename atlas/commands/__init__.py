"""The same questions from a shell: `python -m atlas --help`."""

import click

from atlas.commands.record import changes, check, counts, events, status_command

COMMANDS = (check, status_command, counts, changes, events)
"""A new command is a function and one entry here."""


@click.group()
def cli() -> None:
    """Which states are bound by the treaties on landmines and their neighbours, on any day."""


for command in COMMANDS:
    cli.add_command(command)

__all__ = ["COMMANDS", "cli"]
