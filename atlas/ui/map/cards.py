"""The card of a selected state: its status in a sentence, its actions with a source for each, the way to its page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from atlas import words
from atlas.assets.shown import act_lines
from atlas.selection import status_rows, to_query
from atlas.selection.country import chosen_first
from atlas.ui.addresses import page_address
from atlas.ui.frame import Page
from atlas.words.country import reason

MOST_CARDS = 8


def cards(page: Page) -> list[dict[str, Any]]:
    """One card a selected state: iso3, name, sentence, basis, lines of {text, source, url, title}, and `country`.

    That is {text, url}: the way to the state's own page.
    """
    if not page.choice.state:
        return []
    every = replace(page.choice, status=(), region=())
    rows = status_rows(page.history, page.tables, every).set_index("iso3")
    return [
        {
            "iso3": iso3,
            "name": page.tables.row("states", iso3)["name"],
            "sentence": words.state_sentence(rows.loc[iso3], page.choice.on),
            "basis": reason(rows.at[iso3, "basis"]),
            "lines": act_lines(page.tables, page.choice.treaty, iso3),
            "country": _country(page, iso3),
        }
        for iso3 in page.choice.state[:MOST_CARDS]
    ]


def _country(page: Page, iso3: str) -> dict[str, str]:
    """The way to the state's own page, with the rest of the choice."""
    choice = replace(page.choice, state=chosen_first(page.choice, iso3))
    name = page.tables.row("states", iso3)["name"]
    return {"text": f"{name} under every treaty", "url": page_address("country", to_query(choice, page.tables))}
