"""The length of the line through time, and the last moves of it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from atlas.figures.hover import escaped, wrapped
from atlas.figures.layout import FONT_PX, LEGEND, TICK_FORMATS, note
from atlas.figures.palette import THEMES, Theme
from atlas.words import borders as sentences
from atlas.words import listed, long_day

HEIGHT_PX = 330
NAMES_DRAWN = 6
APART = 0.09
"""The smallest part of the period between two names that are drawn."""
TOLD = 5
LABEL_CHARACTERS = 24
SAME_DAY = pd.Timedelta(0)
ABOVE = 1.4
"""How much higher than the longest line the figure is, so that the names have room."""
BAR_PX = 30
CLEAR = "rgba(0,0,0,0)"


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
    figure = go.Figure(layout=_layout(colours, HEIGHT_PX, {"l": 8, "r": 12, "t": 8, "b": 40}))
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
    figure.update_layout(annotations=_labels(moves, lengths, (last - first).days, colours))
    return figure


def last_moves(moves: pd.DataFrame, *, theme: str = "light") -> go.Figure:
    """For each move the km that came onto the line, to the right, and that left it, to the left; the latest on top."""
    colours = THEMES[theme]
    labels = [f"{name}<br>{long_day(day)}" for name, day in zip(moves["name"], moves["date"], strict=True)]
    height = BAR_PX * max(len(moves), 1) + 84
    figure = go.Figure(layout=_layout(colours, height, {"l": 8, "r": 12, "t": 32, "b": 44}))
    figure.update_layout(barmode="relative", bargap=0.35, legend={**LEGEND, "y": 1, "yanchor": "bottom"})
    figure.update_xaxes(
        title={"text": "km", "font": {"size": FONT_PX}},
        tickformat=",.0f",
        zerolinecolor=colours.ink,
        nticks=5,
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
                hovertext=[f"{name}: {sentences.km_text(km)}" for km in moves[column]],
                hoverinfo="text",
            )
        )
    return figure


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
            f"From {long_day(pd.Timestamp(day))}: {sentences.km_text(km)}<br>{told.get(day, '')}"
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


def _labels(moves: pd.DataFrame, lengths: pd.DataFrame, period: int, colours: Theme) -> list[dict[str, Any]]:
    """Names at the days of withdrawals, and at those on which the line moved most, none near another one.

    The first day, on which the treaty begins to bind, is no move of a few states and is left out.
    """
    height = dict(zip(lengths["day"], lengths["km"], strict=True))
    near = pd.Timedelta(days=round(APART * period))
    leaving = moves[moves["to_status"] == "withdrawn"]
    joining = moves[(moves["to_status"] != "withdrawn") & (moves["date"] > lengths["day"].iloc[0])]
    found = {own[-1]["date"]: (f"{listed([move['name'] for move in own])} left", 0) for own in _runs(leaving, near)}
    largest = sorted(_runs(joining, SAME_DAY), key=lambda own: -abs(sum(move["km_change"] for move in own)))
    for own in largest:
        day = own[0]["date"]
        if len(found) < NAMES_DRAWN and all(abs(day - other) > near for other in found):
            found[day] = (_names(own), -35)
    middle = lengths["day"].iloc[0] + (lengths["day"].iloc[-1] - lengths["day"].iloc[0]) / 2
    return [_label(day, height[day], text, angle, day > middle, colours) for day, (text, angle) in found.items()]


def _runs(moves: pd.DataFrame, near: pd.Timedelta) -> list[list[dict[str, Any]]]:
    """The moves in groups, each of moves that lie no farther than `near` from the one before; by date."""
    runs: list[list[dict[str, Any]]] = []
    for move in moves.to_dict("records"):
        if runs and move["date"] - runs[-1][-1]["date"] <= near:
            runs[-1].append(move)
        else:
            runs.append([move])
    return runs


def _names(moves: Sequence[Mapping[str, Any]]) -> str:
    """The state that moved the line most, and how many others did on the same day."""
    largest = max(moves, key=lambda move: abs(move["km_change"]))["name"]
    return f"{largest} and {len(moves) - 1} more" if len(moves) > 1 else str(largest)


def _label(day: pd.Timestamp, km: float, text: str, angle: int, late: bool, colours: Theme) -> dict[str, Any]:
    return {
        "x": str(day)[:10],
        "y": km,
        "text": "<br>".join(map(escaped, textwrap.wrap(text, LABEL_CHARACTERS))),
        "textangle": angle,
        "xanchor": "right" if late and not angle else "left",
        "yanchor": "bottom",
        "align": "right" if late else "left",
        "ax": 0 if late and not angle else 10,
        "ay": -14,
        "arrowwidth": 1,
        "arrowhead": 0,
        "arrowcolor": colours.quiet,
        "font": {"size": FONT_PX - 2, "color": colours.ink},
    }


def _layout(colours: Theme, height: int, margin: Mapping[str, int]) -> dict[str, Any]:
    return {
        "template": "none",
        "height": height,
        "margin": dict(margin),
        "font": {"size": FONT_PX, "color": colours.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.card,
            "bordercolor": colours.quiet,
            "align": "left",
            "font": {"color": colours.ink},
        },
    }


def _axis(colours: Theme) -> dict[str, Any]:
    return {"gridcolor": colours.line, "tickfont": {"color": colours.quiet}, "fixedrange": True, "zeroline": True}


def _iso(days: pd.Series) -> list[str]:
    return [str(day)[:10] for day in days]
