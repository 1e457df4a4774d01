"""Lessons: files that teachers write, read with every fault at once, and written again from a deck of views."""

from atlas.lessons.library import Library, library
from atlas.lessons.model import DECK, PAGES_SHOWN, PLAY, RECORD, Lesson, Quiz, Said, Step, Task, View
from atlas.lessons.quiz import quiz_of
from atlas.lessons.reading import LINE, MOST_MINUTES, MOST_NUMBER, MOST_STEPS, MOST_WORDS, read_lesson, said_of
from atlas.lessons.views import address_of, view_of
from atlas.lessons.writing import cited_text, to_yaml

__all__ = [
    "DECK",
    "LINE",
    "MOST_MINUTES",
    "MOST_NUMBER",
    "MOST_STEPS",
    "MOST_WORDS",
    "PAGES_SHOWN",
    "PLAY",
    "RECORD",
    "Lesson",
    "Library",
    "Quiz",
    "Said",
    "Step",
    "Task",
    "View",
    "address_of",
    "cited_text",
    "library",
    "quiz_of",
    "read_lesson",
    "said_of",
    "to_yaml",
    "view_of",
]
