"""The plain forms of a sentence. Only a sentence that has one of them as a whole, to the last word, is judged.

What was recognised stands in the form of a sentence as one sign: "On ‹D›, ‹S› ‹V› the ‹T›." A form says which signs and
words may stand where. So nothing that the rules do not know can weaken, deny or turn round what is said, and it is
clear which state acted, under which treaty and when; every other sentence is left open.
"""

from __future__ import annotations

import re
from itertools import pairwise

from atlas.claims.acts import STATUS_NOT
from atlas.claims.names import Named
from atlas.claims.parsed import Parsed
from atlas.claims.treaties import OTHER_TREATY

STATES, EITHER, OWNERS, TREATY, POINTER, DATE = "‹S›", "‹E›", "‹P›", "‹T›", "‹I›", "‹D›"
PAST, BASE, NOUN, STATUS, NO_STATUS, PERFECT, UNREAD = "‹V›", "‹B›", "‹O›", "‹Q›", "‹N›", "‹H›", "‹?›"
"""States as a list, states joined by "or" or "nor", states with 's, a treaty by name, "the treaty", a date; an act as
done ("signed", "signs"), after "did not", as a noun or "signing"; being a party, being none, having been one; and what
no form holds."""

PASSING = re.compile(r"</?[bi]>|\[\d+\]")
"""Signs that stand in a copied text and say nothing: bold type, the number of a footnote."""

ALTERNATIVE = re.compile(r"\b(?:or|nor)\b|/")
FULL_STOP_OF_NAME = re.compile(rf"(?<={STATES})\.(?=,?\s)")
"""That of "Micronesia, Fed. Sts." within a sentence."""

ADVERB = (
    r"(?:has|have|had|also|both|all|each|later|then|already|finally|eventually|ultimately|formally|officially|legally"
    r"|subsequently)"
)
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
DONE = rf"(?:{ADVERB}\s)*{PAST}(?:{WHEN}?{OBJECT}(?:\s(?:with|to)\s{DEPOSITARY})?)?{WHEN}?"
BOUND_TO = r"(?:\s(?:to|by|of|the))*\s"
STANDS = (
    rf"(?:(?:{STATUS}{BOUND_TO}(?:{NAMED}|{POINTER})|{NO_STATUS}{BOUND_TO}(?:{TREATY}|{POINTER}))"
    rf"(?:\s(?:since|on|in)\s{DATE})?)"
)
HAS_STOOD = rf"(?:{PERFECT}{BOUND_TO}(?:{NAMED}|{POINTER})\ssince\s{DATE})"
NEVER = rf"(?:(?:has|have)\snever|never)\s{PAST}{ONE_OBJECT}"
NOT_YET = rf"(?:(?:has|have)\snot|(?:has|have)n['’]t)\s(?:yet\s)?{PAST}{ONE_OBJECT}"
DID_NOT = rf"(?:did\snot|didn['’]t)\s{BASE}{ONE_OBJECT}(?:{ON})?"

KIND_OF_STATE = (
    r"(?:(?:neighbouring|neighboring|Baltic|Nordic|European|African|Asian|EU|NATO|two|three|four|five|six|seven|eight"
    r"|nine|ten)\s)*(?:countries|country|states|state|nations|nation|neighbours|neighbors|neighbour|neighbor|republics"
    r"|republic|kingdom)"
)
WHO = (
    rf"(?:(?:the|both|neighbouring|neighboring)\s)?{STATES}"
    rf"|(?:the\s)?{KIND_OF_STATE}\s(?:of\s)?{STATES}"
    rf"|(?:all\s)?(?:the\s)?{KIND_OF_STATE}(?:\s–\s{STATES}\s–|,\s{STATES},)"
    rf"|(?:the\s)?{STATES},\s(?:another|an?|the)\s{KIND_OF_STATE},"
    rf"|(?:the\s)?{STATES},\s(?:an?\s{KIND_OF_STATE}\sof\s(?:the\s)?{STATES}|{OWNERS}\s{KIND_OF_STATE}),"
    rf"|(?:the\s)?{STATES},\s(?:un)?like\s(?:the\s)?{STATES},"
    rf"|(?:(?:un)?like|following)\s(?:the\s)?{STATES},\s(?:the\s)?{STATES}"
)
CLAUSE = (
    rf"(?:(?:{WHO})\s(?:{DONE}|{STANDS}|{HAS_STOOD}|{NEVER})"
    rf"|(?:the\s)?{TREATY}\s(?:was|has\sbeen)\s(?:{ADVERB}\s)*(?:never\s)?{PAST}\sby\s(?:the\s)?{STATES}{WHEN}?"
    rf"|(?:the\s)?{TREATY}\s{PAST}\sfor\s(?:the\s)?{STATES}{WHEN}"
    rf"|{OWNERS}\s(?:notice\sof\s)?{PAST}{WHEN}?|the\s{PAST}{WHEN}?)"
)
GOING_ON = rf"(?:(?:,?\s(?:and|but|then)|,)\s(?:then\s)?{DONE}|\s\((?:and\s)?{DONE}\)|,?\sbut\s(?:{NEVER}|{NOT_YET}))"
ECHOES = (
    rf"(?:{WHEN}(?:,\s(?:followed\sby\s)?(?:the\s)?{STATES}{ON})*(?:,?\sand|,\sfollowed\sby)\s(?:the\s)?{STATES}{ON})"
)
OF_ONE_STATE = (
    rf"(?:the\s)?{STATES}(?:,\swhich\s(?:{DONE}|{STANDS}),|\s–\swhich\s{DONE}\s–|,\shaving\s{DONE},"
    rf"|,\sa\sparty\sto\s{POINTER}\ssince\s{DATE},)\s{DONE}"
    rf"|after\s{NOUN}{OBJECT}{WHEN}?,\s(?:the\s)?{STATES}\s{DONE}"
)
"""Forms in which an act without a state of its own has that of another one: no second state may be named."""

CERTAIN = (
    rf"(?:{CLAUSE}{GOING_ON}*(?:(?:;|,?\s(?:and|but|while|whereas))\s{CLAUSE}{GOING_ON}*)*"
    rf"|(?:{WHO})\s(?:{ADVERB}\s)*{PAST}{OBJECT}{ECHOES})"
)
DENIED = rf"(?:(?:{WHO})\s(?:{NOT_YET}|{DID_NOT})|neither\s{EITHER}\s(?:{DONE}|{STANDS}))"
"""A denial stands alone: whatever follows it may be what is denied ("did not leave because of the war")."""
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
TAIL = rf"(?:,?[\"”]?\s{SPEAKER}\s{SAID})?"
PLAIN = re.compile(rf"[\"“]?{LEAD}(?:{CERTAIN}|{DENIED}|{NO_DENIAL}{CERTAIN}{BECAUSE}){TAIL}[.!]?[\"”]?", re.IGNORECASE)
PLAIN_OF_ONE_STATE = re.compile(
    rf"{LEAD}(?:{OF_ONE_STATE}|{NO_DENIAL}(?:{OF_ONE_STATE}){BECAUSE}){TAIL}[.!]?", re.IGNORECASE
)


def is_plain(parsed: Parsed) -> bool:
    """Whether the whole sentence has a plain form; a text with signs of its own has none."""
    if "‹" in parsed.text:
        return False
    form = form_of(parsed)
    return bool(PLAIN.fullmatch(form)) or (len(parsed.chains) == 1 and bool(PLAIN_OF_ONE_STATE.fullmatch(form)))


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
    treaties = [(each.start, each.end, _sign_of_treaty(each.key)) for each in parsed.treaties]
    days = [(each.start, each.end, DATE if each.readable and not each.relative else UNREAD) for each in parsed.dates]
    acts = [(each.start, each.end, _sign_of_act(each.form, each.words)) for each in parsed.acts]
    return [*chains, *treaties, *days, *acts]


def _sign_of_states(parsed: Parsed, chain: tuple[Named, ...]) -> str:
    if chain[-1].possessive:
        return OWNERS
    gaps = "".join(parsed.text[one.end : other.start] for one, other in pairwise(chain))
    return EITHER if ALTERNATIVE.search(gaps) else STATES


def _sign_of_treaty(key: str) -> str:
    return UNREAD if key == OTHER_TREATY else TREATY if key else POINTER


def _sign_of_act(form: str, words: str) -> str:
    """Being a party is told of now or of a day; "remained" and "has been" without a day leave the time open."""
    if form != "status":
        return {"past": PAST, "present": PAST, "base": BASE, "other": NOUN}[form]
    if re.match(r"(?:is|are|was|were|remains?)(?:n['’]t)?\b", words):
        return NO_STATUS if STATUS_NOT.search(words) else STATUS
    return PERFECT if re.match(r"(?:has|have)\sbeen\b", words) else UNREAD
