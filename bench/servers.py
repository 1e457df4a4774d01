"""The two servers that are compared, each in a process of its own."""

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

from bench.sides import ROOT

STARTS_WITHIN = 60.0
CPU_CLOCK = 2
"""Linux: the clock of a process is numbered (~pid << 3) | 2, see clock_getcpuclockid(3)."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the clock of its processor time."""

    address: str
    pid: int

    def cpu(self) -> float:
        """Milliseconds of processor time so far, all threads, ended ones included; NaN where the system tells none."""
        try:
            return time.clock_gettime((~self.pid << 3) | CPU_CLOCK) * 1000
        except (AttributeError, OSError):
            return float("nan")


@contextmanager
def serving(script: Path, folder: Path) -> Iterator[Server]:
    """Runs `streamlit run script` with the settings of the folder's `.streamlit` until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "localhost"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=folder, env=environment, text=True, **quiet)  # type: ignore[call-overload]
    try:
        address = f"http://localhost:{port}/"
        wait_for(f"{address}_stcore/health", process)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.communicate()


def free_port() -> int:
    """A port on which nobody listens at the moment."""
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    """Returns when the address answers; raises RuntimeError with what the server said when it ends or stays silent."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError(f"The server at {address} did not start:\n{process.communicate()[1]}")
