"""The keys of a query as parameters of OpenAPI: their meaning, their form and every value that is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atlas.export.about import ON
from atlas.selection import KEYS, BadValue, default_choice, values
from atlas.tables import Tables

MEANINGS = {
    "treaty": "Which treaty; without it the Mine Ban Convention.",
    "year": "31 December of a year, or the day of the last check in the current one; instead of `on`.",
    "on": "The day; without it the day on which the facts were last checked.",
    "status": "Only these statuses.",
    "region": "Only states in these regions of UN M49; a region includes its subregions.",
    "state": "Only these states, by ISO 3166-1 alpha-3.",
    "from": "First day of the period: a day, or the first one of a month or year.",
    "to": "Last day of the period: a day, or the last one of a month or year, at most that of the last check.",
    "verdict": "Only claims with these verdicts.",
    "lane": "Only events in these rows of the timeline.",
    "category": "Only events of these kinds.",
    "before": "The day that `on` is compared with.",
    "other": "The treaty that the chosen one is compared with, on the same day; instead of `before`.",
    "layer": "Which layer of impact; without it every one.",
    "treaties": "Several treaties, or `all`; instead of `treaty`.",
    "codes": "Further codes of states, each in a column after `iso3`.",
    "tables": "The tables in the package; without it `status`.",
}
"""What each key asks for; keys that no table takes have no meaning here."""

FLAGS = {"bom": "CSV for spreadsheets: with a byte-order mark, and with an apostrophe before cells that would be run."}
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""No name or code of anything: what a key allows is what it says when this is refused."""

PARTIAL = "date-month-or-year"
PARTIAL_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


def allowed_values(key: str, tables: Tables) -> tuple[str, ...]:
    """Every value that a key allows, in the form to write it; none for days, of which there are too many."""
    try:
        KEYS[key][1](UNKNOWN, tables)
    except BadValue as refused:
        return refused.allowed
    return ()


def is_list(key: str, tables: Tables) -> bool:
    """Whether a key takes several values, separated by commas."""
    return isinstance(getattr(default_choice(tables), KEYS[key][0]), tuple)


def parameter(key: str, tables: Tables) -> dict[str, Any]:
    """The OpenAPI parameter of a key of the query."""
    form = _day_form(key, tables) or {"type": "string", "enum": list(allowed_values(key, tables))}
    example = form["enum"][0] if "enum" in form else form["examples"][-1]
    described = {"name": key, "in": "query", "description": MEANINGS[key]}
    if not is_list(key, tables):
        return {**described, "schema": form, "example": example}
    several = {"type": "array", "items": form, "minItems": 1}
    return {**described, "style": "form", "explode": False, "schema": several, "example": [example]}


def flag(key: str) -> dict[str, Any]:
    """The OpenAPI parameter of a key that asks for a further format."""
    said = FLAGS.get(key, "Another form of the same file.")
    return {"name": key, "in": "query", "description": said, "schema": {"type": "string", "enum": [ON]}, "example": ON}


def _day_form(key: str, tables: Tables) -> Mapping[str, Any] | None:
    """The form of a day, a year or a part of a date; None for a key of names or codes."""
    first, checked = values.EARLIEST_YEAR, tables.checked
    said = f"From {first} to {checked}."
    day = {"type": "string", "format": "date", "description": said, "examples": [f"{checked}"]}
    years = {"type": "string", "enum": [str(year) for year in range(checked.year, first - 1, -1)]}
    parts = [f"{checked:%Y}", f"{checked:%Y-%m}", f"{checked}"]
    part = {"type": "string", "format": PARTIAL, "pattern": PARTIAL_DATE, "description": said, "examples": parts}
    forms: dict[object, Mapping[str, Any]] = {
        values.day: day,
        values.year_end: years,
        values.first_of: part,
        values.last_of: part,
    }
    return forms.get(KEYS[key][1])
