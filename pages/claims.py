"""The claims of a news article, and any text, beside the record."""

import streamlit as st

from atlas.ui.claims import show_article, show_chosen, show_reading
from atlas.ui.frame import open_page

page = open_page("Claims", [], view="claims")
st.title("What is said, and what the record shows", anchor=False)
st.caption("The checkable claims of a news article of December 2025, paraphrased, and any text of your own.")
show_chosen(page)
article, own = st.tabs(["A news article", "Your own text"])
with article:
    show_article(page)
with own:
    show_reading(page)
