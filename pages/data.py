"""Any table as the choice filters it, its download, and what its columns mean."""

import streamlit as st

from atlas.ui.data import offered_filters, show_dictionary, show_picker, show_rows
from atlas.ui.frame import open_page
from atlas.ui.own.bringing import show_own_data

page = open_page("Data", lambda tables, choice: offered_filters(tables, choice.table), view="data")
st.title("Every table, with its sources", anchor=False)
show_picker(page)
export = show_rows(page)
show_own_data(page)
show_dictionary(export.table)
