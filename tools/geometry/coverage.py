"""Turns polygons by code into the map's features at full detail, with borders that match edge for edge."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pycountry
import shapely
from shapely import MultiPolygon

from tools.geometry.antimeridian import cut_and_rounded
from tools.geometry.borders import drawn_by_hand, policy_borders
from tools.geometry.policy import DRAWN_BY_HAND, NAMES, SOVEREIGN, UNDETERMINED, WITHOUT_SOVEREIGN
from tools.geometry.shapes import Feature, Parts, polygons
from tools.geometry.topology import read_countries

SNAPPING_DISTANCE = 1e-6  # degrees, a tenth of a metre: closes the slivers that transfers and merges leave


def read_features(countries: Path, states: Path) -> list[Feature]:
    """All features of the map at full detail in the order of their codes, in degrees.

    Raises ValueError, with every fault listed, if a state is missing or a feature is of no known kind.
    """
    drawn = read_countries(countries) | drawn_by_hand()
    parts = policy_borders({code: cut_and_rounded(members) for code, members in drawn.items()})
    codes = state_codes(states)
    faults = policy_faults(set(parts), codes)
    if faults:
        raise ValueError("; ".join(faults))
    features = matched([feature(code, members, codes) for code, members in as_unions(parts).items()])
    return sorted(features, key=lambda feature: feature.code)


def state_codes(path: Path) -> frozenset[str]:
    """The codes of the states in a states table: every row whose `un_status` is not some other area."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return frozenset(row["iso3"] for row in rows if not row["un_status"].startswith("other area"))


def policy_faults(codes: set[str], states: frozenset[str]) -> list[str]:
    """A sentence for each set of codes on which the source, the states table and the policy disagree."""
    known = set(states) | set(UNDETERMINED) | set(SOVEREIGN) | set(WITHOUT_SOVEREIGN)
    cases = {
        "states without a shape": states - codes,
        "shapes of no known kind": codes - known,
        "codes in the policy without a shape": known - states - codes,
        "territories of no known state": {code for code, state in SOVEREIGN.items() if state not in states},
    }
    return [f"{fault}: {', '.join(sorted(found))}" for fault, found in cases.items() if found]


def feature(code: str, geometry: MultiPolygon, states: frozenset[str]) -> Feature:
    """One feature with its name, kind and sovereign filled in from the policy."""
    kind = "state" if code in states else "undetermined" if code in UNDETERMINED else "territory"
    return Feature(code, display_name(code), kind, SOVEREIGN.get(code, ""), geometry)


def display_name(code: str) -> str:
    """The policy's name, else the common name of ISO 3166-1, else its short name; ValueError if none."""
    if code in NAMES:
        return NAMES[code]
    entry = pycountry.countries.get(alpha_3=code)
    if entry is None:
        raise ValueError(f"no name for {code}")
    return str(getattr(entry, "common_name", entry.name))


def as_unions(parts: Parts) -> dict[str, MultiPolygon]:
    """The polygons of each code dissolved into one geometry."""
    return {code: MultiPolygon(polygons(shapely.union_all(members))) for code, members in parts.items()}


def matched(features: Sequence[Feature]) -> list[Feature]:
    """The features with overlaps and gaps between neighbours closed; those drawn by hand pass untouched.

    Raises ValueError if borders still do not match: simplifying would then tear them open.
    """
    drawn = [feature for feature in features if feature.code in DRAWN_BY_HAND]
    surveyed = [feature for feature in features if feature.code not in DRAWN_BY_HAND]
    shapes = np.array([feature.geometry for feature in surveyed])
    closed = shapely.coverage_clean(shapes, snapping_distance=SNAPPING_DISTANCE)
    clean = [MultiPolygon(polygons(shape)) for shape in closed]
    edges = shapely.coverage_invalid_edges(np.array(clean))
    torn = [item.code for item, edge in zip(surveyed, edges, strict=True) if not edge.is_empty]
    if torn:
        raise ValueError(f"borders do not match: {', '.join(torn)}")
    return drawn + [replace(item, geometry=shape) for item, shape in zip(surveyed, clean, strict=True)]
