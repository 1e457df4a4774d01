"""What is done to answers on their way: preloads and the style for pages, compression for versioned files."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.api.assets import FOR_EVER, OWN
from atlas.api.heads import Heads, framed_view, keys_of
from atlas.api.sending import takes_gzip
from atlas.assets import VENDOR
from atlas.export import API

COMPRESSIBLE = (
    "text/css",
    "text/javascript",
    "text/plain",
    "application/json",
    "application/javascript",
    "application/geo+json",
    "image/svg+xml",
)
SMALLEST = 1000
MOST_KEPT = 64 * 2**20


class Preloading:
    """Tells the browser with the page itself which assets it will need."""

    def __init__(self, app: ASGIApp, links: Sequence[str], base: str) -> None:
        self.app = app
        self.links = ", ".join(links)
        self.pages = {f"{base}/", base}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; adds a Link header to the map's HTML."""
        if scope["type"] != "http" or scope["path"] not in self.pages:
            return await self.app(scope, receive, send)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Link"] = self.links
            await send(message)

        return await self.app(scope, receive, marked)


class Styling:
    """Writes the head of every page, and links style and script: the browser has them before it draws anything.

    The way past the menu stands first in a page, where the Tab key comes to it first; a page for a frame has no menu.

    A page for a frame gets the script `framed` before all others. The link of the style stands at the end of the body,
    after whatever Streamlit's scripts add to the head, so that of two rules of equal weight the atlas's wins. Routes of
    data are left alone: they are never a page.
    """

    def __init__(self, app: ASGIApp, style: str, script: str, framed: str, heads: Heads, base: str) -> None:
        self.app, self.heads = app, heads
        self.framed = f'<script src="{base}{OWN}{VENDOR}/{framed}"></script><title>'.encode()
        vendor = f"{base}{OWN}{VENDOR}"
        linked = (
            f'<script src="{vendor}/{script}" type="module"></script><link rel="stylesheet" href="{vendor}/{style}">'
        )
        self.link = f"{linked}</body>".encode()
        self.skip = b'<body><a class="skip-link" href="#content">Skip to the content</a>'
        self.data = f"{base}{API}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; where a page is asked for and HTML comes back, puts the link into it."""
        asked = scope["type"] == "http" and scope["method"] == "GET" and not scope["path"].startswith(self.data)
        if not asked or "text/html" not in Headers(scope=scope).get("accept", ""):
            return await self.app(scope, receive, send)
        answer = _Answer()
        await self.app(_whole(scope), receive, answer.take)
        if answer.is_page:
            answer.body = self.heads.written(answer.body.replace(b"</body>", self.link), scope)
            if framed_view(keys_of(scope["query_string"])):
                answer.body = answer.body.replace(b"<title>", self.framed, 1)
            else:
                answer.body = answer.body.replace(b"<body>", self.skip)
            headers = MutableHeaders(raw=answer.start["headers"])
            headers["Content-Length"] = str(len(answer.body))
            del headers["ETag"], headers["Last-Modified"], headers["Accept-Ranges"]
        return await answer.replay(send)


class Compressing:
    """Serves versioned files compressed and cacheable; each is compressed once and kept in memory.

    Only paths whose names carry a version or a digest are kept: Streamlit's own bundles and the atlas's assets.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app = app
        self.own = f"{base}{OWN}"
        self.prefixes = (f"{base}/static/", self.own)
        self.kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers from memory where it can, otherwise passes the request on and compresses what comes back."""
        if scope["type"] == "http" and not takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            # Streamlit would compress for a client that names gzip only to refuse it.
            return await self.app(_without_encoding(scope), receive, send)
        if not self._wanted(scope):
            return await self.app(scope, receive, send)
        if scope["path"] not in self.kept:
            answer = _Answer()
            await self.app(_without_encoding(scope), receive, answer.take)
            if not answer.compressible:
                return await answer.replay(send)
            self._keep(scope["path"], answer)
            if scope["path"] not in self.kept:
                return await answer.replay(send)
        headers, body = self.kept[scope["path"]]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        return None

    def _wanted(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self.prefixes):
            return False
        return "range" not in Headers(scope=scope)

    def _keep(self, path: str, answer: _Answer) -> None:
        body = gzip.compress(answer.body, 6, mtime=0)
        if sum(len(kept) for _, kept in self.kept.values()) + len(body) > MOST_KEPT:
            return
        headers = MutableHeaders(raw=list(answer.start["headers"]))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        if path.startswith(self.own):
            headers["Cache-Control"] = FOR_EVER
        del headers["Accept-Ranges"]
        self.kept[path] = (headers.raw, body)


def _without_encoding(scope: Scope) -> Scope:
    """The request as one that reads no gzip: Streamlit would compress its static files itself, anew each time."""
    return {**scope, "headers": [each for each in scope["headers"] if each[0] != b"accept-encoding"]}


def _whole(scope: Scope) -> Scope:
    """The request as one that takes neither a part, nor gzip, nor "not modified" for an answer."""
    left_out = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
    return {**scope, "headers": [each for each in scope["headers"] if each[0] not in left_out]}


class _Answer:
    """A whole response, collected."""

    def __init__(self) -> None:
        self.start: dict[str, Any] = {}
        self.body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = dict(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def replay(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})

    @property
    def is_page(self) -> bool:
        """Whether it is the HTML of a page, whole and as it is read."""
        headers = Headers(raw=self.start.get("headers", []))
        plain = "content-encoding" not in headers and headers.get("content-type", "").startswith("text/html")
        return self.start.get("status") == 200 and plain

    @property
    def compressible(self) -> bool:
        headers = Headers(raw=self.start.get("headers", []))
        kind = headers.get("content-type", "")
        plain = "content-encoding" not in headers and kind.startswith(COMPRESSIBLE)
        return self.start.get("status") == 200 and plain and len(self.body) >= SMALLEST
