"""What a browser is told not to do with any answer of the server, and who may show the atlas in a frame."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.api.assets import OWN, STREAMLIT_SCRIPTS
from atlas.export import API
from atlas.selection.sharing import FRAME_ANCESTORS

ITSELF, ANYONE = "'self'", "*"
ORIGIN = re.compile(
    r"https?://(\*\.)?([a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}(:[0-9]{1,5})?|https?://\[[0-9a-f:.]+\](:[0-9]{1,5})?"
)
ALLOWED = (
    f"allowed are {ANYONE} for everyone, or origins with spaces between them, in small letters and without a path, as "
    "https://example.org, https://*.example.org or http://localhost:8080; unset, only the atlas itself may embed"
)
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
INDEX = STREAMLIT_SCRIPTS.parents[1] / "index.html"

UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "usb",
    "xr-spatial-tracking",
)
"""What no page of the atlas asks of a device: then nothing that gets into a page can ask for it either."""


CLOSED = ("/auth/", "/oauth2callback")
"""Streamlit's routes for logging in, which the atlas has not: they would set cookies."""


class BadAncestors(ValueError):
    """What is wrong with the list of those who may embed; the message names what is allowed."""


def frame_ancestors(said: str) -> tuple[str, ...]:
    """Who may show the atlas in a frame, as sources of `frame-ancestors`; raises `BadAncestors`."""
    given = tuple(dict.fromkeys(said.split()))
    if given == (ANYONE,):
        return given
    if bad := [each for each in given if not _is_origin(each)]:
        reason = f"{ANYONE} stands alone or not at all" if ANYONE in bad else "not an origin: " + ", ".join(bad)
        raise BadAncestors(f"{FRAME_ANCESTORS}: {reason}; {ALLOWED}")
    return (ITSELF, *given)


def security_headers(ancestors: Iterable[str]) -> dict[str, str]:
    """The headers of every answer; `ancestors` are the sources of `frame-ancestors`."""
    ancestors, html = tuple(ancestors), INDEX.read_text(encoding="utf-8")
    # A frame policy of one origin is told to old browsers as well; they know no list.
    framed = {"X-Frame-Options": "SAMEORIGIN"} if ancestors == (ITSELF,) else {}
    return {
        "Content-Security-Policy": content_security_policy(ancestors, html),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{each}=()" for each in UNUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
        **framed,
    }


def content_security_policy(ancestors: Iterable[str], html: str) -> str:
    """What a page with this HTML may load and run: only what comes from this server, and no text as a script.

    Streamlit imports the few lines that start a component from a `blob:` that its own script makes; a blob cannot be
    made by HTML alone. Its style is inline. Charts and tables are drawn from `data:` and `blob:` images. The history of
    a reader's own treaty comes with the page, as `data:`.
    """
    sources: Mapping[str, Iterable[str]] = {
        "default-src": ["'none'"],
        "script-src": [ITSELF, "blob:", *map(_hashed, INLINE.findall(html))],
        "style-src": [ITSELF, "'unsafe-inline'"],
        "img-src": [ITSELF, "data:", "blob:"],
        "font-src": [ITSELF, "data:"],
        "connect-src": [ITSELF, "data:"],
        "worker-src": [ITSELF, "blob:"],
        "manifest-src": [ITSELF],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ancestors,
    }
    return "; ".join(f"{name} {' '.join(allowed)}" for name, allowed in sources.items())


class Securing:
    """Puts the headers on every answer: pages, files, data, refusals. No answer leads to another host."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], base: str) -> None:
        self.app = app
        self.headers = headers
        self.shared = (f"{base}{OWN}", f"{base}{API}")
        self.closed = tuple(f"{base}{path}" for path in CLOSED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and puts the headers on what comes back."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        # Other sites may show the atlas's files and data, which are public; the pages and the rest they may not take.
        reach = "cross-origin" if scope["path"].startswith(self.shared) else "same-origin"

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers.setdefault("Cross-Origin-Resource-Policy", reach)
                if "Location" in headers:
                    headers["Location"] = _here(headers["Location"])
            await send(message)

        app = PlainTextResponse("Not Found", 404) if scope["path"].startswith(self.closed) else self.app
        return await app(scope, receive, secured)


def failure(headers: Mapping[str, str]) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The answer to what no code foresaw, which no middleware sees: it tells nothing of the machine. The log does."""

    async def failed(request: Request, problem: Exception) -> Response:
        return PlainTextResponse("Internal Server Error", 500, {**headers, "Cache-Control": "no-store"})

    return failed


def _is_origin(said: str) -> bool:
    """Whether it is a scheme and a host, perhaps with a port, and nothing else."""
    if not ORIGIN.fullmatch(said):
        return False
    try:
        return urlsplit(said.replace("*.", "any.", 1)).port != 0
    except ValueError:  # a port above 65535, or an address in brackets that is none
        return False


def _here(location: str) -> str:
    """The same place without its host, which is the one that the client named, whoever that may be."""
    said = urlsplit(location)
    return urlunsplit(("", "", f"/{said.path.lstrip('/')}", said.query, "")) if said.netloc else location


def _hashed(script: str) -> str:
    """The source that allows this one inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
