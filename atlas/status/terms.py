"""The eight statuses, and the sets of them that the figures count."""

from __future__ import annotations

STATUSES = ("outside", "signatory", "joining", "party", "withdrawing", "withdrawn", "not-open", "not-yet-state")
"""Codes in their fixed order; every state has exactly one under every treaty on every day."""

BOUND = ("party", "withdrawing")
"""The treaty is in force for the state: a notice of withdrawal does not yet end its obligations."""

JOINED = ("joining", *BOUND)
"""The instrument is deposited and not withdrawn: what most published totals call "parties"."""

CONSEQUENCES = ("party", "withdrawn")
"""What follows from an act by a rule: it opens on the latest day that its act allows, an act on the earliest."""
