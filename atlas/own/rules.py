"""The rule parameters of another treaty, as a reader gives them, as a row of the table of treaties."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from atlas.selection.finding import fold
from atlas.status.rules import RULES, apply_rules
from atlas.tables import Tables
from atlas.tables.dates import latest, partial_date_problem
from atlas.tables.faults import Fault
from atlas.tables.reading import Rows
from atlas.tables.record import JOINS
from atlas.tables.sources import OWN

KEY = "own_"
"""How the key of a reader's own treaty begins; none of the project's does."""

SAID = "own data"
PARAMETERS = (
    "short_name",
    "subject",
    "adopted",
    "opened_for_signature",
    "entry_into_force",
    "threshold",
    "joiner_rule",
    "joiner_amount",
    "joiner_from",
    "notice_unit",
    "notice_amount",
    "armed_conflict_clause",
)
"""What a reader is asked for: columns of the table of treaties."""

PLACE = "rule parameters"
"""What faults of the parameters name as their file."""

LONGEST_NAME = 60


def key_of(short_name: str) -> str:
    """The key of an own treaty: `own_` and the words of its name in small letters."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(short_name)).strip("_")
    return KEY + (words[:40].strip("_") or "treaty")


def is_own(treaty: str) -> bool:
    """Whether the key is that of a reader's own treaty."""
    return treaty.startswith(KEY)


def treaty_rows(given: Mapping[str, str], actions: Rows, tables: Tables, name: str) -> tuple[Rows, list[str]]:
    """The one row of the own treaty as text, not yet checked, and what was computed for it.

    Where the day of entry into force is not given, the threshold and the rule lead to it from the instruments in
    `actions`; it stays blank where they do not.
    """
    table = tables.package.table("treaties")
    short, told = given.get("short_name", "").strip(), []
    entry = given.get("entry_into_force", "")
    if not entry and (entry := _computed_entry(given, actions)):
        told.append(f"Entry into force computed from the threshold and the instruments in the file: {entry}.")
    row = dict.fromkeys(table.columns, "") | {name: given.get(name, "").strip() for name in PARAMETERS}
    row |= {
        "treaty": key_of(short),
        "short_name": f"{short} ({SAID})" if short else "",
        "official_title": f"{short}: parameters and actions as brought in {name}",
        "subject": f"{row['subject'] or short} ({SAID})",
        "adopted": row["adopted"] or row["opened_for_signature"] or entry,
        "entry_into_force": entry,
        "depositary": f"as brought in {name}",
        "depositaries": "1",
        "entry_rule": f"{_in_words(row['joiner_rule'], row['joiner_amount'])} the deposit, as brought in {name}",
        "withdrawal_rule": f"{row['notice_amount']} {row['notice_unit']} after receipt, as brought in {name}",
        "joiner_article": "rule brought with own data",
        "withdrawal_article": "rule brought with own data",
        "joiner_article_confirmed": "yes",
        "withdrawal_article_confirmed": "yes",
        "record_until": str(tables.checked),
        "source_id": OWN,
        "note": "Own data: not part of the facts of the atlas.",
    }
    # What is made of a blank begins with a space, which would be told as a fault of a column that nobody is asked for.
    return Rows(tuple(table.columns), (1,), (tuple(row[column].strip() for column in table.columns),)), told


def parameter_faults(given: Mapping[str, str], actions: Rows, tables: Tables) -> list[Fault]:
    """Faults that the checker cannot word, because it does not know how the row was made from what was given."""
    faults, short = [], given.get("short_name", "").strip()
    if len(short) > LONGEST_NAME:
        faults.append(Fault(PLACE, 1, "short_name", f"has {len(short)} characters; at most {LONGEST_NAME}"))
    if not given.get("entry_into_force") and not _computed_entry(given, actions):
        problem = "is missing; give the day, or a threshold that the instruments in the file reach"
        if given.get("threshold", "").isdigit():
            problem += f" ({len(_first_instruments(actions))} of {given['threshold']} states have deposited one)"
        faults.append(Fault(PLACE, 1, "entry_into_force", problem))
    return faults


def _in_words(kind: str, amount: str) -> str:
    words = {"first-of-month": f"first day of month {amount} after the month of"}
    return words.get(kind, f"{amount} {kind} after")


def _computed_entry(given: Mapping[str, str], actions: Rows) -> str:
    """The day to which the rule leads from the instrument that reached the threshold; "" where there is none."""
    threshold, amount, kind = (given.get(name, "") for name in ("threshold", "joiner_amount", "joiner_rule"))
    days = _first_instruments(actions)
    if not (threshold.isdigit() and amount.isdigit() and kind in RULES and 0 < int(threshold) <= len(days)):
        return ""
    reached = days[int(threshold) - 1 : int(threshold)]
    return str(apply_rules([kind], reached, np.array([int(amount)], dtype="int64"))[0])


def _first_instruments(actions: Rows) -> np.ndarray:
    """The last possible day of the first instrument of each state, in order."""
    columns = (actions.column(name) for name in ("iso3", "action", "date"))
    joined = [(iso3, text) for iso3, act, text in zip(*columns, strict=True) if act in JOINS]
    dated = [(iso3, text) for iso3, text in joined if text and not partial_date_problem(text)]
    first: dict[str, np.datetime64] = {}
    for (iso3, _), day in zip(dated, latest([text for _, text in dated]), strict=True):
        first[iso3] = min(first.get(iso3, day), day)
    return np.array(sorted(first.values()), dtype="datetime64[D]")
