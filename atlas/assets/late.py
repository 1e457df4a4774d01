"""Files that few readers ask for: they are made when somebody does, so that neither start nor first visit waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from atlas.assets.naming import digested


@dataclass(frozen=True, eq=False)
class LateFile:
    """A JSON file that is made once, when its name or its content is first asked for."""

    stem: str
    make: Callable[[], dict[str, Any]]

    @cached_property
    def file(self) -> tuple[str, bytes]:
        """Name and content."""
        content = json.dumps(self.make(), separators=(",", ":"), ensure_ascii=False).encode()
        return digested(self.stem, "json", content), content

    @property
    def name(self) -> str:
        """The name, with a digest of the content."""
        return self.file[0]
