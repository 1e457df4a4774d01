"""What the tests share: the repository's own facts, the history built from them, and copies to damage."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from hypothesis import settings
from streamlit.testing.v1 import AppTest

from atlas import status
from atlas import tables as facts
from atlas.words.plain import NO_BREAK_SPACE, WORD_JOINER
from tests import site_reading
from tools import revisions

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
LATER = date(2099, 1, 1)
Damage = Callable[[Path], object]
Open = Callable[..., AppTest]

settings.register_profile("atlas", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("atlas")


@pytest.fixture(scope="session")
def tables() -> facts.Tables:
    """The facts of the repository."""
    return facts.load(DATA)


@pytest.fixture(scope="session")
def history(tables: facts.Tables) -> status.History:
    """The statuses computed from the facts of the repository."""
    return status.build(tables)


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[..., Path]:
    """A function that copies the facts, lets each damage change the copy, and returns its folder."""

    def copy(*damages: Damage) -> Path:
        folder = tmp_path / "facts"
        shutil.copytree(DATA, folder)
        for damage in damages:
            damage(folder)
        return folder

    return copy


@dataclass(frozen=True)
class MadeSite:
    """A static site as the command made it, the facts it was made of, and what it said on standard error."""

    folder: Path
    data: Path
    said: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> MadeSite:
    """The static site, made once by the command, with one short lesson instead of the real ones."""
    folder = tmp_path_factory.mktemp("static")
    data = site_reading.facts_with_a_short_lesson(folder)
    (folder / "host/below").mkdir(parents=True)
    process = site_reading.command(folder / "host/below/atlas", data, "--base", site_reading.BASE)
    said = process.communicate()[1].decode()
    assert process.returncode == 0, said
    return MadeSite(folder / "host/below/atlas", data, said)


def write_log(folder: Path, known_on: date = LATER) -> None:
    """Writes into the log of a folder, as a maintainer does, what differs from the facts here, learned on a day."""
    package = folder / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8")) | {"created": f"{known_on}T00:00:00Z"}
    package.write_text(json.dumps(described), encoding="utf-8")
    before, after = (facts.read_folder(each) for each in (DATA, folder))
    rows = revisions.revision_rows((before[0], before[1]), (after[0], after[1]), known_on, "Learned in a test")
    with (folder / "revisions.csv").open("a", encoding="utf-8", newline="") as log:
        log.write(rows)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    """A function that opens a page by a link, as a new reader would: `opened("map", from_="2015", layer="use")`."""
    monkeypatch.setenv("ATLAS_ASSETS_IN_MEMORY", "1")

    def open_page(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        for key, value in query.items():
            app.query_params[key.rstrip("_")] = value
        if page != "map":
            app.switch_page(f"pages/{page}.py")
        return app.run()

    return open_page


@dataclass(frozen=True)
class Given:
    """A download button as a page drew it."""

    label: str
    name: str
    content: bytes


@pytest.fixture
def given(opened: Open, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Given]]:
    """A function that opens a page and gives every file that its buttons hold."""
    real = st.download_button

    def files(*page: str, **query: str) -> list[Given]:
        drawn: list[tuple[str, str, Any]] = []

        def noted(label: str, data: Any, file_name: str, *rest: Any, **options: Any) -> Any:
            drawn.append((label, file_name, data))
            return real(label, data, file_name, *rest, **options)

        monkeypatch.setattr(st, "download_button", noted)
        app = opened(*page, **query)
        assert not app.exception
        return [Given(label, name, data() if callable(data) else data) for label, name, data in drawn]

    return files


def plain(heading: str) -> str:
    """A heading without the signs that hold its words together."""
    return heading.replace(NO_BREAK_SPACE, " ").replace(WORD_JOINER, "")


def title(app: AppTest) -> str:
    """The heading of a page."""
    return plain(app.title[0].value)
