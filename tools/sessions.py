"""A reader without a browser: one session of the atlas over its websocket, as Streamlit's frontend would hold it.

For load and faults: a hundred such readers fit into one process, and each checks what it is told against the law.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.protocol import State

from atlas import words
from atlas.selection import from_query
from atlas.status import History
from atlas.tables import Tables

STREAM = "/_stcore/stream"
PROTOCOL = ("streamlit", "PLACEHOLDER_AUTH_TOKEN")
"""What the frontend names as its subprotocols before the session that it wants back."""

ENDED = ("FINISHED_SUCCESSFULLY", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY")
FAULTS = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, TimeoutError)
"""How a connection fails that is worth another attempt."""

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5
"""Seconds between two attempts to come back; each pause is twice the one before."""


class WrongAnswer(AssertionError):
    """A page failed, or said something else than the law."""


@dataclass(frozen=True)
class Answer:
    """What one run of a page told: its heading, the caption below, how long it took and how many bytes came."""

    heading: str
    caption: str
    seconds: float
    received: int


@dataclass
class Session:
    """One reader: connected, with a page and a query; `received` counts the bytes of all messages so far."""

    address: str
    page: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = 30
    query: str = ""
    session_id: str = ""
    page_hash: str = ""
    received: int = 0
    kept: dict[str, ForwardMsg] = field(default_factory=dict, repr=False)
    connection: ClientConnection | None = field(default=None, repr=False)

    async def connect(self) -> None:
        """Opens the websocket, and asks for the session of before where there was one."""
        seen = urlsplit(self.address)
        headers = {"Origin": f"{seen.scheme}://{seen.netloc}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection = await connect(
            f"ws{self.address.removeprefix('http')}{STREAM}",
            subprotocols=[*PROTOCOL, *([self.session_id] if self.session_id else [])],  # type: ignore[list-item]
            additional_headers=headers,
            max_size=None,
            ping_interval=None,
            compression=None,
            open_timeout=self.patience,
        )
        for line in self.connection.response.headers.get_all("Set-Cookie") if self.connection.response else []:
            self.cookies |= {name: found.value for name, found in SimpleCookie(line).items()}

    async def ask(self, query: str) -> Answer:
        """Runs the page with a query; raises `WrongAnswer` where it fails, and one of `FAULTS` where nobody answers."""
        assert self.connection, "connect first"
        self.query = query
        begin, before = time.perf_counter(), self.received
        await self.connection.send(self._rerun())
        told = await asyncio.wait_for(self._told(), self.patience)
        seconds, received = time.perf_counter() - begin, self.received - before
        return Answer(told.get("heading", ""), told.get("caption", ""), seconds, received)

    async def come_back(self, within: float = 30) -> Answer:
        """Connects anew and runs the page with the query of before, as often as it takes; raises after `within`."""
        begin, pause = time.perf_counter(), FIRST_PAUSE
        while True:
            try:
                await self.connect()
                return await self.ask(self.query)
            except FAULTS:
                if time.perf_counter() - begin > within:
                    raise
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def lost(self) -> None:
        """Returns when the connection has ended."""
        if self.connection:
            await self.connection.wait_closed()

    @property
    def is_open(self) -> bool:
        """Whether the connection stands, as far as is known here."""
        return self.connection is not None and self.connection.state is State.OPEN

    async def close(self) -> None:
        """Leaves as a reader who closes the tab."""
        if self.connection:
            await self.connection.close()

    def _rerun(self) -> bytes:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash = self.query, self.page_hash
        run.page_name = "" if self.page_hash else self.page
        run.cached_message_hashes.extend(self.kept)
        run.context_info.timezone, run.context_info.locale = "UTC", "en"
        run.context_info.url = f"{self.address}/{self.page}?{self.query}"
        return bytes(message.SerializeToString())

    async def _told(self) -> dict[str, str]:
        told: dict[str, str] = {}
        while True:
            message = await self._message()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = message.new_session.page_script_hash or self.page_hash
                self.session_id = message.new_session.initialize.session_id or self.session_id
            elif kind == "page_not_found":
                raise WrongAnswer(f"there is no page {self.page}")
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                told = _with_element(message.delta.new_element) | told
            elif kind == "script_finished":
                ended = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                if ended in ENDED:
                    return told

    async def _message(self) -> ForwardMsg:
        assert self.connection
        raw = await self.connection.recv(decode=False)
        self.received += len(raw)
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "ref_hash":
            return self.kept[message.ref_hash]
        if message.metadata.cacheable:
            self.kept[message.hash] = message
        return message


async def opened(address: str, query: str = "", *, page: str = "", cookies: Mapping[str, str] | None = None) -> Session:
    """A connected session that has run its page once; `address` has no slash at its end, `page` is "" for the map."""
    session = Session(address, page, dict(cookies or {}))
    await session.connect()
    await session.ask(query)
    return session


@lru_cache(maxsize=1000)
def lawful(history: History, tables: Tables, query: str) -> tuple[str, str]:
    """Heading and caption of the map for a query, from the statuses that hold on its day."""
    choice, _ = from_query(dict(parse_qsl(query)), tables)
    counts = words.count_by_status(history.status_on(choice.on, choice.treaty))
    told = (counts, tables, choice.treaty, choice.on)
    return words.unbroken(words.headline(*told)), words.explanation(*told)


def check(answer: Answer, history: History, tables: Tables, query: str) -> None:
    """Raises `WrongAnswer` where the map said something else than the law on the day and treaty of the query."""
    if (answer.heading, answer.caption) != lawful(history, tables, query):
        raise WrongAnswer(f"{query}: {answer.heading} / {answer.caption}, not {lawful(history, tables, query)}")


def _with_element(element) -> dict[str, str]:  # type: ignore[no-untyped-def]  # a message of protobuf
    kind = element.WhichOneof("type")
    if kind == "exception":
        raise WrongAnswer(f"{element.exception.type}: {element.exception.message}")
    if kind == "heading" and element.heading.tag == "h1":
        return {"heading": element.heading.body}
    if kind == "markdown" and element.markdown.element_type == element.markdown.Type.CAPTION:
        return {"caption": element.markdown.body}
    return {}
