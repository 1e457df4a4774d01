"""Maps to print: blank, with names, or with the statuses of a day."""

from __future__ import annotations

import streamlit as st

from atlas import takeaways, words
from atlas.ui.frame import Page
from atlas.ui.sources import escaped

KINDS: dict[str, str] = {
    "blank": "Blank",
    "labelled": "With the names of the states",
    "status": "With the statuses of the chosen day",
}
FORMS: dict[str, str] = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}


def show_maps(page: Page) -> None:
    """A choice of kind and form for the regions of the sidebar, a button that makes the map, and then its download."""
    region = page.choice.region
    st.markdown(f"A map of **{escaped(words.listed(list(region)) or 'the world')}**, as chosen in the sidebar.")
    what, how = st.columns(2)
    kind = what.selectbox("Map", list(KINDS), format_func=lambda each: KINDS[each], key="print-kind")
    form = how.selectbox("Format", list(FORMS), format_func=str.upper, key="print-form")
    if not st.button("Make this map", icon=":material/map:"):
        return
    with st.spinner("Drawing …"):
        content = takeaways.write_map(page.history, page.tables, region, kind, form, page.choice.on, page.choice.treaty)
    place = "-".join(region).replace(" ", "-").lower() or "world"
    name = f"mine-ban-atlas_map-{kind}-{place}.{form}"
    label = f"Download {name} ({len(content) / 1_000_000:.1f} MB)"
    st.download_button(label, content, name, FORMS[form], on_click="ignore", icon=":material/download:", type="primary")
