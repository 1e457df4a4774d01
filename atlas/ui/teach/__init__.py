"""The page for teachers: lessons, one's own deck, questions, maps to print."""

from atlas.ui.teach.deck import show_deck
from atlas.ui.teach.lessons import show_lessons
from atlas.ui.teach.maps import show_maps
from atlas.ui.teach.questions import show_questions

PARTS = {
    "Lessons": show_lessons,
    "Your own deck": show_deck,
    "Questions": show_questions,
    "Maps to print": show_maps,
}
"""What the page shows, a tab each."""

__all__ = ["PARTS", "show_deck", "show_lessons", "show_maps", "show_questions"]
