"""A lesson as slides over the live map, or the speaker's notes to it."""

from atlas.ui.present import show_lesson

show_lesson()
