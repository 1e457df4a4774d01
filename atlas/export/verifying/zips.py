"""Whether a package is unchanged, what choice made it, and whether the facts at hand give the same rows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from atlas.export.asking import PACKAGE, BadKey, asked
from atlas.export.described import ADDRESS, DESCRIPTION_FILE, FORMAT, FORMAT_VERSION, WORDS
from atlas.export.model import Export, export_of
from atlas.export.naming import told_by
from atlas.export.packages import SOURCES, SUMS, with_sources, zipped
from atlas.export.verifying.opening import Unreadable
from atlas.export.verifying.sheets import csv_sheet
from atlas.export.verifying.verdicts import Compared, Findings, Verdict, compared, facts_at_hand, tell_digest
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.faults import shown

SUM = re.compile(r"([0-9a-f]{64})  (.+)")
Described = Mapping[str, Any]


def verified_package(
    history: History, tables: Tables, name: str, content: bytes, files: Mapping[str, bytes]
) -> Verdict:
    """The verdict on a package, given the file's name, its content and the files in it; raises `Unreadable`."""
    description = _description(files)
    findings = Findings()
    tell_digest(findings, told_by(name), content)
    wrong = [*_wrong_sums(files), *_wrong_descriptions(files, description)]
    findings.faults.extend(wrong)
    if not wrong:
        findings.evidence.append(f"every file has the SHA-256 that {SUMS} and {DESCRIPTION_FILE} give")
        findings.evidence.append(_packing(files, description, content))
    found = _compared(history, tables, files, _resources(description))
    return Verdict(
        kind=PACKAGE,
        unchanged=findings.unchanged,
        evidence=tuple(findings.evidence),
        faults=tuple(findings.faults),
        words=_text(description, WORDS),
        address=_text(description, ADDRESS),
        made_from=_made_from(description),
        today=facts_at_hand(tables),
        tables=tuple(found),
    )


def _description(files: Mapping[str, bytes]) -> Described:
    if DESCRIPTION_FILE not in files:
        if SUMS in files:
            return {}
        raise Unreadable(f"is a zip, but no package of the atlas: it has no {DESCRIPTION_FILE}")
    try:
        found = json.loads(files[DESCRIPTION_FILE])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get(FORMAT), int):
        if SUMS in files:
            return {}
        raise Unreadable(f"is a zip, but no package of the atlas: its {DESCRIPTION_FILE} is not one of the atlas")
    if found[FORMAT] > FORMAT_VERSION:
        later = f"format {found[FORMAT]}; this version reads format {FORMAT_VERSION}"
        raise Unreadable(f"is a package of a later version of the atlas ({later})")
    return found


def _resources(description: Described) -> dict[str, Described]:
    """The tables that the package describes by the paths of their files."""
    listed = description.get("resources")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {_text(each, "path"): each for each in found}


def _made_from(description: Described) -> dict[str, str]:
    version, checked = _text(description, "version"), _text(description, "checked")
    return {"facts": f"version {version}", "checked": checked} if version and checked else {}


def _text(described: Described, key: str) -> str:
    value = described.get(key)
    return value if isinstance(value, str) else ""


def _wrong_sums(files: Mapping[str, bytes]) -> Iterator[str]:
    """What does not fit the list of sums."""
    if SUMS not in files:
        yield f"{SUMS} is missing"
        return
    lines = files[SUMS].decode("utf-8", "replace").splitlines()
    sums = {found[2]: found[1] for line in lines if (found := SUM.fullmatch(line))}
    if len(sums) != len(lines):
        yield f"{SUMS} has lines that are not sums"
    for name in sorted(sums.keys() | files.keys() - {SUMS}):
        if name not in files:
            yield f"{shown(name)} is missing"
        elif name not in sums:
            yield f"{shown(name)} was added: {SUMS} does not name it"
        elif hashlib.sha256(files[name]).hexdigest() != sums[name]:
            yield f"{shown(name)} was changed: it does not have the SHA-256 that {SUMS} gives"


def _wrong_descriptions(files: Mapping[str, bytes], description: Described) -> Iterator[str]:
    """Tables that do not fit the description, and those that only one of both has."""
    resources = _resources(description)
    tables = {path for path in files if path.endswith(".csv")}
    for path in sorted(tables | resources.keys()):
        if path not in resources:
            yield f"{shown(path)} is not described in {DESCRIPTION_FILE}"
        elif path not in files:
            yield f"{shown(path)} is described in {DESCRIPTION_FILE}, but missing"
        elif _text(resources[path], "hash") != f"sha256:{hashlib.sha256(files[path]).hexdigest()}":
            yield f"{shown(path)} does not have the SHA-256 that {DESCRIPTION_FILE} gives"


def _packing(files: Mapping[str, bytes], description: Described, content: bytes) -> str:
    """Whether the zip is the one that the atlas makes of these files; another program packs them otherwise."""
    try:
        same = zipped(files, date.fromisoformat(_text(description, "checked"))) == content
    except ValueError:
        same = False
    if same:
        return "the zip is the one that the atlas makes of them"
    return "the zip around them was made by another program"


def _compared(
    history: History, tables: Tables, files: Mapping[str, bytes], resources: Mapping[str, Described]
) -> list[Compared]:
    """Every table beside what its address gives today; the sources cited beside those cited today."""
    made: dict[str, Export] = {}
    problems: dict[str, str] = {}
    for path, resource in resources.items():
        if address := _text(resource, ADDRESS):
            try:
                made[path] = export_of(history, tables, asked(address, tables).choice)
            except BadKey as problem:
                problems[path] = f"these facts do not answer its address: {problem}"
    cited = f"{SOURCES}.csv"
    if cited in resources and cited not in made and made and not problems:
        made[cited] = with_sources(list(made.values()), tables)[-1]
    return [_one(path, resource, files, made, problems) for path, resource in resources.items() if path in files]


def _one(
    path: str, resource: Described, files: Mapping[str, bytes], made: Mapping[str, Export], problems: Mapping[str, str]
) -> Compared:
    name, address = _text(resource, "name"), _text(resource, ADDRESS)
    try:
        sheet = csv_sheet(files[path])
    except Unreadable as problem:
        return Compared(name, address, 0, problem=f"it {problem}")
    if path not in made:
        unknown = problems.get(path, "its rows cannot be asked for again")
        return Compared(name, address, len(sheet.rows), problem=unknown)
    found = compared(sheet, made[path], address)
    return Compared(name, address, found.rows, found.differences, found.problem)
