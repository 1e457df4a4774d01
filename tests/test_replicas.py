"""Three replicas behind nginx: readers are spread, and a replica that dies or restarts takes nothing from them.

`make test-deploy` runs these; they drive real processes for minutes and are no part of `make test`.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

import httpx
import pytest

from atlas.status import History
from atlas.tables import Tables
from tests.replicas import Replica, Served, serving_replicas
from tools import sessions

pytestmark = pytest.mark.deploy

READERS = 120
PAUSE = 8.0
"""Seconds between two questions of a reader; 120 readers then ask for 15 runs of a page a second."""

BACK_SECONDS = 3.0
DOWNLOADERS = 3
FIRST_DAY = date(1999, 3, 1)
YEARS = range(1998, 2027)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_replicas(tmp_path_factory.mktemp("replicas")) as served:
        yield served


@dataclass
class Crowd:
    """Readers who go on asking, and files that are taken all the while; everything told is checked as it comes."""

    address: str
    history: History
    tables: Tables
    readers: list[sessions.Session] = field(default_factory=list)
    answers: int = 0
    away: list[float] = field(default_factory=list)
    """Seconds from the end of a connection to the checked answer of the next, the query being the same."""

    files: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1997))

    async def read(self, reader: sessions.Session) -> None:
        """One reader: chooses a year, looks at it, and comes back where the connection ends."""
        while True:
            lost = time.perf_counter()
            try:
                query = f"year={self.chance.choice(YEARS)}"
                sessions.check(await reader.ask(query), self.history, self.tables, query)
                self.answers += 1
                await asyncio.wait_for(reader.lost(), PAUSE * self.chance.uniform(0.8, 1.2))
                lost = time.perf_counter()
            except sessions.FAULTS as fault:
                if isinstance(fault, TimeoutError) and reader.is_open:
                    continue
            sessions.check(await reader.come_back(), self.history, self.tables, reader.query)
            self.away.append(time.perf_counter() - lost)

    async def download(self, client: httpx.AsyncClient) -> None:
        """One who takes a file after the other, each of another day and so made for it, and reads it slowly."""
        while True:
            day = FIRST_DAY + timedelta(days=self.chance.randrange(9000))
            await whole(client, f"{self.address}/api/v1/status.csv?treaty=mbt&on={day}", pause=0.1)
            self.files += 1


@asynccontextmanager
async def crowd(served: Served, history: History, tables: Tables) -> AsyncIterator[Crowd]:
    """Readers and downloads under way until the block ends; what failed for any of them is raised at its end."""
    present = Crowd(served.address, history, tables)
    for _ in range(READERS):
        reader = sessions.Session(served.address)
        await reader.connect()
        present.readers.append(reader)
    async with httpx.AsyncClient(timeout=60) as client:
        tasks = [asyncio.create_task(present.read(reader)) for reader in present.readers]
        tasks += [asyncio.create_task(present.download(client)) for _ in range(DOWNLOADERS)]
        try:
            await asyncio.sleep(PAUSE + 1)
            yield present
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
    for problem in ended:
        if not isinstance(problem, asyncio.CancelledError):
            raise problem
    for reader in present.readers:
        await reader.close()


async def whole(client: httpx.AsyncClient, address: str, pause: float = 0) -> bytes:
    """The answer of a route of data, read in parts with a pause after each; it is what its digest says."""
    async with client.stream("GET", address) as answer:
        assert answer.status_code == 200, (address, answer.status_code)
        parts = []
        async for part in answer.aiter_raw(16_384):
            parts.append(part)
            await asyncio.sleep(pause)
    content = b"".join(parts)
    told = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{told}:", address
    return content


async def ends(replica: Replica, how: str) -> None:
    """Lets a replica end, and start again; the crowd goes on meanwhile."""
    await asyncio.to_thread(getattr(replica, how))
    await asyncio.sleep(BACK_SECONDS + 1)
    await asyncio.to_thread(replica.start)
    await asyncio.sleep(BACK_SECONDS)


def told(present: Crowd, what: str) -> None:
    """Prints what was measured, for deploy/README.md: `make test-deploy` shows it."""
    print(
        f"\n{what}: {len(present.away)} readers were away, median {median(present.away):.2f} s, "
        f"longest {max(present.away):.2f} s; {present.answers} answers and {present.files} files were right"
    )


def test_new_readers_are_spread_evenly(served: Served, history: History, tables: Tables) -> None:
    async def come() -> None:
        async with crowd(served, history, tables) as present:
            held = [replica.sessions() for replica in served.replicas]
            assert held == [READERS // 3] * 3
            assert {reader.cookies["atlas_replica"] for reader in present.readers} == {"1", "2", "3"}
            assert present.away == []

    asyncio.run(come())


def test_a_replica_that_is_killed_and_one_that_is_restarted_take_nothing_from_anybody(
    served: Served, history: History, tables: Tables
) -> None:
    async def happens() -> Crowd:
        async with crowd(served, history, tables) as present:
            moved = sum(replica.sessions() for replica in served.replicas[:2])
            files = present.files
            await ends(served.replicas[0], "kill")
            held = served.replicas[1].sessions()
            await ends(served.replicas[1], "stop")
            assert len(present.away) >= READERS // 3 + held > moved / 2
            assert present.files > files
        return present

    present = asyncio.run(happens())
    told(present, "One killed, then another restarted")
    assert max(present.away) < BACK_SECONDS


def test_a_rolling_restart_drops_nobody(served: Served, history: History, tables: Tables) -> None:
    async def happens() -> Crowd:
        async with crowd(served, history, tables) as present:
            for replica in served.replicas:
                before = present.answers
                await ends(replica, "stop")
                assert present.answers > before
            assert sum(replica.sessions() for replica in served.replicas) == READERS
        return present

    present = asyncio.run(happens())
    told(present, "All three restarted, one after the other")
    assert len(present.away) >= READERS
    assert max(present.away) < BACK_SECONDS
