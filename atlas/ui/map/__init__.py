"""The map: a components-v2 component that holds one Plotly choropleth and recolours it in the browser.

Geometry and history come once, by URL. Nothing is sent while the reader moves through the years; at rest the component
reports the day (`on`), the statuses of the legend (`status`) and a click reports the state (`state`).
"""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from atlas import assets, geography
from atlas.selection import first_day, values
from atlas.selection.rows import in_regions
from atlas.ui.frame import Page
from atlas.ui.map.cards import cards
from atlas.ui.session import choose

FOLDER = Path(__file__).parent
SCRIPTS = ("days.js", "drawing.js", "map.js", "controls.js")
LEGEND = ("party", "joining", "withdrawing", "withdrawn", "signatory", "outside", "not-yet-state", "not-open")
KEY = "map"
HEIGHT = 430


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    script = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return {
        "html": (FOLDER / "map.html").read_text(encoding="utf-8"),
        "css": (FOLDER / "map.css").read_text(encoding="utf-8"),
        "js": script,
    }


_component = st.components.v2.component("atlas_map", **_sources(), isolate_styles=False)


def show_map(page: Page) -> None:
    """Draws the map of the choice; what the reader does on it changes the choice before the page runs again."""
    tables = page.tables

    def day_chosen() -> None:
        choose(tables, on=values.day(str(st.session_state[KEY].on), tables))

    def status_chosen() -> None:
        choose(tables, status=values.statuses(",".join(st.session_state[KEY].status)))

    def state_chosen() -> None:
        choose(tables, state=values.states(str(st.session_state[KEY].state or ""), tables))

    def state_dropped() -> None:
        choose(tables, state=tuple(iso3 for iso3 in page.choice.state if iso3 != st.session_state[KEY].dropped))

    _component(
        key=KEY,
        data=map_data(page),
        on_on_change=day_chosen,
        on_status_change=status_chosen,
        on_state_change=state_chosen,
        on_dropped_change=state_dropped,
    )


def map_data(page: Page) -> dict[str, Any]:
    """What the component is told: addresses, limits and the choice. Small: it is sent again after every choice."""
    tables, choice = page.tables, page.choice
    static = _static_address()
    within = None
    if choice.region:
        states = tables.states["iso3"]
        within = states[in_regions(states, tables, choice.region)].to_list()
    return {
        "plotly": f"{static}/{assets.VENDOR}/{assets.plotly_name()}",
        "history": f"{static}/{assets.VENDOR}/{page.history_file}",
        "geometry": f"{static}/{geography.WORLD}",
        "topology": f"{static}/topo/",
        "order": LEGEND,
        "height": HEIGHT,
        "first": first_day(tables, choice.treaty).isoformat(),
        "last": tables.checked.isoformat(),
        "on": choice.on.isoformat(),
        "status": list(choice.status),
        "within": within,
        "view": asdict(geography.region_view(tables, choice.region)),
        "state": list(choice.state),
        "cards": cards(page),
    }


def _static_address() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static" if base else "/app/static"
