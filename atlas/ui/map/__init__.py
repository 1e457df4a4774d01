"""The map: a components-v2 component that holds one Plotly choropleth and recolours it in the browser.

Geometry and history come once, by URL; so do a layer and the border lines where they are shown. Nothing is sent while
the reader moves through the years. At rest the component triggers with the day (`on`), the legend with its statuses
(`status`), a click with the state (`state`): triggers, because Streamlit calls nobody when a state value is the one it
had before, whatever the page did in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import streamlit as st

from atlas import geography
from atlas.assets import VENDOR, packed_history
from atlas.assets.shown import HEIGHT, LEGEND
from atlas.selection import first_day
from atlas.selection.rows import in_regions
from atlas.ui.addresses import static_address
from atlas.ui.component import late_address, module_component
from atlas.ui.frame import Page
from atlas.ui.map.cards import cards
from atlas.ui.session import choose, choose_text


@dataclass(frozen=True)
class MapSettings:
    """What one map of a page shows; what is left out follows the reader's choice.

    `treaty` and `on` say which status is drawn. `layer` is one of `atlas.impact.LAYER_NAMES`, drawn instead of the
    status (`draw` "fill") or over it ("circles"). `lines` draws the land borders between a bound and a not bound state.
    `overlay` is a classification of its own instead of the status, of the form of `atlas.assets.layers`. Without
    `controls` the map stands still on its day. Maps with the same `link` pan and zoom together. A `framed` map fills
    the height of a frame on another site, and its links open beside that site.
    """

    treaty: str = ""
    on: date | None = None
    title: str = ""
    controls: bool = True
    link: str = ""
    layer: str = ""
    draw: str = "fill"
    lines: bool = False
    overlay: Mapping[str, Any] | None = None
    framed: bool = False


FOLLOWING = MapSettings()
"""Everything as the reader chose it."""

FAILED = "The map cannot be shown: ${problem.message}. The table below has the same rows."


def show_map(page: Page, *, key: str = "map", settings: MapSettings = FOLLOWING) -> None:
    """Draws a map; what the reader does on it changes the choice before the page runs again.

    Several maps of one page have keys of their own.
    """
    tables = page.tables

    def chosen(name: str) -> Callable[[], None]:
        return lambda: choose_text(tables, **{name: _text(getattr(st.session_state[key], name))})

    def state_dropped() -> None:
        choose(tables, state=tuple(iso3 for iso3 in page.choice.state if iso3 != st.session_state[key].dropped))

    module = f"{static_address()}/{VENDOR}/{page.assets.map}"
    module_component("atlas_map", module, waiting="Loading the map …", failed=FAILED)(
        key=key,
        data=map_data(page, settings),
        on_on_change=chosen("on"),
        on_status_change=chosen("status"),
        on_state_change=chosen("state"),
        on_dropped_change=state_dropped,
    )


def map_data(page: Page, settings: MapSettings = FOLLOWING) -> dict[str, Any]:
    """What the component is told: addresses, limits and the choice. Small: it is sent again after every choice."""
    tables, choice = page.tables, page.choice
    treaty, on = settings.treaty or choice.treaty, settings.on or choice.on
    static = static_address()
    within = None
    if choice.region:
        states = tables.states["iso3"]
        within = states[in_regions(states, tables, choice.region)].to_list()
    return {
        "plotly": f"{static}/{VENDOR}/{page.assets.plotly}",
        "history": _history_address(page, treaty),
        "geometry": f"{static}/{geography.WORLD}",
        "topology": f"{static}/topo/",
        "layer": late_address(page.assets.layers[settings.layer]) if settings.layer else "",
        "draw": settings.draw,
        "lines": late_address(page.assets.lines) if settings.lines else "",
        "overlay": settings.overlay,
        "title": settings.title,
        "controls": settings.controls,
        "link": settings.link,
        **({"filling": True, "framed": True} if settings.framed else {}),
        "order": LEGEND,
        "height": HEIGHT,
        "first": first_day(tables, treaty).isoformat(),
        "last": tables.checked.isoformat(),
        "on": on.isoformat(),
        "status": list(choice.status) if settings.controls else [],
        "within": within,
        "view": asdict(geography.region_view(tables, choice.region)),
        "state": list(choice.state),
        "cards": cards(page) if settings.controls else [],
    }


def _history_address(page: Page, treaty: str) -> str:
    """Where the browser gets the history; that of a reader's own treaty comes with the page and is kept nowhere."""
    name = page.assets.histories.get(treaty)
    return f"{static_address()}/{VENDOR}/{name}" if name else packed_history(page.history, page.tables, treaty)


def _text(value: object) -> str:
    """What the browser sent, as the text of a link."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value or "")


__all__ = ["MapSettings", "map_data", "show_map", "static_address"]
