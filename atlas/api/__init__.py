"""Stateless HTTP beside the app: the assets of its pages, and the tables of the atlas at stable addresses."""

from atlas.api.assets import first_assets, route, routes
from atlas.api.data import data_routes
from atlas.api.heads import PUBLIC_ADDRESS, BadAddress, Heads, public_address
from atlas.api.middleware import Compressing, Preloading, Styling
from atlas.api.security import FRAME_ANCESTORS, BadAncestors, Securing, failure, frame_ancestors, security_headers
from atlas.api.short import short_routes
from atlas.api.uploads import Receiving, keep_in_memory
from atlas.api.wire import send_at_once

__all__ = [
    "FRAME_ANCESTORS",
    "PUBLIC_ADDRESS",
    "BadAddress",
    "BadAncestors",
    "Compressing",
    "Heads",
    "Preloading",
    "Receiving",
    "Securing",
    "Styling",
    "data_routes",
    "failure",
    "first_assets",
    "frame_ancestors",
    "keep_in_memory",
    "public_address",
    "route",
    "routes",
    "security_headers",
    "send_at_once",
    "short_routes",
]
