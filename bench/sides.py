"""The three sides that are compared, and what each shows in a year according to the law."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from atlas.figures.palette import STATUS_COLOURS
from atlas.selection.rows import first_day, year_days
from atlas.status import History
from atlas.tables import Tables

ROOT = Path(__file__).parents[1]
TREATY = "mbt"
REST = 350.0
"""As in atlas/ui/map/map.js."""


@dataclass(frozen=True)
class Wanted:
    """A painted year: its number, and the codes of the states that have the plain colour of parties."""

    year: int
    parties: tuple[str, ...]

    def described(self) -> dict[str, Any]:
        """The same for the browser."""
        return asdict(self)


@dataclass(frozen=True)
class Side:
    """A map: how it is started, and where its parts are on the page; `years` are in time order.

    `rests_after` is the pause in milliseconds after which the map takes its reader to be at rest.
    """

    name: str
    script: Path
    folder: Path
    map: str
    label: str
    slider: str
    states: tuple[str, ...]
    years: tuple[Wanted, ...]
    rests_after: float = math.inf

    def described(self) -> dict[str, Any]:
        """What the watch in the browser needs; a visit shows the last year."""
        first = self.years[-1].described()
        place = {"map": self.map, "label": self.label, "states": self.states}
        return {**place, "colour": STATUS_COLOURS["party"], "first": first}


def sides(facts: Tables, history: History) -> tuple[Side, Side, Side]:
    """The atlas, the typical version and the page of plain files. A contested party is hatched in the atlas alone."""
    plain, every = [], []
    for day in year_days(facts, first_day(facts, TREATY).year, facts.checked.year):
        rows = history.status_on(day, TREATY)
        parties = rows["status"] == "party"
        plain.append(Wanted(day.year, tuple(rows.loc[parties & ~rows["contested"], "iso3"])))
        every.append(Wanted(day.year, tuple(rows.loc[parties, "iso3"])))
    states = tuple(facts.states["iso3"])
    typical, page = ROOT / "bench/typical", ROOT / "bench/plain.html"
    return (
        Side("atlas", ROOT / "server.py", ROOT, ".atlas-map", ".shown", "input.year", states, tuple(plain), REST),
        Side(
            "typical",
            typical / "app.py",
            typical,
            ".js-plotly-plot",
            ".gtitle",
            ".stSlider input",
            states,
            tuple(every),
        ),
        Side("plain", page, page.parent, ".plain-map", ".shown", "input.year", states, tuple(every)),
    )
