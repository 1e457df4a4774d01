"""What the record makes of a statement: it matches, it contradicts, or it cannot be told.

`matches` needs an act of the record, or what follows from it by the treaty's rule, that fits in state, treaty, kind and
date. `contradicts` needs a record that says otherwise for all of the time said. Everything else is `cannot-tell`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from atlas.claims.dates import Said
from atlas.claims.reading import NOT, Statement
from atlas.claims.record import EFFECT, ENTRY, JOINS, Fact, File, Holding
from atlas.status.terms import BOUND, NEVER_ACTED, NOT_JOINED

MATCHES, CONTRADICTS, CANNOT_TELL = "matches", "contradicts", "cannot-tell"
NOTICE = "withdrawal_notified"
TOWARDS, AWAY = ("signature", *JOINS, ENTRY), (NOTICE, EFFECT)
DECISIVE: dict[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in (*TOWARDS, *AWAY)},
    "joining": JOINS,
    "withdrawal": (EFFECT,),
}
"""The facts that a kind of act means: "joined" is any deposit, "withdrew" the withdrawal in effect."""

STEPS = {kind: AWAY if set(facts) <= set(AWAY) else TOWARDS for kind, facts in DECISIVE.items()}
"""The other steps on the same way, which a sentence may mean instead."""

ANOTHER_DEPOSIT = timedelta(days=366)
"""How far the deposits of one state with several depositaries are taken to lie apart."""

AGREES: dict[str, tuple[str, ...]] = {
    "party": BOUND,
    "not_party": NOT_JOINED,
    "signatory": ("signatory",),
    "not_signatory": NEVER_ACTED,
}
REFUTES: dict[str, tuple[str, ...]] = {
    "party": NOT_JOINED,
    "not_party": BOUND,
    "signatory": NEVER_ACTED,
    "not_signatory": ("signatory",),
}
"""The statuses that agree with a statement on how things stand, and those that refute it; others leave it open."""


class Verdict(NamedTuple):
    """The verdict, and the code of its reason in `atlas.words.claims.REASONS`."""

    verdict: str
    reason: str


def verdict_on(statement: Statement, file: File) -> Verdict:
    """The verdict on one statement: "matches" and "contradicts" are kept for what is plainly said."""
    if statement.doubt:
        return Verdict(CANNOT_TELL, statement.doubt)
    found = _judged(statement, file)
    if found.verdict == MATCHES and statement.form == "status" and not _still_bound(file):
        return Verdict(CANNOT_TELL, "status-unclear")
    return found if statement.plain or found.verdict == CANNOT_TELL else Verdict(CANNOT_TELL, "not-plain")


def _still_bound(file: File) -> bool:
    """Whether "a party since" a day can be true today: the state is bound, and nobody contests that."""
    return file.holdings[-1].status in BOUND and NOTICE not in file.contested


def _judged(statement: Statement, file: File) -> Verdict:
    said = statement.dates[0] if statement.dates else None
    if said and not said.readable:
        return Verdict(CANNOT_TELL, "date-unclear")
    if statement.kind in AGREES:
        return _on_status(statement, said, file)
    if statement.kind.startswith(NOT):
        return _on_denial(statement.kind.removeprefix(NOT), said, file)
    return _on_act(statement.kind, said, file)


def _on_act(kind: str, said: Said | None, file: File) -> Verdict:
    meant, steps = file.of(DECISIVE[kind]), file.of(STEPS[kind])
    if said is None:
        if any(fact.last <= file.until for fact in meant):
            return Verdict(CANNOT_TELL, "no-date")
        return Verdict(CANNOT_TELL, "other-stage-undated") if steps else Verdict(CONTRADICTS, "never-such-act")
    if any(_within(fact, said) for fact in meant):
        return Verdict(MATCHES, "fits") if said.sure else Verdict(CANNOT_TELL, "imprecise-date")
    if any(_overlaps(fact, said) for fact in meant):
        return Verdict(CANNOT_TELL, "day-not-known")
    if any(_overlaps(fact, said) for fact in steps):
        return Verdict(CANNOT_TELL, "other-stage")
    if file.several_depositaries and any(_near(fact, said) for fact in steps):
        return Verdict(CANNOT_TELL, "several-depositaries")
    if said.last > file.until:
        return Verdict(CANNOT_TELL, "after-record")
    left_open = _left_open(kind, file)
    if left_open:
        return Verdict(CANNOT_TELL, left_open)
    return Verdict(CONTRADICTS, "no-such-act" if steps else "never-such-act")


def _left_open(kind: str, file: File) -> str:
    """Why the record cannot refute that an act of the kind happened; "" where it can."""
    if kind == "signature" and not file.signable:
        return "not-signed"
    if kind == ENTRY and file.of(("succession",)):
        return "succession"
    return "contested-withdrawal" if NOTICE in file.contested and set(DECISIVE[kind]) <= set(AWAY) else ""


def _on_denial(kind: str, said: Said | None, file: File) -> Verdict:
    happened = [fact for fact in file.of(DECISIVE[kind]) if fact.last <= file.until]
    if said is None:
        others = any(fact.last <= file.until for fact in file.of(STEPS[kind]))
        if happened:
            return Verdict(CONTRADICTS, "did-happen")
        return Verdict(CANNOT_TELL, "other-stage-undated" if others else "agrees-not")
    if any(_within(fact, said) for fact in happened):
        return Verdict(CANNOT_TELL, "until") if said.relation in UP_TO else Verdict(CONTRADICTS, "did-happen")
    return Verdict(CANNOT_TELL, "agrees-not")


UP_TO = ("until", "till", "before", "prior to")


def _on_status(statement: Statement, said: Said | None, file: File) -> Verdict:
    first, last = _asked(statement, said, file)
    if first > last:
        return Verdict(CANNOT_TELL, "after-record")
    holding = [each for each in file.holdings if each.since <= last and first < each.until]
    agrees, refutes = AGREES[statement.kind], REFUTES[statement.kind]
    if file.of(("succession",)) and all(each.status not in BOUND for each in holding):
        return Verdict(CANNOT_TELL, "succession")
    if all(each.status in refutes and _undoubted(each, first, last) for each in holding):
        return Verdict(CONTRADICTS, "status-otherwise")
    agreed = any(each.status in agrees and _undoubted(each, first, last) for each in holding)
    return Verdict(CANNOT_TELL, "status-agrees" if agreed else "status-unclear")


def _asked(statement: Statement, said: Said | None, file: File) -> tuple[date, date]:
    """The days that a statement about how things stand is about, as far as the record reaches."""
    if said:
        return said.first, min(said.last, file.until)
    return (file.until if statement.present else date.min), file.until


def _undoubted(holding: Holding, first: date, last: date) -> bool:
    return min(last, holding.until) <= holding.undoubted if last >= holding.until else last < holding.undoubted


def _within(fact: Fact, said: Said) -> bool:
    return said.first <= fact.first and fact.last <= said.last


def _near(fact: Fact, said: Said) -> bool:
    """Whether a deposit with another depositary may lie in the time said."""
    return bool(fact.first - ANOTHER_DEPOSIT <= said.last and said.first <= fact.last + ANOTHER_DEPOSIT)


def _overlaps(fact: Fact, said: Said) -> bool:
    return fact.first <= said.last and said.first <= fact.last
