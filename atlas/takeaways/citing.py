"""What a lesson cites as numbers into one list of sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from atlas.lessons.model import RECORD, Lesson, Said
from atlas.tables import Tables


def source_ids(tables: Tables, cites: Iterable[str], treaty: str) -> list[str]:
    """The sources of what is cited: an event stands for its source, the record for that of the treaty.

    Raises KeyError for a key that is neither a source nor an event.
    """
    events = set(tables["events"]["event_id"])
    found = []
    for key in cites:
        if key == RECORD:
            found.append(str(tables.row("treaties", treaty)["source_id"]))
        else:
            found.append(str(tables.row("events", key)["source_id"]) if key in events else key)
    for key in found:
        tables.row("sources", key)
    return list(dict.fromkeys(found))


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


def cited_in(tables: Tables, lesson: Lesson, questions: Sequence[object] = ()) -> Citations:
    """The numbers of everything that a lesson cites, step by step, and then of its questions."""
    citations = Citations(tables)
    for step in lesson.steps:
        citations.marks(step.cited, step.view.choice.treaty)
    for question in questions:
        citations.marks(question.source_ids, "")  # type: ignore[attr-defined]
    return citations
