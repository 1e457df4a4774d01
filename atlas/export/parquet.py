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


def to_parquet(export: Export) -> bytes:
    """Parquet, compressed with Zstandard; each column has its `title` and `description` as metadata."""
    columns = [_column(export.rows[field.name]) for field in export.table.fields]
    fields = [_described(field, column.type) for field, column in zip(export.table.fields, columns, strict=True)]
    schema = pa.schema(fields, metadata={ABOUT: as_json(about(export))})
    content = io.BytesIO()
    texts = [field.name for field in schema if field.type == pa.string()]
    pq.write_table(pa.table(columns, schema=schema), content, compression="zstd", use_dictionary=texts)
    return content.getvalue()


def _column(cells: pd.Series) -> pa.Array:
    """The cells with the type that says what they are."""
    if cells.dtype.kind == "M":
        return pa.array(cells.astype("datetime64[s]")).cast(pa.date32())
    if isinstance(cells.dtype, pd.CategoricalDtype | pd.StringDtype) or cells.dtype == object:
        return pa.array(cells.astype(object), type=pa.string(), from_pandas=True)
    return pa.array(cells, from_pandas=True)


def _described(field: Field, kind: pa.DataType) -> pa.Field:
    return pa.field(field.name, kind, metadata={"title": field.title, "description": field.description})
