"""Stateless HTTP beside the app: the assets of its pages, and the tables of the atlas at stable addresses."""

from atlas.api.assets import first_assets, route, routes
from atlas.api.data import data_routes
from atlas.api.middleware import Compressing, Preloading, Styling
from atlas.api.wire import send_at_once

__all__ = ["Compressing", "Preloading", "Styling", "data_routes", "first_assets", "route", "routes", "send_at_once"]
