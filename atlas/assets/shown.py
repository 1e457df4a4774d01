"""What every map of the atlas has alike: the order of its legend, its height, and what it lists of a selected state."""

from __future__ import annotations

import pandas as pd

from atlas import words
from atlas.tables import Tables
from atlas.tables.sources import publisher

LEGEND = ("party", "joining", "withdrawing", "withdrawn", "signatory", "outside", "not-yet-state", "not-open")
HEIGHT = 430
"""In pixels, at most."""


def act_lines(tables: Tables, treaty: str, iso3: str) -> list[dict[str, str]]:
    """What a state did under a treaty, by date: {text, source, title, url} of each act."""
    actions = tables["actions"]
    own = actions[(actions["treaty"] == treaty) & (actions["iso3"] == iso3)].sort_values("date", kind="stable")
    return [_line(row, tables) for _, row in own.iterrows()]


def _line(action: pd.Series, tables: Tables) -> dict[str, str]:
    source = tables.row("sources", action["source_id"])
    return {
        "text": f"{words.long_date(action['date'])}: {words.ACTION_LABELS[action['action']]}",
        "source": publisher(source),
        "title": f"{source['title']}: {action['source_locator']}",
        "url": source["url"],
    }
