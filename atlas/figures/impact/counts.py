"""The number of states in each class of a layer through time, with marks for the states that entered one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.hover import escaped, wrapped
from atlas.figures.impact.base import HATCH, colour_of, layer_layout, number_axis
from atlas.figures.layout import label
from atlas.figures.palette import LAYER_STYLES, THEMES, Theme
from atlas.words import long_date

PLOT_PX = 220
MARK_ROOM = 1.1
COUNTED = "States by class"


def class_areas(
    counts: pd.DataFrame,
    entered: pd.DataFrame,
    layer: str,
    labels: Mapping[str, str],
    *,
    entered_label: str,
    first: date,
    last: date,
    theme: str = "light",
) -> go.Figure:
    """Stacked areas, one a class of `labels` that occurs, from the first up; marks above for what `entered` names.

    `counts` has a `day` and a column per code, each row holding until the next; `entered` has since, name and text,
    and is named by `entered_label`; what began on one day is one mark.
    """
    look = THEMES[theme]
    codes = [code for code in labels if code in counts and (counts[code] > 0).any()]
    highest = float(counts[codes].sum(axis=1).max()) if codes else 1.0
    traces = [
        *(_area(counts, layer, code, labels[code], theme) for code in codes),
        _marks(entered, f"{entered_label}, first day", highest * MARK_ROOM, look),
    ]
    figure = go.Figure(traces, layer_layout(PLOT_PX, first, last, look, legend_rows=len(traces)))
    figure.update_layout(
        yaxis=number_axis(highest * MARK_ROOM, look), annotations=[label(COUNTED, look, "y domain", 1, "bottom")]
    )
    return figure


def _area(counts: pd.DataFrame, layer: str, code: str, name: str, theme: str) -> go.Scatter:
    look = THEMES[theme]
    days = [f"{day:%Y-%m-%d}" for day in counts["day"]]
    return go.Scatter(
        x=days,
        y=counts[code].to_list(),
        name=escaped(name),
        meta=code,
        stackgroup="states",
        mode="lines",
        line={"shape": "hv", "width": 0.8, "color": look.halo},
        fillcolor=colour_of(layer, code, theme),
        fillpattern={"shape": LAYER_STYLES[layer][code][2], "fgcolor": look.edge, **HATCH},
        text=[
            f"{escaped(name)}: {number} from {long_date(day)}" for number, day in zip(counts[code], days, strict=True)
        ],
        hoverinfo="text",
    )


def _marks(entered: pd.DataFrame, name: str, height: float, theme: Theme) -> go.Scatter:
    """One mark a day on which a state, or several, entered the class."""
    texts = {f"{day:%Y-%m-%d}": _entered_text(rows) for day, rows in entered.groupby("since")}
    return go.Scatter(
        x=list(texts),
        y=[height] * len(texts),
        mode="markers",
        name=escaped(name),
        marker={
            "symbol": "triangle-down",
            "size": 11,
            "color": theme.accent,
            "line": {"width": 1, "color": theme.halo},
        },
        hovertext=list(texts.values()),
        hoverinfo="text",
        cliponaxis=False,
    )


def _entered_text(rows: pd.DataFrame) -> str:
    """The states of one mark, each with what was found."""
    return "<br>".join(f"<b>{escaped(row.name)}</b><br>{wrapped(row.text)}" for row in rows.itertuples(index=False))
