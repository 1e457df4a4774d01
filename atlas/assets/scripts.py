"""The scripts that the browser fetches: plotly.js, and the module that draws the map."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import plotly

from atlas.assets.naming import digested
from atlas.geography import STATIC

VENDOR = "vendor"
"""Folder under `static/` for files that are made, not kept: it is not under version control."""

FOLDER = Path(__file__).parent / "map"
PARTS = tuple(
    f"{name}.js" for name in ("days", "drawing", "map", "legend", "circles", "lines", "link", "controls", "reading")
)


def plotly_file(vendor: Path = STATIC / VENDOR) -> tuple[str, bytes]:
    """Name and content of plotly.js: the part that draws maps where the set-up could fetch it, otherwise all of it.

    The part (`plotly.js-geo-dist-min`, a third of the size) is used only in the version of the installed package.
    """
    part = vendor / f"plotly-geo-{javascript_version()}.min.js"
    if part.is_file():
        return part.name, part.read_bytes()
    return f"plotly-{plotly.__version__}.min.js", full_plotly()


def full_plotly() -> bytes:
    """plotly.js as the installed Python package carries it."""
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def javascript_version() -> str:
    """The version of plotly.js inside the installed Python package."""
    found = re.search(rb"plotly\.js v(\d+\.\d+\.\d+)", full_plotly()[:400])
    return found.group(1).decode() if found else ""


@lru_cache(maxsize=1)
def map_file() -> tuple[str, bytes]:
    """Name and content of the module that draws the map, its markup and style included."""
    content = "\n".join([*map_parts(), (FOLDER / "start.js").read_text(encoding="utf-8")]).encode()
    return digested("map", "js", content), content


def map_parts() -> list[str]:
    """The texts that make the map, without the one that Streamlit calls."""
    texts = {name: (FOLDER / f"map.{name.lower()}").read_text(encoding="utf-8") for name in ("HTML", "CSS")}
    constants = [f"const {name} = {json.dumps(text)}" for name, text in texts.items()]
    return [*constants, *((FOLDER / name).read_text(encoding="utf-8") for name in PARTS)]
