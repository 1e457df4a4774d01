"""Names of files: the table and the choice by the keys of the link, so that it can be read from the name again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from atlas.selection import KEYS

PREFIX = "mine-ban-atlas"
LONGEST_VALUE = 60
CUT = "~"
DIGITS = 12
"""Of the SHA-256 of a file's content, at the end of its name."""
KEY = re.compile(r"_(" + "|".join(KEYS) + r")-")
ENDING = re.compile(r"(?:_sha256-(?P<digest>[0-9a-f]{12}))?(?: ?\(\d+\))?(?:\.\w+)?$")
"""What follows the choice in a name; browsers add " (1)" to one that they have already."""


def stem(table: str, query: Mapping[str, str], *said: str) -> str:
    """A name without its ending: `mine-ban-atlas_status_treaty-mbt_on-2026-11-22_region-Southern+Asia`.

    A value that is too long for a name is cut and ends in "~": such a name does not tell the whole choice. `said` are
    further words after the table, such as what a file holds beside the project's own facts.
    """
    values = (f"{key}-{_short(value.replace(' ', '+'))}" for key, value in query.items())
    return "_".join([PREFIX, table, *said, *values])


def file_name(name: str, ending: str, content: bytes) -> str:
    """The name of a file with this content: it carries the beginning of its own SHA-256."""
    return f"{name}_sha256-{hashlib.sha256(content).hexdigest()[:DIGITS]}.{ending}"


class Told(NamedTuple):
    """What the name of a file tells; `query` is None where a value was cut, `digest` "" where there is none."""

    table: str
    query: dict[str, str] | None
    digest: str


def told_by(name: str) -> Told | None:
    """Table, query and digest that the name of a file tells; None for a name that is not one of the atlas's."""
    if not name.startswith(f"{PREFIX}_"):
        return None
    ending = ENDING.search(name)
    first, *rest = KEY.split(name[len(PREFIX) + 1 : ending.start() if ending else None])
    query = {key: value.replace("+", " ") for key, value in zip(rest[::2], rest[1::2], strict=True)}
    return Told(first, None if CUT in name else query, (ending and ending["digest"]) or "")


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1].rsplit(",", 1)[0] + CUT
