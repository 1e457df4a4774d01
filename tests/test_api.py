"""The routes of data over HTTP: the same rows as page and shell, validators, encodings, refusals, limits."""

from __future__ import annotations

import asyncio
import base64
import csv
import gzip
import hashlib
import io
import json
import random
import socket
import threading
import zipfile
from asyncio import base_events
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route

from atlas import api
from atlas.api import data as routes_of_data
from atlas.api.data import Data
from atlas.api.description import PROMISE
from atlas.api.making import Kept, made
from atlas.api.parameters import FLAGS, MEANINGS, allowed_values
from atlas.api.problems import KINDS
from atlas.api.sending import disposition, takes_gzip
from atlas.commands import cli
from atlas.export import API, FORMATS, SHAPES, CannotHold, Export, rows_of, shape_of, told_by
from atlas.export.formats import to_csv
from atlas.selection import KEYS
from atlas.selection.choice import from_query, table_names
from atlas.status import History
from atlas.tables import Tables
from tests.conftest import Open

Ask = Callable[..., httpx.Response]
SEED, CHOICES = 2026, 200


def asking(app: Starlette) -> Ask:
    """A function that sends one request to an app; without more said, as a client that reads no gzip."""

    def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        given_headers = {"accept-encoding": "identity"} | {key.replace("_", "-"): text for key, text in headers.items()}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as client:
                return await client.request(method, path, headers=given_headers)

        return asyncio.run(send())

    return ask


@pytest.fixture(scope="module")
def ask(tables: Tables, history: History) -> Ask:
    return asking(Starlette(routes=api.data_routes(history, tables, "")))


def get(ask: Ask, file: str, **query: str) -> httpx.Response:
    """An answer that must be there; a key that is a word of Python is written with "_" behind it."""
    keys = {key.rstrip("_"): value for key, value in query.items()}
    answer = ask(f"{API}/{file}" + (f"?{urlencode(keys)}" if keys else ""))
    assert answer.status_code == 200, answer.text
    return answer


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


# The same rows everywhere


def made_up(chance: random.Random, tables: Tables) -> tuple[str, dict[str, str], list[str]]:
    """A table that the shell answers, a query, and the options of the shell that ask for the same."""
    command = chance.choice(["status", "changes", "counts", "events"])
    start = date(1945, 1, 1)
    days = sorted(start + timedelta(days=chance.randrange((tables.checked - start).days)) for _ in range(2))
    between = [str(day.year) if command == "counts" else str(day)[: chance.choice([4, 7, 10])] for day in days]
    treaties, states = list(tables["treaties"]["treaty"]), list(tables.states["iso3"])
    options: dict[str, tuple[str, str]] = {
        "treaty": ("--treaty", chance.choice(treaties)),
        "on": ("--on", str(days[0])),
        "status": ("--status", ",".join(chance.sample(["party", "signatory", "outside", "withdrawn"], 2))),
        "region": ("--region", chance.choice(["Europe", "Africa,Southern Asia", "Caribbean"])),
        "state": ("--iso3", ",".join(chance.sample(states, 3))),
        "from": ("--from", between[0]),
        "to": ("--to", between[1]),
        "category": ("--category", ",".join(chance.sample(sorted(set(tables["events"]["category"])), 3))),
    }
    of_command = {
        "status": ("treaty", "on", "status", "region", "state"),
        "changes": ("treaty", "from", "to"),
        "counts": ("treaty", "from", "to"),
        "events": ("from", "to", "state", "category"),
    }
    keys = [key for key in of_command[command] if chance.random() < 0.6]
    keys += ["from"] if command in ("changes", "counts") and "to" in keys and "from" not in keys else []
    return command, {key: options[key][1] for key in keys}, [word for key in keys for word in options[key]]


def test_page_route_and_shell_give_the_same_rows_for_200_random_choices(
    ask: Ask, tables: Tables, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.tables.load", lambda folder=None: tables)
    monkeypatch.setattr("atlas.status.build", lambda facts: history)
    chance, rows, on_page = random.Random(SEED), 0, 0
    for _ in range(CHOICES):
        command, query, options = made_up(chance, tables)
        choice, ignored = from_query({"table": command, **query}, tables)
        page = to_csv(rows_of(history, tables, choice))
        route = get(ask, f"{command}.csv", **query).content
        shell = CliRunner().invoke(cli, [command, *options])
        assert shell.exit_code == 0, (options, shell.output)
        assert route.decode("utf-8").replace("\r\n", "\n") == shell.stdout, (command, query)
        if not ignored:
            assert route == page, (command, query)
            on_page += 1
        rows += len(read(route))
    assert rows > CHOICES * 20
    assert on_page > CHOICES / 2


SHOWN = [
    ("status", {"treaty": "ccm", "on": "2020-12-31", "region": "Europe"}),
    ("changes", {"treaty": "mbt", "from": "2024", "to": "2026"}),
    ("events", {"from": "2025", "region": "Northern Europe"}),
    ("counts", {"treaty": "npt", "from": "1990", "to": "2000"}),
    ("treaties", {}),
]


@pytest.mark.parametrize(("table", "query"), SHOWN)
def test_the_data_page_shows_the_rows_of_the_route(ask: Ask, opened: Open, table: str, query: dict[str, str]) -> None:
    expected = read(get(ask, f"{table}.csv", **query).content)
    shown = [frame.value for frame in opened("data", table=table, **query).dataframe]
    found = [read(to_csv(rows)) for rows in shown if list(rows.columns) == list(expected[0])]
    assert found == [expected]


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_holds_what_is_written_from_the_same_rows(ask: Ask, form: str) -> None:
    ending, _, flag = FORMATS[form].ending, *form.partition("-")[1:]
    answer = get(ask, f"status.{ending}", on="2026-01-15", **({flag: "1"} if flag else {}))
    assert answer.headers["content-type"].startswith(FORMATS[form].mime.partition(";")[0])
    assert answer.headers["content-disposition"].endswith(f'.{ending}"')
    assert len(answer.content) > 1000


def test_a_package_holds_the_rows_of_the_routes_of_its_tables(ask: Ask) -> None:
    answer = get(ask, "package.zip", tables="status,changes", treaty="mbt", on="2026-01-15", from_="2025")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.read("status.csv") == get(ask, "status.csv", treaty="mbt", on="2026-01-15").content
        assert package.read("changes.csv") == get(ask, "changes.csv", treaty="mbt", from_="2025").content
    address = answer.headers["link"].partition("<")[2].partition(">")[0]
    assert ask(address).content == answer.content
    assert "content-encoding" not in ask(f"{API}/package.zip", accept_encoding="gzip").headers
    told = problem(ask(f"{API}/package.zip?tables=status&lane=use"), 400, "bad-key")
    assert (told["key"], "on" in told["allowed"]) == ("lane", True)
    assert "status" in problem(ask(f"{API}/package.zip?tables=x"), 400, "bad-key")["allowed"]


def test_finland_has_left_on_15_january_2026(ask: Ask) -> None:
    rows = json.loads(get(ask, "status.json", treaty="mbt", on="2026-01-15").content)
    found = {row["iso3"]: row for row in rows}
    assert len(found) == 197
    assert found["FIN"]["status"] == "withdrawn"
    assert found["FIN"]["since"] == "2026-01-10"
    assert found["POL"]["status"] == "withdrawing"


def test_a_byte_order_mark_comes_on_request(ask: Ask) -> None:
    plain, marked = get(ask, "events.csv"), get(ask, "events.csv", bom="1")
    assert marked.content.startswith("\ufeff".encode())
    assert not plain.content.startswith("\ufeff".encode())
    assert 'bom=1>; rel="canonical"' in marked.headers["link"]


def test_the_canonical_address_gives_the_same_bytes_and_writes_every_day_out(ask: Ask, tables: Tables) -> None:
    for file in ("status.csv", "panel.csv?to=1996", "changes.csv?to=1990", "comparison.csv", "events.json"):
        answer = ask(f"{API}/{file}")
        address = answer.headers["link"].partition("<")[2].partition(">")[0]
        again = ask(address)
        assert again.content == answer.content, address
        assert again.headers["content-disposition"] == answer.headers["content-disposition"]
    assert f"on={tables.checked}" in ask(f"{API}/status.csv").headers["link"]


# Names and validators


def test_the_name_of_a_file_tells_its_choice_and_its_content(ask: Ask) -> None:
    answer = get(ask, "status.csv", treaty="ccm", on="2020-12-31", region="Southern Asia,Europe")
    name = answer.headers["content-disposition"].partition('filename="')[2].rstrip('"')
    told = told_by(name)
    assert told is not None
    assert told.table == "status"
    assert told.query == {"treaty": "ccm", "on": "2020-12-31", "region": "Southern Asia,Europe"}
    assert hashlib.sha256(answer.content).hexdigest().startswith(told.digest)
    assert told.digest


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_tells_what_get_would(ask: Ask, encoding: str) -> None:
    whole = ask(f"{API}/status.csv", accept_encoding=encoding)
    head = ask(f"{API}/status.csv", "HEAD", accept_encoding=encoding)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers == whole.headers


def raw(ask_of: Starlette, path: str, encoding: str) -> tuple[dict[str, str], bytes]:
    """Headers and body as they are sent: httpx would unpack the body."""

    async def send() -> tuple[dict[str, str], bytes]:
        transport = httpx.ASGITransport(ask_of)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://atlas") as client,
            client.stream("GET", path, headers={"accept-encoding": encoding}) as answer,
        ):
            return dict(answer.headers), b"".join([part async for part in answer.aiter_raw()])

    return asyncio.run(send())


def test_each_encoding_has_a_tag_of_its_own_and_a_digest_of_what_is_sent(tables: Tables, history: History) -> None:
    app = Starlette(routes=api.data_routes(history, tables, ""))
    plain, packed = (raw(app, f"{API}/changes.csv", encoding) for encoding in ("identity", "gzip"))
    assert gzip.decompress(packed[1]) == plain[1]
    assert packed[0]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain[0]
    assert packed[0]["etag"] != plain[0]["etag"]
    for headers, body in (plain, packed):
        assert headers["vary"] == "Accept-Encoding"
        assert headers["content-length"] == str(len(body))
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        assert headers["repr-digest"] == f"sha-256=:{digest}:"


def test_two_servers_give_the_same_bytes_and_tags(tables: Tables, history: History) -> None:
    one, other = (Starlette(routes=api.data_routes(history, tables, "")) for _ in range(2))
    for path in (f"{API}/status.json", f"{API}/openapi.json", API):
        assert raw(one, path, "gzip") == raw(other, path, "gzip")


ACCEPTED = [
    ("gzip", True),
    ("gzip, deflate, br", True),
    ("br;q=1.0, GZIP;q=0.5", True),
    ("*", True),
    ("", False),
    ("identity", False),
    ("gzip;q=0", False),
    ("gzip;q=0.000, *", False),
    ("br", False),
    ("*;q=0", False),
    ("gzipped", False),
    ("gzip;q=nonsense", True),
    (";;,,gzip;", True),
]


@pytest.mark.parametrize(("header", "taken"), ACCEPTED)
def test_gzip_is_sent_only_to_who_takes_it(header: str, taken: bool) -> None:
    assert takes_gzip(header) is taken


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', '"a,b",W/"c" , W/{tag}', "*"])
def test_nothing_is_sent_again_to_who_has_it(ask: Ask, form: str, encoding: str) -> None:
    whole = ask(f"{API}/status.csv", accept_encoding=encoding)
    again = ask(f"{API}/status.csv", accept_encoding=encoding, if_none_match=form.format(tag=whole.headers["etag"]))
    assert again.status_code == 304
    assert again.content == b""
    for name in ("etag", "cache-control", "vary", "access-control-allow-origin"):
        assert again.headers[name] == whole.headers[name]
    assert "content-type" not in again.headers


def test_a_tag_of_the_other_encoding_is_the_same_content_and_comes_back_as_it_was(ask: Ask) -> None:
    plain = ask(f"{API}/status.csv").headers["etag"]
    again = ask(f"{API}/status.csv", accept_encoding="gzip", if_none_match=plain)
    assert (again.status_code, again.headers["etag"]) == (304, plain)


@pytest.mark.parametrize("tag", ['"other"', "nonsense", "", '"', 'W/"', '"\x7f"', "**"])
def test_whoever_has_something_else_gets_the_answer(ask: Ask, tag: str) -> None:
    assert ask(f"{API}/counts.csv", if_none_match=tag).status_code == 200


def test_the_tag_of_another_day_is_another_one(ask: Ask) -> None:
    days = ("2025-06-26", "2025-06-27", "2025-12-27")
    assert len({get(ask, "status.csv", on=day).headers["etag"] for day in days}) == len(days)


def test_an_answer_can_be_kept_by_anyone_and_tells_the_day_of_the_last_check(ask: Ask, tables: Tables) -> None:
    headers = get(ask, "status.csv").headers
    assert headers["cache-control"].startswith("public, max-age=")
    assert "stale-while-revalidate=" in headers["cache-control"]
    assert headers["atlas-checked"] == str(tables.checked)
    assert f'<{API}/openapi.json>; rel="describedby"' in headers["link"]
    assert headers["x-content-type-options"] == "nosniff"


def test_any_page_may_read_and_nobody_may_write(ask: Ask) -> None:
    answer = ask(f"{API}/status.csv", origin="https://example.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert {"ETag", "Content-Disposition"} <= set(answer.headers["access-control-expose-headers"].split(", "))
    preflight = ask(f"{API}/status.csv", "OPTIONS", origin="https://example.org", access_control_request_method="GET")
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


# Refusals


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem in an answer, with what every problem must have."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert told["type"] == f"{API}#{kind}"
    assert told["title"]
    assert told["detail"]
    assert told["instance"].startswith(API)
    return told


REFUSED = [
    ("status.csv?treaty=xyz", "treaty", "xyz", "mbt"),
    ("status.csv?on=2026-02-30", "on", "2026-02-30", None),
    ("status.csv?on=2099-01-01", "on", "2099-01-01", None),
    ("status.csv?on=1899-12-31", "on", "1899-12-31", None),
    ("status.csv?year=99", "year", "99", None),
    ("status.csv?on=2020-01-01&year=2020", "year", "2020", None),
    ("status.csv?treaty=mbt&treaty=ccm", "treaty", "mbt,ccm", None),
    ("status.csv?treaty=", "treaty", "", "ccm"),
    ("status.csv?region=", "region", "", None),
    ("status.csv?region=Atlantis", "region", "Atlantis", "Northern Europe"),
    ("status.csv?state=FIN,XXX", "state", "FIN,XXX", "FIN"),
    ("status.csv?status=gone", "status", "gone", "withdrawing"),
    ("status.csv?codes=icao", "codes", "icao", "cow"),
    ("status.csv?from=2020", "from", "2020", "on"),
    ("status.csv?table=events", "table", "events", "treaty"),
    ("status.csv?Treaty=mbt", "Treaty", "mbt", "treaty"),
    ("status.csv?bom=yes", "bom", "yes", "1"),
    ("status.csv?bom=1&bom=1", "bom", "1,1", "1"),
    ("status.json?bom=1", "bom", "1", "treaty"),
    ("treaties.json?treaty=mbt", "treaty", "mbt", None),
    ("changes.csv?from=2020&to=2019", "from", "2020", None),
    ("events.csv?lane=x", "lane", "x", "treaty"),
    ("events.csv?category=x", "category", "x", None),
    ("panel.csv?treaties=mbt,x", "treaties", "mbt,x", "all"),
    ("impact.csv?layer=x", "layer", "x", "use"),
    ("status.csv?%3Cscript%3E=1", "<script>", "1", "treaty"),
    ("status.csv?treaty=%00", "treaty", "\x00", "mbt"),
    ("status.csv?treaty=%FF%FE", "treaty", "\ufffd\ufffd", "mbt"),
    ("status.csv?treaty=mbt%0D%0ASet-Cookie:x", "treaty", "mbt\r\nSet-Cookie:x", "mbt"),
    ("status.csv?treaty=..%2F..%2Fetc%2Fpasswd", "treaty", "../../etc/passwd", "mbt"),
    ("status.csv?treaty='%20OR%201=1--", "treaty", "' OR 1=1--", "mbt"),
    ("status.csv?=", "", "", "treaty"),
    ("openapi.json?treaty=mbt", "treaty", "mbt", None),
]


@pytest.mark.parametrize(("path", "key", "value", "allowed"), REFUSED)
def test_a_wrong_key_or_value_is_named_with_what_is_allowed(
    ask: Ask, path: str, key: str, value: str, allowed: str | None
) -> None:
    answer = ask(f"{API}/{path}")
    told = problem(answer, 400, "bad-key")
    assert (told["key"], told["value"]) == (key, value)
    if allowed and value:
        assert allowed in told["allowed"]
    assert "set-cookie" not in answer.headers
    assert b"<script>" not in answer.content or answer.headers["content-type"] == "application/problem+json"
    assert answer.text.isprintable()


MISSING = [
    "statuses.csv",
    "status.pdf",
    "status",
    "status.csv/",
    "status.csv/x",
    "/status.csv",
    "STATUS.csv",
    "..%2F..%2Fserver.py",
    "../../server.py",
    "%00.csv",
    "status.csv%0D%0AX:1",
    ".csv",
    "<script>alert(1)</script>.csv",
]


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_told_with_what_is(ask: Ask, path: str) -> None:
    answer = ask(f"{API}/{path}")
    if answer.headers.get("content-type", "").startswith("text/plain"):
        assert (answer.status_code, answer.text) == (404, "Not Found"), "the path leaves the folder of routes"
        return
    told = problem(answer, 404, "not-found")
    assert "status.csv" in told["allowed"]


def test_a_table_in_another_format_is_told_the_formats_that_it_has(ask: Ask) -> None:
    told = problem(ask(f"{API}/counts.docx"), 404, "not-found")
    assert {"counts.csv", "counts.json"} <= set(told["allowed"])
    assert all(name.startswith("counts.") for name in told["allowed"])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_nothing_can_be_written(ask: Ask, method: str) -> None:
    answer = ask(f"{API}/status.csv", method)
    assert problem(answer, 405, "read-only")["allowed"] == ["GET", "HEAD", "OPTIONS"]
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_query_is_read_up_to_its_longest(ask: Ask) -> None:
    longest = f"state={','.join(['FIN'] * 2046)}"
    assert routes_of_data.LONGEST_QUERY - 4 < len(longest) <= routes_of_data.LONGEST_QUERY
    assert ask(f"{API}/status.csv?{longest}").status_code == 200
    problem(ask(f"{API}/status.csv?state={'F' * routes_of_data.LONGEST_QUERY}"), 414, "long-query")


@contextmanager
def limited(tables: Tables, history: History, **limits: int) -> Iterator[Ask]:
    data = Data(history, tables, "", **limits)
    yield asking(Starlette(routes=[Route(f"{API}/{{name:path}}", data)]))


def test_an_answer_that_is_too_large_is_refused_with_the_limit(tables: Tables, history: History) -> None:
    with limited(tables, history, most_rows=196) as ask:
        told = problem(ask(f"{API}/status.csv"), 400, "too-much")
        assert told["most"] == 196
        assert "197" in told["detail"]
        assert ask(f"{API}/status.csv?region=Europe").status_code == 200
    with limited(tables, history, most_bytes=5000) as ask:
        assert problem(ask(f"{API}/status.csv"), 400, "too-much")["most"] == 5000


def test_rows_that_a_format_cannot_hold_are_refused_in_its_words(
    tables: Tables, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_: Export) -> bytes:
        raise CannotHold("row 7, note: a text of 40,000 signs")

    monkeypatch.setitem(FORMATS, "json", replace(FORMATS["json"], write=write))
    with limited(tables, history) as ask:
        told = problem(ask(f"{API}/status.json"), 400, "not-in-this-format")
    assert told["detail"] == "row 7, note: a text of 40,000 signs"


def test_the_panel_of_all_treaties_is_within_the_limits(ask: Ask) -> None:
    assert len(read(get(ask, "panel.csv", treaties="all").content)) == 72_496


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_key_and_no_value_breaks_an_answer(ask: Ask, key: str, value: str) -> None:
    for query in (urlencode({key: value}, errors="replace"), urlencode({"treaty": value}, errors="replace")):
        answer = ask(f"{API}/counts.csv?{query}")
        assert answer.status_code in (200, 400)
        assert all(name.isascii() and "\n" not in text for name, text in answer.headers.items())


NAMES = [
    ("plain.csv", 'attachment; filename="plain.csv"'),
    ('a"b\\c.csv', "attachment; filename=\"a_b_c.csv\"; filename*=UTF-8''a%22b%5Cc.csv"),
    ("a\r\nX: 1.csv", "attachment; filename=\"a__X: 1.csv\"; filename*=UTF-8''a%0D%0AX%3A%201.csv"),
    ("Côte.csv", "attachment; filename=\"C_te.csv\"; filename*=UTF-8''C%C3%B4te.csv"),
]


@pytest.mark.parametrize(("name", "header"), NAMES)
def test_a_name_cannot_break_out_of_its_header(name: str, header: str) -> None:
    assert disposition(name) == header


# Making and keeping


def body(size: int) -> Any:
    return made(b"x" * size, "text/csv", packed=False, canonical="")


def test_answers_are_kept_within_their_bound_and_the_oldest_go_first() -> None:
    kept = Kept(100)
    for key in "abc":
        kept.making(key, lambda: body(40)).result()
        kept.get("a")
    assert (kept.get("a") is not None, kept.get("b"), kept.get("c") is not None) == (True, None, True)
    assert kept.size == 80
    kept.making("huge", lambda: body(51)).result()
    assert kept.get("huge") is None
    assert kept.size == 80


def test_a_herd_that_asks_for_one_answer_has_it_made_once() -> None:
    kept, calls, go = Kept(1000), [], threading.Event()

    def make() -> Any:
        calls.append(1)
        go.wait(10)
        return body(10)

    with ThreadPoolExecutor(16) as herd:
        waiting = [herd.submit(lambda: kept.making("same", make).result(10)) for _ in range(50)]
        go.set()
        answers = {id(each.result(10)) for each in waiting}
    assert (len(calls), len(answers)) == (1, 1)


def test_what_failed_is_tried_again() -> None:
    kept = Kept(1000)
    with pytest.raises(ZeroDivisionError):
        kept.making("key", lambda: body(1 // 0)).result()
    assert kept.making("key", lambda: body(1)).result().body == b"x"


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.integers(0, 60))
def test_what_is_kept_never_exceeds_its_bound(keys: list[str], most: int) -> None:
    kept = Kept(most)
    for key in keys:
        assert len(kept.making(key, lambda key=key: body(ord(key) % 16)).result().body) == ord(key) % 16
        assert kept.size <= most


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_connection_of_a_socket_that_names_no_protocol_sends_at_once(
    family: socket.AddressFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)  # type: ignore[attr-defined]
    api.send_at_once()
    found: list[int] = []

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def met() -> None:
        listening = socket.socket(family)
        listening.bind(("127.0.0.1" if family == socket.AF_INET else "::1", 0))
        async with await asyncio.start_server(greet, sock=listening):
            host, port = listening.getsockname()[:2]
            reader, writer = await asyncio.open_connection(host, port)
            await reader.read()
            writer.close()

    asyncio.run(met())
    assert len(found) == 1
    assert found[0] != 0


# What the description is made from


def test_every_key_that_a_table_takes_has_a_meaning_and_no_other(tables: Tables) -> None:
    taken = {attribute for name in table_names(tables) for attribute in shape_of(tables, name).obeys}
    keys = {key for key, (attribute, _) in KEYS.items() if attribute in taken}
    assert keys <= MEANINGS.keys() <= KEYS.keys()
    assert {form.partition("-")[2] for form in FORMATS} - {""} == FLAGS.keys()


@pytest.mark.parametrize("key", sorted(MEANINGS))
def test_every_value_that_the_description_lists_is_taken(tables: Tables, key: str) -> None:
    for value in allowed_values(key, tables):
        KEYS[key][1](value, tables)


def test_the_description_has_every_table_in_every_format_that_takes_it_and_the_promise(
    ask: Ask, tables: Tables
) -> None:
    described = get(ask, "openapi.json").json()
    plain = {f"/{name}.{form.ending}" for name in table_names(tables) for form in FORMATS.values() if not form.on_maps}
    maps = {f"/{name}.{form.ending}" for name in table_names(tables) for form in FORMATS.values() if form.on_maps}
    assert {*plain, "/package.zip"} <= described["paths"].keys() <= {*plain, *maps, "/package.zip"}
    assert described["info"]["description"] == PROMISE
    assert set(SHAPES) <= {tag["name"] for tag in described["tags"]}


def test_the_index_links_everything(ask: Ask, tables: Tables) -> None:
    for path in (API, f"{API}/"):
        index = ask(path).json()
        assert list(index["tables"]) == table_names(tables)
        assert ask(index["openapi"]).status_code == 200
        assert ask(index["tables"]["counts"]["files"]["json"]).status_code == 200
        assert index["checked"] == str(tables.checked)
        assert set(index["problems"]) == set(KINDS)


def test_everything_is_served_below_a_path(tables: Tables, history: History) -> None:
    ask = asking(Starlette(routes=api.data_routes(history, tables, "/atlas")))
    answer = ask(f"/atlas{API}/status.csv")
    assert answer.status_code == 200
    assert f'</atlas{API}/status.csv?treaty=mbt&on={tables.checked}>; rel="canonical"' in answer.headers["link"]
    described = ask(f"/atlas{API}/openapi.json").json()
    assert described["servers"] == [{"url": f"/atlas{API}"}]
    assert ask(ask(f"/atlas{API}").json()["tables"]["counts"]["files"]["csv"]).status_code == 200
    assert ask(f"/atlas{API}/x.csv").json()["type"] == f"/atlas{API}#not-found"
    assert ask(f"{API}/status.csv").status_code == 404
