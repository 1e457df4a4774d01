"""Putting a site in its place: whole, or not at all; and never over something else."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atlas.tables.faults import shown

MARK = "mine-ban-atlas"
MARK_FILE = "atlas-site.json"
SUMS = "SHA256SUMS"
MOST_NAMED = 5


class NotReplaced(ValueError):
    """A place that a site cannot take; the message says why."""


def put(folder: Path, path: str, content: bytes) -> int:
    """Writes one file below the folder; gives its size in bytes."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.write_bytes(content)


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """An empty folder beside `out` that takes its place when the block ends well, and is removed when it does not.

    Raises `NotReplaced` where `out` is neither free, nor an empty folder, nor a site with nothing else in it.
    """
    refuse_other(out)
    draft = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-new-"))
    try:
        draft.chmod(0o755)
        yield draft
        refuse_other(out)
        _exchange(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _exchange(draft: Path, out: Path) -> None:
    """Renames the draft to `out`; what stood there is moved aside first, and removed after."""
    if not out.exists():
        draft.rename(out)
        return
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-old-") as aside:
        before = Path(aside) / out.name
        out.rename(before)
        try:
            draft.rename(out)
        except OSError:
            before.rename(out)
            raise


def refuse_other(out: Path) -> None:
    """Raises `NotReplaced` unless a site may take the place."""
    if not out.parent.is_dir():
        raise NotReplaced(f"there is no folder {shown(str(out.parent))}")
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise NotReplaced(f"{shown(str(out))} is not a folder")
    if not any(out.iterdir()):
        return
    if not _is_site(out):
        raise NotReplaced(f"{shown(str(out))} has files and is no site of the atlas; name another folder")
    if others := _others(out):
        named = ", ".join(map(shown, others[:MOST_NAMED])) + (" and more" if len(others) > MOST_NAMED else "")
        raise NotReplaced(f"{shown(str(out))} has files that are not of the site and would be lost: {named}")


def _is_site(out: Path) -> bool:
    try:
        told = json.loads((out / MARK_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("site") == MARK


def _others(out: Path) -> list[str]:
    """Files that the site was not made with; folders without files do not count."""
    try:
        lines = (out / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    own = {line.partition("  ")[2] for line in lines} | {SUMS, MARK_FILE}
    found = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(set(found) - own)
