"""`python -m atlas`: the commands, and how their errors are told."""

from __future__ import annotations

import signal
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)
SHELL = 128
"""A shell gives this much more than the number of the signal as the exit status."""


def main() -> None:
    """Runs the command of the shell; an error is one line on standard error, or a line a fault of the data."""
    import click  # Here and not above, so that a signal which comes while all this loads ends it quietly, too.

    from atlas.commands import cli
    from atlas.commands.options import MANY_FAULTS, discard_output
    from atlas.tables import FaultyData

    try:
        cli.main(prog_name="atlas", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        raise SystemExit(2) from None
    except click.ClickException as problem:
        click.echo(f"atlas: {' '.join(problem.format_message().split())}", err=True)
        raise SystemExit(2) from None
    except click.Abort:
        raise SystemExit(SHELL + signal.SIGINT) from None
    except FaultyData as faulty:
        click.echo(str(faulty), err=True)
        raise SystemExit(MANY_FAULTS) from None
    except OSError as problem:
        discard_output()
        where = f"{problem.filename}: " if problem.filename else ""
        click.echo(f"atlas: {where}{problem.strerror or problem}", err=True)
        raise SystemExit(2) from None


def _end(number: int, _: FrameType | None) -> None:
    """Ends the command as a shell expects of the signal, after what is half written was taken away."""
    raise SystemExit(SHELL + number)


if __name__ == "__main__":
    for ending in ENDING:
        signal.signal(ending, _end)
    main()
