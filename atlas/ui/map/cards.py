"""The card of a selected state: its status in a sentence, its actions, and a source for each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from atlas import words
from atlas.tables import Tables
from atlas.ui.frame import Page

MOST_CARDS = 8


def cards(page: Page) -> list[dict[str, Any]]:
    """One card a selected state: iso3, name, sentence, basis, and lines of {text, source, url, title}."""
    if not page.choice.state:
        return []
    rows = page.history.status_on(page.choice.on, page.choice.treaty).set_index("iso3")
    return [
        {
            "iso3": iso3,
            "name": page.tables.row("states", iso3)["name"],
            "sentence": words.state_sentence(rows.loc[iso3], page.choice.on),
            "basis": rows.at[iso3, "basis"],
            "lines": _lines(page.tables, page.choice.treaty, iso3),
        }
        for iso3 in page.choice.state[:MOST_CARDS]
    ]


def _lines(tables: Tables, treaty: str, iso3: str) -> list[dict[str, str]]:
    actions = tables["actions"]
    own = actions[(actions["treaty"] == treaty) & (actions["iso3"] == iso3)].sort_values("date", kind="stable")
    return [_line(row, tables) for _, row in own.iterrows()]


def _line(action: pd.Series, tables: Tables) -> dict[str, str]:
    source = tables.row("sources", action["source_id"])
    return {
        "text": f"{words.long_date(action['date'])}: {action['action'].replace('_', ' ')}",
        "source": source["publisher"].split(";")[0].split("(")[0].strip(),
        "title": f"{source['title']}: {action['source_locator']}",
        "url": source["url"],
    }
