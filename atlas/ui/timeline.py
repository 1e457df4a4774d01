"""The timeline: policy events and treaty actions in lanes, a curve of states by status, an event in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from atlas import words
from atlas.figures import timeline
from atlas.selection import Choice, action_rows, event_rows, first_day, part
from atlas.selection.rows import counts_by_step
from atlas.status import History
from atlas.tables import Tables
from atlas.tables.dates import latest
from atlas.tables.sources import OWN
from atlas.ui.charts import show_chart, theme
from atlas.ui.downloads import offer
from atlas.ui.filters import period_limits
from atlas.ui.frame import Page, show_title
from atlas.ui.links import map_link
from atlas.ui.session import choose, choose_text
from atlas.ui.sources import escaped, source_links

CHART, TABLE, CLICKED = "timeline", "timeline-rows", "timeline-clicked"
KEPT = 50
"""How many figures are kept, and the rows of as many choices."""

MOST_DRAWN = 5000
"""Events that a browser draws without delay; more than that only a reader's own file can have."""


class Rows(NamedTuple):
    """What the lanes show."""

    events: pd.DataFrame
    actions: pd.DataFrame


def show_heading(page: Page) -> None:
    """How many events and actions there are, and how to read the figure."""
    events, _ = _rows(page.tables, _part(page))
    show_title(shown_counts(page))
    st.caption(
        f"Dots are days; bars are months or years, as precise as the source. Treaty actions: {page.treaty_name}; "
        "the curve counts all states under it. Click an event for its source; drag across the years to look closer, "
        f"double-click to go back.{_of_own(page, len(events))}"
    )


def shown_counts(page: Page) -> str:
    """How many events and actions the timeline shows, and in which years."""
    events, actions = _rows(page.tables, _part(page))
    return words.timeline_headline(len(events), len(actions), *shown_period(page))


def _of_own(page: Page, events: int) -> str:
    """What else is to be known where own events are on the timeline."""
    star = " Stars, and bars of their colour, are events of your own." if page.own else ""
    crowded = f" Only {MOST_DRAWN:,} of the {events:,} events are drawn; the table has all of them."
    return star + crowded * (events > MOST_DRAWN)


def show_timeline(page: Page) -> None:
    """The figure: a click on a mark chooses an event, a drag looks closer."""
    figure = _figure(page.history, page.tables, _part(page), *shown_period(page), _ringed(page), theme())
    show_chart(figure, CHART, on_select=lambda: _chosen(page), selection_mode="points")
    if page.choice.first or page.choice.last:
        st.button(
            "Show all years",
            icon=":material/zoom_out_map:",
            on_click=lambda: choose(page.tables, first=None, last=None),
        )


def show_event(page: Page) -> None:
    """The chosen event in full, with its source and the map on that day with those states."""
    if not page.choice.event:
        return
    event = page.tables.row("events", page.choice.event)
    names = page.tables["states"].set_index("iso3")["name"]
    codes = [code for code in event["states"].split(";") if code in names.index]
    with st.container(border=True):
        st.header(escaped(event["title"]), anchor=False)
        about = words.listed([names[code] for code in codes]) or "the world"
        st.caption(escaped(f"{words.long_date(event['date'])} · {about} · {event['category'].replace('_', ' ')}"))
        note = f" Note: {escaped(event['note'])}." if event["note"] else ""
        st.markdown(f"{escaped(event['summary'])}{note} Source: {source_links(page.tables, event['source_id'])}")
        with st.container(horizontal=True, vertical_alignment="center"):
            _map_link(page, event["date"], tuple(code for code in codes if code in set(page.tables.states["iso3"])))
            st.button("Close", on_click=lambda: choose(page.tables, event=""))


def show_event_rows(page: Page) -> None:
    """The table of the events shown, and its download; a click on a row chooses the event."""
    events, actions = _rows(page.tables, _part(page))
    sources = page.tables["sources"].set_index("source_id")
    shown = pd.DataFrame(
        {
            "Date": events["date"],
            "Event": events["title"],
            "States": events["states"].str.replace(";", ", ").replace("WLD", "world"),
            "Category": events["category"].str.replace("_", " "),
            "Source": events["source_id"].map(sources["url"]),
        }
    )
    st.header("Events on this timeline", anchor=False)
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=380,
        key=TABLE,
        on_select=lambda: _row_chosen(page, events),
        selection_mode="single-row",
        column_config={
            "Event": st.column_config.TextColumn(width="large"),
            "Source": st.column_config.LinkColumn(display_text="open"),
        },
    )
    offer(page, f"Download {words.these(len(events), 'event')} (CSV)", replace(page.choice, table="events"))
    offer(page, f"Download the {len(actions)} treaty actions (CSV)", replace(page.choice, table="actions"))


def shown_period(page: Page) -> tuple[date, date]:
    """The days that the time axis shows."""
    first = date(period_limits(page.tables, page.choice.treaty)[0], 1, 1)
    begin = max(page.choice.first or first, first)
    return begin, max(begin, page.choice.last or page.tables.checked)


def _part(page: Page) -> Choice:
    """What the lanes and the curve obey; the rest of the choice, such as the chosen event, draws nothing anew."""
    return part(page.choice, page.tables, "treaty", "region", "state", "first", "last", "lane", "category")


@lru_cache(maxsize=KEPT)
def _rows(tables: Tables, choice: Choice) -> Rows:
    return Rows(event_rows(tables, choice), action_rows(tables, choice))


@lru_cache(maxsize=KEPT)
def _figure(
    history: History, tables: Tables, choice: Choice, first: date, last: date, ringed: str, theme: str
) -> go.Figure:
    events, actions = _rows(tables, choice)
    of_atlas_first = events.sort_values("source_id", key=lambda sources: sources == OWN, kind="stable")
    return timeline(
        of_atlas_first.head(MOST_DRAWN) if len(events) > MOST_DRAWN else events,
        actions,
        counts_by_step(history, choice.treaty, max(first, first_day(tables, choice.treaty)), last),
        lanes=tables.package.table("events").field("lane").labels,
        labels=words.STATUS_LABELS,
        first=first,
        last=last,
        selected=ringed,
        theme=theme,
    )


def _ringed(page: Page) -> str:
    """The event to ring. A clicked mark is highlighted by the browser instead, so that its zoom survives."""
    return "" if page.choice.event == st.session_state.get(CLICKED) else page.choice.event


def _chosen(page: Page) -> None:
    """The event whose mark was clicked becomes part of the choice; marks of treaty actions tell all when pointed at."""
    points: Any = st.session_state[CHART].selection.points
    mark = points[0].get("customdata") if points else None
    if mark and not mark[0]:
        return
    event = str(mark[0]) if mark else ""
    st.session_state[CLICKED] = event
    choose_text(page.tables, event=event)


def _row_chosen(page: Page, events: pd.DataFrame) -> None:
    rows = st.session_state[TABLE].selection.rows
    choose(page.tables, event=events.at[rows[0], "event_id"] if rows and rows[0] in events.index else "")


def _map_link(page: Page, text: str, states: tuple[str, ...]) -> None:
    """A link to the map on the day of the event, on the last possible one where the day is not known."""
    day = min(latest([text])[0].item(), page.tables.checked)
    if day < first_day(page.tables, page.choice.treaty):
        st.caption("The treaty was not yet open on that day.")
        return
    map_link(page, replace(page.choice, on=day, state=states, event=""))
