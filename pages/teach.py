"""Lessons: present them, take them away, and make one's own from any view; questions and maps for a class."""

import streamlit as st

from atlas.ui.frame import open_page, show_title
from atlas.ui.teach import PARTS

page = open_page("Teach", ["treaty", "day", "region", "period"], takes_own=False)
show_title("Lessons to present, print and take away")
for tab, show in zip(st.tabs(list(PARTS)), PARTS.values(), strict=True):
    with tab:
        show(page)
