"""What the browser needs of one treaty: its history, what is said on each day, its states' cards, its timeline."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pandas as pd

from atlas import words
from atlas.assets import history_of
from atlas.assets.naming import day_number
from atlas.assets.shown import act_lines
from atlas.figures import timeline
from atlas.selection import Choice, action_rows, event_rows, first_day
from atlas.selection.rows import counts_by_step, dated_changes
from atlas.site.ground import Files, Ground
from atlas.site.scripts import data_file
from atlas.status import STATUSES
from atlas.tables.sources import publisher
from atlas.words.country import reason

DAY = "{day}"
"""Stands in a text for the day that the reader chose."""

THEMES = ("light", "dark")


def treaty_files(ground: Ground, treaty: str) -> Files:
    """The scripts of one treaty."""
    made = data_file(f"history-{treaty}", history_of(ground.history, ground.tables, treaty))
    made |= data_file(f"words-{treaty}", words_of(ground, treaty))
    made |= data_file(f"cards-{treaty}", cards_of(ground, treaty))
    for theme in THEMES:
        made |= data_file(f"timeline-{treaty}-{theme}", timeline_of(ground, treaty, theme))
    return made


def words_of(ground: Ground, treaty: str) -> dict[str, Any]:
    """`told` = [first day, headline, explanation], each until the next; `changes` by year; and their `sources`.

    Days are counted from 1 January 1970. A change is [sentence, keys of its sources]; a source [publisher, title, url].
    """
    changes = {str(year): _changes(ground, treaty, year) for year in _years(ground, treaty)}
    cited = dict.fromkeys(key for acts in changes.values() for _, keys in acts for key in keys)
    return {
        "told": _told(ground, treaty),
        "changes": {year: acts for year, acts in changes.items() if acts},
        "sources": {key: _source(ground, key) for key in cited},
    }


def _told(ground: Ground, treaty: str) -> list[list[Any]]:
    tables, history = ground.tables, ground.history
    days = _days(ground, treaty)
    counts = history.counts(days, treaty)
    told = []
    for day, row in zip(days, counts.to_dict("records"), strict=True):
        numbers = {status: int(row[status]) for status in STATUSES}
        headline = words.unbroken(words.headline(numbers, tables, treaty, day))
        explained = words.explanation(numbers, tables, treaty, day)
        told.append([day_number(pd.Timestamp(day)), headline, explained.replace(words.long_day(day), DAY, 1)])
    return told


def _days(ground: Ground, treaty: str) -> list[date]:
    """The days from which on other words hold: changes of status, the day after the record's last, the last check."""
    tables, first, last = ground.tables, first_day(ground.tables, treaty), ground.tables.checked
    changed = ground.history.intervals.query("treaty == @treaty")["since"].dropna().dt.date
    after = tables.row("treaties", treaty)["record_until"].date() + timedelta(days=1)
    return sorted({day for day in (first, *changed, after, last) if first <= day <= last})


def _years(ground: Ground, treaty: str) -> range:
    return range(first_day(ground.tables, treaty).year, ground.tables.checked.year + 1)


def _changes(ground: Ground, treaty: str, year: int) -> list[list[Any]]:
    """Every act of the year up to the last check, as the app tells it."""
    tables = ground.tables
    choice = Choice(on=tables.checked, treaty=treaty)
    last = min(date(year, 12, 31), tables.checked)
    acts = words.acts_in(dated_changes(ground.history, tables, choice, date(year, 1, 1), last))
    return [[act.sentence, words.unique_ids([act.source_ids])] for act in acts]


def _source(ground: Ground, key: str) -> list[str]:
    source = ground.tables.row("sources", key)
    return [publisher(source), source["title"], source["url"]]


def cards_of(ground: Ground, treaty: str) -> dict[str, dict[str, Any]]:
    """By state: `lines` of its acts, and `told` = [first day or null, sentence, reason], each until the next."""
    own = ground.history.intervals.query("treaty == @treaty")
    return {
        str(iso3): {
            "lines": act_lines(ground.tables, treaty, str(iso3)),
            "told": [step for row in rows.to_dict("records") for step in _sentences(row)],
        }
        for iso3, rows in own.groupby("iso3", sort=True)
    }


def _sentences(row: dict[str, Any]) -> list[list[Any]]:
    """The sentences of one status: one, or two where it is contested only from a later day on."""
    begins = [(row["since"], False)]
    if pd.notna(row["contested_since"]):
        later = pd.isna(row["since"]) or row["contested_since"] > row["since"]
        begins = [*begins, (row["contested_since"], True)] if later else [(row["since"], True)]
    told = []
    for begin, contested in begins:
        basis = f"{row['basis']}; contested: {row['contest']}" if contested else row["basis"]
        sentence = _sentence(pd.Series({**row, "contested": contested}))
        told.append([None if pd.isna(begin) else day_number(begin), sentence, reason(basis)])
    return told


ANY_DAY = date(1899, 1, 1)
"""A day that stands in no sentence for another reason."""


def _sentence(row: pd.Series) -> str:
    return words.state_sentence(row, ANY_DAY).replace(words.long_day(ANY_DAY), DAY, 1)


def timeline_of(ground: Ground, treaty: str, theme: str) -> dict[str, Any]:
    """The figure of the app's timeline, as plotly.js takes it."""
    tables, history = ground.tables, ground.history
    choice = Choice(on=tables.checked, treaty=treaty)
    first, last = first_event_year(ground, treaty), tables.checked
    figure = timeline(
        event_rows(tables, choice),
        action_rows(tables, choice),
        counts_by_step(history, treaty, max(first, first_day(tables, treaty)), last),
        lanes=tables.package.table("events").field("lane").labels,
        labels=words.STATUS_LABELS,
        first=first,
        last=last,
        theme=theme,
    )
    figure.layout.template = None
    drawn: dict[str, Any] = json.loads(figure.to_json())
    return drawn


def first_event_year(ground: Ground, treaty: str) -> date:
    """1 January of the first year that has an event or in which the treaty was open."""
    years = ground.tables["events"]["date"].str[:4].astype(int)
    return date(min(int(years.min()), first_day(ground.tables, treaty).year), 1, 1)
