"""Parquet with true types: days as date32, texts in dictionaries, what every column means beside it."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from atlas.export.about import about
from atlas.export.model import Export
from atlas.export.texts import as_json
from atlas.tables.schema import Field

ABOUT = "atlas"
"""The key of the metadata of a file under which `about` stands, as JSON."""


KINDS = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
"""The type of a column by what its description says, so that a file without rows has the same."""


def to_parquet(export: Export) -> bytes:
    """Parquet, compressed with Zstandard; each column has its `title` and `description` as metadata."""
    content = io.BytesIO()
    texts = [field.name for field in export.table.fields if KINDS[field.type] == pa.string()]
    pq.write_table(to_arrow(export), content, compression="zstd", use_dictionary=texts)
    return content.getvalue()


def to_arrow(export: Export) -> pa.Table:
    """The rows as an Arrow table with the described types, and what is described as metadata."""
    fields = export.table.fields
    schema = pa.schema(map(_described, fields), metadata={ABOUT: as_json(about(export))})
    return pa.table([_column(export.rows[field.name], KINDS[field.type]) for field in fields], schema=schema)


def _column(cells: pd.Series, kind: pa.DataType) -> pa.Array:
    if kind == pa.date32() and len(cells):
        return pa.array(cells.astype("datetime64[s]")).cast(kind)
    return pa.array(cells if pd.api.types.is_numeric_dtype(cells) else cells.astype(object), kind, from_pandas=True)


def _described(field: Field) -> pa.Field:
    metadata = {"title": field.title, "description": field.description}
    return pa.field(field.name, KINDS[field.type], metadata=metadata)
