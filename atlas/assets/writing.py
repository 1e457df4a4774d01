"""Writing made files where no server keeps them in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from atlas.assets.scripts import VENDOR
from atlas.export.saving import save
from atlas.geography import STATIC


def write_assets(files: Mapping[str, bytes], folder: Path = STATIC / VENDOR) -> None:
    """Writes the files that are not there yet, each whole or not at all; raises OSError where it may not."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        target = folder / name
        if not target.exists():
            save(target, content)
