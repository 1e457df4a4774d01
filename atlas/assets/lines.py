"""The land borders between states as one file: the browser knows from the statuses which of them to draw."""

from __future__ import annotations

from typing import Any

from atlas import geography
from atlas.figures import palette
from atlas.tables import Tables
from atlas.words import borders


def lines_of(tables: Tables) -> dict[str, Any]:
    """Every land border, and how the borders between a bound and a not bound state are drawn.

    `classes` = {code: {label, light, dark, dash}}, a code being the status of the bound state, "-", and the status of
    the other; `pairs` = lists of [iso3, iso3, lines], a line being a list of [degrees east, degrees north].
    """
    return {
        "classes": {code: _style(code) for code in geography.BORDER_CLASSES},
        "pairs": [[each["iso3_a"], each["iso3_b"], each["lines"]] for each in geography.border_lines(tables)],
    }


def _style(code: str) -> dict[str, str]:
    light, dark, dash = palette.BORDER_STYLES[code]
    return {"label": borders.PAIR_LABELS[code], "light": light, "dark": dark, "dash": dash}
