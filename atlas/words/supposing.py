"""Suppositions in sentences and rows. Each one says "supposed" by itself, so that none can be quoted as a fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from atlas.status.supposing import Answer, Figures, Opening, Refusal, Supposition
from atlas.tables import Tables
from atlas.words.plain import long_date, long_day
from atlas.words.statuses import STATUS_LABELS

HEADING = "Supposition, not a fact"
ACTS = {"notice": "notice of withdrawal", "deposit": "deposit of an instrument"}
"""What each act is called."""

DONE = {"notice": "gave notice of withdrawal", "deposit": "joined by depositing its instrument"}
"""What a state does by each act."""

EFFECTS = {
    "notice": "the withdrawal would take effect on {day}{article}",
    "deposit": "the treaty would be in force for it from {day}{article}",
}
ONLY_PARTIES = "only a state for which the treaty is in force can give notice"
REASONS = {
    ("notice", "outside"): f"on that day it has not joined, and {ONLY_PARTIES}",
    ("notice", "signatory"): f"on that day it has only signed, and {ONLY_PARTIES}",
    ("notice", "joining"): f"on that day the treaty is not yet in force for it, and {ONLY_PARTIES}",
    ("notice", "withdrawing"): "on that day it is leaving already, by its recorded notice",
    ("notice", "withdrawn"): "it has left already, on {since}",
    ("deposit", "joining"): "on that day it has deposited its instrument already",
    ("deposit", "party"): "the treaty is in force for it already, since {since}",
    ("deposit", "withdrawing"): "on that day it is still bound, until {until}",
}
"""Why a state of this status cannot do this act."""

NOT_THERE = {
    "not-open": "the treaty was not yet open on that day",
    "not-yet-state": "it was not yet a state on that day",
}
ROWS = [
    "supposed",
    "treaty",
    "iso3",
    "name",
    "act",
    "day",
    "status_before",
    "takes_effect",
    "status_after",
    "article",
    "rule",
    "armed_conflict_clause",
    "bound_before",
    "bound_after",
]
"""Columns of the rows of suppositions, in the order of files: a public contract."""


def supposed_sentence(answer: Supposition, tables: Tables) -> str:
    """What would follow: the act, its day, and the day of its effect with the article."""
    article = f" ({answer.article})" if answer.article else ""
    effect = EFFECTS[answer.act].format(day=long_day(answer.takes_effect), article=article)
    name, law = _names(answer, tables)
    return f"Supposed, {law}: if {name} {DONE[answer.act]} on {long_day(answer.day)}, {effect}."


def refusal_sentence(refusal: Refusal, tables: Tables) -> str:
    """Which supposed act is not possible, why, and what can be supposed; without a full stop, as messages are."""
    name, law = _names(refusal, tables)
    what = f"a supposed {ACTS[refusal.act]} by {name} on {long_day(refusal.day)}"
    return f"{law}: {what} is not possible: {_reason(refusal)}; allowed: {opening_phrase(refusal.opening)}"


def both_sentence(notice: date, deposit: date) -> str:
    """Which of two suppositions is answered."""
    return (
        f"The link supposes two acts: the supposed notice of {long_day(notice)} is used, "
        f"the supposed deposit of {long_day(deposit)} is left out."
    )


def not_possible_label(number: int) -> str:
    """How many treaties do not allow the supposed act."""
    return f"Not possible under {number} {'treaty' if number == 1 else 'treaties'}"


def opening_phrase(opening: Opening) -> str:
    """What can be supposed, and from which day on."""
    return f"a supposed {ACTS[opening.act]} from {long_day(opening.first)} on"


def supposed_headline(answer: Supposition, tables: Tables) -> str:
    """The sentence over the map as it would read on the day of the effect."""
    figures, subject = answer.supposed, tables.row("treaties", answer.treaty)["subject"]
    said = f"{figures.bound} of {figures.states} states would be bound by {subject}"
    left = f"; {figures.left} would have left it" if figures.left else ""
    return f"Supposed, on {long_day(answer.takes_effect)}: {said}{left}"


def remarks(answer: Supposition, tables: Tables) -> list[str]:
    """What belongs to the answer: the rule, how the day was found, conflict, contests, limits, a note."""
    note = tables.row("treaties", answer.treaty)["note"]
    said = (
        f"Rule: {answer.rule}.",
        reckoning_sentence(answer),
        clause_sentence(answer, tables),
        contest_sentence(answer, tables),
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
    name, _ = _names(answer, tables)
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


def limits_sentence(answer: Supposition, tables: Tables) -> str:
    """How far the record reaches to the supposed day; blank where it covers it."""
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
    return " ".join(parts)


def contest_sentence(answer: Supposition, tables: Tables) -> str:
    """What the record holds of the state under the treaty that is contested; blank where there is nothing."""
    contests = tables["contests"]
    own = contests[(contests["treaty"] == answer.treaty) & (contests["iso3"] == answer.iso3)]
    told = [
        f"Not supposed but contested: {row.action.replace('_', ' ')}, {long_date(row.date)}. {row.reason}."
        for row in own.itertuples(index=False)
    ]
    return " ".join(told)


def figure_rows(today: Figures, answer: Supposition, tables: Tables) -> pd.DataFrame:
    """Bound, joined and left: a row each, with the number of states today and, on the day of the effect, both ways."""
    day = long_day(answer.takes_effect)
    columns = {
        f"Today, {long_day(tables.checked)}": today,
        f"{day}, by the record": answer.recorded,
        f"{day}, supposed": answer.supposed,
    }
    labels = ["Bound", "Deposited and not withdrawn", "Left"]
    return pd.DataFrame(
        {column: [numbers.bound, numbers.joined, numbers.left] for column, numbers in columns.items()},
        index=pd.Index(labels, name="Number of states"),
    )


def supposed_rows(answers: Iterable[Supposition], tables: Tables) -> pd.DataFrame:
    """One row a supposition, columns `ROWS`; days are datetime64[s].

    `bound_before` and `bound_after`: states bound on the day of the effect by the record, and with the supposition.
    """
    rows = pd.DataFrame([_row(answer, tables) for answer in answers], columns=ROWS)
    return rows.astype({"supposed": "bool", "day": "datetime64[s]", "takes_effect": "datetime64[s]"})


def shown_rows(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """The rows of `supposed_rows` with the headings and labels of a page."""
    return pd.DataFrame(
        {
            "Treaty": [tables.row("treaties", key)["short_name"] for key in rows["treaty"]],
            "Status then": rows["status_before"].map(STATUS_LABELS),
            "Supposed effect": rows["takes_effect"].dt.strftime("%Y-%m-%d"),
            "Article": rows["article"],
            "Bound then, by the record": rows["bound_before"],
            "Bound then, supposed": rows["bound_after"],
            "Rule": rows["rule"],
            "Armed conflict": rows["armed_conflict_clause"],
        }
    )


def _row(answer: Supposition, tables: Tables) -> dict[str, object]:
    own = {column: getattr(answer, column) for column in ROWS if hasattr(answer, column)}
    return own | {
        "supposed": True,
        "name": _names(answer, tables)[0],
        "armed_conflict_clause": clause_sentence(answer, tables),
        "bound_before": answer.recorded.bound,
        "bound_after": answer.supposed.bound,
    }


def _reason(refusal: Refusal) -> str:
    standing, opening = refusal.standing, refusal.opening
    if refusal.superseded:
        act = opening.last_action.replace("_", " ")
        return f"it must come after the state's last act in the record ({act}, {long_date(opening.last_date)})"
    if standing.status in NOT_THERE:
        return NOT_THERE[standing.status]
    reason = REASONS[refusal.act, standing.status]
    return reason.format(since=long_day(standing.since), until=long_day(standing.until))


def _names(answer: Answer, tables: Tables) -> tuple[str, str]:
    """Of the state and of the treaty."""
    return tables.row("states", answer.iso3)["name"], tables.row("treaties", answer.treaty)["short_name"]
