"""Three replicas behind nginx: readers are spread, and a replica that dies or restarts takes nothing from them.

`make test-deploy` runs these; they drive real processes for minutes and are no part of `make test`.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import random
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from atlas.status import History
from atlas.tables import Tables
from tests.browser.waiting import wait_in_page
from tests.replicas import Replica, Served, serving_replicas
from tools import sessions
from tools.chromium import flags

pytestmark = pytest.mark.deploy

READERS = 120
PAUSE = 8.0
"""Seconds between two questions of a reader; 120 readers then ask for 15 runs of a page a second."""

BACK_SECONDS = 3.0
DOWNLOADERS, REST = 3, 0.1
"""Who takes files, and the seconds between two of them: together below the 20 files a second of one address."""

FIRST_DAY = date(1999, 3, 1)
YEARS = range(1998, 2027)
SEEN = (("", "year=2005"), ("timeline", "treaty=ccm&from=2010-01-01&to=2012-12-31"), ("country", "state=FIN&year=2020"))
RESTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'


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
                if not await _ends_within(reader, PAUSE * self.chance.uniform(0.8, 1.2)):
                    continue
                lost = time.perf_counter()
            except sessions.FAULTS:
                pass  # in the middle of an answer: away since it was asked for
            sessions.check(await reader.come_back(), self.history, self.tables, reader.query)
            self.away.append(time.perf_counter() - lost)

    async def download(self, client: httpx.AsyncClient) -> None:
        """One who takes a file after the other, each of another day and so made for it, and reads it slowly."""
        while True:
            day = FIRST_DAY + timedelta(days=self.chance.randrange(9000))
            await whole(client, f"{self.address}/api/v1/status.csv?treaty=mbt&on={day}", pause=0.1)
            self.files += 1
            await asyncio.sleep(REST)


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


async def _ends_within(reader: sessions.Session, seconds: float) -> bool:
    """Whether the reader's connection ends; returns when it does, or after so many seconds."""
    try:
        await asyncio.wait_for(reader.lost(), seconds)
    except TimeoutError:
        return not reader.is_open  # it may end in the very moment in which the waiting does
    return True


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


def crowding() -> float:
    """How many times longer a piece of work takes than it would alone: 1 where the machine does nothing else."""
    begin, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 0.5:
        pass
    return max(1.0, (time.perf_counter() - begin) / 0.5)


@pytest.fixture
def back_seconds() -> float:
    """Within how many seconds everybody is back: three, and more only where other work takes the processor."""
    before = crowding()
    print(f"\nOther work on this machine makes everything {before:.1f} times slower")
    return BACK_SECONDS * before


def tell(served: Served, present: Crowd, what: str) -> None:
    """Prints what was measured, for deploy/README.md: `make test-deploy` shows it."""
    print(
        f"\n{what}: {len(present.away)} readers were away, median {median(present.away):.2f} s, "
        f"longest {max(present.away):.2f} s; {present.answers} answers and {present.files} files were right; "
        f"{[round(replica.memory()) for replica in served.replicas]} MB"
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
    served: Served, history: History, tables: Tables, back_seconds: float
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
    tell(served, present, "One killed, then another restarted")
    assert max(present.away) < back_seconds


def test_a_rolling_restart_drops_nobody(served: Served, history: History, tables: Tables, back_seconds: float) -> None:
    async def happens() -> Crowd:
        async with crowd(served, history, tables) as present:
            for replica in served.replicas:
                before = present.answers
                await ends(replica, "stop")
                assert present.answers > before
            assert sum(replica.sessions() for replica in served.replicas) == READERS
        return present

    present = asyncio.run(happens())
    tell(served, present, "All three restarted, one after the other")
    assert len(present.away) >= READERS
    assert max(present.away) < back_seconds


class Seen:
    """A page in a browser of its own; `runs` are the moments at which the server sent the page something."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page = browser.new_context().new_page()
        self.runs: list[float] = []
        self.page.on("websocket", lambda stream: stream.on("framereceived", self._received))
        self.page.goto(address)
        self.page.wait_for_selector("h1")
        self.page.wait_for_selector(RESTED)
        self.page.wait_for_timeout(2000)

    def _received(self, frame: object) -> None:
        self.runs.append(time.perf_counter())

    def replica(self) -> int:
        """Which replica it is on, from 0."""
        cookies = {each["name"]: each["value"] for each in self.page.context.cookies()}
        return int(cookies["atlas_replica"]) - 1

    def view(self) -> tuple[str, str]:
        """What a reader sees without scrolling, and the address."""
        return self.page.inner_text("h1"), self.page.evaluate("location.href")


@pytest.fixture
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags())
        yield browser
        browser.close()


def test_browsers_show_the_same_after_the_end_of_their_replica_and_everything_works_at_once(
    served: Served, history: History, tables: Tables, browser: Browser, back_seconds: float
) -> None:
    readers = [Seen(browser, f"{served.address}/{page}?{query}") for page, query in SEEN]
    views = [reader.view() for reader in readers]
    for how in ("kill", "stop"):
        ending = served.replicas[readers[0].replica()]
        moved = [reader for reader in readers if served.replicas[reader.replica()] is ending]
        for reader in readers:
            reader.runs.clear()
        begin = time.perf_counter()
        getattr(ending, how)()
        readers[0].page.wait_for_timeout(back_seconds * 1000)
        assert [reader.view() for reader in readers] == views
        assert all(reader.runs for reader in moved)
        print(f"\nBrowsers: back {max(reader.runs[-1] - begin for reader in moved):.2f} s after {how}")
        _takes_the_file(readers[0].page, served.address)
        ending.start()
    readers[0].page.locator('input[type="range"]').first.press("ArrowRight")
    expected, _ = sessions.lawful(history, tables, "year=2006")
    reads = "heading => document.querySelector('h1').textContent === heading"
    wait_in_page(readers[0].page, reads, arg=expected, timeout=10_000)


def test_a_deck_outlives_the_replica_of_its_session(served: Served, browser: Browser, back_seconds: float) -> None:
    reader = Seen(browser, f"{served.address}/?year=2005")
    page, replica = reader.page, served.replicas[reader.replica()]
    page.get_by_role("button", name="Add this view to my deck").click()
    page.get_by_text("Your deck has 1 view").wait_for()
    wait_in_page(page, "() => localStorage.getItem('atlas-deck')")
    replica.kill()
    page.wait_for_timeout(back_seconds * 1000)
    page.get_by_role("link", name="Teach").click()
    page.get_by_role("heading", name="Lessons to present").wait_for()
    page.wait_for_timeout(back_seconds * 1000)
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_text("Your deck has 1 view").wait_for()
    assert page.evaluate("localStorage.getItem('atlas-deck')")
    replica.start()


def _takes_the_file(page: Page, address: str) -> None:
    """The first file that the map offers, taken by its button, is what the route of data gives."""
    with page.expect_download(timeout=10_000) as taken:
        page.locator('[data-testid="stDownloadButton"] button').first.click()
    given = httpx.get(f"{address}/api/v1/changes.csv?treaty=mbt&from=2005-01-01&to=2005-12-31")
    assert taken.value.path().read_bytes() == given.content
