"""Where the previews of the pages lie once they are made, and which of them are there; draws nothing itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from atlas.assets import VENDOR, Assets
from atlas.geography import STATIC

FOLDER = "previews"
INDEX = "index.json"
SIZE = (1200, 630)
"""Width and height in px."""


def stamp_of(assets: Assets) -> str:
    """A text that is another one whenever a status is: previews of other statuses are not shown."""
    return hashlib.sha256(json.dumps(sorted(assets.histories.items())).encode()).hexdigest()[:16]


def made_pictures(assets: Assets, folder: Path = STATIC / VENDOR / FOLDER) -> Mapping[str, str]:
    """The names of the files by the keys of the previews; none where they were not made, or of other statuses."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    same = isinstance(index, dict) and index.get("stamp") == stamp_of(assets)
    return {key: str(name) for key, name in index["pictures"].items()} if same else {}
