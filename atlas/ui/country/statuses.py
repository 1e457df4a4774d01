"""The statuses of one state under all treaties: bands on one time axis, and a sentence a treaty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from atlas import words
from atlas.figures.bands import status_bands
from atlas.selection import Choice, part
from atlas.selection.country import status_intervals, treaty_rows
from atlas.selection.rows import KEPT
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.charts import show_chart, theme
from atlas.ui.downloads import offer, offer_rows
from atlas.ui.frame import Page
from atlas.ui.sources import escaped, source_links
from atlas.words.country import paler_bars, reason, standing


def show_bands(page: Page, iso3: str) -> None:
    """The status under each treaty through time; the chosen day is a line."""
    st.header("Through time", anchor=False)
    with st.container(key="country-bands"):
        figure = _bands(page.history, page.tables, iso3, page.choice.treaty, page.choice.on, theme())
        show_chart(figure, "bands")
    paler = paler_bars(status_intervals(page.history, iso3), page.tables.checked)
    if paler:
        st.caption(paler)


def show_sentences(page: Page, iso3: str) -> None:
    """How the state stands under each treaty on the chosen day, with the article, and the downloads."""
    tables, day = page.tables, page.choice.on
    rows = treaty_rows(page.history, tables, iso3, day)
    intervals = status_intervals(page.history, iso3)
    show_sentence_table(page, iso3)
    label, told = f"Status on this day ({len(rows)} rows, CSV)", {"on": day, "state": iso3}
    offer_rows(page, label, "status-by-treaty", "Status of a state under every treaty", rows, told)
    every = replace(alone(page, iso3, "intervals"), treaties=tuple(tables["treaties"]["treaty"]))
    offer(page, f"All periods ({len(intervals)} rows, CSV)", every)


def show_sentence_table(page: Page, iso3: str) -> None:
    """How the state stands under each treaty on the chosen day, with the article and the sources."""
    st.header("Under each treaty", anchor=False)
    with st.container(key="country-sentences"):
        st.table(_sentences(page.history, page.tables, iso3, page.choice.on), hide_index=True)


def alone(page: Page, iso3: str, table: str) -> Choice:
    """The choice with this state and no other filter: the rows of a table that the page of the state shows."""
    return replace(part(page.choice, page.tables, "treaty", "on", "codes"), table=table, state=(iso3,))


@lru_cache(maxsize=KEPT)
def _bands(history: History, tables: Tables, iso3: str, treaty: str, day: date, theme: str) -> go.Figure:
    return status_bands(
        status_intervals(history, iso3),
        tables["treaties"].set_index("treaty")["short_name"].to_dict(),
        labels=words.STATUS_LABELS,
        day=day,
        checked=tables.checked,
        chosen=treaty,
        theme=theme,
    )


@lru_cache(maxsize=KEPT)
def _sentences(history: History, tables: Tables, iso3: str, day: date) -> pd.DataFrame:
    rows = treaty_rows(history, tables, iso3, day)
    told = [
        f"**{escaped(standing(row))}.** {escaped(reason(row['basis']))} ({source_links(tables, row['source_ids'])})"
        for row in rows.to_dict("records")
    ]
    names = [escaped(tables.row("treaties", key)["short_name"]) for key in rows["treaty"]]
    return pd.DataFrame({"Treaty": names, f"On {words.long_day(day)}": told})
