"""Cells, keys and references against the description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from atlas.tables.dates import partial_date_problem
from atlas.tables.faults import Fault, shown
from atlas.tables.reading import Rows
from atlas.tables.schema import Field, Package, Table

Problem = Callable[[str], str | None]
PRECISION_BY_LENGTH = {4: "year", 7: "month", 10: "day"}


def check_rows(package: Package, rows: Mapping[str, Rows]) -> list[Fault]:
    """Every fault in cells, keys and references of all tables."""
    return [*check_cells(package, rows), *check_references(package, rows)]


def check_cells(package: Package, rows: Mapping[str, Rows]) -> Iterator[Fault]:
    """Every fault in cells and keys of all tables: what can be told of a row without other tables."""
    for table in package.tables:
        own = rows[table.name]
        yield from _cell_faults(table, own)
        yield from _duplicate_faults(table, own)
        yield from _order_faults(table, own)
        yield from _precision_faults(table, own)


def check_references(package: Package, rows: Mapping[str, Rows]) -> Iterator[Fault]:
    """Every reference of all tables to a row that is not there."""
    for table in package.tables:
        yield from _reference_faults(table, rows)
        yield from _foreign_key_faults(table, rows)


def _integer_problem(text: str) -> str | None:
    return None if re.fullmatch(r"-?[0-9]{1,15}", text) else "is not a whole number"


def _number_problem(text: str) -> str | None:
    return None if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,12})?", text) else "is not a number"


def _boolean_problem(text: str) -> str | None:
    return None if text in ("yes", "no") else "is neither yes nor no"


def date_problem(text: str) -> str | None:
    """What keeps the text from being a day as YYYY-MM-DD, or None."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return "is not a day; write YYYY-MM-DD"
    return partial_date_problem(text)


TYPE_PROBLEMS: dict[str, Problem] = {
    "integer": _integer_problem,
    "number": _number_problem,
    "boolean": _boolean_problem,
    "date": date_problem,
}


def _problems(field: Field) -> Iterator[Problem]:
    limits = field.constraints
    if field.type in TYPE_PROBLEMS:
        yield TYPE_PROBLEMS[field.type]
    if field.partial_date:
        yield partial_date_problem
    if "enum" in limits:
        allowed = frozenset(limits["enum"])
        said = f"is unknown; allowed: {', '.join(limits['enum'])}"
        yield lambda text: None if text in allowed else said
    if "pattern" in limits:
        pattern = re.compile(limits["pattern"])
        described = f"does not have the form {limits['pattern']}"
        yield lambda text: None if pattern.fullmatch(text) else described
    if "minimum" in limits:
        low = limits["minimum"]
        yield lambda text: f"is less than {low}" if float(text) < low else None
    if "maximum" in limits:
        high = limits["maximum"]
        yield lambda text: f"is more than {high}" if float(text) > high else None


def _cell_faults(table: Table, rows: Rows) -> Iterator[Fault]:
    for field in table.fields:
        required = field.constraints.get("required", False)
        problems = tuple(_problems(field))
        for line, text in zip(rows.lines, rows.column(field.name), strict=False):
            if not text:
                if required:
                    yield Fault(table.path, line, field.name, "is missing")
                continue
            if text != text.strip():
                yield Fault(table.path, line, field.name, f"{shown(text)} begins or ends with a space")
                continue
            problem = next((said for ask in problems if (said := ask(text))), None)
            if problem:
                yield Fault(table.path, line, field.name, f"{shown(text)} {problem}")


def _duplicate_faults(table: Table, rows: Rows) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for line, key in zip(rows.lines, _keys(rows, table.primary_key), strict=False):
        first = seen.setdefault(key, line)
        if first != line:
            said = f"repeats line {first}: the same {', '.join(table.primary_key)}"
            yield Fault(table.path, line, table.primary_key[-1], said)


def _order_faults(table: Table, rows: Rows) -> Iterator[Fault]:
    for field in table.fields:
        if field.not_before is None:
            continue
        for line, text, bound in zip(rows.lines, rows.column(field.name), rows.column(field.not_before), strict=False):
            if text and bound and text < bound:
                yield Fault(table.path, line, field.name, f"{text} lies before {field.not_before} {bound}")


def _precision_faults(table: Table, rows: Rows) -> Iterator[Fault]:
    for line, text, said in zip(rows.lines, rows.column("date"), rows.column("precision"), strict=False):
        known = PRECISION_BY_LENGTH.get(len(text))
        if said in PRECISION_BY_LENGTH.values() and known and known != said:
            yield Fault(table.path, line, "precision", f"{shown(said)} does not fit the date {text}")


def _reference_faults(table: Table, rows: Mapping[str, Rows]) -> Iterator[Fault]:
    own = rows[table.name]
    for field in table.fields:
        if field.references is None:
            continue
        target = field.references
        if target.field not in rows[target.resource].columns:
            continue  # the other file is unreadable: one fault, not one for each row that refers to it
        known = {*rows[target.resource].column(target.field), *target.also}
        for line, text in zip(own.lines, own.column(field.name), strict=False):
            for value in text.split(target.separator) if target.separator else [text]:
                if text and value not in known:
                    yield _unknown(table, line, field.name, value, target.resource)


def _foreign_key_faults(table: Table, rows: Mapping[str, Rows]) -> Iterator[Fault]:
    own = rows[table.name]
    for key in table.foreign_keys:
        if not set(key.targets) <= set(rows[key.resource].columns):
            continue  # as above
        known = set(_keys(rows[key.resource], key.targets))
        for line, values in zip(own.lines, _keys(own, key.columns), strict=False):
            if all(values) and values not in known:
                yield _unknown(table, line, key.columns[-1], " ".join(values), key.resource)


def _unknown(table: Table, line: int, column: str, value: str, resource: str) -> Fault:
    return Fault(table.path, line, column, f"{shown(value)} is not in {resource}")


def _keys(rows: Rows, columns: Iterable[str]) -> list[tuple[str, ...]]:
    return list(zip(*(rows.column(name) for name in columns), strict=False))
