"""The map: a components-v2 component that holds one Plotly choropleth and recolours it in the browser.

Geometry and history come once, by URL. Nothing is sent while the reader moves through the years. At rest the component
triggers with the day (`on`), the legend with its statuses (`status`), a click with the state (`state`): triggers,
because Streamlit calls nobody when a state value is the one it had before, whatever the page did in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import streamlit as st

from atlas import geography
from atlas.assets import VENDOR
from atlas.selection import first_day
from atlas.selection.rows import in_regions
from atlas.ui.frame import Page
from atlas.ui.map.cards import cards
from atlas.ui.session import choose, choose_text

LEGEND = ("party", "joining", "withdrawing", "withdrawn", "signatory", "outside", "not-yet-state", "not-open")
KEY = "map"
HEIGHT = 430


LOADER = """
const address = new URL("{address}", document.baseURI).href
let module
export default component => {{
  module ??= import(address)
  module.then(({{ default: show }}) => show(component)).catch(problem => {{
    module = undefined
    component.parentElement.textContent =
      `The map cannot be shown: ${{problem.message}}. The table below has the same rows.`
  }})
}}
"""
"""What is sent with every run: the module itself comes once, by its address."""


@lru_cache(maxsize=1)
def _component(address: str) -> Any:
    return st.components.v2.component(
        "atlas_map", html="<p>Loading the map …</p>", js=LOADER.format(address=address), isolate_styles=False
    )


def show_map(page: Page) -> None:
    """Draws the map of the choice; what the reader does on it changes the choice before the page runs again."""
    tables = page.tables

    def chosen(key: str) -> Callable[[], None]:
        return lambda: choose_text(tables, **{key: _text(getattr(st.session_state[KEY], key))})

    def state_dropped() -> None:
        choose(tables, state=tuple(iso3 for iso3 in page.choice.state if iso3 != st.session_state[KEY].dropped))

    _component(f"{static_address()}/{VENDOR}/{page.assets.map}")(
        key=KEY,
        data=map_data(page),
        on_on_change=chosen("on"),
        on_status_change=chosen("status"),
        on_state_change=chosen("state"),
        on_dropped_change=state_dropped,
    )


def map_data(page: Page) -> dict[str, Any]:
    """What the component is told: addresses, limits and the choice. Small: it is sent again after every choice."""
    tables, choice = page.tables, page.choice
    static = static_address()
    within = None
    if choice.region:
        states = tables.states["iso3"]
        within = states[in_regions(states, tables, choice.region)].to_list()
    return {
        "plotly": f"{static}/{VENDOR}/{page.assets.plotly}",
        "history": f"{static}/{VENDOR}/{page.assets.histories[choice.treaty]}",
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


def _text(value: object) -> str:
    """What the browser sent, as the text of a link."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value or "")


def static_address() -> str:
    """The path of the folder of static files: "/app/static", below `server.baseUrlPath` where that is set."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static" if base else "/app/static"
