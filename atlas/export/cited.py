"""What the rows of a file rest on: the sources that they cite, and the licences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from atlas.export.model import Export

CITING = ("source_id", "source_ids", "contest_source")
"""Columns that hold keys of sources, several of them separated by ";"."""


def cited_sources(export: Export) -> pd.DataFrame:
    """The rows of `sources` whose keys these very rows hold, in the order of that table."""
    named = {
        key
        for column in CITING
        if column in export.rows
        for cell in export.rows[column].unique()
        for key in _keys(cell)
    }
    sources = export.tables["sources"]
    return sources[sources["source_id"].isin(named)].reset_index(drop=True)


def licences(export: Export) -> list[Mapping[str, str]]:
    """The licences of the table; of a computed one, those of all tables of facts that it can be computed from."""
    own = (
        [export.table.licences] if export.table.licences else [table.licences for table in export.tables.package.tables]
    )
    return list({licence["title"]: licence for found in own for licence in found}.values())


def _keys(cell: object) -> list[str]:
    return cell.split(";") if isinstance(cell, str) else []
