"""What the browser tests share: a running server, one browser, and readers who are watched.

The browser reaches nothing but this machine: every other host fails to resolve, and what was asked of it is counted.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser.waiting import wait_in_page
from tools.chromium import HOST, flags
from tools.serving import Server, serving

Page.wait_for_function = wait_in_page  # type: ignore[method-assign]

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = flags(HOST)
PATIENCE_MS = 30_000
LOG_LINES = 60
WIDE = {"width": 1440, "height": 900}
LOCAL_SCHEMES = ("data", "blob", "about")

if os.environ.get("BROWSER_TESTS") == "0":
    collect_ignore_glob = ["test_*.py"]

WATCH_SENDING = """
window.sent = []
window.steps = []
const send = WebSocket.prototype.send
WebSocket.prototype.send = function (message) {
  window.sent.push({ at: performance.now(), bytes: message.byteLength ?? message.length })
  return send.call(this, message)
}
document.addEventListener("input", () => window.steps.push(performance.now()), true)
"""
"""Times of what is sent to the server and of what the reader does, as the page itself sees them."""

WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", refused => {
  window.noteRefused([refused.effectiveDirective, refused.blockedURI, refused.sourceFile, refused.sample].join(" "))
})
"""
KNOWN_REFUSAL = re.compile(r"script-src wasm-eval http://\S+/static/js/protobuf\.\w+\.js ")
"""Streamlit's protobuf would multiply large numbers by WebAssembly; refused that, it does so in JavaScript."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: the quick ones fail sooner, and Playwright's event loop disturbs none of them."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed test shows the last lines of the server's log."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        said = server.log.read_text(encoding="utf-8").splitlines()[-LOG_LINES:]
        report.sections.append(("log of the server", "\n".join(said)))
    return report


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the servers' logs."""
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="session")
def server(logs: Path) -> Iterator[Server]:
    """The atlas, started once as `make run` starts it."""
    with serving("server.py", logs / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; CHROMIUM names another program."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, COMMANDS)), None)
    if not program:
        pytest.fail(
            f"no browser found: install one of {', '.join(COMMANDS)}, name one in CHROMIUM, "
            "or leave the browser tests out with BROWSER_TESTS=0",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


@dataclass
class Reader:
    """A person with a browser of their own: the page, and what it did that a page of the atlas must not do."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> None:
        """Goes to a page of the atlas, by its path and query or by a whole address."""
        self.page.goto(path if path.startswith("http") else self.address + path, wait_until="commit")

    def watch_request(self, request: Request) -> None:
        """Notes a request, and whether it was meant for another host."""
        self.requests.append(request.url)
        self.note_address(request.url)

    def watch_console(self, said: ConsoleMessage) -> None:
        """Notes an error that the browser reports, with the address it is about.

        Streamlit asks for its own health below a page's path first, which is not there; that is no error of a page.
        """
        address = urlsplit(said.location.get("url", ""))
        if said.type == "error" and "/_stcore/" not in address.path:
            self.console_errors.append(f"{said.text} ({address.geturl()})")

    def note_refused(self, said: str) -> None:
        """Notes what the policy of the page kept it from doing."""
        if not KNOWN_REFUSAL.match(said):
            self.refused.append(said)

    def note_address(self, url: str) -> None:
        """Notes an address that does not belong to the server."""
        asked = urlsplit(url)
        if asked.scheme not in LOCAL_SCHEMES and asked.netloc != urlsplit(self.address).netloc:
            self.outside.append(url)


OpenReader = Callable[..., Reader]


@pytest.fixture
def open_reader(browser: Browser, server: Server) -> Iterator[OpenReader]:
    """A function that gives a fresh reader, in a fresh context made with the options given to it."""
    readers: list[Reader] = []

    def fresh(address: str = server.address, **options: Any) -> Reader:
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WATCH_SENDING)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        reader = Reader(page, address)
        readers.append(reader)
        context.expose_function("noteRefused", reader.note_refused)
        context.on("request", reader.watch_request)
        page.on("websocket", lambda socket: reader.note_address(socket.url.replace("ws", "http", 1)))
        page.on("pageerror", lambda error: reader.page_errors.append(str(error)))
        page.on("console", reader.watch_console)
        return reader

    yield fresh
    for reader in readers:
        reader.page.context.close()
    assert [address for reader in readers for address in reader.outside] == []
    assert [error for reader in readers for error in reader.page_errors] == []
    assert [said for reader in readers for said in reader.refused] == []


@pytest.fixture
def reader(open_reader: OpenReader) -> Reader:
    """One reader at a wide screen; in the end nothing may have left this machine and no script may have failed."""
    return open_reader()
