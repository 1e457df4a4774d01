"""Dates as people and spreadsheets write them, as YYYY-MM-DD, YYYY-MM or YYYY; no day is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from atlas.tables.dates import PARTIAL
from atlas.tables.faults import shown

EXCEL_DAY_0 = date(1899, 12, 30)
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]\d+)?")
CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M|Z|[+-]\d\d:?\d\d)?)?"
ISO_TIME = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){CLOCK}")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
NUMBERS = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}){CLOCK}", re.IGNORECASE)
MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.IGNORECASE)
WORD_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)
WORD_YEAR = re.compile(r"([a-z]{3,9})\.?,?[ -](\d{4})", re.IGNORECASE)
SHORT_YEAR = re.compile(r"\d{1,2}[./ -](\d{1,2}|[a-z]{3,9})[./ -]\d{2}", re.IGNORECASE)
DAY_FIRST, MONTH_FIRST = "day first", "month first"


@dataclass(frozen=True)
class Dates:
    """Cells of a column with every date that could be read converted; what was converted; problems by place."""

    cells: list[str]
    told: list[str]
    problems: dict[int, str]


def read_dates(column: str, cells: Sequence[str]) -> Dates:
    """The cells as ISO dates. 03/04/2025 is read only where other cells with its sign prove what comes first."""
    proven = _proven(cells)
    found, problems, said = [], {}, Counter[str]()
    for place, cell in enumerate(cells):
        read, how = _read(cell, proven) if cell and not PARTIAL.fullmatch(cell) else (cell, "")
        found.append(read)
        if how and read == cell:
            problems[place] = how
        elif how:
            said[how] += 1
    told = [f"{column}: {number:,} {'dates' if number > 1 else 'date'} {how}." for how, number in said.items()]
    return Dates(found, told, problems)


def _proven(cells: Sequence[str]) -> dict[str, str]:
    """What stands first in dates with a sign between numbers, where a number over 12 proves it, none the contrary."""
    proofs: dict[str, set[str]] = {}
    for cell in set(cells):
        if match := NUMBERS.fullmatch(cell):
            first, sign, second = int(match[1]), match[2], int(match[3])
            if first > 12 >= second:
                proofs.setdefault(sign, set()).add(DAY_FIRST)
            elif second > 12 >= first:
                proofs.setdefault(sign, set()).add(MONTH_FIRST)
    return {sign: next(iter(orders)) for sign, orders in proofs.items() if len(orders) == 1}


def _read(cell: str, proven: dict[str, str]) -> tuple[str, str]:
    """The date and how it was written; or the cell as it is and what is wrong with it, "" where the checker says it."""
    if match := SERIAL.fullmatch(cell):
        return str(EXCEL_DAY_0 + timedelta(int(match[1]))), "counted in days, as Excel stores them, read as YYYY-MM-DD"
    if match := NUMBERS.fullmatch(cell):
        return _numbers(cell, match, proven)
    if match := ISO_TIME.fullmatch(cell) or COMPACT.fullmatch(cell):
        how = "read without the time of day" if ":" in cell else "written as YYYY-MM-DD"
        return _day(cell, int(match[1]), int(match[2]), int(match[3]), how)
    if match := MONTH_YEAR.fullmatch(cell):
        return _day(cell, int(match[2]), int(match[1]), 0, "written as YYYY-MM")
    if match := DAY_WORD.fullmatch(cell):
        return _day(cell, int(match[3]), _month(match[2]), int(match[1]), "with a month in words read as YYYY-MM-DD")
    if match := WORD_DAY.fullmatch(cell):
        return _day(cell, int(match[3]), _month(match[1]), int(match[2]), "with a month in words read as YYYY-MM-DD")
    if match := WORD_YEAR.fullmatch(cell):
        return _day(cell, int(match[2]), _month(match[1]), 0, "with a month in words read as YYYY-MM")
    if SHORT_YEAR.fullmatch(cell):
        return cell, f"{shown(cell)} has a year of two digits; write YYYY-MM-DD"
    return cell, ""


def _numbers(cell: str, match: re.Match[str], proven: dict[str, str]) -> tuple[str, str]:
    first, sign, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    order = proven.get(sign, "")
    if max(first, second) > 12 or first == second:
        order = MONTH_FIRST if second > 12 else DAY_FIRST
    if not order:
        days = [f"{year}-{b:02}-{a:02}" for a, b in ((first, second), (second, first))]
        return cell, f"{shown(cell)} can be {days[0]} or {days[1]}; write the one that is meant"
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return _day(cell, year, month, day, f"with the {order} ({_form(sign, order)}) read as YYYY-MM-DD")


def _form(sign: str, order: str) -> str:
    return sign.join(("DD", "MM", "YYYY") if order == DAY_FIRST else ("MM", "DD", "YYYY"))


def _month(word: str) -> int:
    """1 to 12, or 0 for a word that is no English month."""
    return next((place for place, name in enumerate(MONTHS, 1) if name.startswith(word.casefold())), 0)


def _day(cell: str, year: int, month: int, day: int, how: str) -> tuple[str, str]:
    """The day, or the month where the day is 0; the cell and what is wrong where the calendar has no such day."""
    try:
        found = str(date(year, month, day or 1))
    except ValueError:
        return cell, f"{shown(cell)} is not a day of the calendar; write YYYY-MM-DD, YYYY-MM or YYYY"
    return (found if day else found[:7]), how
