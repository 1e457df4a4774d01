"""The text that a mark shows under the pointer: escaped, wrapped, with the date exactly as it is known.

Plotly draws a subset of HTML, so every text from a table is escaped here and nowhere else.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Mapping

from atlas.tables.sources import OWN
from atlas.words import action_label, long_date

WIDTH = 52
NAMES_SHOWN = 8


def escaped(text: str) -> str:
    """The text as plotly must be given it to show it as it is; plotly knows no entity for quotation marks."""
    return html.escape(text, quote=False)


def wrapped(text: str, width: int = WIDTH) -> str:
    """The text escaped, in lines of at most `width` characters; broken before escaping, so no entity is cut."""
    return "<br>".join(escaped(line) for line in textwrap.wrap(text, width, break_on_hyphens=False))


def event_text(known: str, title: str, source_id: str) -> str:
    """Date, title and source of an event."""
    return f"{_heading(known)}<br>{wrapped(title)}<br>{escaped(f'Source: {_source(source_id)}')}"


def action_text(known: str, names: Mapping[str, Iterable[str]], sources: Iterable[str]) -> str:
    """Date, the states that did each action on it, and the sources; `names` are the states by action."""
    said = [wrapped(f"{action_label(action)}: {shortened(states)}") for action, states in names.items()]
    return "<br>".join([_heading(known), *said, wrapped(f"Source: {', '.join(map(_source, sources))}")])


def counts_text(day: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """The day from which the counts hold, and the number of states in each status that occurs."""
    lines = [f"{escaped(labels[status])}: {number}" for status, number in counts.items() if number]
    return "<br>".join([f"From {long_date(day)}", *lines])


def shortened(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    every = sorted(names)
    text = ", ".join(every[:NAMES_SHOWN])
    more = len(every) - NAMES_SHOWN
    return f"{text} and {more} more" if more > 0 else text


def _source(source_id: str) -> str:
    return "your own data" if source_id == OWN else source_id


def _heading(known: str) -> str:
    doubt = {4: " (only the year is known)", 7: " (only the month is known)"}.get(len(known), "")
    return f"{long_date(known)}{doubt}"
