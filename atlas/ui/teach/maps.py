"""Maps to print: blank, with names, or with the status of a day."""

from __future__ import annotations

import streamlit as st

from atlas import takeaways
from atlas.selection.values import region_names
from atlas.ui.frame import Page

KINDS: dict[str, str] = {
    "blank": "Blank",
    "labelled": "With the names of the states",
    "status": "With the status of today",
}
FORMS: dict[str, str] = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}
WORLD = "The world"


def show_maps(page: Page) -> None:
    """A choice of region, kind and form, a button that makes the map, and then its download."""
    st.header("Maps to print", anchor=False)
    where, what, how = st.columns(3)
    region = where.selectbox("Region", [WORLD, *region_names(page.tables)], key="print-region")
    kind = what.selectbox("Map", list(KINDS), format_func=lambda each: KINDS[each], key="print-kind")
    form = how.selectbox("Format", list(FORMS), format_func=str.upper, key="print-form")
    if not st.button("Make this map", icon=":material/map:"):
        return
    chosen = () if region == WORLD else (region,)
    choice = page.choice
    with st.spinner("Drawing …"):
        content = takeaways.write_map(
            page.history, page.tables, chosen, kind, form, day=choice.on, treaty=choice.treaty
        )
    name = f"mine-ban-atlas_map-{kind}-{region.replace(' ', '-').lower()}.{form}"
    st.download_button(f"Download {name}", content, name, FORMS[form], on_click="ignore", type="primary")
