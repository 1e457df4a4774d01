"""The routes of data through the real server, beside the pages and below a base path."""

from __future__ import annotations

import csv
import gzip
import io
import json
import socket
import urllib.request
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from atlas.export import API, FORMATS
from tools.serving import Server, serving

pytestmark = pytest.mark.browser

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br"}


def fetched(address: str, **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and body, as they come over the wire."""
    sent = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): text for name, text in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=sent), timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def test_finland_has_left_on_15_january_2026(server: Server) -> None:
    status, headers, body = fetched(f"{server.address}{API}/status.csv?treaty=mbt&on=2026-01-15")
    rows = {row["iso3"]: row for row in csv.DictReader(io.StringIO(body.decode("utf-8")))}
    assert status == 200
    assert rows["FIN"]["status"] == "withdrawn"
    assert rows["LTU"]["status"] == "withdrawn"
    assert rows["POL"]["status"] == "withdrawing"
    assert len(rows) == 197
    assert headers.get_content_type() == "text/csv"
    assert "on-2026-01-15" in headers["Content-Disposition"]


def test_a_browser_that_follows_a_link_gets_the_file_compressed_and_304_the_next_time(server: Server) -> None:
    address = f"{server.address}{API}/changes.json"
    plain = fetched(address)[2]
    status, headers, body = fetched(address, **BROWSER)
    assert status == 200
    assert gzip.decompress(body) == plain
    assert headers["ETag"].endswith('-gzip"')
    assert b"stylesheet" not in plain
    status, again, rest = fetched(address, **BROWSER, If_None_Match=headers["ETag"])
    assert (status, rest, again["ETag"]) == (304, b"", headers["ETag"])


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_no_format_is_changed_behind_its_tag(server: Server, form: str, encoding: str) -> None:
    """Streamlit compresses whatever is not compressed yet: an answer that it touched would keep a wrong tag."""
    query = f"?{form.partition('-')[2]}=1" if "-" in form else ""
    _, headers, body = fetched(f"{server.address}{API}/status.{FORMATS[form].ending}{query}", Accept_Encoding=encoding)
    assert len(body) == int(headers["Content-Length"])
    assert headers["ETag"].endswith('-gzip"') == (headers["Content-Encoding"] == "gzip")


@pytest.mark.parametrize("path", [f"{API}/status.csv", "/", "/_stcore/host-config"])
def test_who_refuses_gzip_gets_none(server: Server, path: str) -> None:
    assert fetched(server.address + path, Accept_Encoding="identity, gzip;q=0")[1]["Content-Encoding"] is None


def test_a_refusal_comes_through_as_a_problem(server: Server) -> None:
    for headers in ({}, BROWSER):
        status, told, body = fetched(f"{server.address}{API}/status.csv?treaty=%3Cscript%3E", **headers)
        content = gzip.decompress(body) if told["Content-Encoding"] == "gzip" else body
        assert status == 400
        assert told.get_content_type() == "application/problem+json"
        assert json.loads(content)["key"] == "treaty"
    assert fetched(f"{server.address}{API}/nothing.csv")[0] == 404


def test_headers_cannot_be_injected_by_raw_bytes(server: Server) -> None:
    place = urlsplit(server.address)
    for path in (b"status.csv?treaty=mbt%0d%0aX-Bad:1", b"status.csv?on=\xff\xfe", b"%0d%0aX-Bad:1.csv"):
        with socket.create_connection((place.hostname, place.port), timeout=30) as wire:
            wire.sendall(b"GET %s/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % (API.encode(), path))
            head = b"".join(iter(lambda: wire.recv(65536), b"")).partition(b"\r\n\r\n")[0]
        assert head.split(b" ", 2)[1] in (b"400", b"404"), head
        assert b"\nx-bad" not in head.lower()


def test_it_works_below_a_base_path(logs: Path) -> None:
    with serving("server.py", logs / "below.log", below="/atlas") as server:
        host = server.address.removesuffix("/atlas")
        status, headers, body = fetched(f"{server.address}{API}/status.csv?treaty=mbt&on=2026-01-15&state=FIN")
        assert status == 200
        assert b",withdrawn,2026-01-10," in body
        assert f"</atlas{API}/status.csv?" in headers["Link"]
        index = json.loads(fetched(f"{server.address}{API}")[2])
        assert fetched(host + index["openapi"])[0] == 200
        assert fetched(host + index["tables"]["events"]["files"]["csv"])[0] == 200
        assert fetched(f"{host}{API}/status.csv")[1].get_content_type() != "text/csv"
