"""Starts one replica, whose port opens when the atlas is loaded and not seconds before.

`streamlit run server.py` listens first and loads then: a proxy takes it for alive, and its readers wait. Settings come
from STREAMLIT_… variables and options as they do there.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

from streamlit.web import bootstrap, cli

ROOT = Path(__file__).parents[1]
SCRIPT = str(ROOT / "server.py")

os.chdir(ROOT)  # where .streamlit/config.toml is
sys.path.insert(0, str(ROOT))
asked = cli.main_run.make_context("streamlit run", [SCRIPT, *sys.argv[1:]]).params
settings = {name: value for name, value in asked.items() if name not in ("target", "args")}
bootstrap.load_config_options(settings)
import_module("server")  # which ends here where the facts are refused
bootstrap.run_asgi_app(SCRIPT, "server:app", [], settings)
