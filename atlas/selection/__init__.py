"""The reader's choice as one frozen value, to and from a URL, and the rows that it selects."""

from atlas.selection import values
from atlas.selection.choice import KEYS, Choice, default_choice, from_query, part, read_query, to_query
from atlas.selection.rows import (
    action_rows,
    changes_in,
    counts_by_year,
    event_rows,
    facet_counts,
    fact_rows,
    first_day,
    period,
    prepare_answers,
    status_rows,
    year_days,
)
from atlas.selection.values import BadValue

__all__ = [
    "KEYS",
    "BadValue",
    "Choice",
    "action_rows",
    "changes_in",
    "counts_by_year",
    "default_choice",
    "event_rows",
    "facet_counts",
    "fact_rows",
    "first_day",
    "from_query",
    "part",
    "period",
    "prepare_answers",
    "read_query",
    "status_rows",
    "to_query",
    "values",
    "year_days",
]
