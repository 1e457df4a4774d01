"""What an impact layer shows on a day, and what it cannot show, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from atlas import impact
from atlas.impact import LAYERS, NOT_FOUND
from atlas.status import History
from atlas.tables import Tables
from atlas.words.plain import counted, in_sentence, listed, long_day

MOST_NAMES = 6
LIMITS = {
    "casualties": "Figures of states do not add up to the world's total. Series are never joined: where only the state "
    "or the United Nations counted, no class of the Monitor's is given.",
    "population": "Population by the World Bank, in the year of the day shown.",
    "use": "Each finding holds for the period that its report covers, whole where only years are given; “mid” is the "
    "middle of the year. An allegation that was denied is not shown as use.",
    "producers": "Listed means that the state has not renounced production, not that it produces. The lists read are "
    "partial, so that a state is never taken off because a later one leaves it out.",
    "stockpiles": "Article 4 of the Mine Ban Convention, whatever treaty is chosen: four years from entry into force. "
    "A completion known to the month or year counts from its last day. Large stockpiles of other states are in the "
    "table “stockpile_holders” of the data page.",
    "clearance": "Article 5 of the Mine Ban Convention, whatever treaty is chosen: ten years from entry into force, "
    "and extensions. “No later decision found” is about the sources read: a decision may lie outside them.",
}
"""What each layer counts and where it ends."""

UNDER = {
    "stockpiles": " under article 4 of the Mine Ban Convention",
    "clearance": " under article 5 of the Mine Ban Convention",
}
"""The treaty whose obligations a layer is about, told because another one may be chosen."""

NOT_FOUND_MEANS = "“Not found” means that the sources read say nothing about the state for this day; it is never zero."
NOT_FOUND_LOOK = {"fill": "It is drawn with dots.", "circles": "It has no circle, and “–” in the legend."}
"""How a state without a finding is drawn, by the way in which the layer is."""


WORLD_CASUALTIES = (
    "World totals as each edition of Landmine Monitor gave them, some quoted by others: later editions revise earlier "
    "ones. A hatched part lies between the lowest and the highest figure for the year; an approximate total is drawn "
    "as the range of what would be rounded to it. A shaded year has no total in the sources read."
)


class Asked(NamedTuple):
    """What a sentence about a layer starts from; `rows` are those of `impact.layer_rows`, of all or some states."""

    rows: pd.DataFrame
    tables: Tables
    history: History
    treaty: str
    day: date


def layer_sentence(name: str, asked: Asked) -> str:
    """How many states are in each class on the day, with names where they are few, and what the layer adds to it."""
    return " ".join(filter(None, [class_sentence(name, asked), EXTRAS.get(name, _nothing)(asked)]))


def class_sentence(name: str, asked: Asked) -> str:
    """The number of states in each class that occurs, the strongest first: "listed in 2 states (A and B)"."""
    found = []
    for each in reversed(impact.classes(name)[1:]):
        label = each.label[0].lower() + each.label[1:]
        names = _named(asked.rows.loc[asked.rows["code"] == each.code, "name"])
        if names:
            named = f" ({listed(names)})" if len(names) <= MOST_NAMES else ""
            found.append(f"{label} in {counted(len(names), 'state')}{named}")
    missing = int((asked.rows["code"] == NOT_FOUND).sum())
    heading = layer_heading(name, asked.day)
    if not found:
        return f"{heading}: nothing found for any of {len(asked.rows)} states{_ended(name, asked)}."
    return f"{heading}: {'; '.join(found)}; not found for {missing} of {len(asked.rows)} states."


def layer_heading(name: str, day: date) -> str:
    """The layer and the day, or the year where its figures hold for years."""
    layer = LAYERS[name]
    return f"{layer.title} in {day.year}" if layer.yearly else f"{layer.title}{UNDER.get(name, '')} on {long_day(day)}"


def _ended(name: str, asked: Asked) -> str:
    """Where the sources end, when the day lies behind it."""
    last = impact.last_found(asked.tables, name)
    return f"; what was found ends on {long_day(last)}" if asked.day > last else ""


def world_casualties(tables: Tables, year: int) -> str:
    """The world's total of a year as the editions of the report give it, in their order, or that none was found."""
    rows = impact.casualty_editions(tables)
    own = rows[rows["year"] == year]
    if own.empty:
        return f"No world total was found for {year}."
    low, high = own["low"].min(), own["high"].max()
    editions = [report.removeprefix("LM") for report in own["report"]]
    reports = f"Landmine Monitor {listed(editions)}"
    told = [f"{edition}: {total:,}" for edition, total in zip(editions, own["low"], strict=True)]
    if own["approximate"].any():
        return f"The world total of {year} is approximate: {low:,} to {high:,} ({reports})."
    if low == high:
        return f"The world total of {year} is {low:,} ({reports})."
    return f"The world total of {year} was revised (Landmine Monitor {'; '.join(told)})."


def share_sentence(shares: pd.DataFrame, tables: Tables, treaty: str, year: int) -> str:
    """The share of the world's people in states bound at the end of the year; after the last figures, that they end.

    `shares` are the rows of `impact.population_share`.
    """
    subject = tables.row("treaties", treaty)["subject"]
    known = shares[shares["share"].notna()]
    if known.empty or year < int(shares["year"].min()):
        return ""
    row = known[known["year"] <= year].iloc[-1]
    last = int(row["year"])
    gap = f"The figures end with {last}, so that no share can be given for {year}; at" if year > last else "At"
    have = "has" if row["without_figure"] == 1 else "have"
    without = f"; {row['without_figure']} of them {have} no figure" if row["without_figure"] else ""
    return (
        f"{gap} the end of {last}, {percent(row['share'])} of the world's people lived in the {row['states']} states "
        f"bound by {subject} ({millions(row['bound'])} of {millions(row['world'])} million{without})."
    )


def percent(share: float) -> str:
    """46.6 %, with a non-breaking space."""
    return f"{share * 100:.1f}\u00a0%"


def millions(people: int) -> str:
    """3,794 for 3,793,699,488."""
    return f"{people / 1_000_000:,.0f}"


def state_casualties(names: Sequence[str], chosen: int, years: range) -> str:
    """What the panels of the states named show: `years` of the period can have figures, `chosen` states were asked."""
    some = f" The first {len(names)} of {chosen} chosen states are drawn; the download has all." * (chosen > len(names))
    if not years:
        return f"{listed(names)}: no figure was found for any of these years, which is not zero.{some}"
    said = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{listed(names)}, {said}: a shaded year was not found, which is not zero.{some}"


def _named(names: pd.Series) -> list[str]:
    """In the order of the alphabet, as names stand within a sentence."""
    return [in_sentence(name) for name in names.sort_values()]


def whatever_chosen(about: str, ignored: Sequence[str]) -> str:
    """What a figure is about although something else is chosen too; nothing where no filter is `ignored`."""
    return f"For {about}, whatever {' or '.join(ignored)} is chosen." if ignored else ""


def missed_sentence(missed: pd.DataFrame) -> str:
    """Who missed the deadline; `missed` has a name a state."""
    names = _named(missed["name"])
    return f"Marked: the deadline was missed by {listed(names)}, as the sources say." if names else ""


def strips_sentence(shown: int, among: int) -> str:
    """Which states have a row, and what a blank means."""
    some = f"{shown} of {among} states with a finding; choose a region or states for others." if shown < among else ""
    return f"{some} A blank part of a row was not found.".strip()


def _share(asked: Asked) -> str:
    shares = impact.population_share(asked.history, asked.tables, asked.treaty)
    return share_sentence(shares, asked.tables, asked.treaty, asked.day.year)


def _nothing(_: Asked) -> str:
    return ""


EXTRAS: dict[str, Callable[[Asked], str]] = {
    "casualties": lambda asked: world_casualties(asked.tables, asked.day.year),
    "population": _share,
}
"""What some layers tell of the world beside the classes of the states."""
