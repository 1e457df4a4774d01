"""The choice behind rows in words: for people, beside the address for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from atlas.selection.values import parts
from atlas.tables import Tables
from atlas.words import STATUS_LABELS, listed, long_date
from atlas.words.plain import the_treaty

Phrase = Callable[[str, Tables], str]


def _named(before: str) -> Phrase:
    return lambda text, _: before + listed([part.replace("_", " ") for part in parts(text)])


def _date(before: str) -> Phrase:
    return lambda text, _: before + long_date(text)


def _states(text: str, tables: Tables) -> str:
    return "only " + listed([str(tables.row("states", iso3)["name"]) for iso3 in parts(text)])


def _statuses(text: str, tables: Tables) -> str:
    return "only with the status " + listed([STATUS_LABELS[code] for code in parts(text)])


def _treaties(text: str, tables: Tables) -> str:
    chosen, known = parts(text), tables["treaties"]["treaty"]
    if len(chosen) == len(known):
        return f"under each of the {len(known)} treaties"
    return "under each of " + listed([the_treaty(tables, key) for key in chosen])


PHRASES: dict[str, Phrase] = {
    "treaty": lambda text, tables: f"under {the_treaty(tables, text)}",
    "treaties": _treaties,
    "on": _date("on "),
    "year": _named("at the end of "),
    "before": _date("compared with "),
    "other": lambda text, tables: f"compared with {the_treaty(tables, text)}",
    "from": _date("from "),
    "to": _date("to "),
    "region": _named("in "),
    "state": _states,
    "status": _statuses,
    "lane": _named("of the lane "),
    "category": _named("of the category "),
    "layer": _named("of the layer "),
    "codes": _named("with the codes "),
}
"""How a key of a table's address reads in a sentence, in their order there."""


def said(title: str, query: Mapping[str, str], tables: Tables) -> str:
    """The title of what was chosen and the choice: "Status, under the Mine Ban Convention, on 22 November 2026"."""
    return ", ".join([title, *(phrase(query[key], tables) for key, phrase in PHRASES.items() if key in query)])
