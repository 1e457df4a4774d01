"""Where own data is brought: a file, its faults or what was read, and the step into the session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from atlas import words
from atlas.own import (
    ACTIONS,
    DEFAULTS,
    ENCODINGS,
    EVENTS,
    KINDS,
    MOST_BYTES,
    PLACE,
    REQUIRED,
    Own,
    Reading,
    example,
    read_own,
)
from atlas.selection import Choice
from atlas.tables import Fault, Tables
from atlas.tables.reading import Rows
from atlas.ui.facts import Facts, facts_or_stop
from atlas.ui.frame import Page
from atlas.ui.links import map_link, timeline_link
from atlas.ui.own.parameters import ask_parameters
from atlas.ui.own.session import brought, use
from atlas.ui.sources import escaped

KIND_LABELS = {EVENTS: "Events", ACTIONS: "Actions under another treaty"}
SHOWN, LISTED = 10, 100
READINGS_KEPT = 4
INTRODUCTION = (
    "Bring a CSV file of your own events, or of what states did under another treaty together with the rules of that "
    "treaty. It is checked as the facts of the atlas are and shown on the map, the timeline, the borders and in the "
    "tables, in this session only: nobody else sees it, and it is gone when you close the page. Every row says that it "
    "is yours, and so does the name of every file that has one."
)
LIMITS = (
    f"Up to {MOST_BYTES // 2**20} MB and 100,000 rows; any delimiter; UTF-8 or another encoding. Dates as 2025-12-31, "
    "2025-12 or 2025, as Excel stores them (45658), or as 31.12.2025 and 12/31/2025: where 03/04/2025 could be two "
    "days you are asked, unless another row shows which number is the day. States by ISO code or name."
)


def show_own_data(page: Page) -> None:
    """The whole of it, closed until a reader wants it or has brought something."""
    loaded = facts_or_stop()
    with st.expander("Your own data: bring a CSV file", icon=":material/upload_file:", expanded=bool(brought())):
        st.write(INTRODUCTION)
        st.caption(LIMITS)
        kind = st.radio(
            "What is in your file?", KINDS, format_func=KIND_LABELS.__getitem__, horizontal=True, key="own-kind"
        )
        _show_columns(kind, loaded.tables)
        parameters = ask_parameters(loaded.tables) if kind == ACTIONS else {}
        file, encoding = _asked(kind)
        if file:
            reading = _read(file.getvalue(), file.name, kind, loaded.tables, tuple(parameters.items()), encoding)
            _show_step(reading, file.name, loaded)
        _show_ways(page)
        if file:
            _show_as_read(reading, file.name)


def _show_columns(kind: str, tables: Tables) -> None:
    """Which columns are needed, what holds where another is missing, and a file to begin from."""
    needed = words.listed([f"`{name}`" for name in REQUIRED[kind]])
    others = "; ".join(f"`{name}` ({said})" for name, said in DEFAULTS[kind].items())
    st.markdown(f"Needed: {needed}. What holds without the others: {others}.")
    st.download_button(
        f"An example file of {kind}",
        data=lambda: example(kind, tables),
        file_name=f"example-{kind}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"own-example-{kind}",
    )


def _asked(kind: str) -> tuple[st.runtime.uploaded_file_manager.UploadedFile | None, str]:
    """The file, and the encoding that the reader chose or ""."""
    left, right = st.columns([2, 1])
    with left:
        limit = MOST_BYTES // 2**20
        file = st.file_uploader("CSV file", key=f"own-file-{kind}", max_upload_size=limit)
    with right:
        names = {"": "Found automatically", **ENCODINGS}
        encoding = st.selectbox("Encoding", list(names), format_func=names.__getitem__, key="own-encoding")
    return file, encoding


@lru_cache(maxsize=READINGS_KEPT)
def _read(
    content: bytes, name: str, kind: str, tables: Tables, parameters: tuple[tuple[str, str], ...], encoding: str
) -> Reading:
    return read_own(content, name, kind, tables, dict(parameters), encoding)


def _show_step(reading: Reading, name: str, loaded: Facts) -> None:
    """Faults, or the step into the session."""
    if reading.own is None:
        _show_faults(reading.faults, name, loaded.tables)
    elif reading.own in brought():
        st.success(f"In use: {escaped(name)}.", icon=":material/check:")
    else:
        _offer(reading.own, loaded)


def _show_as_read(reading: Reading, name: str) -> None:
    """What was converted, and the first rows as they are read."""
    if reading.told:
        st.markdown("\n".join(f"- {escaped(each)}" for each in reading.told))
    if reading.rows.cells:
        st.caption(f"The first rows of {escaped(name)} as they are read:")
        st.dataframe(_first(reading.rows), hide_index=True, width="stretch")


def _offer(own: Own, loaded: Facts) -> None:
    number = words.counted(len(own.rows.cells), own.kind[:-1])
    st.success(f"{number} read without a fault.", icon=":material/check:")
    replaced = next((each for each in brought() if each.kind == own.kind), None)
    instead = f" in place of {escaped(replaced.name)}" if replaced else ""
    st.button(
        f"Use these in this session{instead}",
        type="primary",
        key="own-use",
        on_click=lambda: use(own, loaded),
    )


def _show_faults(faults: Sequence[Fault], name: str, tables: Tables) -> None:
    number = words.counted(len(faults), "fault")
    st.error(f"{escaped(name)}: {number}. Nothing of it is used until they are mended.", icon=":material/error:")
    st.code("\n".join(_worded(fault, tables) for fault in faults[:LISTED]), language=None, wrap_lines=True)
    if len(faults) > LISTED:
        st.caption(f"These are the first {LISTED}; {len(faults) - LISTED:,} more follow.")


def _worded(fault: Fault, tables: Tables) -> str:
    """The fault with its line; one of the rule parameters with the field of the form."""
    if fault.file != PLACE:
        return f"line {fault.line}: {fault.problem}" if fault.column == "file" else str(fault)
    titles = {field.name: field.title for field in tables.package.table("treaties").fields}
    return f"{PLACE}: {titles[fault.column]}: {fault.problem}"


def _first(rows: Rows) -> pd.DataFrame:
    return pd.DataFrame(rows.cells[:SHOWN], columns=list(rows.columns))


def _show_ways(page: Page) -> None:
    """Where own data that is in use can be seen."""
    for own in brought():
        if own.kind == ACTIONS:
            map_link(page, _under(page, own.treaty_key), escaped(own.treaty.column("short_name")[0]))
        else:
            timeline_link(page, page.choice, f"Timeline with {escaped(own.name)}")


def _under(page: Page, treaty: str) -> Choice:
    """The last day under the own treaty, without filters."""
    return Choice(on=page.tables.checked, treaty=treaty)


__all__ = ["show_own_data"]
