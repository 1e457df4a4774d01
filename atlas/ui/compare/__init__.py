"""The comparison: two maps or one of differences, what changed, from which status to which, and all treaties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from atlas import words
from atlas.assets.overlay import overlay
from atlas.figures.flows import FLOW_ORDER, flows
from atlas.figures.matrix import matrix
from atlas.selection import Choice
from atlas.selection.comparison import (
    PAIRS_KEPT,
    Comparison,
    acts_between,
    compared,
    differences,
    moved,
    pair_rows,
    transitions,
)
from atlas.selection.treaties import bound_by_region, kept_after_leaving
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.charts import show_chart, theme
from atlas.ui.compare.controls import show_controls, show_views
from atlas.ui.downloads import offer, offer_rows
from atlas.ui.frame import Page, show_title
from atlas.ui.map import MapSettings, show_map
from atlas.ui.sources import escaped, source_links
from atlas.ui.tables import show_lines, table_height
from atlas.words import comparison
from atlas.words import differences as differing

LINK = "compare"
"""The name by which the two maps pan and zoom together."""

DIFFERENCE_PX = {False: 200, True: 330}
"""Widths that hold the longest kind of difference, by whether two treaties are compared: those are named."""


def open_comparison(page: Page) -> Comparison:
    """Draws the controls and what of the choice could not hold; gives what is compared."""
    pair = compared(page.tables, page.choice)
    show_controls(page, pair)
    for notice in comparison.notices(page.tables, page.choice, pair):
        st.info(escaped(notice), icon=":material/info:")
    return pair


def show_headline(page: Page, pair: Comparison) -> None:
    """The comparison in one sentence, and below it the numbers bound and how far the record reads."""
    rows = pair_rows(page.history, page.tables, pair)
    show_title(comparison.headline(differences(rows, pair), page.tables, pair))
    st.caption(comparison.explanation(rows, page.tables, pair))


def show_maps(page: Page, pair: Comparison) -> None:
    """Two maps that zoom together, or one of the kinds of difference."""
    show_views(page)
    if page.choice.view == "difference":
        kinds, title = overlay(page.history, page.tables, pair), comparison.title(page.tables, pair)
        settings = MapSettings(pair.second.treaty, pair.second.on, title, controls=False, overlay=kinds)
        show_map(page, key="differences", settings=settings)
        return
    titles = comparison.side_titles(page.tables, pair)
    for place, key, side, title in zip(
        st.columns(2), ("left", "right"), (pair.first, pair.second), titles, strict=True
    ):
        with place:
            show_map(page, key=key, settings=MapSettings(side.treaty, side.on, title, controls=False, link=LINK))


def show_changes(page: Page, pair: Comparison) -> None:
    """What states did between the days, or how they stand under both treaties, in sentences with their sources."""
    if pair.of_treaties:
        st.header("Who is bound by which", anchor=False)
        every = pair_rows(page.history, page.tables, pair)
        acts = comparison.acts_of_treaties(transitions(every), every, page.tables, pair)
        label, offered = f"Download all {words.counted(len(every), 'state')} (CSV)", _compared(page, "comparison")
    else:
        st.header("What changed", anchor=False)
        every = acts_between(page.history, page.tables, pair)
        acts = words.acts_in(comparison.told_of_days(every))
        first = pair.first.on + timedelta(days=1)
        label = f"Download {words.counted(len(every), 'change')} of status (CSV)"
        offered = replace(_compared(page, "changes"), first=first, last=pair.second.on)
    lines = [f"- {escaped(act.sentence)} ({source_links(page.tables, act.source_ids)})" for act in acts]
    show_lines(lines or [comparison.nothing_told(pair)])
    if len(every):
        offer(page, label, offered)


def show_transitions(page: Page, pair: Comparison) -> None:
    """The numbers of states from status to status: as flows, and as a table with its sums."""
    groups = transitions(pair_rows(page.history, page.tables, pair))
    titles = comparison.side_titles(page.tables, pair)
    st.header("From status to status" if not pair.of_treaties else "Status under both treaties", anchor=False)
    figure = flows(groups, titles, labels=words.STATUS_LABELS, theme=theme())
    show_chart(figure, "flows")
    st.table(cross_table(groups, titles))
    offer(page, f"Download {words.counted(len(groups), 'transition')} (CSV)", _compared(page, "transitions"))


def cross_table(groups: pd.DataFrame, titles: tuple[str, str]) -> pd.DataFrame:
    """A row a status of the first side, a column a status of the second, numbers of states as text, and the sums."""
    counted = groups.pivot_table(
        index="from_status", columns="to_status", values="states", aggfunc="sum", margins=True, fill_value=0
    )
    rows, columns = (
        [*(code for code in FLOW_ORDER if code in axis), "All"] for axis in (counted.index, counted.columns)
    )
    table = counted.reindex(index=rows, columns=columns).astype("int64").astype("str").replace("0", "")
    labels = {**words.STATUS_LABELS, "All": "All"}
    table = table.rename(index=labels, columns=labels)
    return table.rename_axis(index=f"{titles[0]} ↓  {titles[1]} →", columns=None)


def show_moved(page: Page, pair: Comparison) -> None:
    """Every state whose status differs, by name, and its download."""
    rows = moved(pair_rows(page.history, page.tables, pair))
    first, second = comparison.side_titles(page.tables, pair)
    labels, statuses = differing.labels(page.tables, pair), words.STATUS_LABELS
    st.header("States whose status differs" if pair.of_treaties else "Which states moved", anchor=False)
    if rows.empty:
        st.write("None: every state has the same status on both sides.")
        return
    shown = pd.DataFrame(
        {
            "State": rows["name"],
            "Difference": rows["difference"].map(labels),
            first: rows["from_status"].map(statuses),
            second: rows["to_status"].map(statuses),
            "Last change": [_change_day(row) for row in rows.to_dict("records")],
            "Why": rows["basis"],
            "Sources": spaced(rows["source_ids"]),
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=table_height(shown),
        column_config={"Difference": st.column_config.TextColumn(width=DIFFERENCE_PX[pair.of_treaties])},
    )
    offer(page, f"Download {words.these(len(rows), 'state')} (CSV)", _compared(page, "moved"))


def _change_day(row: Mapping[str, Any]) -> str:
    return differing.change_day(row, f"{row['date']:%Y-%m-%d}") if pd.notna(row["date"]) else ""


def show_matrix(page: Page, pair: Comparison) -> None:
    """How many states of each part of the regions every treaty binds, shaded, with the numbers as a download."""
    rows = bound_by_region(page.history, page.tables, pair)
    changed = "" if pair.of_treaties else f" Below the numbers: the change since {words.long_day(pair.first.on)}."
    st.header("All treaties by region", anchor=False)
    st.caption(f"States bound, of those that exist, on {words.long_day(pair.second.on)}.{changed}")
    show_chart(_matrix(page.history, page.tables, pair, theme()), "matrix")
    with st.expander("The same numbers as a table"):
        st.dataframe(_named_treaties(rows, _treaty_names(page.tables)), hide_index=True, width="stretch")
    offer(page, "Download these numbers (CSV)", _compared(page, "bound_by_region"))


@lru_cache(maxsize=PAIRS_KEPT)
def _matrix(history: History, tables: Tables, pair: Comparison, theme: str) -> go.Figure:
    return matrix(bound_by_region(history, tables, pair), labels=_treaty_names(tables), theme=theme)


def _treaty_names(tables: Tables) -> dict[str, str]:
    return dict(tables["treaties"].set_index("treaty")["short_name"])


def _named_treaties(rows: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The rows of the matrix as they are shown: names for keys, and what is counted as the heading."""
    heads = {"treaty": "Treaty", "region": "Region", "bound": "Bound", "states": "States"}
    heads |= {"bound_before": "Bound before", "change": "Change"}
    shown = rows.assign(treaty=rows["treaty"].map(labels))
    return shown[[name for name in heads if name in shown]].rename(columns=heads)


def show_kept(page: Page, pair: Comparison) -> None:
    """The states that left a treaty, or are leaving it, and how they stand under the others."""
    st.header("Who left, and what they kept", anchor=False)
    names = _treaty_names(page.tables)
    for treaty in dict.fromkeys((pair.first.treaty, pair.second.treaty)):
        on = pair.second.on
        kept = kept_after_leaving(page.history, page.tables, treaty, on, pair.region)
        st.write(comparison.kept_sentence(kept, page.tables, treaty, on, pair.region))
        if kept.empty:
            continue
        shown = kept.drop(columns="iso3").replace(words.STATUS_LABELS).assign(source_ids=spaced(kept["source_ids"]))
        shown = shown.rename(columns={"name": "State", **names, "source_ids": "Sources"})
        st.dataframe(shown, hide_index=True, width="stretch")
        label = f"Download {words.these(len(kept), 'state')} (CSV)"
        told = {"treaty": treaty, "on": on} | ({"region": ",".join(pair.region)} if pair.region else {})
        offer_rows(page, label, "left-and-kept", "Who left a treaty, and what they kept", kept, told)


def spaced(source_ids: pd.Series) -> pd.Series:
    """Keys of sources with room between them; the about page has each with its title and address."""
    return source_ids.str.replace(";", ", ")


def _compared(page: Page, table: str) -> Choice:
    """The choice of a table about what is compared: the comparison is of whole regions, whatever states are found."""
    return replace(page.choice, table=table, state=())
