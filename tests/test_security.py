"""What a hostile client gets from a running server, and what a browser is told with every answer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from atlas import api, assets
from atlas.api import uploads
from atlas.api.assets import STREAMLIT_SCRIPTS
from atlas.api.security import INDEX, content_security_policy
from atlas.own.text import MOST_BYTES
from tools.serving import ROOT, START_SECONDS, Server, command, environment, free_port, serving

PATIENCE = 60
FILE = f"/app/static/{assets.VENDOR}/{assets.plotly_file()[0]}"
SCRIPT = next(STREAMLIT_SCRIPTS.glob("index.*.js")).name
UPLOAD = "/_stcore/upload_file"
TOKEN = "2|00000000|6d61646520666f722061207465737421|1700000000"
WITH_TOKEN = {"X-Xsrftoken": TOKEN, "Cookie": f"_streamlit_xsrf={TOKEN}"}

ANSWERS = {
    "a page": ("GET", "/", 200),
    "a page below": ("GET", "/timeline", 200),
    "a page with a query": ("GET", "/country?state=FRA", 200),
    "a page that there is not": ("GET", "/no-such-page", 200),
    "the head of a page": ("HEAD", "/", 200),
    "a method that no page has": ("POST", "/", 405),
    "a script of Streamlit": ("GET", f"/static/js/{SCRIPT}", 200),
    "a file of the atlas": ("GET", FILE, 200),
    "a file that there is not": ("GET", "/app/static/vendor/none.js", 404),
    "data": ("GET", "/api/v1/treaties.csv", 200),
    "the description of the data": ("GET", "/api/v1/openapi.json", 200),
    "data that there is not": ("GET", "/api/v1/none.csv", 404),
    "a key that there is not": ("GET", "/api/v1/treaties.csv?x=1", 400),
    "a method that no data has": ("DELETE", "/api/v1/treaties.csv", 405),
    "what a browser asks before": ("OPTIONS", "/api/v1/treaties.csv", 204),
    "a download that there is not": ("GET", "/media/none.csv", 404),
    "a component that there is not": ("GET", "/component/none/index.html", 404),
    "health": ("GET", "/_stcore/health", 200),
    "an upload without a token": ("PUT", f"{UPLOAD}/none/none", 403),
    "a path that leads upwards": ("GET", "/app/static/..%2f..%2fserver.py", 400),
    "an address instead of a path": ("GET", "//example.org/", 400),
}
"""Every kind of answer: method, path and status."""

PROMISED = {
    "content-security-policy": content_security_policy(["'self'"], INDEX.read_text(encoding="utf-8")),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}

UPWARDS = (
    "../../../../../../../../{}",
    "..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f{}",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/{}",
    "%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f{}",
    "%252e%252e%252f%252e%252e%252f%252e%252e%252f%252e%252e%252f{}",
    "..%5c..%5c..%5c..%5c..%5c..%5c..%5c{}",
    "..\\..\\..\\..\\..\\..\\..\\{}",
    "....//....//....//....//....//....//{}",
    "..;/..;/..;/..;/..;/{}",
    "%c0%ae%c0%ae/%c0%ae%c0%ae/%c0%ae%c0%ae/{}",
    "%uff0e%uff0e/%uff0e%uff0e/{}",
    "..%00/..%00/{}",
    "{}%00.js",
    "geo/../../{}",
    "/{}",
    "//{}",
    "file:///{}",
    "C:/{}",
    "%5c%5chost%5c{}",
    "~/{}",
)
"""Ways of writing a path that leads out of the folder it begins in; the file stands at the end."""

FOLDERS = (
    "/",
    "/static/",
    "/app/static/",
    "/app/static/vendor/",
    "/api/v1/",
    "/media/",
    "/component/",
    "/component/atlas_map/",
    "/_stcore/bidi-components/",
    "/_stcore/bidi-components/atlas_map/",
    "/_stcore/",
)
SECRETS = {"etc/passwd": b"root:", "server.py": b"api.Securing", "data/actions.csv": b"treaty,iso3,action"}
"""Files that are no part of what is served, and what stands in them."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The atlas as `make run` starts it."""
    with serving("server.py", tmp_path_factory.mktemp("logs") / "server.log") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A client that follows no redirection and sends nothing of its own accord."""
    with httpx.Client(base_url=server.address, timeout=PATIENCE, trust_env=False) as asking:
        yield asking


def raw(server: Server, request: bytes) -> bytes:
    """What comes back for these very bytes, until the server ends the connection."""
    place = urlsplit(server.address)
    with closing(socket.create_connection((str(place.hostname), place.port or 0), PATIENCE)) as connection:
        answer = b""
        try:
            connection.sendall(request)
            while part := connection.recv(65536):
                answer += part
        except ConnectionError:
            pass
        return answer


def asked(server: Server, path: str, method: str = "GET", *headers: str) -> bytes:
    """The answer to a path that no client has tidied up."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""]
    return raw(server, "\r\n".join(lines).encode("utf-8"))


def status(answer: bytes) -> int:
    """The status of an answer; 0 where the server only ended the connection."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def socket_of(server: Server, origin: str) -> ClientConnection:
    """A websocket opened as a page of that origin would."""
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    return connect(
        address,
        origin=origin,
        subprotocols=["streamlit"],
        proxy=None,
        open_timeout=PATIENCE,
        close_timeout=0.2,
    )


@pytest.fixture
def session(server: Server) -> Iterator[str]:
    """The key of a session that is open."""
    with socket_of(server, server.address) as opened:
        asking = BackMsg()
        asking.rerun_script.query_string = ""
        opened.send(asking.SerializeToString())
        while True:
            message = ForwardMsg.FromString(opened.recv(PATIENCE))
            if message.WhichOneof("type") == "new_session":
                yield message.new_session.initialize.session_id
                break


def answered(app: Starlette, method: str, path: str, **given: Any) -> httpx.Response:
    """The answer of an application that no server stands around."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as asking:
            return await asking.request(method, path, **given)

    return asyncio.run(ask())


def put(client: httpx.Client, session: str, content: bytes, key: str = "one", name: str = "own.csv") -> httpx.Response:
    """The answer to an upload as a browser sends it."""
    files = {name: (name, content, "text/csv")}
    return client.put(f"{UPLOAD}/{session}/{key}", files=files, headers=WITH_TOKEN)


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_has_the_headers(client: httpx.Client, kind: str) -> None:
    method, path, expected = ANSWERS[kind]
    answer = client.request(
        method, client.base_url.join(path) if not path.startswith("//") else str(client.base_url) + path
    )
    assert answer.status_code == expected
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED
    assert "camera=()" in answer.headers["permissions-policy"]
    assert len(answer.headers.get_list("content-security-policy")) == 1


def test_no_text_becomes_a_script_and_no_other_host_is_named() -> None:
    policy = dict(part.split(" ", 1) for part in PROMISED["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert "unsafe-eval" not in str(policy)
    assert "unsafe-inline" not in policy["script-src"]
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert {source for source in allowed if "." in source or "//" in source} == set()
    assert "*" not in allowed


def test_the_policy_allows_exactly_the_inline_scripts_of_the_page(client: httpx.Client) -> None:
    page = client.get("/timeline", headers={"Accept": "text/html"})
    scripts = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digests = {base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts}
    assert set(re.findall(r"'sha256-(.+?)'", page.headers["content-security-policy"])) == digests
    assert not re.search(r"\son\w+=|javascript:", page.text)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ("'self'",)),
        ("  ", ("'self'",)),
        ("*", ("*",)),
        ("https://example.org", ("'self'", "https://example.org")),
        ("https://a.example  http://b.example:8080", ("'self'", "https://a.example", "http://b.example:8080")),
        ("https://a.example https://a.example", ("'self'", "https://a.example")),
        ("https://*.example.org", ("'self'", "https://*.example.org")),
        ("http://localhost:3000", ("'self'", "http://localhost:3000")),
        ("http://[::1]:8501", ("'self'", "http://[::1]:8501")),
        ("https://xn--bcher-kva.example", ("'self'", "https://xn--bcher-kva.example")),
    ],
)
def test_the_owner_says_who_may_embed(said: str, expected: tuple[str, ...]) -> None:
    assert api.frame_ancestors(said) == expected
    headers = api.security_headers(expected)
    assert headers["Content-Security-Policy"].endswith(f"frame-ancestors {' '.join(expected)}")
    assert ("X-Frame-Options" in headers) == (expected == ("'self'",))


@pytest.mark.parametrize(
    "said",
    [
        "example.org",
        "https://",
        "https://example.org/",
        "https://example.org/path",
        "https://example.org?x",
        "https://EXAMPLE.org",
        "https://bücher.example",
        "https://user@example.org",
        "https://example.org:0",
        "https://example.org:99999",
        "https://example.org:port",
        "https://*",
        "https://a.*.example",
        "ftp://example.org",
        "javascript:alert(1)",
        "'self'",
        "'none'",
        "none",
        "https://a.example, https://b.example",
        "https://a.example; script-src *",
        "https://a.example * ",
        "* *.example",
        "http://[::1",
        "http://[zz]",
    ],
)
def test_a_bad_list_of_those_who_may_embed_is_refused_by_name(said: str) -> None:
    with pytest.raises(api.BadAncestors) as refused:
        api.frame_ancestors(said)
    message = str(refused.value)
    assert api.FRAME_ANCESTORS in message
    assert any(part in message for part in said.split())
    assert "https://example.org" in message


def test_a_line_break_in_the_list_never_reaches_a_header() -> None:
    assert api.frame_ancestors("https://a.example\r\nhttps://b.example") == (
        "'self'",
        "https://a.example",
        "https://b.example",
    )


def test_the_server_refuses_to_start_with_a_bad_list() -> None:
    ended = subprocess.run(
        command("server.py", free_port()),
        cwd=ROOT,
        env=environment(ATLAS_FRAME_ANCESTORS="https://a.example example.org"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=START_SECONDS,
        check=False,
    )
    assert ended.returncode not in (0, None)
    assert "ATLAS_FRAME_ANCESTORS: not an origin: example.org; allowed are *" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_what_nobody_foresaw_is_answered_with_the_headers_and_tells_nothing() -> None:
    async def failing(request: Request) -> PlainTextResponse:
        raise RuntimeError(str(Path(__file__)))

    headers = api.security_headers(api.frame_ancestors(""))
    app = Starlette(
        routes=[Route("/", failing)],
        middleware=[Middleware(api.Securing, headers=headers, base="")],
        exception_handlers={Exception: api.failure(headers)},
    )
    answer = answered(app, "GET", "/")
    assert answer.status_code == 500
    assert answer.text == "Internal Server Error"
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED


def test_other_sites_may_show_files_and_data_but_take_nothing_else(client: httpx.Client) -> None:
    policy = "cross-origin-resource-policy"
    assert client.get(FILE).headers[policy] == "cross-origin"
    assert client.get("/api/v1/treaties.json").headers[policy] == "cross-origin"
    assert client.get("/").headers[policy] == "same-origin"
    assert client.get("/media/none").headers[policy] == "same-origin"


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_path_leads_to_a_file_that_is_not_served(server: Server, folder: str) -> None:
    page = asked(server, "/no-such-page").partition(b"\r\n\r\n")[2]
    assert b"<html" in page
    for way in UPWARDS:
        for secret, content in SECRETS.items():
            answer = asked(server, folder + way.format(secret))
            body = answer.partition(b"\r\n\r\n")[2]
            # What is no file is a page of the app: its HTML is the same whatever was asked.
            assert status(answer) in (0, 400, 404) or body == page, (way, secret, answer[:200])
            assert content not in body, (way, secret)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get"])
@pytest.mark.parametrize(
    "path", ["/", "/timeline", FILE, "/static/js/x.js", "/api/v1/acts.csv", "/media/x", "/component/x"]
)
def test_only_reading_is_answered(server: Server, method: str, path: str) -> None:
    answer = asked(server, path, method, "Content-Length: 0")
    assert status(answer) in (0, 400, 404, 405, 501), answer[:200]


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 2_000_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 2_000_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: a\r\n" % each for each in range(100_000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 1000 + b"\r\n\r\n",
    ],
    ids=[
        "a-long-header",
        "a-long-path",
        "many-headers",
        "two-lengths",
        "a-negative-length",
        "two-hosts",
        "a-version",
        "a-zero",
        "another-protocol",
        "zeros",
    ],
)
def test_the_server_goes_on_after_a_malformed_request(server: Server, client: httpx.Client, request_: bytes) -> None:
    place = urlsplit(server.address)
    with closing(socket.create_connection((str(place.hostname), place.port or 0), PATIENCE)) as connection:
        connection.settimeout(2)
        answer = b""
        try:
            connection.sendall(request_)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                answer += part
        except OSError:
            pass
    assert b"Traceback" not in answer
    assert status(answer) < 500
    assert client.get("/_stcore/health").status_code == 200


def test_a_large_body_is_not_read_where_none_is_taken(client: httpx.Client) -> None:
    assert client.post("/", content=b"a" * 20_000_000).status_code == 405
    assert client.post("/api/v1/treaties.csv", content=b"a" * 20_000_000).status_code == 405


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "a b", "", "[", "x" * 5000]
)
@pytest.mark.parametrize("path", ["/", "/timeline/", "/api/v1", "/api/v1/openapi.json", "/static/", "/media/"])
def test_the_host_that_a_client_names_stands_in_no_answer(server: Server, host: str, path: str) -> None:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "X-Forwarded-Host: evil.example", "Accept: text/html"]
    lines += ["Connection: close", "", ""]
    answer = raw(server, "\r\n".join(lines).encode())
    assert status(answer) < 500
    assert b"evil.example" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/timeline/",
        "/\\evil.example/",
        "/%5cevil.example/",
        "/%09/evil.example/",
        "/%2f%2fevil.example/",
        "///evil.example/",
        "/.//evil.example/",
        "/@evil.example/",
        "/https://evil.example/",
        "/timeline/?x=%0d%0aLocation:%20http://evil.example",
    ],
)
def test_no_answer_leads_to_another_site(server: Server, path: str) -> None:
    head = asked(server, path).partition(b"\r\n\r\n")[0].decode("latin-1")
    places = re.findall(r"(?im)^location: *(.*?)\r?$", head)
    assert len(places) <= 1
    assert all(re.match(r"/(?![/\\\t])", place) for place in places), places


def test_a_redirection_names_no_host() -> None:
    async def elsewhere(request: Request) -> RedirectResponse:
        return RedirectResponse(request.query_params["to"])

    headers = api.security_headers(api.frame_ancestors(""))
    secured = Middleware(api.Securing, headers=headers, base="/atlas")
    app = Starlette(routes=[Route("/atlas/", elsewhere)], middleware=[secured])
    for to, expected in {
        "http://evil.example/atlas/": "/atlas/",
        "//evil.example/a?b=c": "/a?b=c",
        "https://evil.example//x.example/": "/x.example/",
        "/atlas/timeline?on=2020-01-01": "/atlas/timeline?on=2020-01-01",
    }.items():
        assert answered(app, "GET", "/atlas/", params={"to": to}).headers["location"] == expected
    # Starlette itself sends a path without its last stroke on, to the host that was named.
    assert answered(app, "GET", "/atlas", headers={"Host": "evil.example"}).headers["location"] == "/atlas/"


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback?code=1&state=2"])
def test_there_is_nothing_to_log_into(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_no_program_drives_the_pages_and_no_page_around_them_steers_them(client: httpx.Client) -> None:
    assert client.post("/_stcore/agent/interact", json={}).status_code == 403
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "interact", "arguments": {}}}
    assert "result" not in client.post("/_stcore/agent/mcp", json=call).json()
    assert client.get("/_stcore/host-config").json()["allowedOrigins"] == []


def test_the_only_cookie_is_the_one_against_forged_uploads(client: httpx.Client) -> None:
    for method, path, _ in ANSWERS.values():
        if path != "/_stcore/health" and not path.startswith("//"):
            assert "set-cookie" not in client.request(method, path).headers
    cookie = client.get("/_stcore/health").headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "_streamlit_xsrf"
    assert rest.split("; ")[1:] == ["Path=/", "SameSite=Lax"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://evil.example:8501", "null", "file://", "http://127.0.0.1.evil.example"]
)
def test_a_page_of_another_origin_opens_no_session(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, socket_of(server, origin):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("message", [b"\xff" * 100, b"a" * 2_100_000], ids=["no-message", "too-long"])
def test_a_message_that_is_none_or_too_long_ends_the_session(
    server: Server, client: httpx.Client, message: bytes
) -> None:
    with socket_of(server, server.address) as opened:
        opened.send(message)
        with pytest.raises(ConnectionClosed):
            opened.recv(PATIENCE)
    assert client.get("/_stcore/health").status_code == 200


def test_an_upload_needs_the_token_of_the_session_and_an_open_session(client: httpx.Client, session: str) -> None:
    files = {"own.csv": ("own.csv", b"a,b\n", "text/csv")}
    path = f"{UPLOAD}/{session}/one"
    assert client.put(path, files=files).status_code == 403
    assert client.put(path, files=files, headers={"X-Xsrftoken": TOKEN}).status_code == 403
    wrong = {**WITH_TOKEN, "X-Xsrftoken": TOKEN.replace("6d", "6e")}
    assert client.put(path, files=files, headers=wrong).status_code == 403
    assert client.delete(path).status_code == 403
    assert put(client, "no-session", b"a,b\n").status_code == 400
    assert put(client, session, b"a,b\n").status_code == 204
    assert client.delete(path, headers=WITH_TOKEN).status_code == 204


@pytest.mark.parametrize("way", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "a%00b", "a/b/c", "..", "%0d%0aX-Header:%20a"])
def test_a_path_in_the_place_of_a_session_or_a_file_is_only_a_key(client: httpx.Client, session: str, way: str) -> None:
    assert put(client, way, b"a,b\n").status_code in (400, 404, 405)
    answer = put(client, session, b"a,b\n", key=way)
    assert answer.status_code in (204, 400, 404, 405)
    assert "x-header" not in answer.headers


def test_an_upload_is_taken_up_to_the_limit_and_refused_beyond(client: httpx.Client, session: str) -> None:
    assert put(client, session, b"a" * (MOST_BYTES - 1000)).status_code == 204
    assert put(client, session, b"a" * (MOST_BYTES + 1000)).status_code == 413

    def unannounced() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
        for _ in range(200):
            yield b"a" * 100_000

    headers = {**WITH_TOKEN, "Content-Type": "multipart/form-data; boundary=x"}
    answer = client.put(f"{UPLOAD}/{session}/two", content=unannounced(), headers=headers)
    assert answer.status_code == 413


def test_a_session_keeps_a_number_of_files_and_no_more(client: httpx.Client, session: str) -> None:
    answers = [put(client, session, b"a", key=str(number)).status_code for number in range(uploads.MOST_FILES)]
    assert set(answers) == {204}
    refused = put(client, session, b"a", key="more")
    assert refused.status_code == 413
    assert "100 files" in refused.text
    assert client.delete(f"{UPLOAD}/{session}/0", headers=WITH_TOKEN).status_code == 204
    assert put(client, session, b"a", key="more").status_code == 204


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((0, 0, 0), 200),
        ((uploads.MOST_FILES - 1, uploads.MOST_OF_SESSION - 1, uploads.MOST_IN_ALL - 1), 200),
        ((uploads.MOST_FILES, 0, 0), 413),
        ((1, uploads.MOST_OF_SESSION, 0), 413),
        ((0, 0, uploads.MOST_IN_ALL), 503),
    ],
)
def test_what_the_server_holds_decides_on_the_next_upload(held: tuple[int, int, int], expected: int) -> None:
    async def taken(request: Request) -> PlainTextResponse:
        return PlainTextResponse("taken")

    below = Route("/atlas/_stcore/upload_file/{session}/{file}", taken, methods=["PUT"])
    asked_for: list[str] = []

    def holding(session: str) -> tuple[int, int, int]:
        asked_for.append(session)
        return held

    app = Starlette(routes=[below], middleware=[Middleware(api.Receiving, held=holding, base="/atlas")])
    assert answered(app, "PUT", "/atlas/_stcore/upload_file/key/file").status_code == expected
    assert asked_for == ["key"]


def test_an_upload_of_the_largest_size_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1)
    api.keep_in_memory()
    rolled: list[bool] = []

    async def taken(request: Request) -> PlainTextResponse:
        given = (await request.form())["a"]
        assert isinstance(given, UploadFile)
        rolled.append(given.file._rolled)  # type: ignore[attr-defined]
        return PlainTextResponse("taken")

    app = Starlette(routes=[Route("/", taken, methods=["PUT"])])
    answered(app, "PUT", "/", files={"a": ("a", b"a" * MOST_BYTES, "text/csv")})
    answered(app, "PUT", "/", files={"a": ("a", b"a" * (MOST_BYTES + 2 * uploads.ENVELOPE), "text/csv")})
    assert rolled == [False, True]


def test_the_settings_take_no_more_than_the_pages_do() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["server"]
    assert settings["maxUploadSize"] * 2**20 == MOST_BYTES
    assert settings["maxWidgetStateSize"] <= 2
    assert not {"enableCORS", "enableXsrfProtection", "enableAgentApi"} & settings.keys()


def test_every_promise_names_a_test_that_there_is() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    promises = [line.rsplit("| ", 1)[1] for line in text.splitlines() if line.startswith("| ")][1:]
    named = [re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", promise) for promise in promises]
    assert len(promises) >= 20
    assert all(named)
    for path, name in (each for tests in named for each in tests):
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"
