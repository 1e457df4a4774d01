"""The source that a status page is: its key in `sources.csv`, and its row where it is not yet there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from atlas.tables import Tables

REFERENCE = re.compile(r"MTDSG chapter ([IVXLC]+) no\. (\d+(?:-[a-z])?)( \(table of consent to protocols\))?")
PROTOCOL = re.compile(r"\((Protocol [IVXLC]+)\)")
NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
PUBLISHER = "United Nations Treaty Collection (depositary)"
ADDRESS = "https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no={number}&chapter={chapter}&clang=_en"


@dataclass(frozen=True)
class Reference:
    """Where a treaty stands in the UN Treaty Collection: `XXVI-5`, and a column where it has no page of its own."""

    number: str
    column: str | None


def reference(treaty: Mapping[str, str]) -> Reference | None:
    """The place of a treaty by its `un_reference`; None where its depositary is not the UN."""
    found = REFERENCE.search(str(treaty["un_reference"]))
    if not found:
        return None
    protocol = PROTOCOL.search(treaty["official_title"]) if found[3] else None
    return Reference(f"{found[1]}-{found[2]}", protocol[1] if protocol else None)


def source_of(tables: Tables, treaty: str, number: str, day: date) -> tuple[str, dict[str, str] | None]:
    """The key of the source that a page of this day is, and its row if `sources.csv` does not have it.

    A source that the treaty's rows already cite for this very day is the same one. A new key is the month's with the
    treaty's; a second page in one month takes its day into the key.
    """
    copy = f"status as at {day}"
    rows = tables["sources"]
    cited = {tables.row("treaties", treaty)["source_id"], *tables["actions"].query("treaty == @treaty")["source_id"]}
    same = rows[rows["source_id"].isin(cited) & (rows["copy"] == copy) & rows["source_id"].str.startswith("UNTC-")]
    if len(same):
        return str(same["source_id"].iloc[0]), None
    ending = treaty.replace("_", "-").upper()
    copies = dict(zip(rows["source_id"], rows["copy"], strict=True))
    for key in (f"UNTC-{day:%Y-%m}-{ending}", f"UNTC-{day}-{ending}"):
        if copies.get(key, copy) == copy:
            break
    return key, None if key in copies else _row(key, number, day, copy)


def _row(key: str, number: str, day: date, copy: str) -> dict[str, str]:
    collection = "Multilateral Treaties Deposited with the Secretary-General"
    chapter = _arabic(number.split("-")[0])
    return {
        "source_id": key,
        "title": f"{collection}, chapter {number}: status as at {day.day} {day:%B %Y}",
        "publisher": PUBLISHER,
        "url": ADDRESS.format(number=number, chapter=chapter),
        "address_note": "",
        "copy": copy,
        "note": "",
    }


def _arabic(numeral: str) -> int:
    values = [NUMERALS[sign] for sign in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
