"""What readers send: kept in memory, checked before it is used, and no more of it than there is room for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.formparsers import MultiPartParser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from atlas.own.text import MOST_BYTES

MOST_FILES = 100
MOST_OF_SESSION = 10 * MOST_BYTES
"""What one session may have with the server at a time: a page asks for two files, and drops one for the next."""

MOST_IN_ALL = 256 * 2**20
"""Bytes of all sessions together."""

ENVELOPE = 2**20
"""Bytes that a request may have around its file; Streamlit refuses a longer one while it arrives."""


def keep_in_memory() -> None:
    """Lets no upload be written to disk: without this, what is longer than 1 MB is, before anything looks at it."""
    MultiPartParser.spool_max_size = MOST_BYTES + ENVELOPE


class Receiving:
    """Takes an upload only where there is room for it; Streamlit itself would take any number.

    `held` gives, for the key of a session, the number of its files, their bytes, and the bytes of all sessions.
    """

    def __init__(self, app: ASGIApp, held: Callable[[str], tuple[int, int, int]], base: str) -> None:
        self.app = app
        self.held = held
        self.below = f"{base}/_stcore/upload_file/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 413 where the session has too much, 503 where the server has."""
        if scope["type"] == "http" and scope["method"] == "PUT" and scope["path"].startswith(self.below):
            files, size, in_all = self.held(scope["path"].removeprefix(self.below).partition("/")[0])
            if files >= MOST_FILES or size >= MOST_OF_SESSION:
                said = f"This session has {files} files of {size:,} bytes with the server; load the page anew"
                return await PlainTextResponse(said, 413)(scope, receive, send)
            if in_all >= MOST_IN_ALL:
                return await PlainTextResponse("The server holds too many files; try later", 503)(scope, receive, send)
        return await self.app(scope, receive, send)
