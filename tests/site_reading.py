"""A static site made once for all tests, and what stands in its files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from lxml import html

from atlas import lessons, status, tables
from atlas.site import Ground

ROOT = Path(__file__).parents[1]
BASE = "https://example.org/atlas/"


def facts_with_a_short_lesson(folder: Path) -> Path:
    """A copy of the facts whose only lesson has one step: the files of the real ones take most of the time."""
    copy = folder / "facts"
    shutil.copytree(ROOT / "data", copy)
    told = yaml.safe_load((copy / "lessons/ban.yaml").read_text(encoding="utf-8"))
    for path in (copy / "lessons").iterdir():
        path.unlink()
    short = {**told, "minutes": told["steps"][0]["minutes"], "steps": told["steps"][:1]}
    short.pop("quiz", None)
    text = yaml.safe_dump(short, allow_unicode=True, sort_keys=False)
    (copy / "lessons/ban.yaml").write_text(text, encoding="utf-8")
    return copy


def command(out: Path, data: Path, *options: str, **variables: str) -> subprocess.Popen[bytes]:
    """`python -m atlas site`, begun."""
    asked = [sys.executable, "-m", "atlas", "site", str(out), "--data", str(data), *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(asked, cwd=ROOT, stdout=pipe, stderr=pipe, env={**os.environ, **variables})


def ground_of(data: Path, base: str = "") -> Ground:
    """What the command makes a site from."""
    facts = tables.load(data)
    history = status.build(facts)
    return Ground(history, facts, lessons.library(facts, history, data).lessons, base)


@lru_cache(maxsize=512)
def page(path: Path) -> html.HtmlElement:
    """A page as a tree."""
    return html.fromstring(path.read_bytes().decode("utf-8"))


def told(folder: Path, name: str) -> Any:
    """What a script of data holds, by its name without version."""
    (path,) = (each for each in (folder / "assets").glob(f"{name}-*.js") if each.stem.rpartition("-")[0] == name)
    return json.loads(path.read_text(encoding="utf-8").partition("] = ")[2].replace("<\\/", "</"))


__all__ = ["BASE", "command", "facts_with_a_short_lesson", "ground_of", "page", "told"]
