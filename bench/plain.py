"""The same map as a page of plain files: an SVG with the same shapes, and a slider. What a browser can do at best.

`python -m bench.plain FOLDER PORT` serves a folder compressed, as a host of static files would.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from atlas import geography
from atlas.figures.palette import STATUS_COLOURS
from bench.sides import ROOT, Side
from tools.chromium import HOST
from tools.serving import Server, free_port, wait_for_answer

PAGE = Path(__file__).with_name("plain.html")


def written(side: Side) -> str:
    """The page: a path for each shape, and for each year the states that have the colour of parties."""
    shapes = json.loads((ROOT / "static" / geography.WORLD).read_text(encoding="utf-8"))["features"]
    paths = "".join(f'<path id="{escape(each["id"])}" d="{outline(each["geometry"])}"/>' for each in shapes)
    years = {wanted.year: wanted.parties for wanted in side.years}
    page = PAGE.read_text(encoding="utf-8")
    for name, value in (
        ("PATHS", paths),
        ("YEARS", json.dumps(years)),
        ("FIRST", str(min(years))),
        ("LAST", str(max(years))),
        ("PARTY", STATUS_COLOURS["party"]),
        ("OUTSIDE", STATUS_COLOURS["outside"]),
    ):
        page = page.replace(name, value)
    return page


def outline(geometry: dict[str, Any]) -> str:
    """A polygon or several as the `d` of a path, in degrees, north above."""
    whole = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [ring for polygon in whole for ring in polygon]
    return "".join("M" + "L".join(f"{x} {-y}" for x, y in ring) + "Z" for ring in rings)


@contextmanager
def serving_plain(side: Side) -> Iterator[Server]:
    """The page on a server of its own until the block ends."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "index.html").write_text(written(side), encoding="utf-8")
        port, log = free_port(), Path(folder) / "server.log"
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "bench.plain", folder, str(port)], cwd=ROOT, stdout=out, stderr=out
            )
            try:
                server = Server(f"http://{HOST}:{port}", log, process.pid)
                wait_for_answer(server, process, "/")
                yield server
            finally:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    pages = Starlette(middleware=[Middleware(GZipMiddleware)])
    pages.mount("/", StaticFiles(directory=sys.argv[1], html=True))
    uvicorn.run(pages, host=HOST, port=int(sys.argv[2]), log_level="warning")
