"""nginx before replicas: what it keeps, how much it lets through, and what it says. Part of `make test-deploy`."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conftest import ROOT
from tests.replicas import SETTINGS, Replica, Served, serving_nginx, serving_replicas, wait_for
from tools import sessions
from tools.chromium import HOST
from tools.serving import environment

pytestmark = pytest.mark.deploy

CLASS = 30
FIRST_FILES = 12
"""Of the 130 files of a first visit those that are no file of /static/, and some more, to be on the safe side."""

TABLE = "/api/v1/status.csv?treaty=mbt&on=2010-01-01"
PANEL = "/api/v1/panel.csv?treaties=all"
SMALLEST = 1000
NO_ONE = f"{HOST}:9"
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_replicas(tmp_path_factory.mktemp("replicas"), 2) as served:
        yield served


@pytest.fixture
def proxy(served: Served, tmp_path: Path) -> Iterator[str]:
    """An nginx that has seen nobody yet, before the same replicas."""
    with serving_nginx(tmp_path, [f"{HOST}:{replica.port}" for replica in served.replicas]) as address:
        yield address


def test_a_reader_keeps_the_replica_and_the_cookie_says_no_more(proxy: str) -> None:
    with httpx.Client() as reader:
        first = reader.get(f"{proxy}/", headers=PAGE)
        again = [reader.get(f"{proxy}/country", headers=PAGE) for _ in range(5)]
    cookie = next(each for each in first.headers.get_list("Set-Cookie") if each.startswith("atlas_replica"))
    assert cookie in ("atlas_replica=1; Path=/atlas/; HttpOnly; SameSite=Lax", cookie.replace("=1", "=2"))
    assert not [each for answer in again for each in answer.headers.get_list("Set-Cookie") if "atlas_" in each]
    safe = httpx.get(f"{proxy}/", headers=PAGE | {"X-Forwarded-Proto": "https"})
    assert "; Secure" in safe.headers["Set-Cookie"]
    assert safe.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in first.headers


def test_no_header_comes_twice(proxy: str) -> None:
    for path in ("/", TABLE, "/app/static/topo/world_110m.json", "/_stcore/health"):
        names = [name.lower() for name, _ in httpx.get(f"{proxy}{path}", headers=PAGE).headers.multi_items()]
        assert [name for name, times in Counter(names).items() if times > 1 and name != "set-cookie"] == []


def test_pages_answer_below_their_path_and_only_there(proxy: str) -> None:
    root = proxy.removesuffix("/atlas")
    assert httpx.get(proxy, headers=PAGE).headers["Location"] == "/atlas/"
    assert httpx.get(f"{root}/").status_code == 404
    assert httpx.get(f"{proxy}/_stcore/health").text == "ok"
    assert httpx.get(f"{proxy}/_stcore/metrics").status_code == 404


def test_data_keep_their_tags_and_are_taken_from_memory_when_no_replica_is_left(served: Served, tmp_path: Path) -> None:
    shown = [f"{HOST}:{replica.port}" for replica in served.replicas[:1]]
    with serving_nginx(tmp_path, shown) as address, httpx.Client() as client:
        plain = client.get(address + TABLE, headers={"Accept-Encoding": "identity"})
        packed = client.get(address + TABLE)
        assert packed.text == plain.text
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] != plain.headers["ETag"]
        direct = httpx.get(served.replicas[0].address + TABLE)
        for name in ("ETag", "Repr-Digest", "Cache-Control", "Content-Disposition"):
            assert packed.headers[name] == direct.headers[name]
        assert "Set-Cookie" not in packed.headers
        known = client.get(address + TABLE, headers={"If-None-Match": packed.headers["ETag"]})
        assert (known.status_code, known.content) == (304, b"")
        served.replicas[0].kill()
        try:
            assert client.get(address + TABLE).text == plain.text
            away = client.get(f"{address}/", headers=PAGE)
            assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
            assert away.text == "The atlas is being started. Try again in five seconds.\n"
        finally:
            served.replicas[0].start()


def test_versioned_files_come_compressed_and_for_ever(proxy: str) -> None:
    page = httpx.get(f"{proxy}/", headers=PAGE)
    links = [part.split(">")[0].strip(" <") for part in page.headers["Link"].split(",")]
    root = proxy.removesuffix("/atlas")
    for link in links:
        answer = httpx.get(root + link)
        assert answer.status_code == 200
        assert answer.headers.get("Content-Encoding") == "gzip" or len(answer.content) < SMALLEST
        if "/vendor/" in link:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_class_behind_one_address_is_let_through(proxy: str) -> None:
    """Thirty first visits at once: what each asks of a replica, a websocket, and a file of data each."""

    async def visits() -> list[int]:
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=60), timeout=60) as client:
            asked = [f"{proxy}/_stcore/health"] * FIRST_FILES * CLASS + [proxy + TABLE] * CLASS
            answers = await asyncio.gather(*(client.get(address) for address in asked))
        readers = await asyncio.gather(*(sessions.opened(proxy) for _ in range(CLASS)))
        for reader in readers:
            await reader.close()
        return [answer.status_code for answer in answers]

    assert set(asyncio.run(visits())) == {200}


def flood(address: str, path: str, times: int) -> list[str]:
    """The answers that are not 200 to so many requests, sent over one connection without waiting between them."""
    seen = urlsplit(address + path)
    line = f"{seen.path}?{seen.query}".rstrip("?")
    request = f"GET {line} HTTP/1.1\r\nHost: {seen.netloc}\r\n"
    with socket.create_connection((seen.hostname or "", seen.port or 80)) as connection:
        sending = Thread(
            target=connection.sendall,
            args=((f"{request}\r\n" * (times - 1) + f"{request}Connection: close\r\n\r\n").encode(),),
        )
        sending.start()
        answers = b"".join(iter(lambda: connection.recv(2**20), b""))
        sending.join()
    return [each.decode("latin-1") for each in answers.split(b"HTTP/1.1 ") if each and not each.startswith(b"200 ")]


def test_who_floods_is_told_to_wait_and_may_come_back(proxy: str) -> None:
    data, pages = flood(proxy, TABLE, 500), flood(proxy, "/_stcore/health", 900)
    assert data
    assert pages
    for answer in data + pages:
        assert answer.startswith("429 Too Many Requests")
        assert "\r\nRetry-After: 5\r\n" in answer
    headers, _, body = data[0].partition("\r\n\r\n")
    assert "Content-Type: application/problem+json" in headers
    assert json.loads(body)["title"] == "Too many requests"
    told = "Too many requests came from your address. Wait five seconds and try again.\n"
    assert pages[0].endswith(f"\r\n\r\n{told}")
    time.sleep(5)
    assert {httpx.get(address).status_code for address in (proxy + TABLE, f"{proxy}/_stcore/health")} == {200}


def test_a_long_file_is_read_to_its_end_though_its_replica_was_killed(served: Served, tmp_path: Path) -> None:
    with serving_nginx(tmp_path, [f"{HOST}:{served.replicas[0].port}"]) as address:
        expected = httpx.get(served.replicas[1].address + PANEL, headers={"Accept-Encoding": "identity"}, timeout=60)
        with httpx.stream("GET", address + PANEL, headers={"Accept-Encoding": "identity"}, timeout=60) as answer:
            parts = answer.iter_raw(4096)
            content = next(parts)
            time.sleep(2)
            served.replicas[0].kill()
            try:
                content += b"".join(parts)
            finally:
                served.replicas[0].start()
    assert len(content) > 2_000_000
    assert content == expected.content


def test_an_answer_that_is_being_made_when_its_replica_is_killed_comes_from_another(
    served: Served, tmp_path: Path
) -> None:
    async def asks() -> httpx.Response:
        async with httpx.AsyncClient(timeout=60) as client:
            asked = asyncio.create_task(client.get(f"{address}/api/v1/panel.xlsx?treaties=mbt,ccm"))
            await asyncio.sleep(0.15)
            assert not asked.done()
            await asyncio.to_thread(served.replicas[0].kill)
            return await asked

    replicas = [f"{HOST}:{replica.port}" for replica in served.replicas]
    with serving_nginx(tmp_path, replicas) as address:
        try:
            answer = asyncio.run(asks())
        finally:
            served.replicas[0].start()
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_a_replica_that_is_asked_to_end_finishes_what_it_began(served: Served) -> None:
    async def asks() -> httpx.Response:
        async with httpx.AsyncClient(timeout=60) as client:
            asked = asyncio.create_task(client.get(f"{served.replicas[0].address}/api/v1/panel.xlsx?treaties=mbt,bwc"))
            await asyncio.sleep(0.15)
            assert not asked.done()
            await asyncio.to_thread(served.replicas[0].stop)
            return await asked

    try:
        answer = asyncio.run(asks())
    finally:
        served.replicas[0].start()
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_the_health_check_of_the_container_tells_a_replica_from_none(served: Served) -> None:
    def checked(port: str) -> int:
        given = {**os.environ, **SETTINGS, "STREAMLIT_SERVER_PORT": port}
        return subprocess.run([sys.executable, ROOT / "deploy/healthy.py"], env=given, capture_output=True).returncode

    assert checked(str(served.replicas[0].port)) == 0
    assert checked(NO_ONE.split(":")[1]) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make the file system read-only for one process")
def test_what_is_in_the_image_runs_as_nobody_where_nothing_but_a_scratch_folder_can_be_written(
    tmp_path: Path,
) -> None:
    allowed = [line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")]
    image, scratch = tmp_path / "image", tmp_path / "scratch"
    for name in allowed:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        (image / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, image / name)
    scratch.mkdir()
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    shut = f"mount -t tmpfs -o mode=1777 none {scratch} && mount -o remount,bind,ro / && ! touch {image}/x"
    nobody = ["setpriv", "--reuid=10001", "--regid=10001", "--clear-groups"]
    replica = Replica(tmp_path / "replica.log")
    given = environment(**SETTINGS, STREAMLIT_SERVER_PORT=str(replica.port)) | {
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "MPLCONFIGDIR": str(scratch / "matplotlib"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    inside = f"{shut} && exec {shlex.join(nobody)} {sys.executable} deploy/replica.py"
    with replica.log.open("w") as out:
        command = ["unshare", "--mount", "sh", "-c", inside]
        replica.process = subprocess.Popen(command, cwd=image, env=given, stdout=out, stderr=out)
    try:
        wait_for(f"{replica.address}/_stcore/health", replica.process, replica.log)
        reader = asyncio.run(sessions.opened(replica.address, "year=2005"))
        assert reader.received > 10_000
        for ending in ("csv", "xlsx", "gpkg", "parquet"):
            table = httpx.get(replica.address + TABLE.replace("csv", ending), timeout=60)
            assert table.status_code == 200
            assert len(table.content) > 1000
        assert "Traceback" not in replica.log.read_text(encoding="utf-8")
    finally:
        replica.stop()
