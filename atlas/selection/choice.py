"""`Choice` <-> the query of a URL. A bad value never breaks a page: it is named, and the default stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from atlas.impact import LAYER_NAMES
from atlas.selection import values
from atlas.selection.values import BadValue
from atlas.tables import Tables, first_day


@dataclass(frozen=True)
class Choice:
    """What the reader asked for. An empty tuple means no filter.

    `on` and `treaty` are compared with the day `before`, or with the treaty `other`. `notice` and `deposit` are days on
    which the reader supposes that `state` gave notice of withdrawal or joined; nothing of it enters the facts.
    `treaties` are those of a panel or of intervals, without them the chosen one; `codes` are code systems added to the
    rows of states, and `tables` what a package holds.
    """

    on: date
    treaty: str = "mbt"
    status: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    lane: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    event: str = ""
    table: str = "status"
    before: date | None = None
    other: str = ""
    view: str = "two"
    layer: str = ""
    draw: str = "fill"
    notice: date | None = None
    deposit: date | None = None
    claim: str = ""
    verdict: tuple[str, ...] = ()
    treaties: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


VIEWS = ("two", "difference")
"""How two selections are compared: two maps side by side, or one map of what differs."""

DRAWN_AS = ("fill", "circles")
"""A layer is drawn instead of the status, or as circles over it."""

Parse = Callable[[str, Tables], Any]
KEYS: dict[str, tuple[str, Parse]] = {
    "treaty": ("treaty", values.treaty),
    "year": ("on", values.year_end),
    "on": ("on", values.day),
    "status": ("status", lambda text, _: values.statuses(text)),
    "region": ("region", values.regions),
    "state": ("state", values.states),
    "from": ("first", values.first_of),
    "to": ("last", values.last_of),
    "lane": ("lane", values.lanes),
    "category": ("category", values.categories),
    "event": ("event", values.event),
    "table": ("table", lambda text, tables: values.one_of(text, table_names(tables), "table")),
    "before": ("before", values.day),
    "other": ("other", values.treaty),
    "view": ("view", lambda text, _: values.one_of(text, VIEWS, "view", fold=str.lower)),
    "layer": ("layer", lambda text, _: values.one_of(text, LAYER_NAMES, "layer", fold=str.lower)),
    "draw": ("draw", lambda text, _: values.one_of(text, DRAWN_AS, "way to draw a layer", fold=str.lower)),
    "notice": ("notice", values.supposed_day),
    "deposit": ("deposit", values.supposed_day),
    "claim": ("claim", values.claim),
    "verdict": ("verdict", values.verdicts),
    "treaties": ("treaties", values.treaties),
    "codes": ("codes", lambda text, _: values.codes(text)),
    "tables": ("tables", lambda text, tables: values.some_of(text, table_names(tables), "table")),
}
"""Permanent keys of the URL: the attribute of `Choice` each one sets, and how its text is read."""


def table_names(tables: Tables) -> list[str]:
    """Names of the tables that the data page shows: those computed first, then those of facts."""
    return [table.name for table in (*tables.package.computed, *tables.package.tables)]


def default_choice(tables: Tables) -> Choice:
    """The Mine Ban Convention on the day the data was last checked."""
    return Choice(on=tables.checked)


def part(choice: Choice, tables: Tables, *names: str) -> Choice:
    """The default choice with these fields of the choice: what an answer depends on, and can be kept by.

    A new value of any other field then finds the answer made already.
    """
    return replace(default_choice(tables), **{name: getattr(choice, name) for name in names})


def from_query(query: Mapping[str, str], tables: Tables) -> tuple[Choice, list[str]]:
    """The choice in a query, and a sentence for each value that was ignored."""
    choice, ignored = read_query(query, tables)
    return choice, [f"The link's {key} was ignored: {problem}." for key, problem in ignored]


def read_query(query: Mapping[str, str], tables: Tables) -> tuple[Choice, list[tuple[str, str]]]:
    """The choice in a query, and for each value that was ignored its key (or what it is of) and what is wrong."""
    choice, ignored = default_choice(tables), []
    for key, (attribute, parse) in KEYS.items():
        if not query.get(key):
            continue
        try:
            choice = replace(choice, **{attribute: parse(query[key], tables)})
        except BadValue as problem:
            ignored.append((key, str(problem)))
    earliest_day = first_day(tables, choice.treaty)
    if choice.on < earliest_day:
        years = f"for this treaty the years run from {earliest_day.year} to {tables.checked.year}"
        ignored.append((f"day {choice.on}", years))
        choice = replace(choice, on=tables.checked)
    if choice.first and choice.last and choice.first > choice.last:
        ignored.append(("period", f"{choice.first} lies after {choice.last}"))
        choice = replace(choice, first=None, last=None)
    return choice, ignored


def to_query(choice: Choice, tables: Tables) -> dict[str, str]:
    """The shortest query that gives the choice back: keys and codes only, defaults left out."""
    default = default_choice(tables)
    query = {
        key: _text(getattr(choice, attribute))
        for key, (attribute, _) in KEYS.items()
        if key not in ("year", "on") and getattr(choice, attribute) != getattr(default, attribute)
    }
    if choice.on != default.on:
        whole_year = (choice.on.month, choice.on.day) == (12, 31)
        query |= {"year": str(choice.on.year)} if whole_year else {"on": choice.on.isoformat()}
    return {key: query[key] for key in KEYS if key in query}


def _text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


__all__ = ["KEYS", "Choice", "default_choice", "from_query", "part", "read_query", "table_names", "to_query"]
