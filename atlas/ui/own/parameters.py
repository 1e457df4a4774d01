"""The rule parameters of another treaty: a field for each, as the table of treaties describes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from atlas.own import PARAMETERS
from atlas.tables import Tables
from atlas.tables.schema import Field

FIELDS_A_ROW = 3
FIRST, LAST = date(1800, 1, 1), date(2100, 12, 31)
TRUTH = ("no", "yes")
BLANK = (
    "The subject may stay blank, one of adopted and opened for signature, and the entry into force where the "
    "instruments in the file reach the threshold."
)
HINTS = {
    "subject": "What the treaty is, as a phrase for sentences (“bound by …”); without it, its name.",
    "entry_into_force": "Day the treaty itself entered into force; without it, computed from the threshold.",
    "short_name": "The name used in headings; “(own data)” is put after it.",
}


def ask_parameters(tables: Tables) -> dict[str, str]:
    """The parameters as text, by the columns of the table of treaties; "" where the reader gave nothing."""
    st.markdown("**The rules of that treaty**")
    described = tables.package.table("treaties")
    st.caption(_as_filled_in(tables))
    given = {}
    for start in range(0, len(PARAMETERS), FIELDS_A_ROW):
        row = st.columns(FIELDS_A_ROW, vertical_alignment="bottom")
        for place, name in zip(row, PARAMETERS[start : start + FIELDS_A_ROW], strict=False):
            with place:
                given[name] = _field(described.field(name))
    return given


def _as_filled_in(tables: Tables) -> str:
    """What may stay blank, and what each field holds for the first treaty of the atlas, as an example."""
    described = tables.package.table("treaties")
    first = tables["treaties"].iloc[0]
    filled = "; ".join(f"{described.field(name).title}: *{_filled(first[name])}*" for name in PARAMETERS)
    return f"{BLANK} As an example, a treaty of the atlas: {filled}."


def _filled(value: Any) -> str:
    """A value of the table of treaties as it would be given here."""
    if isinstance(value, bool | np.bool_):
        return TRUTH[int(value)]
    return str(value.date() if isinstance(value, pd.Timestamp) else value)


def _field(field: Field) -> str:
    kind = "enum" if "enum" in field.constraints else field.type
    value = WIDGETS[kind](field, f"own-{field.name}", HINTS.get(field.name, field.description))
    return "" if value is None else str(value)


def _text(field: Field, key: str, tip: str) -> Any:
    return st.text_input(field.title, key=key, help=tip)


def _day(field: Field, key: str, tip: str) -> Any:
    return st.date_input(
        field.title, value=None, min_value=FIRST, max_value=LAST, format="YYYY-MM-DD", key=key, help=tip
    )


def _number(field: Field, key: str, tip: str) -> Any:
    return st.number_input(field.title, value=None, min_value=0, max_value=600, step=1, key=key, help=tip)


def _one_of(field: Field, key: str, tip: str) -> Any:
    return st.selectbox(field.title, field.constraints["enum"], index=None, placeholder="Choose", key=key, help=tip)


def _truth(field: Field, key: str, tip: str) -> Any:
    return st.selectbox(field.title, list(TRUTH), index=None, placeholder="Choose", key=key, help=tip)


WIDGETS: dict[str, Callable[[Field, str, str], Any]] = {
    "string": _text,
    "date": _day,
    "integer": _number,
    "enum": _one_of,
    "boolean": _truth,
}
"""How a field is asked for, by its type."""
