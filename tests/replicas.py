"""Replicas of the atlas and nginx before them, as processes of this machine: for the tests of deploy/."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tools.chromium import HOST
from tools.serving import environment, free_port

BELOW = "/atlas"
SETTINGS = {
    "STREAMLIT_SERVER_ADDRESS": HOST,
    "STREAMLIT_SERVER_BASE_URL_PATH": BELOW,
    "STREAMLIT_SERVER_COOKIE_SECRET": "of-the-tests",
}
NGINX = os.environ.get("NGINX") or shutil.which("nginx") or "/usr/sbin/nginx"
RENDER = ROOT / "deploy/nginx/render.sh"
DIRECTIVES = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
"""As in a container, the workers of nginx are whoever starts it: the folder of a test is closed to others."""

START_SECONDS, STOP_SECONDS = 90, 30


@dataclass
class Replica:
    """One process of server.py at a port of its own."""

    log: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}{BELOW}"

    def start(self) -> float:
        """Starts it and gives the seconds until it says that it is healthy."""
        begin = time.perf_counter()
        with self.log.open("a", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [sys.executable, "deploy/replica.py"],
                cwd=ROOT,
                env=environment(**SETTINGS, **self.settings, STREAMLIT_SERVER_PORT=str(self.port)),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        wait_for(f"{self.address}/_stcore/health", self.process, self.log)
        return time.perf_counter() - begin

    def kill(self) -> None:
        """Ends it as a machine that fails: without a word."""
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """Asks it to end, as a rolling update does, and gives the seconds that it took."""
        begin = time.perf_counter()
        self._end(signal.SIGTERM)
        return time.perf_counter() - begin

    def memory(self) -> float:
        """Megabytes that it holds (proportional set size)."""
        assert self.process
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024

    def sessions(self) -> int:
        """How many sessions it has, by its own metrics."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics?families=active_sessions", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("active_sessions ")))

    def _end(self, how: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(how)
        self.process.wait(STOP_SECONDS)


@dataclass(frozen=True)
class Served:
    """The replicas, and the address of nginx before them."""

    address: str
    replicas: list[Replica]


@contextmanager
def serving_replicas(folder: Path, number: int = 3, **settings: str) -> Iterator[Served]:
    """So many replicas, with these settings, and nginx before them, until the block ends; logs go into the folder."""
    replicas = [Replica(folder / f"replica-{place}.log", settings) for place in range(1, number + 1)]
    try:
        with ThreadPoolExecutor() as starters:
            list(starters.map(Replica.start, replicas))
        with serving_nginx(folder, [f"{HOST}:{replica.port}" for replica in replicas]) as address:
            yield Served(address, replicas)
    finally:
        for replica in replicas:
            if replica.process and replica.process.poll() is None:
                replica.kill()


@contextmanager
def serving_nginx(folder: Path, replicas: list[str]) -> Iterator[str]:
    """nginx with the configuration of deploy/ before replicas at these addresses, until the block ends."""
    port = free_port()
    rendered = render(folder / "nginx", ATLAS_REPLICAS=" ".join(replicas), ATLAS_LISTEN=f"{HOST}:{port}")
    log = folder / "nginx.log"
    with log.open("w", encoding="utf-8") as out:
        nginx = subprocess.Popen([NGINX, "-c", str(rendered), "-g", DIRECTIVES], stdout=out, stderr=out)
    try:
        wait_for(f"http://{HOST}:{port}{BELOW}/_stcore/metrics", nginx, log, status=404)
        yield f"http://{HOST}:{port}{BELOW}"
    finally:
        nginx.terminate()
        nginx.wait(STOP_SECONDS)


def render(folder: Path, **variables: str) -> Path:
    """The configuration that deploy/ gives nginx for these variables; raises where render.sh refuses them."""
    given = {"PATH": os.environ["PATH"], "ATLAS_PATH": BELOW} | variables
    subprocess.run(["sh", str(RENDER), str(folder)], check=True, capture_output=True, env=given, text=True)
    return folder / "nginx.conf"


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path, status: int = 200) -> None:
    """Returns once the address answers with the status; raises with the log where the process ends before."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                found = answer.status
        except urllib.error.HTTPError as answer:
            found = answer.code
        except OSError:
            found = 0
        if found == status:
            return
        time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer:\n{log.read_text(encoding='utf-8')}")
