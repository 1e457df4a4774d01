"""A page a state: its statuses, what it did and declared, its neighbours, its obligations, and where it says so."""

from __future__ import annotations

from typing import Any

import pandas as pd

from atlas import geography, impact, words
from atlas.selection.country import (
    alphabetical,
    beside,
    casualty_rows,
    obligation_rows,
    state_actions,
    state_declarations,
    state_events,
    status_intervals,
    treaty_rows,
)
from atlas.site.answers import interval_answers
from atlas.site.bands import bands, patterns
from atlas.site.ground import Files, Ground
from atlas.site.pages import cited, rendered
from atlas.words import country as told

FOLDER, EMBEDDED = "country", "embed/country"
STANDINGS = ("clearance", "stockpiles")


def state_files(ground: Ground, codes: str) -> Files:
    """The pages of states, given by their codes separated by ",", for reading and for frames, and their answers."""
    made: dict[str, bytes] = {}
    for iso3 in codes.split(","):
        context = state(ground, iso3)
        head = {"title": context["name"], "about": context["headline"], "picture": f"country-{iso3}"}
        for folder, template in ((FOLDER, "state.html"), (EMBEDDED, "embed_state.html")):
            path = f"{folder}/{iso3}.html"
            made[path] = rendered(ground, path, template, **head, **context)
        made |= interval_answers(ground, iso3)
    return made


def state(ground: Ground, iso3: str) -> dict[str, Any]:
    """What the page of a state says on the day of the last check, in plain words."""
    tables, day = ground.tables, ground.tables.checked
    row = tables.row("states", iso3)
    rows = treaty_rows(ground.history, tables, iso3, day)
    first = rows.iloc[0]
    names = tables.states.set_index("iso3")["name"]
    intervals = status_intervals(ground.history, iso3)
    return {
        "iso3": iso3,
        "name": row["name"],
        "headline": words.unbroken(told.headline(first.to_dict(), tables, day)),
        "headline_sources": cited(ground, first["source_ids"]),
        "codes": f"{row['official_name']} · {iso3}, {row['iso2']}, {row['m49']}",
        "region": row["intermediate_region"] or row["subregion"] or row["region"],
        "summary": told.bound_summary(rows, day),
        "statuses": [_status(ground, each) for each in rows.to_dict("records")],
        "bands": bands(intervals, tables["treaties"].set_index("treaty")["short_name"].to_dict(), day),
        "patterns": patterns(),
        "labels": words.STATUS_LABELS,
        "paler": told.paler_bars(intervals, day),
        "beside": [(code, names[code]) for code in beside(tables, iso3)],
        **_around(ground, iso3),
        **_record(ground, iso3),
        **_mines(ground, iso3),
    }


def index(ground: Ground) -> list[dict[str, Any]]:
    """One row a state in the order of the names, with its status under the first treaty on the day of the check."""
    tables, day = ground.tables, ground.tables.checked
    rows = []
    for iso3 in alphabetical(tables):
        own = treaty_rows(ground.history, tables, iso3, day)
        first = own.iloc[0]
        state_row = tables.row("states", iso3)
        rows.append(
            {
                "iso3": iso3,
                "name": state_row["name"],
                "region": state_row["region"],
                "label": words.STATUS_LABELS[first["status"]],
                "since": _since(first),
                "bound": told.bound_summary(own, day).split(" of ")[0].rpartition(" ")[2],
            }
        )
    return rows


def _since(row: pd.Series) -> str:
    if pd.isna(row["since"]):
        return ""
    return words.long_day(row["since"]) + ("" if row["certain"] else " at the earliest")


def _status(ground: Ground, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "treaty": row["treaty"],
        "name": words.plain.short_name(ground.tables, row["treaty"]),
        "status": row["status"],
        "standing": told.standing(row),
        "reason": told.reason(row["basis"]),
        "sources": cited(ground, row["source_ids"]),
    }


def _around(ground: Ground, iso3: str) -> dict[str, Any]:
    """The neighbours and the share of the land border along states not bound by the first treaty."""
    tables, history, day = ground.tables, ground.history, ground.tables.checked
    treaty = ground.treaties[0]
    found = geography.neighbours_on(history, tables, treaty, day, iso3)
    shares = geography.shares_on(history, tables, treaty, day)
    own = shares[shares["iso3"] == iso3].to_dict("records")
    subject = tables.row("treaties", treaty)["subject"]
    if found.empty:
        return {"border": told.neighbours_sentence(tables.row("states", iso3)["name"], found), "neighbours": []}
    return {
        "border": told.share_sentence(own[0] if own else None, subject, found),
        "caveat": told.CAVEAT,
        "neighbours": [
            (row.iso3, row.name, words.STATUS_LABELS[row.status], words.plain.km_text(row.km))
            for row in found.itertuples(index=False)
        ],
    }


def _record(ground: Ground, iso3: str) -> dict[str, Any]:
    tables, treaty = ground.tables, ground.treaties[0]
    names_of = tables["treaties"].set_index("treaty")["short_name"]
    return {
        "acts": [
            {
                "treaty": names_of[row.treaty],
                "date": words.long_date(row.date),
                "act": words.action_label(row.action),
                "notification": row.notification,
                "sources": cited(ground, row.source_id, row.source_locator),
                "note": row.note,
            }
            for row in state_actions(tables, iso3, treaty).itertuples(index=False)
        ],
        "declared": [
            {
                "treaty": names_of[row.treaty],
                "kind": row.kind,
                "summary": row.summary,
                "sources": cited(ground, row.source_id),
            }
            for row in state_declarations(tables, iso3, treaty).itertuples(index=False)
        ],
        "declarations_read": words.listed(
            [words.treaty_in_sentence(names_of[key]) for key in tables["declarations"]["treaty"].unique()]
        ),
        "events": [
            (row.event_id, words.long_date(row.date), row.title)
            for row in state_events(tables, iso3).itertuples(index=False)
        ],
    }


def _mines(ground: Ground, iso3: str) -> dict[str, Any]:
    """Clearance, stockpiles and casualties; what was not found is never zero."""
    tables = ground.tables
    found, years = casualty_rows(tables, iso3), impact.casualty_years(tables)
    standings = []
    for layer in STANDINGS:
        row = impact.layer_rows(tables, layer, tables.checked).set_index("iso3").loc[iso3]
        standings.append((impact.LAYERS[layer].title, row["text"], cited(ground, row["source_ids"])))
    return {
        "standings": standings,
        "obligations": [
            {
                "about": words.capitalised(row.about),
                "date": told.obligation_date(row.date, row.precision),
                "event": told.EVENT_LABELS[row.event],
                "deadline": row.deadline,
                "mines": "" if pd.isna(row.quantity) else f"{row.quantity:,}",
                "sources": cited(ground, row.source_ids, row.source_locator),
                "note": row.note,
            }
            for row in obligation_rows(tables, iso3).itertuples(index=False)
        ],
        "casualties_said": told.casualties_sentence(found["year"].to_list(), years[0], years[-1]),
        "casualties": [
            (row.year, impact.SERIES.get(row.series, row.series), f"{row.total:,}", cited(ground, row.source_id))
            for row in found.itertuples(index=False)
        ],
    }
