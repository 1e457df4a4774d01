"""Status pages written for the tests, in the markup of treaties.un.org (its page of 2026) and of its XML form.

The words and rows are the tests' own; only the elements, their identifiers and the way a day is written are the site's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from html import escape

from atlas.depositary.sources import reference
from atlas.tables import Tables

PREFIX = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"
LETTERS = {"ratification": "", "acceptance": "A", "approval": "AA", "accession": "a", "succession": "d"}
PLAIN = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"
PROTOCOL = "Succession(d), Consent to be bound(P)"
SECOND = ("Participant", "Protocol I", "Protocol II", "Protocol III")
AFTER_ALL = date(2026, 11, 22)
"""The day the facts were last checked: nothing in them is later."""


@dataclass(frozen=True)
class StatusPage:
    """What a page is to say; `rows` are cells as text: a participant, then a day, letter and brackets a column."""

    number: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    day: date | None = AFTER_ALL
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By participant: the number of its end note and the note."""
    second: tuple[tuple[str, ...], ...] = ()

    def changed(self, name: str, *cells: str | None) -> StatusPage:
        """The page with other cells in the row of one participant; None keeps a cell."""
        assert any(row[0] == name for row in self.rows)
        rows = (
            tuple(new if new is not None else old for new, old in zip(cells, row, strict=True))
            if row[0] == name
            else row
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def without(self, *names: str) -> StatusPage:
        return replace(self, rows=tuple(row for row in self.rows if row[0] not in names))

    def and_row(self, *cells: str) -> StatusPage:
        return replace(self, rows=(*self.rows, cells))


def _other_cells(row: Sequence[str], cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(old if new is None else new for old, new in zip(row, cells, strict=True))


def page_of(tables: Tables, treaty: str, day: date = AFTER_ALL) -> StatusPage:
    """The page that the depositary would have on that day if it knew what the atlas knows."""
    place = reference(tables.row("treaties", treaty))
    assert place
    own = "ccw" if place.column else treaty
    record = tables["actions"].query("treaty == @own").to_dict("records")
    rows = {iso3: _cells(tables, iso3, own, record, day) for iso3 in sorted({row["iso3"] for row in record})}
    signed = any(row["action"] == "signature" for row in record)
    headings = ("Participant", "Signature", PLAIN) if signed else ("Participant", PROTOCOL)
    kept = [cells if signed else (cells[0], cells[2]) for cells in rows.values() if any(cells[1:])]
    page = StatusPage(place.number, headings, tuple(kept), day, _notes(tables, own, record, day))
    if not place.column:
        return page
    bound = {row["iso3"] for row in tables["actions"].query("treaty == @treaty").to_dict("records")}
    second = [(cells[0], "x", "x" if iso3 in bound else "", "x") for iso3, cells in rows.items() if cells[2]]
    return replace(page, second=(SECOND, *second))


def name_of(tables: Tables, iso3: str) -> str:
    """The name of a state as the depositary's page has it, where a row was read there."""
    return _names(tables).get(iso3) or str(tables.row("states", iso3)["name"])


@lru_cache(maxsize=4)
def _names(tables: Tables) -> dict[str, str]:
    """By state: its name in the locators of the rows read on such a page, without the numbers of notes."""
    rows = zip(tables["actions"]["iso3"], tables["actions"]["source_locator"], strict=True)
    found = ((iso3, re.search(r'participant table, row "?(.+?)"?(?: \d+(?: , \d+)*)?$', text)) for iso3, text in rows)
    return {iso3: match[1] for iso3, match in found if match}


def written(day: str) -> str:
    """1997-12-03 as " 3 Dec\\t 1997 ", as the site writes it."""
    found = date.fromisoformat(day)
    return f"{found.day:>2} {found:%b}\t {found.year} "


def _cells(tables: Tables, iso3: str, treaty: str, record: Sequence[Mapping[str, str]], day: date) -> tuple[str, ...]:
    acts = [row for row in record if row["iso3"] == iso3 and len(row["date"]) == 10 and row["date"] <= str(day)]
    gone = any(row["action"] == "withdrawal_effective" for row in acts)
    signature, consent = "", ""
    for row in acts:
        letter = "P" if treaty in ("ccw_ap2", "ccw_p5") and row["action"] == "ratification" else None
        if row["action"] == "signature":
            signature = f"[{written(row['date'])}]" if gone else written(row["date"])
        elif row["action"] in LETTERS:
            dated = written(row["date"]) + (letter or LETTERS[row["action"]])
            consent = f"[{dated}]" if gone else dated
    return name_of(tables, iso3), signature, consent


def _notes(tables: Tables, treaty: str, record: Sequence[Mapping[str, str]], day: date) -> dict[str, tuple[str, str]]:
    notes: dict[str, tuple[str, str]] = {}
    for row in record:
        if row["action"] != "withdrawal_notified" or row["date"] > str(day):
            continue
        notice = date.fromisoformat(row["date"])
        text = (
            f"On {notice.day} {notice:%B} {notice.year}, the Government of {name_of(tables, row['iso3'])} deposited "
            "with the Secretary-General a notification of withdrawal (See C.N.0.2025.TREATIES of that day)."
        )
        for other in record:
            if other["iso3"] == row["iso3"] and other["action"] == "withdrawal_effective":
                effect = date.fromisoformat(other["date"])
                verb = "took" if effect <= day else "will take"
                text += f" The withdrawal {verb} effect for it on {effect.day} {effect:%B} {effect.year}."
        notes[name_of(tables, row["iso3"])] = (str(len(notes) + 1), text)
    return notes


def html_of(page: StatusPage) -> bytes:
    """The page as `ViewDetails.aspx` has it."""
    chapter, title = _heading(page)
    as_at = f"STATUS AS AT : {page.day:%d-%m-%Y} 10:16:18 EDT" if page.day else ""
    return f"""

<!DOCTYPE html>

<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
\tUNTC
</title><script>if (1 < 2 && "</td>") {{ window.x = '<table>'; }}</script></head>
<body id="ctl00_ctl00_htmlBody">
<form name="aspnetForm" method="post" id="aspnetForm"
  action="./ViewDetails.aspx?src=TREATY&amp;mtdsg_no={page.number}&amp;chapter=26&amp;clang=_en">
<select><option value="1">CHAPTER I</option><option selected="selected" value="26">CHAPTER XXVI</option></select>
<table class="contenttable"><tr><td id="headerbox"><div id="{PREFIX}mainTable">
<div id="{PREFIX}div3" class="rows heading-three">{as_at}</div>
<div id="{PREFIX}rptHead_ctl00_tcHead" style="font-weight: bold">
    CHAPTER {chapter}
</div>
<div id="{PREFIX}rptTreaty_ctl00_tcTreaty" class="treatyCenter">
    {title}
    Convention of the test
</div>
</div></td></tr></table>
<table><tr><td id="participants">
{_html_table("tblgrid", (page.headings, *page.rows), page.notes)}
</td></tr></table>
<table id="{PREFIX}Table1" style="Display:none;">
</table>
{_html_table("Table1", page.second, {}) if page.second else ""}
<div id="{PREFIX}divAllNotes" class="end-notes">End Note</div>
<table id="{PREFIX}dgNotesAll">{"".join(_html_note(*note) for note in page.notes.values())}</table>
</form></body></html>
""".encode()


def _heading(page: StatusPage) -> tuple[str, str]:
    chapter, number, *letter = page.number.split("-")
    return chapter, f"{number}. {letter[0] if letter else ''}"


def _html_table(name: str, rows: Sequence[Sequence[str]], notes: Mapping[str, tuple[str, str]]) -> str:
    head, *body = rows
    first = "".join(f'\t\t<td valign="bottom" width="100">{escape(cell)}<br></td>\n' for cell in head)
    lines = "".join(f'\t<tr class="trBWhite">\n{_html_cells(row, notes)}\t</tr>\n' for row in body)
    if name == "Table1":
        lines = lines.replace("<td>", "<td><Column>")
    return f'<table id="{PREFIX}{name}" class="table">\n\t<tr class="thead-one">\n{first}\t</tr>\n{lines}</table>'


def _html_cells(row: Sequence[str], notes: Mapping[str, tuple[str, str]]) -> str:
    cells = [f"{_linked(row[0])}{_raised(notes.get(row[0]))}<br>"]
    for cell in row[1:]:
        spaced = escape(cell).replace(" ", " &nbsp;", 1) if cell[:1] == " " else escape(cell)
        cells.append(f"{spaced}<br>" if cell else "&nbsp;")
    return "".join(f"\t\t<td>{cell}</td>\n" for cell in cells)


def _linked(name: str) -> str:
    """Names of states that made declarations are links."""
    shown = escape(name, quote=False)
    if name[:1] not in "ACM":
        return shown
    return f"<A href='#EndDec' class='noteIndex' onclick='return Show(getInnerText(this),\"_en\");'>{shown}</A>"


def _raised(note: tuple[str, str] | None) -> str:
    return f" <SUP><A onclick='ShowNoteAll()' href='#{note[0]}' class='noteIndex'>{note[0]}</A> </SUP>" if note else ""


def _html_note(number: str, text: str) -> str:
    return (
        f'<tr><td><div id="{PREFIX}dgNotesAll_ctl0{number}_divNotesAll" class="divNotesAll"><a name=\'{number}\'>'
        f"{number}</a><index></index>{escape(text)}<br><br></div></td></tr>"
    )


def xml_of(page: StatusPage) -> bytes:
    """The page as the XML of the publication has it, in which footnotes are markup written as text."""
    chapter, title = _heading(page)
    tables = _xml_table((page.headings, *page.rows), page.notes)
    second = f"<SpecialTables>{_xml_table(page.second, {})}</SpecialTables>" if page.second else ""
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<MTDSG><Chapter><Header>CHAPTER {chapter}</Header><Name>DISARMAMENT</Name></Chapter>
<Treaty><ExternalData><Titlesect>{title} Convention of the test</Titlesect></ExternalData>
<Participants>{tables}</Participants>{second}</Treaty></MTDSG>
""".encode("iso-8859-1", "xmlcharrefreplace")


def _xml_table(rows: Sequence[Sequence[str]], notes: Mapping[str, tuple[str, str]]) -> str:
    head, *body = rows
    first = "".join(f"<Entry>{escape(cell)}</Entry>" for cell in head)
    lines = "".join(f"<Row>{_xml_cells(row, notes)}</Row>" for row in body)
    return f"<Table><TGroup><Thead><Row>{first}</Row></Thead><Tbody><Rows>{lines}</Rows></Tbody></TGroup></Table>"


def _xml_cells(row: Sequence[str], notes: Mapping[str, tuple[str, str]]) -> str:
    number = notes.get(row[0], ("", ""))[0]
    raised = escape(f"<superscript>{number}</superscript>") if number else ""
    cells = [escape(row[0]) + raised, *(escape(cell) for cell in row[1:])]
    return "".join(f"<Entry>{cell}</Entry>" for cell in cells)
