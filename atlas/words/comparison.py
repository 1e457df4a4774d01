"""The sentences and labels of the comparison: what differs between two days, or between two treaties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from atlas.selection import Choice, first_day
from atlas.selection.comparison import Comparison, usual_before
from atlas.status import BOUND, NEVER_ACTED
from atlas.tables import Tables
from atlas.words.acts import Act
from atlas.words.plain import capitalised, counted, in_sentence, listed, long_day, short_name, the_treaty, unique_ids
from atlas.words.statuses import TOLD

MOST_NAMES = 12

DAY_VERBS = {
    "left": "left",
    "gave-notice": "gave notice of withdrawal",
    "became-bound": "became bound",
    "deposited": "deposited an instrument",
    "signed": "signed",
}
"""The differences that the headline tells, in its order."""

TREATY_PHRASES = {
    "outside": "{be} outside {treaty}",
    "signatory": "{have} only signed {treaty}",
    "joining": "{have} deposited an instrument under {treaty} (not yet in force)",
    "party": "{be} bound by {treaty}",
    "withdrawing": "{be} leaving {treaty} (still bound)",
    "withdrawn": "{have} left {treaty}",
    "not-open": "could not yet join {treaty}",
    "not-yet-state": "{be} not yet counted as a state under {treaty}",
}
"""How a state stands under a treaty."""

NOTHING_TOLD = {
    False: "no state acted under this treaty between the two days",
    True: "every state is outside both treaties, or could not yet join them",
}
"""What is said where there is no act to tell, by whether two treaties are compared."""

LEAVING = {"withdrawn": ("had left", "had left"), "withdrawing": ("was leaving", "were leaving")}
"""How one state, and how many, stand that have turned away from a treaty by a day."""

VERBS = {True: {False: ("is", "has"), True: ("are", "have")}, False: {False: ("was", "had"), True: ("were", "had")}}
"""To be and to have: by whether the day is today, then by whether it is many that are told of."""


def side_titles(tables: Tables, pair: Comparison) -> tuple[str, str]:
    """What tells the two sides apart: their days, or their treaties."""
    if pair.of_treaties:
        return short_name(tables, pair.first.treaty), short_name(tables, pair.second.treaty)
    return long_day(pair.first.on), long_day(pair.second.on)


def title(tables: Tables, pair: Comparison) -> str:
    """What the map of differences shows: "31 December 2024 to 22 November 2026", or the two treaties."""
    first, second = side_titles(tables, pair)
    return f"{first} and {second}" if pair.of_treaties else f"{first} to {second}"


def headline(numbers: Mapping[str, int], tables: Tables, pair: Comparison) -> str:
    """The comparison in one sentence; `numbers` are states by kind of difference."""
    when, said = _of_treaties(numbers, tables, pair) if pair.of_treaties else _of_days(numbers, pair)
    return f"{_opening(pair.region, when)}: {said}"


def nothing_told(pair: Comparison) -> str:
    """What is said where there is no act to tell."""
    said = NOTHING_TOLD[pair.of_treaties]
    return f"{_opening(pair.region, said)}."


def _opening(region: Sequence[str], text: str) -> str:
    """The text as the beginning of a sentence, after the regions that it speaks of."""
    return f"{listed(list(region))}, {text}" if region else f"{text[0].upper()}{text[1:]}"


def _of_days(numbers: Mapping[str, int], pair: Comparison) -> tuple[str, str]:
    if pair.first.on == pair.second.on:
        return f"on {long_day(pair.second.on)}", "both days are the same, so nothing differs"
    when = f"between {long_day(pair.first.on)} and {long_day(pair.second.on)}"
    told = [(numbers[code], verb) for code, verb in DAY_VERBS.items() if numbers[code]]
    if not told:
        return when, "no state became bound, left, gave notice or signed"
    (number, verb), *more = told
    return when, listed([f"{counted(number, 'state')} {verb}", *(f"{each} {does}" for each, does in more)])


def _of_treaties(numbers: Mapping[str, int], tables: Tables, pair: Comparison) -> tuple[str, str]:
    first, second = the_treaty(tables, pair.first.treaty), the_treaty(tables, pair.second.treaty)
    be, _ = _verbs(tables, pair.second.on, numbers["both"])
    return f"on {long_day(pair.second.on)}", (
        f"{counted(numbers['both'], 'state')} {be} bound by both {first} and {second}, "
        f"{numbers['first-only']} by the former only, {numbers['second-only']} by the latter only"
    )


def explanation(rows: pd.DataFrame, tables: Tables, pair: Comparison) -> str:
    """How many are bound on either side, how many of them are leaving, and how far the record reads."""
    titles = side_titles(tables, pair)
    bound = [_bound(rows[column], title) for column, title in zip(("from_status", "to_status"), titles, strict=True)]
    name = "" if pair.of_treaties else f"{short_name(tables, pair.first.treaty)}. "
    said = [f"{name}Bound: {listed(bound)}."]
    for treaty in dict.fromkeys((pair.first.treaty, pair.second.treaty)):
        until = tables.row("treaties", treaty)["record_until"].date()
        if pair.second.on > until:
            named = the_treaty(tables, treaty)
            said.append(f"The copy of the record of {named} ends on {long_day(until)}; later acts may be missing.")
    contested = [in_sentence(name) for name in sorted(rows.loc[rows["contested"], "name"])]
    if contested:
        said.append(f"Status contested, hatched in white: {listed(contested)}.")
    return " ".join(said)


def _bound(statuses: pd.Series, title: str) -> str:
    if (statuses == "not-open").all():
        return f"none, not yet open ({title})"
    leaving = int((statuses == "withdrawing").sum())
    number = f"{int(statuses.isin(BOUND).sum())} of {int((statuses != 'not-yet-state').sum())} states"
    return f"{number} ({title}{f'; {leaving} of them leaving' if leaving else ''})"


def notices(tables: Tables, choice: Choice, pair: Comparison) -> list[str]:
    """A sentence for each thing of the choice that could not be compared as it stood."""
    said = []
    if choice.other == choice.treaty:
        said.append("The two treaties are the same one: two days of it are compared instead.")
    if pair.of_treaties:
        for side in (pair.first, pair.second):
            if side.on < first_day(tables, side.treaty):
                said.append(f"{capitalised(the_treaty(tables, side.treaty))} was not yet open on {long_day(side.on)}.")
        return said
    before, opened = choice.before or usual_before(choice.on), first_day(tables, choice.treaty)
    if choice.before and before < opened:
        said.append(
            f"{capitalised(the_treaty(tables, choice.treaty))} was not yet open on {long_day(before)}: "
            f"its first year begins on {long_day(opened)}, which is compared instead."
        )
    if choice.before and before > choice.on:
        said.append("The first day lay after the second: they have changed places.")
    return said


def acts_of_treaties(groups: pd.DataFrame, rows: pd.DataFrame, tables: Tables, pair: Comparison) -> list[Act]:
    """A sentence for each pair of statuses under two treaties, with its states and sources, the rarest pair first.

    `groups` are the transitions of the `rows`. States outside both, or not able to join either, are left out.
    """
    by_state = rows.set_index("iso3")
    treaties = [the_treaty(tables, side.treaty) for side in (pair.first, pair.second)]
    acts = []
    for group in told_of_treaties(groups).sort_values("states", kind="stable").itertuples():
        own, statuses = by_state.loc[group.iso3.split(";")], (group.from_status, group.to_status)
        be, have = _verbs(tables, pair.second.on, len(own))
        alike = statuses[0] == statuses[1]
        phrases = [(statuses[0], f"both {listed(treaties)}")] if alike else zip(statuses, treaties, strict=True)
        said = [TREATY_PHRASES[status].format(be=be, have=have, treaty=treaty) for status, treaty in phrases]
        sentence = f"{counted(len(own), 'state')} {' and '.join(said)}: {_named(own['name'].to_list())}"
        acts.append(Act(sentence, ";".join(unique_ids(own["source_ids"]))))
    return acts


def told_of_days(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes that sentences tell of: those by an act of a state (see `words.acts_in`)."""
    return changes[changes["to_status"].isin(TOLD)].reset_index(drop=True)


def told_of_treaties(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows (of states or of transitions) that the sentences about two treaties tell of: those with an act."""
    return rows[~rows["to_status"].isin(NEVER_ACTED) | ~rows["from_status"].isin(NEVER_ACTED)]


def _named(names: list[str]) -> str:
    """In the order of the alphabet; of many the first, and how many more there are."""
    every, more = [in_sentence(name) for name in sorted(names)], len(names) - MOST_NAMES
    return listed(every) if more <= 0 else f"{', '.join(every[:MOST_NAMES])} and {counted(more, 'other')}"


def _verbs(tables: Tables, on: date, number: int) -> tuple[str, str]:
    return VERBS[on == tables.checked][number != 1]


def kept_sentence(kept: pd.DataFrame, tables: Tables, treaty: str, on: date, region: Sequence[str] = ()) -> str:
    """How many states of the regions left a treaty and are leaving it; `kept` as `kept_after_leaving` gives it."""
    name = the_treaty(tables, treaty)
    numbers = [(int((kept[treaty] == code).sum()), said) for code, said in LEAVING.items()]
    told = [(number, said[number != 1]) for number, said in numbers if number]
    first = [f"{counted(number, 'state')} {said} {name}" for number, said in told[:1]]
    more = [f"{number} {said} it" for number, said in told[1:]]
    said = listed([*first, *more]) or f"no state had left {name} or was leaving it"
    return f"{_opening(region, f'by {long_day(on)}')}, {said}."
