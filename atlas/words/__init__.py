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
    these,
    treaty_in_sentence,
    unbroken,
    unique_ids,
)
from atlas.words.statuses import (
    ACTION_LABELS,
    CHANGE_VERBS,
    STATUS_LABELS,
    STATUS_MEANINGS,
    action_label,
    count_by_status,
    status_in_sentence,
)

__all__ = [
    "ACTION_LABELS",
    "CHANGE_VERBS",
    "STATUS_LABELS",
    "STATUS_MEANINGS",
    "Act",
    "action_label",
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
    "status_in_sentence",
    "these",
    "timeline_headline",
    "treaty_in_sentence",
    "unbroken",
    "unique_ids",
]
