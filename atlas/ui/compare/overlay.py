"""The kinds of difference as what the map draws instead of a status."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from atlas import words
from atlas.figures.palette import CHANGE_STYLES
from atlas.selection.comparison import PAIRS_KEPT, Comparison, pair_rows
from atlas.status import History
from atlas.tables import Tables
from atlas.words import comparison


@lru_cache(maxsize=PAIRS_KEPT)
def overlay(history: History, tables: Tables, pair: Comparison) -> dict[str, Any]:
    """`statuses`, `styles`, `texts` and `steps` as in `atlas.assets.history_of`: one step a state, without beginning.

    Every state has one, whatever the regions: the map fades those outside them.
    """
    rows = pair_rows(history, tables, Comparison(pair.first, pair.second))
    labels, meanings = comparison.labels(tables, pair), comparison.meanings(tables, pair)
    titles = comparison.side_titles(tables, pair)
    texts = [_told(row, titles) for row in rows.to_dict("records")]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    codes = list(pair.differences)
    return {
        "statuses": codes,
        "styles": [
            dict(zip(("light", "dark", "pattern"), CHANGE_STYLES[code], strict=True))
            | {"label": labels[code], "meaning": meanings[code]}
            for code in codes
        ],
        "texts": list(places),
        "steps": {
            iso3: [[None, codes.index(code), 1, places[text], None, None]]
            for iso3, code, text in zip(rows["iso3"], rows["difference"], texts, strict=True)
        },
    }


def _told(row: dict[str, Any], titles: tuple[str, str]) -> str:
    """How the state stood on either side, and why."""
    before, after = (words.STATUS_LABELS[row[name]] for name in ("from_status", "to_status"))
    changed = f" (last change {words.long_day(row['date'])})" if pd.notna(row["date"]) else ""
    return f"{titles[0]}: {before}; {titles[1]}: {after}{changed}. {row['basis']}"
