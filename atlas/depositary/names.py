"""Participants as the depositary names them, and the states they are: by the atlas's own names, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pycountry

from atlas.selection import finding
from atlas.selection.values import BadValue
from atlas.tables import Tables
from atlas.tables.faults import shown

BRACKETS = re.compile(r"^(.*?)\s*\(([^()]+)\)$")


def state_of(name: str, tables: Tables) -> str:
    """The iso3 of the state that bears exactly this name; raises `BadValue` where none does, or several do.

    Where several do, ISO 3166-1 decides, whose short names are those of the United Nations: "Congo" is one state.
    """
    known, shared = finding.names(tables), finding.shared_names(tables)
    for written in _spellings(name):
        if (folded := finding.fold(written)) in known:
            return known[folded]
        if folded in shared:
            country = pycountry.countries.get(name=written)
            if country and country.alpha_3 in shared[folded]:
                return str(country.alpha_3)
            raise BadValue(f"{shown(name)} can be {' or '.join(shared[folded])}")
    raise BadValue(f"{shown(name)} is no name of a state here: add it to state_names.csv if it is a state able to join")


def _spellings(name: str) -> Iterator[str]:
    """The name, and "Kingdom of the Netherlands" for "Netherlands (Kingdom of the)"; each without "the" as well."""
    found = BRACKETS.match(name)
    for written in (name, f"{found[2]} {found[1]}" if found else name):
        yield written
        yield " ".join(re.sub(r"\b[Tt]he\b", " ", written).split())
