"""All made files together, and the names under which they are served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atlas.assets.history import history_file
from atlas.assets.scripts import map_file, plotly_file
from atlas.status import History
from atlas.tables import Tables


@dataclass(frozen=True, eq=False)
class Assets:
    """`files` by name; the names of plotly.js, of the map's module and of each treaty's history."""

    files: Mapping[str, bytes]
    plotly: str
    map: str
    histories: Mapping[str, str]


def make_assets(history: History, tables: Tables) -> Assets:
    """Everything that is served beside the kept files of `static/`."""
    plotly, module = plotly_file(), map_file()
    made = {treaty: history_file(history, tables, treaty) for treaty in tables["treaties"]["treaty"]}
    files = dict([plotly, module, *made.values()])
    return Assets(files, plotly[0], module[0], {treaty: name for treaty, (name, _) in made.items()})
