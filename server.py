"""The atlas as one server: the Streamlit app, its assets from memory, compression and cache headers.

Start it with `streamlit run server.py`. A faulty folder of facts is refused here, with the list of its faults.
"""

import os
import sys

import streamlit as st
from starlette.middleware import Middleware
from streamlit import net_util

from atlas import api
from atlas.selection import default_choice
from atlas.tables import FaultyData
from atlas.ui.facts import ASSETS_IN_MEMORY, facts

os.environ[ASSETS_IN_MEMORY] = "1"
net_util._external_ip = ""  # Streamlit would otherwise ask a host on the internet for this machine's address

try:
    loaded = facts()
except FaultyData as faulty:
    print(faulty, file=sys.stderr)
    sys.exit(1)

app = st.App(
    "dashboard.py",
    routes=api.routes(loaded.assets),
    middleware=[
        Middleware(api.Preloading, links=api.first_assets(loaded.assets, default_choice(loaded.tables).treaty)),
        Middleware(api.Compressing),
    ],
)
