"""The reader without a browser: what it is told is the law, what is not is noticed, and it comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from atlas.status import History
from atlas.tables import Tables
from atlas.ui.frame import PAGES
from tools import sessions
from tools.serving import serving

QUERIES = ("", "year=1999", "year=2005", "treaty=ccm&year=2012", "treaty=npt&on=1975-06-01")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("server.py", below="/atlas") as server:
        yield server.address


def test_a_session_is_told_the_law_for_every_query_and_counts_what_it_costs(
    address: str, history: History, tables: Tables
) -> None:
    async def reads() -> None:
        reader = await sessions.opened(address, QUERIES[-1])
        before = reader.received
        for query in QUERIES:
            answer = await reader.ask(query)
            sessions.check(answer, history, tables, query)
            before += answer.received
        assert reader.received == before
        await reader.close()

    asyncio.run(reads())


def test_an_answer_to_another_question_is_noticed(address: str, history: History, tables: Tables) -> None:
    async def reads() -> None:
        reader = await sessions.opened(address)
        answer = await reader.ask("year=1999")
        with pytest.raises(sessions.WrongAnswer, match="year=2000: "):
            sessions.check(answer, history, tables, "year=2000")
        await reader.close()

    asyncio.run(reads())


def test_who_lost_the_connection_comes_back_to_the_same_view(address: str, history: History, tables: Tables) -> None:
    async def reads() -> None:
        reader = await sessions.opened(address, "year=1999")
        await reader.close()
        await asyncio.wait_for(reader.lost(), 5)
        sessions.check(await reader.come_back(), history, tables, "year=1999")
        await reader.close()

    asyncio.run(reads())


@pytest.mark.parametrize("file", PAGES.values(), ids=PAGES)
def test_every_page_makes_the_browser_run_it_again_when_it_was_away(address: str, file: str) -> None:
    """Streamlit's frontend does so for pages with a timer; `make test-deploy` looks at it with a browser."""

    class Noting(sessions.Session):
        async def _message(self) -> ForwardMsg:
            message = await super()._message()
            kinds.add(message.WhichOneof("type"))
            return message

    async def reads() -> None:
        reader = Noting(address, Path(file).stem if file.startswith("pages/") else "")
        await reader.connect()
        await reader.ask("")
        await reader.close()

    kinds: set[str | None] = set()
    asyncio.run(reads())
    assert "auto_rerun" in kinds


def test_a_page_that_does_not_exist_is_no_answer(address: str) -> None:
    with pytest.raises(sessions.WrongAnswer, match="no page nowhere"):
        asyncio.run(sessions.opened(address, page="nowhere"))


def test_where_nobody_listens_it_gives_up_after_its_time() -> None:
    reader = sessions.Session("http://127.0.0.1:9")
    with pytest.raises(sessions.FAULTS):
        asyncio.run(reader.come_back(within=0.2))
