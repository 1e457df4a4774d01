"""States by what people call them: any spelling of ISO 3166-1, a code, a former name, another name in use.

Every name is folded (case, accents, full stops and apostrophes do not count) and belongs to the states that bear it:
one, or several where the name alone does not tell them apart, as with "Congo" and "Korea".
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import pycountry

from atlas.selection.values import BadValue
from atlas.tables import Tables
from atlas.tables.faults import shown

SPELLINGS = ("common_name", "name", "official_name")
"""The attributes of pycountry that hold a name."""

CODE, NAME, PREFIX, PART, NOTHING = range(5)
"""How well a state matches, the best first: its code, a whole name, the beginning of a name, a part of one."""

OFFICIAL, OTHER = range(2)
"""Whose name it is, the first before the second: the state's own in ISO 3166-1 and `states.csv`, or another."""


class Found(NamedTuple):
    """A state that matches a text: how well (`CODE`, `NAME`, `PREFIX` or `PART`), and by which name or code."""

    iso3: str
    match: int
    by: str


class Called(NamedTuple):
    """A name of a state as it is written, folded, and whether it is its own or another."""

    folded: str
    iso3: str
    written: str
    whose: int


def fold(text: str) -> str:
    """The text in small letters without accents, its words parted by one space: "Côte d'Ivoire" is "cote divoire"."""
    letters = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    kept = re.sub(r"[.'’‘`´]", "", "".join(each for each in letters if not unicodedata.combining(each)))
    return " ".join(re.findall(r"\w+", kept))


@lru_cache(maxsize=4)
def names(tables: Tables) -> Mapping[str, str]:
    """Every folded name that one state alone bears, and that state's iso3. Abbreviations and codes are not in it.

    A name with "the" in it stands in it with and without; a name with a comma also the other way round.
    """
    bearers = _bearers(tables)
    return MappingProxyType({folded: states[0] for folded, states in bearers.items() if len(states) == 1})


@lru_cache(maxsize=4)
def shared_names(tables: Tables) -> Mapping[str, tuple[str, ...]]:
    """Every folded name that several states bear, and their iso3: the name alone does not say which one is meant."""
    return MappingProxyType({folded: states for folded, states in _bearers(tables).items() if len(states) > 1})


@lru_cache(maxsize=4)
def abbreviations(tables: Tables) -> Mapping[str, str]:
    """Abbreviations in capitals without full stops, such as "UK", and their iso3: in running text "us" is no state."""
    rows = tables["state_names"].query("kind == 'abbreviation'")
    return MappingProxyType(dict(zip(rows["name"], rows["iso3"], strict=True)))


@lru_cache(maxsize=512)
def find(tables: Tables, text: str) -> tuple[Found, ...]:
    """The states that the text can mean, each once, the best match first; none for a text without a letter or digit.

    A code or whole name comes before the beginning of a name, and that before a part of one; among equals a state's
    own name comes before another one, then the order of the names.
    """
    wanted = fold(text)
    asked = {wanted, wanted.removeprefix("the ")} - {""}
    best: dict[str, tuple[int, int, str, str]] = {}
    for called in _everything(tables):
        match = min((_match(each, called.folded) for each in asked), default=NOTHING)
        if match == NOTHING:
            continue
        rank = (match, called.whose, tables.row("states", called.iso3)["name"], called.written)
        best[called.iso3] = min(rank, best.get(called.iso3, rank))
    code = text.strip().upper()
    if code in _codes(tables):
        best[_codes(tables)[code]] = (CODE, OFFICIAL, "", code)
    ordered = sorted(best.items(), key=lambda item: item[1])
    return tuple(Found(iso3, match, written) for iso3, (match, _, _, written) in ordered)


def state(text: str, tables: Tables) -> str:
    """The iso3 of the one state that the text names by its code or a whole name; otherwise `BadValue` with what fits.

    The beginning of a name is enough where it begins the names of one state alone.
    """
    found = find(tables, text)
    for match in (CODE, NAME, PREFIX):
        sure = [each.iso3 for each in found if each.match == match]
        if len(sure) == 1:
            return sure[0]
        if sure:
            raise BadValue(f"{shown(text)} can be {_listed(tables, sure)}; write the name or code of one")
    if found:
        raise BadValue(f"{shown(text)} names no state; nearest: {_listed(tables, [each.iso3 for each in found])}")
    raise BadValue(f"{shown(text)} names no state; write a name, a former name or an ISO 3166-1 code")


MOST_LISTED = 6


def _listed(tables: Tables, codes: list[str]) -> str:
    said = [f"{tables.row('states', iso3)['name']} ({iso3})" for iso3 in codes[:MOST_LISTED]]
    more = len(codes) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def _match(wanted: str, name: str) -> int:
    if wanted == name:
        return NAME
    if name.startswith(wanted):
        return PREFIX
    return PART if wanted in name else NOTHING


def _bearers(tables: Tables) -> dict[str, tuple[str, ...]]:
    bearers: dict[str, dict[str, None]] = defaultdict(dict)
    abbreviated = {fold(name) for name in abbreviations(tables)}
    for called in _everything(tables):
        if called.folded not in abbreviated:
            bearers[called.folded][called.iso3] = None
    return {folded: tuple(states) for folded, states in bearers.items()}


@lru_cache(maxsize=4)
def _everything(tables: Tables) -> tuple[Called, ...]:
    """Every name of every state in each of its forms."""
    return tuple(
        dict.fromkeys(
            Called(fold(form), iso3, name, whose)
            for iso3, name, whose in (*_official(tables), *_others(tables))
            for form in _forms(name)
        )
    )


def _official(tables: Tables) -> Iterator[tuple[str, str, int]]:
    for row in tables.states[["iso3", "name", "official_name"]].itertuples(index=False):
        country: Any = pycountry.countries.get(alpha_3=row.iso3)
        spelt = [getattr(country, spelling, "") for spelling in SPELLINGS] if country else []
        yield from ((row.iso3, name, OFFICIAL) for name in dict.fromkeys([row.name, row.official_name, *spelt]) if name)


def _others(tables: Tables) -> Iterator[tuple[str, str, int]]:
    rows = tables["state_names"][["iso3", "name"]].itertuples(index=False)
    return ((row.iso3, row.name, OTHER) for row in rows)


def _forms(name: str) -> Iterator[str]:
    """The name, the name without what stands in brackets, "B A" for "A, B", and each of them without "the"."""
    plain = re.sub(r"\s*\([^)]*\)", "", name)
    first, comma, rest = plain.partition(", ")
    for form in (name, plain, f"{rest} {first}" if comma else plain):
        yield form
        yield re.sub(r"\b[Tt]he\b", " ", form)


@lru_cache(maxsize=4)
def _codes(tables: Tables) -> dict[str, str]:
    """ISO 3166-1 alpha-2, alpha-3 and numeric codes, the last with and without leading zeros, and their iso3."""
    codes: dict[str, str] = {}
    for row in tables.states[["iso3", "iso2", "m49"]].itertuples(index=False):
        codes |= dict.fromkeys((row.iso2, row.iso3, row.m49, str(int(row.m49))), row.iso3)
    return codes
