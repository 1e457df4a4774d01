"""The choice of an impact layer and of the way to draw it, in the sidebar."""

from __future__ import annotations

import streamlit as st

from atlas import impact
from atlas.selection import Choice
from atlas.selection.choice import DRAWN_AS
from atlas.tables import Tables
from atlas.ui.session import choose, controlled

STATUS_ONLY = "Status only"
DRAW_LABELS = {"fill": "Instead of the status", "circles": "Circles over the status"}


def layer(tables: Tables, choice: Choice) -> None:
    """The status alone, or one of the layers."""
    key = controlled("filter-layer", choice.layer)
    st.selectbox(
        "Layer",
        ["", *impact.LAYER_NAMES],
        format_func=lambda name: impact.LAYERS[name].title if name else STATUS_ONLY,
        key=key,
        on_change=lambda: choose(tables, layer=st.session_state[key]),
    )


def draw(tables: Tables, choice: Choice) -> None:
    """How the layer is drawn, where there is one."""
    if not choice.layer:
        return
    key = controlled("filter-draw", choice.draw)
    st.radio(
        "Drawn as",
        DRAWN_AS,
        format_func=DRAW_LABELS.__getitem__,
        key=key,
        on_change=lambda: choose(tables, draw=st.session_state[key]),
    )
