"""One state: how it stands under every treaty, what it did, its neighbours, its casualties and obligations."""

import streamlit as st

from atlas.ui import country
from atlas.ui.frame import open_page
from atlas.ui.whatif import show_what_if

page = open_page(country.title, ["treaty", "day"], view="country")
iso3 = country.chosen_state(page)
if not iso3:
    country.show_index(page)
    st.stop()
country.show_heading(page, iso3)
left, right = st.columns([2, 1], gap="large")
with left:
    country.show_bands(page, iso3)
with right:
    country.show_neighbours(page, iso3)
    country.show_sheet(page, iso3)
country.show_sentences(page, iso3)
show_what_if(page, iso3)
country.show_details(page, iso3)
