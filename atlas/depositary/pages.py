"""A status page as a value: which treaty, on which day, its tables and its end notes, from HTML and from XML alike.

The page `ViewDetails.aspx` and the XML of the publication hold the same tables in other elements; both are read by what
stands in them, a table by its headings, and not by the place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from atlas.depositary.files import SAVE_AS, NotAStatusPage, parsed

PARTICIPANT = "Participant"
AS_AT = re.compile(r"STATUS\s+AS\s+AT\s*:?\s*(\d{1,2})-(\d{1,2})-(\d{4})", re.IGNORECASE)
CHAPTER = re.compile(r"^\s*CHAPTER\s+([IVXLC]+)\s*$", re.IGNORECASE)
TITLE = re.compile(r"^\s*(\d+)\s*\.?\s*(?:([a-z])\b)?")
NUMBER = re.compile(r"[?&]mtdsg_no=([IVXLC]+-[\w-]+)")
WRITTEN_TAG = re.compile(r"<(sup|superscript)>(.{0,40}?)</\1>|<[^<>]{0,200}>", re.IGNORECASE | re.DOTALL)
"""Markup that the XML form holds as text: `Lithuania &lt;superscript&gt;3&lt;/superscript&gt;`."""

RAISED = "ancestor::sup or ancestor::superscript"
TABLES = {"table": ("./tr|./tbody/tr|./thead/tr", "./td|./th"), "Table": (".//Row", "./Entry")}
"""By the name of the element that is a table: where its rows are and, in a row, its cells."""


@dataclass(frozen=True)
class Cell:
    """The text of a cell without what is raised, and the numbers of the end notes that are."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table of the page that has a row a participant; every row has a cell for each heading."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Page:
    """What a status page says: `number` such as XXVI-5, `day` as at which, or None where it does not say."""

    number: str | None
    day: date | None
    grids: tuple[Grid, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    """The text of each end note by its number."""


def read_page(content: bytes) -> Page:
    """The page in a saved file; raises `NotAStatusPage` with the reason in one line."""
    root = parsed(content)
    grids = tuple(_grids(root))
    if not grids:
        raise NotAStatusPage(f'holds no table of participants (a first column "{PARTICIPANT}"); {SAVE_AS}')
    return Page(_number(root), _day(root), grids, dict(_notes(root)))


def _grids(root: etree._Element) -> Iterator[Grid]:
    for name, (rows_at, cells_at) in TABLES.items():
        for table in root.iter(name):
            head, *rest = [row.xpath(cells_at) for row in table.xpath(rows_at)] or [[]]
            if not head or head[0].find(f".//{name}") is not None or _cell(head[0]).text != PARTICIPANT:
                continue
            headings = tuple(_cell(cell).text for cell in head)
            yield Grid(headings, tuple(_row(cells, len(headings)) for cells in rest if cells))


def _row(cells: list[etree._Element], length: int) -> tuple[Cell, ...]:
    """The cells of a row, filled up with empty ones to a length."""
    row = tuple(map(_cell, cells))
    return row + (Cell(""),) * (length - len(row))


def _cell(element: etree._Element) -> Cell:
    """The cell's own text; what is raised is the number of a note, be it an element or markup written as text."""
    written = " ".join(element.xpath(f".//text()[not({RAISED})]"))
    raised = [*element.xpath(f".//text()[{RAISED}]"), *(found[2] or "" for found in WRITTEN_TAG.finditer(written))]
    return Cell(_plain(WRITTEN_TAG.sub(" ", written)), tuple(dict.fromkeys(re.findall(r"\d+", " ".join(raised)))))


def _number(root: etree._Element) -> str | None:
    """The number as the heading gives it ("CHAPTER XXVI", "2. b Protocol ..."), or as the page's own address does."""
    chapter = title = None
    for element in root.iter("div", "Header", "Name", "Chapter", "Titlesect"):
        text = _plain(element.text or "")
        chapter = chapter or CHAPTER.match(text)
        if element.get("id", "").endswith("tcTreaty") or element.tag == "Titlesect":
            title = title or TITLE.match(text)
    if chapter and title:
        return "-".join(part for part in (chapter[1].upper(), *title.groups()) if part)
    addresses = (form.get("action", "") for form in root.iter("form"))
    return next((found[1] for address in addresses if (found := NUMBER.search(address))), None)


def _day(root: etree._Element) -> date | None:
    """The day of the status; raises `NotAStatusPage` where the page gives one that does not exist."""
    for text in root.itertext():
        if found := AS_AT.search(text):
            day, month, year = map(int, found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                raise NotAStatusPage(f'gives a day that does not exist: "{_plain(found[0])}"') from None
    return None


def _notes(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("div"):
        if element.get("id", "").endswith("divNotesAll"):
            number = next((anchor.get("name") for anchor in element.iter("a") if anchor.get("name")), None)
            if number:
                yield number, _plain("".join(element.itertext())).removeprefix(number).strip()


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
