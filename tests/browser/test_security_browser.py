"""What a browser lets the pages do: nothing outside, nothing kept but what is said, and no frame that was not allowed.

That no page does anything its policy refuses is checked of every reader of every browser test.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser import map_reading as reading
from tests.browser.conftest import OpenReader, Reader
from tests.browser.test_own_browser import bring, part, use
from tests.browser.test_pages_browser import PATHS, wait_until_settled
from tests.test_lessons import SOUND
from tools.chromium import HOST
from tools.serving import Server, serving

pytestmark = pytest.mark.browser

STORED = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
INSERTED = """() => [...document.querySelectorAll("img, iframe, object, embed, [onerror], a[href^='javascript']")]
  .map(each => each.outerHTML).filter(html => /evil|alert/.test(html))"""
EVIL = "![a](https://evil.example/a.png) <img src=x onerror=alert(1)> [b](javascript:alert(2)) `$x$` :red[c] \"d'"
QUOTED = EVIL.replace('"', '""')
OWN_ROWS = f'date,title,states,summary\n2025-01-02,"{QUOTED}",Finland,"<script>alert(3)</script>"\n'


class Site(NamedTuple):
    """Another site: its origin, and a function that says what stands in its frame."""

    origin: str
    frame: Callable[[str], None]


def test_the_pages_keep_one_cookie_and_ask_no_other_host(reader: Reader) -> None:
    reader.open("/")
    for label in PATHS:
        reader.page.get_by_role("link", name=label, exact=True).click()
        wait_until_settled(reader.page)
    cookies = reader.page.context.cookies()
    assert [cookie["name"] for cookie in cookies] == ["_streamlit_xsrf"]
    assert cookies[0]["sameSite"] == "Lax"
    assert cookies[0]["expires"] == -1
    assert {key for key in reader.page.evaluate(STORED) if not key.startswith(("atlas-", "stActiveTheme"))} == set()
    assert reader.console_errors == []


def test_text_of_a_reader_is_shown_as_it_is_on_every_page(reader: Reader) -> None:
    page = reader.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    reader.open("/data?table=events")
    bring(page, "![a](https:..evil.example.a.png)<img src=x onerror=alert(1)>.csv", OWN_ROWS.encode())
    part(page).get_by_text("1 event read without a fault.").wait_for()
    use(page)
    assert page.evaluate(INSERTED) == []
    for label in PATHS:
        page.get_by_role("link", name=label, exact=True).click()
        wait_until_settled(page)
        assert page.evaluate(INSERTED) == [], label
    assert [address for address in reader.requests if "evil" in address] == []


def test_a_lesson_of_somebody_else_is_shown_as_it_is(reader: Reader) -> None:
    page = reader.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    evil = EVIL.replace('"', "'").replace("[b]", "(b)").replace("![a]", "(a)").replace(":red[c]", "c")
    hostile = SOUND.replace('"A lesson"', f'"{evil[:70]}"').replace(
        "Finland gives notice", "<img src=x onerror=alert(4)>"
    )
    reader.open("/teach")
    page.get_by_role("tab", name="Your own deck").click()
    page.set_input_files("input[type=file]", {"name": "a.yaml", "mimeType": "text/yaml", "buffer": hostile.encode()})
    page.get_by_role("button", name="Make it my deck").click()
    page.get_by_label("Heading of step 1").wait_for()
    assert page.evaluate(INSERTED) == []
    page.locator(".st-key-present-deck button").click()
    page.locator(".atlas-slides").first.wait_for()
    page.wait_for_timeout(1500)
    assert page.evaluate(INSERTED) == []


@contextmanager
def other_site() -> Iterator[Site]:
    """A site of another origin, until the block ends: its page has a frame with the address that it is given."""
    addresses: list[str] = []

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{addresses[-1]}" width="1200" height="700"></iframe>'.encode())

        def log_message(self, *said: object) -> None:
            """Nothing is logged."""

    with http.server.ThreadingHTTPServer((HOST, 0), Answering) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield Site(f"http://{HOST}:{site.server_port}", addresses.append)
        site.shutdown()


def is_framed(reader: Reader, site: Site, address: str) -> bool:
    """Whether the page of the site shows the atlas in its frame."""
    site.frame(address)
    page = reader.page
    page.goto(site.origin, wait_until="load")
    reader.outside.clear()  # the site itself
    frame = page.frames[1]
    if frame.url.startswith("chrome-error"):
        return False
    frame.locator("h1").first.wait_for()
    reading.wait_until_drawn(frame)
    return True


def test_another_site_shows_the_atlas_in_a_frame_only_where_the_owner_says_so(
    open_reader: OpenReader, server: Server, logs: Path
) -> None:
    with other_site() as allowed, other_site() as stranger:
        assert not is_framed(open_reader(), allowed, server.address)
        with serving("server.py", logs / "framed.log", ATLAS_FRAME_ANCESTORS=allowed.origin) as own:
            assert is_framed(open_reader(own.address), allowed, own.address)
            assert not is_framed(open_reader(own.address), stranger, own.address)
