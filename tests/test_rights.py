"""What may not be read is told with its name and not left out; what may not be written leaves nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

OF_ROOT = "-dac_override,-dac_read_search"
"""What lets root read and write every file, rights or not."""

WITHOUT = ["setpriv", f"--bounding-set={OF_ROOT}", f"--inh-caps={OF_ROOT}"] if os.geteuid() == 0 else []

pytestmark = pytest.mark.skipif(bool(WITHOUT) and not shutil.which("setpriv"), reason="rights do not stop root here")


def atlas(*asked: str) -> subprocess.CompletedProcess[str]:
    """The command, run by somebody whom rights stop."""
    command = [*WITHOUT, sys.executable, "-m", "atlas", *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ("actions.csv", "actions.csv:1: file: cannot be read: Permission denied"),
        ("lessons", "lessons:1: file: cannot be read: Permission denied"),
        ("lessons/ban.yaml", "lessons/ban.yaml:1: file: cannot be read: Permission denied"),
        (".", "datapackage.json:1: file: cannot be read: Permission denied"),
    ],
)
def test_facts_that_may_not_be_read_are_a_fault_by_their_name(closed: str, said: str, tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    shutil.copytree(ROOT / "data", facts)
    rights = (facts / closed).stat().st_mode
    (facts / closed).chmod(0)
    ended = atlas("check", "--data", str(facts))
    (facts / closed).chmod(rights)
    assert ended.returncode == 1
    assert said in ended.stdout
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "asked", [("export", "status.csv?treaty=ccm&on=2020-12-31", "--out", "{}/rows.csv"), ("site", "{}/site")]
)
def test_a_folder_that_may_not_be_written_is_told_in_one_line_and_stays_as_it_was(
    asked: tuple[str, ...], tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    ended = atlas(*(each.format(closed) for each in asked))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "cannot be written: Permission denied" in ended.stderr
    assert list(closed.iterdir()) == []
