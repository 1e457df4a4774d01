"""What the state did and declared, and the policy events that name it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from atlas import words
from atlas.selection.country import state_actions, state_declarations, state_events
from atlas.tables import Tables
from atlas.ui.country.statuses import alone
from atlas.ui.downloads import offer, offer_rows
from atlas.ui.frame import Page
from atlas.ui.links import timeline_link
from atlas.ui.sources import escaped, source_links

MOST_EVENTS = 8
SOURCE_COLUMN = st.column_config.LinkColumn("Source", display_text="open")


def show_record(page: Page, iso3: str) -> None:
    """Actions, declarations and events, each with its source and download."""
    _show_actions(page, iso3)
    _show_declarations(page, iso3)
    _show_events(page, iso3)


def _show_actions(page: Page, iso3: str) -> None:
    tables = page.tables
    actions = state_actions(tables, iso3, page.choice.treaty)
    st.header("What it did", anchor=False)
    first = escaped(words.treaty_in_sentence(page.treaty_name))
    st.caption(
        f"Acts under all treaties, {first} first. A notification is the number under which the "
        "Secretary-General told all states, where the source gives it."
    )
    st.dataframe(
        shown_actions(tables, actions),
        hide_index=True,
        width="stretch",
        height="content",
        column_config={"Source": SOURCE_COLUMN},
    )
    if len(actions):
        label = f"Download {words.these(len(actions), 'act')} (CSV)"
        offer_rows(page, label, "acts", "What a state did under every treaty", actions, {"state": iso3})


def shown_actions(tables: Tables, actions: pd.DataFrame) -> pd.DataFrame:
    """The acts as they are shown; `Source` holds the address of the source."""
    return pd.DataFrame(
        {
            "Treaty": [tables.row("treaties", key)["short_name"] for key in actions["treaty"]],
            "Date": actions["date"],
            "Act": actions["action"].map(words.action_label),
            "Notification": actions["notification"],
            "Source": [tables.row("sources", key)["url"] or None for key in actions["source_id"]],
            "Published by": [tables.row("sources", key)["publisher"] for key in actions["source_id"]],
            "Place in the source": actions["source_locator"],
            "Note": actions["note"],
        }
    )


def _show_declarations(page: Page, iso3: str) -> None:
    declared = state_declarations(page.tables, iso3, page.choice.treaty)
    st.header("What it declared", anchor=False)
    if declared.empty:
        names = page.tables["treaties"].set_index("treaty")["short_name"]
        read = [words.treaty_in_sentence(names[key]) for key in page.tables["declarations"]["treaty"].unique()]
        st.write(f"No declaration found. The declarations under {words.listed(read)} were read.")
        return
    lines = [
        f"- **{escaped(page.tables.row('treaties', row.treaty)['short_name'])}**, {escaped(row.kind)}: "
        f"{escaped(row.summary)} ({source_links(page.tables, row.source_id)})"
        for row in declared.itertuples(index=False)
    ]
    st.markdown("\n".join(lines))
    label = f"Download {words.counted(len(declared), 'declaration')} (CSV)"
    offer_rows(page, label, "declared", "What a state declared under every treaty", declared, {"state": iso3})


def _show_events(page: Page, iso3: str) -> None:
    events = state_events(page.tables, iso3)
    st.header("Policy events that name it", anchor=False)
    if events.empty:
        st.write("No policy event in the data names it.")
        return
    for event in events.head(MOST_EVENTS).itertuples(index=False):
        _show_event(page, iso3, event)
    if len(events) > MOST_EVENTS:
        with st.expander(f"{len(events) - MOST_EVENTS} earlier"):
            for event in events.iloc[MOST_EVENTS:].itertuples(index=False):
                _show_event(page, iso3, event)
    offer(page, f"Download {words.counted(len(events), 'event')} (CSV)", alone(page, iso3, "events"))


def _show_event(page: Page, iso3: str, event: Any) -> None:
    choice = replace(page.choice, state=(iso3,), event=event.event_id)
    timeline_link(page, choice, f"{words.long_date(event.date)}: {escaped(event.title)}")
