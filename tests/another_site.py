"""Another site whose article holds a view of the atlas in a frame."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

from tools.chromium import HOST

OTHER = "localhost"
"""The host of another site; its pages come from this machine, too."""

NO_COOKIES = "--test-third-party-cookie-phaseout"
"""The flag of a browser that gives a frame of another site no cookies."""


class Article(SimpleHTTPRequestHandler):
    """A page of another site with a frame that holds the address after the question mark."""

    def do_GET(self) -> None:
        wide, high, address = (unquote(urlsplit(self.path).query) or "0 0 about:blank").split(" ", 2)
        frame = f'<iframe src="{html.escape(address)}" title="A view" width="{wide}" height="{high}" style="border: 0">'
        body = f'<!doctype html><body style="margin: 0">{frame}</iframe>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Says nothing."""


@contextmanager
def another_site() -> Iterator[str]:
    """The origin of another site, until the block ends."""
    with ThreadingHTTPServer((HOST, 0), Article) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{OTHER}:{server.server_port}"
        server.shutdown()


def article(site: str, wide: int, high: int, address: str) -> str:
    """The address of its article with the address in a frame of that size."""
    return f"{site}/?{quote(f'{wide} {high} {address}')}"


def flags_of_its_reader(flags: list[str] | tuple[str, ...]) -> list[str]:
    """The flags of a browser that knows the other site beside this machine, and keeps no cookies of frames."""
    return [f"{each}, EXCLUDE {OTHER}" if "host-resolver" in each else each for each in flags] + [NO_COOKIES]
