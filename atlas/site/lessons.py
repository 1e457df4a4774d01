"""The lessons as files, and the page that offers them."""

from __future__ import annotations

from collections.abc import Mapping

from atlas.site.ground import Files, Ground
from atlas.site.pages import rendered
from atlas.takeaways.kinds import TAKEAWAYS, file_name

LESSONS = "lessons"


def lessons_page(ground: Ground, sizes: Mapping[str, int]) -> Files:
    """The page; `sizes` has the bytes of every file by its path."""
    offered = [
        {
            "lesson": lesson,
            "files": [
                (kind.label, path, sizes[path])
                for path, kind in ((f"{LESSONS}/{file_name(lesson, key)}", kind) for key, kind in TAKEAWAYS.items())
            ],
        }
        for lesson in ground.lessons.values()
    ]
    said, path = (
        "Lessons on the ban of anti-personnel mines: slides over the map, handouts, answer keys.",
        "lessons.html",
    )
    return {path: rendered(ground, path, path, title="Lessons", picture="teach", about=said, offered=offered)}


def lesson_files(ground: Ground, key: str) -> Files:
    """One file of a lesson, by "ban/handout-a4"."""
    name, _, kind = key.partition("/")
    lesson = ground.lessons[name]
    content = TAKEAWAYS[kind].make(ground.history, ground.tables, lesson, lambda *_: None)
    return {f"{LESSONS}/{file_name(lesson, kind)}": content}
