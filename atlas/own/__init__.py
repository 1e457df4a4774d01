"""A reader's own events, or actions of another treaty, in one CSV file: read, checked, and joined to the facts.

`read_own` gives `Own` or every fault; `with_own` gives new tables; the history of them is `atlas.status.build`. No
number, date or state is guessed where the file leaves it open, and what was converted is told.
"""

from atlas.own.columns import ACTIONS, DEFAULTS, EVENTS, LANE, REQUIRED
from atlas.own.examples import example
from atlas.own.joining import FILE_MARK, described, holds_own, with_own
from atlas.own.reading import KINDS, Own, Reading, own_package, read_own
from atlas.own.rules import PARAMETERS, PLACE, is_own, key_of
from atlas.own.text import ENCODINGS, MOST_BYTES

__all__ = [
    "ACTIONS",
    "DEFAULTS",
    "ENCODINGS",
    "EVENTS",
    "FILE_MARK",
    "KINDS",
    "LANE",
    "MOST_BYTES",
    "PARAMETERS",
    "PLACE",
    "REQUIRED",
    "Own",
    "Reading",
    "described",
    "example",
    "holds_own",
    "is_own",
    "key_of",
    "own_package",
    "read_own",
    "with_own",
]
