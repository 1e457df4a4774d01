"""How many states went from which status to which: a Sankey diagram between two selections."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.hover import escaped
from atlas.figures.palette import THEMES, Theme

FLOW_ORDER = ("party", "withdrawing", "joining", "signatory", "outside", "withdrawn", "not-open", "not-yet-state")
"""From the top: bound states first, in one block, as in the other figures; those that left below those never bound."""

FONT_PX = 13
PLOT_PX = 360
HEAD_PX = 52
HEAD_LETTERS = 22
MARGIN_PX = 10
PAD_PX = 22
"""Room between two nodes of a side: a line of text, so that labels of thin nodes do not meet."""
NODE_PX = 14
MUTED, MOVED = 0.2, 0.8
"""Opacity of a flow that stays in its status, and of one that does not."""

PLACES = (0.001, 0.999)
"""Where the sides stand; plotly takes 0 for a place that is not given."""

Node = tuple[int, str]


def flows(
    groups: pd.DataFrame, heads: tuple[str, str], *, labels: Mapping[str, str], theme: str = "light"
) -> go.Figure:
    """The flows between the statuses on either side; the heads say what the sides are.

    `groups` has from_status, to_status and `states`, a number, one row a pair of statuses. A node's customdata is
    [side, status], a link's [from_status, to_status]. Every node says its number, so colour is not needed to read it.
    """
    look = THEMES[theme]
    sides = [groups.groupby(column)["states"].sum() for column in ("from_status", "to_status")]
    sizes = {(side, code): int(own[code]) for side, own in enumerate(sides) for code in FLOW_ORDER if code in own}
    sankey = go.Sankey(
        arrangement="fixed",
        node=_nodes(sizes, labels, look),
        link=_links(groups, list(sizes), labels, look),
        textfont={"size": FONT_PX, "color": look.ink, "shadow": _halo(look)},
    )
    return go.Figure(sankey, _layout(heads, look))


def _nodes(sizes: Mapping[Node, int], labels: Mapping[str, str], look: Theme) -> dict[str, Any]:
    columns = [[size for (own, _), size in sizes.items() if own == side] for side in (0, 1)]
    return {
        "label": [f"{escaped(labels[code])} {size}" for (_, code), size in sizes.items()],
        "color": [look.statuses[code] for _, code in sizes],
        "customdata": [list(node) for node in sizes],
        "x": [PLACES[side] for side, _ in sizes],
        "y": [place for column in columns for place in middles(column, max(map(len, columns)))],
        "pad": PAD_PX,
        "thickness": NODE_PX,
        "line": {"color": look.edge, "width": 0.8},
        "hovertemplate": "%{label}<extra></extra>",
    }


def middles(sizes: Sequence[int], most: int) -> list[float]:
    """The middle of each node of a side, as a part of the height from the top; `most` is the fuller side's number.

    Plotly makes the nodes as high as the fuller side allows; the emptier one spreads its nodes over the whole height.
    """
    scale = (PLOT_PX - (most - 1) * PAD_PX) / max(sum(sizes), 1)
    spare = PLOT_PX - sum(sizes) * scale
    gap = spare / (len(sizes) - 1) if len(sizes) > 1 else 0
    top, found = 0 if len(sizes) > 1 else spare / 2, []
    for size in sizes:
        found.append((top + size * scale / 2) / PLOT_PX)
        top += size * scale + gap
    return found


def _links(groups: pd.DataFrame, nodes: list[Node], labels: Mapping[str, str], look: Theme) -> dict[str, Any]:
    pairs = list(zip(groups["from_status"], groups["to_status"], strict=True))
    return {
        "source": [nodes.index((0, before)) for before, _ in pairs],
        "target": [nodes.index((1, after)) for _, after in pairs],
        "value": groups["states"].to_list(),
        "color": [_tint(look.statuses[after], MUTED if before == after else MOVED) for before, after in pairs],
        "customdata": [list(pair) for pair in pairs],
        "label": [f"{escaped(labels[before])} → {escaped(labels[after])}" for before, after in pairs],
        "hovertemplate": "%{label}: %{value}<extra></extra>",
    }


def _tint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"


def _halo(look: Theme) -> str:
    """The page's colour round the letters, which lie on flows of any colour."""
    return ", ".join(f"{x}px {y}px 2px {look.halo}" for x in (-1, 1) for y in (-1, 1))


def _layout(heads: tuple[str, str], look: Theme) -> dict[str, Any]:
    return {
        "template": "none",
        "height": PLOT_PX + HEAD_PX + MARGIN_PX,
        "margin": {"l": MARGIN_PX, "r": MARGIN_PX, "t": HEAD_PX, "b": MARGIN_PX},
        "font": {"size": FONT_PX, "color": look.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"bgcolor": look.card, "bordercolor": look.quiet, "font": {"color": look.ink}},
        "annotations": [_head(text, side, look) for side, text in enumerate(heads)],
    }


def _head(text: str, side: int, look: Theme) -> dict[str, Any]:
    """What a side is, above it; in two lines where two would not fit beside each other on a narrow screen."""
    lines = "<br>".join(escaped(line) for line in textwrap.wrap(text, HEAD_LETTERS))
    return {
        "text": f"<b>{lines}</b>",
        "align": ("left", "right")[side],
        "xref": "paper",
        "yref": "paper",
        "x": side,
        "xanchor": ("left", "right")[side],
        "y": 1,
        "yanchor": "bottom",
        "yshift": 8,
        "showarrow": False,
        "font": {"size": FONT_PX + 1, "color": look.ink},
    }
