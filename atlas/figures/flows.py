"""How many states went from which status to which: a Sankey diagram between two selections."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import CLEAR, canvas
from atlas.figures.hover import escaped
from atlas.figures.palette import THEMES, Theme, tint

FLOW_ORDER = ("party", "withdrawing", "joining", "signatory", "outside", "withdrawn", "not-open", "not-yet-state")
"""From the top: bound states first, in one block, as in the other figures; those that left below those never bound."""

TEXT_PX = 13
PLOT_PX = 380
HEAD_PX = 52
HEAD_LETTERS = 22
MARGIN_PX = 12
SIDE_PX, LABEL_LETTERS = 100, 14
"""Room for the labels beside the nodes, outside the flows, and the letters to a line that it holds."""
PAD_PX = 33
"""Room between two nodes of a side: two lines of text, so that labels of thin nodes do not meet."""
NODE_PX = 14
GAP_PX = 7
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
        textfont={"color": CLEAR, "shadow": "none"},
    )
    labelled = [_label(text, *place, look) for text, place in zip(sankey.node.label, _places(sizes), strict=True)]
    return go.Figure(sankey, _layout([*(_head(text, side, look) for side, text in enumerate(heads)), *labelled], look))


def _nodes(sizes: Mapping[Node, int], labels: Mapping[str, str], look: Theme) -> dict[str, Any]:
    return {
        "label": [f"{escaped(labels[code])} {size}" for (_, code), size in sizes.items()],
        "color": [look.statuses[code] for _, code in sizes],
        "customdata": [list(node) for node in sizes],
        "x": [PLACES[side] for side, _ in sizes],
        "y": [height for _, height in _places(sizes)],
        "pad": PAD_PX,
        "thickness": NODE_PX,
        "line": {"color": look.edge, "width": 0.8},
        "hovertemplate": "%{label}<extra></extra>",
    }


def _places(sizes: Mapping[Node, int]) -> list[tuple[int, float]]:
    """The side of each node and its middle, as a part of the height from the top."""
    columns = [[size for (own, _), size in sizes.items() if own == side] for side in (0, 1)]
    most = max(map(len, columns))
    return [(side, place) for side, column in enumerate(columns) for place in middles(column, most)]


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
        "color": [tint(look.statuses[after], MUTED if before == after else MOVED) for before, after in pairs],
        "customdata": [list(pair) for pair in pairs],
        "label": [f"{escaped(labels[before])} → {escaped(labels[after])}" for before, after in pairs],
        "hovertemplate": "%{label}: %{value}<extra></extra>",
    }


def _layout(annotations: list[dict[str, Any]], look: Theme) -> dict[str, Any]:
    return canvas(
        look, PLOT_PX + HEAD_PX + MARGIN_PX, (SIDE_PX, SIDE_PX, HEAD_PX, MARGIN_PX), TEXT_PX, annotations=annotations
    )


def _beside(text: str, side: int, letters: int, look: Theme) -> dict[str, Any]:
    """Text of the left or the right side, in lines of so many letters, without an arrow."""
    return {
        "text": "<br>".join(textwrap.wrap(text, letters)),
        "align": ("left", "right")[side],
        "xref": "paper",
        "yref": "paper",
        "x": side,
        "showarrow": False,
        "font": {"size": TEXT_PX, "color": look.ink},
    }


def _label(text: str, side: int, height: float, look: Theme) -> dict[str, Any]:
    """The status and number of a node, beside it and away from the flows."""
    outwards = {"xanchor": ("right", "left")[side], "align": ("right", "left")[side], "xshift": (-GAP_PX, GAP_PX)[side]}
    return {**_beside(text, side, LABEL_LETTERS, look), **outwards, "y": 1 - height, "yanchor": "middle"}


def _head(text: str, side: int, look: Theme) -> dict[str, Any]:
    """What a side is, above it; in two lines where two would not fit beside each other on a narrow screen."""
    head = _beside(escaped(text), side, HEAD_LETTERS, look)
    outwards = {"xanchor": ("left", "right")[side], "xshift": (-SIDE_PX, SIDE_PX)[side]}
    return {**head, **outwards, "text": f"<b>{head['text']}</b>", "y": 1, "yanchor": "bottom", "yshift": 12}
