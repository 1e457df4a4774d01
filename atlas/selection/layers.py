"""The rows of an impact layer that a choice selects."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pandas as pd

from atlas import impact
from atlas.selection.choice import Choice, part
from atlas.selection.rows import KEPT, in_regions, names_of, status_rows
from atlas.status import History
from atlas.tables import Tables

LAYER_COLUMNS = ["layer", "iso3", "name", "code", "label", "text", "status", "source_ids"]
SPAN_COLUMNS = ["layer", "iso3", "name", "code", "label", "since", "until", "text", "source_ids"]
MOST_STATES = 40
"""Rows that a figure of one row a state can show."""


def chosen_layer_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """One row a state on the map of a choice with a layer: what was found for it on the day, beside its status.

    Columns as `LAYER_COLUMNS`; filtered by region and status like the map. What was found comes first, the later
    classes of the layer before the earlier ones, then by name.
    """
    return _layer_rows(history, tables, part(choice, tables, "treaty", "on", "region", "status", "layer"))


@lru_cache(maxsize=KEPT)
def _layer_rows(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    order = {each.code: -place for place, each in enumerate(impact.classes(choice.layer))}
    rows = impact.layer_rows(tables, choice.layer, choice.on)
    status = status_rows(history, tables, choice)[["iso3", "status"]]
    rows = rows.merge(status, "inner", "iso3").assign(layer=choice.layer)
    placed = rows.assign(place=rows["code"].map(order)).sort_values(["place", "name"], ignore_index=True)
    return placed[LAYER_COLUMNS]


@lru_cache(maxsize=KEPT)
def layer_spans(tables: Tables, choice: Choice, first: date, last: date) -> pd.DataFrame:
    """What was found about states from `first` to `last`: one row a step, `SPAN_COLUMNS`, filtered by region and state.

    `since` and `until` (the first day after it) are cut to the period. States stand in the order of their class at its
    end, the later classes of the layer first, then by name; each state's steps in the order of their days.
    """
    steps = impact.steps(tables, choice.layer)
    begin, end = pd.Timestamp(first), pd.Timestamp(last) + pd.Timedelta(days=1)
    next_step = steps["since"].shift(-1).where(steps["iso3"] == steps["iso3"].shift(-1))
    rows = steps.assign(
        since=steps["since"].fillna(begin).clip(begin, end), until=next_step.fillna(end).clip(begin, end)
    )
    order = {each.code: -place for place, each in enumerate(impact.classes(choice.layer))}
    at_end = rows.drop_duplicates("iso3", keep="last").set_index("iso3")["code"].map(order)
    keep = (rows["code"] != impact.NOT_FOUND) & (rows["since"] < rows["until"])
    keep &= in_regions(rows["iso3"], tables, choice.region)
    if choice.state:
        keep &= rows["iso3"].isin(choice.state)
    rows = rows[keep]
    labels = {each.code: each.label for each in impact.classes(choice.layer)}
    rows = rows.assign(
        layer=choice.layer,
        name=names_of(tables, rows["iso3"]),
        label=rows["code"].map(labels),
        place=rows["iso3"].map(at_end),
    )
    return rows.sort_values(["place", "name", "since"], ignore_index=True)[SPAN_COLUMNS]


def first_states(spans: pd.DataFrame, most: int = MOST_STATES) -> pd.DataFrame:
    """The spans of the first states in their order."""
    return spans[spans["iso3"].isin(spans["iso3"].unique()[:most])].reset_index(drop=True)


def span_counts(tables: Tables, spans: pd.DataFrame, layer: str, last: date) -> pd.DataFrame:
    """The states of the spans by class on every day on which one changed, and on the last: `day`, a column a code."""
    changed = {day.date() for day in (*spans["since"], *spans["until"]) if day <= pd.Timestamp(last)}
    return impact.class_counts(tables, layer, sorted({*changed, last}), within=frozenset(spans["iso3"]))
