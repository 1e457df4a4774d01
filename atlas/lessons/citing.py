"""What a citation leads to."""

from __future__ import annotations

from collections.abc import Iterable

from atlas.lessons.model import RECORD
from atlas.tables import Tables
from atlas.tables.sources import publisher


def source_ids(tables: Tables, cites: Iterable[str], treaty: str) -> tuple[str, ...]:
    """The keys of the sources that the citations lead to, each once: an event to its own, `RECORD` to the treaty's.

    Raises KeyError for a key that is neither a source nor an event.
    """
    return tuple(dict.fromkeys(_source_id(tables, key, treaty) for key in cites))


def publishers(tables: Tables, cites: Iterable[str], treaty: str) -> list[str]:
    """Who published what the citations lead to, each once, in their order."""
    keys = source_ids(tables, cites, treaty)
    return list(dict.fromkeys(publisher(tables.row("sources", key)) for key in keys))


def _source_id(tables: Tables, key: str, treaty: str) -> str:
    if key == RECORD:
        return str(tables.row("treaties", treaty)["source_id"])
    try:
        return str(tables.row("events", key)["source_id"])
    except KeyError:
        return str(tables.row("sources", key)["source_id"])


__all__ = ["publishers", "source_ids"]
