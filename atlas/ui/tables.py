"""Tables of rows with their downloads: what is shown is what is downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import streamlit as st

from atlas import words
from atlas.selection import Choice, part, status_rows
from atlas.selection.rows import KEPT
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.downloads import offer
from atlas.ui.frame import Page

TABLE_PX, HEAD_PX, ROW_PX = 390, 38, 35
MOST_LINES = 12


def show_status_rows(page: Page) -> None:
    """The rows of the map: state, status, since, until and what is doubtful; the download has every column."""
    rows = status_rows(page.history, page.tables, page.choice)
    drawn = part(page.choice, page.tables, "treaty", "on", "region", "status")
    st.dataframe(_shown(page.history, page.tables, drawn), hide_index=True, height=TABLE_PX, width="stretch")
    label = f"Download {words.these(len(rows), 'row')} (CSV)"
    offer(page, label, replace(page.choice, table="status", state=()))


@lru_cache(maxsize=KEPT)
def _shown(history: History, tables: Tables, choice: Choice) -> pa.Table:
    """The rows as they are sent, by name; texts that recur are encoded, so that each is sent once."""
    rows = status_rows(history, tables, choice).sort_values("name", kind="stable")
    labels = [words.STATUS_LABELS[code] for code in rows["status"]]
    doubts = [
        "contested" if contested else "" if certain else "day not known"
        for contested, certain in zip(rows["contested"], rows["certain"], strict=True)
    ]
    since, until = (rows[name].dt.strftime("%Y-%m-%d").fillna("").to_list() for name in ("since", "until"))
    return pa.table(
        {
            "State": pa.array(rows["name"].to_list()),
            "Status": pa.array(labels).dictionary_encode(),
            "Since": pa.array(since).dictionary_encode(),
            "Until": pa.array(until),
            "Note": pa.array(doubts),
        }
    )


def show_lines(lines: Sequence[str], most: int = MOST_LINES) -> None:
    """The first lines of a list in Markdown, the others behind one click, and not sent before it."""
    st.markdown("\n".join(lines[:most]))
    if len(lines) > most:
        _show_more(lines[most:])


def _show_more(lines: Sequence[str]) -> None:
    more = st.expander(f"{len(lines)} more", on_change="rerun")
    if more.open:
        more.markdown("\n".join(lines))


def table_height(rows: pd.DataFrame, most: int = TABLE_PX) -> int:
    """Of a table in px: as high as its rows need, up to the usual height."""
    return min(HEAD_PX + ROW_PX * len(rows), most)
