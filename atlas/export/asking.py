"""An address such as `status.csv?treaty=ccm&on=2020-12-31`, untrusted, as the choice it asks for; or what is wrong.

Other than on a page, where a bad value is told and the default stands, nothing is ignored here: a file that is not what
was asked for would be taken for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from atlas.export.shapes import Shape, shape_of
from atlas.selection import KEYS, BadValue, Choice, default_choice
from atlas.selection.choice import table_names
from atlas.selection.values import one_of
from atlas.tables import Tables
from atlas.tables.faults import shown

PAIRS = {"on": "year", "year": "on"}
"""Two keys that say the same: an address has one of them."""


class BadKey(BadValue):
    """A key of an address whose value is not allowed, or that the table does not take; `key` names it."""

    def __init__(self, key: str, problem: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(problem, allowed)
        self.key = key


def table_of(name: str, tables: Tables) -> str:
    """The name of a table; raises `BadKey` (key `table`) listing those that there are."""
    try:
        return one_of(name, table_names(tables), "table")
    except BadValue as problem:
        raise BadKey("table", str(problem), problem.allowed) from None


def keys_of(shape: Shape) -> list[str]:
    """The keys of the link that a table takes."""
    return [key for key, (attribute, _) in KEYS.items() if attribute in shape.obeys]


def choice_of(table: str, query: Iterable[tuple[str, str]], tables: Tables) -> Choice:
    """The choice that keys and values ask of a table; raises `BadKey` for the first that is not allowed."""
    shape = shape_of(tables, table_of(table, tables))
    choice, seen = replace(default_choice(tables), table=table), set[str]()
    for key, text in query:
        if key not in keys_of(shape):
            allowed = keys_of(shape)
            raise BadKey(key, f"{shown(key)} is not a key of {table}; allowed: {', '.join(allowed) or 'none'}", allowed)
        if {key, PAIRS.get(key, key)} & seen:
            also = f" or {PAIRS[key]}" if key in PAIRS else ""
            raise BadKey(key, f"{key}{also} is given twice; give it once, several values separated by commas")
        seen.add(key)
        choice = _with(choice, key, text, tables)
    if choice.first and choice.last and choice.first > choice.last:
        raise BadKey("from", f"{choice.first} lies after {choice.last}; from must not lie after to")
    return choice


def _with(choice: Choice, key: str, text: str, tables: Tables) -> Choice:
    attribute, parse = KEYS[key]
    try:
        value = parse(text, tables)
    except BadValue as problem:
        raise BadKey(key, str(problem), problem.allowed) from None
    if value in ("", ()):
        raise BadKey(key, f"{key} is empty; give a value or leave the key out")
    return replace(choice, **{attribute: value})
