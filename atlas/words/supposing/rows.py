"""Suppositions as rows: of a page, and of files, where the columns are a public contract."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from atlas.status.supposing import Figures, Supposition
from atlas.tables import Tables
from atlas.words.plain import long_day
from atlas.words.statuses import STATUS_LABELS
from atlas.words.supposing.answers import clause_sentence

ROWS = [
    "supposed",
    "treaty",
    "iso3",
    "name",
    "act",
    "day",
    "status_before",
    "takes_effect",
    "status_after",
    "article",
    "rule",
    "armed_conflict_clause",
    "bound_before",
    "bound_after",
]
"""Columns of the rows of suppositions, in the order of files: a public contract."""


def figure_rows(today: Figures, answer: Supposition, tables: Tables) -> pd.DataFrame:
    """Bound, joined and left: a row each, with the number of states today and, on the day of the effect, both ways."""
    day = long_day(answer.takes_effect)
    columns = {
        f"Today, {long_day(tables.checked)}": today,
        f"{day}, by the record": answer.recorded,
        f"{day}, supposed": answer.supposed,
    }
    labels = ["Bound", "Deposited and not withdrawn", "Left"]
    return pd.DataFrame(
        {column: [numbers.bound, numbers.joined, numbers.left] for column, numbers in columns.items()},
        index=pd.Index(labels, name="Number of states"),
    )


def supposed_rows(answers: Iterable[Supposition], tables: Tables) -> pd.DataFrame:
    """One row a supposition, columns `ROWS`; days are datetime64[s].

    `bound_before` and `bound_after`: states bound on the day of the effect by the record, and with the supposition.
    """
    rows = pd.DataFrame([_row(answer, tables) for answer in answers], columns=ROWS)
    return rows.astype({"supposed": "bool", "day": "datetime64[s]", "takes_effect": "datetime64[s]"})


def shown_rows(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """The rows of `supposed_rows` with the headings and labels of a page."""
    return pd.DataFrame(
        {
            "Treaty": [tables.row("treaties", key)["short_name"] for key in rows["treaty"]],
            "Status then": rows["status_before"].map(STATUS_LABELS),
            "Supposed effect": rows["takes_effect"].dt.strftime("%Y-%m-%d"),
            "Article": rows["article"],
            "Bound then, by the record": rows["bound_before"],
            "Bound then, supposed": rows["bound_after"],
            "Rule": rows["rule"],
            "Armed conflict": rows["armed_conflict_clause"],
        }
    )


def _row(answer: Supposition, tables: Tables) -> dict[str, object]:
    own = {column: getattr(answer, column) for column in ROWS if hasattr(answer, column)}
    return own | {
        "supposed": True,
        "name": tables.row("states", answer.iso3)["name"],
        "armed_conflict_clause": clause_sentence(answer, tables),
        "bound_before": answer.recorded.bound,
        "bound_after": answer.supposed.bound,
    }
