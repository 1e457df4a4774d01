"""The number of states in each status through time, as steps: a status holds until it changes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import CLEAR, DAY_MS
from atlas.figures.hover import counts_text, escaped
from atlas.figures.palette import MAIN_STATUSES, PATTERNS, Theme


def occurring(curve: pd.DataFrame) -> list[str]:
    """The main statuses that some state has on some day of the curve, from the baseline up."""
    return [status for status in MAIN_STATUSES if status in curve and (curve[status] > 0).any()]


def curve_traces(curve: pd.DataFrame, labels: Mapping[str, str], theme: Theme) -> list[go.Scatter | go.Bar]:
    """Stacked areas, one a status that occurs, and one unseen bar for each row that tells all counts of its day."""
    statuses = occurring(curve)
    if not statuses:
        return []
    days = iso_days(curve)
    areas = [_area(days, curve[status].to_list(), status, labels[status], theme) for status in statuses]
    return [*areas, _probe(curve[statuses], days, labels)]


def iso_days(curve: pd.DataFrame) -> list[str]:
    """The days of the curve as ISO texts."""
    return [str(day)[:10] for day in curve["day"]]


def _area(days: list[str], numbers: list[int], status: str, label: str, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=days,
        y=numbers,
        xaxis="x2",
        yaxis="y2",
        name=escaped(label),
        meta=status,
        stackgroup="states",
        mode="lines",
        line={"shape": "hv", "width": 0.8, "color": theme.halo},
        fillcolor=theme.statuses[status],
        fillpattern={
            "shape": PATTERNS[status],
            "fillmode": "overlay",
            "fgcolor": theme.edge,
            "fgopacity": 0.5,
            "size": 7,
            "solidity": 0.16,
        },
        hoverinfo="skip",
    )


def _probe(counts: pd.DataFrame, days: list[str], labels: Mapping[str, str]) -> go.Bar:
    """Areas answer only near their points; a bar answers wherever the pointer is."""
    starts = pd.to_datetime(pd.Series(days))
    widths = starts.diff().shift(-1).dt.days.fillna(31).astype("int64") * DAY_MS
    texts = [
        counts_text(day, {str(status): int(number) for status, number in row.items()}, labels)
        for day, row in zip(days, counts.to_dict("records"), strict=True)
    ]
    return go.Bar(
        x=days,
        y=counts.sum(axis=1).to_list(),
        width=widths.to_list(),
        offset=0,
        xaxis="x2",
        yaxis="y2",
        name="counts",
        customdata=[["", day, "counts"] for day in days],
        hovertext=texts,
        hoverinfo="text",
        marker={"color": CLEAR, "line": {"width": 0}},
        showlegend=False,
    )
