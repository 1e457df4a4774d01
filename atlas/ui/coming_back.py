"""What makes a browser whose server went away whole again, with nothing done by the reader."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st


@st.fragment(run_every=timedelta(days=1))
def run_again_when_back() -> None:
    """Draws nothing. A page that holds a fragment with a timer is run by the browser as soon as it is connected again.

    A reader whose replica ended is on another one then, which knows nothing of the page: without a run the view would
    stay, but its buttons would ask for files that are not there. The day of the timer is only as long as it is.
    """
