"""Under which treaty and when: what follows an act, and what may have stood before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from atlas.claims.acts import Act
from atlas.claims.dates import Said
from atlas.claims.parsed import ONE_FILLING, Parsed
from atlas.claims.treaties import IT, OTHER_TREATY, Treaty

ENDS = re.compile(
    r"[,.;:!?)–—-]|(?:and|but|or|nor|while|after|before|because|citing|when|which|who|as|amid|despite|following|without|"
    r"together|alongside|along|too|last|this|next|since|due|instead|altogether|unilaterally|months?|years?|days?|weeks?|"
    r"six|one|two|three|just|even|yesterday|today|recently|if|so|until|by|six-month|according|although|though|despite|"
    r"yet|never|not|only|at|under|having|making|becoming|leaving|joining)\b",
    re.IGNORECASE,
)
"""What may follow an act that has no object of its own."""

NEEDS_OBJECT = re.compile(r"left|leaves|leave|quits?|exit|exited|exits|abandon|renounce|suspended|sign\b|signing")
"""Verbs that are about a treaty only where one follows."""

PART_OF = re.compile(
    r"['’]s\b|\s(?:talks?|meetings?|conferences?|negotiations?|pledges?|petitions?|committees?|process|reviews?|summits?"
    r"|funds?|declarations?|amendments?|groups?|coalitions?|campaigns?|secretariat|debates?|bodies|body|regime|bill|law"
    r"|framework|obligations?|commitments?|rules?|articles?|drafts?|texts?|panels?|panel|presidency|bureau)\b",
    re.IGNORECASE,
)
"""What makes the treaty only a part of what the act is about: "the convention's committee", "the treaty talks"."""

PARTICIPLE = re.compile(r"(?:signed|ratified|joined|abandoned|renounced|suspended|entered|came|took)\b")
PASSIVE = re.compile(
    r"[\s,(]*(?:which\s|that\s)?(?:(?:was|were|had\sbeen|has\sbeen|have\sbeen|is|are|being|been)\s)?"
    r"(?:(?:\w+ly|first|never|not|already|also)\s)*"
)


class Object(NamedTuple):
    """What an act is about: "named", "pointed", "bare" or "other"; the treaties named, and where the words end."""

    manner: str
    treaties: tuple[str, ...]
    end: int


def object_of(parsed: Parsed, act: Act, region_end: int) -> Object:
    """The treaty after the act, if nothing but filling words and dates stand between."""
    inside = tuple(each.key for each in parsed.treaties if act.start <= each.start < act.end)
    if inside:
        return Object("named" if all(inside) else "pointed", tuple(filter(None, inside)), act.end)
    starts = {each.start: each for each in parsed.treaties}
    days = {each.start: each for each in parsed.dates}
    place = act.end
    while place < region_end:
        treaty = starts.get(place)
        if treaty:
            return _named(parsed, treaty)
        if IT.match(parsed.text, place):
            return Object("pointed", (), place + 2)
        filling = ONE_FILLING.match(parsed.text, place)
        if place in days:
            place = days[place].end
        elif filling:
            place = filling.end()
        else:
            manner = "bare" if ENDS.match(parsed.text, place) else "other"
            return Object(manner, (), act.end)
    return Object("bare", (), act.end)


def _named(parsed: Parsed, treaty: Treaty) -> Object:
    """The treaty with those that are listed after it."""
    if treaty.key == OTHER_TREATY or PART_OF.match(parsed.text, treaty.end):
        return Object("other", (), treaty.end)
    if not treaty.key:
        return Object("pointed", (), treaty.end)
    keys, end = [treaty.key], treaty.end
    for each in parsed.treaties:
        if each.start > end and re.fullmatch(
            r"\s*(?:,|and|,\sand|as\swell\sas)\s(?:the\s)?", parsed.text[end : each.start]
        ):
            if not each.key or each.key == OTHER_TREATY:
                break
            keys.append(each.key)
            end = each.end
    return Object("named", tuple(dict.fromkeys(keys)), end)


TRANSITIVE = re.compile(r"(?:sign|ratif|join|left\b|leave|quit|abandon|renounc)\w*")
LEAVING = re.compile(r"(?:withdr[ae]w|exit|pull|drop)\w*(?:\sout)?")
PREPOSITIONS = re.compile(r"\b(?:for|with|in|at|on|into|under|by|of|from|to|as|about)\b")


def is_own_object(parsed: Parsed, act: Act) -> bool:
    """Whether the act takes the treaty after it as the verb does: "joined the convention", not "joined in" it."""
    start = next((each.start for each in parsed.treaties if each.start >= act.end), act.end)
    found = set(PREPOSITIONS.findall(parsed.unrecognised(act.end, start)))
    if TRANSITIVE.fullmatch(act.words):
        return not found
    if LEAVING.fullmatch(act.words):
        return found <= {"from", "of"}
    return act.kind not in ("accession", "succession") or found <= {"to", "of"}


def passive_treaty(parsed: Parsed, act: Act) -> Treaty | None:
    """The treaty of "the convention was signed by …": it stands right before the act."""
    before = [each for each in parsed.treaties if each.end <= act.start]
    if PARTICIPLE.match(act.words) and before and PASSIVE.fullmatch(parsed.text[before[-1].end : act.start]):
        return before[-1]
    return None


OPENING = re.compile(
    r"(?:\W|\b(?:in|on|back|by|as|of|early|late|since|only|the|then|later|but|and|while|after|that)\b)*", re.IGNORECASE
)
GOING_ON = re.compile(r"(?:[\s,]|\b(?:the|both|neighbouring|it|they|also|has|had|have|was|were|\w+ly)\b)*")
"""What may stand before a date at the beginning of a clause, and between it and the subject."""


class When(NamedTuple):
    """The dates of an act, and the doubt about them."""

    dates: tuple[Said, ...]
    doubt: str


def dates_of(parsed: Parsed, region: tuple[int, int], act: Act, subject: tuple[int, int], done: int) -> When:
    """The dates after the act, or else before it: they belong to it where only filling words stand between.

    `subject` is where the subject stands, `done` where the object ends.
    """
    after = parsed.dates_in(act.end, region[1])
    if after:
        begin = done if done <= after[0].start else act.end
        before = parsed.dates_in(region[0], act.start)
        return _when((*before, *after), clear=parsed.is_filled(begin, after[0].start))
    before = parsed.dates_in(region[0], act.start)
    if not before:
        return When((), "")
    first = before[0]
    if first.start >= subject[1] > 0:
        clear = parsed.is_filled(subject[1], act.start)
    else:
        to = min(subject[0], act.start) if subject[0] >= first.end else act.start
        begins, goes_on = parsed.words(region[0], first.start), parsed.words(first.end, to)
        clear = bool(OPENING.fullmatch(begins) and GOING_ON.fullmatch(goes_on))
    return _when(before, clear=clear)


def _when(found: tuple[Said, ...], *, clear: bool) -> When:
    """Relative words ("last year", "six months later") yield to a date that is said outright."""
    outright = tuple(each for each in found if not each.relative)
    kept = outright or found
    if len({each.iso for each in kept}) > 1:
        return When(kept, "several-dates")
    return When(kept[:1], "" if clear else "date-apart")
