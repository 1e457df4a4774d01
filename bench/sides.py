"""The two sides that are compared, and what each shows in a year according to the law."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from atlas.figures.palette import STATUS_COLOURS
from atlas.selection.rows import first_day, year_days
from atlas.status import History
from atlas.tables import Tables

ROOT = Path(__file__).parents[1]
TREATY = "mbt"


@dataclass(frozen=True)
class Wanted:
    """A painted year: its number, how many shapes there are at least, how many have the plain colour of parties."""

    year: int
    states: int
    parties: int

    def described(self) -> dict[str, int]:
        """The same for the browser."""
        return asdict(self)


@dataclass(frozen=True)
class Side:
    """A map: how it is started, and where its parts are on the page; `years` are in time order."""

    name: str
    script: Path
    folder: Path
    map: str
    label: str
    slider: str
    years: tuple[Wanted, ...]

    def described(self) -> dict[str, Any]:
        """What the watch in the browser needs; a visit shows the last year."""
        first = self.years[-1].described()
        return {"map": self.map, "label": self.label, "colour": STATUS_COLOURS["party"], "first": first}


def sides(facts: Tables, history: History) -> tuple[Side, Side]:
    """The atlas and the typical version. A contested party is hatched in the atlas, plain in the typical version."""
    plain, all_parties = [], []
    for day in year_days(facts, first_day(facts, TREATY).year, facts.checked.year):
        rows = history.status_on(day, TREATY)
        parties = rows["status"] == "party"
        plain.append(Wanted(day.year, len(rows), int((parties & ~rows["contested"]).sum())))
        all_parties.append(Wanted(day.year, len(rows), int(parties.sum())))
    typical = ROOT / "bench/typical"
    return (
        Side("atlas", ROOT / "server.py", ROOT, ".atlas-map", ".shown", "input.year", tuple(plain)),
        Side(
            "typical", typical / "app.py", typical, ".js-plotly-plot", ".gtitle", ".stSlider input", tuple(all_parties)
        ),
    )
