"""A small file of each kind to begin from: made of the facts of the project, none is invented."""

from __future__ import annotations

from atlas.own.columns import ACTIONS, EVENTS
from atlas.tables import Tables

COLUMNS = {
    EVENTS: ["date", "title", "states", "lane", "category", "summary"],
    ACTIONS: ["iso3", "action", "date", "not_before", "source_locator", "note"],
}
ROWS = 12


def example(kind: str, tables: Tables) -> bytes:
    """A CSV file of the kind in UTF-8: the first events of the atlas, or all actions of its first treaty."""
    rows = tables[kind]
    if kind == ACTIONS:
        rows = rows[rows["treaty"] == tables["treaties"].at[0, "treaty"]]
        written = rows[COLUMNS[kind]].assign(not_before=rows["not_before"].dt.strftime("%Y-%m-%d").fillna(""))
        return written.to_csv(index=False).encode()
    return rows.head(ROWS)[COLUMNS[kind]].to_csv(index=False).encode()
