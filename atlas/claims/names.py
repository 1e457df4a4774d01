"""The states that a sentence names, the longest name first: "Guinea-Bissau" is not "Guinea".

Names come from `atlas.selection.finding`. A name that is only a part of a longer one ("Michael Jordan", "New Mexico",
"Gulf of Oman", "Northern Ireland") is no state, and "Georgia" is none beside the words of the US state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from atlas.selection import finding
from atlas.tables import Tables

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?", re.UNICODE)
POSSESSIVE = re.compile(r"['’]s?$")
JOINERS = re.compile(r"[\s\-–,]{1,2}|\s?&\s?")
"""What may stand between two words of one name."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEADING = _words(
    "a according across after all although among and as at because before besides both but by despite does did do "
    "during either even except far following for former formerly from had has have how if in including instead is "
    "it later like meanwhile neighbouring neighboring neither next nor not now of on once only or other over since so "
    "that the their then there this though to today together toward towards under unless unlike until was were what "
    "when where whereas whether which while who why will with within without would yet yesterday both state states "
    "party parties republic kingdom commonwealth neighbour baltic nordic european african asian nato eu signatory "
    "news update breaking note fact claim also earlier recently officially finally "
    "january february march april may june july august september october november december "
    "minister president premier chancellor king queen foreign defence defense prime parliament government"
)
"""Words that may stand before the name of a state with a capital letter and do not make it part of a longer name."""

PLACES_OF = re.compile(
    r"\b(?:Gulf|Bay|Bank|Sea|Strait|Straits|University|Church|Cape|Lake|Isle|Isles|Province|Duke|Duchess|Bishop|"
    r"Archbishop|Musée|Museum|College|Voice|Times|Radio)\sof\s(?:the\s)?$"
)
AFTERWARDS = _words(
    "mine ban ottawa anti-personnel antipersonnel convention treaty arms chemical biological nuclear npt tpnw att cwc "
    "bwc ccw ccm oslo i ii january february march april may june july august september october november december "
    "president prime minister foreign defence defense government parliament senate congress secretary ambassador "
    "and or secretary-general cabinet army state"
)
"""Words that may follow the name of a state with a capital letter and do not make it part of a longer name."""

HYPHENED_BEFORE, HYPHENED_AFTER = re.compile(r"[^\W\d_]-$"), re.compile(r"-[^\W\d_]")
"""A name joined to another word is not the state: "Finland-based", "anti-Norway"."""

OTHER_BEARERS: Mapping[str, re.Pattern[str]] = {
    "Georgia": re.compile(
        r"\b(?:Atlanta|Savannah|Augusta|Macon|Alabama|Florida|Tennessee|Carolina|Texas|Ohio|Michigan|"
        r"Virginia|Fulton|Kemp|Republicans?|Democrats?|Gov|Sen|Rep|U\.?S\.? state|state of|governor|senators?|"
        r"legislature|statehouse|runoff|South Georgia|Georgia Tech|congress(?:wo)?man)\b"
    ),
    "China": re.compile(r"(?<!People's )(?<!People’s )\bRepublic of China\b"),
}
"""By a name: the words that say that it means another place or a person; the state is then left out."""


class Named(NamedTuple):
    """A name where it stands: the states that it can mean (several where it does not say which), and its form."""

    start: int
    end: int
    states: tuple[str, ...]
    possessive: bool


def states_in(sentence: str, tables: Tables) -> tuple[Named, ...]:
    """Every state that the sentence names, in order."""
    return tuple(
        found
        for found in _candidates(sentence, tables)
        if not _in_longer_name(sentence, found) and not _another(sentence, found)
    )


class Lookup(NamedTuple):
    """Folded names and abbreviations with the states that bear them, and the words of the longest name."""

    names: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, str]
    longest: int


@lru_cache(maxsize=4)
def _lookup(tables: Tables) -> Lookup:
    known = {name: (iso3,) for name, iso3 in finding.names(tables).items()} | dict(finding.shared_names(tables))
    return Lookup(known, finding.abbreviations(tables), max(len(name.split()) for name in known))


def _candidates(sentence: str, tables: Tables) -> Iterator[Named]:
    lookup = _lookup(tables)
    words = list(WORD.finditer(sentence))
    place = 0
    while place < len(words):
        found = _longest(sentence, words, place, lookup)
        if found:
            named, count = found
            yield named
            place += count
        else:
            place += 1


def _longest(sentence: str, words: list[re.Match[str]], place: int, lookup: Lookup) -> tuple[Named, int] | None:
    """The longest name that begins with this word, and how many words it has."""
    first = words[place]
    if not first[0][0].isupper():
        return None
    short = POSSESSIVE.sub("", first[0]).replace(".", "")
    if short in lookup.abbreviations:
        end = first.end() - (first[0].endswith(".") and first[0].count(".") == 1)
        named = Named(first.start(), end, (lookup.abbreviations[short],), bool(POSSESSIVE.search(first[0])))
        return named, 1
    if finding.fold(POSSESSIVE.sub("", first[0])).split()[:1] == []:
        return None
    for count in range(_run(sentence, words, place, lookup.longest), 0, -1):
        last = words[place + count - 1]
        whole = sentence[first.start() : last.end()].rstrip(".")
        bare = POSSESSIVE.sub("", whole)
        states = lookup.names.get(finding.fold(bare))
        if states and bare[0].isupper() and (count == 1 or any(map(str.isupper, last[0]))):
            return Named(first.start(), first.start() + len(whole), states, bare != whole), count
    return None


def _run(sentence: str, words: list[re.Match[str]], place: int, longest: int) -> int:
    """How many words from this one on may belong to one name."""
    count = 1
    while count < longest and place + count < len(words):
        gap = sentence[words[place + count - 1].end() : words[place + count].start()]
        if not JOINERS.fullmatch(gap):
            break
        count += 1
    return count


def _in_longer_name(sentence: str, found: Named) -> bool:
    before, after = sentence[: found.start], sentence[found.end :]
    if PLACES_OF.search(before[-30:]) or HYPHENED_BEFORE.search(before) or HYPHENED_AFTER.match(after):
        return True
    previous = re.search(r"(?:^|(?<=[\s(“\"‘]))([^\W\d_][\w'’.-]*)[ -]$", before[-40:])
    if previous and previous[1][0].isupper() and previous[1].lower().rstrip(".") not in LEADING:
        return not previous[1].endswith(("'s", "’s")) and not previous[1].isupper()
    following = re.match(r"[ -]([^\W\d_][\w-]*)", after)
    if found.possessive or not following or not following[1][0].isupper():
        return False
    return following[1].lower() not in AFTERWARDS and not following[1].isupper()


def _another(sentence: str, found: Named) -> bool:
    name = sentence[found.start :]
    return any(name.startswith(bearer) and words.search(sentence) for bearer, words in OTHER_BEARERS.items())
