"""The recipes of CONTRIBUTING.md work as they stand there, and the mistakes that it names are caught in its words."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from atlas.commands import cli
from atlas.tables import Tables, check
from tests.conftest import DATA, ROOT, write_log
from tests.status_pages import html_of, page_of, written

OWN_FILE = {"An action": "actions.csv", "An event": "events.csv", "A treaty": "treaties.csv"}
"""By the title of a recipe: the table that its mistakes are made in."""

ELIDED = "…"


class Recipe(NamedTuple):
    """One recipe of the document: its title, its rows as (file, row), the table of mistakes and the commands in it."""

    title: str
    rows: tuple[tuple[str, str], ...]
    mistakes: tuple[tuple[str, str, str], ...]
    commands: tuple[str, ...]


def recipes() -> Iterator[Recipe]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for title, section in re.findall(r"### (.+?) in five minutes\n(.*?)(?=\n### )", text, re.DOTALL):
        blocks = re.findall(r"In `data/(\w+\.csv)`:\n\n```csv\n(.*?)\n```", section, re.DOTALL)
        table = re.findall(r"^\| (`.+?`) \| (`.+?`.*?|nothing) \| `(.+)` \|$", section, re.MULTILINE)
        mistakes = tuple((_quoted(right), _quoted(wrong), said) for right, wrong, said in table)
        commands = tuple(" ".join(found.split()) for found in re.findall(r"`python -m atlas ([^`]+)`", section))
        yield Recipe(title, tuple(blocks), mistakes, commands)


def _quoted(cell: str) -> str:
    """What stands in backquotes in a cell of the table; nothing for the word "nothing"."""
    found = re.match(r"`(.+?)`", cell)
    return found[1] if found else ""


RECIPES = {recipe.title: recipe for recipe in recipes()}
MISTAKES = [(title, *mistake) for title, recipe in RECIPES.items() for mistake in recipe.mistakes]


def rows_up_to(title: str) -> list[tuple[str, str]]:
    """The rows of the recipes up to this one: later ones cite the source of the first."""
    titles = list(RECIPES)
    return [row for each in titles[: titles.index(title) + 1] for row in RECIPES[each].rows]


def folder_with(rows: list[tuple[str, str]], at: Path) -> Path:
    """A copy of the facts with the rows added."""
    folder = at / "facts"
    shutil.copytree(DATA, folder)
    for file, row in rows:
        with (folder / file).open("a", encoding="utf-8", newline="") as opened:
            opened.write(row + "\n")
    return folder


def asked(command: str, folder: Path) -> list[dict[str, str]]:
    result = CliRunner().invoke(cli, [*command.split(), "--data", str(folder)])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_there_is_a_recipe_for_an_action_an_event_and_a_treaty() -> None:
    assert {title: dict(recipe.rows).keys() >= {OWN_FILE[title]} for title, recipe in RECIPES.items()} == dict.fromkeys(
        OWN_FILE, True
    )
    assert min(len(recipe.mistakes) for recipe in RECIPES.values()) >= 8


def test_the_rows_of_the_recipes_are_said_to_be_examples() -> None:
    for file, row in rows_up_to("A treaty"):
        assert re.search(r"example, not a fact|Example: a page that does not exist", row), (file, row)


@pytest.mark.parametrize("title", OWN_FILE)
def test_the_rows_of_a_recipe_are_sound(title: str, tmp_path: Path) -> None:
    folder = folder_with(rows_up_to(title), tmp_path)
    assert [fault.problem for fault in check(folder) if "revisions.csv" not in fault.problem] == []
    write_log(folder)
    assert check(folder) == []


def test_the_commands_of_the_recipes_show_what_was_added(tmp_path: Path) -> None:
    folder = folder_with(rows_up_to("A treaty"), tmp_path)
    write_log(folder)
    (action,), (event,), (treaty,) = (RECIPES[title].commands for title in OWN_FILE)
    assert [row["status"] for row in asked(action, folder)] == ["party"]
    assert [row["status"] for row in asked(action.replace("2001-07-01", "2001-06-30"), folder)] == ["joining"]
    assert [row["event_id"] for row in asked(event, folder)] == ["E999"]
    assert [row["status"] for row in asked(treaty, folder)] == ["party"]
    assert [row["status"] for row in asked(treaty.replace("2001-10-15", "2001-10-14"), folder)] == ["joining"]


@pytest.mark.parametrize(("title", "right", "wrong", "said"), MISTAKES)
def test_each_mistake_that_is_named_is_caught_in_these_words(
    title: str, right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    own = OWN_FILE[title]
    rows = rows_up_to(title)
    place = max(number for number, (file, _) in enumerate(rows) if file == own)
    if own == "treaties.csv":
        rows = [row for row in rows if row[0] != "actions.csv"]
        place = [file for file, _ in rows].index(own)
    file, row = rows[place]
    assert right in row
    rows[place] = (file, row.replace(right, wrong, 1))
    words = ".*".join(map(re.escape, said.split(ELIDED)))
    found = [str(fault) for fault in check(folder_with(rows, tmp_path))]
    assert [fault for fault in found if re.fullmatch(rf"{re.escape(own)}:\d+: {words}", fault)] != [], found


def test_the_lines_on_the_depositary_add_what_is_new(tmp_path: Path, tables: Tables) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    (python -m atlas compare-depositary .+)$", text, re.MULTILINE)
    assert len(lines) == 3
    shutil.copytree(DATA, tmp_path / "data")
    page = page_of(tables, "mbt").and_row("Mongolia", "", written("2026-11-20") + "a")
    (tmp_path / "page.html").write_bytes(html_of(page))
    place = os.environ | {"ATLAS_DATA": "data", "PYTHONPATH": str(ROOT)}

    def run(line: str) -> int:
        command = line.replace("python", shlex.quote(sys.executable), 1)
        return subprocess.run(command, shell=True, cwd=tmp_path, env=place, capture_output=True).returncode

    assert [run(line) for line in lines] == [1, 1, 1]
    assert run(lines[0]) == 0
    write_log(tmp_path / "data")
    assert check(tmp_path / "data") == []
    assert (tmp_path / "data/actions.csv").read_text(encoding="utf-8").count("mbt,MNG,accession,2026-11-20,") == 1
