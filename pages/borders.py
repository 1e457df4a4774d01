"""The land borders between states bound and states not bound: on a day, by state, and through the years."""

import streamlit as st

from atlas.ui.borders import show_borders, show_caveats, show_heading, show_length, show_moves, show_ranking
from atlas.ui.frame import open_page
from atlas.ui.map import MapSettings, show_map

page = open_page("Borders", ["treaty", "region", "state"], view="borders")
show_heading(page)
show_map(page, settings=MapSettings(lines=True))

left, right = st.columns(2, gap="large")
with left:
    show_borders(page)
with right:
    show_ranking(page)
show_length(page)
show_moves(page)
show_caveats(page)
