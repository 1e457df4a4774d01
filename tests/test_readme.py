"""What the README shows of a shell is what a shell shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.export import choice_of, export_of, to_csv
from atlas.status import History
from atlas.tables import Tables
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(\$ .*?)```", README, re.DOTALL)
SHOWN = [part.strip("\n").split("\n", 1) for block in BLOCKS for part in re.split(r"^\$ ", block, flags=re.M) if part]
OF_A_SHELL = [(each[0], each[1] + "\n" if len(each) > 1 else "") for each in SHOWN if not each[0].startswith("curl")]
"""Every command with what stands below it; routes are asked by the tests of the server."""


@pytest.fixture
def folder(tmp_path: Path, history: History, tables: Tables) -> Path:
    """A folder with the file of somebody's paper, in which Finland leaves on the day that an article named."""
    choice = choice_of("status", [("on", "2026-01-15"), ("region", "Northern Europe")], tables)
    content = to_csv(export_of(history, tables, choice).rows)
    assert content.count(b"withdrawn,2026-01-10") == 1
    (tmp_path / "paper.csv").write_bytes(content.replace(b"withdrawn,2026-01-10", b"withdrawn,2023-07-10"))
    return tmp_path


@pytest.mark.parametrize(("command", "output"), OF_A_SHELL, ids=lambda text: text[:40])
def test_a_command_prints_what_the_readme_shows(command: str, output: str, folder: Path) -> None:
    own = command.replace("python ", f"{shlex.quote(sys.executable)} ")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(own, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.stdout, done.returncode in (0, 1)) == (output, True), done.stderr


def test_the_readme_shows_the_shell_at_work() -> None:
    assert len(OF_A_SHELL) >= 6
