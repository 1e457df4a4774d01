"""The share of the world's people who live in states bound by a treaty, at the end of each year."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.impact.base import gap, gap_key, layer_layout, number_axis
from atlas.figures.layout import label
from atlas.figures.palette import THEMES, tint

PLOT_PX = 200
FILLED = 0.22
"""Opacity of the ground under the curve."""

SHARE = "Share at the end of the year"


def population_curve(shares: pd.DataFrame, *, first: date, last: date, theme: str = "light") -> go.Figure:
    """The curve of `impact.population_share` in per cent, its end marked, and a shade where the figures have ended."""
    look = THEMES[theme]
    known = shares[shares["share"].notna()]
    missing = shares[shares["share"].isna()]
    days = [str(day) for day in known["day"]]
    percents = [round(float(share) * 100, 2) for share in known["share"]]
    curve = go.Scatter(
        x=days,
        y=percents,
        mode="lines+markers",
        name=SHARE,
        line={"color": look.statuses["party"], "width": 2.4},
        marker={"size": 6, "color": look.statuses["party"]},
        fill="tozeroy",
        fillcolor=tint(look.statuses["party"], FILLED),
        hovertext=[_text(row) for row in known.to_dict("records")],
        hoverinfo="text",
        cliponaxis=False,
    )
    figure = go.Figure([curve, gap_key(look)], layer_layout(PLOT_PX, first, last, look, legend_rows=1))
    figure.update_layout(
        yaxis=number_axis(100 / 1.08, look, ticksuffix=" %"),
        shapes=[gap(f"{row.year}-01-01", f"{row.year}-12-31", look) for row in missing.itertuples()],
        annotations=[label("People in states bound", look, "y domain", 1, "bottom")],
    )
    if days and first.isoformat() <= days[-1] <= last.isoformat():
        figure.add_annotation(
            text=f"<b>{percents[-1]:.1f} %</b> in {days[-1][:4]}",
            x=days[-1],
            y=percents[-1],
            xanchor="right",
            yanchor="bottom",
            yshift=6,
            showarrow=False,
        )
    return figure


def _text(row: dict[str, float]) -> str:
    people = f"{row['bound'] / 1e6:,.0f} of {row['world'] / 1e6:,.0f} million people"
    states = f"{row['states']} states bound, {row['without_figure']} of them without a figure"
    return f"<b>{row['year']}: {row['share'] * 100:.1f} %</b><br>{people}<br>{states}"
