"""Further codes of states beside ISO alpha-3, for joining with other data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
import pycountry

from atlas.selection.values import CODES
from atlas.tables import Tables
from atlas.tables.schema import Field


@lru_cache(maxsize=4)
def codes_of_states(tables: Tables) -> pd.DataFrame:
    """Every state's codes, indexed by iso3, a column for each of `CODES`; blank where there is none.

    `iso2`, `iso_numeric` (ISO 3166-1) and `m49` are texts, with their leading zeros; `cow` (Correlates of War) and `gw`
    (Gleditsch and Ward) are numbers.
    """
    states = tables.states.set_index("iso3")
    numbers = tables["state_codes"].set_index("iso3").reindex(states.index)
    known = {iso3: pycountry.countries.get(alpha_3=iso3) for iso3 in states.index}
    numeric = pd.Series({iso3: row.numeric if row else "" for iso3, row in known.items()}, dtype="str")
    codes = states[["iso2", "m49"]].assign(iso_numeric=numeric, cow=numbers["cow"], gw=numbers["gw"])
    return codes[list(CODES)]


def with_codes(rows: pd.DataFrame, tables: Tables, codes: Sequence[str]) -> pd.DataFrame:
    """The rows with a column for each system of codes right after `iso3`; a column that is there already stays."""
    wanted = [code for code in codes if code not in rows]
    if not wanted:
        return rows
    added = codes_of_states(tables)[wanted].reindex(rows["iso3"]).reset_index(drop=True)
    joined = pd.concat([rows.reset_index(drop=True), added], axis=1)
    after = [*rows.columns].index("iso3") + 1
    return joined[[*rows.columns[:after], *wanted, *rows.columns[after:]]]


def code_fields(tables: Tables, codes: Sequence[str]) -> list[Field]:
    """What the added columns mean, as the tables of states and of their codes say it."""
    described = {field.name: field for name in ("states", "state_codes") for field in tables.package.table(name).fields}
    numeric = described["m49"]
    described["iso_numeric"] = Field(
        **{
            **vars(numeric),
            "name": "iso_numeric",
            "title": "ISO numeric",
            "description": "ISO 3166-1 numeric code, three digits; blank where ISO has none.",
        }
    )
    return [described[code] for code in codes]
