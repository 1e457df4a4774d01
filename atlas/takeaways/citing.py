"""What a lesson cites as numbers into one list of sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from atlas.lessons import Lesson, Said
from atlas.lessons.citing import source_ids
from atlas.questions import Question
from atlas.tables import Tables


@dataclass
class Citations:
    """Numbers of sources in the order in which they are first cited."""

    tables: Tables
    numbers: dict[str, int] = field(default_factory=dict)

    def marks(self, cites: Iterable[str], treaty: str) -> str:
        """The numbers of what is cited: "[1][4]"; empty for nothing."""
        keys = source_ids(self.tables, cites, treaty)
        return "".join(f"[{self.numbers.setdefault(key, len(self.numbers) + 1)}]" for key in keys)

    def of(self, said: Said, treaty: str) -> str:
        """The numbers of what a text cites."""
        return self.marks(said.cites, treaty)

    def listed(self) -> list[str]:
        """One text a source in the order of its number: title, publisher, address, day of the copy read."""
        return [reference(self.tables, key) for key in self.numbers]


def reference(tables: Tables, key: str) -> str:
    """A source as a list of sources has it."""
    row = tables.row("sources", key)
    parts = (row["title"], row["publisher"], row["url"] or row["address_note"], f"Copy read: {row['copy']}")
    return ". ".join(str(part).strip().rstrip(".") for part in parts if part) + "."


def cited_in(tables: Tables, lesson: Lesson, questions: Sequence[Question] = ()) -> Citations:
    """The numbers of everything that a lesson cites, step by step, and then of its questions."""
    citations = Citations(tables)
    for step in lesson.steps:
        citations.marks(step.cited, step.view.choice.treaty)
    for question in questions:
        citations.marks(question.source_ids, "")
    return citations
