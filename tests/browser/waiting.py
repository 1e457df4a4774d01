"""Waiting for something in a page whose policy runs no text as a script, which is how Playwright itself would wait."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, JSHandle, Page

PATIENCE_MS = 30_000
LEFT = ("Execution context was destroyed", "navigat", "Cannot find context")
"""How Playwright says that the page went elsewhere, where the waiting goes on."""

UNTIL = """async arg => {
  const asked = () => (%s)
  for (;;) {
    const found = asked()
    const value = typeof found === "function" ? await found(arg) : found
    if (value) return value
    if (performance.now() > %d) throw new Error("waited in vain")
    await new Promise(requestAnimationFrame)
  }
}"""


def wait_in_page(
    page: Page, expression: str, *, arg: Any = None, timeout: float | None = None, polling: Any = None
) -> JSHandle:
    """What the expression or function gives in the page once it is true; asked anew at every frame."""
    ends = time.monotonic() + (PATIENCE_MS if timeout is None else timeout) / 1000
    while True:
        left = max(0.0, ends - time.monotonic()) * 1000
        try:
            return page.evaluate_handle(UNTIL % (expression, page.evaluate("performance.now()") + left), arg)
        except Error as problem:
            if time.monotonic() > ends or not any(said in str(problem) for said in LEFT):
                raise
