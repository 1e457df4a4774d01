"""What every figure stands on: its size, the font of the page, a clear ground, the card under the pointer."""

from __future__ import annotations

from typing import Any

from atlas.figures.palette import Theme

FONT = '"Source Sans", sans-serif'
"""The sans-serif of the page's theme, which figures do not inherit."""

FONT_PX = 14
CLEAR = "rgba(0, 0, 0, 0)"
DAY_MS = 86_400_000
"""The length of a day on a time axis."""


def canvas(
    theme: Theme, height: float, margin: tuple[float, float, float, float], text_px: int = FONT_PX, **more: Any
) -> dict[str, Any]:
    """The layout that all figures share, and what is more to one of them; margins left, right, top and bottom in px."""
    left, right, top, bottom = margin
    return {
        "template": "none",
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "font": {"family": FONT, "size": text_px, "color": theme.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": theme.card,
            "bordercolor": theme.quiet,
            "align": "left",
            "font": {"color": theme.ink},
        },
        **more,
    }
