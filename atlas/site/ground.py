"""What a static site is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from atlas.lessons import Lesson
from atlas.status import History
from atlas.tables import Tables

Files = Mapping[str, bytes]
"""Contents by path below the site, with "/" between folders."""


class BadBase(ValueError):
    """An address that a site cannot have; the message says what is allowed."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Facts, law and lessons of a site; `base` is the address at which it will stand, "" where that is not known."""

    history: History = field(repr=False)
    tables: Tables = field(repr=False)
    lessons: Mapping[str, Lesson] = field(repr=False)
    base: str = ""

    @cached_property
    def treaties(self) -> list[str]:
        """The keys of the treaties in the order of their table."""
        return self.tables["treaties"]["treaty"].to_list()

    def address(self, path: str) -> str:
        """The whole address of a page; "" where the address of the site is not known."""
        return f"{self.base}{path.removesuffix('index.html')}" if self.base else ""


def base_of(text: str) -> str:
    """The address of a site with the "/" at its end; raises `BadBase` for what is no address of the web."""
    asked = urlsplit(text)
    if asked.scheme not in ("http", "https") or not asked.hostname or asked.query or asked.fragment:
        raise BadBase("write the address of the site, such as https://example.org/atlas/, without ? and #")
    return text if text.endswith("/") else f"{text}/"
