"""Tables of rows with their downloads: what is shown is what is downloaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import streamlit as st

from atlas import words
from atlas.export import to_csv
from atlas.selection import Choice, part, status_rows
from atlas.selection.rows import KEPT
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.frame import Page

OBEYED = ("treaty", "day", "status", "region")
TABLE_PX, HEAD_PX, ROW_PX = 390, 38, 35
MOST_LINES = 12
MOST_NAMED = 5
"""States that a file name lists; of the others it gives the number."""


def show_status_rows(page: Page) -> None:
    """The rows of the map: state, status, since, until and what is doubtful; the download has every column."""
    rows = status_rows(page.history, page.tables, page.choice)
    drawn = part(page.choice, page.tables, "treaty", "on", "region", "status")
    st.dataframe(_shown(page.history, page.tables, drawn), hide_index=True, height=TABLE_PX, width="stretch")
    download(rows, file_name("status", page.choice, OBEYED), f"Download these {words.counted(len(rows), 'row')} (CSV)")


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
    """The first lines of a list in Markdown, the others behind one click."""
    st.markdown("\n".join(lines[:most]))
    if len(lines) > most:
        with st.expander(f"{len(lines) - most} more"):
            st.markdown("\n".join(lines[most:]))


def table_height(rows: pd.DataFrame, most: int = TABLE_PX) -> int:
    """Of a table in px: as high as its rows need, up to the usual height."""
    return min(HEAD_PX + ROW_PX * len(rows), most)


def download(
    rows: pd.DataFrame,
    name: str,
    label: str,
    write: Callable[[pd.DataFrame], bytes] = to_csv,
    mime: str = "text/csv",
) -> None:
    """A button that gives exactly these rows as a file, CSV unless told; it is made when it is asked for."""
    st.download_button(
        label,
        data=lambda: write(rows),
        file_name=name,
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"download-{name}",
    )


def file_name(table: str, choice: Choice, obeyed: Sequence[str]) -> str:
    """A name that says the table and the values of the filters that it obeys (names as in `atlas.ui.filters`)."""
    period = [str(day) for day in (choice.first, choice.last) if day]
    more = [f"and {len(choice.state) - MOST_NAMED} more"] if len(choice.state) > MOST_NAMED else []
    said = {
        "treaty": [choice.treaty],
        "other": [choice.other],
        "before": [str(choice.before)],
        "day": [choice.on.isoformat()],
        "status": choice.status,
        "region": choice.region,
        "state": [*choice.state[:MOST_NAMED], *more],
        "period": period,
        "lane": choice.lane,
        "category": choice.category,
        "verdict": choice.verdict,
    }
    parts = [table, *(part for name, values in said.items() if name in obeyed for part in values)]
    return "mine-ban-atlas_" + "_".join(part.replace(" ", "-") for part in parts) + ".csv"
