"""The reader's choice between runs: in the URL, and in one value of the session.

The URL wins whenever it is not the one this session last wrote: a link, the back button, a new tab.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from atlas.selection import BadValue, Choice, from_query, to_query
from atlas.selection.sharing import EMBED, embedded
from atlas.tables import Tables

CHOICE, QUERY, NOTICES, READ_WITH = "choice", "query", "notices", "query-read-with"


def current_choice(tables: Tables) -> tuple[Choice, list[str]]:
    """The choice that holds for this run, and a sentence for each value of the link that was ignored."""
    query = {key: ",".join(st.query_params.get_all(key)) for key in st.query_params}
    known = st.session_state.get(READ_WITH) is tables and st.session_state.get(QUERY) == query
    if CHOICE not in st.session_state or not known:
        choice, notices = from_query(query, tables)
        st.session_state.update({CHOICE: choice, QUERY: query, NOTICES: notices, READ_WITH: tables})
    return st.session_state[CHOICE], st.session_state[NOTICES]


def asked_view() -> tuple[str, list[str]]:
    """The view that the link asks to have framed, "" for a whole page; and a sentence where it asks for no such view.

    Streamlit keeps the key from `st.query_params`, and writes it back with every query that it writes.
    """
    run = get_script_run_ctx()
    text = ",".join(parse_qs(run.query_string).get(EMBED, ())) if run else ""
    try:
        return (embedded(text) if text else ""), []
    except BadValue as problem:
        return "", [f"The link's {EMBED} was ignored: {problem}."]


def controlled(key: str, value: Any) -> str:
    """The key of a widget, which is set to the value of the choice: the URL, not the widget, remembers it."""
    st.session_state[key] = value
    return key


def choose(tables: Tables, **changes: Any) -> None:
    """Changes the choice and writes it to the URL; called from the callbacks of widgets."""
    _keep(to_query(replace(st.session_state[CHOICE], **changes), tables), tables)


def choose_text(tables: Tables, **texts: str) -> None:
    """Changes the choice by the text of keys of the URL, which may be anything: what cannot be is named and ignored."""
    query = to_query(st.session_state[CHOICE], tables) | texts
    if "on" in texts:
        query.pop("year", None)
    _keep(query, tables)


def keep_choice(before: Tables, after: Tables) -> None:
    """Carries the choice over to other tables; what they do not have is dropped without a word."""
    choice, _ = from_query(to_query(st.session_state[CHOICE], before), after)
    _keep(to_query(choice, after), after)


def _keep(query: dict[str, str], tables: Tables) -> None:
    choice, notices = from_query(query, tables)
    kept = to_query(choice, tables)
    st.session_state.update({CHOICE: choice, QUERY: kept, NOTICES: notices, READ_WITH: tables})
    st.query_params.from_dict(kept)
