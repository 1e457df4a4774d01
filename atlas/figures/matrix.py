"""How many states of each region are bound by each treaty: a table of numbers, shaded by share."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import canvas
from atlas.figures.hover import escaped
from atlas.figures.palette import THEMES, Theme

TEXT_PX = 12
LINE_PX = 15
ROW_PX = 48
LEFT_PX = 84
TREATY_LETTERS, REGION_LETTERS = 13, 8
"""Letters to a line; a column has no more than 45 px on a narrow screen."""
NOT_OPEN = "–"
DEEPEST = {"light": 0.88, "dark": 0.6}
"""How much of the colour of bound states a full cell takes: the numbers on it stay 4.5:1 or better in both themes."""
STEEP = 1.6
"""Most shares are high: a power above one keeps the colours of 70 % and of 100 % well apart."""
SHADES = 10


def matrix(rows: pd.DataFrame, *, labels: Mapping[str, str], theme: str = "light") -> go.Figure:
    """A row a treaty, a column a part of the regions, in their order of appearance; `labels` name the treaties.

    `rows` has treaty, region, bound, states, open, and `change` where two days are compared. A cell is shaded by the
    share of its states that are bound, and says the numbers; a treaty that is not open has no share.
    """
    look = THEMES[theme]
    treaties, regions = list(dict.fromkeys(rows["treaty"])), list(dict.fromkeys(rows["region"]))
    cells = rows.assign(
        share=(rows["bound"] / rows["states"].where(rows["states"] > 0)).where(rows["open"]),
        said=[cell_text(row) for row in rows.to_dict("records")],
    ).set_index(["treaty", "region"])
    grid = {name: [[cells.at[(own, part), name] for part in regions] for own in treaties] for name in ("share", "said")}
    heads = [_lines(part, REGION_LETTERS) for part in regions]
    heat = go.Heatmap(
        x=heads,
        y=[_lines(labels[own], TREATY_LETTERS) for own in treaties],
        z=[[None if pd.isna(share) else float(share) for share in row] for row in grid["share"]],
        text=grid["said"],
        customdata=[[[own, part] for part in regions] for own in treaties],
        texttemplate="%{text}",
        textfont={"size": TEXT_PX, "color": look.ink},
        zmin=0,
        zmax=1,
        colorscale=[[part / SHADES, shade(part / SHADES, theme)] for part in range(SHADES + 1)],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{y}, %{x}: %{z:.0%} bound<extra></extra>",
    )
    return go.Figure(heat, _layout(len(treaties), max(head.count("<br>") + 1 for head in heads), look))


def shade(share: float, theme: str) -> str:
    """The colour of a cell with that share, from 0 to 1, in that theme, as #RRGGBB."""
    look, depth = THEMES[theme], DEEPEST[theme] * share**STEEP
    ground, full = (
        [int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (look.card, look.statuses["party"])
    )
    mixed = [round(low + (high - low) * depth) for low, high in zip(ground, full, strict=True)]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def cell_text(row: Mapping[str, Any]) -> str:
    """ "161/197", and below it the change since the first day where there is one."""
    if not row["open"]:
        return NOT_OPEN
    change = row.get("change")
    step = f"<br>{'+' if change > 0 else '−'}{abs(change)}" if change else ""
    return f"{row['bound']}/{row['states']}{step}"


def _lines(text: str, letters: int) -> str:
    return "<br>".join(escaped(line) for line in textwrap.wrap(text, letters))


def _layout(treaties: int, lines: int, look: Theme) -> dict[str, Any]:
    head = (lines + 1) * LINE_PX
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": look.ink, "size": TEXT_PX},
    }
    return canvas(
        look,
        treaties * ROW_PX + head + 8,
        (LEFT_PX, 4, head, 8),
        TEXT_PX,
        xaxis={**axis, "side": "top", "tickangle": 0},
        yaxis={**axis, "autorange": "reversed"},
    )
