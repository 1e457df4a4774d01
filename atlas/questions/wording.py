"""The sentences and rows by which a question says why its answer is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from atlas.questions.ground import Deposit, Ground
from atlas.questions.record import Span, Standing
from atlas.status.basis import UNCONFIRMED
from atlas.words import STATUS_LABELS, capitalised, in_sentence, listed, long_day, unique_ids

OF_ACTION = {
    "ratification": "ratification of",
    "acceptance": "acceptance of",
    "approval": "approval of",
    "accession": "accession to",
}
STANDS = {
    "outside": "had neither signed nor joined by {day}",
    "signatory": "had signed on {since}, but had not joined by {day}",
    "joining": "had deposited its instrument on {since}, but was bound only from {until}",
    "party": "was bound from {since}",
    "withdrawing": "gave notice of withdrawal on {since}, but was still bound on {day}",
    "withdrawn": "gave notice of withdrawal on {before} and left on {since}",
}
"""How a state stood on a day, by its status."""

BY_WITHDRAWAL = ("withdrawing", "withdrawn")


def name_of(standing: Standing) -> str:
    """The name of a state within a sentence."""
    return in_sentence(standing.name)


def opening_name(standing: Standing) -> str:
    """The name of a state that begins a sentence."""
    return capitalised(name_of(standing))


def stands(standing: Standing, day: date) -> str:
    """How a state stood on a day and since when: "Finland left on 10 January 2026"."""
    span = standing.span_on(day)
    before = standing.span_on(span.since - timedelta(days=1)) if span.since > date.min else span
    days = {"day": day, "since": span.since, "until": span.until, "before": before.since}
    said = STANDS[span.status].format_map({key: _text(each) for key, each in days.items()})
    return f"{name_of(standing)} {said}{' at the latest' * (span.status == 'party' and standing.is_open(span.since))}"


def standing_sentences(first: Standing, others: Sequence[Standing], day: date) -> str:
    """How the state in question stood on the day, and how the others did."""
    said = capitalised(f"{stands(first, day)}.")
    return f"{said} {capitalised('; '.join(stands(each, day) for each in others))}." if others else said


def consents(ground: Ground, deposit: Deposit) -> str:
    """The act of joining within a sentence: "deposited its instrument of accession to the NPT"."""
    if ground.record.treaty["within"]:
        return f"notified its consent to be bound by {ground.treaty}"
    return f"deposited its instrument of {OF_ACTION[deposit.action]} {ground.treaty}"


def among_regions(ground: Ground) -> str:
    """The sentence that says which states are counted; empty where all are."""
    if not ground.scope.region:
        return ""
    return f" Count only the states that the United Nations places under: {listed(sorted(ground.scope.region))}."


def entry_article(ground: Ground, *, with_treaty: bool = False) -> str:
    """The rule of entry into force with its article, after the day of the treaty's own where that decides."""
    row = ground.record.treaty
    article = f" ({row['entry_article']})" if row["entry_article"] else ""
    own = f"The treaty itself entered into force on {long_day(ground.entry)}{article}. " if with_treaty else ""
    return f"{own}{row['entry_rule']}{'' if row['joiner_article_confirmed'] else UNCONFIRMED}"


def withdrawal_article(ground: Ground) -> str:
    """The rule of withdrawal with its article."""
    row = ground.record.treaty
    return f"{row['withdrawal_rule']}{'' if row['withdrawal_article_confirmed'] else UNCONFIRMED}"


def article_of(ground: Ground, status: str) -> str:
    """The rule that decides a status: that of withdrawal once there is a notice, otherwise that of entry into force."""
    return withdrawal_article(ground) if status in BY_WITHDRAWAL else entry_article(ground)


def status_table(standings: Iterable[Standing], *days: date) -> pd.DataFrame:
    """One row a state and day: its status, from and until when it holds, and the reason; texts for a reader."""
    rows = [(standing, day, standing.span_on(day)) for day in days for standing in standings]
    return pd.DataFrame(
        {
            "Day": [long_day(day) for _, day, _ in rows],
            "State": [standing.name for standing, _, _ in rows],
            "Status": [STATUS_LABELS[span.status] for _, _, span in rows],
            "From": [_text(span.since) for _, _, span in rows],
            "Until": [_text(span.until) for _, _, span in rows],
            "Reason": [span.basis for _, _, span in rows],
        }
    )


def sources_of(spans: Iterable[Span], *more: str) -> tuple[str, ...]:
    """The keys of the sources of statuses, and more, each once."""
    return tuple(unique_ids([*(span.source_ids for span in spans), *more]))


def _text(day: date) -> str:
    return "" if day in (date.min, date.max) else long_day(day)
