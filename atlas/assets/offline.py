"""A lesson in one HTML file that needs no server and no network: it opens from a stick by a double click."""

from __future__ import annotations

import base64
import gzip
import html
import json
from collections.abc import Sequence
from typing import Any

from atlas import geography
from atlas.assets.history import history_of
from atlas.assets.layers import layer_of
from atlas.assets.lines import lines_of
from atlas.assets.scripts import plotly_file
from atlas.assets.slides import slides_of
from atlas.assets.slides_script import slides_script
from atlas.lessons import Lesson
from atlas.questions import Question
from atlas.status import History
from atlas.tables import Tables

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Mine Ban Atlas</title>
</head>
<body>
<noscript>This lesson needs JavaScript.</noscript>
<main id="lesson-root">Unpacking the lesson …</main>
<script type="text/plain" id="lesson">{lesson}</script>
<script type="text/plain" id="plotly">{plotly}</script>
<script type="module">
{script}
</script>
</body>
</html>
"""


def lesson_html(history: History, tables: Tables, lesson: Lesson, questions: Sequence[Question]) -> bytes:
    """The file: the same slides, map, keys and notes as on the page; the same bytes for the same lesson and facts."""
    slides = slides_of(history, tables, lesson, questions)
    content = json.dumps(
        {"lesson": slides, "packed": _files(history, tables, slides)}, separators=(",", ":"), ensure_ascii=False
    )
    return PAGE.format(
        title=html.escape(lesson.title),
        lesson=_packed(content.encode()),
        plotly=_packed(plotly_file()[1]),
        script=slides_script("file.js").replace("</script", "<\\/script"),
    ).encode()


def _files(history: History, tables: Tables, slides: dict[str, Any]) -> dict[str, Any]:
    """What the maps of the slides need, by the names under which the player asks for it."""
    maps = [slide["map"] for slide in slides["slides"] if slide["map"]]
    files = {
        "geometry": json.loads(geography.kept_file(geography.WORLD)),
        "topology": json.loads(geography.kept_file(geography.TOPOLOGY)),
    }
    files |= {f"history-{treaty}": history_of(history, tables, treaty) for treaty in {each["treaty"] for each in maps}}
    files |= {f"layer-{name}": layer_of(tables, name) for name in {each["layered"] for each in maps} - {""}}
    return files | ({"lines": lines_of(tables)} if any(each["lined"] for each in maps) else {})


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


__all__ = ["lesson_html"]
