"""Who acted: the states that a clause names as the subject of an act, or why that is not clear."""

from __future__ import annotations

import re
from typing import NamedTuple

from atlas.claims.acts import Act
from atlas.claims.names import Named
from atlas.claims.parsed import Parsed

ORGANS = re.compile(
    r"\b(?:parliaments?|parliamentary|governments?|presidents?|ministers?|ministry|senate|senators?|congress|lawmakers?"
    r"|legislature|cabinet|army|military|forces|troops|soldiers|officials?|MPs?|courts?|leaders?|spokes\w+|king|queen"
    r"|ambassador|diplomats?|delegat\w+|commission|committee|voters|people|citizens|generals?|embassy|companies|company"
    r"|secretary|campaigners|activists|organisations?|organizations?)\b",
    re.IGNORECASE,
)
"""Who acts for a state, or within it: what they do is not yet an act of the state under a treaty."""

OTHERS = re.compile(
    r"\b(?:states|countr(?:y|ies)|nations?|governments|members?|others|neighbou?rs?|all(?:y|ies)|partners?|rivals?|powers"
    r"|capitals?|half|majority)\b",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"(?:^|[^\w\s'’-]|\b(?:and|or|nor|but|while|when|where|whereas|after|before|because|as|if|once|that|although|though"
    r"|then|later|since|including|like\swise|followed\sby|meanwhile|however|also|either|neither|either|today|yet|so|only|even|did|has"
    r"|have|had|was|were|is|are|does|states?|countr(?:y|ies)|republics?|neighbou?rs?|said|says|say|reported|reports|noted"
    r"|notes|confirmed|confirms|added|adds|thus|therefore|finally|eventually|unless|until|whether|suppose|imagine)\b)\s*$",
    re.IGNORECASE,
)
"""What may stand before the state that acts; any other word leaves open whether it is the one."""

DETERMINERS = re.compile(r"(?:\b(?:the|both|neighbouring|neighboring|nearby|fellow|now|then)\s+)+$", re.IGNORECASE)
MOST_WORDS = 8
"""More words than these between the state and its act leave open who acted."""
OBLIQUE = re.compile(
    r"(?:^|(?<=\W))(?:in|at|to|from|with|against|near|for|of|(?<!followed\s)by|like|unlike|following|over|on|under|between|than|towards?"
    r"|across|into|via|behind|without|versus|except|besides|despite|joining|alongside|amid|excluding|outside|inside"
    r"|bordering|urged|told|asked|warned|not)\s(?:the\s|neighbouring\s|neighboring\s|both\s|nearby\s)*$",
    re.IGNORECASE,
)
"""Words before the name of a state that make it something else than the one who acts."""

OWNED = re.compile(
    r"\s(?:\w+\s)?(?:withdrawals?|exit|departure|accession|ratification|signature|signing|joining|leaving|withdrawing|"
    r"instrument|notice|membership)\b"
)
RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose|where|how|what|why|those|when|while|as|because|after|before|once"
                      r"|although|though|but|since|than)\b", re.IGNORECASE)  # fmt: skip
AUXILIARY = (
    r"(?:it|they|has|have|had|having|is|are|was|were|been|be|did|do|does|not|never|also|too|then|later|already|again|"
    r"first|still|yet|ever|itself|themselves|all|both|nor|or|and|but|soon|once|so|far|now|in\sturn|"
    r"(?:did|has|had|have|does|was|were|is|are)n['’]t|\w+ly|which|who|that|after|before|when|while|since|to)"
)
LINKING = re.compile(rf"(?:[\s,;:–—()\"“”'’-]|\b{AUXILIARY}\b)*", re.IGNORECASE)
"""What may stand between an act and the next one of the same state, or between a pronoun and its act."""


class Subject(NamedTuple):
    """The states that act, and the doubt about it, "" where it is clear."""

    states: tuple[Named, ...]
    doubt: str


NOBODY = Subject((), "")


def subject_before(parsed: Parsed, start: int, act: Act, inherited: Subject) -> Subject:
    """The subject among the states between the beginning of the clause and the act, or the one of the act before."""
    chains = parsed.chains_in(start, act.start)
    inside = parsed.chains_in(act.start, act.end)
    if inside and re.search(r"\b(?:of|by)\s(?:the\s)?$", parsed.text[: inside[0][0].start]):
        return Subject(inside[0], "")
    if not chains:
        clean = LINKING.fullmatch(parsed.words(start, act.start)) or parsed.is_filled(start, act.start)
        return inherited if clean else NOBODY
    roles = [(chain, _role(parsed, start, chain)) for chain in chains]
    acting = [chain for chain, role in roles if role == "acts"]
    if re.match(r",?\s(?:which|who)\b", parsed.text[chains[-1][-1].end :]) and _linked(parsed, chains[-1], act):
        return Subject(chains[-1], "")
    perhaps = [chain for chain, role in roles if role in ("acts", "perhaps")]
    if len(perhaps) > len(acting) and len(acting) < 2 and not (acting and _linked(parsed, acting[0], act)):
        return Subject(tuple(each for chain in perhaps for each in chain), "subject")
    if not acting:
        owners = tuple(each for chain, role in roles if role == "owns" for each in chain)
        return Subject(owners, "organ") if owners else NOBODY
    if len(acting) > 1:
        return _one_of(parsed, acting, act)
    return Subject(acting[0], _doubt_of_tail(parsed, acting[0][-1].end, act))


def _linked(parsed: Parsed, chain: tuple[Named, ...], act: Act) -> bool:
    """Whether nothing but auxiliaries and pronouns stand between the states and the act."""
    return bool(LINKING.fullmatch(parsed.words(chain[-1].end, act.start)))


def subject_after(parsed: Parsed, act: Act, word: str) -> tuple[Subject, int]:
    """The states named after "by" or "for" behind the act and where they end; nobody where there are none."""
    for chain in parsed.chains:
        if chain[0].start >= act.end:
            between = parsed.words(act.end, chain[0].start)
            if re.fullmatch(rf"(?:[\s,]|\b\w+ly\b|\bin\b|\bon\b)*\b{word}\b\s*(?:the\s|both\s)*", between):
                return Subject(chain, ""), chain[-1].end
            break
    return NOBODY, act.end


def _role(parsed: Parsed, start: int, chain: tuple[Named, ...]) -> str:
    """ "acts", "owns" (an organ of the state acts), "aside", or "perhaps" where the words before leave it open."""
    before, after = parsed.text[start : chain[0].start], parsed.text[chain[-1].end :]
    if re.search(rf"(?:{ORGANS.pattern})\s(?:of|in)\s(?:the\s)?$", before, re.IGNORECASE):
        return "owns"
    if OBLIQUE.search(before):
        listed = len(chain) > 2 and "," in parsed.text[chain[0].end : chain[1].start]
        return "acts" if BELONGS.search(before) else ("perhaps" if listed else "aside")
    if chain[-1].possessive:
        return "acts" if OWNED.match(after) else "owns"
    bare = DETERMINERS.sub("", parsed.words(start, chain[0].start))
    return "acts" if LEADING.search(bare) or not bare.strip() or _follows_date(parsed, chain) else "perhaps"


BELONGS = re.compile(r"\b(?:withdrawal|accession|ratification|exit|departure)\s(?:of|by)\s(?:the\s)?$")


def _follows_date(parsed: Parsed, chain: tuple[Named, ...]) -> bool:
    gaps = (parsed.text[each.end : chain[0].start] for each in parsed.dates if each.end <= chain[0].start)
    return any(re.fullmatch(r"[\s,]*(?:the\s)?", gap) for gap in gaps)


def _one_of(parsed: Parsed, acting: list[tuple[Named, ...]], act: Act) -> Subject:
    """The last chain where a new clause begins with it; otherwise all of them, with a doubt."""
    last = acting[-1]
    if _linked(parsed, last, act) and SUBORDINATE.search(parsed.text[acting[-2][-1].end : last[0].start]):
        return Subject(last, "")
    return Subject(tuple(each for chain in acting for each in chain), "subject")


SUBORDINATE = re.compile(
    r";|\b(?:while|whereas|but|although|though|because|when|once|after|before|that)\s(?:the\s)?(?:neighbouring\s)?$|,\s$",
    re.IGNORECASE,
)


def _doubt_of_tail(parsed: Parsed, end: int, act: Act) -> str:
    """Why the words between the subject and the act leave open who acted; "" where they do not."""
    words = parsed.words(end, act.start)
    if re.match(r"\s*,", words) and words.count(",") > 1:
        words = words.rpartition(",")[2]
    if len(words.split()) > MOST_WORDS:
        return "subject"
    if ORGANS.search(words):
        return "organ"
    if OTHERS.search(words):
        return "subject"
    loose = RELATIVE.sub("", words, count=1) if re.match(r"\W*(?:which|who)\b", words) else words
    found = RELATIVE.search(loose)
    if found and not LINKING.fullmatch(loose[found.start() :]):
        return "subject"
    return ""
