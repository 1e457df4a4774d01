"""Every table that can be asked for by its name: its rows for a choice, and what of the choice they depend on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from atlas import geography
from atlas.impact import LAYER_NAMES
from atlas.selection import Choice, changes_in, counts_by_year, fact_rows, part, period, status_rows
from atlas.selection.codes import with_codes
from atlas.selection.comparison import compared, moved, pair_rows, transitions
from atlas.selection.layers import chosen_layer_rows
from atlas.selection.panels import interval_rows, panel_rows
from atlas.selection.treaties import bound_by_region
from atlas.status import History
from atlas.tables import Tables

Rows = Callable[[History, Tables, Choice], pd.DataFrame]
NOTHING, AREAS, LINES, POINTS = "", "areas", "lines", "points"
"""What a row is on a map: the area of its state (`iso3`), the line of its border, or its own `lon` and `lat`."""


@dataclass(frozen=True)
class Shape:
    """How one table answers.

    `obeys` names the fields of a choice on which its rows depend. Where the table is `bounded`, a choice without a
    period means the one from the opening of the treaty to the last check; otherwise it means all rows.
    """

    obeys: tuple[str, ...]
    rows: Rows
    geometry: str = NOTHING
    bounded: bool = False


def _of_states(rows: Rows) -> Rows:
    """The rows of the chosen states, for a table that is not filtered by state itself."""

    def answer(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
        found = rows(history, tables, choice)
        return found[found["iso3"].isin(choice.state)].reset_index(drop=True) if choice.state else found

    return answer


def _through_time(question: Callable[..., pd.DataFrame]) -> Rows:
    """A question of `atlas.geography` about the line between the sides of a treaty."""

    def answer(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
        return question(history, tables, choice.treaty, choice.region, choice.state)

    return answer


def _changes(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return changes_in(history, tables, choice, *period(tables, choice))


def _counts(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    first, last = period(tables, choice)
    return counts_by_year(history, tables, choice.treaty, first.year, last.year, until=last)


def _borders(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return geography.borders_on(history, tables, choice.treaty, choice.on, choice.region, choice.state)


def _border_shares(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return geography.shares_on(history, tables, choice.treaty, choice.on, choice.region)


def _line_moves(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return _through_time(geography.moves)(history, tables, choice).drop(columns="certain")


def _comparison(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return pair_rows(history, tables, compared(tables, choice))


def _moved(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return moved(_comparison(history, tables, choice))


def _transitions(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    return transitions(_comparison(history, tables, choice))


def _bound_by_region(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """The same columns for two days and for two treaties, of which the numbers of an earlier day are blank."""
    pair = compared(tables, choice)
    rows = bound_by_region(history, tables, pair)
    if not pair.of_treaties:
        return rows
    none = pd.array([pd.NA] * len(rows), dtype="Int64")
    return rows.assign(before=pd.Series(pd.NaT, rows.index, "datetime64[s]"), bound_before=none, change=none)


def _impact(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """The rows of the chosen layer; of every layer where none is chosen."""
    layers = (choice.layer,) if choice.layer else LAYER_NAMES
    asked = [chosen_layer_rows(history, tables, replace(choice, layer=name)) for name in layers]
    return pd.concat(asked, ignore_index=True)


ON_A_DAY = ("treaty", "on", "region", "state")
IN_A_PERIOD = ("treaty", "first", "last", "region", "state")
OF_THE_LINE = ("treaty", "region", "state")
OF_A_PAIR = ("treaty", "on", "region", "before", "other")
SHAPES: dict[str, Shape] = {
    "status": Shape((*ON_A_DAY, "status", "codes"), _of_states(status_rows), AREAS),
    "panel": Shape(("treaties", *IN_A_PERIOD, "status", "codes"), panel_rows, bounded=True),
    "intervals": Shape(("treaties", *IN_A_PERIOD, "status", "codes"), interval_rows),
    "changes": Shape((*IN_A_PERIOD, "codes"), _of_states(_changes), bounded=True),
    "counts": Shape(("treaty", "first", "last"), _counts, bounded=True),
    "comparison": Shape((*OF_A_PAIR, "state", "codes"), _of_states(_comparison), AREAS),
    "moved": Shape((*OF_A_PAIR, "state", "codes"), _of_states(_moved), AREAS),
    "transitions": Shape(OF_A_PAIR, _transitions),
    "bound_by_region": Shape(OF_A_PAIR, _bound_by_region),
    "borders": Shape(ON_A_DAY, _borders, LINES),
    "border_shares": Shape((*ON_A_DAY, "codes"), _of_states(_border_shares), AREAS),
    "line_steps": Shape(OF_THE_LINE, _through_time(geography.line_lengths)),
    "line_years": Shape(OF_THE_LINE, _through_time(geography.lengths_by_year)),
    "line_moves": Shape((*OF_THE_LINE, "codes"), _line_moves),
    "impact": Shape((*ON_A_DAY, "status", "layer", "codes"), _of_states(_impact), AREAS),
}
"""The computed tables; those of facts have the shape that their columns give them."""


def shape_of(tables: Tables, table: str) -> Shape:
    """The shape of a table, computed or of facts; raises StopIteration for a name that is no table's."""
    return SHAPES.get(table) or _fact_shape(tables, table)


def rows_of(history: History, tables: Tables, choice: Choice) -> pd.DataFrame:
    """The rows of the chosen table, computed or of facts, filtered as the choice says, with the codes that it names."""
    shape = shape_of(tables, choice.table)
    asked = part(choice, tables, "table", *shape.obeys)
    return with_codes(shape.rows(history, tables, asked), tables, asked.codes)


def _fact_shape(tables: Tables, table: str) -> Shape:
    columns = set(tables.package.table(table).columns)
    of_states = ("region", "state") if "iso3" in columns or table == "events" else ()
    obeys = (
        *(("treaty",) if "treaty" in columns and table != "treaties" else ()),
        *of_states,
        *(("first", "last") if table in ("events", "actions") else ()),
        *(("lane", "category") if table == "events" else ()),
        *(("verdict",) if "verdict" in columns else ()),
        *(("codes",) if "iso3" in columns else ()),
    )
    geometry = POINTS if {"lon", "lat"} <= columns else NOTHING
    return Shape(obeys, lambda _, tables, choice: fact_rows(tables, choice), geometry)
