"""Whether a file is unchanged, what choice made it, and whether the facts at hand give the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from atlas.export.about import address as address_of
from atlas.export.about import rows_digest
from atlas.export.asking import ON, PACKAGE, BadKey, asked, choice_of, table_of
from atlas.export.formats import FORMATS
from atlas.export.model import Export, export_of
from atlas.export.naming import DIGITS, Told, told_by
from atlas.export.said import said
from atlas.export.texts import CannotHold
from atlas.export.verifying.binaries import geopackage_sheet, parquet_sheet, workbook_sheet
from atlas.export.verifying.differing import Differences, differences
from atlas.export.verifying.opening import Unreadable
from atlas.export.verifying.sheets import Sheet, csv_sheet, json_sheet, sheet_of
from atlas.selection import Choice
from atlas.selection.codes import code_fields
from atlas.selection.values import CODES
from atlas.status import History
from atlas.tables import Tables

SIGNS = ((b"PK\x03\x04", "xlsx"), (b"PAR1", "parquet"), (b"SQLite format 3\0", "gpkg"), (b"[", "json"), (b"{", "json"))
"""How a file begins, whatever its name says; everything else is CSV."""


@dataclass(frozen=True)
class Compared:
    """One table of a file and what the facts at hand give for its address; `problem` says why they give nothing."""

    table: str
    address: str
    rows: int
    differences: Differences | None = None
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether today's rows are those of the file."""
        return self.differences is not None and self.differences.none


@dataclass(frozen=True)
class Verdict:
    """What can be told of a file.

    `unchanged` is None where it carries nothing to tell by. `evidence` says by what it was told, `faults` what was
    changed. `made_from` has the version and the day of the facts that it was made from, as far as it says so.
    """

    kind: str
    unchanged: bool | None
    evidence: tuple[str, ...]
    faults: tuple[str, ...]
    words: str
    address: str
    made_from: Mapping[str, str]
    today: Mapping[str, str]
    tables: tuple[Compared, ...]

    @property
    def good(self) -> bool:
        """Whether the file is unchanged, and today's facts give the same rows."""
        return bool(self.unchanged) and bool(self.tables) and all(table.same for table in self.tables)


@dataclass
class Findings:
    """What speaks for a file being as it was made, and what against it."""

    evidence: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def tell(self, sound: bool, evidence: str, fault: str) -> None:
        """Adds the evidence if it is sound, otherwise the fault."""
        (self.evidence if sound else self.faults).append(evidence if sound else fault)

    @property
    def unchanged(self) -> bool | None:
        """False with any fault; None without anything to tell by."""
        return False if self.faults else bool(self.evidence) or None


def verified_file(history: History, tables: Tables, name: str, content: bytes, address: str = "") -> Verdict:
    """The verdict on a file of one table; raises `Unreadable`, or `BadKey` for the address that was given.

    Its address is the one given, or the one that the file or its name tells.
    """
    sheet, told, findings = sheet_in(content, tables), told_by(name), Findings()
    tell_digest(findings, told, content)
    choice, unknown = _choice(address, sheet.about.get("address", ""), told, tables)
    export = export_of(history, tables, choice) if choice else None
    if "rows_sha256" in sheet.about:
        _tell_rows(findings, sheet, export)
    if export:
        _tell_made_again(findings, sheet, content, export, named=bool(told and told.digest))
    where = _address(export, sheet.form) if export else sheet.about.get("address", "")
    return Verdict(
        kind=FORMATS[sheet.form].label,
        unchanged=findings.unchanged,
        evidence=tuple(findings.evidence),
        faults=tuple(findings.faults),
        words=said(export.table.title, export.query, tables) if export else "",
        address=where,
        made_from=_made_from(sheet),
        today=facts_at_hand(tables),
        tables=(compared(sheet, export, where, unknown),),
    )


def broken_file(tables: Tables, name: str, content: bytes, problem: Unreadable) -> Verdict:
    """The verdict on a file that cannot be read, but whose name tells that it was another; otherwise the problem."""
    findings = Findings()
    tell_digest(findings, told_by(name), content)
    if not findings.faults:
        raise problem
    faults = (*findings.faults, f"it {problem}")
    return Verdict("a file that cannot be read", False, (), faults, "", "", {}, facts_at_hand(tables), ())


def sheet_in(content: bytes, tables: Tables) -> Sheet:
    """The rows of a file of any format; raises `Unreadable`."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    form = next((form for sign, form in SIGNS if start.startswith(sign)), "csv")
    readers = {"parquet": parquet_sheet, "gpkg": geopackage_sheet, "json": json_sheet, "csv": csv_sheet}
    return workbook_sheet(content, kinds_of(tables)) if form == "xlsx" else readers[form](content)


def compared(sheet: Sheet, export: Export | None, where: str, problem: str = "") -> Compared:
    """A table of a file beside what its address gives today."""
    table = export.name if export else ""
    if export is None:
        return Compared(table, where, len(sheet.rows), problem=problem)
    return Compared(table, where, len(sheet.rows), differences(sheet, sheet_of(export), export.table.primary_key))


def facts_at_hand(tables: Tables) -> dict[str, str]:
    """The version and the day of the facts that are compared with."""
    return {"facts": f"{tables.package.title}, version {tables.package.version}", "checked": str(tables.checked)}


@lru_cache(maxsize=2)
def kinds_of(tables: Tables) -> dict[str, dict[str, str]]:
    """The types of the columns of every table, those of codes that can be added included."""
    added = {each.name: each.type for each in code_fields(tables, CODES)}
    package = tables.package
    described = (*package.computed, *package.tables)
    return {table.name: added | {each.name: each.type for each in table.fields} for table in described}


def tell_digest(findings: Findings, told: Told | None, content: bytes) -> None:
    """By the sum in the name of the file, if there is one."""
    if told and told.digest:
        sound = hashlib.sha256(content).hexdigest()[:DIGITS] == told.digest
        by = "the content has the SHA-256 that the name of the file tells"
        findings.tell(sound, by, "the content does not have the SHA-256 that the name of the file tells")


def _tell_rows(findings: Findings, sheet: Sheet, export: Export | None) -> None:
    """By the sum that the file carries of its rows; where there are none, the table tells the columns."""
    columns = tuple(export.table.columns) if export and sheet.columns is None else sheet.columns
    sound = replace(sheet, columns=columns).digest == sheet.about["rows_sha256"]
    by = "the rows have the SHA-256 that the file says they had"
    findings.tell(sound, by, "the rows do not have the SHA-256 that the file says they had")


def _address(export: Export, form: str) -> str:
    """The address that gives the rows in this format again."""
    ending = FORMATS[form].ending
    where, flag = address_of(export, ending), form.removeprefix(ending).removeprefix("-")
    return f"{where}{'&' if '?' in where else '?'}{flag}={ON}" if flag else where


def _choice(address: str, in_file: str, told: Told | None, tables: Tables) -> tuple[Choice | None, str]:
    """The choice that made a file, or None and why it is not known."""
    if address:
        return _table_asked(address, tables), ""
    try:
        if in_file:
            return _table_asked(in_file, tables), ""
        if told and told.query is not None:
            return choice_of(table_of(told.table, tables), told.query.items(), tables), ""
    except BadKey as problem:
        return None, f"these facts do not answer its address: {problem}"
    if told:
        return None, "its name was too long to tell the whole choice; give it with --address"
    return None, "neither the file nor its name tells the choice that made it; give it with --address"


def _table_asked(address: str, tables: Tables) -> Choice:
    found = asked(address, tables)
    if found.table == PACKAGE:
        raise BadKey("address", "the address of a package; a file of one table has that of its table")
    return found.choice


def _tell_made_again(findings: Findings, sheet: Sheet, content: bytes, export: Export, named: bool) -> None:
    """By the file that the facts at hand give; one made from the same facts has the same bytes.

    The sum in a name, where it is `named`, tells more than this: other versions of a library write other bytes.
    """
    form = FORMATS[sheet.form]
    try:
        same = form.takes(export) and form.write(export) == content
    except CannotHold:
        return
    if same:
        findings.evidence.append("byte for byte the file that these facts give")
        return
    as_today = sheet.about.get("rows_sha256") == rows_digest(export)
    if as_today and not named and not findings.faults and _made_from(sheet) == facts_at_hand(export.tables):
        findings.faults.append("the rows are as they were, but the rest was changed or written by another version")


def _made_from(sheet: Sheet) -> dict[str, str]:
    """The version and the day of the facts that a file says it was made from."""
    return {key: sheet.about[key] for key in ("facts", "checked") if key in sheet.about}
