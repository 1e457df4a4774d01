"""What would follow if a state gave notice of withdrawal, or deposited its instrument, on a day it did not.

The supposed act joins a copy of the state's own actions, and the law of `memberships` says when it takes effect: no
rule is written twice. Neither the tables nor the history change. `standing` has what a state can do and from which day
on, `answers` what would follow.
"""

from atlas.status.supposing.answers import (
    Answer,
    Figures,
    Refusal,
    Supposition,
    effects,
    figures,
    suppose,
    suppose_all,
)
from atlas.status.supposing.standing import ACTS, Kind, Opening, Standing, openings

__all__ = [
    "ACTS",
    "Answer",
    "Figures",
    "Kind",
    "Opening",
    "Refusal",
    "Standing",
    "Supposition",
    "effects",
    "figures",
    "openings",
    "suppose",
    "suppose_all",
]
