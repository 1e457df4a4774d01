"""What would follow, in sentences: the act, the day of its effect, the figures, and all that belongs to the answer."""

from __future__ import annotations

from datetime import date

from atlas.status.supposing import Supposition
from atlas.tables import Tables
from atlas.words.plain import in_sentence, listed, long_date, long_day, short_name, treaty_in_sentence
from atlas.words.statuses import ACTION_LABELS
from atlas.words.supposing.naming import DONE, state_and_treaty

EFFECTS = {
    "notice": "the withdrawal would take effect on {day}{article}",
    "deposit": "the treaty would be in force for it from {day}{article}",
}
DOUBTS = {
    "signatory": "having signed, and may have signed later than counted",
    "joining": "not yet bound, and may be bound earlier than counted",
    "withdrawing": "still bound, and may have left earlier than counted",
}
"""How a state is counted whose status of a day is not certain, and what may be the case instead."""


def supposed_sentence(answer: Supposition, tables: Tables) -> str:
    """What would follow: the act, its day, and the day of its effect with the article."""
    article = f" ({answer.article})" if answer.article else ""
    effect = EFFECTS[answer.act].format(day=long_day(answer.takes_effect), article=article)
    name, law = state_and_treaty(answer, tables)
    return f"Supposed, {law}: if {name} {DONE[answer.act]} on {long_day(answer.day)}, {effect}."


def both_sentence(notice: date, deposit: date) -> str:
    """Which of two suppositions is answered."""
    return (
        f"The link supposes two acts: the supposed notice of {long_day(notice)} is used, "
        f"the supposed deposit of {long_day(deposit)} is left out."
    )


def supposed_headline(answer: Supposition, tables: Tables) -> str:
    """The sentence over the map as it would read on the day of the effect."""
    figures, subject = answer.supposed, tables.row("treaties", answer.treaty)["subject"]
    said = f"{figures.bound} of {figures.states} states would be bound by {subject}"
    left = f"; {figures.left} would have left it" if figures.left else ""
    return f"Supposed, on {long_day(answer.takes_effect)}: {said}{left}"


def remarks(answer: Supposition, tables: Tables) -> list[str]:
    """What belongs to the answer: the rule, how the day was found, conflict, contests, protocols, limits, a note."""
    note = tables.row("treaties", answer.treaty)["note"]
    said = (
        f"Rule: {answer.rule}.",
        reckoning_sentence(answer),
        clause_sentence(answer, tables),
        contest_sentence(answer, tables),
        depending_sentence(answer, tables),
        limits_sentence(answer, tables),
        f"Note on the treaty: {note}." if note else "",
    )
    return [text for text in said if text]


def clause_sentence(answer: Supposition, tables: Tables) -> str:
    """What an armed conflict would change; blank for a deposit, which no conflict delays."""
    if answer.act != "notice":
        return ""
    if not answer.clause:
        return "Under this treaty a withdrawal, real or supposed, does not wait for the end of an armed conflict."
    name, _ = state_and_treaty(answer, tables)
    return (
        f"The supposed day moves if {name} is then engaged in an armed conflict: the withdrawal waits until the "
        "conflict has ended. The atlas does not judge whether there is one."
    )


def reckoning_sentence(answer: Supposition) -> str:
    """Where the day comes from, and whether the number of the article was checked."""
    if answer.with_treaty:
        return (
            "The supposed instrument would take effect with the treaty itself, whose entry into force is taken from "
            "the record and does not move."
        )
    doubt = "" if answer.confirmed else " The number of the article was not checked against the text."
    return f"The supposed day is computed by this rule.{doubt}"


def depending_sentence(answer: Supposition, tables: Tables) -> str:
    """Which treaties the state has joined that only parties to this one can join; blank where there is none."""
    if not answer.depending:
        return ""
    name, law = state_and_treaty(answer, tables)
    inner = listed([short_name(tables, key) for key in answer.depending])
    return (
        f"Only a state that has joined {treaty_in_sentence(law)} can join its protocols, and {name} has joined "
        f"{inner}. What the supposed withdrawal would mean for them is not computed."
    )


def limits_sentence(answer: Supposition, tables: Tables) -> str:
    """How far the record reaches to the supposed day and what it is not certain of; blank where it covers the day."""
    until, parts = tables.row("treaties", answer.treaty)["record_until"].date(), []
    if answer.takes_effect > tables.checked:
        parts.append(
            f"The supposed day lies after the last check of the data, {long_day(tables.checked)}: effects already "
            "fixed by the record are counted; acts still to come cannot be known."
        )
    if until < min(answer.takes_effect, tables.checked):
        parts.append(
            f"The copy of the depositary's record ends on {long_day(until)}; later acts may be missing from the "
            "supposed figures."
        )
    for iso3, status in answer.doubtful:
        name = in_sentence(tables.row("states", iso3)["name"])
        parts.append(f"Not certain on the supposed day: {name} is counted as {DOUBTS[status]}.")
    return " ".join(parts)


def contest_sentence(answer: Supposition, tables: Tables) -> str:
    """What the record holds of the state under the treaty that is contested; blank where there is nothing."""
    contests = tables["contests"]
    own = contests[(contests["treaty"] == answer.treaty) & (contests["iso3"] == answer.iso3)]
    told = [
        f"Not supposed but contested: {ACTION_LABELS[row.action]}, {long_date(row.date)}. {row.reason}."
        for row in own.itertuples(index=False)
    ]
    return " ".join(told)
