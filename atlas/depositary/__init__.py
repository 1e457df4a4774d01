"""A saved status page of the depositary beside the atlas's record. Nothing here writes a file or asks the network."""

from atlas.depositary.comparing import ACTION_COLUMNS, COLUMNS, FINDINGS, Comparison, compare
from atlas.depositary.files import MOST_BYTES, NotAStatusPage
from atlas.depositary.pages import Page, read_page

__all__ = [
    "ACTION_COLUMNS",
    "COLUMNS",
    "FINDINGS",
    "MOST_BYTES",
    "Comparison",
    "NotAStatusPage",
    "Page",
    "compare",
    "read_page",
]
