"""The verbs of joining and leaving in a sentence, and how the sentence says them: as done, not done, or neither.

What is planned, possible, supposed, asked for or denied is no statement that it happened, and is never judged.
"""

from __future__ import annotations

import re
from typing import NamedTuple

INSTRUMENT = (
    r"(?:deposited|submitted|lodged|handed\s(?:in|over)|filed|presented)\s(?:its|their|an?|the|his|her)?\s?"
    r"(?:formal\s|official\s|written\s)?"
)
NOTICE = r"(?:notices?|notifications?|instruments?|letters?)\sof\s(?:withdrawal|denunciation)"
BE = r"(?:is|are|was|were|remains?|remained|(?:has|have|had)\s(?:\w+\s)?been)"
OFTEN = (
    r"(?:\s(?:not|no\slonger|never|still|now|also|currently|already|both|all|yet|today|legally|formally|themselves|"
    r"itself|among\sthe|one\sof\sthe|either)|n['’]t)*"
)
ACTS: tuple[tuple[str, str, str], ...] = (
    *(
        (kind, "past", rf"{INSTRUMENT}instruments?\sof\s(?:{kind})\b")
        for kind in ("ratification", "accession", "acceptance", "approval", "succession")
    ),
    ("withdrawal_notified", "past", rf"{INSTRUMENT}{NOTICE}\b"),
    ("withdrawal_notified", "past", r"gave\s(?:its\s|their\s)?(?:formal\s|official\s|written\s)?notice\b"
     r"(?:\sto\sthe\s(?:UN|U\.N\.|United\sNations|depositary|(?:UN\s)?Secretary-General))?"
     r"\sof\s(?:its\s|their\s)?(?:withdrawal|denunciation)"),
    ("withdrawal_notified", "past", r"notified\s(?:the\s)?(?:(?:UN|U\.N\.|United\sNations|depositary|Secretary-General"
     r"|of|the|secretary-general)\s){0,6}(?:of\s)?(?:its|their)\s(?:decision\sto\s)?(?:withdrawal|withdraw)\b"),
    ("entry_into_force", "past", r"became\s(?:an?\s|the\s)?(?:full\s)?(?:[Ss]tates?\s)?"
     r"(?:[Pp]arty|[Pp]arties|members?(?:\sstates?)?)\b"),
    ("entry_into_force", "past", r"became\s(?:legally\s)?bound\b"),
    ("signature", "past", r"became\s(?:an?\s|the\s)?signator(?:y|ies)\b"),
    ("takes_effect", "past", r"(?:took|takes)\seffect\b|became\seffective\b"
     r"|(?:came|entered)\sinto\s(?:effect|force)\b"),
    ("withdrawal_effective", "past", r"(?:ceased\sto\sbe|stopped\sbeing)\s(?:an?\s)?(?:bound|members?"
     r"|(?:[Ss]tates?\s)?[Pp]art(?:y|ies))\b"),
    ("withdrawal_announced", "past", r"announced\s(?:its|their|the|an?)\s(?:\w+\s)?(?:withdrawal|exit|departure"
     r"|decision)\b|announced\sthat\sit\b"),
    ("suspension_announced", "past", r"(?:announced\s(?:its|the|an?)\ssuspension|suspended)\b"),
    ("not_party", "status", rf"{BE}{OFTEN}\s(?:an?\s)?(?:non-?(?:part(?:y|ies)|members?)|outside)\b"),
    ("not_signatory", "status", rf"{BE}{OFTEN}\s(?:an?\s)?non-?signator(?:y|ies)\b"),
    ("signatory", "status", rf"{BE}{OFTEN}\s(?:an?\s|the\s)?(?:original\s)?signator(?:y|ies)\b"),
    ("party", "status", rf"{BE}{OFTEN}\s(?:an?\s|the\s)?(?:full\s|original\s)?(?:(?:[Ss]tates?\s)?[Pp]art(?:y|ies)"
     r"|member\sstates?|members?|bound)\b"),
    ("signature", "past", r"signed(?:\sup|\son)?\b"),
    ("ratification", "past", r"ratified\b"),
    ("accession", "past", r"acceded\b"),
    ("succession", "past", r"succeeded\b(?=\sto\b)"),
    ("joining", "past", r"joined\b"),
    ("withdrawal", "past", r"withdrew\b|withdrawn\b|left\b|quit\b|exited\b|pulled\sout\b|dropped\sout\b|abandoned\b"
     r"|renounced\b"),
    ("signature", "present", r"signs\b"),
    ("ratification", "present", r"ratifies\b"),
    ("accession", "present", r"accedes\b"),
    ("joining", "present", r"joins\b"),
    ("withdrawal", "present", r"(?:withdraws|leaves|quits|exits)\b|pulls\sout\b"),
    ("signature", "base", r"sign\b"),
    ("ratification", "base", r"ratify\b"),
    ("accession", "base", r"accede\b"),
    ("joining", "base", r"join\b"),
    ("withdrawal", "base", r"(?:withdraw|leave|exit|abandon|renounce)\b|pull\sout\b"),
    ("signature", "other", r"signing\b"),
    ("ratification", "other", r"ratifying\b|ratification\b"),
    ("accession", "other", r"acceding\b|accession\b"),
    ("joining", "other", r"joining\b"),
    ("withdrawal", "other", r"(?:withdrawing|withdrawals?|leaving|quitting|exiting|abandoning)\b|pulling\sout\b"),
)  # fmt: skip
"""Kind, form and words of each act, tried in this order. Past and present forms say that it happened."""

ANY = re.compile("|".join(rf"(?P<k{place}>(?<![\w-])(?:{words})(?!-\w))" for place, (_, _, words) in enumerate(ACTS)))
"""A word with a prefix is another one: "re-signed", "un-ratified"."""

ADVERB = r"(?:yet|ever|even|itself|themselves|actually|so\sfar|also|been|then|still|\w+ly)"
NEGATED = re.compile(rf"(?:\b(?:did|do|does|has|have|had)(?:n['’]t|\snot)|\bnever)(?:\s{ADVERB})*\s+$", re.IGNORECASE)
DID = re.compile(rf"\bdid(?:n['’]t|\snot)?(?:\s{ADVERB})*\s+$", re.IGNORECASE)
NEITHER = re.compile(r"\b(?:neither|none|no)\b(?!\slonger)", re.IGNORECASE)
ANY_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|few|neither|nor|without|hardly|barely)\b|n['’]t\b", re.IGNORECASE
)
STATUS_NOT = re.compile(r"\b(?:not|no\slonger|never)\b|n['’]t\b", re.IGNORECASE)
EARLIER = re.compile(r"\bhad\b|\b(?:at\sfirst|initially|originally|immediately|at\sthe\stime)\b", re.IGNORECASE)
SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|would|suppose[ds]?|imagine|hypothetical\w*|otherwise|false|falsely|untrue|wrong(?:ly)?"
    r"|incorrect(?:ly)?|myth|rumou?rs?|den(?:y|ies|ied)|claim(?:s|ed)?(?!:)|lies?|hoax|mistaken\w*|disinformation|misinformation|propaganda|satire|joke"
    r"|fiction\w*|assum(?:e|es|ed|ing)|pretend\w*|alleg(?:es|ed|edly)|reject(?:s|ed)?|fake)\b",
    re.IGNORECASE,
)
INVERTED = re.compile(r"^\W*(?:Had|Were|Should)\b")
AHEAD = re.compile(r"\b(?:when|once|until|till|before|after|as\ssoon\sas)\b", re.IGNORECASE)
INTENDED = re.compile(
    r"\b(?:will|shall|can|could|should|may|might|must|ought|cannot|won['’]t|plans?|planned|planning|intends?|intended"
    r"|wants?|wanted|consider(?:s|ed|ing)?|decid(?:es?|ed|ing)|decision|vot(?:es?|ed|ing)|propos\w+|threaten\w*|urg\w+"
    r"|call(?:s|ed)?\s(?:on|for)|ask(?:s|ed)|expected|likely|unlikely|possibly|perhaps|maybe|probably|reportedly"
    r"|supposedly|apparently|mull\w*|debat\w+|recommend\w*|refus\w+|fail(?:s|ed)|almost|nearly|virtually|effectively"
    r"|practically|in\seffect|partly|partially|hopes?|hoped|aims?|prepar\w+|agreed|fear\w*|symbolically"
    r"|provisionally|unofficially|tried|tries)\b"
)


TOWARDS = re.compile(r"\bto(?:\s(?:have|has|be|been|also|then|\w+ly))*\s+$", re.IGNORECASE)
"""What makes an act one to come, or one only said to be: "to quit", "is said to have ratified"."""

NOT_ALL = re.compile(r"\b(?:all|both|full|original|legally|formally)\b")
"""Words of a status that its denial may be about instead: "is not an original party", "are not all parties"."""


class Act(NamedTuple):
    """An act where it stands: its kind and form, and its words."""

    start: int
    end: int
    kind: str
    form: str
    words: str


def acts_in(sentence: str) -> tuple[Act, ...]:
    """Every act of the sentence, in order."""
    found = []
    for each in ANY.finditer(sentence):
        kind, form, _ = ACTS[int(str(each.lastgroup)[1:])]
        found.append(Act(each.start(), each.end(), kind, form, each[0]))
    return tuple(found)


def is_negated(before: str, act: Act) -> bool:
    """Whether the words of the clause before the act, or its own, say that it did not happen."""
    if act.form == "status":
        return bool(STATUS_NOT.search(act.words)) != bool(NEITHER.search(before))
    return bool(NEGATED.search(before) or NEITHER.search(before))


def mood(before: str, act: Act, sentence: str) -> str:
    """Why the sentence does not say that the act happened, or did not happen; "" where it does say so."""
    if sentence.rstrip("\"'”’)» ").endswith("?"):
        return "question"
    if SUPPOSED.search(sentence) or INVERTED.search(sentence):
        return "supposed"
    if act.kind in ("withdrawal_announced", "suspension_announced"):
        return act.kind
    if INTENDED.search(before) or TOWARDS.search(before) or (act.form == "present" and AHEAD.search(before)):
        return "intended"
    if act.form == "other" or (act.form == "base" and not DID.search(before)):
        return "not-said-as-done"
    if act.form == "status" and is_negated(before, act) and NOT_ALL.search(act.words):
        return "negation"
    plain = NEGATED.sub("", before) if act.form != "status" else before
    if ANY_NOT.search(plain) and not NEITHER.search(plain):
        return "negation"
    return "earlier" if is_negated(before, act) and EARLIER.search(before) else ""
