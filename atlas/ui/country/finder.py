"""Finding a state by any name or code, and the index of all states."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pandas as pd
import streamlit as st

from atlas import words
from atlas.selection import BadValue, Choice, finding, status_rows
from atlas.selection.country import alphabetical
from atlas.tables import Tables
from atlas.ui.downloads import offer
from atlas.ui.frame import Page
from atlas.ui.session import choose
from atlas.ui.sources import escaped
from atlas.words.country import FOUND_AS

SEARCH, INDEX = "country-search", "country-index"
MOST_CANDIDATES = 8
LONGEST_NAME = 80


def chosen_state(page: Page) -> str:
    """The first state of the choice; empty without one."""
    return page.choice.state[0] if page.choice.state else ""


def title(tables: Tables, choice: Choice) -> str:
    """What the browser calls the page: the name of the state, or of the index."""
    return str(tables.row("states", choice.state[0])["name"]) if choice.state else "Countries"


def show_search(page: Page) -> None:
    """A field for any name or code. One state that fits is shown at once; several are offered as links."""
    st.text_input(
        "Find a country",
        key=SEARCH,
        max_chars=LONGEST_NAME,
        placeholder="Name, former name or ISO code",
        on_change=lambda: _searched(page.tables),
    )
    asked = st.session_state[SEARCH]
    if not asked.strip():
        return
    found = finding.find(page.tables, asked)
    if not found:
        st.caption(f"No state is called “{escaped(asked)}”. Names in English, former names and ISO codes are known.")
        return
    st.caption(f"“{escaped(asked)}” can be:")
    for each in found[:MOST_CANDIDATES]:
        show_way(page, (each.iso3,), _candidate(page.tables, each), "found")
    if len(found) > MOST_CANDIDATES:
        st.caption(f"and {len(found) - MOST_CANDIDATES} more: write more of the name.")


def show_way(
    page: Page,
    states: tuple[str, ...],
    label: str,
    place: str,
    icon: str | None = None,
    look: Literal["secondary", "tertiary"] = "tertiary",
) -> None:
    """A button that leads to the page of the first of the states; `place` tells buttons for one state apart.

    A button, because a link from a page to itself would leave the old state in the address (Streamlit 1.67).
    """
    st.button(
        label,
        key=f"{place}-{states[0]}",
        type=look,
        icon=icon,
        on_click=lambda: _go(page.tables, states),
    )


def show_index(page: Page) -> None:
    """The field, and every state with its status; a click on a row opens its page."""
    st.title("Countries", anchor=False)
    show_search(page)
    rows = index_rows(page)
    st.caption(
        f"{len(rows)} states are able to join. Their status under "
        f"{escaped(words.treaty_in_sentence(page.treaty_name))} on {words.long_day(page.choice.on)}: "
        "tick a row to open its page, or click a heading to sort."
    )
    shown = pd.DataFrame(
        {
            "State": rows["name"],
            "Code": rows["iso3"],
            "Status": [words.STATUS_LABELS[code] for code in rows["status"]],
            "Since": rows["since"].dt.strftime("%Y-%m-%d").fillna(""),
            "Region": rows["region"],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=620,
        key=INDEX,
        selection_mode="single-row",
        on_select=lambda: _opened(page.tables, rows),
    )
    label = f"Download {words.these(len(rows), 'row')} (CSV)"
    offer(page, label, replace(page.choice, table="status", status=(), region=(), state=()))


def index_rows(page: Page) -> pd.DataFrame:
    """One row a state in the order of the names: the columns of the status rows and `region`."""
    rows = status_rows(page.history, page.tables, replace(page.choice, status=(), region=()))
    rows = rows.set_index("iso3", drop=False).loc[list(alphabetical(page.tables))].reset_index(drop=True)
    return rows.assign(region=[page.tables.row("states", iso3)["region"] for iso3 in rows["iso3"]])


def _searched(tables: Tables) -> None:
    try:
        choose(tables, state=(finding.state(st.session_state[SEARCH], tables),))
    except BadValue:
        return
    st.session_state[SEARCH] = ""


def _go(tables: Tables, states: tuple[str, ...]) -> None:
    choose(tables, state=states)
    st.session_state[SEARCH] = ""


def _opened(tables: Tables, rows: pd.DataFrame) -> None:
    chosen = st.session_state[INDEX].selection.rows
    if chosen and chosen[0] in rows.index:
        choose(tables, state=(rows.at[chosen[0], "iso3"],))


def _candidate(tables: Tables, found: finding.Found) -> str:
    name = tables.row("states", found.iso3)["name"]
    kinds = tables["state_names"].set_index(["iso3", "name"])["kind"]
    known_as = kinds.get((found.iso3, found.by))
    return f"{name} ({found.by}, {FOUND_AS[known_as]})" if known_as else name
