"""Suppositions in sentences and rows. Each one says "supposed" by itself, so that none can be quoted as a fact."""

from atlas.words.supposing.answers import (
    both_sentence,
    clause_sentence,
    contest_sentence,
    depending_sentence,
    limits_sentence,
    reckoning_sentence,
    remarks,
    supposed_headline,
    supposed_sentence,
)
from atlas.words.supposing.naming import (
    ACTS,
    DONE,
    HEADING,
)
from atlas.words.supposing.refusals import (
    not_possible_label,
    opening_phrase,
    refusal_sentence,
)
from atlas.words.supposing.rows import (
    ROWS,
    figure_rows,
    shown_rows,
    supposed_rows,
)

__all__ = [
    "ACTS",
    "DONE",
    "HEADING",
    "ROWS",
    "both_sentence",
    "clause_sentence",
    "contest_sentence",
    "depending_sentence",
    "figure_rows",
    "limits_sentence",
    "not_possible_label",
    "opening_phrase",
    "reckoning_sentence",
    "refusal_sentence",
    "remarks",
    "shown_rows",
    "supposed_headline",
    "supposed_rows",
    "supposed_sentence",
]
