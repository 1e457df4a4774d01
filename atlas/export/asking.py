"""An address such as `status.csv?treaty=ccm&on=2020-12-31`, untrusted, as the choice it asks for; or what is wrong.

Other than on a page, where a bad value is told and the default stands, nothing is ignored here: a file that is not what
was asked for would be taken for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from atlas.export.about import API, ON
from atlas.export.formats import FORMATS
from atlas.export.shapes import NOTHING, Shape, shape_of
from atlas.selection import KEYS, BadValue, Choice, default_choice
from atlas.selection.choice import table_names
from atlas.selection.values import one_of
from atlas.tables import Tables
from atlas.tables.faults import shown

PACKAGE, ZIP = "package", "zip"
"""What an address names instead of a table and a format to have several tables in one file."""

LONGEST_ADDRESS = 8 * 1024
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


class Asked(NamedTuple):
    """What an address asks for: a table, or `PACKAGE`; a key of `FORMATS`, or `ZIP`; and which rows."""

    table: str
    format: str
    choice: Choice


def asked(address: str, tables: Tables) -> Asked:
    """What an address asks for, whole as it was copied or from after `/api/v1/` on; raises `BadKey` if nothing."""
    if len(address) > LONGEST_ADDRESS:
        problem = f"an address of {len(address):,} signs; at most {LONGEST_ADDRESS:,} are read"
        raise BadKey("address", problem)
    path, _, query = address.strip().partition("#")[0].partition("?")
    name = unquote(path.rpartition(f"{API}/")[2])
    if not name.rpartition(".")[0]:
        problem = f"{shown(address)} is not an address of rows; write a table, a dot and a format, such as status.csv"
        raise BadKey("address", problem)
    return asked_of(name, parse_qsl(query, keep_blank_values=True), tables)


def asked_of(name: str, query: list[tuple[str, str]], tables: Tables) -> Asked:
    """What a file such as `status.csv` with these keys and values asks for; raises `BadKey` if there is none.

    A format of the registry such as `csv-bom` is asked for by its ending and a key: `status.csv?bom=1`.
    """
    table, _, ending = name.rpartition(".")
    if table == PACKAGE:
        one_format(ending, [ZIP], PACKAGE)
        return Asked(PACKAGE, ZIP, package_choice_of(query, tables))
    form, flags, rest = _form(table_of(table, tables), ending, query, tables)
    allowed = [*keys_of(shape_of(tables, table)), *flags]
    return Asked(table, form, _filled(replace(default_choice(tables), table=table), rest, allowed, name, tables))


def formats_of(table: str, tables: Tables) -> list[str]:
    """The keys of the formats that a table can be written in."""
    placed = shape_of(tables, table).geometry != NOTHING
    return [key for key, form in FORMATS.items() if placed or not form.on_maps]


def one_format(ending: str, known: Iterable[str], table: str) -> None:
    """Raises `BadKey` (key `format`) for an ending that a table is not given with."""
    try:
        one_of(ending, dict.fromkeys(known), f"format of {table}")
    except BadValue as problem:
        raise BadKey("format", str(problem)) from None


def choice_of(table: str, query: Iterable[tuple[str, str]], tables: Tables) -> Choice:
    """The choice that keys and values ask of a table; raises `BadKey` for the first that is not allowed."""
    allowed = keys_of(shape_of(tables, table_of(table, tables)))
    return _filled(replace(default_choice(tables), table=table), query, allowed, table, tables)


def package_choice_of(query: Iterable[tuple[str, str]], tables: Tables) -> Choice:
    """The choice that keys and values ask of a package: `tables`, and every key that one of these takes.

    Without `tables` it is a package of the one table `status`. Raises `BadKey` for the first that is not allowed.
    """
    query, choice = list(query), default_choice(tables)
    named = dict(query).get("tables")
    chosen = (choice if named is None else _with(choice, "tables", named, tables)).tables or (choice.table,)
    taken = {key for name in chosen for key in keys_of(shape_of(tables, name))}
    allowed = ["tables", *(key for key in KEYS if key in taken)]
    return _filled(choice, query, allowed, f"a package of {', '.join(chosen)}", tables)


def _form(
    table: str, ending: str, query: list[tuple[str, str]], tables: Tables
) -> tuple[str, list[str], list[tuple[str, str]]]:
    """The format that ending and query ask for, the keys that ask for a further one, and the query without them."""
    known = formats_of(table, tables)
    one_format(ending, [FORMATS[key].ending for key in known], table)
    flags = {key.removeprefix(f"{ending}-"): key for key in known if key.startswith(f"{ending}-")}
    given = [(key, value) for key, value in query if key in flags]
    for key, value in given:
        if value != ON or len(given) > 1:
            raise BadKey(key, f"{key} can only be {ON}, once; leave it out otherwise", [ON])
    form = flags[given[0][0]] if given else ending
    return form, list(flags), [pair for pair in query if pair[0] not in flags]


def _filled(
    choice: Choice, query: Iterable[tuple[str, str]], allowed: Sequence[str], what: str, tables: Tables
) -> Choice:
    seen = set[str]()
    for key, text in query:
        if key not in allowed:
            raise BadKey(key, f"{shown(key)} is not a key of {what}; allowed: {', '.join(allowed) or 'none'}", allowed)
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
