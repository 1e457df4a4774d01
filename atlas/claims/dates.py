"""The dates that a sentence names, as precise as it names them.

A date is sure when it means one year, month or day of the calendar. Every other date ("last July", "by 2010",
"10/07/2025", "31 February") is kept as what it is, so that nothing is made of it that was not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from atlas.tables.dates import earliest, latest, partial_date_problem

EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|Jul(?:y|\.)?|Aug(?:ust|\.)?|"\
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"  # fmt: skip
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
WITHIN = r"(?<![\w$€£.,/-])"
AFTER = r"(?![\w%/-]|[.,]\d)"
"""What may not stand before and after a date: "$2025", "2025%" and "1,2025" are numbers."""


@dataclass(frozen=True)
class Said:
    """A date as a sentence names it: its words, where they stand, and the first and last day that it can mean.

    `iso` is YYYY, YYYY-MM or YYYY-MM-DD where one of these was named, otherwise the words themselves. `sure` dates mean
    exactly that year, month or day; `readable` ones at least lie between `first` and `last`. `relation` is the word
    before the date that says how it is meant; `relative` ones depend on the day of writing ("last year").
    """

    start: int
    end: int
    iso: str
    first: date = EARLIEST
    last: date = LATEST
    sure: bool = True
    readable: bool = True
    relation: str = ""
    relative: bool = False

    def exactly(self) -> Said:
        """The year, month or day itself, without the word before it."""
        if partial_date_problem(self.iso):
            return self
        first, last = earliest([self.iso])[0].item(), latest([self.iso])[0].item()
        return Said(self.start, self.end, self.iso, first, last)


RELATIONS = {
    "by": "until",
    "until": "until",
    "till": "until",
    "before": "until",
    "prior to": "until",
    "as of": "until",
    "since": "since",
    "after": "since",
    "from": "since",
    "starting": "since",
    "as from": "since",
    "around": "vague",
    "about": "vague",
    "circa": "vague",
    "early": "within",
    "mid": "within",
    "late": "within",
    "between": "within",
    "end of": "within",
    "beginning of": "within",
    "start of": "within",
    "spring": "within",
    "summer": "within",
    "autumn": "within",
    "winter": "vague",
    "or": "vague",
    "not": "vague",
}
"""What a word before a date makes of it: everything until it, everything since, some of it, or nothing certain."""

PATTERNS = (
    ("range", rf"{WITHIN}(?:{DAY}\s?(?:-|–|and|to|or)\s?{DAY}\s(?:of\s)?{MONTH},?\s{YEAR}){AFTER}"),
    ("range", rf"{WITHIN}(?:{MONTH}\s{DAY}\s?(?:-|–|and|to|or)\s?{DAY},?\s{YEAR}){AFTER}"),
    ("range", rf"{WITHIN}(?:{YEAR}\s?(?:-|–|to|or|/)\s?(?:{YEAR}|\d\d)){AFTER}"),
    ("range", rf"(?<=\bbetween\s){YEAR}\sand\s{YEAR}{AFTER}"),
    ("unclear", rf"{WITHIN}(?:{DAY}\s)?{MONTH}(?:\s{DAY})?,?\s?(?:-|–|/|and|to|or|through|until|till)\s?(?:{DAY}\s)?"
     rf"{MONTH}(?:\s{DAY})?,?\s{YEAR}{AFTER}"),
    ("iso", rf"{WITHIN}{YEAR}-\d\d-\d\d(?:T[\d:]+Z?)?(?![\w-])"),
    ("day", rf"{WITHIN}{DAY}\s(?:of\s)?{MONTH},?\s(?:of\s)?{YEAR}{AFTER}"),
    ("day", rf"{WITHIN}{MONTH}\s(?:the\s)?{DAY},?\s(?:of\s)?{YEAR}{AFTER}"),
    ("numbers", r"(?<![\w./-])\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?![\w/-])"),
    ("month", rf"{WITHIN}{MONTH},?\s(?:of\s)?{YEAR}{AFTER}"),
    ("month", rf"{WITHIN}{YEAR}-(?:0[1-9]|1[0-2])(?![\w-])"),
    ("unclear", rf"{WITHIN}{DAY}\s(?:of\s)?{MONTH}(?!\w)"),
    ("unclear", rf"{WITHIN}{MONTH}\s{DAY}(?![\w:])"),
    ("part", rf"{WITHIN}(?:[Ee]arly|[Mm]id|[Ll]ate)-(?:{MONTH}\s)?{YEAR}{AFTER}"),
    ("decade", rf"{WITHIN}(?:19|20)\d0['’]?s\b"),
    ("year", rf"{WITHIN}{YEAR}{AFTER}"),
    ("relative", r"\b(?i:yesterday|today|tomorrow|tonight|recently|(?:a|one|two|three|four|five|six|ten|\d+|several|"
     r"some|many)\s(?:days?|weeks?|months?|years?|decades?)\s(?:ago|later|earlier)|(?:last|this|next|"
     r"(?:the\s)?(?:previous|following|same|past))\s(?:year|month|week|decade|spring|summer|autumn|winter|monday|"
     r"tuesday|wednesday|thursday|friday|saturday|sunday))\b"),
    ("relative", rf"\b(?:last|this|next|every)\s{MONTH}(?!\w)"),
    ("unclear", rf"\b(?:in|during|late|early|since|until|by)\s{MONTH}(?!\w)(?!,?\s(?:of\s)?(?:{YEAR}|{DAY}\b))"),
    ("relative", r"\bon\s(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"),
)  # fmt: skip
ANY = re.compile("|".join(f"(?P<k{place}>{pattern})" for place, (_, pattern) in enumerate(PATTERNS)))
BEFORE = re.compile(
    r"(?:^|(?<=\W))(" + "|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True)) + r")\s?(?:of\s)?(?:the\s)?"
    r"(?:end\sof\s|year\s)?$",
    re.IGNORECASE,
)
EFFECTIVE = re.compile(r"\b(?:with\seffect|effective)\s(?:from|as\sof|as\sfrom)\s$", re.IGNORECASE)
PARTS = re.compile(rf"{MONTH}|\d+")


def dates(sentence: str) -> tuple[Said, ...]:
    """Every date of the sentence, in order."""
    return tuple(_related(sentence, _said(found)) for found in ANY.finditer(sentence))


def _said(found: re.Match[str]) -> Said:
    kind = PATTERNS[int(str(found.lastgroup)[1:])][0]
    words, place = found[0], (found.start(), found.end())
    if kind == "range":
        return _range(words, *place)
    if kind == "decade":
        year = int(words[:4])
        return Said(*place, words, date(year, 1, 1), date(year + 9, 12, 31), sure=False)
    iso = _iso(words, kind)
    if not iso or partial_date_problem(iso):
        return Said(*place, words, sure=False, readable=False, relative=kind == "relative")
    whole = kind != "part"
    return Said(*place, iso if whole else words, earliest([iso])[0].item(), latest([iso])[0].item(), sure=whole)


def _iso(words: str, kind: str) -> str:
    """The date as YYYY, YYYY-MM or YYYY-MM-DD, which may not be in the calendar; "" where the words do not say."""
    if kind in ("unclear", "relative"):
        return ""
    if kind in ("iso", "year") or (kind == "month" and words[4:5] == "-"):
        return words[:10]
    parts = PARTS.findall(words)
    if kind == "numbers":
        first, second, year = parts
        return f"{year}-{int(second):02}-{int(first):02}" if len(year) == 4 and int(first) > 12 >= int(second) else ""
    months = [f"{_month(part):02}" for part in parts if part[0].isalpha()]
    numbers = [part for part in parts if part[0].isdigit()]
    return "-".join([numbers[-1], *months, *(f"{int(day):02}" for day in numbers[:-1])])


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _range(words: str, start: int, end: int) -> Said:
    """Two days of a month, or two years, as everything between them."""
    parts = PARTS.findall(words)
    months = [f"{_month(part):02}" for part in parts if part[0].isalpha()]
    numbers = [part for part in parts if part[0].isdigit()]
    if months:
        bounds = [f"{numbers[-1]}-{months[0]}-{int(day):02}" for day in numbers[:2]]
    else:
        bounds = [numbers[0], numbers[1] if len(numbers[1]) == 4 else numbers[0][:2] + numbers[1]]
    if any(map(partial_date_problem, bounds)) or bounds[0] > bounds[1]:
        return Said(start, end, words, sure=False, readable=False)
    return Said(start, end, words, earliest(bounds)[0].item(), latest(bounds)[1].item(), sure=False)


def _related(sentence: str, said: Said) -> Said:
    """The date with what the words before it make of it."""
    before = sentence[max(0, said.start - 24) : said.start]
    found = BEFORE.search(before)
    if not found or not said.readable or EFFECTIVE.search(before):
        return said
    word = found[1].lower()
    relation = RELATIONS[word]
    first, last = {
        "until": (EARLIEST, said.last),
        "since": (said.first, LATEST),
        "within": (said.first, said.last),
        "vague": (EARLIEST, LATEST),
    }[relation]
    if word in ("before", "prior to"):
        last = said.first - timedelta(days=1)
    if word == "after":
        first = min(said.last + timedelta(days=1), LATEST)
    known = relation != "vague"
    return Said(said.start, said.end, said.iso, first, last, sure=False, readable=known, relation=word)


def several(found: tuple[Said, ...]) -> str:
    """The dates as one text, separated by ";"."""
    return ";".join(dict.fromkeys(each.iso for each in found))
