"""What the acts, the state and the treaty of a supposition are called."""

from __future__ import annotations

from atlas.status.supposing import Answer
from atlas.tables import Tables
from atlas.words.plain import in_sentence, treaty_in_sentence

HEADING = "Supposition, not a fact"
ACTS = {"notice": "notice of withdrawal", "deposit": "deposit of an instrument"}
"""What each act is called."""

DONE = {"notice": "gave notice of withdrawal", "deposit": "joined by depositing its instrument"}
"""What a state does by each act."""


def state_and_treaty(answer: Answer, tables: Tables) -> tuple[str, str]:
    """The names of the state and of the treaty; the first as it stands within a sentence."""
    return in_sentence(tables.row("states", answer.iso3)["name"]), short_name(answer.treaty, tables)


def the_treaty(treaty: str, tables: Tables) -> str:
    """The short name of a treaty within a sentence."""
    return treaty_in_sentence(short_name(treaty, tables))


def short_name(treaty: str, tables: Tables) -> str:
    """What the treaty is called in sentences."""
    return str(tables.row("treaties", treaty)["short_name"])
