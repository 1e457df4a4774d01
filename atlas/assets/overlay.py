"""The kinds of difference as what the map draws instead of a status."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from atlas import words
from atlas.assets.naming import day_number
from atlas.figures.palette import CHANGE_STYLES
from atlas.selection.comparison import PAIRS_KEPT, Comparison, contests, pair_rows
from atlas.status import History
from atlas.tables import Tables
from atlas.words import comparison, differences


@lru_cache(maxsize=PAIRS_KEPT)
def overlay(history: History, tables: Tables, pair: Comparison) -> dict[str, Any]:
    """`statuses`, `styles`, `texts` and `steps` as in `atlas.assets.layers`: one step a state, without beginning.

    Every state has one, whatever the regions: the map fades those outside them.
    """
    rows = pair_rows(history, tables, Comparison(pair.first, pair.second))
    contested = contests(history, pair)
    titles, codes = comparison.side_titles(tables, pair), list(pair.differences)
    texts: dict[str, int] = {}
    steps = {}
    for row in rows.to_dict("records"):
        since, contest = contested.get(row["iso3"], (None, ""))
        told = texts.setdefault(_told(row, titles, contest), len(texts))
        doubt = (day_number(pd.Timestamp(since)), texts.setdefault(contest, len(texts))) if since else (None, None)
        steps[row["iso3"]] = [[None, codes.index(row["difference"]), 1, told, *doubt]]
    return {"statuses": codes, "styles": _styles(tables, pair), "texts": list(texts), "steps": steps}


def _styles(tables: Tables, pair: Comparison) -> list[dict[str, str]]:
    labels, meanings = differences.labels(tables, pair), differences.meanings(tables, pair)
    return [
        dict(zip(("light", "dark", "pattern"), CHANGE_STYLES[code], strict=True))
        | {"label": labels[code], "meaning": meanings[code]}
        for code in pair.differences
    ]


def _told(row: dict[str, Any], titles: tuple[str, str], contest: str) -> str:
    """How the state stood on either side, and why; the map says itself what is contested."""
    before, after = (words.STATUS_LABELS[row[name]] for name in ("from_status", "to_status"))
    day = differences.change_day(row, words.long_day(row["date"])) if pd.notna(row["date"]) else ""
    changed = f" (last change {day})" if day else ""
    basis = row["basis"].replace(f"; contested: {contest}", "") if contest else row["basis"]
    return f"{titles[0]}: {before}; {titles[1]}: {after}{changed}. {basis}"
