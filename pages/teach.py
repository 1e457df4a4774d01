"""Lessons: present them, take them away, and make one's own from any view."""

from atlas.ui import teach
from atlas.ui.frame import open_page

page = open_page("Teach", ["treaty", "day"])
teach.show_lessons(page)
teach.show_deck(page)
teach.show_maps(page)
