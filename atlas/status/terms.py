"""The eight statuses, and the sets of them that the figures count."""

from __future__ import annotations

STATUSES = ("outside", "signatory", "joining", "party", "withdrawing", "withdrawn", "not-open", "not-yet-state")
"""Codes in their fixed order; every state has exactly one under every treaty on every day."""

BOUND = ("party", "withdrawing")
"""The treaty is in force for the state: a notice of withdrawal does not yet end its obligations."""

JOINED = ("joining", *BOUND)
"""The instrument is deposited and not withdrawn: what most published totals call "parties"."""

LEFT_OR_LEAVING = ("withdrawing", "withdrawn")
"""The state has given notice of withdrawal, in effect or not."""

UNABLE = ("not-open", "not-yet-state")
"""Nothing that the state could join, or not yet a state: it is on no side."""

NEVER_ACTED = ("outside", *UNABLE)
"""The state has neither signed nor joined."""

NOT_BOUND = tuple(code for code in STATUSES if code not in (*BOUND, *UNABLE))
"""The state could be bound, and the treaty is not in force for it."""

NOT_JOINED = tuple(code for code in STATUSES if code not in JOINED)
"""No instrument of the state stands: none was deposited, or the withdrawal has taken effect."""

CONSEQUENCES = ("party", "withdrawn")
"""What follows from an act by a rule: it opens on the latest day that its act allows, an act on the earliest."""
