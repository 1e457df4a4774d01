"""`python -m atlas`: the commands, and how their errors are told."""

from __future__ import annotations

import click

from atlas.commands import cli
from atlas.commands.options import discard_output


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
    except click.Abort:
        raise SystemExit(130) from None
    except OSError as problem:
        discard_output()
        click.echo(f"atlas: {problem.strerror}", err=True)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
