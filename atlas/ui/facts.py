"""The facts and the history, loaded once for all readers."""

from __future__ import annotations

import os
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from atlas import geography, status, tables
from atlas.assets import Assets, make_assets, write_assets
from atlas.selection import default_choice, prepare_answers
from atlas.status import History
from atlas.tables import FaultyData, Tables

ASSETS_IN_MEMORY = "ATLAS_ASSETS_IN_MEMORY"
"""Set by `server.py`, which serves the assets itself; without it they are written below `static/`."""


class Facts(NamedTuple):
    """What every page starts from."""

    tables: Tables
    history: History
    assets: Assets


@st.cache_resource(show_spinner="Reading the facts …")
def facts() -> Facts:
    """The tables and the history.

    Raises `FaultyData` with every fault of them or of the map's shapes, and OSError when assets cannot be written.
    """
    loaded = tables.load()
    if faults := geography.kept_faults():
        raise FaultyData(faults)
    history = status.build(loaded)
    prepare_answers(history, loaded, default_choice(loaded))
    made = make_assets(history, loaded)
    if not os.environ.get(ASSETS_IN_MEMORY):
        write_assets(made.files)
    return Facts(loaded, history, made)


def facts_or_stop() -> Facts:
    """The facts; where they are refused the page lists every fault and goes no further."""
    try:
        return facts()
    except FaultyData as faulty:
        st.error(f"The atlas refuses to start: its facts have {len(faulty.faults)} faults.", icon=":material/error:")
        st.code("\n".join(map(str, faulty.faults)), language=None)
        st.caption("`python -m atlas check` prints the same list. Mend the files, then load this page again.")
    except OSError as problem:
        st.error(f"The atlas cannot write the files of its map: {problem}.", icon=":material/error:")
        st.caption("Make the folder `static/vendor` writable, or start the atlas with `streamlit run server.py`.")
    raise StopException
