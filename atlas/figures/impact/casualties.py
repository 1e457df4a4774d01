"""Casualties by year: what the editions of the report gave for the world, and what was found for states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import DAY_MS, FONT_PX
from atlas.figures.hover import escaped, wrapped
from atlas.figures.impact.base import (
    YEAR_PART,
    class_marker,
    gap_key,
    layer_layout,
    mid_year,
    number_axis,
    year_gap,
)
from atlas.figures.layout import label
from atlas.figures.palette import THEMES

LAYER = "casualties"
WORLD_PX, PANEL_PX, PANEL_GAP_PX = 210, 96, 30
ALONE_PX = 190
"""The height of a panel that is the only one; its bars have their numbers."""

NUMBER_ROOM = 1.25
"""The axis is that much higher, so that the upright number of the highest bar fits."""
YEAR_MS = int(365 * YEAR_PART * DAY_MS)
LOWEST, RANGE, EDITION = "Lowest figure given", "From lowest to highest", "Figure of one edition"
SERIES_CODES = {"monitor": "100-499", "un": "other-series", "national": "other-series"}
SERIES_SHAPES = {"monitor": "", "un": "/", "national": "x"}


def world_casualties(
    ranges: pd.DataFrame, editions: pd.DataFrame, *, first: date, last: date, theme: str = "light"
) -> go.Figure:
    """A bar a year up to the lowest total given for it, a hatched one from there to the highest, a mark an edition.

    `ranges` and `editions` have the columns of `impact.casualty_ranges` and `impact.casualty_editions`. An approximate
    total has no mark: only its range is drawn. A year without a total is shaded.
    """
    look = THEMES[theme]
    known = ranges[ranges["low"].notna()]
    years = known["year"].to_list()
    texts = [_year_text(year, editions) for year in years]
    spread = (known["high"] - known["low"]).to_list()
    exact = editions[~editions["approximate"]]
    pale = class_marker(LAYER, "1-9", theme, look)
    hatched = class_marker(LAYER, "1-9", theme, look)
    hatched["pattern"] = {**hatched["pattern"], "shape": "/"}
    marks = {"symbol": "diamond", "size": 7, "color": look.accent, "line": {"width": 1, "color": look.halo}}
    traces = [
        _bars(years, known["low"].to_list(), [0] * len(years), texts, LOWEST, pale),
        _bars(years, spread, known["low"].to_list(), texts, RANGE, hatched),
        go.Scatter(
            x=[mid_year(year) for year in exact["year"]],
            y=exact["low"].to_list(),
            mode="markers",
            name=EDITION,
            marker=marks,
            hovertext=[_edition_text(row) for row in exact.to_dict("records")],
            hoverinfo="text",
        ),
        gap_key(look),
    ]
    layout = layer_layout(WORLD_PX, first, last, look)
    figure = go.Figure(traces, {**layout, "yaxis": number_axis(known["high"].max() if years else 1, look)})
    missing = ranges.loc[ranges["low"].isna(), "year"]
    figure.update_layout(
        shapes=[year_gap(int(year), look) for year in missing],
        annotations=[label("World total by year", look, "y domain", 1, "bottom")],
    )
    return figure


def state_casualties(
    found: pd.DataFrame,
    names: Mapping[str, str],
    years: range,
    *,
    series: Mapping[str, str],
    first: date,
    last: date,
    theme: str = "light",
) -> go.Figure:
    """A panel a state of `names`, with a bar for each year and series found and a shade where none was.

    `found` has the columns of the table of casualties, `years` are those for which any figure could have been found,
    `series` names who counted. Series stand side by side and are never joined. A state alone has a higher panel.
    """
    look = THEMES[theme]
    alone = len(names) == 1
    panel_px = ALONE_PX if alone else PANEL_PX
    plot_px = len(names) * (panel_px + PANEL_GAP_PX) - PANEL_GAP_PX
    figure = go.Figure([], layer_layout(plot_px, first, last, look))
    for place, (iso3, name) in enumerate(names.items()):
        own = found[found["iso3"] == iso3]
        axis = "y" + str(place + 1) * (place > 0)
        top = 1 - place * (panel_px + PANEL_GAP_PX) / plot_px
        domain = [max(top - panel_px / plot_px, 0), top]
        highest = (float(own["total"].max()) if len(own) else 1) * (NUMBER_ROOM if alone else 1)
        ticks = {"nticks": 5 if alone else 3, "showticklabels": not own.empty}
        figure.update_layout({f"yaxis{axis[1:]}": number_axis(highest, look, domain=domain, **ticks)})
        figure.add_traces(_panel(own, series, axis, theme, numbers=alone))
        for year in sorted(set(years) - set(own["year"])):
            figure.add_shape(year_gap(year, look, f"{axis} domain"))
        figure.add_annotation(label(name, look, f"{axis} domain", 1, "bottom"))
    figure.add_traces([*_series_key(found, series, theme), gap_key(look)])
    figure.update_layout(xaxis={"anchor": "free", "position": 0})
    return figure


def _panel(own: pd.DataFrame, series: Mapping[str, str], axis: str, theme: str, *, numbers: bool) -> list[go.Bar]:
    """The bars of one state: those of one year share its width, side by side.

    A state without figures has an empty trace, without which plotly would not draw its panel.
    """
    if own.empty:
        return [go.Bar(x=[None], y=[None], yaxis=axis, showlegend=False, hoverinfo="skip")]
    years = own.groupby("year")["series"]
    placed = own.assign(width=YEAR_MS // years.transform("size"), slot=years.cumcount())
    return [
        go.Bar(
            x=[mid_year(year) for year in rows["year"]],
            y=rows["total"].to_list(),
            width=rows["width"].to_list(),
            offset=(rows["slot"] * rows["width"] - YEAR_MS // 2).to_list(),
            yaxis=axis,
            name=escaped(_counter(series[code])),
            showlegend=False,
            meta=code,
            text=[f"{total:,}" for total in rows["total"]] if numbers else None,
            textposition="outside",
            textangle=-90,
            constraintext="none",
            textfont={"size": FONT_PX - 3, "color": THEMES[theme].quiet},
            cliponaxis=False,
            marker=_series_marker(code, theme),
            hovertext=[_state_text(row, _counter(series[code])) for row in rows.to_dict("records")],
            hoverinfo="text",
        )
        for code, rows in placed.groupby("series", sort=False)
    ]


def _series_key(found: pd.DataFrame, series: Mapping[str, str], theme: str) -> list[go.Bar]:
    """An entry of the legend for each series that occurs; it draws nothing."""
    return [
        go.Bar(x=[None], y=[None], name=escaped(_counter(name)), marker=_series_marker(code, theme))
        for code, name in series.items()
        if code in set(found["series"])
    ]


def _counter(name: str) -> str:
    return f"Counted by {name}"


def _series_marker(code: str, theme: str) -> dict[str, Any]:
    marker = class_marker(LAYER, SERIES_CODES[code], theme, THEMES[theme])
    return {**marker, "pattern": {**marker["pattern"], "shape": SERIES_SHAPES[code]}}


def _bars(
    years: list[int], heights: list[int], bases: list[int], texts: list[str], name: str, marker: dict[str, Any]
) -> go.Bar:
    return go.Bar(
        x=[mid_year(year) for year in years],
        y=heights,
        base=bases,
        width=YEAR_MS,
        name=name,
        marker=marker,
        hovertext=texts,
        hoverinfo="text",
    )


def _state_text(row: Mapping[str, Any], name: str) -> str:
    parts = [f"{row[what]:,} {what}" for what in ("killed", "injured") if pd.notna(row[what])]
    lines = [f"{row['year']}: {row['total']:,} casualties", ", ".join(parts), name, row["note"], row["source_id"]]
    return "<br>".join(wrapped(line) for line in lines if line)


def _year_text(year: int, editions: pd.DataFrame) -> str:
    rows = editions[editions["year"] == year].to_dict("records")
    return "<br>".join([f"<b>{year}</b>", *(_edition_text(row) for row in rows)])


def _edition_text(row: Mapping[str, Any]) -> str:
    said = f"about {row['low']:,} to {row['high']:,}" if row["approximate"] else f"{row['low']:,}"
    return escaped(f"{row['year']}: {said} ({row['report']}; {row['source_ids']})")
