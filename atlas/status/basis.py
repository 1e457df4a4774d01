"""Why a status holds, in one line with the article: the text of the column `basis`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

UNCONFIRMED = " (article number not checked against the text)"
PERIODS = {
    "first-of-month": "first day of the {nth} month after the month of",
    "months": "{n} months after",
    "days": "{n} days after",
}
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
CAVEATS = {"succession": " (a succession may take effect from independence)"}
Row = Any  # a named tuple of DataFrame.itertuples
ENTRY = [
    "in_force",
    "with_treaty",
    "joiner_rule",
    "joiner_amount",
    "entry_article",
    "joiner_article",
    "joiner_article_confirmed",
]
DEPOSIT = ["join_action", "join_date", "join_first", "join_last"]
NOTICE = ["notice_date", "notice_first", "notice_last", "notice_unit", "notice_amount", "out", "out_computed"]
LEAVE = ["withdrawal_article", "withdrawal_article_confirmed", "armed_conflict_clause"]


def not_open(rows: pd.DataFrame) -> list[str]:
    """One text a row: the treaty did not exist or was not yet open."""
    opened = _texts(rows["opened_for_signature"].fillna(rows["adopted"]))
    signed = rows["opened_for_signature"].notna()
    verbs = ["opened for signature on" if each else "open for consent since its adoption on" for each in signed]
    return [f"treaty {verb} {day}" for verb, day in zip(verbs, opened, strict=True)]


def not_yet_state(rows: pd.DataFrame) -> list[str]:
    """One text a row: the day of independence in the list of states."""
    return [f"independent since {day} (Gleditsch and Ward)" for day in _texts(rows["independent_since"])]


def outside(rows: pd.DataFrame) -> list[str]:
    """One text a row: nothing in the record."""
    return ["no signature or instrument in the record"] * len(rows)


def signatory(rows: pd.DataFrame) -> list[str]:
    """One text a row: the signature."""
    dated = rows[["date", "first", "last"]].itertuples(index=False)
    return [f"signature {_when(date, first, last)}" for date, first, last in dated]


def joining(rows: pd.DataFrame) -> list[str]:
    """One text a row: the instrument and the day it takes effect."""
    reasons = zip(_deposits(rows), _texts(rows["in_force"]), _entry_rules(rows), strict=True)
    return [f"{deposit}; in force from {day} ({rule})" for deposit, day, rule in reasons]


def party(rows: pd.DataFrame) -> list[str]:
    """One text a row: the instrument and the rule that brought the treaty into force for the state."""
    return [f"{deposit}; {rule}" for deposit, rule in zip(_deposits(rows), _entry_rules(rows), strict=True)]


def leaving(rows: pd.DataFrame, verb: str) -> pd.Series:
    """A text for each row with a notice: the notice, and the day it takes effect after the verb; blank elsewhere."""
    noticed = rows.loc[rows["notice_date"].notna(), [*NOTICE, *LEAVE]]
    texts = [f"{_notice(row)}; {verb} {_day(row.out)} ({_exit_rule(row)})" for row in noticed.itertuples(index=False)]
    return pd.Series(texts, index=noticed.index, dtype="str").reindex(rows.index, fill_value="")


def _deposits(rows: pd.DataFrame) -> list[str]:
    dated = rows[DEPOSIT].itertuples(index=False)
    return [
        f"{action} deposited {_when(date, first, last)}{CAVEATS.get(action, '')}" for action, date, first, last in dated
    ]


def _entry_rules(rows: pd.DataFrame) -> list[str]:
    return [_entry_rule(row) for row in rows[ENTRY].itertuples(index=False)]


def _entry_rule(row: Row) -> str:
    if row.with_treaty:
        article = f" ({row.entry_article})" if row.entry_article else ""
        return f"in force with the treaty on {_day(row.in_force)}{article}"
    doubt = "" if row.joiner_article_confirmed else UNCONFIRMED
    return f"computed: {row.joiner_article}, {_period(row.joiner_rule, row.joiner_amount)} deposit{doubt}"


def _exit_rule(row: Row) -> str:
    doubt = "" if row.withdrawal_article_confirmed else UNCONFIRMED
    if not row.out_computed:
        return f"stated by the source; {row.withdrawal_article}{doubt}"
    waits = ", later if the state is in an armed conflict" if row.armed_conflict_clause else ""
    return f"computed: {row.withdrawal_article}, {_period(row.notice_unit, row.notice_amount)} receipt{waits}{doubt}"


def _period(kind: str, amount: int) -> str:
    if amount == 0:
        return "on the day of"
    return PERIODS[kind].format(n=amount, nth=ORDINALS.get(amount, f"{amount}th"))


def _notice(row: Row) -> str:
    return f"notice received {_when(row.notice_date, row.notice_first, row.notice_last)}"


def _when(text: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    if first == last:
        return text
    narrowed = f", not before {_day(first)}" if _day(first)[len(text) :] not in ("", "-01", "-01-01") else ""
    return f"{text} (day not known{narrowed})"


def _texts(days: pd.Series) -> list[str]:
    return [str(day) for day in days.to_numpy("datetime64[D]")]


def _day(day: pd.Timestamp | np.datetime64) -> str:
    return str(day)[:10]
