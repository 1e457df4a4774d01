"""The map: who is bound on any day, what changed, and the rows behind it."""

import streamlit as st

from atlas.ui.frame import open_page
from atlas.ui.impact import map_settings, show_layer, show_layer_rows
from atlas.ui.map import show_map
from atlas.ui.sharing import offer_sharing
from atlas.ui.summary import show_changes, show_headline
from atlas.ui.tables import show_status_rows

page = open_page("Map", ["treaty", "layer", "draw", "region", "state"], view="map")
show_headline(page)
show_layer(page)
show_map(page, settings=map_settings(page))
show_layer_rows(page)

offer_sharing(page, "map")

left, right = st.columns(2, gap="large")
with left:
    show_changes(page)
with right:
    st.header("Rows on this map", anchor=False)
    show_status_rows(page)
