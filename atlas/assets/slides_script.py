"""The script of the slides: the map's parts, and those that make a lesson of it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from atlas.assets.naming import digested
from atlas.assets.scripts import map_parts

FOLDER = Path(__file__).parent / "slides"
PARTS = tuple(f"{name}.js" for name in ("keys", "conductor", "names", "strip", "layouts", "walk", "stage", "notes"))
TEXTS = {"SLIDES_HTML": "slides.html", "NOTES_HTML": "notes.html", "SLIDES_CSS": "slides.css"}
STYLE = 'document.head.append(Object.assign(document.createElement("style"), { textContent: SLIDES_CSS }))'


@lru_cache(maxsize=1)
def slides_file() -> tuple[str, bytes]:
    """Name and content of the module that plays a lesson in a page of the atlas, its markup, style and map included."""
    content = slides_script("start.js").encode()
    return digested("slides", "js", content), content


def slides_script(start: str) -> str:
    """The whole script with the part that starts it: "start.js" in a page of the atlas, "file.js" in a file."""
    constants = [f"const {name} = {json.dumps(_text(file))}" for name, file in TEXTS.items()]
    return "\n".join([*map_parts(), *constants, STYLE, *map(_text, PARTS), _text(start)])


def _text(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")
