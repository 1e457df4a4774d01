"""`/api/v1`: the tables of the atlas at stable addresses, by the same keys as the pages. They can only be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from atlas.api import description, packages
from atlas.api.description import DESCRIPTION
from atlas.api.files import files
from atlas.api.making import Kept, Made, made
from atlas.api.problems import MEDIA_TYPE, Problem, bad_key
from atlas.api.sending import METHODS, OPEN, PREFLIGHT, compressible, disposition, response, takes_gzip
from atlas.export import API, BadKey, CannotHold, written
from atlas.export.asking import Asked, asked_of
from atlas.export.written import TooManyRows, media_type
from atlas.status import History
from atlas.tables import Tables

LONGEST_QUERY = 8 * 1024
LONGEST_INSTANCE = 1000
MOST_ROWS = 100_000
"""More than the largest table has: the panel of all treaties, 72,496 rows in November 2026."""

MOST_BYTES = 64 * 2**20
MOST_KEPT = 64 * 2**20


def data_routes(history: History, tables: Tables, base: str) -> list[Route]:
    """The routes of data; `base` is the path below which everything is served: "" or "/atlas"."""
    data = Data(history, tables, base)
    return [Route(f"{base}{API}", data), Route(f"{base}{API}/{{name:path}}", data)]


class Data:
    """Answers every request below `/api/v1`, from the facts alone: any replica gives the same bytes."""

    def __init__(
        self, history: History, tables: Tables, base: str, most_rows: int = MOST_ROWS, most_bytes: int = MOST_BYTES
    ) -> None:
        self.history, self.tables, self.base = history, tables, base
        self.most_rows, self.most_bytes = most_rows, most_bytes
        self.files = files(tables)
        self.kept = Kept(MOST_KEPT)
        self.described: dict[str, Callable[[], bytes]] = {
            "": lambda: description.written(description.index(self.files, tables, base)),
            DESCRIPTION: lambda: description.written(description.openapi(self.files, tables, base)),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; what is wrong with it is told as a problem of RFC 9457."""
        request = Request(scope)
        try:
            answer = await self._answer(request)
        except Problem as problem:
            answer = self._told(request, problem)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        name = request.path_params.get("name", "")
        if name not in (*self.files, *self.described, packages.NAME):
            raise self._not_found(name)
        if request.method not in METHODS:
            detail = f"{request.method} is not answered; allowed: {', '.join(METHODS)}"
            raise Problem("read-only", detail, allowed=list(METHODS))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        packed = takes_gzip(", ".join(request.headers.getlist("accept-encoding")))
        key, make = self._asked(name, self._pairs(request), packed)
        answer = self.kept.get(key)
        if answer is None:
            # Shielded, because others may wait for the same answer when this client goes away.
            answer = await asyncio.shield(asyncio.wrap_future(self.kept.making(key, make)))
        return response(request, answer, str(self.tables.checked), f"{self.base}{API}/{DESCRIPTION}")

    def _pairs(self, request: Request) -> list[tuple[str, str]]:
        """The keys and values of the query, in order; what is not UTF-8 becomes a sign that no value has."""
        query = request.scope["query_string"]
        if len(query) > LONGEST_QUERY:
            raise Problem("long-query", f"The query has {len(query):,} bytes; at most {LONGEST_QUERY:,} are read")
        return parse_qsl(query.decode("latin-1"), keep_blank_values=True)

    def _asked(self, name: str, pairs: list[tuple[str, str]], packed: bool) -> tuple[Hashable, Callable[[], Made]]:
        """Under which key an answer is kept, and how it is made."""
        if name in self.described:
            if pairs:
                detail = f"{name or 'the index'} takes no keys"
                raise Problem("bad-key", detail, key=pairs[0][0], value=pairs[0][1], allowed=[])
            address = f"{self.base}{API}/{name}"
            return (name, packed), lambda: made(self.described[name](), description.JSON, packed, address)
        try:
            asked = asked_of(name, pairs, self.tables)
        except BadKey as refused:
            raise bad_key(refused, pairs) from None
        packed = packed and compressible(media_type(asked))
        return (asked, packed), lambda: self._made(asked, packed)

    def _made(self, asked: Asked, packed: bool) -> Made:
        """The file that was asked for; raises `Problem` where it is too large, or its format cannot hold the rows."""
        try:
            file = written(self.history, self.tables, asked, self.most_rows)
        except TooManyRows as refused:
            raise Problem("too-much", str(refused), most=self.most_rows) from None
        except CannotHold as refused:
            raise Problem("not-in-this-format", str(refused)) from None
        if len(file.content) > self.most_bytes:
            detail = f"The file has {len(file.content):,} bytes; at most {self.most_bytes:,} are given at once"
            raise Problem("too-much", detail, most=self.most_bytes)
        return made(file.content, file.mime, packed, f"{self.base}{file.address}", disposition(file.name))

    def _not_found(self, name: str) -> Problem:
        table = name.rpartition(".")[0]
        endings = [file.name for file in self.files.values() if file.table.name == table]
        allowed = endings or [*self.files, packages.NAME, DESCRIPTION]
        there = f"the table {table} is there as" if endings else "there are"
        return Problem("not-found", f"There is no such file; {there} {', '.join(allowed)}", allowed=allowed)

    def _told(self, request: Request, problem: Problem) -> Response:
        query = quote(request.scope["query_string"], safe="=&,%+:;@/?-._~!$'()*")
        instance = quote(request.scope["path"]) + (f"?{query}" if 0 < len(query) < LONGEST_INSTANCE else "")
        headers = {**OPEN, "Cache-Control": "no-store"}
        headers |= {"Allow": ", ".join(METHODS)} if problem.kind == "read-only" else {}
        return JSONResponse(problem.described(self.base, instance), problem.status, headers, MEDIA_TYPE)
