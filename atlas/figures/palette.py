"""Every colour and pattern of the figures and the map, in one place.

The six statuses that a reader must tell apart differ under normal, protan, deutan and tritan vision (CIE Lab distance
20 or more after Machado, Oliveira and Fernandes 2009 at full severity), and by 10 or more in lightness, so that they
also survive a grey-scale print. `tests/test_figures.py` computes this. Labels are words, and live with the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from atlas.figures.layer_palette import LAYER_STYLES as LAYER_STYLES

STATUS_COLOURS = {
    "outside": "#B3AC9E",
    "signatory": "#F5EBB2",
    "joining": "#99D7E2",
    "party": "#297E7B",
    "withdrawing": "#CE7F00",
    "withdrawn": "#AA2417",
    "not-open": "#ECE8DF",
    "not-yet-state": "#DDD8CC",
}
STATUS_COLOURS_DARK = {
    "outside": "#5A564F",
    "signatory": "#F6EBB0",
    "joining": "#A5D6C8",
    "party": "#339AA1",
    "withdrawing": "#EB9C26",
    "withdrawn": "#C8442E",
    "not-open": "#2A2E31",
    "not-yet-state": "#3B3E40",
}
PATTERNS = {
    "outside": "",
    "signatory": "|",
    "joining": "-",
    "party": "",
    "withdrawing": "/",
    "withdrawn": "x",
    "not-open": "",
    "not-yet-state": "\\",
}
"""Fill pattern of each status in plotly's names, empty for a plain fill: colour never carries meaning alone.

The two plain ones among the main statuses, `party` and `outside`, are 20 or more apart in lightness.
"""

SLIDE_COLOURS = {
    "party": "#17736F",
    "withdrawing": "#DE8700",
    "withdrawn": "#8A140C",
    "joining": "#C4F0F8",
    "outside": "#C4BCAE",
    "not-open": "#E9E5DB",
    "not-yet-state": "#E9E5DB",
}
"""Colours of the classes of a slide: further apart than those of a screen, for projectors wash them out.

The last two are those of what is no state; they never stand beside the others in a legend.
"""

MAIN_STATUSES = ("party", "withdrawing", "joining", "signatory", "withdrawn", "outside")
"""The statuses that figures draw, from the baseline up: bound states first, in one block."""

ACTION_STATUS = {
    "signed": "signatory",
    "joined": "party",
    "notice": "withdrawing",
    "left": "withdrawn",
    "claim": "outside",
}
"""The status whose colour a kind of action takes: the one that it leads to."""


BORDER_STYLES = {
    "party-outside": ("#0C151C", "#FFFFFF", "solid"),
    "party-signatory": ("#0520C3", "#AED5F9", "dot"),
    "party-joining": ("#761E8F", "#C6C913", "dashdot"),
    "party-withdrawn": ("#8A205F", "#ECB2B7", "dash"),
    "withdrawing-outside": ("#0C151C", "#FFFFFF", "longdash"),
    "withdrawing-signatory": ("#0520C3", "#AED5F9", "dashdot"),
    "withdrawing-joining": ("#761E8F", "#C6C913", "dot"),
    "withdrawing-withdrawn": ("#8A205F", "#ECB2B7", "longdashdot"),
}
"""Colour on light and on dark, and plotly's dash, of a border by the statuses of its two sides, the bound one first.

The colour tells the side that is not bound, the dash both. The colours differ by 20 or more for every kind of colour
vision, and are darker than the fill of a party on light, lighter on dark.
"""


@dataclass(frozen=True)
class Theme:
    """The colours of a figure that are not a status."""

    statuses: dict[str, str]
    ink: str
    quiet: str
    line: str
    band: str
    mark: str
    halo: str
    edge: str
    accent: str
    card: str


THEMES = {
    "light": Theme(
        statuses=STATUS_COLOURS,
        ink="#0C151C",
        quiet="#55616B",
        line="#D9D4C7",
        band="rgba(116, 103, 74, 0.06)",
        mark="#465A69",
        halo="#FCFBF8",
        edge="#1D2B36",
        accent="#AA2417",
        card="#FFFFFF",
    ),
    "dark": Theme(
        statuses=STATUS_COLOURS_DARK,
        ink="#E6E8E6",
        quiet="#A9B0B5",
        line="#3A4853",
        band="rgba(255, 255, 255, 0.035)",
        mark="#A9BBC8",
        halo="#141C23",
        edge="#0F171C",
        accent="#F0745C",
        card="#1D2831",
    ),
}
"""By name. `halo` is the page's background, drawn round a mark that lies on another one; `edge` is the colour of
outlines and patterns on a status colour."""

CHANGE_STYLES = {
    "still-bound": ("#608C91", "#53A2A7", ""),
    "became-bound": ("#0B5A55", "#53E9C2", "+"),
    "gave-notice": ("#DB9244", "#F38831", "/"),
    "left": ("#922521", "#C4432E", "x"),
    "deposited": ("#4CB5D9", "#AFB8FB", "-"),
    "signed": ("#FDFF77", "#F6F092", "|"),
    "still-not-bound": ("#C5BBA8", "#5D5E5C", ""),
    "other": ("#594281", "#7F4A8A", "."),
    "both": ("#257870", "#14A4A8", ""),
    "first-only": ("#CF8F17", "#FCA13B", "/"),
    "second-only": ("#514E88", "#6269C3", "\\"),
    "neither": ("#B6B1A5", "#625E58", ""),
    "none": ("#F8F6F4", "#21272B", "."),
}
"""Colour in the light theme, colour in the dark one, and pattern of each kind of difference between two selections.

What stayed as it was takes a paler form of the colour of its status: that of a party, or of a state outside. Those of
two days, and those of two treaties, are as far apart as the statuses; `tests/test_compare.py` computes it.
"""


def tint(colour: str, opacity: float) -> str:
    """A colour of the form #RRGGBB, let through by so much."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"
