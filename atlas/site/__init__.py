"""The atlas as plain files: any host can serve them, below any path, and a browser opens them from a folder."""

from atlas.site.building import Part, Progress, parts, write_site
from atlas.site.ground import BadBase, Ground, base_of
from atlas.site.placing import NotReplaced, replacing
from atlas.site.processes import free_processes

__all__ = [
    "BadBase",
    "Ground",
    "NotReplaced",
    "Part",
    "Progress",
    "base_of",
    "free_processes",
    "parts",
    "replacing",
    "write_site",
]
