"""The law as tables: what each status means under a treaty, and the rules of the treaties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from atlas import words
from atlas.export.texts import plain
from atlas.status import STATUSES
from atlas.tables import Tables


def statuses(tables: Tables, treaty: str) -> pd.DataFrame:
    """One row a status: Status, Code, Meaning, and the article of the treaty that governs it."""
    row = tables.row("treaties", treaty)
    articles = {
        "joining": _article(row, "joiner"),
        "party": ", ".join(filter(None, [row["entry_article"], _article(row, "joiner")])),
        "withdrawing": _article(row, "withdrawal"),
        "withdrawn": _article(row, "withdrawal"),
    }
    return pd.DataFrame(
        {
            "Status": [words.STATUS_LABELS[code] for code in STATUSES],
            "Code": list(STATUSES),
            "Meaning": [words.STATUS_MEANINGS[code] for code in STATUSES],
            row["short_name"]: [articles.get(code, "") for code in STATUSES],
        }
    )


def rules(tables: Tables) -> pd.DataFrame:
    """One row a treaty: its rules of entry into force and withdrawal in words, and how far the record reads."""
    treaties = plain(tables["treaties"])
    named = {
        "short_name": "Treaty",
        "entry_into_force": "In force since",
        "entry_rule": "In force for a state",
        "withdrawal_rule": "Withdrawal",
        "depositary": "Depositary",
        "record_until": "Record read up to",
        "note": "Note",
    }
    return treaties[list(named)].rename(columns=named)


def _article(treaty: Mapping[str, Any], which: str) -> str:
    confirmed = treaty[f"{which}_article_confirmed"]
    return str(treaty[f"{which}_article"]) + ("" if confirmed else " (number not checked against the text)")
