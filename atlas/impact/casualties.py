"""Persons killed or injured, by state and year, and the world's totals as each edition of the report gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from atlas.impact.terms import Layer, LayerClass, Span, source_name, with_note, year_of
from atlas.tables import Tables

PREFERRED = "monitor"
SERIES = {"monitor": "Landmine Monitor", "un": "the United Nations", "national": "the state itself"}
"""Who counted. Series must never be joined: one that is not the Monitor's has a class of its own."""

OTHER = "other-series"
BOUNDS = {"none": 0, "1-9": 9, "10-99": 99, "100-499": 499}
HIGHEST = "500-plus"
"""Half of the Monitor's figures lie between 26 and 250; the classes part them at round numbers."""

WORLD = "WLD"
APPROXIMATE = "APPROXIMATE"
"""How a note begins where a total must not be read as exact."""

CLASSES = (
    LayerClass("not-found", "Not found", "No figure for the year in the sources read. This is never zero."),
    LayerClass(OTHER, "Other series only", "A figure by the state or the United Nations, not comparable."),
    LayerClass("none", "0 recorded", "The source says that no casualty was recorded in the year."),
    LayerClass("1-9", "1–9", "1 to 9 persons killed or injured in the year."),
    LayerClass("10-99", "10–99", "10 to 99 persons killed or injured in the year."),
    LayerClass("100-499", "100–499", "100 to 499 persons killed or injured in the year."),
    LayerClass(HIGHEST, "500 or more", "500 or more persons killed or injured in the year."),
)


def spans(tables: Tables) -> Iterator[Span]:
    """One span a state, year and series: each figure holds for its own year only."""
    for row in tables["casualties"].itertuples():
        if row.iso3 != WORLD:
            yield Span(row.iso3, *year_of(row.year), class_of(row), _text(tables, row), row.source_id)


def class_of(row: Any) -> str:
    """The class of one figure."""
    if row.series != PREFERRED:
        return OTHER
    return next((code for code, bound in BOUNDS.items() if row.total <= bound), HIGHEST)


def _text(tables: Tables, row: Any) -> str:
    parts = [("killed", row.killed), ("injured", row.injured)]
    split = ", ".join(f"{number:,} {what}" for what, number in parts if pd.notna(number))
    said = f"{row.total:,} casualties recorded in {row.year}{f' ({split})' if split else ''}"
    counter = "" if row.series == PREFERRED else f", counted by {SERIES[row.series]}"
    return with_note(f"{said}{counter}, {source_name(tables, row.source_id)}", row.note)


def casualty_years(tables: Tables) -> range:
    """The years from the first to the last for which the table has any figure."""
    years = tables["casualties"]["year"]
    return range(int(years.min()), int(years.max()) + 1)


def edition_year(report: str) -> int:
    """The year that orders the editions of the report: 2004 for "LM2004/05". Raises ValueError where none is named."""
    found = re.search(r"\d{4}", report)
    if not found:
        raise ValueError(f"{report!r} names no year; write editions such as “LM2023” or “LM2004/05”")
    return int(found.group())


@lru_cache(maxsize=4)
def casualty_editions(tables: Tables) -> pd.DataFrame:
    """World totals as each edition gave them: year, report, low, high, approximate, source_ids.

    By year, and within it from the earliest edition to the latest, so that a revision follows what it revised.

    `low` and `high` differ only where a note says that the total is approximate: they are the values that would be
    rounded to it (8,000 may be anything from 7,500 to 8,500).
    """
    totals = tables["casualties"].query("iso3 == @WORLD")
    inexact = set(totals.loc[totals["note"].str.startswith(APPROXIMATE), ["year", "total"]].itertuples(index=False))
    rows = tables["casualties_world_vintages"]
    rows = rows.assign(edition=rows["report"].map(edition_year)).sort_values(["year", "edition"], kind="stable")
    approximate = [(year, total) in inexact for year, total in zip(rows["year"], rows["total"], strict=True)]
    slack = [half_unit(total) if each else 0 for each, total in zip(approximate, rows["total"], strict=True)]
    return pd.DataFrame(
        {
            "year": rows["year"].to_list(),
            "report": rows["report"].to_list(),
            "low": [total - each for total, each in zip(rows["total"], slack, strict=True)],
            "high": [total + each for total, each in zip(rows["total"], slack, strict=True)],
            "approximate": approximate,
            "source_ids": rows["source_id"].to_list(),
        }
    )


@lru_cache(maxsize=4)
def casualty_ranges(tables: Tables) -> pd.DataFrame:
    """One row a year from the first total to the last: year, low, high, editions, approximate, source_ids.

    `low` and `high` (Int64) span what all editions gave for the year; both are missing where none was found.
    """
    rows = casualty_editions(tables).groupby("year")
    ranges = pd.DataFrame(
        {
            "low": rows["low"].min().astype("Int64"),
            "high": rows["high"].max().astype("Int64"),
            "editions": rows["report"].agg(", ".join),
            "approximate": rows["approximate"].any().astype("boolean"),
            "source_ids": rows["source_ids"].agg(";".join),
        }
    )
    years = pd.RangeIndex(ranges.index.min(), ranges.index.max() + 1, name="year")
    filled = ranges.reindex(years).fillna({"editions": "", "approximate": False, "source_ids": ""})
    return filled.reset_index()


def half_unit(total: int) -> int:
    """Half of the unit to which a number is rounded: 500 for 8,000."""
    zeros = len(str(total)) - len(str(total).rstrip("0"))
    return 10**zeros // 2


LAYER = Layer(
    title="Casualties",
    yearly=True,
    absence="No figure found for this year; this is not zero",
    classes=CLASSES,
    spans=spans,
)
