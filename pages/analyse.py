"""The stable address of any table for the choice, and lines to copy that read it in other programs."""

import streamlit as st

from atlas.ui.analyse import (
    open_rows,
    show_citation,
    show_codes,
    show_lines,
    show_promise,
    show_tables,
)
from atlas.ui.data import offered_filters, show_picker
from atlas.ui.frame import open_page

page = open_page("Use the data", lambda tables, choice: offered_filters(tables, choice.table), takes_own=False)
st.title("Use these rows elsewhere", anchor=False)
show_picker(page)
export = open_rows(page)
show_lines(page, export)
show_citation(page, export)
show_codes(page)
show_tables(page)
show_promise()
