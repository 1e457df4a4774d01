"""Sources as they are named beside a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OWN = "OWN"
"""The key under which a reader's own file is a source, in that reader's session alone."""


def publisher(source: Mapping[str, Any]) -> str:
    """Who published a source, without what follows in brackets or after a semicolon."""
    return str(source["publisher"]).split(";")[0].split("(")[0].strip()
