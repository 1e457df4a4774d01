"""The columns of a reader's sheet as those of the atlas: found by their headings, their values brought to its forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from atlas.own.cells import Sheet, fold
from atlas.own.dates import read_dates
from atlas.selection import finding
from atlas.tables import Tables
from atlas.tables.faults import Fault, shown
from atlas.tables.reading import Rows
from atlas.tables.schema import Field, Table
from atlas.tables.sources import OWN

EVENTS, ACTIONS = "events", "actions"
LANE = "own"
"""Lane of the timeline for own events that name none."""

REQUIRED = {EVENTS: ("date", "title", "states"), ACTIONS: ("iso3", "action", "date")}
STATED = {EVENTS: ("event_id", "source_id"), ACTIONS: ("treaty", "source_id")}
"""Columns that the atlas fills itself, so that every row says that it is the reader's own."""

DEFAULTS = {
    EVENTS: {
        "precision": "from the form of the date",
        "place": "none",
        "lane": "a lane of its own, “Your own data”",
        "category": "own",
        "summary": "the title",
        "note": "none",
    },
    ACTIONS: {"not_before": "none", "source_locator": "the name of the file and the line", "note": "none"},
}
"""What holds where a file lacks a column or leaves a cell empty, in words."""

UNTITLED = "(no title)"
"""Stands for a missing title in the summary, so that one fault is told and not two."""

PRECISION = {4: "year", 7: "month", 10: "day"}
FORMULA = re.compile(r"\s*[=+\-@]")
TAG = re.compile(r"<[a-zA-Z/!]")


class Mapped(NamedTuple):
    """Rows with the columns of the atlas, sentences on what was converted or left out, and faults."""

    rows: Rows
    told: list[str]
    faults: list[Fault]


def headings(table: Table) -> dict[str, str]:
    """Columns of the table by folded heading: their names, and the titles that the data page shows."""
    return {fold(field.title): field.name for field in table.fields} | {fold(each): each for each in table.columns}


def mapped(sheet: Sheet, tables: Tables, table: Table, kind: str, name: str, treaty: str) -> Mapped:
    """The sheet as rows of the table. `name` is that of the file, `treaty` the key of the reader's own."""
    own, told, faults = _columns(sheet.rows, table, kind, name)
    if faults:
        return Mapped(Rows((), (), ()), told, faults)
    columns = {column: sheet.rows.column(heading) for column, heading in own.items()}
    told += _trimmed(columns) + _text_kept(sheet.rows)
    for field in table.fields:
        if field.name in columns and field.name not in STATED[kind]:
            columns[field.name] = _converted(field, columns[field.name], tables, told, faults, sheet.rows, name)
    lines = sheet.rows.lines
    faults += _one_treaty(columns.get("treaty", []), name) if kind == ACTIONS else []
    filled = _filled(columns, kind, lines, name, treaty)
    given = [source for source in columns.get("source_id", []) if source not in ("", OWN)]
    if given:
        told.append(f"source_id: every row says {OWN}; the {len(given):,} sources given stand in the note.")
    cells = tuple(zip(*(filled[column] for column in table.columns), strict=True))
    return Mapped(Rows(tuple(table.columns), lines, cells), told, faults)


def _columns(rows: Rows, table: Table, kind: str, name: str) -> tuple[dict[str, str], list[str], list[Fault]]:
    """The heading of each column that is known; faults of the header; what of it is not shown."""
    known = headings(table)
    found = {heading: known.get(fold(heading)) for heading in rows.columns}
    named = [column for heading in rows.columns if (column := found[heading])]
    faults = [Fault(name, 1, each, "the column stands twice") for each, number in Counter(named).items() if number > 1]
    others = Counter(fold(heading) for heading in rows.columns if not found[heading])
    faults += [Fault(name, 1, each, "the column stands twice") for each, number in others.items() if number > 1]
    needed = ", ".join(REQUIRED[kind])
    faults += [
        Fault(name, 1, column, f"the column is missing; needed: {needed}; found: {_listed(rows.columns)}")
        for column in REQUIRED[kind]
        if column not in named
    ]
    unknown = [heading for heading in rows.columns if not found[heading]]
    told = [f"Not shown, because the atlas has no column for them: {_listed(unknown)}."] if unknown else []
    return {column: heading for heading, column in found.items() if column}, told, faults


def _listed(names: list[str] | tuple[str, ...], most: int = 12) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(shown(name) for name in names[:most]) + more


def _trimmed(columns: dict[str, list[str]]) -> list[str]:
    """Takes the blanks off both ends of all cells, and tells how many had some."""
    number = 0
    for column, cells in columns.items():
        trimmed = [cell.strip() for cell in cells]
        number += sum(a != b for a, b in zip(cells, trimmed, strict=True))
        columns[column] = trimmed
    return [f"Blanks taken off the ends of cells: {number:,}."] if number else []


def _text_kept(rows: Rows) -> list[str]:
    formulas = sum(bool(FORMULA.match(cell)) for row in rows.cells for cell in row)
    tags = sum(bool(TAG.search(cell)) for row in rows.cells for cell in row)
    told = []
    if formulas:
        told.append(f"Cells that begin like a formula: {formulas:,}. They stay text and are never run.")
    if tags:
        told.append(f"Cells that hold HTML: {tags:,}. It stays text and is shown as it is written.")
    return told


def _converted(
    field: Field, cells: list[str], tables: Tables, told: list[str], faults: list[Fault], rows: Rows, name: str
) -> list[str]:
    """The cells of a column in the atlas's form; adds to what is told and to the faults."""
    if field.partial_date or field.type == "date":
        dates = read_dates(field.name, cells)
        told += dates.told
        faults += [Fault(name, rows.lines[place], field.name, said) for place, said in dates.problems.items()]
        return dates.cells
    form = _form(field, tables)
    if _of_states(field):
        unknown = {cell: said for cell in dict.fromkeys(cells) if (said := _unknown(cell, field, tables))}
        numbered = zip(rows.lines, cells, strict=True)
        faults += [Fault(name, line, field.name, unknown[cell]) for line, cell in numbered if cell in unknown]
    read = {cell: form(cell) for cell in dict.fromkeys(cells)}
    converted = [read[cell] for cell in cells]
    if changed := [f"{shown(old)} as {new}" for old, new in read.items() if old != new]:
        more = f" and {len(changed) - 3:,} more" if len(changed) > 3 else ""
        told.append(f"{field.name}: read {', '.join(changed[:3])}{more}.")
    return converted


def _form(field: Field, tables: Tables) -> Callable[[str], str]:
    if _of_states(field):
        return lambda cell: ";".join(_state(part, tables) or part for part in _parts(cell, field, tables))
    if "enum" in field.constraints:
        allowed = {fold(value): value for value in field.constraints["enum"]}
        return lambda cell: allowed.get(fold(cell), cell)
    return fold if field.name == "category" else str


def _of_states(field: Field) -> bool:
    return field.references is not None or field.name == "iso3"


def _parts(cell: str, field: Field, tables: Tables) -> list[str]:
    """The names or codes of states in a cell: one; of a column of lists those parted by ";", or else by ","."""
    if not (field.references and field.references.separator) or _state(cell, tables):
        return [cell]
    return [part.strip() for part in re.split(";" if ";" in cell else "[,\n]", cell) if part.strip()]


def _state(text: str, tables: Tables) -> str:
    """The code of the state, or WLD, that a code or a whole name means; "" for any other text."""
    if text.upper() in _codes(tables):
        return text.upper()
    if text.casefold() == "world":
        return "WLD"
    return finding.names(tables).get(finding.fold(text)) or finding.abbreviations(tables).get(text, "")


def _unknown(cell: str, field: Field, tables: Tables) -> str:
    """What is wrong with the first name in the cell that means no state, or several."""
    for part in _parts(cell, field, tables) if cell else []:
        if several := finding.shared_names(tables).get(finding.fold(part)):
            return f"{shown(part)} can be {' or '.join(sorted(several))}; write the code"
        if not _state(part, tables):
            world = ", or WLD for the world" if field.references and field.references.also else ""
            return f"{shown(part)} is not a state; write its ISO 3166-1 alpha-3 code{world}"
    return ""


@lru_cache(maxsize=4)
def _codes(tables: Tables) -> frozenset[str]:
    return frozenset({*tables["states"]["iso3"], "WLD"})


def _one_treaty(treaties: list[str], name: str) -> list[Fault]:
    several = sorted(set(treaties) - {""})
    if len(several) < 2:
        return []
    return [Fault(name, 1, "treaty", f"has rows of {len(several)} treaties ({_listed(several, 5)}); bring one a file")]


def _filled(
    columns: Mapping[str, list[str]], kind: str, lines: tuple[int, ...], name: str, treaty: str
) -> dict[str, list[str]]:
    """All columns of the table, with the stated defaults where the file has nothing."""
    count = len(lines)
    blank = [""] * count

    def given(column: str, otherwise: list[str]) -> list[str]:
        return [cell or other for cell, other in zip(columns.get(column, blank), otherwise, strict=True)]

    dates, sources = columns["date"], columns.get("source_id", blank)
    notes = [
        f"Source given: {source}. {note}".strip() if source not in ("", OWN) else note
        for source, note in zip(sources, given("note", blank), strict=True)
    ]
    shared = {**columns, "source_id": [OWN] * count, "note": notes}
    if kind == ACTIONS:
        located = [f"{name}, line {line}" for line in lines]
        return shared | {
            "treaty": [treaty] * count,
            "not_before": given("not_before", blank),
            "source_locator": given("source_locator", located),
        }
    return shared | {
        "event_id": [f"{OWN}-{number}" for number in range(1, count + 1)],
        "precision": given("precision", [PRECISION.get(len(text), "day") for text in dates]),
        "place": given("place", blank),
        "lane": given("lane", [LANE] * count),
        "category": given("category", [LANE] * count),
        "summary": given("summary", [title or UNTITLED for title in columns["title"]]),
    }
