"""Files are written whole or not at all; whoever ends a command, and a disk that is full, leave what stood there."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from atlas.export.saving import save
from tests.conftest import ROOT

PYTHON = [sys.executable]
ADDRESS = "events.csv?from=2025&to=2025"
ATLAS = [*PYTHON, "-m", "atlas"]
FULL = Path("/dev/full")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / ("long " * 50)
    for content in (b"first", b"second", b""):
        save(path, content)
        assert path.read_bytes() == content
    assert names(tmp_path) == [path.name]


def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save(tmp_path / "new", b"a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o604)
    save(tmp_path / "new", b"b")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o604


def test_a_link_stays_a_link_and_what_it_names_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    for content in (b"a", b"b"):
        save(tmp_path / "link", content)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "file").read_bytes() == content


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    save(tmp_path / "file", b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save(tmp_path / "file", b"new")
    assert (names(tmp_path), (tmp_path / "file").read_bytes()) == (["file"], b"old")


WRITING = """
import os, sys, time
from pathlib import Path
from atlas import __main__ as shell
from atlas.export.saving import save
import signal
for each in shell.ENDING:
    signal.signal(each, shell._end)
def waits(_):
    print("half", flush=True)
    time.sleep(60)
os.fsync = waits
save(Path(sys.argv[1]), b"new" * 1000)
"""


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGKILL, -9), (signal.SIGTERM, 143), (signal.SIGINT, 130)],
    ids=lambda each: str(each),
)
@pytest.mark.parametrize("old", [b"old", None])
def test_whoever_ends_a_command_leaves_no_half_file_under_the_name(
    number: signal.Signals, status: int, old: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
    with subprocess.Popen(
        [*PYTHON, "-c", textwrap.dedent(WRITING), str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"half\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (status, b"")
    assert (path.read_bytes() if path.exists() else None) == old
    left = [name for name in names(tmp_path) if name != "file"]
    assert len(left) == (number == signal.SIGKILL)
    assert all(name.startswith(".atlas-") and name.endswith(".part") for name in left)


REFUSED = {
    "a folder that is not there": ("gone/file.csv", "No such file or directory"),
    "a path below a file": ("file/below.csv", "Not a directory"),
    "a name that is too long": ("x" * 300, "File name too long"),
    "a folder that nobody can write to": ("/proc/file.csv", "No such file or directory"),
    "a full device": ("/dev/full", "No space left on device"),
}


@pytest.mark.parametrize(("out", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_told_in_one_line(out: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = subprocess.run(
        [*ATLAS, "export", ADDRESS, "--out", str(tmp_path / out)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("atlas: --out: ")
    assert result.stderr.endswith(f"cannot be written: {said}\n")
    assert result.stderr.count("\n") == 1
    assert names(tmp_path) == ["file"]


def test_a_file_that_may_not_grow_so_large_is_not_left_in_part(tmp_path: Path) -> None:
    result = subprocess.run(
        [*ATLAS, "export", "events.csv", "--out", str(tmp_path / "events.csv")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.endswith("cannot be written: File too large\n")
    assert names(tmp_path) == []


@pytest.mark.parametrize("asked", [["check"], ["--help"]], ids=str)
def test_a_full_disk_behind_standard_output_is_told_in_one_line(asked: list[str]) -> None:
    with FULL.open("wb") as full:
        result = subprocess.run([*ATLAS, *asked], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert result.returncode == 2
    assert result.stderr.endswith("No space left on device\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("asked", [["check"], ["export", ADDRESS]], ids=str)
def test_a_reader_who_has_gone_ends_a_command_quietly(asked: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run([*ATLAS, *asked], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=120)
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, "")
