"""Scripts and style of the site. Data come as scripts, too: a page opened from a folder may fetch nothing else."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from atlas import geography
from atlas.assets import digested, plotly_file
from atlas.assets.scripts import map_parts
from atlas.figures import palette
from atlas.site.ground import Files

FOLDER = Path(__file__).parent / "scripts"
ASSETS = "assets"
TOPOLOGY = "topo/world_110m.json"
PARTS = {
    "site": ("files", "find", "copy"),
    "map": ("files", "choice", "map"),
    "timeline": ("files", "choice", "timeline"),
}
"""The scripts by name: the files that each is put together from."""


@lru_cache(maxsize=1)
def fixed_files() -> Files:
    """What is the same for every folder of facts but the shapes: plotly.js, the scripts, the style."""
    name, plotly = plotly_file()
    made = {f"{ASSETS}/{name}": plotly}
    for script in PARTS:
        made |= asset(script, "js", _script(script))
    return made | asset("site", "css", _style()) | asset("geometry", "js", _geometry())


def asset(stem: str, suffix: str, text: str) -> dict[str, bytes]:
    """One file whose name changes with its content, so that it may be cached for ever."""
    content = text.encode("utf-8")
    return {f"{ASSETS}/{digested(stem, suffix, content)}": content}


def data_file(stem: str, data: Any) -> dict[str, bytes]:
    """Data as a script that puts them where `give` in scripts/files.js looks for them."""
    return asset(stem, "js", f"(self.atlasFiles ??= {{}})[{json.dumps(stem)}] = {as_json(data)}\n")


def as_json(data: Any) -> str:
    """JSON in the fewest signs, safe within a script of HTML."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")


def names(files: Files) -> dict[str, str]:
    """The paths of assets by their names without version: "history-mbt", "site.css" for a style; in order of paths."""
    found = {}
    for path in sorted(files):
        stem, _, suffix = path.removeprefix(f"{ASSETS}/").rpartition(".")
        stem = "plotly" if stem.startswith("plotly-") else stem.rpartition("-")[0]
        found[stem if suffix == "js" else f"{stem}.{suffix}"] = path
    return found


def _script(name: str) -> str:
    """A script without names of its own in the page; that of the map has the map of the app within it."""
    parts = map_parts() if name == "map" else []
    inside = "\n".join([*parts, *(_text(f"{part}.js") for part in PARTS[name])])
    return f'(() => {{\n"use strict"\n{inside}\n}})()\n'


def _geometry() -> str:
    """The shapes, and the empty topology that keeps plotly.js from looking for one elsewhere."""
    shapes = json.loads((geography.STATIC / geography.WORLD).read_text(encoding="utf-8"))
    topology = json.loads((geography.STATIC / TOPOLOGY).read_text(encoding="utf-8"))
    empty = f"self.PlotlyGeoAssets = {{ topojson: {{ world_110m: {as_json(topology)} }} }}"
    return f"{empty};\n(self.atlasFiles ??= {{}}).geometry = {as_json(shapes)}\n"


def _style() -> str:
    """The style, and the colours of the statuses on light and dark."""
    light, dark = (
        "".join(f".fill-{code} {{ fill: {colour} }}\n" for code, colour in colours.items())
        for colours in (palette.STATUS_COLOURS, palette.STATUS_COLOURS_DARK)
    )
    return f"{_text('site.css')}\n{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
