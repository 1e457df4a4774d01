"""What the statuses mean, how a day is computed, where everything comes from, and what is missing."""

import streamlit as st

from atlas.ui.about import show_access, show_borders, show_rules, show_sources, show_statuses, show_terms
from atlas.ui.frame import open_page

page = open_page("About", ["treaty"])
st.title("How the atlas knows", anchor=False)
st.write(
    "The Mine Ban Atlas shows which states are bound by the treaties on landmines and their neighbours, since when, "
    "who is leaving, and what governments decided and said. It computes the status of every state on any day from the "
    "depositaries' record and the treaties' own rules, and names a source for every fact."
)
show_statuses(page)
show_rules(page)
show_borders()
show_access()
show_sources(page)
show_terms(page)
