"""The land borders as lines: the edges that the shapes of two states have in common.

Neighbours share their border point for point (`tools/geometry` simplifies them together), so a border is found by
comparing edges: no geometry library is loaded, and the whole world takes a few hundredths of a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from atlas.geography.shapes import features, is_state, parts_of
from atlas.tables import Tables

Point = tuple[float, float]
Pair = tuple[str, str]
Ends = dict[Point, list[Point]]


@lru_cache(maxsize=4)
def border_lines(tables: Tables) -> tuple[dict[str, Any], ...]:
    """Each pair of states that share a land border, by their codes in order: `iso3_a`, `iso3_b`, `lines`.

    A line is a list of [degrees east, degrees north] with the decimals of the shapes. Borders too short for the shapes
    (`border_dots.csv`) are a dot: a line of two equal points. Raises OSError or ValueError when the shapes are missing
    or damaged.
    """
    points = tables["border_dots"][["iso3_a", "iso3_b", "lon", "lat"]].itertuples(index=False)
    dots = {(a, b): [[[lon, lat], [lon, lat]]] for a, b, lon, lat in points}
    drawn = dots | {pair: joined(ends) for pair, ends in _shared_edges().items()}
    return tuple({"iso3_a": a, "iso3_b": b, "lines": drawn[a, b]} for a, b in sorted(drawn))


def _shared_edges() -> dict[Pair, Ends]:
    """For each pair of states, every point of their border with the points that it is joined to."""
    owners: dict[tuple[Point, Point], str] = {}
    shared: dict[Pair, Ends] = defaultdict(lambda: defaultdict(list))
    for state, start, end in _edges():
        edge = (start, end) if start < end else (end, start)
        other = owners.setdefault(edge, state)
        if other != state:
            ends = shared[min(state, other), max(state, other)]
            ends[start].append(end)
            ends[end].append(start)
    return shared


def _edges() -> Iterator[tuple[str, Point, Point]]:
    """Every edge of every ring of every state."""
    for feature in filter(is_state, features()):
        for part in parts_of(feature["geometry"]):
            for ring in part:
                for start, end in pairwise(map(tuple, ring)):
                    yield feature["id"], start, end


def joined(ends: Ends) -> list[list[list[float]]]:
    """The edges as few lines: each runs until it ends, branches, or comes back to where it began.

    `ends` has for each point the points that it is joined to, each edge from both sides; it is not changed.
    """
    left = {point: list(others) for point, others in ends.items()}
    tips = [point for point, others in left.items() if len(others) != 2]
    lines = []
    for start in [*tips, *left]:
        while left[start]:
            line = [start]
            while left[line[-1]] and (len(line) == 1 or len(ends[line[-1]]) == 2):
                point = line[-1]
                following = left[point].pop()
                left[following].remove(point)
                line.append(following)
            lines.append([list(point) for point in line])
    return lines
