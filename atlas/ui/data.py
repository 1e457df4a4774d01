"""The data page: any table as the choice filters it, counts by facet, the download, and what every column means."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas import words
from atlas.export import CELLS, Export, export_of, plain, shape_of
from atlas.own import holds_own
from atlas.selection import facet_counts
from atlas.selection.choice import table_names
from atlas.tables import Tables, known_since
from atlas.tables.schema import Field, Table
from atlas.tables.sources import OWN
from atlas.ui.downloads import offer
from atlas.ui.frame import Page
from atlas.ui.session import choose, controlled
from atlas.ui.tables import table_height

FACETS = (
    "status",
    "from_status",
    "to_status",
    "action",
    "category",
    "lane",
    "event",
    "region",
    "series",
    "verdict",
    "difference",
    "layer",
    "treaty",
    "kind",
)
MOST_FACETS = 3
FACET_PX = 215
MOST_SHOWN = 20_000
"""Rows that a browser is sent to look at."""


def show_picker(page: Page) -> None:
    """The choice of a table, with what it holds."""
    titles = {name: page.tables.package.table(name).title for name in table_names(page.tables)}
    key = controlled("filter-table", page.choice.table)
    st.selectbox(
        "Table",
        list(titles),
        format_func=lambda name: f"{titles[name]} ({name})",
        key=key,
        on_change=lambda: choose(page.tables, table=st.session_state[key]),
    )
    st.write(page.tables.package.table(page.choice.table).description)


def show_rows(page: Page) -> Export:
    """Facet counts, the rows, and the download of exactly these rows; gives them with what they mean."""
    export = export_of(page.history, page.tables, page.choice)
    rows = export.rows
    own = ", your own data among them" if holds_own(rows) else ""
    cut = f"; the first {MOST_SHOWN:,} stand below, all in the files" * (len(rows) > MOST_SHOWN)
    st.caption(f"{len(rows):,} rows{own}{_learned(page.tables, page.choice.table, rows)}{cut}")
    facets = [column for column in FACETS if column in rows and 1 < rows[column].nunique() <= 60][:MOST_FACETS]
    if facets:
        for place, column in zip(st.columns(MOST_FACETS), facets, strict=False):
            counted = facet_counts(rows, column).rename(columns={"value": column})
            place.dataframe(
                counted,
                hide_index=True,
                height=table_height(counted, FACET_PX),
                column_config={
                    "rows": st.column_config.ProgressColumn(
                        format="%d", min_value=0, max_value=int(counted["rows"].max())
                    )
                },
            )
    st.dataframe(plain(rows.head(MOST_SHOWN)), hide_index=True, width="stretch", height=420)
    offer(page, f"Download {words.these(len(rows), 'row')} (CSV)", page.choice)
    return export


def _learned(tables: Tables, table: str, rows: pd.DataFrame) -> str:
    """When the atlas learned the rows of a table of facts, as the end of a sentence; "" where it does not say."""
    rows = rows[rows["source_id"] != OWN] if "source_id" in rows else rows
    if rows.empty or tables.package.known_from is None or table not in tables.frames:
        return ""
    known = known_since(tables, table, rows)
    since = f", known to the atlas since {words.long_day(known.min())}"
    return since if known.min() == known.max() else f"{since}, the last of them since {words.long_day(known.max())}"


FILTERS_BY_FIELD = {
    "treaty": "treaty",
    "treaties": "treaties",
    "layer": "layer",
    "on": "day",
    "status": "status",
    "region": "region",
    "state": "state",
    "first": "period",
    "lane": "lane",
    "category": "category",
    "verdict": "verdict",
    "codes": "codes",
}
"""The filter of the sidebar that sets a field of the choice."""


def offered_filters(tables: Tables, table: str) -> list[str]:
    """Names of the filters that a table obeys."""
    obeys = shape_of(tables, table).obeys
    return [name for field, name in FILTERS_BY_FIELD.items() if field in obeys]


def show_dictionary(table: Table) -> None:
    """Every column of the table: type, meaning, what is allowed, where it points; and what files do to cells.

    What is blank of every column is left out: on a telephone it would take the room of the meanings.
    """
    st.header("What the columns mean", anchor=False)
    described = dictionary(table)
    st.table(described.loc[:, described.ne("").any()], hide_index=True)
    st.caption(CELLS)
    licences = ", ".join(each.get("title", each["name"]) for each in table.licences)
    if licences:
        st.caption(f"Licence: {licences}.")


def dictionary(table: Table) -> pd.DataFrame:
    """One row a column of the table: Column, Type, Meaning, Required, Allowed."""
    return pd.DataFrame(
        {
            "Column": [field.name for field in table.fields],
            "Type": ["date (may be a month or a year)" if field.partial_date else field.type for field in table.fields],
            "Meaning": [field.description for field in table.fields],
            "Required": ["yes" if field.constraints.get("required") else "" for field in table.fields],
            "Allowed": [_allowed(field, table) for field in table.fields],
        }
    )


def _allowed(field: Field, table: Table) -> str:
    limits = field.constraints
    if "enum" in limits:
        return ", ".join(limits["enum"])
    pointed = [key.resource for key in table.foreign_keys if key.columns == (field.name,)]
    pointed += [field.references.resource] if field.references else []
    if pointed:
        return f"a key of {', '.join(pointed)}"
    bounds = [f"from {limits['minimum']}"] if "minimum" in limits else []
    bounds += [f"to {limits['maximum']}"] if "maximum" in limits else []
    return " ".join(bounds) or limits.get("pattern", "")
