"""What the acts, the state and the treaty of a supposition are called."""

from __future__ import annotations

from atlas.status.supposing import Answer
from atlas.tables import Tables
from atlas.words.plain import in_sentence, short_name

HEADING = "Supposition, not a fact"
ACTS = {"notice": "notice of withdrawal", "deposit": "deposit of an instrument"}
"""What each act is called."""

DONE = {"notice": "gave notice of withdrawal", "deposit": "joined by depositing its instrument"}
"""What a state does by each act."""


def state_and_treaty(answer: Answer, tables: Tables) -> tuple[str, str]:
    """The names of the state and of the treaty; the first as it stands within a sentence."""
    return in_sentence(tables.row("states", answer.iso3)["name"]), short_name(tables, answer.treaty)
