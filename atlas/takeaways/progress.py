"""How far a file is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Is told the share that is done, from 0 to 1, and what is being made."""
