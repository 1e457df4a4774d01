"""The law: treaty actions and treaty rules in, the status of every state on every day out.

`build(tables)` gives a `History`; its methods answer for any day. A status holds on the half-open interval
`since <= day < until`. Nothing here knows a country or a date: both come from the tables.
"""

from atlas.status.history import History, build
from atlas.status.terms import (
    BOUND,
    CONSEQUENCES,
    JOINED,
    LEFT_OR_LEAVING,
    NEVER_ACTED,
    NOT_BOUND,
    NOT_JOINED,
    STATUSES,
    UNABLE,
)

__all__ = [
    "BOUND",
    "CONSEQUENCES",
    "JOINED",
    "LEFT_OR_LEAVING",
    "NEVER_ACTED",
    "NOT_BOUND",
    "NOT_JOINED",
    "STATUSES",
    "UNABLE",
    "History",
    "build",
]
