"""The borders page: the line of a day, the states by the share of their border along it, and the line through time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from atlas import geography, words
from atlas.figures import borders as figures
from atlas.selection import first_day
from atlas.selection.rows import KEPT
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.charts import show_chart, theme
from atlas.ui.downloads import offer
from atlas.ui.frame import Page, show_title
from atlas.ui.sources import escaped, source_links
from atlas.ui.tables import table_height
from atlas.words import borders as sentences
from atlas.words import unique_ids

MOVES_DRAWN = 10
MOVES_TOLD = 40


KM_COLUMN = st.column_config.NumberColumn(format="localized", width=72, help="Computed from generalised shapes.")
RANKING_COLUMNS = {
    "Rank": st.column_config.NumberColumn(width=52, help="Among the states bound, of the region if one is chosen."),
    "Share": st.column_config.ProgressColumn(
        format="%.0f %%",
        width=120,
        min_value=0,
        max_value=100,
        help="Of the state's whole land border with other states.",
    ),
    "km": st.column_config.NumberColumn(
        format="localized", width=62, help="Computed length along neighbours not bound."
    ),
    "of": st.column_config.NumberColumn(format="localized", width=62, help="Computed length of the whole border."),
    "With": st.column_config.TextColumn(width=66, help="Neighbours not bound, of all neighbouring states."),
}


def show_heading(page: Page) -> None:
    """How long the line is on the chosen day, and of which borders it is made."""
    choice, rows = page.choice, _borders(page)
    show_title(sentences.headline(rows, page.tables, choice.treaty, choice.on, _place(page)))
    st.caption(sentences.explanation(rows, page.tables, choice.treaty))


def show_borders(page: Page) -> None:
    """The borders of the day, the longest first, and their download."""
    rows = _borders(page)
    shown = pd.DataFrame(
        {
            "Bound": rows["bound_name"],
            "Not bound": rows["other_name"],
            "km": _whole(rows["km"]),
            "Statuses": rows["pair"].map(sentences.PAIR_LABELS),
        }
    )
    st.header("The borders of this day", anchor=False)
    st.dataframe(
        shown,
        hide_index=True,
        height=table_height(rows),
        width="stretch",
        column_config={"km": KM_COLUMN},
    )
    label = f"Download {words.these(len(rows), 'border')} (CSV)"
    offer(page, label, replace(page.choice, table="borders"))


def show_ranking(page: Page) -> None:
    """The states bound (or the chosen ones of them), by the share of their land border along states not bound."""
    rows = _ranking(page)
    st.header("Share of border with states not bound", anchor=False)
    if not len(rows):
        st.write(sentences.nobody_ranked(bool(page.choice.state)))
        return
    shown = pd.DataFrame(
        {
            **({"Rank": rows["rank"]} if page.choice.state else {}),
            "State bound": rows["name"],
            "Share": rows["share"] * 100,
            "km": _whole(rows["km_not_bound"]),
            "of": _whole(rows["km_total"]),
            "With": [
                f"{part} of {whole}"
                for part, whole in zip(rows["neighbours_not_bound"], rows["neighbours"], strict=True)
            ],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        height=table_height(rows),
        width="stretch",
        column_config=RANKING_COLUMNS,
    )
    offer(page, "Download all states with land borders (CSV)", replace(page.choice, table="border_shares"))


def _ranking(page: Page) -> pd.DataFrame:
    """The states bound; of chosen ones only they, with their `rank` among all of the regions.

    Equal shares have an equal rank.
    """
    choice = page.choice
    every = geography.shares_on(page.history, page.tables, choice.treaty, choice.on, choice.region)
    bound = every[every["bound"]].drop(columns="bound")
    ranked = bound.assign(rank=bound["share"].rank(method="min", ascending=False).astype("int64"))
    own = ranked[ranked["iso3"].isin(choice.state)] if choice.state else bound
    return own.reset_index(drop=True)


def show_length(page: Page) -> None:
    """The length of the line since the treaty opened, with its moves, and its length by year to download."""
    choice = page.choice
    st.header("How long the line was", anchor=False)
    st.caption(
        "Steps of the computed length; each dot is a day on which states moved the line. Withdrawals and the largest "
        "other moves are named. The dotted rule is the chosen day."
    )
    figure = _line_length(page.history, page.tables, choice.treaty, choice.region, choice.state, choice.on, theme())
    show_chart(figure, "line-length")
    with st.container(horizontal=True):
        offer(page, "Download the steps (CSV)", replace(choice, table="line_steps"))
        offer(page, "Download the length by year (CSV)", replace(choice, table="line_years"))


@lru_cache(maxsize=KEPT)
def _line_length(
    history: History,
    tables: Tables,
    treaty: str,
    region: tuple[str, ...],
    state: tuple[str, ...],
    day: date,
    theme: str,
) -> go.Figure:
    return figures.line_length(
        geography.line_lengths(history, tables, treaty, region, state),
        geography.moves(history, tables, treaty, region, state),
        _names(tables),
        first=first_day(tables, treaty),
        last=tables.checked,
        day=day,
        theme=theme,
    )


def show_moves(page: Page) -> None:
    """Who moved the line up to the chosen day, the latest first: as bars, in sentences with sources, to download."""
    every = _through_time(page, geography.moves)
    until = every[every["date"] <= pd.Timestamp(page.choice.on)]
    until = until.sort_values(["date", "iso3"], ascending=[False, True], ignore_index=True)
    st.header("What moved it", anchor=False)
    if not len(until):
        st.write(f"No state had moved the line by {words.long_day(page.choice.on)}.")
        return
    latest = until.head(MOVES_DRAWN)
    st.caption(f"The last {words.counted(len(latest), 'move')} up to the chosen day, the latest first.")
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(figures.last_moves(latest, theme=theme()), "last-moves")
    with right:
        st.markdown(_told(page, latest))
    if len(until) > MOVES_DRAWN:
        earlier = until.iloc[MOVES_DRAWN:MOVES_TOLD]
        still_earlier = max(len(until) - MOVES_TOLD, 0)
        more = f"; {still_earlier} still earlier in the download" * bool(still_earlier)
        with st.expander(f"The {words.counted(len(earlier), 'move')} before these{more}"):
            st.markdown(_told(page, earlier))
    label = f"Download all {words.counted(len(every), 'move')} (CSV)"
    offer(page, label, replace(page.choice, table="line_moves"))


def show_caveats(page: Page) -> None:
    """What the lengths are, what is counted, what cannot be drawn, and where the shapes come from."""
    shapes = source_links(page.tables, ";".join(page.tables["neighbours"]["source_id"].unique()))
    st.caption("\n\n".join([sentences.ON_LENGTHS, sentences.ON_WHAT_COUNTS, sentences.ON_DOTS, f"Shapes: {shapes}."]))


def _borders(page: Page) -> pd.DataFrame:
    choice = page.choice
    return geography.borders_on(page.history, page.tables, choice.treaty, choice.on, choice.region, choice.state)


def _through_time(page: Page, question: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    choice = page.choice
    return question(page.history, page.tables, choice.treaty, choice.region, choice.state)


def _told(page: Page, moves: pd.DataFrame) -> str:
    """A line a move, with the sources of the change of status; that of the shapes stands below, once."""
    names, shapes = _names(page.tables), set(page.tables["neighbours"]["source_id"])
    lines = []
    for move in moves.to_dict("records"):
        acts = ";".join(key for key in unique_ids([move["source_ids"]]) if key not in shapes)
        lines.append(f"- {escaped(sentences.move_sentence(move, names))} ({source_links(page.tables, acts)})")
    return "\n".join(lines)


def _whole(km: pd.Series) -> pd.Series:
    """Lengths to the kilometre; those below one as they are."""
    return km.where(km < 1, km.round())


def _names(tables: Tables) -> dict[str, str]:
    return {str(iso3): str(name) for iso3, name in tables.states[["iso3", "name"]].itertuples(index=False)}


def _place(page: Page) -> str:
    """The states chosen, or else the regions."""
    names = _names(page.tables)
    return words.listed([names[iso3] for iso3 in page.choice.state] or list(page.choice.region))
