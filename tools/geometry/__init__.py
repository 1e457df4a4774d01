"""Builds the map's shapes, label points and land borders from Natural Earth (world-atlas 2.0.2)."""
