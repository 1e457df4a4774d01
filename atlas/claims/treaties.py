"""The treaties that a sentence names: by title, short name or another name in use, and those it only points at.

"The treaty", "the convention" and "it" point at a treaty that was named before. Any other treaty with a name of its own
("the Paris Agreement") is none of the atlas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from atlas.tables import Tables

TREATY = r"(?:Convention|Treaty|Accord|Agreement|Pact|Ban|convention|treaty|accord|agreement|pact|ban)"
MINES = r"(?:(?:[Aa]nti-?\s?[Pp]ersonnel\s)?(?:[Ll]and)?-?[Mm]ines?|[Ll]and\s[Mm]ines?)"
ALIASES: Mapping[str, tuple[str, ...]] = {
    "mbt": (
        rf"Ottawa\s(?:Mine\sBan\s|{MINES}\s)?{TREATY}(?:\s(?:banning|prohibiting)\s(?:the\suse\sof\s)?{MINES})?",
        rf"(?:[Aa]nti-?\s?[Pp]ersonnel\s)?(?:[Ll]and)?-?[Mm]ine[s-]?\s?-?[Bb]an(?:ning)?\s{TREATY}",
        rf"(?:[Aa]nti-?\s?)?[Ll]and-?\s?[Mm]ines?\s{TREATY}",
        rf"[Aa]nti-?\s?[Pp]ersonnel\s(?:[Ll]and)?-?[Mm]ines?\s(?:[Bb]an\s)?{TREATY}",
        rf"{TREATY}\s(?:that\sbans|banning|prohibiting|against|on|outlawing)\s(?:the\suse\sof\s)?"
        r"(?:anti-?\s?personnel\s)?(?:land)?-?\s?mines",
        r"APMBC",
        r"APLC",
        r"MBT",
    ),
    "ccm": (
        r"Oslo\s(?:Convention|Treaty)",
        rf"[Cc]luster\s?-?(?:[Mm]unitions?|[Bb]ombs?)\s(?:[Bb]an\s)?{TREATY}",
        rf"{TREATY}\s(?:banning|prohibiting|against|on)\s[Cc]luster\s(?:[Mm]unitions|[Bb]ombs)",
        r"CCM",
    ),
    "ccw": (
        r"CCW(?:\sConvention)?",
        r"(?:UN\s)?Convention\son\sCertain\sConventional\sWeapons",
        r"Inhumane\sWeapons\sConvention",
    ),
    "ccw_p2": (
        r"(?:original\s)?CCW\sProtocol\sII(?:\s\(original\))?",
        r"(?:original\s)?Protocol\sII\s(?:to|of)\sthe\sCCW(?!\sas\samended)",
    ),
    "ccw_ap2": (
        r"(?:CCW(?:'s|’s)?\s)?Amended\s(?:(?:Mines\s)?Protocol\sII|Mines\sProtocol)(?:\s(?:to|of)\sthe\sCCW)?",
        r"Protocol\sII\s(?:to\sthe\sCCW\s)?as\samended",
    ),
    "ccw_p5": (
        r"(?:CCW(?:'s|’s)?\s)Protocol\sV",
        r"Protocol\sV\s(?:to|of)\sthe\sCCW",
        r"(?:CCW(?:'s|’s)?\s)?Protocol\son\sExplosive\sRemnants\sof\sWar",
    ),
    "att": (r"ATT", r"(?:UN\s)?[Aa]rms\s[Tt]rade\s[Tt]reaty"),
    "tpnw": (
        r"TPNW",
        r"[Nn]uclear\s(?:[Ww]eapons?\s)?(?:[Bb]an|[Pp]rohibition)\s[Tt]reaty",
        r"Treaty\sto\sBan\sNuclear\sWeapons",
    ),
    "cwc": (r"CWC", r"[Cc]hemical\s[Ww]eapons\s(?:[Bb]an\s)?(?:[Cc]onvention|[Tt]reaty)"),
    "bwc": (r"BTWC", r"BWC", r"[Bb]iological\s(?:and\s[Tt]oxin\s)?[Ww]eapons\s(?:[Cc]onvention|[Tt]reaty)"),
    "npt": (
        r"NPT",
        r"(?:[Nn]uclear\s)?[Nn]on-?[Pp]roliferation\s[Tt]reaty",
        r"(?:Nuclear\s)?Nonproliferation\sTreaty",
    ),
}  # fmt: skip
"""Names of treaties in use beside their titles and short names, as patterns by key."""

ABBREVIATIONS = "APMBC|APLC|MBT|CCM|CCW|ATT|TPNW|CWC|BTWC|BWC|NPT"

OTHER = re.compile(
    r"\b(?:[A-Z][\w-]*\s(?:(?:on|for|of|and|the)\s)?){1,6}(?:Agreement|Accords?|Pact|Protocols?|Charter|Conventions?|"
    r"Treaty|Statute|Covenant)\b(?:\s(?:on|for|of|against|to)\s(?:the\s)?[A-Z]\w*(?:\s(?:of|and|the|on)?\s?[A-Z]\w*)*)?"
    r"|\b(?:Convention|Treaty|Covenant|Protocol|Charter)\s(?:on|for|of|against)\s(?:the\s)?[A-Z]\w*"
    r"(?:\s(?:of|and|the|on)?\s?[A-Z]\w*)*|\b(?:New\s)?START\b|\bINF\b|\bCTBT\b"
)
POINTING = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Bb]oth)\s(?:(?:landmark|global|international|historic|so-called|UN|same|"
    r"1997|2008|multilateral|disarmament|important|key|major|whole)\s){0,3}"
    r"(?:convention|treaty|accord|pact|agreement|ban|protocol|Convention|Treaty|Protocol|instrument)\b"
    r"(?!\s(?:on|for|against|of|between|that\s(?:bans|prohibits)))(?!['’]s)"
)
SHARED = re.compile(r"Oslo\s(?:Convention|Treaty)|Ottawa\s(?:Accord|Agreement|Pact)|.*\s[Bb]an")
"""Names that other treaties or laws bear, too."""

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
INDEFINITE = re.compile(r"\b(?:an?|its|their|this|his)\s(?:\w+\s)?$")
IT = re.compile(r"\b(?:it|them)\b")


class Treaty(NamedTuple):
    """A treaty where it stands: its key, "" where it is only pointed at, `OTHER_TREATY` where the atlas has it not."""

    start: int
    end: int
    key: str


OTHER_TREATY = "other"


def treaties_in(sentence: str, tables: Tables) -> tuple[Treaty, ...]:
    """Every treaty that the sentence names or points at, in order."""
    named = [Treaty(found.start(), found.end(), _key(found, tables)) for found in _named(tables).finditer(sentence)]
    taken = list(named)
    for pattern, key in ((OTHER, OTHER_TREATY), (POINTING, "")):
        for found in pattern.finditer(sentence):
            if all(found.end() <= each.start or each.end <= found.start() for each in taken):
                taken.append(Treaty(found.start(), found.end(), key))
    return tuple(sorted(taken))


def _key(found: re.Match[str], tables: Tables) -> str:
    """The key of the treaty; a shared name means another one after "a" and beside a year before the adoption."""
    key = str(found.lastgroup).rstrip("0123456789").removesuffix("_n")
    if SHARED.fullmatch(found[0]):
        adopted = tables.row("treaties", key)["adopted"].year
        earlier = any(int(year) < adopted for year in YEAR.findall(found.string))
        if earlier or INDEFINITE.search(found.string[: found.start()]):
            return OTHER_TREATY
    return key


@lru_cache(maxsize=4)
def _named(tables: Tables) -> re.Pattern[str]:
    """One pattern with a group for each name, the longest names of the tables first."""
    names: list[tuple[str, str]] = []
    for row in tables["treaties"].itertuples(index=False):
        written = {row.official_title, row.official_title.split(" (")[0], row.short_name}
        patterns = [re.escape(name).replace(r"\ ", r"\s") for name in written] + [*ALIASES.get(row.treaty, ())]
        years = _own_years(row)
        before, after = rf"(?:(?:{years})\s)?", rf"(?:\sof\s(?:{years})|\s\((?:{years})\))?"
        names += [(row.treaty, before + pattern + after) for pattern in patterns]
    names.sort(key=lambda each: (_priority(each[0]), -len(each[1])))
    groups = (f"(?P<{key}_n{place}>{pattern})" for place, (key, pattern) in enumerate(names))
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?:\s\((?:{ABBREVIATIONS})\))?(?![\w])")


def _own_years(row: Any) -> str:
    """The years that belong to the name where they stand beside it: "the 1997 Mine Ban Treaty", "the CCM of 2008"."""
    days = (row.adopted, row.opened_for_signature)
    return "|".join(sorted({str(day.year) for day in days if pd.notna(day)}))


def _priority(key: str) -> int:
    """Protocols before their convention, and the amended protocol before the one that it amends."""
    order = ("ccw_ap2", "ccw_p5", "ccw_p2")
    return order.index(key) if key in order else len(order)
