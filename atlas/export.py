"""A table in, bytes out."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd


def to_csv(table: pd.DataFrame) -> bytes:
    """UTF-8 CSV with a header: days as YYYY-MM-DD, truth as true and false, nothing where nothing is known."""
    return plain(table).to_csv(index=False, lineterminator="\n").encode("utf-8")


def to_json(table: pd.DataFrame) -> bytes:
    """UTF-8 JSON, a list with an object a row: days as texts, truth as true and false, null where nothing is known."""
    records = _days_as_text(table).astype(object)
    rows: list[dict[str, Any]] = records.where(records.notna(), None).to_dict("records")
    return (json.dumps(rows, ensure_ascii=False, indent=1, default=_plain_number) + "\n").encode("utf-8")


FORMATS = {"csv": to_csv, "json": to_json}


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every day and every truth as the text that is written to files."""
    texts = _days_as_text(table)
    truths = texts.select_dtypes("bool").columns
    days = table.select_dtypes("datetime").columns
    return texts.assign(
        **{column: texts[column].map({True: "true", False: "false"}) for column in truths},
        **{column: texts[column].fillna("") for column in days},
    )


def _days_as_text(table: pd.DataFrame) -> pd.DataFrame:
    days = table.select_dtypes("datetime").columns
    return table.assign(**{column: table[column].dt.strftime("%Y-%m-%d") for column in days})


def _plain_number(value: Any) -> Any:
    return value.item()
