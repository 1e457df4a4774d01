"""Longer texts about the atlas itself, as Markdown."""

from __future__ import annotations

from pathlib import Path

TEXTS = Path(__file__).with_name("texts")


def text(name: str) -> str:
    """The text "days" (how a day is computed), "borders" (what the shapes show) or "gaps" (what is missing)."""
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8")
