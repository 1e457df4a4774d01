"""What a teacher takes away: handout, answer key, slides and maps.

Nothing that draws is loaded before it is asked for: each name below loads its module when it is first read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from atlas.takeaways.handouts import answer_key, handout
    from atlas.takeaways.looks import Look
    from atlas.takeaways.maps import map_figure
    from atlas.takeaways.outlines import write_map
    from atlas.takeaways.slides import pptx_of

MODULES = {
    "Look": "looks",
    "answer_key": "handouts",
    "handout": "handouts",
    "map_figure": "maps",
    "pptx_of": "slides",
    "write_map": "outlines",
}

__all__ = ["Look", "answer_key", "handout", "map_figure", "pptx_of", "write_map"]


def __getattr__(name: str) -> Any:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
