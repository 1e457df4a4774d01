"""Files written whole or not at all: what stands under the name is the old file or the new one, never a part of it."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

DRAFT = ".part"
"""How the name of a file ends that is still being written: one that is left over can be deleted."""


def save(path: Path, content: bytes) -> None:
    """Writes a file beside its place and moves it there when it is whole and on the disk; raises OSError.

    Whoever ends this in the middle, and a disk that is full, leave what stood there before. A link stays a link, and
    what is no file, such as a pipe or `/dev/stdout`, is written to directly.
    """
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        path.write_bytes(content)
        return
    target = path.resolve()
    draft = target.with_name(f".atlas-{secrets.token_hex(8)}{DRAFT}")
    try:
        with draft.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if mode is not None:
            draft.chmod(stat.S_IMODE(mode))
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int | None:
    """What stands there, or None where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
