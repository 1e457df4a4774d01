"""Own data in one reader's session: joined to the facts for that session alone, marked on every page."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from atlas import status
from atlas.own import ACTIONS, Own, described, with_own
from atlas.status import History
from atlas.tables import Tables
from atlas.ui.facts import Facts
from atlas.ui.session import keep_choice
from atlas.ui.sources import escaped

BROUGHT = "own-data"
KEPT = 8
"""How many readers' joined tables are kept; those of another reader are joined again when they are needed."""

NOT_IN_DECK = "A deck outlives this session, so no view with your own data goes into it."
LEFT_OUT = "Your own data is left out here: this page is made from the facts of the atlas alone."


def brought() -> tuple[Own, ...]:
    """The own data of this session, at most one of each kind."""
    return tuple(st.session_state.get(BROUGHT, {}).values())


def in_session(loaded: Facts) -> tuple[Tables, History, str]:
    """Tables and history with this session's own data, and what it is in words; the facts alone and "" without any."""
    own = brought()
    if not own:
        return loaded.tables, loaded.history, ""
    return *_joined(loaded.tables, loaded.history, own), described(own)


@lru_cache(maxsize=KEPT)
def _joined(tables: Tables, history: History, own: tuple[Own, ...]) -> tuple[Tables, History]:
    joined = with_own(tables, *own)
    acted = any(each.kind == ACTIONS for each in own)
    return joined, status.build(joined) if acted else history


def use(own: Own, loaded: Facts) -> None:
    """Takes own data into the session, in place of what it had of that kind."""
    before = in_session(loaded)[0]
    st.session_state[BROUGHT] = {**st.session_state.get(BROUGHT, {}), own.kind: own}
    keep_choice(before, in_session(loaded)[0])


def put_away(loaded: Facts) -> None:
    """Takes all own data out of the session, and out of the choice what only it had."""
    before = in_session(loaded)[0]
    st.session_state[BROUGHT] = {}
    keep_choice(before, loaded.tables)


def show_own_mark(loaded: Facts, own: str, *, taken: bool) -> None:
    """One line over the page while own data is in use, with the way to put it away."""
    if not taken and brought():
        st.caption(LEFT_OUT)
    if not own:
        return
    with st.container(key="own-mark", horizontal=True, vertical_alignment="center", border=True):
        said = f":material/person: **With your own data:** {escaped(own)}. In this session only, not part of the atlas."
        st.markdown(said, width="stretch")
        st.button("Put it away", key="own-put-away", icon=":material/close:", on_click=lambda: put_away(loaded))
