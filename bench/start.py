"""From the command that starts the server to the first painted map, and what is imported on the way."""

from __future__ import annotations

import subprocess
import sys
import time

from playwright.sync_api import Browser

from bench.browser import cold, opened, visit
from bench.measures import middle
from bench.sides import ROOT, Side
from tools.serving import serving

STARTS = 5
UNWANTED = ("geopandas", "matplotlib", "pyogrio", "shapely", "openpyxl", "reportlab", "pptx", "lxml")
"""Packages that a few readers need and that take long to import: not before they are asked for."""

IMPORTS = "import runpy, sys; runpy.run_path('server.py'); print(len(sys.modules), *sys.modules)"


def measure(browser: Browser, side: Side) -> dict[str, float]:
    """Milliseconds from the command to the painted map in an empty browser that is there; modules imported.

    "unwanted" counts the packages of `UNWANTED` among them.
    """
    taken = []
    for _ in range(STARTS):
        with cold(browser, side) as context:
            page, _ = opened(context)
            begin = time.perf_counter()
            with serving(side.script, folder=side.folder) as server:
                visit(page, f"{server.address}/")
                taken.append((time.perf_counter() - begin) * 1000)
    told = subprocess.run([sys.executable, "-c", IMPORTS], cwd=ROOT, capture_output=True, text=True, check=True)
    number, *names = told.stdout.split()
    return {"start": middle(taken), "modules": float(number), "unwanted": float(len(set(names) & set(UNWANTED)))}
