"""Years: when the treaty entered into force (level 1), and when the number bound passed a round number (level 2).

The second is asked only where every reading of the record gives one and the same year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from atlas.questions.drawing import Draw, Made
from atlas.questions.ground import Ground
from atlas.questions.model import Question
from atlas.questions.record import OF_BEING_BOUND, Standing
from atlas.questions.wording import among_regions, entry_article, name_of
from atlas.status import BOUND
from atlas.words import capitalised, counted, listed, long_day

STEP = 10
NAMED = 4
Days = tuple[date, date]
Reading = Callable[[Standing], list[Days]]


@dataclass(frozen=True)
class Passing:
    """The number of states bound went from at most `number` to more on `day`, once and for all within the record."""

    number: int
    day: date


@lru_cache(maxsize=64)
def passings(ground: Ground) -> tuple[Passing, ...]:
    """The multiples of ten that the number bound passed in the period, each in a year that is beyond doubt.

    The year is the same whether "passed" means reached or exceeded, and whether the states whose standing is open on a
    day are counted or not.
    """
    told, least, most = (_steps(ground, reading) for reading in (_as_told, _surely, _possibly))
    highest = max((number for _, number in told), default=0)
    found = []
    for number in range(STEP, highest, STEP):
        day = _only_rise(told, number + 1)
        days = [_only_rise(steps, at) for steps in (least, most) for at in (number, number + 1)]
        years = {each.year if each else None for each in (*days, day)}
        if day and len(years) == 1 and ground.first < day <= ground.last:
            found.append(Passing(number, day))
    return tuple(found)


def year_passed(ground: Ground, draw: Draw) -> Made | None:
    """A question for the year in which the number bound passed a multiple of ten."""
    first, last = max(ground.first.year, ground.adopted.year), ground.last.year
    found = draw.year_place(first, last)
    if not found:
        return None
    number, place = found
    offers = [(each, draw.years(each.day.year, first, last, number, place)) for each in passings(ground)]
    proved = [(each, years) for each, years in offers if years]
    if not proved:
        return None
    passing, years = draw.one(proved)
    year = passing.day.year
    days = [date(year - 1, 12, 31), passing.day - timedelta(days=1), passing.day, min(date(year, 12, 31), ground.last)]
    rows = _number_table(ground, sorted(set(days)))
    before, after = _number_on(ground, passing.day - timedelta(days=1)), _number_on(ground, passing.day)
    joined = [each for each in ground.standings.values() if _began(each, passing.day)]
    question = Question(
        kind="year-passed",
        level=2,
        text=f"In which year did the number of states bound by {ground.treaty} pass {passing.number} for the first "
        f"time?{among_regions(ground)}",
        options=tuple(str(each) for each in years),
        answer=(place,),
        because=f"{_named(joined)} became bound on {long_day(passing.day)}: {counted(before, 'state')} were bound the "
        f"day before, and {after} from then on.",
        article=entry_article(ground, with_treaty=passing.day == ground.entry),
        rows=rows,
        source_ids=tuple(dict.fromkeys(key for each in joined for key in _sources(each, passing.day))),
    )
    return Made(question, frozenset())


def year_entered(ground: Ground, draw: Draw) -> Made | None:
    """A question for the year in which the treaty itself entered into force."""
    first, last = max(ground.first.year, ground.adopted.year), ground.last.year
    found = draw.year_place(first, last)
    years = found and draw.years(ground.entry.year, first, last, *found)
    if not found or not years or not ground.first <= ground.entry <= ground.last:
        return None
    row, adopted, day = ground.record.treaty, long_day(ground.adopted), long_day(ground.entry)
    acts = {"adopted": "Adopted", "opened_for_signature": "Opened for signature", "entry_into_force": "In force"}
    question = Question(
        kind="year-entered",
        level=1,
        text=f"In which year did {ground.treaty} enter into force?",
        options=tuple(str(each) for each in years),
        answer=(found[1],),
        because=f"{capitalised(ground.treaty)} was adopted on {adopted} and entered into force on {day}.",
        article=entry_article(ground, with_treaty=True),
        rows=pd.DataFrame({label: [long_day(row[key]) if pd.notna(row[key]) else ""] for key, label in acts.items()}),
        source_ids=(row["source_id"],),
    )
    return Made(question, frozenset())


def _only_rise(steps: list[tuple[date, int]], number: int) -> date | None:
    """The day from which there are at least so many; None where there never are, or where they became fewer again."""
    enough = [count >= number for _, count in steps]
    if True not in enough or not all(enough[enough.index(True) :]):
        return None
    return steps[enough.index(True)][0]


def _steps(ground: Ground, reading: Reading) -> list[tuple[date, int]]:
    """The days up to the end of the scope on which the number changes, and the number from then on."""
    changes: dict[date, int] = {}
    for standing in ground.standings.values():
        for since, until in reading(standing):
            begin = max(since, ground.entry)
            if begin < until:
                changes[begin] = changes.get(begin, 0) + 1
                changes[until] = changes.get(until, 0) - 1
    steps, number = [], 0
    for day in sorted(changes):
        number += changes[day]
        if day <= ground.last:
            steps.append((day, number))
    return steps


def _as_told(standing: Standing) -> list[Days]:
    return [(span.since, span.until) for span in standing.spans if span.status in BOUND]


def _open(standing: Standing) -> list[Days]:
    uncertain = [(span.since, span.until) for span in standing.spans if not span.certain]
    doubts = [(doubt.since, doubt.until) for doubt in standing.doubts if doubt.about == OF_BEING_BOUND]
    return _joined([*uncertain, *doubts])


def _surely(standing: Standing) -> list[Days]:
    return list(_without(_joined(_as_told(standing)), _open(standing)))


def _possibly(standing: Standing) -> list[Days]:
    return _joined([*_as_told(standing), *_open(standing)])


def _joined(periods: Iterable[Days]) -> list[Days]:
    """The periods in order, with those that touch or overlap made one."""
    joined: list[Days] = []
    for since, until in sorted(periods):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    return joined


def _without(periods: list[Days], taken: list[Days]) -> Iterator[Days]:
    for since, until in periods:
        begin = since
        for first, last in taken:
            if first < until and last > begin:
                if begin < first:
                    yield begin, first
                begin = max(begin, last)
        if begin < until:
            yield begin, until


def _began(standing: Standing, day: date) -> bool:
    return any(since == day for since, _ in _joined(_as_told(standing)))


def _number_on(ground: Ground, day: date) -> int:
    return sum(standing.span_on(day).status in BOUND for standing in ground.standings.values())


def _number_table(ground: Ground, days: list[date]) -> pd.DataFrame:
    return pd.DataFrame(
        {"Day": [long_day(day) for day in days], "States bound": [_number_on(ground, day) for day in days]}
    )


def _named(standings: list[Standing]) -> str:
    names = [name_of(each) for each in standings]
    return capitalised(listed(names) if len(names) <= NAMED else counted(len(names), "state"))


def _sources(standing: Standing, day: date) -> list[str]:
    return standing.span_on(day).source_ids.split(";")


EASY = {"year-entered": year_entered}
GENERATORS = {"year-passed": year_passed}
