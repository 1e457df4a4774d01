"""The pictures that other sites show with a link to a page."""

from __future__ import annotations

from atlas.site.ground import Files, Ground
from atlas.site.pages import PREVIEWS
from atlas.takeaways.heads import SITE_PICTURE, Facts


def preview_files(ground: Ground, keys: str) -> Files:
    """The pictures that other sites show with links, by their keys separated by ","."""
    from atlas.takeaways.previews import preview  # Loads matplotlib.

    facts = Facts(ground.history, ground.tables)
    return {f"{PREVIEWS}/{key}.png": preview(key, facts) for key in keys.split(",")}


def preview_keys(ground: Ground) -> list[str]:
    """The pictures that pages of the site name; none where its address is not known, for a link to one is absolute."""
    if not ground.base:
        return []
    own = [SITE_PICTURE, f"map-{ground.treaties[0]}", "timeline", "country", "teach", "data", "about"]
    return [*own, *(f"country-{iso3}" for iso3 in ground.tables.states["iso3"])]
