"""The whole history of a treaty as one small file."""

from __future__ import annotations

import base64
import gzip
import json
from functools import lru_cache
from typing import Any

import pandas as pd

from atlas import geography, words
from atlas.assets.naming import day_number, digested
from atlas.figures import palette
from atlas.status import STATUSES, History
from atlas.tables import Tables
from atlas.words.country import reason


def history_file(history: History, tables: Tables, treaty: str) -> tuple[str, bytes]:
    """Name and content of the JSON history of one treaty (see `history_of`)."""
    content = json.dumps(history_of(history, tables, treaty), separators=(",", ":"), ensure_ascii=False).encode()
    return digested(f"history-{treaty}", "json", content), content


@lru_cache(maxsize=16)
def packed_history(history: History, tables: Tables, treaty: str) -> str:
    """The same as a `data:` address of gzip, for a treaty that only one session knows: some 14 kB for 197 states."""
    content = gzip.compress(history_file(history, tables, treaty)[1], mtime=0)
    return f"data:application/gzip;base64,{base64.b64encode(content).decode()}"


def history_of(history: History, tables: Tables, treaty: str) -> dict[str, Any]:
    """Everything about one treaty that the map draws, small: days are counted from 1 January 1970.

    `states[iso3]` = {name, lon, lat, steps}; a step is [since, index into `statuses`, certain, index into `texts`,
    contested since or null, index into `texts` or null]; the first step has no beginning (null). `statuses` are codes
    in their order, `styles` their labels and colours, `small` the states with a marker, `ground` the other features.
    """
    texts: dict[str, int] = {"": 0}
    states = _states(tables)
    rows = history.intervals[history.intervals["treaty"] == treaty]
    for row in rows.itertuples():
        contested = None if pd.isna(row.contested_since) else day_number(row.contested_since)
        step = [
            None if pd.isna(row.since) else day_number(row.since),
            STATUSES.index(row.status),
            int(row.certain),
            texts.setdefault(reason(row.basis), len(texts)),
            contested,
            texts.setdefault(reason(row.contest), len(texts)) if contested is not None else None,
        ]
        states[row.iso3]["steps"].append(step)
    return {
        "treaty": treaty,
        "statuses": list(STATUSES),
        "styles": [_style(code) for code in STATUSES],
        "states": states,
        "texts": list(texts),
        "small": geography.small_states(),
        "ground": _ground(tables, treaty),
    }


def _states(tables: Tables) -> dict[str, dict[str, Any]]:
    points = tables["points"].set_index("id")[["lon", "lat"]].to_dict("index")
    return {row.iso3: {"name": row.name, **points[row.iso3], "steps": []} for row in tables.states.itertuples()}


def _style(status: str) -> dict[str, str]:
    return {
        "label": words.STATUS_LABELS[status],
        "meaning": words.STATUS_MEANINGS[status],
        "light": palette.STATUS_COLOURS[status],
        "dark": palette.STATUS_COLOURS_DARK[status],
        "pattern": palette.PATTERNS[status],
    }


def _ground(tables: Tables, treaty: str) -> list[dict[str, Any]]:
    """Territories and undetermined areas; `applies` is the first day on which the treaty is known to apply."""
    extended = tables["territories"].query("treaty == @treaty").set_index("territory")["applies_from"]
    return [
        {**each, "applies": day_number(extended[each["id"]]) if each["id"] in extended.index else None}
        for each in geography.ground()
    ]
