"""Addresses that stay: the short permanent link of a view, and the query of a view with its day pinned.

A short link is `/s/PAGE/TREATY/DAY`, then the ISO codes of the chosen states, then `KEY=VALUE` for every further key of
the URL: `/s/map/mbt/2025-12-27/EST,LVA,LTU/region=Northern+Europe`. It is read from its own text alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode

from atlas.selection.choice import KEYS, Choice, read_query, to_query
from atlas.selection.values import BadValue, one_of
from atlas.tables import Tables
from atlas.tables.faults import shown

SHORT = "/s"
PAGES = ("map", "timeline", "country", "compare", "borders", "claims", "teach", "data", "analyse", "about")
"""The pages of the atlas, as their addresses name them; that of the map is the address of the atlas itself."""

MAP = PAGES[0]
EMBED = "embed"
EMBEDDED = ("map", "timeline", "country")
"""The views that a frame on another site can hold: values of the key `embed`."""

FRAME_ANCESTORS = "ATLAS_FRAME_ANCESTORS"
"""The variable of the environment that says which other sites may show the atlas in a frame."""

LONGEST = 2000
"""Characters of a short link: more than any choice needs that a reader makes with the filters."""

PLACED = ("treaty", "year", "on", "state")
"""Keys that have a place of their own in a short link."""

SAFE = "-._~!$'()*,:@"
"""Characters that stand for themselves in a part of a path; "+" stands for a space, and "=" ends a key."""


class Shared(NamedTuple):
    """A page and what is chosen on it."""

    page: str
    choice: Choice


def embedded(text: str) -> str:
    """The view that a value of `embed` asks for, in any case; raises `BadValue`."""
    return one_of(text, EMBEDDED, "view to embed", fold=str.lower)


def pinned_query(page: str, choice: Choice, tables: Tables) -> dict[str, str]:
    """The query of a view with its day, also where that is today; a timeline without an end gets today as its end."""
    query = to_query(choice, tables)
    if not {"on", "year"} & query.keys():
        query["on"] = choice.on.isoformat()
    if page == "timeline" and choice.last is None:
        query["to"] = tables.checked.isoformat()
    return {key: query[key] for key in KEYS if key in query}


def page_path(page: str, query: dict[str, str]) -> str:
    """Path and query of a page below the address of the atlas: "/country?state=FIN"."""
    path = "/" if page == MAP else f"/{page}"
    return f"{path}?{urlencode(query, safe=',')}" if query else path


def short_link(shared: Shared, tables: Tables) -> str:
    """The path of the permanent link of a view, from the address of the atlas on: "/s/map/mbt/2025-12-27/EST"."""
    choice = shared.choice
    query = pinned_query(shared.page, choice, tables)
    parts = [shared.page, choice.treaty, choice.on.isoformat()]
    parts += [query["state"]] if "state" in query else []
    parts += [f"{key}={_written(value)}" for key, value in query.items() if key not in PLACED]
    return "/".join([SHORT, *parts])


def read_short(path: str, tables: Tables) -> Shared:
    """The view of the path after "/s/", percent-encoded or not; raises `BadValue` with all that is wrong."""
    if len(path) > LONGEST:
        raise BadValue(f"a short link has at most {LONGEST:,} characters, this one has {len(path):,}")
    page, *parts = path.split("/")
    one_of(page, PAGES, "page", said=", ".join(PAGES))
    if len(parts) < 2:
        raise BadValue("a short link needs a page, a treaty and a day: /s/map/mbt/2025-12-27")
    query = {"treaty": parts[0], "on": parts[1]} | _further(parts[2:])
    empty = [key for key, value in query.items() if not value.strip()]
    if empty:
        raise BadValue(f"the {empty[0]} is missing")
    choice, ignored = read_query(query, tables)
    if ignored:
        raise BadValue("; ".join(f"{key}: {problem}" for key, problem in ignored))
    return Shared(page, choice)


def _further(parts: Iterable[str]) -> dict[str, str]:
    """The chosen states and the further keys, each at most once."""
    query: dict[str, str] = {}
    for part in parts:
        key, equals, value = part.partition("=")
        key, value = (key, _read(value)) if equals else ("state", _read(key))
        allowed = [each for each in KEYS if each not in PLACED]
        if equals and key not in allowed:
            raise BadValue(f"unknown key {shown(key)}; allowed: {', '.join(allowed)}", allowed)
        if key in query:
            raise BadValue(f"{key} stands twice")
        query[key] = value
    return query


def _written(value: str) -> str:
    return quote(value, safe=SAFE + " ").replace(" ", "+")


def _read(text: str) -> str:
    return unquote(text.replace("+", " "))


__all__ = [
    "EMBED",
    "EMBEDDED",
    "MAP",
    "PAGES",
    "SHORT",
    "Shared",
    "embedded",
    "page_path",
    "pinned_query",
    "read_short",
    "short_link",
]
