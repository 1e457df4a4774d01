"""Untrusted files as bytes in memory, within limits; nothing is unpacked to a disk."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pyarrow as pa

from atlas.tables.faults import shown

MOST_BYTES = 256 * 2**20
MOST_FILES = 500
CHUNK = 2**20
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
    struct.error,
)
"""What reading a damaged, encrypted or unusual zip can raise."""


TRIPPED = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    pa.ArrowException,
    zipfile.BadZipFile,
)
"""What readers of other people's making raise on damaged bytes; found by damaging files at random."""


class Unreadable(ValueError):
    """A file that nothing can be told about; the message says what is wrong with it."""


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turns whatever a reader of this kind of file trips over into `Unreadable`; it warns of nothing besides."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Unreadable:
        raise
    except TRIPPED as error:
        raise Unreadable(f"is a broken {what}: it cannot be read") from error


def read(path: Path) -> bytes:
    """The content of a file of at most `MOST_BYTES`."""
    if path.is_dir():
        raise Unreadable("is a folder, not a file")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise Unreadable(f"has more than {MOST_BYTES // 2**20} MB, the most that is read")
    if not content:
        raise Unreadable("is empty")
    return content


def unzipped(content: bytes) -> dict[str, bytes]:
    """Every file of a zip by its name, at most `MOST_FILES` with `MOST_BYTES` together as they are really unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN_ZIP:
        raise Unreadable("is a broken zip: its list of files cannot be read") from None
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise Unreadable(f"is a zip of {len(entries):,} files; at most {MOST_FILES} are read")
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        _check_name(entry, files)
        files[entry.filename] = _unpacked(archive, entry, left)
        left -= len(files[entry.filename])
    return files


def _check_name(entry: zipfile.ZipInfo, files: dict[str, bytes]) -> None:
    name = entry.filename
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name or ":" in name:
        raise Unreadable(f"is a zip with a file that would leave its folder: {shown(name)}")
    if name in files:
        raise Unreadable(f"is a zip with two files of one name: {shown(name)}")
    if entry.flag_bits & 1:
        raise Unreadable(f"is a zip with an encrypted file: {shown(name)}")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The content of one file; what the zip says of its size is not believed."""
    content = bytearray()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                content += chunk
                if len(content) > most:
                    break
    except BROKEN_ZIP:
        raise Unreadable(f"is a broken zip: {shown(entry.filename)} cannot be unpacked") from None
    if len(content) > most:
        raise Unreadable(f"is a zip that unpacks to more than {MOST_BYTES // 2**20} MB, the most that is read")
    return bytes(content)
