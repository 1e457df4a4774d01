"""The acts that a status page tells of: who signed and who consented to be bound, how and when; and who left.

A heading such as "Ratification, Acceptance(A), Accession(a), Succession(d)" explains the letters below it, so that each
page is read with its own letters. A letter that its heading does not explain is not guessed.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from atlas.depositary.files import NotAStatusPage
from atlas.depositary.pages import Cell, Grid, Page
from atlas.tables.faults import shown

SIGNATURE, CONSENT = "signature", "consent to be bound"
WORDS = {
    "signature": SIGNATURE,
    "succession to signature": SIGNATURE,
    "ratification": "ratification",
    "acceptance": "acceptance",
    "approval": "approval",
    "accession": "accession",
    "succession": "succession",
    CONSENT: "ratification",
}
"""By the words of a heading: the action. The record keeps a consent to be bound by a protocol as a ratification."""

MONTHS = tuple(month_name)[1:]
DAY = r"(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})"
DATED = re.compile(rf"(\[)?\s*{DAY}(?:\s*([A-Za-z]{{1,2}})(?![A-Za-z]))?\s*(\])?")
"""A day with the letter of its kind; in square brackets where the state is no longer a party."""

CROSSED = re.compile(rf"x(?:\s*\(\s*{DAY}\s*\))?", re.IGNORECASE)
"""A consent in a second table: a cross, with a day where it was not given with the convention's own instrument."""

WITH_INSTRUMENT = "with-instrument"
"""The action of a consent given with the state's instrument of the convention: its kind and day stand in the first
table, where the state may bear another name, and are looked up once names are states."""

LEFT = r"(?:withdrawal|denunciation)"
PAPER = rf"(?:notification|instrument|notice) of {LEFT}"
NOTICE = re.compile(rf"On {DAY},[^.]{{0,300}}?\bdeposited[^.]{{0,300}}?\b{PAPER}")
EFFECT = re.compile(rf"{LEFT} (?:took|takes|will take) effect (?:for [^.]{{0,100}}? )?on {DAY}", re.IGNORECASE)
LEAVING = re.compile(rf"{PAPER}|{LEFT} \w+ (?:take )?effect", re.IGNORECASE)
"""How an end note tells of a state that leaves; the withdrawal of a reservation is told in other words."""


Kinds = Mapping[str, str]
"""By each letter of a column, "" for a day without one: the words of its heading, a key of `WORDS`."""


@dataclass(frozen=True)
class Act:
    """What the page says of one participant. `action` is "" and `unread` says why where it could not be read."""

    name: str
    action: str
    day: date | None
    place: str
    note: str = ""
    unread: str = ""


def acts_of(page: Page, column: str | None = None) -> tuple[Act, ...]:
    """Every act in the page's table of participants, or in the `column` of its second table, in the order of the page.

    Raises `NotAStatusPage` where there is no such table.
    """
    if column is None:
        main = _participants(page)
        columns = tuple((heading, _kinds(heading)) for heading in main.headings)
        return tuple(chain.from_iterable(_row_acts(columns, row) for row in main.rows))
    second = next((grid for grid in page.grids if column in grid.headings), None)
    if second is None:
        raise NotAStatusPage(f'holds no second table with a column "{column}"')
    place = second.headings.index(column)
    return tuple(_crossed(row[0].text, row[place].text, column) for row in second.rows if row[place].text)


def left_out(page: Page) -> tuple[str, ...]:
    """Headings of the table of participants whose cells are no acts of the record, such as provisional application."""
    return tuple(heading for heading in _participants(page).headings[1:] if _kinds(heading) is None)


def leavings(page: Page) -> Iterator[Act]:
    """Notices of withdrawal and their effect, as an end note tells of them, and states whose days stand in brackets.

    The words of an end note are nobody's format: a day is given only where the depositary's usual sentence is found,
    and the whole note stands in `note`, to be read.
    """
    for row in _participants(page).rows:
        told = {number: page.notes[number] for number in row[0].notes if LEAVING.search(page.notes.get(number, ""))}
        for number, text in told.items():
            place = f"end note {number}"
            notice, effect = NOTICE.search(text), EFFECT.search(text)
            yield Act(row[0].text, "withdrawal_notified", _day(notice) if notice else None, place, text)
            if effect:
                yield Act(row[0].text, "withdrawal_effective", _day(effect), place, text)
        if not told and any("[" in cell.text for cell in row[1:]):
            said = "the days stand in square brackets: no longer a party; its end notes say since when"
            yield Act(row[0].text, "withdrawal_effective", None, f'participant table, row "{row[0].text}"', said)


def _participants(page: Page) -> Grid:
    """The table of participants: the first that has a column of consents. Another one may open in the same way."""
    for grid in page.grids:
        told = chain.from_iterable((_kinds(heading) or {}).values() for heading in grid.headings[1:])
        if any(WORDS[words] != SIGNATURE for words in told):
            return grid
    found = ", ".join(shown(heading) for grid in page.grids for heading in grid.headings[1:])
    raise NotAStatusPage(
        f"holds no table with a column of ratifications, accessions or other consents in English (columns: {found}); "
        "save the English page (clang=_en)"
    )


def _kinds(heading: str) -> Kinds | None:
    """The letters that the heading explains; None for a heading that names no act of the record."""
    found: dict[str, str] = {}
    for part in heading.split(","):
        named = re.fullmatch(r"\s*([A-Za-z ]+?)\s*(?:\(\s*(\w{1,2})\s*\))?\s*", part)
        if named and named[1].casefold() in WORDS:
            found[named[2] or ""] = named[1].casefold()
    return found or None


def _row_acts(columns: tuple[tuple[str, Kinds | None], ...], row: tuple[Cell, ...]) -> Iterator[Act]:
    name = row[0].text
    place = f'participant table, row "{name}"'
    if len(row) != len(columns) or not name:
        yield Act(name, "", None, place, unread=f"the row has {len(row)} cells and not {len(columns)}, or no name")
        return
    for (heading, kinds), cell in zip(columns[1:], row[1:], strict=True):
        if kinds is not None and cell.text:
            yield from _cell_acts(name, place, heading, kinds, cell.text)


def _cell_acts(name: str, place: str, heading: str, kinds: Kinds, text: str) -> Iterator[Act]:
    found = list(DATED.finditer(text))
    acts = [_dated(name, place, kinds, each) for each in found]
    rest = DATED.sub("", text).strip()
    if rest or not acts or any(act is None for act in acts):
        allowed = ", ".join(letter or "no letter" for letter in kinds)
        why = f"{shown(text)} in column {shown(heading)}: no day with a letter that the heading explains ({allowed})"
        yield Act(name, "", None, place, unread=why)
    yield from (act for act in acts if act is not None)


def _dated(name: str, place: str, kinds: Kinds, found: re.Match[str]) -> Act | None:
    opening, letter, closing = found[1], found[5] or "", found[6]
    day = _day(found, 2)
    if day is None or letter not in kinds or bool(opening) != bool(closing):
        return None
    words = kinds[letter]
    return Act(name, WORDS[words], day, place, words if words == CONSENT else "")


def _crossed(name: str, text: str, column: str) -> Act:
    """The consent that a cross stands for: given with the state's own instrument unless a day stands with it."""
    place = f'second table, row "{name}", column {column}'
    found = CROSSED.fullmatch(text)
    if not found:
        return Act(name, "", None, place, unread=f'{shown(text)} in column "{column}": neither x nor x with a day')
    if found[1]:
        day = _day(found)
        if day:
            return Act(name, "ratification", day, place, CONSENT)
        return Act(name, "", None, place, unread=f'{shown(text)} in column "{column}": no day of the calendar')
    return Act(name, WITH_INSTRUMENT, None, place, CONSENT)


def _day(found: re.Match[str], group: int = 1) -> date | None:
    """The day in three groups of a match, or None where the calendar has no such day."""
    month = next((number for number, name in enumerate(MONTHS, 1) if name.startswith(found[group + 1].title())), 0)
    try:
        return date(int(found[group + 2]), month, int(found[group]))
    except ValueError:
        return None
