"""Names and codes of states: pycountry (ISO 3166-1) unless `states.csv` overrides it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pycountry

ATTRIBUTES = {
    "name": lambda country: getattr(country, "common_name", country.name),
    "official_name": lambda country: getattr(country, "official_name", country.name),
    "iso2": lambda country: country.alpha_2,
    "m49": lambda country: country.numeric,  # UN M49 and ISO 3166-1 numeric are one code list
}


def fill_from_pycountry(states: pd.DataFrame) -> pd.DataFrame:
    """The states with blank names and codes filled from pycountry; a cell that is filled stays as it is."""
    countries: list[Any] = [pycountry.countries.get(alpha_3=iso3) for iso3 in states["iso3"]]
    filled = {
        column: [
            cell or (attribute(country) if country else "")
            for cell, country in zip(states[column], countries, strict=True)
        ]
        for column, attribute in ATTRIBUTES.items()
    }
    return states.assign(**{column: pd.Series(cells, dtype="str") for column, cells in filled.items()})
