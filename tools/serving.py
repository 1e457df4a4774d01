"""A Streamlit script as a process of its own until a block ends: for browser tests, bench and pictures."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.chromium import HOST

ROOT = Path(__file__).parents[1]
START_SECONDS = 90
STOP_SECONDS = 10
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, the file that it logs to, and its process."""

    address: str
    log: Path
    pid: int


class NotStarted(RuntimeError):
    """The server ended or stayed silent; the message has what it said."""


def command(script: str | Path, port: int) -> list[str]:
    """The command that starts a script with the interpreter that runs this."""
    options = ["--server.port", str(port), "--server.address", HOST, "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(script), *options]


def environment(**variables: str) -> dict[str, str]:
    """The environment without settings of the atlas or of Streamlit, and with these variables."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("ATLAS_", "STREAMLIT_"))}
    return {**own, **variables}


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    script: str | Path, log: Path | None = None, folder: Path = ROOT, below: str = "", **variables: str
) -> Iterator[Server]:
    """The script served from a folder, whose `.streamlit` holds, until the block ends; raises `NotStarted`.

    Without a file to log to, the log is kept only as long as the server. `variables` are added to the environment;
    `below` is the path below which everything is served, "/atlas" for instance, and part of the address.
    """
    variables |= {"STREAMLIT_SERVER_BASE_URL_PATH": below} if below else {}
    port = free_port()
    with TemporaryDirectory() as kept, (log or Path(kept) / "server.log").open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command(script, port), cwd=folder, env=environment(**variables), stdout=out, stderr=subprocess.STDOUT
        )
        try:
            server = Server(f"http://{HOST}:{port}{below}", Path(out.name), process.pid)
            wait_for_answer(server, process)
            yield server
        finally:
            _stop(process)


def wait_for_answer(server: Server, process: subprocess.Popen[bytes], path: str = "/_stcore/health") -> None:
    """Returns when the server answers at a path; raises `NotStarted` with what it logged."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(server.address + path, timeout=5):
                return
        except OSError:
            time.sleep(POLL_SECONDS)
    said = server.log.read_text(encoding="utf-8")
    raise NotStarted(f"the server did not start (exit status {process.poll()}):\n{said}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
