"""What a page offers to take away: a button for the rows as they are shown, and behind one more every other way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from atlas.export import (
    FORMATS,
    Export,
    Format,
    address,
    export_of,
    export_of_rows,
    full_query,
    package,
    package_address,
    package_query,
    stem,
)
from atlas.export.formats import PURPOSES
from atlas.own import FILE_MARK
from atlas.selection import Choice, to_query
from atlas.ui.addresses import base_path
from atlas.ui.facts import ASSETS_IN_MEMORY
from atlas.ui.frame import PAGES, Page

SHOWN = FORMATS["csv"]
DOWNLOAD = ":material/download:"
DIGITS = 8
LOCAL = "http://localhost:8501"
"""Where the atlas runs unless it is told otherwise; for readers whose address is not known."""

PACKAGE, FOR_PACKAGE = "Package (zip)", "with dictionary, sources, citation and sums to verify"


@dataclass(frozen=True)
class Offer:
    """Rows that a page offers: the name of their files, and how they are made once a file is asked for.

    `choice` is the one that gives them again by their address, None where no address does.
    """

    stem: str
    export: Callable[[], Export]
    choice: Choice | None


def offer(page: Page, label: str, choice: Choice) -> None:
    """The downloads of the table that the choice names, for the choice; nothing is made before it is asked for."""
    own = own_words(page)
    name = stem(choice.table, full_query(page.tables, choice), *own)
    served = None if own else choice
    _show(page, label, Offer(name, lambda: export_of(page.history, page.tables, choice), served))


def offer_rows(
    page: Page, label: str, name: str, title: str, rows: pd.DataFrame, told: Mapping[str, object] | None = None
) -> None:
    """The downloads of rows that no address gives again; `told` are keys and values that the files' names tell."""
    named = stem(name, {key: str(value) for key, value in (told or {}).items()}, *own_words(page))
    _show(page, label, Offer(named, lambda: export_of_rows(page.tables, name, title, rows), None))


def own_words(page: Page) -> tuple[str, ...]:
    """What the name of a file says while a reader's own data is in use."""
    return (FILE_MARK,) if page.own else ()


def origin() -> str:
    """Scheme and host of the atlas as the reader sees them, and the path below which it is served."""
    seen = urlsplit(st.context.url or "")
    return (f"{seen.scheme}://{seen.netloc}" if seen.netloc else LOCAL) + base_path()


def formats_of(export: Export) -> dict[str, Format]:
    """The formats that these rows can be written in, by their keys in the registry."""
    return {key: each for key, each in FORMATS.items() if each.takes(export)}


def _show(page: Page, label: str, offered: Offer) -> None:
    """The button for the rows as CSV, and beside it the one for every other way."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        _button(label, offered, SHOWN)
        _show_others(page, offered)


def _show_others(page: Page, offered: Offer) -> None:
    """A button that opens the other ways, which are sent once it is open.

    No fragment, though to open it runs the page: a fragment costs every run a tenth of its time, opened or not.
    """
    others = st.popover("Other formats", type="tertiary", key=_key("formats", offered.stem), on_change="rerun")
    if others.open:
        with others:
            if offered.choice and os.environ.get(ASSETS_IN_MEMORY):
                _show_links(page, offered.export(), offered.choice)
            else:
                _show_buttons(page, offered)
            if offered.choice:
                _show_way_on(page, offered.choice)


def _show_links(page: Page, export: Export, choice: Choice) -> None:
    """Links that any server answers, whatever became of this session, and the address to copy."""
    links = {address(export, key): (each.label, PURPOSES.get(key, "")) for key, each in formats_of(export).items()}
    links[package_address(packed(choice), page.tables)] = (PACKAGE, FOR_PACKAGE)
    st.markdown(
        "\n".join(
            f"- [{label}](<{base_path()}{path}>){f': {purpose}' * bool(purpose)}"
            for path, (label, purpose) in links.items()
        )
    )
    st.caption("The address of these rows. It gives the same rows on any later day, unless a fact is corrected.")
    st.code(origin() + address(export), language=None, wrap_lines=True)


def _show_buttons(page: Page, offered: Offer) -> None:
    for key, each in formats_of(offered.export()).items():
        if each is not SHOWN:
            _button(each.label, offered, each, PURPOSES.get(key))
    if offered.choice:
        _show_package(page, packed(offered.choice))
        st.caption("`streamlit run server.py` gives these rows an address, too.")
    else:
        own = "Your own data has no address: it stays in this session." if page.own else ""
        st.caption(own or "These rows have no address: no link gives them again.")


def packed(choice: Choice) -> Choice:
    """The choice of a package with the chosen table alone."""
    return replace(choice, tables=(choice.table,))


def _show_package(page: Page, choice: Choice) -> None:
    name = f"{stem('package', package_query(choice, page.tables))}.zip"
    st.download_button(
        PACKAGE,
        data=lambda: package(page.history, page.tables, choice),
        file_name=name,
        mime="application/zip",
        on_click="ignore",
        icon=DOWNLOAD,
        help=FOR_PACKAGE,
        key=_key("file", name),
    )


def _show_way_on(page: Page, choice: Choice) -> None:
    st.page_link(
        PAGES["Use the data"],
        label="Lines for Python, R, Excel and curl",
        icon=":material/code:",
        query_params=to_query(choice, page.tables),
    )


def _button(label: str, offered: Offer, form: Format, purpose: str | None = None) -> None:
    name = f"{offered.stem}.{form.ending}"
    st.download_button(
        label,
        data=lambda: form.write(offered.export()),
        file_name=name,
        mime=form.mime,
        on_click="ignore",
        icon=DOWNLOAD,
        help=purpose,
        key=_key("file", f"{form.label}: {name}"),
    )


def _key(what: str, name: str) -> str:
    """A key that tells apart what has different names; short, because it is sent whenever the page is drawn."""
    return f"{what}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:DIGITS]}"
