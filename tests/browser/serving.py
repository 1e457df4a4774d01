"""The atlas as a process of its own, for as long as a test needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_SECONDS = 90
STOP_SECONDS = 10


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and the file that it logs to."""

    address: str
    log: Path


def command(script: str, port: int) -> list[str]:
    """The command that starts a script of the repository with the interpreter that runs the tests."""
    options = ["--server.port", str(port), "--server.address", HOST]
    return [sys.executable, "-m", "streamlit", "run", script, *options]


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: str, log: Path, data: Path | None = None) -> Iterator[Server]:
    """The script served until the block ends, over the project's own facts or those in `data`."""
    port = free_port()
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command(script, port), cwd=ROOT, env=environment(data), stdout=out, stderr=subprocess.STDOUT
        )
        try:
            server = Server(f"http://{HOST}:{port}", log)
            _wait_for_health(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment(data: Path | None = None) -> dict[str, str]:
    """The environment of the tests, with its own folder of facts or none."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("ATLAS_", "STREAMLIT_"))}
    return own | ({"ATLAS_DATA": str(data)} if data else {})


def _wait_for_health(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    said = server.log.read_text(encoding="utf-8")
    pytest.fail(f"the server did not start (exit status {process.poll()}):\n{said}", pytrace=False)
