"""Files that the browser fetches once: plotly.js, the module of the map, the whole history of each treaty, layers.

Their names carry a version or a digest of their content, so that they may be cached for ever.
"""

from atlas.assets.history import history_file, history_of, packed_history
from atlas.assets.late import LateFile
from atlas.assets.layers import layer_of
from atlas.assets.lines import lines_of
from atlas.assets.made import Assets, make_assets
from atlas.assets.naming import digested
from atlas.assets.scripts import VENDOR, full_plotly, map_file, plotly_file
from atlas.assets.writing import write_assets

__all__ = [
    "VENDOR",
    "Assets",
    "LateFile",
    "digested",
    "full_plotly",
    "history_file",
    "history_of",
    "layer_of",
    "lines_of",
    "make_assets",
    "map_file",
    "packed_history",
    "plotly_file",
    "write_assets",
]
