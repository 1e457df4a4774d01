"""Reads the countries of a world-atlas file, arc by arc, so that neighbours keep bit-identical borders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pycountry
from shapely import Polygon

from tools.geometry.policy import UNNUMBERED
from tools.geometry.shapes import Parts

Position = tuple[float, float]
Arc = list[Position]

SMALLEST_RING = 4  # a triangle, closed


def read_countries(path: Path) -> Parts:
    """The polygons of every country by code, in the file's order and in degrees, some crossing 180.

    A country whose rings all collapsed in the file's own rounding is left out.
    Raises ValueError for a country without a code and for two with the same.
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = decoded_arcs(topology)
    countries: Parts = {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = country_code(country)
        if code in countries:
            raise ValueError(f"{path.name}: two countries with the code {code}")
        found = country_polygons(country, arcs)
        if found:
            countries[code] = found
    return countries


def country_code(country: dict[str, Any]) -> str:
    """The ISO 3166-1 alpha-3 code of a country's number, or the policy's code for its name."""
    name = country["properties"]["name"]
    # The name goes first: the source gives Ashmore and Cartier the number of Australia.
    if name in UNNUMBERED:
        return UNNUMBERED[name]
    entry = pycountry.countries.get(numeric=str(country.get("id")).zfill(3))
    if entry is None:
        raise ValueError(f"no code for {name!r}, number {country.get('id')}")
    return str(entry.alpha_3)


def decoded_arcs(topology: dict[str, Any]) -> list[Arc]:
    """The arcs in degrees: the file stores each as steps on an integer grid."""
    (scale_x, scale_y), (start_x, start_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + start_x, y * scale_y + start_y))
        arcs.append(arc)
    return arcs


def country_polygons(country: dict[str, Any], arcs: Sequence[Arc]) -> list[Polygon]:
    """The polygons of one country without the rings that collapsed to a line or a point."""
    members = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    found = []
    for member in members:
        exterior, *holes = [joined_ring(indexes, arcs) for indexes in member]
        if len(exterior) >= SMALLEST_RING:
            found.append(Polygon(exterior, [hole for hole in holes if len(hole) >= SMALLEST_RING]))
    return found


def joined_ring(indexes: Sequence[int], arcs: Sequence[Arc]) -> Arc:
    """One ring from its arcs; a negative index is an arc walked backwards, and joints are not repeated."""
    ring: Arc = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring
