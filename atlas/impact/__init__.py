"""What mines did and what states did about them: layers that lie over or instead of the status."""

LAYER_NAMES = ("casualties", "population", "use", "producers", "stockpiles", "clearance")
"""Permanent keys of the layers, as in the URL."""
