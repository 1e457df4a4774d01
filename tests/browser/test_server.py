"""What the server hands out beside the pages: files compressed and kept for ever; with faulty facts no start at all."""

from __future__ import annotations

import gzip
import json
import subprocess
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest

from atlas import assets, geography
from atlas import tables as facts
from atlas.status import History
from atlas.tables import Tables
from tools.serving import ROOT, START_SECONDS, Server, command, environment, free_port

pytestmark = pytest.mark.browser

TREATIES = ("mbt", "ccm", "npt")
VENDOR = f"/app/static/{assets.VENDOR}"


def fetched(server: Server, path: str, encoding: str = "gzip") -> tuple[Message, bytes]:
    """Headers and body, as they come over the wire."""
    request = urllib.request.Request(server.address + path, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
        return answer.headers, answer.read()


def assert_kept_for_ever(headers: Message) -> None:
    assert "immutable" in headers["Cache-Control"]
    assert "max-age=31536000" in headers["Cache-Control"]
    assert "public" in headers["Cache-Control"]


def assert_compressed(headers: Message, body: bytes, content: bytes) -> None:
    assert headers["Content-Encoding"] == "gzip"
    assert "accept-encoding" in headers["Vary"].lower()
    assert gzip.decompress(body) == content
    assert len(body) < len(content) / 2


def test_plotly_comes_from_the_installed_package_compressed_and_kept_for_ever(server: Server) -> None:
    headers, body = fetched(server, f"{VENDOR}/{assets.plotly_file()[0]}")
    assert headers.get_content_type() == "text/javascript"
    assert_kept_for_ever(headers)
    assert_compressed(headers, body, assets.plotly_file()[1])


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_history_comes_compressed_and_kept_for_ever(
    server: Server, history: History, tables: Tables, treaty: str
) -> None:
    name, content = assets.history_file(history, tables, treaty)
    headers, body = fetched(server, f"{VENDOR}/{name}")
    assert headers.get_content_type() == "application/json"
    assert_kept_for_ever(headers)
    assert_compressed(headers, body, content)


def test_the_geometry_comes_compressed_and_kept_for_ever(server: Server) -> None:
    headers, body = fetched(server, f"/app/static/{geography.WORLD}")
    content = (geography.STATIC / geography.WORLD).read_bytes()
    assert_kept_for_ever(headers)
    assert_compressed(headers, body, content)
    assert json.loads(content)["type"] == "FeatureCollection"


@pytest.mark.parametrize("path", [f"{VENDOR}/{assets.plotly_file()[0]}", f"/app/static/{geography.WORLD}"])
def test_a_client_that_reads_no_gzip_gets_the_same_content_plain(server: Server, path: str) -> None:
    packed = fetched(server, path)[1]
    headers, body = fetched(server, path, "identity")
    assert headers["Content-Encoding"] is None
    assert body == gzip.decompress(packed)


def test_the_empty_topology_is_there_that_keeps_plotly_off_the_network(server: Server) -> None:
    body = fetched(server, "/app/static/topo/world_110m.json", "identity")[1]
    assert json.loads(body)["type"] == "Topology"


@pytest.mark.parametrize("path", ["/", "/timeline", "/data", "/about"])
def test_a_page_is_html_that_is_not_kept_for_ever(server: Server, path: str) -> None:
    headers, body = fetched(server, path, "identity")
    assert headers.get_content_type() == "text/html"
    assert b"<html" in body
    assert "immutable" not in headers.get("Cache-Control", "")
    assert "max-age=31536000" not in headers.get("Cache-Control", "")


def test_the_map_page_names_its_assets_for_preloading_and_they_exist(server: Server) -> None:
    links = fetched(server, "/", "identity")[0]["Link"].split(", ")
    paths = [link.partition("<")[2].partition(">")[0] for link in links]
    kinds = ("plotly-", "map-", "BidiComponent.", "world-", "history-")
    assert [kind for path in paths for kind in kinds if kind in path] == list(kinds)
    for path in paths:
        fetched(server, path)


def test_an_unknown_asset_is_not_found(server: Server) -> None:
    with pytest.raises(urllib.request.HTTPError) as refused:
        fetched(server, f"{VENDOR}/plotly-0.0.0.min.js")
    assert refused.value.code == 404


def test_the_server_refuses_faulty_facts_with_every_fault_and_no_traceback(damaged: Callable[..., Path]) -> None:
    folder = damaged(unknown_state, missing_file)
    ended = subprocess.run(
        command("server.py", free_port()),
        cwd=ROOT,
        env=environment(ATLAS_DATA=str(folder)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=START_SECONDS,
        check=False,
    )
    faults = facts.check(folder)
    assert len(faults) >= 2
    assert ended.returncode not in (0, None)
    assert [fault for fault in map(str, faults) if fault not in ended.stderr] == []
    assert "Traceback" not in ended.stdout + ended.stderr


def unknown_state(folder: Path) -> None:
    path = folder / "actions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",ALB,", ",XQZ,", 1), encoding="utf-8")


def missing_file(folder: Path) -> None:
    (folder / "claims.csv").unlink()
