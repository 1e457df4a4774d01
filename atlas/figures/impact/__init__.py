"""Figures of the impact layers, on the same years as the timeline above them."""

from atlas.figures.impact.casualties import state_casualties, world_casualties
from atlas.figures.impact.counts import class_areas
from atlas.figures.impact.share import population_curve
from atlas.figures.impact.strips import class_strips

__all__ = ["class_areas", "class_strips", "population_curve", "state_casualties", "world_casualties"]
