"""The words of claims: verdicts, kinds of acts, why a sentence cannot be judged, and what the record has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from atlas.tables.dates import partial_date_problem
from atlas.words.plain import counted, long_date, long_day
from atlas.words.statuses import ACTION_LABELS

VERDICT_LABELS = {
    "supported": "Supported",
    "partly": "Partly",
    "contradicted": "Contradicted",
    "unverifiable": "Unverifiable",
}
"""What the record makes of a claim of the article, by the verdict in `claims.csv`, in the order of the page."""

VERDICT_MEANINGS = {
    "supported": "The record says the same.",
    "partly": "Some of it is right, or the words do not fit exactly.",
    "contradicted": "The record says otherwise.",
    "unverifiable": "Nothing that was read can confirm or refute it.",
}

FINDING_LABELS = {
    "matches": "Matches the record",
    "contradicts": "Contradicts the record",
    "cannot-tell": "Cannot tell",
}
"""What the record makes of a sentence of the reader's text."""

FACT_LABELS = ACTION_LABELS | {"entry_into_force": "entry into force for the state"}
"""What the record has, by the kind of a fact."""

KIND_LABELS = FACT_LABELS | {
    "joining": "joining",
    "withdrawal": "withdrawal",
    "withdrawal_announced": "withdrawal announced",
    "party": "being a party",
    "signatory": "being a signatory",
}
"""What a sentence says, by its kind; "not_" before a kind says that it did not happen."""

REASONS = {
    "not-plain": "It holds words that the rules do not know or cannot place, and they may change what it says",
    "treaty-before": "It names no treaty; the sentence before it names this one",
    "question": "It is a question",
    "supposed": "It is supposed, reported as a claim or denied, not stated",
    "intended": "It speaks of what is planned, possible, decided or asked for, not of an act that happened",
    "not-said-as-done": "It names the act without saying that it happened",
    "negation": "What is denied in it is not clear to the rules",
    "earlier": "It says that something had not happened before some other moment, which the rules cannot place",
    "withdrawal_announced": "An announcement is no act under the treaty; what counts is the notice that the depositary "
    "receives, and the day it takes effect",
    "suspension_announced": "The treaty knows no suspension; whether one can have an effect is contested",
    "shared-name": "The name can mean more than one state",
    "organ": "It tells what a parliament, a government or a person did, which is not yet an act of the state with the "
    "depositary",
    "subject": "It names others beside the state, and the rules cannot say who acted",
    "no-treaty": "It names no treaty, and neither does the sentence before it",
    "several-treaties": "It names several treaties, and the rules cannot say which one is meant",
    "treaty-apart": "The treaty stands apart from the act, and the rules cannot say that they belong together",
    "several-dates": "It names several dates, and the rules cannot say which one is meant",
    "date-apart": "The date stands apart from the act, and the rules cannot say that they belong together",
    "date-unclear": "Its date does not say which day, month or year is meant",
    "fits": "An act in the record fits in state, treaty, kind and date",
    "imprecise-date": "The record has such an act in that time, but the sentence gives no exact day, month or year",
    "other-stage": "What the record has on that date is another step of joining or leaving",
    "day-not-known": "The record does not know the day exactly enough",
    "several-depositaries": "The treaty has several depositaries; a state may have acted with each on another day, and "
    "the record has one of them",
    "not-signed": "The record has no signature of this treaty by any state: states join it by a deposit alone",
    "succession": "A state that succeeded to the treaty can be counted as bound from an earlier day than that of the "
    "treaty's rule",
    "contested-withdrawal": "Whether the state has withdrawn is contested, and the record may lack a notice that was "
    "taken back",
    "after-record": "The copy of the depositary's record does not reach to the end of that time",
    "no-such-act": "The record has no such act at that time",
    "never-such-act": "The record has no such act at all",
    "no-date": "The record has such an act, but the sentence gives no date to match",
    "other-stage-undated": "The record has another step of joining or leaving, not this one",
    "agrees-not": "The record has no such act either, but only an act in the record can match",
    "did-happen": "The record has this act",
    "until": "It can mean that the act followed later",
    "status-agrees": "The record agrees, but the sentence names no dated act to match",
    "status-otherwise": "The status in the record is another one",
    "status-unclear": "The status in the record is on the way, contested or not known to the day",
}
"""Why a verdict was given, by its code."""

RULES = (
    "The text is cut into sentences. In each, the rules look for names of states, names of the eleven treaties, "
    "dates, and verbs of joining and leaving. A sentence without a state or without such a verb is left out, as "
    "is a verb about something else (“joined NATO”, “withdrew its troops”).",
    "A sentence matches only if an act in the record, or what follows from it by the treaty's rule (entry into "
    "force, a withdrawal in effect), fits in state, treaty, kind and date. “In 2025” fits an act on any day of "
    "2025.",
    "A sentence contradicts only if it says plainly that a state did, did not, is or is not, and the record says "
    "otherwise for the whole time that the date can mean.",
    "Everything else is “cannot tell”, with the reason: plans, possibilities, conditions, questions and denials; "
    "what a parliament, a government or a minister did; several dates; dates such as “last July”; names such as "
    "“Congo” alone.",
    "“Withdrew”, “left” and the like mean the day on which the withdrawal takes effect. Where the sentence gives "
    "the day of the notice instead, the page cannot tell what is meant and shows both days. “Joined” means the "
    "deposit; “became a party” or “became bound” the entry into force.",
    "A sentence about how things stand (“is not a party”) names no dated act, so it can contradict the record but"
    " never match. Without a date it is read as of the last day that the copy of the depositary's record reaches.",
    "A sentence is judged only if it has a plain form from its first word to its last, such as “On DATE, STATE signed "
    "TREATY and ratified it on DATE” or “STATE has never joined TREATY”. Any other word or order of words leaves it at "
    "“cannot tell”: it may weaken, deny or turn round what is said.",
    "A sentence that names no treaty is read as about the treaty of the sentence just before it, if that was one "
    "alone, and is never judged; the record is shown beside it.",
    "Names are found in any spelling of ISO 3166-1 or in common use, the longest first and with capital letters; "
    "adjectives (“Finnish”) and capitals (“Helsinki”) are not. Georgia beside words of the US state is left out.",
)
"""How a text is read, one rule a line."""


def kind_label(kind: str) -> str:
    """What a sentence says, in words: "withdrawal", "not: joining"."""
    positive = kind.removeprefix("not_")
    return f"not: {KIND_LABELS[positive]}" if kind != positive else KIND_LABELS[kind]


def date_label(date_said: str) -> str:
    """The dates of a sentence, separated by ";", as words: "July 2023", or as they stand where no rule reads them."""
    dates = [text if partial_date_problem(text) else long_date(text) for text in date_said.split(";") if text]
    return ", ".join(dates) or "no date"


def record_sentence(reason: str, who: str, facts: Sequence[tuple[str, str, bool]], until: date, contest: str) -> str:
    """The reason, then every fact that the record has for the state under the treaty.

    A fact has its kind, its date, and whether that is only the last of several possible days.
    """
    told = "; ".join(
        f"{FACT_LABELS[kind]} {long_date(when)}{' at the latest' if at_latest else ''}"
        for kind, when, at_latest in facts
    )
    contested = f" Contested: {contest}." if contest else ""
    return f"{REASONS[reason]}. {who}: {told or f'no act in the record up to {long_day(until)}'}.{contested}"


def reason_sentence(reason: str, names: Sequence[str]) -> str:
    """The reason alone, with the states that are meant where there are several."""
    meant = f": {' or '.join(names)}" if len(names) > 1 else ""
    return f"{REASONS[reason]}{meant}."


def too_long(length: int, longest: int) -> str:
    """Why a text is refused."""
    return (
        f"The text has {counted(length, 'character')}; at most {longest:,} can be read at once. Nothing was read: "
        "paste it in parts."
    )
