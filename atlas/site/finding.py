"""What every page needs: scripts, style, and the names by which a state is found."""

from __future__ import annotations

from functools import lru_cache

from atlas.selection.country import alphabetical
from atlas.site.ground import Files, Ground
from atlas.site.scripts import data_file, fixed_files


@lru_cache(maxsize=1)
def common_files(ground: Ground) -> Files:
    """The assets that do not belong to one treaty."""
    return {**fixed_files(), **data_file("states", names(ground))}


def names(ground: Ground) -> list[list[str]]:
    """For the field that finds a state: its ISO alpha-3 code, its name, then every other name and code."""
    tables = ground.tables
    others = tables["state_names"].groupby("iso3")["name"].agg(list).to_dict()
    rows = []
    for iso3 in alphabetical(tables):
        row = tables.row("states", iso3)
        known = [row["name"], row["official_name"], iso3, row["iso2"], *others.get(iso3, [])]
        rows.append([iso3, *dict.fromkeys(map(str, known))])
    return rows
