"""Tables in, plain English out: labels, headlines, and what changed. No page writes a sentence of its own."""

from atlas.words.acts import Act, acts_in, change_sentence, state_sentence
from atlas.words.headlines import explanation, headline, timeline_headline
from atlas.words.plain import (
    capitalised,
    counted,
    in_sentence,
    listed,
    long_date,
    long_day,
    treaty_in_sentence,
    unbroken,
    unique_ids,
)
from atlas.words.statuses import CHANGE_VERBS, STATUS_LABELS, STATUS_MEANINGS, count_by_status

__all__ = [
    "CHANGE_VERBS",
    "STATUS_LABELS",
    "STATUS_MEANINGS",
    "Act",
    "acts_in",
    "capitalised",
    "change_sentence",
    "count_by_status",
    "counted",
    "explanation",
    "headline",
    "in_sentence",
    "listed",
    "long_date",
    "long_day",
    "state_sentence",
    "timeline_headline",
    "treaty_in_sentence",
    "unbroken",
    "unique_ids",
]
