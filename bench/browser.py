"""One real browser: visits with an empty cache, a watch for the painted map, and counters on the wire."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.sides import ROOT, Side, Wanted
from tools.chromium import flags

FLAGS = flags()
WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
STUB = base64.b64encode((ROOT / "static/topo/world_110m.json").read_bytes()).decode()
TOPOLOGY = "*/un/world_110m.json"
WINDOW = {"width": 1440, "height": 900}
PATIENCE = 60_000
PAUSES = random.Random(1997)
"""Milliseconds between steps: well under the time after which the atlas takes a reader to be at rest."""


@dataclass
class Wire:
    """Bytes so far: `loaded` by HTTP as they came over the wire, headers included; `sent`, `received` by websocket."""

    loaded: int = 0
    sent: int = 0
    received: int = 0
    frames: list[bytes] = field(default_factory=list)

    def on_loaded(self, event: dict[str, Any]) -> None:
        self.loaded += int(event["encodedDataLength"])

    def on_sent(self, event: dict[str, Any]) -> None:
        self.sent += len(_payload(event))

    def on_received(self, event: dict[str, Any]) -> None:
        self.frames.append(_payload(event))
        self.received += len(self.frames[-1])

    def total(self) -> int:
        """Everything in both directions."""
        return self.loaded + self.sent + self.received


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser that CHROMIUM names, otherwise Debian's chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def cold(browser: Browser, side: Side) -> Iterator[BrowserContext]:
    """A context with an empty cache whose pages watch for the side's map."""
    # The watch is awaited by a text that is evaluated, which the atlas's policy forbids.
    context = browser.new_context(viewport=WINDOW, color_scheme="light", bypass_csp=True)  # type: ignore[arg-type]
    context.add_init_script(WATCH.replace("SIDE)", f"{json.dumps(side.described())})"))
    try:
        yield context
    finally:
        context.close()


def opened(context: BrowserContext) -> tuple[Page, Wire]:
    """An empty page, and a counter of everything that it will load, send and receive."""
    page = context.new_page()
    wire = Wire()
    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", wire.on_loaded)
    session.on("Network.webSocketFrameSent", wire.on_sent)
    session.on("Network.webSocketFrameReceived", wire.on_received)
    session.send("Network.enable")
    answer_for_plotly(session)
    return page, wire


def answer_for_plotly(session: CDPSession) -> None:
    """Answers the request of plotly.js for its topology here, at no cost; all other requests go their own way.

    Playwright's own routes would switch the browser's cache off and slow every request down.
    """

    def answer(event: dict[str, Any]) -> None:
        headers = [{"name": "Access-Control-Allow-Origin", "value": "*"}]
        found = {"responseCode": 200, "responseHeaders": headers, "body": STUB}
        session.send("Fetch.fulfillRequest", {"requestId": event["requestId"], **found})

    session.on("Fetch.requestPaused", answer)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": TOPOLOGY}]})


def visit(page: Page, address: str) -> float:
    """Milliseconds from navigation to the painted map."""
    page.goto(address, wait_until="commit")
    return painted(page)


def painted(page: Page) -> float:
    """When the watched year was painted, in milliseconds since navigation; waits for it."""
    page.wait_for_function("window.__bench?.painted != null", timeout=PATIENCE)
    return float(page.evaluate("window.__bench.painted"))


def step(page: Page, key: str, wanted: Wanted) -> tuple[float, float]:
    """When the key was pressed, and milliseconds from then to the painted year.

    A pause before it keeps the keys out of step with the frames.
    """
    page.wait_for_timeout(PAUSES.uniform(5, 60))
    page.evaluate("wanted => window.__bench.watch(wanted)", wanted.described())
    page.keyboard.press(key)
    end = painted(page)
    pressed = float(page.evaluate("window.__bench.pressed"))
    return pressed, end - pressed


def held_up(page: Page) -> float:
    """Milliseconds so far of tasks of over 50 ms, in which the page could not answer its reader."""
    return float(page.evaluate("window.__bench.long"))


def heap(page: Page) -> float:
    """Bytes of JavaScript that are in use once the garbage is collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return float(used)


def settle(page: Page, wire: Wire, quiet: int = 600) -> None:
    """Waits until the websocket has been silent for a while."""
    before = -1
    while before != wire.sent + wire.received:
        before = wire.sent + wire.received
        page.wait_for_timeout(quiet)


def _payload(event: dict[str, Any]) -> bytes:
    frame = event["response"]
    binary = frame["opcode"] == 2
    return base64.b64decode(frame["payloadData"]) if binary else frame["payloadData"].encode()
