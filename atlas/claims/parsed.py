"""A sentence with everything in it that was recognised, and the questions about the words between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from atlas.claims.acts import NEGATED, Act, acts_in
from atlas.claims.dates import Said, dates
from atlas.claims.names import Named, states_in
from atlas.claims.treaties import Treaty, treaties_in
from atlas.tables import Tables

FILLING_WORD = (
    r"(?:the|an?|its|their|his|her|from|to|of|with|into|in|on|at|up|under|for|by|both|already|also|then|later|first|"
    r"again|only|back|(?!early\b|only\b)\w+ly|early|mid|late|end|beginning|start|spring|summer|autumn|winter|"
    r"as|party|member|state|UN|U\.N\.|UN's|United|Nations|Secretary-General|secretary-general|depositary|"
    r"landmark|global|international|historic|so-called|controversial|separate|respectively|itself|"
    r"New|York|Ottawa|Oslo|Geneva|Dublin|Paris|Headquarters|since|until|before|between|or|around|about|circa|effect|effective|dated)(?![\w-])"
)
FILLED = re.compile(rf"(?:[\s,(\[\]*_\"'“”‘’]|{FILLING_WORD})*")
ONE_FILLING = re.compile(rf"[\s(\[\]*_\"'“”‘’]+|{FILLING_WORD}")
SEPARATOR = re.compile(
    r"[,;:]|\s[–—-]\s|—|\b(?:and|but|while|whereas|although|though|because|when|once|after|before|if|unless|whether|that"
    r"|which|who|then)\b"
)
CHAINED = re.compile(
    r"[\s,]*(?:\b(?:and|or|nor|as\swell\sas|but\salso|along\swith|together\swith|plus)\b|&|/|,)?\s*"
    r"(?:\b(?:the|both|then|also|has|have|neighbouring)\s)*"
)
CLOSING = re.compile(r"\b(?:and|or|nor|plus)\b|&")
PREPOSITION = re.compile(
    r"\b(?:to|of|from|with|unlike|like|following|after|besides|despite|except|against|in|at|near|for|by)\s(?:the\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Parsed:
    """The sentence, and what it names: states, treaties, dates and acts, each in order."""

    text: str
    states: tuple[Named, ...]
    treaties: tuple[Treaty, ...]
    dates: tuple[Said, ...]
    acts: tuple[Act, ...]

    @cached_property
    def chains(self) -> tuple[tuple[Named, ...], ...]:
        """States that are listed together: "Estonia, Latvia and Lithuania" is one chain."""
        chains: list[list[Named]] = []
        closed = False
        for each in self.states:
            gap = self.text[chains[-1][-1].end : each.start] if chains else ""
            joined = bool(chains) and not closed and bool(gap.strip()) and bool(CHAINED.fullmatch(gap))
            if joined and not chains[-1][-1].possessive:
                chains[-1].append(each)
                closed = bool(CLOSING.search(gap))
            else:
                chains.append([each])
                closed = False
        return tuple(part for chain in chains for part in self._parted(chain))

    def before(self, place: int) -> str:
        """The last words before a place."""
        return self.text[max(0, place - 60) : place]

    def _parted(self, chain: list[Named]) -> list[tuple[Named, ...]]:
        """A list by commas alone is none after a preposition ("Unlike Norway, Finland …") or before a possessive."""
        gaps = [self.text[one.end : other.start] for one, other in pairwise(chain)]
        by_commas = bool(gaps) and not any(CLOSING.search(gap) for gap in gaps)
        doubtful = chain[-1].possessive or PREPOSITION.search(self.before(chain[0].start))
        return [(each,) for each in chain] if by_commas and doubtful else [tuple(chain)]

    def chains_in(self, start: int, end: int) -> tuple[tuple[Named, ...], ...]:
        """The chains that lie between the two places."""
        return tuple(chain for chain in self.chains if start <= chain[0].start and chain[-1].end <= end)

    def dates_in(self, start: int, end: int) -> tuple[Said, ...]:
        """The dates that lie between the two places."""
        return tuple(each for each in self.dates if start <= each.start and each.end <= end)

    def words(self, start: int, end: int) -> str:
        """The words between the two places without treaties and dates."""
        kept, place = [], start
        for first, last in self._named_spans:
            if place <= first and last <= end:
                kept.append(self.text[place:first])
                place = last
        return " ".join([*kept, self.text[place:end]])

    def is_filled(self, start: int, end: int) -> bool:
        """Whether only filling words, treaties and dates stand between the two places."""
        return bool(FILLED.fullmatch(self.words(start, end)))

    def separators(self, start: int, end: int) -> list[int]:
        """Where a clause may end between the two places, outside of everything that was recognised."""
        spans = [*self._named_spans, *((each.start, each.end) for each in self.states)]
        places = (start + found.start() for found in SEPARATOR.finditer(self.text[start:end]))
        return [place for place in places if not any(first <= place < last for first, last in spans)]

    @cached_property
    def _act_and_state_spans(self) -> list[tuple[int, int]]:
        acts = [(each.start, each.end) for each in self.acts]
        return acts + [(each.start, each.end) for each in self.states]

    def unrecognised(self, start: int, end: int) -> str:
        """The words between the two places without all that was recognised, and without negations before acts."""
        return self._blanked[start:end]

    @cached_property
    def _blanked(self) -> str:
        """The sentence with a blank for every sign that was recognised."""
        spans = self._named_spans + self._act_and_state_spans
        spans += [found.span() for found in IN_PASSING.finditer(self.text)]
        for pattern, places in ((NEGATED, self.acts), (DATING, self.dates), (NEITHER_STATE, self.states)):
            found = (pattern.search(self.text, max(0, each.start - 60), each.start) for each in places)
            spans += [each.span() for each in found if each]
        letters = list(self.text)
        for first, last in spans:
            letters[first:last] = " " * (last - first)
        return "".join(letters)

    @cached_property
    def _named_spans(self) -> list[tuple[int, int]]:
        treaties = [(each.start, each.end) for each in self.treaties]
        return sorted(treaties + [(each.start, each.end) for each in self.dates])


IN_PASSING = re.compile(r"</?[bi]>|\bthe\sGulf\sof\s[A-Z]\w+")
DATING = re.compile(
    r"\b(?:in|on|by|of|since|from|after|before|until|till|around|about|circa|during|as\s(?:of|from)|prior\sto|effective)"
    r"\s(?:the\s)?(?:(?:early|mid|late|end\sof|beginning\sof|start\sof|spring|summer|autumn|winter)[\s-](?:of\s)?)?$",
    re.IGNORECASE,
)
"""What may stand before a date; `atlas.claims.dates` has judged it."""

NEITHER_STATE = re.compile(r"\b[Nn]either\s(?:the\s)?$")


def parse(sentence: str, tables: Tables) -> Parsed:
    """The sentence with all that it names; an act inside the name of a treaty or a date is none."""
    treaties, said = treaties_in(sentence, tables), dates(sentence)
    said = tuple(each for each in said if not any(one.start < each.end and each.start < one.end for one in treaties))
    states = tuple(
        each for each in states_in(sentence, tables) if not any(one.start <= each.start < one.end for one in treaties)
    )
    return Parsed(sentence, states, treaties, said, _acts(sentence, treaties))


def _acts(sentence: str, treaties: tuple[Treaty, ...]) -> tuple[Act, ...]:
    """The acts; "withdrawal … took effect" is one act, and a treaty's own entry into force is not an act of a state."""
    acts: list[Act] = []
    for act in acts_in(sentence):
        if any(each.start <= act.start < each.end for each in treaties):
            continue
        if act.words == "withdrawn" and not PERFECT.search(sentence[: act.start]):
            continue
        before = acts[-1] if acts else None
        if act.kind == "takes_effect" and before and before.kind in EFFECTS:
            gap = sentence[before.end : act.start]
            told = gap
            for each in sorted(treaties, reverse=True):
                if before.end <= each.start and each.end <= act.start:
                    told = told[: each.start - before.end] + "T" + told[each.end - before.end :]
            plain = re.fullmatch(
                r"(?:\sof(?:\sthe)?(?:,?\s(?:and\s)?[A-Z]\w+)+?)?(?:\s(?:from|of|to)(?:\sthe)?\sT)?"
                r"(?:\s(?:formally|officially|legally|then|also))*\s",
                told,
            )
            if before.form in ("other", "base") and plain:
                acts[-1] = Act(before.start, act.end, EFFECTS[before.kind], "past", sentence[before.start : act.end])
                continue
            if re.search(r"\b(?:which|and|it|withdrawal)\b", gap):
                act = act._replace(kind=EFFECTS[before.kind])
        acts.append(act)
    return tuple(acts)


PERFECT = re.compile(r"\b(?:has|have|had|having|['’]ve)\b(?:\W+\w+){0,4}\W+$", re.IGNORECASE)
"""What stands before "withdrawn" where a state has done it; "the bill was withdrawn" is something else."""

EFFECTS = {
    "withdrawal": "withdrawal_effective",
    "withdrawal_notified": "withdrawal_effective",
    **dict.fromkeys(("joining", "accession", "ratification"), "entry_into_force"),
}
"""What takes effect with each act."""
