"""All made files together, and the names under which they are served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from atlas import impact
from atlas.assets.history import history_file
from atlas.assets.late import LateFile
from atlas.assets.layers import layer_of
from atlas.assets.lines import lines_of
from atlas.assets.scripts import map_file, plotly_file
from atlas.assets.slides_script import slides_file
from atlas.status import History
from atlas.tables import Tables


@dataclass(frozen=True, eq=False)
class Assets:
    """`files` by name; the names of plotly.js, of the modules of map and slides, and of each treaty's history.

    The files of `layers`, by their names, and of the borders' `lines` are made when they are asked for.
    """

    files: Mapping[str, bytes]
    plotly: str
    map: str
    slides: str
    histories: Mapping[str, str]
    layers: Mapping[str, LateFile]
    lines: LateFile

    @property
    def late(self) -> list[LateFile]:
        """Every file that is made when it is asked for."""
        return [*self.layers.values(), self.lines]


def make_assets(history: History, tables: Tables) -> Assets:
    """Everything that is served beside the kept files of `static/`."""
    plotly, module, slides = plotly_file(), map_file(), slides_file()
    made = {treaty: history_file(history, tables, treaty) for treaty in tables["treaties"]["treaty"]}
    return Assets(
        files=dict([plotly, module, slides, *made.values()]),
        plotly=plotly[0],
        map=module[0],
        slides=slides[0],
        histories={treaty: name for treaty, (name, _) in made.items()},
        layers={name: LateFile(f"layer-{name}", partial(layer_of, tables, name)) for name in impact.LAYER_NAMES},
        lines=LateFile("lines", partial(lines_of, tables)),
    )
