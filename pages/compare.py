"""Two days of one treaty, or two treaties on one day: what differs, who moved, and how all treaties stand."""

import streamlit as st

from atlas.ui.compare import (
    open_comparison,
    show_changes,
    show_headline,
    show_kept,
    show_maps,
    show_matrix,
    show_moved,
    show_transitions,
)
from atlas.ui.frame import open_page

page = open_page("Compare", [], view="compare")
pair = open_comparison(page)
show_headline(page, pair)
show_maps(page, pair)

left, right = st.columns(2, gap="large")
with left:
    show_changes(page, pair)
with right:
    show_transitions(page, pair)
show_moved(page, pair)
show_matrix(page, pair)
show_kept(page, pair)
