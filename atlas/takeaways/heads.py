"""What a page says of itself where only its link is shown: title, sentences, and the picture that goes with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from atlas import words
from atlas.geography import borders_on
from atlas.selection import Choice, action_rows, default_choice, event_rows, first_day, status_rows, to_query
from atlas.selection.comparison import compared, differences, pair_rows
from atlas.selection.country import treaty_rows
from atlas.selection.sharing import page_path
from atlas.status import History
from atlas.tables import Tables
from atlas.words import borders, comparison, country, impact
from atlas.words.claims import VERDICT_LABELS

SITE = "Mine Ban Atlas"
LONGEST = 300
"""Characters of a description; programs that show links show no more."""


class Facts(NamedTuple):
    """What every sentence is made from."""

    history: History
    tables: Tables


@dataclass(frozen=True)
class Head:
    """What a link to a page says: `path` is its address below that of the atlas, `picture` the key of its preview.

    A preview shows the facts of the day on which they were checked. A view of another day, or a filtered one, takes the
    one with the name of the atlas alone: a map beside a title must not be another map.
    """

    title: str
    description: str
    path: str
    picture: str


def head_of(page: str, choice: Choice, facts: Facts) -> Head:
    """The head of a page, one of `atlas.selection.sharing.PAGES`, for a choice."""
    title, said = PAGE_WORDS[page](choice, facts)
    path = page_path(page, to_query(choice, facts.tables))
    return Head(f"{title} · {SITE}", _shortened(said), path, _picture(page, choice, facts.tables))


def headline(choice: Choice, facts: Facts) -> str:
    """Who is bound on the day, in one sentence without the day; every state of the region is counted."""
    rows = status_rows(*facts, replace(choice, status=(), state=()))
    counts, place = words.count_by_status(rows), words.listed(list(choice.region))
    return words.headline(counts, facts.tables, choice.treaty, choice.on, place)


def state_headline(iso3: str, choice: Choice, facts: Facts) -> str:
    """How a state stands under the chosen treaty on the day, in one sentence."""
    rows = treaty_rows(*facts, iso3, choice.on).set_index("treaty", drop=False)
    return country.headline(rows.loc[choice.treaty].to_dict(), facts.tables, choice.on)


def name_of(iso3: str, facts: Facts) -> str:
    """The name of a state."""
    return str(facts.tables.row("states", iso3)["name"])


def shown_period(choice: Choice, tables: Tables) -> tuple[date, date]:
    """The first and the last day of the timeline."""
    opened = first_day(tables, choice.treaty).replace(month=1, day=1)
    begin = max(choice.first or opened, opened)
    return begin, max(begin, choice.last or tables.checked)


def _treaty_and_day(choice: Choice, facts: Facts) -> str:
    name = facts.tables.row("treaties", choice.treaty)["short_name"]
    return f"{name}, {words.long_day(choice.on)}"


def _map(choice: Choice, facts: Facts) -> tuple[str, str]:
    where = f"{words.listed(list(choice.region))}: " if choice.region else ""
    title = impact.layer_heading(choice.layer, choice.on) if choice.layer else _treaty_and_day(choice, facts)
    told = " ".join(state_headline(iso3, choice, facts) for iso3 in choice.state[:2])
    return f"{where}{title}", f"{headline(choice, facts)}. {told}"


def _timeline(choice: Choice, facts: Facts) -> tuple[str, str]:
    if choice.event:
        event = facts.tables.row("events", choice.event)
        return f"{event['title']}, {words.long_date(event['date'])}", str(event["summary"])
    begin, end = shown_period(choice, facts.tables)
    numbers = len(event_rows(facts.tables, choice)), len(action_rows(facts.tables, choice))
    name = facts.tables.row("treaties", choice.treaty)["short_name"]
    return f"{name}: timeline, {begin.year} to {end.year}", f"{words.timeline_headline(*numbers, begin, end)}."


def _country(choice: Choice, facts: Facts) -> tuple[str, str]:
    if not choice.state:
        return "Countries", f"197 states under {len(facts.tables['treaties'])} treaties, each fact with its source."
    iso3 = choice.state[0]
    summary = country.bound_summary(treaty_rows(*facts, iso3, choice.on), choice.on)
    return name_of(iso3, facts), f"{state_headline(iso3, choice, facts)} {summary}"


def _compare(choice: Choice, facts: Facts) -> tuple[str, str]:
    pair = compared(facts.tables, choice)
    rows = pair_rows(*facts, pair)
    said = comparison.headline(differences(rows, pair), facts.tables, pair)
    name = facts.tables.row("treaties", choice.treaty)["short_name"]
    of = "" if pair.of_treaties else f"{name}, "
    return f"{of}{comparison.title(facts.tables, pair)}", f"{said}."


def _borders(choice: Choice, facts: Facts) -> tuple[str, str]:
    rows = borders_on(*facts, choice.treaty, choice.on, choice.region)
    place = words.listed(list(choice.region))
    said = borders.headline(rows, facts.tables, choice.treaty, choice.on, place)
    return f"Borders on the line: {facts.tables.row('treaties', choice.treaty)['short_name']}", f"{said}."


def _claims(choice: Choice, facts: Facts) -> tuple[str, str]:
    if choice.claim:
        claim = facts.tables.row("claims", choice.claim)
        # Never as a statement: many are false, and a title is often all that is read.
        return f"Claimed, and checked: “{claim['claim']}”", f"{VERDICT_LABELS[claim['verdict']]}. {claim['record']}"
    number = words.counted(len(facts.tables["claims"]), "claim")
    return "Claims, checked", f"{number} on the treaties beside the record that they can be checked against."


def _data(choice: Choice, facts: Facts) -> tuple[str, str]:
    table = facts.tables.package.table(choice.table)
    return f"Data: {table.title}", f"{table.description}"


def _fixed(title: str, said: str) -> Callable[[Choice, Facts], tuple[str, str]]:
    return lambda choice, facts: (title, said)


PAGE_WORDS: Mapping[str, Callable[[Choice, Facts], tuple[str, str]]] = {
    "map": _map,
    "timeline": _timeline,
    "country": _country,
    "compare": _compare,
    "borders": _borders,
    "claims": _claims,
    "teach": _fixed(
        "Lessons to present, print and take away",
        "Lessons on the treaties on landmines: slides with maps, handouts, answer keys, questions from the record.",
    ),
    "data": _data,
    "analyse": _fixed(
        "Use the data",
        "The tables of the atlas at stable addresses: CSV, Excel, Parquet, JSON, GeoJSON, a source in every row.",
    ),
    "about": _fixed(
        "How the atlas knows",
        "What the statuses mean, how a day is computed from the depositaries' record, where everything comes from, and "
        "what is missing.",
    ),
}
"""Title and sentences of each page, by its name."""


def _picture(page: str, choice: Choice, tables: Tables) -> str:
    """The key of the preview that shows what the title says; the one of the atlas where none does."""
    default = default_choice(tables)
    if page == "country" and choice.state and replace(choice, state=()) == default:
        return f"country-{choice.state[0]}"
    if page == "map" and replace(choice, treaty=default.treaty) == default:
        return f"map-{choice.treaty}"
    return page if choice == default else SITE_PICTURE


SITE_PICTURE = "atlas"
"""The key of the preview with the name of the atlas and what it is, without a day."""


def _shortened(text: str) -> str:
    """The text in one line of at most so many characters, ended at a word."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2].rsplit(' ', 1)[0]} …"


__all__ = [
    "SITE",
    "SITE_PICTURE",
    "Facts",
    "Head",
    "head_of",
    "headline",
    "name_of",
    "shown_period",
    "state_headline",
]
