"""The neighbours of a state, and how much of its land border runs along states not bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from atlas import geography, words
from atlas.ui.country.finder import show_way
from atlas.ui.downloads import offer_rows
from atlas.ui.frame import Page
from atlas.ui.sources import escaped
from atlas.words.country import CAVEAT, neighbours_sentence, share_sentence
from atlas.words.plain import km_text


def show_neighbours(page: Page, iso3: str) -> None:
    """The share of the land border, the neighbours with their status and length, and a link to each."""
    neighbours = neighbours_of(page, iso3)
    name = page.tables.row("states", iso3)["name"]
    with st.container(key="screen-neighbours"):
        st.header("Its neighbours", anchor=False)
        if neighbours.empty:
            st.write(escaped(neighbours_sentence(name, neighbours)))
            return
        st.write(escaped(border_sentence(page, iso3)))
        _show_table(neighbours)
        with st.container(horizontal=True, gap="xsmall"):
            for other in neighbours.itertuples(index=False):
                show_way(page, (other.iso3,), other.name, "neighbour", look="secondary")
        label = f"Download {words.counted(len(neighbours), 'neighbour')} (CSV)"
        told = {"treaty": page.choice.treaty, "on": page.choice.on, "state": iso3}
        offer_rows(page, label, "neighbours-of-state", "Neighbours of a state on a day", neighbours, told)


def _show_table(neighbours: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "State": [escaped(name) for name in neighbours["name"]],
            "Status": [words.STATUS_LABELS[code] for code in neighbours["status"]],
            "Border": [km_text(length) for length in neighbours["km"]],
        }
    )
    st.table(shown, hide_index=True)
    st.caption(CAVEAT)


def neighbours_of(page: Page, iso3: str) -> pd.DataFrame:
    """The neighbours on the chosen day under the chosen treaty: the columns of `geography.neighbours_on`."""
    return geography.neighbours_on(page.history, page.tables, page.choice.treaty, page.choice.on, iso3)


def border_sentence(page: Page, iso3: str) -> str:
    """How much of the land border runs along states not bound on the chosen day, and whose part is not counted."""
    shares = geography.shares_on(page.history, page.tables, page.choice.treaty, page.choice.on)
    own: list[Mapping[str, Any]] = shares[shares["iso3"] == iso3].to_dict("records")
    subject = page.tables.row("treaties", page.choice.treaty)["subject"]
    return share_sentence(own[0] if own else None, subject, neighbours_of(page, iso3))
