"""Assets that never change under their name: routes that hand them out from memory, cached for ever."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas import geography
from atlas.assets import VENDOR, Assets, LateFile

FOR_EVER = "public, max-age=31536000, immutable"
OWN = "/app/static/"
STREAMLIT_SCRIPTS = Path(find_spec("streamlit").origin or "").parent / "static" / "static" / "js"  # type: ignore[union-attr]
TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".geojson": "application/geo+json"}


def routes(made: Assets, base: str) -> list[Route]:
    """A route for each made file: plotly.js, the module of the map and the history of each treaty; and the late ones.

    The shapes are handed out as they were when the server started, whatever happens to their files meanwhile.
    `base` is the path below which everything is served: "" or "/atlas".
    """
    kept = [
        route((path.rpartition("/")[2], geography.kept_file(path)), base, path.rpartition("/")[0])
        for path in (geography.WORLD, geography.TOPOLOGY)
    ]
    kept += [route(file, base) for file in made.files.items()]
    return kept + [_late_route(f"{base}{OWN}{VENDOR}", late) for late in made.late]


def first_assets(made: Assets, treaty: str, base: str) -> list[str]:
    """What the map page needs, as the values of a Link header: preloads, and the chunks of Streamlit's components."""
    vendor = f"{base}{OWN}{VENDOR}"
    modules = [f"{vendor}/{made.map}", *(f"{base}/static/js/{name}" for name in _component_scripts())]
    fetched = [f"{base}{OWN}{geography.WORLD}", f"{vendor}/{made.histories[treaty]}"]
    return [
        f"<{vendor}/{made.plotly}>; rel=preload; as=script",
        *(f"<{path}>; rel=modulepreload" for path in modules),
        *(f"<{path}>; rel=preload; as=fetch; crossorigin" for path in fetched),
    ]


def _component_scripts() -> list[str]:
    """Streamlit's script for components with what it imports beyond the page's own scripts; none if it is renamed."""
    page = (STREAMLIT_SCRIPTS.parents[1] / "index.html").read_text(encoding="utf-8")
    names = []
    for script in sorted(STREAMLIT_SCRIPTS.glob("BidiComponent.*.js")):
        imported = re.findall(r'from"\./([\w.-]+\.js)"', script.read_text(encoding="utf-8"))
        names += [script.name, *(name for name in imported if name not in page)]
    return names


def route(file: tuple[str, bytes], base: str, folder: str = VENDOR) -> Route:
    """A route for one file, given by its name (which must change with its content) and its content."""
    name, content = file
    media_type = TYPES["." + name.rsplit(".", 1)[1]]

    async def serve(request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"Cache-Control": FOR_EVER})

    return Route(f"{base}{OWN}{folder}/{name}", serve, methods=["GET", "HEAD"])


def _late_route(folder: str, late: LateFile) -> Route:
    """Makes the file for whoever asks first, in a thread; the name of another content is not found."""

    def serve(request: Request) -> Response:
        name, content = late.file
        if not request.url.path.endswith(f"/{name}"):
            return Response(status_code=404)
        return Response(content, media_type=TYPES[".json"], headers={"Cache-Control": FOR_EVER})

    return Route(f"{folder}/{late.stem}-{{digest}}.json", serve, methods=["GET", "HEAD"])
