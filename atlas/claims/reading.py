"""What a sentence says: which state did what, under which treaty, and when.

Only a plain shape is read: states, act, treaty and date with nothing but filling words between them, in the orders that
English allows. Where other words stand between, the statement is kept with a doubt and is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from atlas.claims.acts import Act, is_negated, mood
from atlas.claims.dates import Said
from atlas.claims.forms import is_plain
from atlas.claims.objects import NEEDS_OBJECT, Object, dates_of, is_own_object, object_of, passive_treaty
from atlas.claims.parsed import Parsed
from atlas.claims.subjects import NOBODY, Subject, subject_after, subject_before
from atlas.claims.treaties import OTHER_TREATY

SAID_AS_DONE = ("past", "present", "status")
OPPOSITES = {"party": "not_party", "signatory": "not_signatory"}
NOT = "not_"
AGENTS = {"takes_effect": "for", "other": "(?:of|by)"}
"""The word before the state that follows an act: "entered into force for", "accession of"; otherwise "by"."""


@dataclass(frozen=True)
class Statement:
    """One act of one state (several codes where the name does not tell them apart) under one treaty, "" if unknown.

    `kind` begins with "not_" where the sentence says that the act did not happen. `doubt` says why the statement cannot
    be judged, "" where it can. `present` tells statements about the day of writing, `plain` those in which the rules
    know every word, so that none can weaken what is said.
    """

    states: tuple[str, ...]
    treaty: str
    kind: str
    dates: tuple[Said, ...]
    doubt: str
    present: bool
    form: str
    plain: bool


@dataclass(frozen=True)
class Clause:
    """An act with the part of the sentence that belongs to it, and what was found for it."""

    act: Act
    start: int
    end: int
    subject: Subject = NOBODY
    treaties: tuple[str, ...] = ()
    doubt: str = ""
    negated: bool = False


def statements(parsed: Parsed, context: str) -> tuple[Statement, ...]:
    """Every statement of the sentence; `context` is the treaty that the sentence before was about, or ""."""
    found: list[Statement] = []
    before: Clause | None = None
    for act, start, end in _regions(parsed):
        clause, told = _clause(parsed, act, start, end, before, context)
        found += told
        before = clause
    done = {(each.states, each.treaty) for each in found if each.form in SAID_AS_DONE}
    kept = [each for each in found if each.form in SAID_AS_DONE or (each.states, each.treaty) not in done]
    return tuple(dict.fromkeys(kept))


def treaty_after(parsed: Parsed, told: Sequence[Statement], context: str) -> str:
    """The treaty that the next sentence may leave unsaid: the only one that this sentence names or goes on about."""
    named = {each.key for each in parsed.treaties if each.key}
    if named:
        (only,) = named if len(named) == 1 else ("",)
        return "" if only == OTHER_TREATY else only
    goes_on = any(not each.key for each in parsed.treaties) or any(each.treaty == context for each in told)
    return context if goes_on else ""


def _regions(parsed: Parsed) -> Iterator[tuple[Act, int, int]]:
    """Every act with the beginning and end of its part of the sentence, the acts left out after a comma included."""
    acts = _with_echoes(parsed)
    if not acts:
        return iter(())
    cuts = [0, *(_cut(parsed, one.end, other.start) for one, other in pairwise(acts))]
    return zip(acts, cuts, [*cuts[1:], len(parsed.text)], strict=True)


def _with_echoes(parsed: Parsed) -> list[Act]:
    """The acts, and each one again, without words, where only states and a date follow it: "…, Finland in 2026"."""
    acts = list(parsed.acts)
    for chain in parsed.chains:
        earlier = [act for act in parsed.acts if act.end <= chain[0].start]
        joined = re.search(r"(?:,|;|\band)\s(?:then\s|followed\sby\s)?$", parsed.before(chain[0].start))
        if not earlier or not joined:
            continue
        end = chain[-1].end
        dated = (each for each in parsed.dates if re.fullmatch(r",?\s(?:in|on)\s", parsed.text[end : each.start]))
        follows = next(dated, None)
        rest = parsed.text[follows.end :] if follows else ""
        if follows and re.match(r"\W*(?:$|\band\b|[,;(])", rest):
            acts.append(earlier[-1]._replace(start=end, end=end, words=""))
    return sorted(acts)


def _cut(parsed: Parsed, start: int, end: int) -> int:
    """Where the words between two acts part: before the subject of the second one, or else at the last separator."""
    chains = [
        chain
        for chain in parsed.chains_in(start, end)
        if not re.search(r"\bby\s(?:the\s)?$", parsed.text[start : chain[0].start])
    ]
    limit = chains[-1][0].start if chains else end
    places = parsed.separators(start, limit)
    return places[-1] if places else (limit if chains else end)


def _clause(
    parsed: Parsed, act: Act, start: int, end: int, before: Clause | None, context: str
) -> tuple[Clause, list[Statement]]:
    """The act with all that belongs to it, and its statements: none where it is not about a treaty of the atlas."""
    inherited = before.subject if before else NOBODY
    passive = passive_treaty(parsed, act)
    subject, done = subject_after(parsed, act, AGENTS.get(act.kind) or AGENTS.get(act.form, "by"))
    if not subject.states and not passive:
        subject, done = subject_before(parsed, start, act, inherited), act.end
    if act.kind == "takes_effect":
        act = act._replace(kind="entry_into_force")
        subject = subject if done > act.end else NOBODY
    what = Object("pointed", (), done) if passive else object_of(parsed, act, end)
    words = parsed.text[start : act.start]
    clause = Clause(act, start, end, subject, negated=is_negated(words, act) or _goes_on(parsed, before, act))
    if not act.words and before:
        clause = replace(clause, treaties=before.treaties, doubt=before.doubt, negated=before.negated)
    elif what.manner == "other" or (what.manner == "bare" and NEEDS_OBJECT.fullmatch(act.words)):
        return clause, []
    else:
        keys, unclear = _treaties(parsed, act, what, before, context)
        if OTHER_TREATY in keys:
            return clause, []
        clause = replace(clause, treaties=keys, doubt=mood(words, act, parsed.text) or unclear)
    if not subject.states:
        return clause, []
    return clause, _statements(parsed, clause, max(done, what.end))


def _goes_on(parsed: Parsed, before: Clause | None, act: Act) -> bool:
    """Whether the act goes on with a negation: "never signed or ratified"."""
    if not (before and before.negated):
        return False
    return bool(re.fullmatch(r"\W*(?:or|nor)\W*", parsed.text[before.act.end : act.start]))


def _treaties(
    parsed: Parsed, act: Act, what: Object, before: Clause | None, context: str
) -> tuple[tuple[str, ...], str]:
    """The treaties of the act and the doubt about them; ("",) where none is known."""
    if what.manner == "named":
        return what.treaties, "" if is_own_object(parsed, act) else "treaty-apart"
    passive = passive_treaty(parsed, act)
    if passive and passive.key:
        return (passive.key,), ""
    since = before.act.end if before else 0
    named = list(dict.fromkeys(each.key for each in parsed.treaties if each.key and each.end <= act.start))
    lately = list(dict.fromkeys(each.key for each in parsed.treaties if each.key and since <= each.start < act.start))
    if before and before.treaties and not set(lately) - set(before.treaties):
        return before.treaties, "several-treaties" if len(before.treaties) > 1 and act.words else ""
    if len(named) == 1:
        return (named[0],), ""
    if named:
        return (named[-1],), "several-treaties"
    later = {each.key for each in parsed.treaties if each.key and each.start >= act.end}
    if later:
        return (min(later),), "treaty-apart"
    return ((context,), "treaty-before") if context else (("",), "no-treaty")


def _statements(parsed: Parsed, clause: Clause, done: int) -> list[Statement]:
    """One statement for each state of the subject and each treaty."""
    act, states = clause.act, clause.subject.states
    when = dates_of(parsed, (clause.start, clause.end), act, (states[0].start, states[-1].end), done)
    kind, said = _kind(parsed, clause, when.dates)
    present = act.form in ("present", "status") and not re.match(r"(?:was|were|had)\b", act.words)
    plain = is_plain(parsed)
    return [
        Statement(
            states=each.states,
            treaty=treaty,
            kind=kind,
            dates=said,
            doubt=_doubt(clause, each.states, when.doubt),
            present=present,
            form=act.form,
            plain=plain,
        )
        for treaty in clause.treaties
        for each in states
    ]


def _doubt(clause: Clause, states: tuple[str, ...], of_dates: str) -> str:
    """The first doubt that there is: about who, about whether it was said, about the treaty, about the day."""
    return ("shared-name" if len(states) > 1 else "") or clause.subject.doubt or clause.doubt or of_dates


def _kind(parsed: Parsed, clause: Clause, said: tuple[Said, ...]) -> tuple[str, tuple[Said, ...]]:
    """The kind with its negation; a party "since" a day is one that became a party on it."""
    kind = clause.act.kind
    if kind.startswith(NOT):
        positive = kind.removeprefix(NOT)
        return (positive if clause.negated else kind), said
    if kind == "party" and not clause.negated and len(said) == 1 and said[0].relation == "since":
        return "entry_into_force", (said[0].exactly(),)
    return (OPPOSITES.get(kind, NOT + kind) if clause.negated else kind), said
