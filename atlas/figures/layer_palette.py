"""Colour and pattern of every class of the impact layers: (light theme, dark theme, pattern in plotly's names).

Numbers run from pale to deep (on a dark page from dim to bright), at least 10 apart in lightness from one class to the
next; the other classes differ by pattern as well as colour. Dots mean "not found" and nothing else, so that nobody
takes it for zero. `tests/test_impact.py` computes this for four kinds of colour vision.
"""

from __future__ import annotations

Style = tuple[str, str, str]

NOT_FOUND: Style = ("#DBD6CA", "#484E53", ".")
GOOD: Style = ("#297E7B", "#339AA1", "")
BAD: Style = ("#9A2418", "#D9563F", "x")
WARNING: Style = ("#D9822B", "#DF7F2E", "/")
OPEN: Style = ("#F7E28C", "#F3E4A4", "")

LAYER_STYLES: dict[str, dict[str, Style]] = {
    "casualties": {
        "not-found": NOT_FOUND,
        "other-series": ("#B7B0D0", "#B9A6E8", "/"),
        "none": ("#FEF8E6", "#40362A", ""),
        "1-9": ("#F4CF7E", "#7A4A22", ""),
        "10-99": ("#E0913C", "#BC6B25", ""),
        "100-499": ("#AF4A22", "#EBA33F", ""),
        "500-plus": ("#631A12", "#FBE3A0", ""),
    },
    "population": {
        "not-found": NOT_FOUND,
        "under-1m": ("#F4EFFA", "#2B1D4A", ""),
        "1m-10m": ("#BBA9DE", "#4D3A80", ""),
        "10m-50m": ("#8F76C4", "#7560B5", ""),
        "50m-200m": ("#6440A0", "#A795DC", ""),
        "200m-plus": ("#32135E", "#E3DAF8", ""),
    },
    "use": {
        "not-found": NOT_FOUND,
        "indications": WARNING,
        "documented": ("#9A2418", "#D9563F", ""),
    },
    "producers": {
        "not-found": NOT_FOUND,
        "removed": ("#A9D6E0", "#A5D6C8", "\\"),
        "listed-before": WARNING,
        "listed": ("#9A2418", "#D9563F", ""),
    },
    "stockpiles": {
        "not-found": NOT_FOUND,
        "retained": ("#B5A1DC", "#B9A6E8", "|"),
        "none": ("#A0CE8B", "#A9CFA0", "-"),
        "completed": GOOD,
        "running": OPEN,
        "passed": WARNING,
        "missed": BAD,
    },
    "clearance": {
        "not-found": NOT_FOUND,
        "none": ("#A0CE8B", "#A9CFA0", "-"),
        "completed": GOOD,
        "ahead": OPEN,
        "requested": ("#E0B84A", "#DCC65C", "\\"),
        "passed": ("#7B4A24", "#B97F4C", "x"),
        "passed-requested": WARNING,
        "reported": ("#A08CC4", "#B9A6E8", "|"),
    },
}
