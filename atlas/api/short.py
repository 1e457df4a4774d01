"""`/s/…`: short permanent links, each of which leads to the page and the choice that it names, and nowhere else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from atlas.selection import BadValue
from atlas.selection.sharing import SHORT, page_path, pinned_query, read_short
from atlas.tables import Tables

A_DAY = "public, max-age=86400"
NEVER = "no-store"
METHODS = ["GET", "HEAD"]


def short_routes(tables: Tables, base: str) -> list[Route]:
    """The route of short links; `base` is the path below which everything is served: "" or "/atlas"."""

    async def follow(request: Request) -> Response:
        try:
            shared = read_short(request.path_params["view"], tables)
        except BadValue as problem:
            return PlainTextResponse(f"There is no such view: {problem}.\n", 404, {"Cache-Control": NEVER})
        # Built from known pages, keys and values alone: whatever was asked, the way leads to this atlas.
        path = base + page_path(shared.page, pinned_query(shared.page, shared.choice, tables))
        return Response(status_code=302, headers={"Location": path, "Cache-Control": A_DAY})

    return [Route(f"{base}{SHORT}/{{view:path}}", follow, methods=METHODS)]
