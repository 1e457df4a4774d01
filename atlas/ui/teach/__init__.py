"""The page for teachers: lessons, one's own deck, maps to print."""

from atlas.ui.teach.deck import show_deck
from atlas.ui.teach.lessons import show_lessons
from atlas.ui.teach.maps import show_maps

__all__ = ["show_deck", "show_lessons", "show_maps"]
