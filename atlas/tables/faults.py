"""What is wrong with a folder of facts, as values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Fault(NamedTuple):
    """One fault. `column` is "row" for a whole row and "file" for a whole file."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.problem}"


class FaultyData(Exception):
    """The folder was refused whole; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def content_of(path: Path) -> bytes:
    """The content of a file; raises OSError, also for what never ends or is no file, such as a pipe or a device."""
    if path.exists() and not path.is_file():
        raise OSError(0, "is a folder" if path.is_dir() else "is not a file")
    return path.read_bytes()


def shown(value: str) -> str:
    """The value in quotes, cut to a readable length and free of control characters."""
    printable = "".join(character if character.isprintable() else "\ufffd" for character in value)
    return f'"{printable[:60]}…"' if len(printable) > 60 else f'"{printable}"'
