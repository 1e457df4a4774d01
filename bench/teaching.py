"""How long what a teacher takes away needs, each file in a process of its own, and a set of questions."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

from atlas import lessons
from atlas.questions import ask, scope_of
from atlas.selection import default_choice
from atlas.status import History
from atlas.tables import Tables
from bench.law import times

FILES = {
    "offline file": ("--format", "html"),
    "handout": ("--format", "pdf"),
    "answer key": ("--format", "pdf", "--answers"),
    "slides": ("--format", "pptx"),
}
EACH_LEVEL, SEEDS = 4, 200


def measure(facts: Tables, history: History, repeats: int = 3) -> dict[str, float]:
    """Medians in milliseconds of each file over all lessons, start of Python and facts included, and of `questions`.

    `megabytes` is the size of the largest offline file.
    """
    with tempfile.TemporaryDirectory() as folder:
        keys = list(lessons.library(facts, history).lessons)
        taken = {name: median(_file_times(options, keys, repeats, Path(folder))) for name, options in FILES.items()}
        largest = max(path.stat().st_size for path in Path(folder).glob("*.html")) / 1e6
    scope = scope_of(facts, replace(default_choice(facts), treaty="mbt"))
    seeds = iter(range(SEEDS + 1))
    asked = median(times(lambda: ask(history, facts, scope, seed=next(seeds), number=EACH_LEVEL), SEEDS))
    return taken | {"megabytes": largest, "questions": asked}


def _file_times(options: tuple[str, ...], keys: list[str], repeats: int, folder: Path) -> list[float]:
    def make(key: str) -> None:
        out = folder / f"{key}.{options[1]}"
        command = [sys.executable, "-m", "atlas", "lesson", key, *options, "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True)

    return [each for key in keys for each in times(lambda key=key: make(key), repeats)]  # type: ignore[misc]
