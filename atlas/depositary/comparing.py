"""The depositary's page beside the atlas's record: what one has and the other lacks, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from atlas.depositary.acts import SIGNATURE, WITH_INSTRUMENT, Act, leavings, left_out
from atlas.depositary.files import NotAStatusPage
from atlas.depositary.pages import Page
from atlas.depositary.placing import Placed, acts_told, placed
from atlas.depositary.sources import Reference, reference, source_of
from atlas.tables import Tables
from atlas.tables.dates import earliest, latest
from atlas.tables.record import JOINS

FINDINGS = {
    "missing-here": "the page has an act that the atlas lacks: a row to paste",
    "differs": "both have the act, of another kind or on another day: the page's row, and the atlas's beside it",
    "missing-there": "the atlas has an act that should stand in the page's table and does not: the atlas's own row",
    "read-note": "an end note or brackets tell of a withdrawal that the atlas lacks: read it, then write the row",
    "unknown-name": "a participant whose name is no state here",
    "unread": "a cell that could not be read",
}
"""Every code of a finding, in the order of the rows, and what it says."""

ACTION_COLUMNS = ("treaty", "iso3", "action", "date", "not_before", "source_id", "source_locator", "note")
COLUMNS = ("finding", "here", *ACTION_COLUMNS)
IN_TABLE = (SIGNATURE, *JOINS)
"""The actions that stand in a page's table of participants; withdrawals and what others say of them do not."""


@dataclass(frozen=True)
class Comparison:
    """What a page says beside the record of one treaty.

    `rows` has `COLUMNS`, a row a finding; the last eight columns are a row of `actions.csv`. `source` is the row for
    `sources.csv`, None where it is known there. `not_compared` says in whole sentences what the page cannot tell.
    """

    rows: pd.DataFrame
    source: dict[str, str] | None
    not_compared: tuple[str, ...]

    @property
    def to_paste(self) -> pd.DataFrame:
        """The rows that can be added to `actions.csv` as they are."""
        return self.rows.loc[self.rows["finding"] == "missing-here", list(ACTION_COLUMNS)]


def compare(page: Page, tables: Tables, treaty: str, as_at: date | None = None) -> Comparison:
    """The page beside the record of the treaty; `as_at` is its day where it does not say one itself.

    Raises `NotAStatusPage` for a treaty without a page, a page of another treaty and a page without a day.
    """
    place = _place(page, tables, treaty)
    day = _day(page, as_at)
    key, source = source_of(tables, treaty, place.number, day)
    told, faults = acts_told(page, tables, place.column)
    leaving, _ = placed(leavings(page) if place.column is None else (), tables)
    record = _record(tables, treaty)
    shown = _Writer(treaty, key, place.number)
    found = [
        *(_beside(told, record, day, shown)),
        *(_unwritten(leaving, record, shown)),
        *(shown.finding(code, "", iso3, act, act.unread) for code, iso3, act in faults),
    ]
    order = list(FINDINGS)
    found.sort(key=lambda row: (order.index(row["finding"]), row["iso3"], row["date"], row["action"]))
    rows = pd.DataFrame(found, columns=list(COLUMNS), dtype=object)
    return Comparison(rows, source, tuple(_not_compared(page, tables, record, day)))


def _record(tables: Tables, treaty: str) -> pd.DataFrame:
    """The actions under the treaty, with every cell as the text of its row."""
    rows = tables["actions"].query("treaty == @treaty")
    return rows.assign(not_before=rows["not_before"].dt.strftime("%Y-%m-%d").fillna(""))


def _place(page: Page, tables: Tables, treaty: str) -> Reference:
    known = {row["treaty"]: reference(row) for row in tables["treaties"].to_dict("records")}
    place = known[treaty]
    if place is None:
        others = ", ".join(key for key, found in known.items() if found)
        depositary = tables.row("treaties", treaty)["depositary"]
        raise NotAStatusPage(
            f"{treaty} has no page in the UN Treaty Collection: its depositary is {depositary}; with one: {others}"
        )
    if page.number is None:
        raise NotAStatusPage("does not say which treaty it is of: no chapter with the treaty's number")
    if page.number != place.number:
        of = ", ".join(key for key, found in known.items() if found and found.number == page.number)
        said = f"that of {of}" if of else "of none of the atlas's treaties"
        raise NotAStatusPage(f"is page {page.number}, {said}; {treaty} stands on page {place.number}")
    return place


def _day(page: Page, as_at: date | None) -> date:
    if page.day and as_at and page.day != as_at:
        raise NotAStatusPage(f"says itself that it is as at {page.day}, not {as_at}")
    day = page.day or as_at
    if day is None:
        raise NotAStatusPage('does not say as at which day it is ("STATUS AS AT"); add --as-at YYYY-MM-DD')
    return day


@dataclass(frozen=True)
class _Writer:
    """Writes findings as rows of one treaty with one source."""

    treaty: str
    source_id: str
    number: str

    def finding(self, code: str, here: str, iso3: str, act: Act, note: str | None = None) -> dict[str, str]:
        """The page's act as a row of `actions.csv` behind the finding and what the atlas has."""
        action = "" if act.action == WITH_INSTRUMENT else act.action
        place = f"UNTC MTDSG {self.number}, {act.place}"
        said = act.note if note is None else note
        cells = (code, here, self.treaty, iso3, action, str(act.day or ""), "", self.source_id, place, said)
        return dict(zip(COLUMNS, cells, strict=True))


def _beside(told: list[Placed], record: pd.DataFrame, day: date, shown: _Writer) -> Iterator[dict[str, str]]:
    """Signatures and consents of each state, the page's beside the atlas's: first those that are equal."""
    page: dict[tuple[str, bool], dict[tuple[str, str], Act]] = defaultdict(dict)
    for each in told:
        page[each.iso3, each.act.action == SIGNATURE][each.act.action, str(each.act.day)] = each.act
    rows: dict[tuple[str, bool], list[Mapping[str, str]]] = defaultdict(list)
    left: dict[str, str] = {}
    for row in record.sort_values("date").to_dict("records"):
        if earliest([row["not_before"] or row["date"]])[0] > np.datetime64(day, "D"):
            continue
        if row["action"] in IN_TABLE:
            rows[row["iso3"], row["action"] == SIGNATURE].append(row)
        elif row["action"] == "withdrawal_effective":
            left[row["iso3"]] = row["date"]
    for slot in sorted(page.keys() | rows.keys()):
        newest = max((str(act.day) for act in page[slot].values()), default="")
        ended = left.get(slot[0], "")
        current = [row for row in rows[slot] if not row["date"] < ended <= newest]
        yield from _slot(slot[0], page[slot], rows[slot], current, day, shown)


def _slot(
    iso3: str,
    told: Mapping[tuple[str, str], Act],
    rows: list[Mapping[str, str]],
    current: list[Mapping[str, str]],
    day: date,
    shown: _Writer,
) -> Iterator[dict[str, str]]:
    """What remains of one state's signatures, or of its consents, once equal ones are left out, the oldest first.

    `current` are the atlas's rows without those of an earlier membership, which a page need not show any more.
    """
    kept = {(row["action"], row["date"]) for row in rows}
    there = sorted((act for key, act in told.items() if key not in kept), key=lambda act: str(act.day))
    here = [row for row in current if (row["action"], row["date"]) not in told]
    for act, row in zip(there, here, strict=False):
        yield shown.finding("differs", f"{row['action']} {row['date']} ({row['source_id']})", iso3, act)
    for act in there[len(here) :]:
        yield shown.finding("missing-here", "", iso3, act)
    for row in here[len(there) :]:
        if latest([row["date"]])[0] <= np.datetime64(day, "D"):
            said = f"{row['action']} {row['date']} ({row['source_id']})"
            yield {"finding": "missing-there", "here": said, **{name: row[name] for name in ACTION_COLUMNS}}


def _unwritten(leaving: list[Placed], record: pd.DataFrame, shown: _Writer) -> Iterator[dict[str, str]]:
    """Withdrawals that the page's notes tell of and the atlas does not have, or has on another day."""
    for each in leaving:
        own = record[(record["iso3"] == each.iso3) & (record["action"] == each.act.action)]["date"]
        if not len(own) or (each.act.day and str(each.act.day) not in set(own)):
            here = "; ".join(f"{each.act.action} {day}" for day in own)
            yield shown.finding("read-note", here, each.iso3, each.act)


def _not_compared(page: Page, tables: Tables, record: pd.DataFrame, day: date) -> Iterator[str]:
    """Sentences on what of the record and of the page is out of reach of the comparison."""
    others = record[~record["action"].isin(IN_TABLE)]["action"].value_counts()
    if len(others):
        listed = ", ".join(f"{count} {action}" for action, count in others.items())
        yield f"not in a page's table, so not looked for there: {listed}"
    later = int((earliest(list(record["date"])) > np.datetime64(day, "D")).sum())
    if later:
        yield f"later than the page, so not looked for there: {later} actions of the atlas"
    if columns := left_out(page):
        yield f"columns of the page that are no actions of the atlas: {', '.join(columns)}"
    if not page.notes and any(row[0].notes for grid in page.grids for row in grid.rows):
        yield "the file's end notes could not be read: withdrawals that only they tell of are not seen"
    if day > tables.checked:
        yield (
            f"the page is as at {day}, the facts were last checked on {tables.checked}: "
            "set `checked` in datapackage.json to that day before you add later actions"
        )
