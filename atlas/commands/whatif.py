"""What would follow from a supposed notice of withdrawal or a supposed deposit, from a shell."""

from __future__ import annotations

import click

from atlas import status
from atlas.commands.options import (
    Refused,
    data_option,
    facts_of,
    format_option,
    print_rows,
    treaty_option,
    value_of,
)
from atlas.selection import values
from atlas.status.supposing import Refusal, suppose
from atlas.words import supposing


@click.command()
@treaty_option
@click.option("--iso3", required=True, metavar="CODE", help="ISO alpha-3 code of the state.")
@click.option("--notice", metavar="DAY", help="Suppose that it gave notice of withdrawal on this day.")
@click.option("--deposit", metavar="DAY", help="Suppose that it deposited its instrument on this day.")
@format_option
@data_option
def whatif(treaty: str, iso3: str, notice: str | None, deposit: str | None, form: str, data: str | None) -> None:
    """The day on which a supposed act would take effect, and the number of states then bound.

    bound_before and bound_after are of that day: by the record, and with the supposition.
    """
    given = {act: text for act, text in (("notice", notice), ("deposit", deposit)) if text is not None}
    if len(given) != 1:
        raise Refused("give one of --notice and --deposit, not both" if given else "give --notice or --deposit")
    ((act, text),) = given.items()
    facts = facts_of(data)
    key = value_of("treaty", values.treaty, treaty, facts)
    states = value_of("iso3", values.states, iso3, facts)
    if len(states) != 1:
        raise Refused(f"--iso3: give the code of one state, not {len(states)}")
    day = value_of(act, values.supposed_day, text, facts)
    answer = suppose(status.build(facts), facts, key, states[0], act, day)
    if isinstance(answer, Refusal):
        raise Refused(f"--{act}: {supposing.refusal_sentence(answer, facts)}")
    print_rows(supposing.supposed_rows([answer], facts), form)
