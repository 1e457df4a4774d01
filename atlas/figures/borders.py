"""The length of the line through time, and the last moves of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.canvas import FONT_PX, canvas
from atlas.figures.hover import wrapped
from atlas.figures.layout import LEGEND, TICK_FORMATS, note
from atlas.figures.line_names import ROW_PX, ROWS, annotation, placed_names
from atlas.figures.palette import THEMES, Theme
from atlas.words import borders as sentences
from atlas.words import long_day
from atlas.words.plain import km_text

HEIGHT_PX = 370
TOP_PX, BOTTOM_PX = 8, 40
TOLD = 5
ABOVE = 1 / (1 - (ROWS + 1) * ROW_PX / (HEIGHT_PX - TOP_PX - BOTTOM_PX))
"""How much higher than the longest line the figure is, so that the names have room."""
BAR_PX = 30


def line_length(
    lengths: pd.DataFrame,
    moves: pd.DataFrame,
    names: Mapping[str, str],
    *,
    first: date,
    last: date,
    day: date,
    theme: str = "light",
) -> go.Figure:
    """Steps of the line's length (km) from `first` to `last`, a mark at each move, some of them named, a rule at `day`.

    `lengths` and `moves` have the columns of `geography.line_lengths` and `geography.moves`; `names` are those of
    states by code.
    """
    colours = THEMES[theme]
    figure = go.Figure(layout=canvas(colours, HEIGHT_PX, (8, 12, TOP_PX, BOTTOM_PX)))
    figure.update_xaxes(type="date", range=[str(first), str(last)], tickformatstops=TICK_FORMATS, **_axis(colours))
    figure.update_yaxes(
        range=[0, ABOVE * max([1.0, *lengths["km"]])],
        ticksuffix=" km",
        tickformat=",.0f",
        automargin=True,
        **_axis(colours),
    )
    if not len(lengths):
        figure.add_annotation(note("No land border was on the line", colours, "paper", 0.5))
        return figure
    days = [str(first), *_iso(lengths["day"]), str(last)]
    km = [0.0, *lengths["km"], lengths["km"].iloc[-1]]
    figure.add_trace(_steps(days, km, colours))
    figure.add_trace(_marks(lengths, moves, names, colours))
    figure.add_vline(str(day), line={"color": colours.accent, "width": 1.5, "dash": "dot"})
    figure.update_layout(annotations=_named(moves, lengths, first, last, colours))
    return figure


def last_moves(moves: pd.DataFrame, *, theme: str = "light") -> go.Figure:
    """For each move the km that came onto the line, to the right, and that left it, to the left; the latest on top."""
    colours = THEMES[theme]
    labels = [f"{name}<br>{long_day(day)}" for name, day in zip(moves["name"], moves["date"], strict=True)]
    height, ticks = BAR_PX * max(len(moves), 1) + 84, _ticks([*moves["km_added"], *moves["km_removed"]])
    figure = go.Figure(layout=canvas(colours, height, (8, 12, 32, 44)))
    figure.update_layout(barmode="relative", bargap=0.35, legend={**LEGEND, "y": 1, "yanchor": "bottom"})
    figure.update_xaxes(
        title={"text": "← km shorter · km longer →", "font": {"size": FONT_PX}},
        tickvals=ticks,
        ticktext=[f"{abs(tick):,}" for tick in ticks],
        zerolinecolor=colours.ink,
        tickangle=0,
        **_axis(colours),
    )
    figure.update_yaxes(autorange="reversed", automargin=True, fixedrange=True, tickfont={"size": FONT_PX - 2})
    for column, sign, name, fill, pattern in (
        ("km_added", 1, "came onto the line", colours.mark, ""),
        ("km_removed", -1, "left the line", colours.line, "/"),
    ):
        figure.add_trace(
            go.Bar(
                x=(moves[column] * sign).to_list(),
                y=labels,
                orientation="h",
                name=name,
                marker={
                    "color": fill,
                    "line": {"width": 1, "color": colours.mark},
                    "pattern": _hatched(pattern, colours),
                },
                hovertext=[f"{name}: {km_text(km)}" for km in moves[column]],
                hoverinfo="text",
            )
        )
    return figure


def _ticks(km: Sequence[float]) -> list[int]:
    """Round lengths to both sides of nought, few enough for a narrow screen."""
    half = max([2.0, *km]) / 2
    unit = 10 ** math.floor(math.log10(half))
    step = max(part * unit for part in (1, 2, 5) if part * unit <= half)
    return [-2 * step, -step, 0, step, 2 * step]


def _hatched(shape: str, colours: Theme) -> dict[str, Any]:
    return {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": colours.edge,
        "fgopacity": 0.6,
        "size": 6,
        "solidity": 0.2,
    }


def _steps(days: list[str], km: list[float], colours: Theme) -> go.Scatter:
    return go.Scatter(
        x=days,
        y=km,
        name="length",
        mode="lines",
        line={"shape": "hv", "width": 2, "color": colours.mark},
        fill="tozeroy",
        fillcolor=colours.band,
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(lengths: pd.DataFrame, moves: pd.DataFrame, names: Mapping[str, str], colours: Theme) -> go.Scatter:
    """A mark at each day on which the line moved; under the pointer its length and who moved it."""
    told = _told(moves, names)
    days = _iso(lengths["day"])
    return go.Scatter(
        x=days,
        y=lengths["km"].to_list(),
        name="moves",
        mode="markers",
        marker={"size": 8, "color": colours.card, "line": {"width": 2, "color": colours.mark}},
        hovertext=[
            f"From {long_day(pd.Timestamp(day))}: {km_text(km)}<br>{told.get(day, '')}"
            for day, km in zip(days, lengths["km"], strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
    )


def _told(moves: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    """The largest moves of each day as sentences, by the day's ISO text."""
    found = {}
    for day, together in groupby(moves.to_dict("records"), key=lambda move: str(move["date"])[:10]):
        largest = sorted(together, key=lambda move: -abs(move["km_change"]))
        lines = [wrapped(sentences.move_sentence(move, names)) for move in largest[:TOLD]]
        more = [f"and {len(largest) - TOLD} more states"] if len(largest) > TOLD else []
        found[day] = "<br>".join([*lines, *more])
    return found


def _named(moves: pd.DataFrame, lengths: pd.DataFrame, first: date, last: date, colours: Theme) -> list[dict[str, Any]]:
    """The names of those who moved the line most, each over its day."""
    height, longest = dict(zip(lengths["day"], lengths["km"], strict=True)), lengths["km"].max()
    row_km = (ABOVE - 1) * longest / (ROWS + 1)
    period = pd.Timestamp(first), pd.Timestamp(last)
    names = placed_names(moves, lengths["day"].iloc[0], period)
    return [annotation(name, height[name.day], row_km, longest, colours) for name in names]


def _axis(colours: Theme) -> dict[str, Any]:
    return {"gridcolor": colours.line, "tickfont": {"color": colours.quiet}, "fixedrange": True, "zeroline": True}


def _iso(days: pd.Series) -> list[str]:
    return [str(day)[:10] for day in days]
