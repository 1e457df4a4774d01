"""Applies the border policy to the countries of the source."""

from __future__ import annotations

import numpy as np
from shapely import MultiPolygon, Polygon

from tools.geometry.policy import DRAWN_BY_HAND, MERGES, OMITTED, TRANSFERS, Hexagon, Transfer
from tools.geometry.shapes import Parts, polygons


def policy_borders(source: Parts) -> Parts:
    """The source's countries with every transfer and merge of the policy made and the omitted reefs gone.

    Raises ValueError for a transfer that moves nothing and KeyError for a code the source does not have:
    a policy that no longer fits its source must be looked at.
    """
    parts = {code: list(members) for code, members in source.items()}
    for transfer in TRANSFERS:
        kept, moved = divided(parts[transfer.giver], transfer)
        if not moved:
            raise ValueError(f"{transfer.name}: nothing to move from {transfer.giver} to {transfer.taker}")
        parts[transfer.giver] = kept
        parts[transfer.taker] += moved
    for merged, state in MERGES.items():
        parts[state] += parts.pop(merged)
    return {code: members for code, members in parts.items() if code not in OMITTED}


def divided(parts: list[Polygon], transfer: Transfer) -> tuple[list[Polygon], list[Polygon]]:
    """The giver's polygons as (what it keeps, what it gives up)."""
    if transfer.whole_parts:
        within = [transfer.area.contains(part.representative_point()) for part in parts]
        kept = [part for part, inside in zip(parts, within, strict=True) if not inside]
        return kept, [part for part, inside in zip(parts, within, strict=True) if inside]
    whole = MultiPolygon(parts)
    return polygons(whole.difference(transfer.area)), polygons(whole.intersection(transfer.area))


def drawn_by_hand() -> Parts:
    """The shapes the source lacks, by code."""
    return {code: [hexagon(shape)] for code, shape in DRAWN_BY_HAND.items()}


def hexagon(shape: Hexagon) -> Polygon:
    """A hexagon with its first corner due east of its centre, in degrees."""
    angles = np.linspace(0, 2 * np.pi, 7)[:-1]
    return Polygon(
        [
            (shape.lon + shape.half_width * np.cos(angle), shape.lat + shape.half_height * np.sin(angle))
            for angle in angles
        ]
    )
