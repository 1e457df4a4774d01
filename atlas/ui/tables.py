"""Tables of rows with their downloads: what is shown is what is downloaded."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas import words
from atlas.export import plain, to_csv
from atlas.selection import Choice


def show_status_rows(rows: pd.DataFrame, choice: Choice) -> None:
    """The rows of the map: state, status, since, until and what is doubtful; the download has every column."""
    days = plain(rows[["since", "until"]])
    doubts = rows["contested"].map({True: "contested", False: ""}) + rows["certain"].map(
        {True: "", False: "day not known"}
    )
    shown = pd.DataFrame(
        {
            "State": rows["name"],
            "Status": rows["status"].astype("str").map(words.STATUS_LABELS),
            "Since": days["since"],
            "Until": days["until"],
            "Note": doubts,
        }
    )
    st.dataframe(shown, hide_index=True, height=390, width="stretch")
    download(rows, file_name("status", choice), f"Download these {len(rows)} rows (CSV)")


def download(rows: pd.DataFrame, name: str, label: str) -> None:
    """A button that gives exactly these rows as CSV; the file is made when it is asked for."""
    st.download_button(
        label,
        data=lambda: to_csv(rows),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"download-{name}",
    )


def file_name(table: str, choice: Choice) -> str:
    """A name that says table, treaty, day and filter."""
    parts = [table, choice.treaty, choice.on.isoformat(), *choice.status, *choice.region, *choice.state[:5]]
    return "mine-ban-atlas_" + "_".join(part.replace(" ", "-") for part in parts) + ".csv"
