"""How the tests go through a page by keys alone."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STEPS = 120
FOCUSED = """() => {
  const { activeElement: at } = document
  const said = at.matches("button, a, [role=tab], summary") ? at.innerText : ""
  return [at.className, at.getAttribute("aria-label") ?? "", said].join(" ")
}"""
"""The class, the label and the words of what has the focus."""


def tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Presses the key until what has the focus is so named; fails where it is never reached."""
    passed = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        passed.append(page.evaluate(FOCUSED))
        if wanted in passed[-1]:
            return
    raise AssertionError(f"{wanted} is not reached by {key}: {passed}")


def press(page: Page, wanted: str, key: str = "Tab") -> None:
    """Goes to what is so named and presses Enter there."""
    tab_to(page, wanted, key)
    page.keyboard.press("Enter")


def choose_in_list(page: Page, label: str, value: str) -> None:
    """Goes to a list of choices, types one of them and takes it; the focus stays in the list."""
    tab_to(page, label)
    page.keyboard.type(value)
    page.keyboard.press("Enter")
