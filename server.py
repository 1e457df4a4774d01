"""The atlas as one server: the Streamlit app, its assets from memory, compression and cache headers.

Start it with `streamlit run server.py`. A faulty folder of facts is refused here, with the list of its faults.
"""

import gc
import os
import sys

import streamlit as st
from starlette.middleware import Middleware
from streamlit import net_util

from atlas import api
from atlas.assets import digested
from atlas.selection import default_choice
from atlas.tables import FaultyData
from atlas.takeaways.heads import Facts
from atlas.takeaways.previewing import made_pictures
from atlas.ui.facts import ASSETS_IN_MEMORY, facts
from atlas.ui.frame import FRAMED, SCRIPT, STYLE
from atlas.ui.map import static_address
from atlas.ui.on_the_way import keep_on_the_way
from atlas.ui.turns import take_turns
from atlas.ui.uploads import held

os.environ[ASSETS_IN_MEMORY] = "1"
net_util._external_ip = ""  # Streamlit would otherwise ask a host on the internet for this machine's address
api.send_at_once()
take_turns()
keep_on_the_way()
api.keep_in_memory()

try:
    secured = api.security_headers(api.frame_ancestors(os.environ.get(api.FRAME_ANCESTORS, "")))
    address = api.public_address(os.environ.get(api.PUBLIC_ADDRESS, ""))
    loaded = facts()
except (api.BadAncestors, api.BadAddress, FaultyData) as refused:
    print(refused, file=sys.stderr)
    sys.exit(1)

base = static_address().removesuffix("/app/static")
style = digested("style", "css", STYLE.read_bytes()), STYLE.read_bytes()
script = digested("access", "js", SCRIPT.read_bytes()), SCRIPT.read_bytes()
framed = digested("framed", "js", FRAMED.read_bytes()), FRAMED.read_bytes()
heads = api.Heads(Facts(loaded.history, loaded.tables), base, made_pictures(loaded.assets), address)
first = api.first_assets(loaded.assets, default_choice(loaded.tables).treaty, base)
gc.collect()
gc.freeze()  # what is loaded stays for good: a collection that looked through it again would hold up every answer

app = st.App(
    "dashboard.py",
    routes=[
        *api.routes(loaded.assets, base),
        api.route(style, base),
        api.route(script, base),
        api.route(framed, base),
        *api.data_routes(loaded.history, loaded.tables, base),
        *api.short_routes(loaded.tables, base),
    ],
    middleware=[
        Middleware(api.Securing, headers=secured, base=base),
        Middleware(api.Receiving, held=held, base=base),
        Middleware(api.Styling, style=style[0], script=script[0], framed=framed[0], heads=heads, base=base),
        Middleware(api.Preloading, links=first, base=base),
        Middleware(api.Compressing, base=base),
    ],
    exception_handlers={Exception: api.failure(secured)},
)
