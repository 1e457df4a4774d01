"""The plain forms of a sentence. Only a sentence that has one of them as a whole, to the last word, is judged.

What was recognised stands in the form of a sentence as one sign: "On ‹D›, ‹S› ‹V› the ‹T›." A form says which signs and
words may stand where. So nothing that the rules do not know can weaken, deny or turn round what is said, and it is
clear which state acted, under which treaty and when; every other sentence is left open.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from atlas.claims.acts import STATUS_NOT, Act
from atlas.claims.names import Named
from atlas.claims.parsed import Parsed
from atlas.claims.treaties import OTHER_TREATY, Treaty

STATES, EITHER, OWNERS, TREATY, POINTER, DATE = "‹S›", "‹E›", "‹P›", "‹T›", "‹I›", "‹D›"
PAST, EFFECT, BASE, NOUN = "‹V›", "‹X›", "‹B›", "‹O›"
STATUS, NO_STATUS, PERFECT, UNREAD = "‹Q›", "‹N›", "‹H›", "‹?›"
"""States as a list, states joined by "or" or "nor", states with 's, a treaty by name, "the treaty", a date; an act as
done ("signed", "signs"), with its treaty ("withdrawal from … took effect"), after "did not", as a noun; being a party,
being none, having been one; and what no form holds."""

PASSING = re.compile(r"</?[bi]>|\[\d+\]")
"""Signs that stand in a copied text and say nothing: bold type, the number of a footnote."""

PLAIN_POINTER = re.compile(r"(?:the|this|that)\s(?:treaty|convention)", re.IGNORECASE)
ALTERNATIVE = re.compile(r"\b(?:or|nor)\b|/")
FULL_STOP_OF_NAME = re.compile(rf"(?<={STATES})\.(?=,?\s)")
"""That of "Micronesia, Fed. Sts." within a sentence."""

NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b", re.IGNORECASE)
ADVERB = r"(?:has|have|also|both|all|each|finally|eventually|ultimately|formally|officially|legally)"
WHEN = (
    r"(?:\s(?:only\s)?(?:(?:on|in|since|by|before|after|until|effective|from|with\seffect\s(?:from|on)|in\s(?:early|mid|late))\s)?"
    rf"{DATE}|,\seffective\s(?:on\s|from\s)?{DATE})"
)
ON = rf"\s(?:on|in)\s{DATE}"
FILLING = (
    r"(?:to|from|of|with|the|its|their|UN|U\.N\.|UN's|United|Nations|depositary|Secretary-General|landmark|global"
    r"|international|historic)"
)
NAMED = rf"{TREATY}(?:(?:,|,?\sand)\s(?:the\s)?{TREATY})*"
OBJECT = rf"(?:(?:\s{FILLING})*\s(?:{NAMED}|{POINTER}|it\b))"
ONE_OBJECT = rf"(?:(?:\s{FILLING})*\s(?:{TREATY}|{POINTER}|it\b))"
DEPOSITARY = (
    r"(?:the\s)?(?:UN|U\.N\.|United\sNations|depositary)?(?:\s?Secretary-General)?(?:\sof\sthe\sUnited\sNations)?"
)
WITH = rf"(?:\s(?:with|to)\s{DEPOSITARY})?"
AND_ANOTHER = rf"(?:,|,?\sand)\s(?:the\s)?{TREATY}"
DONE = rf"(?:{ADVERB}\s)*{PAST}(?:(?:{WHEN}?{ONE_OBJECT}{WITH})?{WHEN}?(?!{AND_ANOTHER})|{OBJECT}{WITH})"
"""A date goes with one treaty alone: "signed the one, and the other in 2008" leaves open which."""
BOUND_TO = r"(?:\s(?:to|by|of|the))*\s"
STANDS = (
    rf"(?:(?:{STATUS}{BOUND_TO}(?:{NAMED}|{POINTER})|{NO_STATUS}{BOUND_TO}(?:{TREATY}|{POINTER}))"
    rf"(?:\s(?:on|in)\s{DATE})?|{STATUS}{BOUND_TO}(?:{TREATY}|{POINTER})\ssince\s{DATE})"
)
ONE_STANDS = rf"(?:{STATUS}{BOUND_TO}(?:{TREATY}|{POINTER}))"
HAS_STOOD = rf"(?:{PERFECT}{BOUND_TO}(?:{TREATY}|{POINTER})\ssince\s{DATE})"
NEVER = rf"(?:(?:has|have)\snever|never)\s{PAST}{ONE_OBJECT}"
NOT_YET = rf"(?:(?:has|have)\snot|(?:has|have)n['’]t)\s(?:yet\s)?{PAST}{ONE_OBJECT}"
DID_NOT = rf"(?:did\snot|didn['’]t)\s{BASE}{ONE_OBJECT}(?:{ON})?"

KIND_OF_STATE = (
    rf"(?:(?:neighbouring|neighboring|Baltic|Nordic|European|African|Asian|{'|'.join(NUMBERS)})\s)*"
    r"(?:countries|country|states|state|nations|nation|neighbours|neighbors|neighbour|neighbor|republics|republic"
    r"|kingdom)"
)
WHO = (
    rf"(?:(?:the|both|neighbouring|neighboring)\s)?{STATES}"
    rf"|(?:the\s)?{KIND_OF_STATE}\s(?:of\s)?{STATES}"
    rf"|(?:all\s)?(?:the\s)?{KIND_OF_STATE}(?:\s–\s{STATES}\s–|,\s{STATES},)"
    rf"|(?:the\s)?{STATES},\s(?:another|an?|the)\s{KIND_OF_STATE},"
    rf"|(?:the\s)?{STATES},\s(?:an?\s{KIND_OF_STATE}\sof\s(?:the\s)?{STATES}|{OWNERS}\s{KIND_OF_STATE}),"
)
CLAUSE = (
    rf"(?:(?:{WHO})\s(?:{DONE}|{STANDS}|{HAS_STOOD})"
    rf"|(?:the\s)?{TREATY}\s(?:was|has\sbeen)\s(?:{ADVERB}\s)*{PAST}\sby\s(?:the\s)?{STATES}{WHEN}?"
    rf"|(?:the\s)?{TREATY}\s{PAST}\sfor\s(?:the\s)?{STATES}{WHEN}"
    rf"|{OWNERS}\s(?:notice\sof\s)?{EFFECT}{WHEN}?|the\s{EFFECT}{WHEN}?)"
)
GOING_ON = rf"(?:(?:,?\s(?:and|but)|,)\s{DONE}|\s\((?:and\s)?{DONE}\))"
DENYING = rf"(?:,?\sbut\s(?:{NEVER}|{NOT_YET})|(?:;|,?\s(?:and|but|while|whereas))\s(?:the\s)?{STATES}\s{NEVER})"
ECHOES = rf"(?:{WHEN}(?:,\s(?:the\s)?{STATES}{ON})*,?\sand\s(?:the\s)?{STATES}{ON})"
OF_ONE_STATE = (
    rf"(?:the\s)?{STATES}(?:,\swhich\s(?:{DONE}|{STANDS}),|\s–\swhich\s{DONE}\s–|,\shaving\s{DONE},"
    rf")\s{DONE}"
)
"""Forms in which an act without a state of its own has that of another one: no second state may be named."""

CERTAIN = (
    rf"(?:{CLAUSE}{GOING_ON}*(?:(?:;|,?\s(?:and|but|while|whereas))\s{CLAUSE}{GOING_ON}*)*{DENYING}?"
    rf"|(?:{WHO})\s(?:{ADVERB}\s)*{PAST}{OBJECT}{ECHOES})"
)
TOGETHER = rf"(?:both|all|(?:the\s)?(?:{'|'.join(NUMBERS)}))\b"
DENIED = (
    rf"(?:(?!{TOGETHER})(?:{WHO})\s(?:{NEVER}|{NOT_YET}|{DID_NOT})"
    rf"|neither\s{EITHER}\s(?:(?:(?:has|have)\s)?{PAST}{ONE_OBJECT}(?:{ON})?|{ONE_STANDS}))"
)
"""A denial stands alone: whatever follows it may be what is denied ("did not leave because of the war"), and of several
states together it may mean "not all"."""
SPEAKER = (
    r"(?:officials|the\s(?:(?:foreign|defence|defense|prime)\s)?"
    r"(?:minister|ministry|government|depositary|newspaper|article|report))"
)
SAID = r"(?:said|says|announced|confirmed|noted|wrote|writes|reported)"
LEAD = (
    r"(?:(?:however|meanwhile),\s|(?:news|update|fact|claim|note):\s)?"
    rf"(?:according\sto\sthe\sdepositary,\s|{SPEAKER}\s{SAID}\s(?:that\s)?|(?:on|in)\s{DATE},?\s)?"
)
REASON = (
    r"(?:national|security|military|defence|defense|russian|russia's|threats?|grounds|war|aggression|invasion|situation"
    r"|border|reasons|the|of|on|and|its)"
)
BECAUSE = rf",?\s(?:citing|because\sof|due\sto|amid)(?:\s{REASON})+"
NO_DENIAL = rf"(?!.*(?:\b(?:not|never|neither)\b|n['’]t\b|{NO_STATUS}))"
TAIL = rf"(?:(?:,[\"”]?|[\"”])\s{SPEAKER}\s{SAID})?"
PLAIN = rf"[\"“]?{LEAD}(?:{CERTAIN}|{DENIED}|{NO_DENIAL}{CERTAIN}{BECAUSE}){TAIL}[.!]?[\"”]?"
PLAIN_OF_ONE_STATE = rf"{LEAD}(?:{OF_ONE_STATE}|{NO_DENIAL}(?:{OF_ONE_STATE}){BECAUSE}){TAIL}[.!]?"


DOUBTFUL = re.compile(rf"{TOGETHER}.*{NO_STATUS}|(?:on|in)\s{DATE}.*\b(?:has|have)\b", re.IGNORECASE)
"""Forms that say two things: "all are not parties"; "in 2005 it has ratified" tells of that year or of the act."""

EFFECTIVE = re.compile(r"\beffect(?:ive)?\b")
HAVING_EFFECT = ("withdrawal", "withdrawal_effective", "entry_into_force")
"""Acts that a date of effect can be the date of; a deposit takes effect on another day than its own."""


def is_plain(parsed: Parsed) -> bool:
    """Whether the whole sentence has a plain form; a text with signs of its own has none."""
    if "‹" in parsed.text:
        return False
    form = form_of(parsed)
    if DOUBTFUL.match(form) or not _number_fits(parsed, form):
        return False
    if EFFECTIVE.search(form) and any(each.kind not in HAVING_EFFECT for each in parsed.acts):
        return False
    forms = (PLAIN, PLAIN_OF_ONE_STATE) if len(parsed.chains) == 1 else (PLAIN,)
    return any(_compiled(each).fullmatch(form) for each in forms)


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """A form as a pattern: made for the first text, not at every start of the atlas, a third of a second each time."""
    return re.compile(form, re.IGNORECASE)


def _number_fits(parsed: Parsed, form: str) -> bool:
    """Whether a number of states, where one is said, is that of those listed."""
    said = NUMBER.findall(form)
    return not said or [len(chain) for chain in parsed.chains] == [NUMBERS.index(said[0].lower()) + 2]


def form_of(parsed: Parsed) -> str:
    """The sentence with a sign for each thing that was recognised: "‹S› ‹V› the ‹T› on ‹D›." """
    parts, place = [], 0
    for start, end, sign in sorted(_signs(parsed), key=lambda each: (each[0], -each[1])):
        if start >= place:
            parts += [parsed.text[place:start], sign]
            place = end
    form = PASSING.sub("", "".join([*parts, parsed.text[place:]]))
    return " ".join(FULL_STOP_OF_NAME.sub("", form).split())


def _signs(parsed: Parsed) -> list[tuple[int, int, str]]:
    chains = [(each[0].start, each[-1].end, _sign_of_states(parsed, each)) for each in parsed.chains]
    treaties = [(each.start, each.end, _sign_of_treaty(parsed, each)) for each in parsed.treaties]
    days = [(each.start, each.end, DATE if each.readable and not each.relative else UNREAD) for each in parsed.dates]
    acts = [(each.start, each.end, _sign_of_act(parsed, each)) for each in parsed.acts]
    return [*chains, *treaties, *days, *acts]


def _sign_of_states(parsed: Parsed, chain: tuple[Named, ...]) -> str:
    if chain[-1].possessive:
        return OWNERS
    gaps = "".join(parsed.text[one.end : other.start] for one, other in pairwise(chain))
    return EITHER if ALTERNATIVE.search(gaps) else STATES


def _sign_of_treaty(parsed: Parsed, treaty: Treaty) -> str:
    if treaty.key:
        return UNREAD if treaty.key == OTHER_TREATY else TREATY
    return POINTER if PLAIN_POINTER.fullmatch(parsed.text, treaty.start, treaty.end) else UNREAD


def _sign_of_act(parsed: Parsed, act: Act) -> str:
    """Being a party is told of now or of a day; "remained" and "has been" without a day leave the time open."""
    if any(act.start <= each.start < act.end for each in parsed.treaties):
        return EFFECT
    if act.form != "status":
        return {"past": PAST, "present": PAST, "base": BASE, "other": NOUN}[act.form]
    if re.match(r"(?:is|are|was|were|remains?)(?:n['’]t)?\b", act.words):
        return NO_STATUS if STATUS_NOT.search(act.words) else STATUS
    return PERFECT if re.match(r"(?:has|have)\sbeen\b", act.words) else UNREAD
