"""Untrusted text to values: each function gives a value or raises `BadValue` saying what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from atlas.status import STATUSES
from atlas.tables import Tables
from atlas.tables.dates import earliest, latest, partial_date_problem
from atlas.tables.faults import shown

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
"""The last year of a supposition."""

CODES = ("iso2", "iso_numeric", "m49", "cow", "gw")
"""Systems of codes of states beside ISO alpha-3, which every row of a state has."""

ALL = "all"
"""Written for every treaty in a list of treaties."""


class BadValue(ValueError):
    """A value that is not allowed; the message names it and says what is. `allowed` has every one, where known."""

    def __init__(self, problem: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(problem)
        self.allowed = tuple(allowed)


def treaty(text: str, tables: Tables) -> str:
    """The key of a treaty, in any case."""
    return one_of(text, tables["treaties"]["treaty"], "treaty", fold=str.lower)


def treaties(text: str, tables: Tables) -> tuple[str, ...]:
    """Keys of treaties separated by commas, in the order of their table; `all` stands for every one."""
    known = tuple(tables["treaties"]["treaty"])
    chosen = some_of(text, (*known, ALL), "treaty")
    return tuple(key for key in known if key in chosen or ALL in chosen)


def codes(text: str) -> tuple[str, ...]:
    """Systems of codes of states separated by commas, in the fixed order."""
    chosen = some_of(text, CODES, "system of codes")
    return tuple(code for code in CODES if code in chosen)


def statuses(text: str) -> tuple[str, ...]:
    """Status codes separated by commas, in the fixed order."""
    chosen = {one_of(part, STATUSES, "status", fold=str.lower) for part in parts(text)}
    return tuple(status for status in STATUSES if status in chosen)


def regions(text: str, tables: Tables) -> tuple[str, ...]:
    """Names of UN M49 regions, subregions or intermediate regions separated by commas, in any case."""
    known = {name.casefold(): name for name in region_names(tables)}
    chosen = [known[one_of(part, known, "region", known.values(), fold=str.casefold)] for part in parts(text)]
    return tuple(dict.fromkeys(chosen))


def states(text: str, tables: Tables) -> tuple[str, ...]:
    """ISO alpha-3 codes of states able to join separated by commas, in any case."""
    known = sorted(tables.states["iso3"])
    said = "ISO 3166-1 alpha-3 codes of the 197 states"
    chosen = [one_of(part, known, "state", fold=str.upper, said=said) for part in parts(text)]
    return tuple(dict.fromkeys(chosen))


def categories(text: str, tables: Tables) -> tuple[str, ...]:
    """Categories of events separated by commas."""
    return some_of(text, sorted(set(tables["events"]["category"])), "category")


def lanes(text: str, tables: Tables) -> tuple[str, ...]:
    """Lanes of the timeline separated by commas."""
    return some_of(text, tables.package.table("events").field("lane").labels, "lane")


def event(text: str, tables: Tables) -> str:
    """The key of an event."""
    said = "keys of events.csv, such as E001"
    return one_of(text, tables["events"]["event_id"], "event", fold=str.upper, said=said)


def day(text: str, tables: Tables) -> date:
    """A day up to the one on which the data was checked."""
    if len(text) != 10 or partial_date_problem(text):
        raise BadValue(f"{shown(text)} is not a day; write YYYY-MM-DD, from {EARLIEST_YEAR} to {tables.checked}")
    return _within(date.fromisoformat(text), text, tables)


def supposed_day(text: str, tables: Tables) -> date:
    """A day that may lie ahead, for a supposition."""
    if len(text) != 10 or partial_date_problem(text):
        raise BadValue(f"{shown(text)} is not a day; write YYYY-MM-DD, from {EARLIEST_YEAR} to {LATEST_YEAR}")
    if not EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
        raise BadValue(f"{shown(text)} lies outside the years {EARLIEST_YEAR} to {LATEST_YEAR}")
    return date.fromisoformat(text)


def claim(text: str, tables: Tables) -> str:
    """The key of a claim."""
    said = "keys of claims.csv, such as C01"
    return one_of(text, tables["claims"]["claim_id"], "claim", fold=str.upper, said=said)


def verdicts(text: str, tables: Tables) -> tuple[str, ...]:
    """Verdicts on claims separated by commas, in the fixed order."""
    known = tables.package.table("claims").field("verdict").constraints["enum"]
    chosen = {one_of(part, known, "verdict", fold=str.lower) for part in parts(text)}
    return tuple(verdict for verdict in known if verdict in chosen)


def year_end(text: str, tables: Tables) -> date:
    """31 December of a year; for the current year the day on which the data was checked."""
    last = tables.checked.year
    if not (len(text) == 4 and text.isascii() and text.isdigit() and EARLIEST_YEAR <= int(text) <= last):
        raise BadValue(f"{shown(text)} is not a year from {EARLIEST_YEAR} to {last}")
    return min(date(int(text), 12, 31), tables.checked)


def first_of(text: str, tables: Tables) -> date:
    """The first day of a year, month or day."""
    return _bound(text, tables, first=True)


def last_of(text: str, tables: Tables) -> date:
    """The last day of a year, month or day, at most the day on which the data was checked."""
    return _bound(text, tables, first=False)


def parts(text: str) -> list[str]:
    """The values of a list separated by commas; blanks are dropped."""
    return [part.strip() for part in text.split(",") if part.strip()]


def some_of(text: str, known: Iterable[str], what: str) -> tuple[str, ...]:
    """Known words separated by commas, in any case, each once."""
    known = list(known)
    return tuple(dict.fromkeys(one_of(part, known, what, fold=str.lower) for part in parts(text)))


def one_of(
    text: str,
    known: Iterable[str],
    what: str,
    forms: Iterable[str] = (),
    fold: Callable[[str], str] = str,
    said: str = "",
) -> str:
    """The text folded to its known form; `forms` are those to write, `said` words that stand for a list too long."""
    known = list(known)
    if fold(text) not in known:
        allowed = list(forms) or known
        raise BadValue(f"{shown(text)} is not a {what}; allowed: {said or ', '.join(allowed)}", allowed)
    return fold(text)


@lru_cache(maxsize=4)
def region_names(tables: Tables) -> tuple[str, ...]:
    """Every region, each followed by its subregions and these by their intermediate regions."""
    levels = tables.states[["region", "subregion", "intermediate_region"]].drop_duplicates()
    ordered = levels.sort_values(list(levels.columns)).itertuples(index=False)
    return tuple(dict.fromkeys(name for row in ordered for name in row if name))


def _bound(text: str, tables: Tables, *, first: bool) -> date:
    if partial_date_problem(text):
        raise BadValue(f"{shown(text)} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    begins: date = _within(earliest([text])[0].item(), text, tables)
    ends: date = latest([text])[0].item()
    return begins if first else min(ends, tables.checked)


def _within(found: date, text: str, tables: Tables) -> date:
    if found.year < EARLIEST_YEAR or found > tables.checked:
        raise BadValue(
            f"{shown(text)} lies outside {EARLIEST_YEAR}-01-01 to {tables.checked}, the day the data was last checked"
        )
    return found
