"""Days, numbers, lists and names as a reader expects them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from atlas.tables import Tables
from atlas.tables.dates import UNITS

WITH_ARTICLE = re.compile(
    r"^United |\b(?:Islands|Republic)$"
    r"|^(?:Bahamas|Comoros|DR Congo|Gambia|Maldives|Netherlands|Philippines|Seychelles|Vatican)$"
)
"""Names of states that take the article in running text: the plurals, the descriptive ones, and a few by custom."""

WITHOUT_ARTICLE = "Protocol"
"""A protocol is told by its number, "CCW Protocol V"; every other short name of a treaty takes the article."""

TOGETHER = re.compile(rf"(?<=\d) (?=[^\W\d])|(?<=\b(?:{'|'.join(calendar.month_abbr[1:])}))(\w*) (?=\d)")
"""The spaces within "5 states" and "22 November 2026"."""

HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
NO_BREAK_SPACE, WORD_JOINER = "\u00a0", "\u2060"


def long_day(day: date | pd.Timestamp | np.datetime64) -> str:
    """10 July 2025."""
    stamp = pd.Timestamp(day)
    return f"{stamp.day} {stamp:%B %Y}"


def long_date(text: str) -> str:
    """A date as precise as it is known: "10 July 2025", "July 2025" or "2025"."""
    if len(text) in UNITS:
        return f"{pd.Timestamp(text):%B %Y}" if len(text) == 7 else text
    return long_day(pd.Timestamp(text))


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counted(number: int, noun: str) -> str:
    """ "1 row", "2 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def these(number: int, noun: str) -> str:
    """ "this row", "these 2 rows"."""
    return f"this {noun}" if number == 1 else f"these {counted(number, noun)}"


def km_text(km: float) -> str:
    """A length: "1,226 km"; one under ten keeps a decimal, and one under a kilometre two."""
    return f"{km:,.{0 if km >= 10 else 1 if km >= 1 else 2}f} km"


def in_sentence(name: str) -> str:
    """The name of a state within a sentence: "Finland", "the United States"."""
    return f"the {name}" if WITH_ARTICLE.search(name) else name


def treaty_in_sentence(short_name: str) -> str:
    """The short name of a treaty within a sentence: "the Mine Ban Convention", "the NPT", "CCW Protocol V"."""
    return short_name if WITHOUT_ARTICLE in short_name else f"the {short_name}"


def short_name(tables: Tables, treaty: str) -> str:
    """The name by which a treaty is commonly called."""
    return str(tables.row("treaties", treaty)["short_name"])


def the_treaty(tables: Tables, treaty: str) -> str:
    """The short name of a treaty within a sentence."""
    return treaty_in_sentence(short_name(tables, treaty))


def capitalised(text: str) -> str:
    """The text as it begins a sentence; the rest of it is left as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def together(text: str) -> str:
    """The text with no line end within a day, or between a number and what it counts."""
    return TOGETHER.sub(rf"\1{NO_BREAK_SPACE}", text)


def unbroken(text: str) -> str:
    """The text for a heading: no line ends within a day, within a word, or between a number and what it counts."""
    return HYPHEN.sub(f"-{WORD_JOINER}", together(text))


def unique_ids(lists: Iterable[str]) -> list[str]:
    """The keys in lists separated by ";", each once, in order."""
    return list(dict.fromkeys(key for text in lists for key in text.split(";") if key))
