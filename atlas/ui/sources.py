"""Sources as links, and text from the tables as Markdown that cannot do harm."""

from __future__ import annotations

import re

from atlas.tables import Tables
from atlas.tables.sources import publisher
from atlas.words import unique_ids

SPACES = re.compile(r"[^\S\u00a0]+")
"""Any white space but the one that holds two words together."""

MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def escaped(text: str) -> str:
    """The text with every sign that Markdown would act on made plain."""
    return MARKDOWN.sub(r"\\\1", SPACES.sub(" ", text).strip())


def source_links(tables: Tables, source_ids: str) -> str:
    """The sources of a row as Markdown: a link each, the key alone where no address is known."""
    links = []
    for key in unique_ids([source_ids]):
        source = tables.row("sources", key)
        title = source["title"].replace('"', "'").replace("\\", "")
        label = escaped(publisher(source))
        links.append(f'[{label}](<{source["url"]}> "{title}")' if source["url"] else label)
    return ", ".join(links)
