"""Where things are: the shapes of the map, what a region's map looks at, and the land borders between states."""

from atlas.geography.borders import borders_on, neighbours_on, shares_on
from atlas.geography.kept import LARGE, STATIC, TOPOLOGY, WORLD, kept_faults, kept_file
from atlas.geography.lines import border_lines
from atlas.geography.moves import lengths_by_year, line_lengths, moves
from atlas.geography.pairs import BORDER_CLASSES
from atlas.geography.shapes import features, ground, small_states
from atlas.geography.views import View, region_view

__all__ = [
    "BORDER_CLASSES",
    "LARGE",
    "STATIC",
    "TOPOLOGY",
    "WORLD",
    "View",
    "border_lines",
    "borders_on",
    "features",
    "ground",
    "kept_faults",
    "kept_file",
    "lengths_by_year",
    "line_lengths",
    "moves",
    "neighbours_on",
    "region_view",
    "shares_on",
    "small_states",
]
