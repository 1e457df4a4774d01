"""A file or a package in, untrusted; whether it is unchanged and what today's facts give for its choice out."""

from __future__ import annotations

from pathlib import Path

from atlas.export.asking import BadKey
from atlas.export.described import DESCRIPTION_FILE
from atlas.export.verifying.differing import Changed, Differences, differences
from atlas.export.verifying.opening import Unreadable, read, unzipped
from atlas.export.verifying.verdicts import Compared, Verdict, broken_file, verified_file
from atlas.export.verifying.zips import verified_package
from atlas.status import History
from atlas.tables import Tables

WORKBOOK_PART = "[Content_Types].xml"

__all__ = ["Changed", "Compared", "Differences", "Unreadable", "Verdict", "differences", "verified", "verify"]


def verify(history: History, tables: Tables, path: Path, address: str = "") -> Verdict:
    """The verdict on a file; raises `Unreadable` for what nothing can be told about, `BadKey` for a bad address."""
    return verified(history, tables, path.name, read(path), address)


def verified(history: History, tables: Tables, name: str, content: bytes, address: str = "") -> Verdict:
    """The verdict on the content of a file with this name; errors as those of `verify`."""
    try:
        files = unzipped(content) if content.startswith(b"PK") else {}
        if files and (WORKBOOK_PART not in files or DESCRIPTION_FILE in files):
            if address:
                raise BadKey("address", "a package has the addresses of its tables itself; leave it out")
            return verified_package(history, tables, name, content, files)
        return verified_file(history, tables, name, content, address)
    except Unreadable as problem:
        return broken_file(tables, name, content, problem)
