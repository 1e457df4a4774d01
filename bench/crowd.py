"""Many readers of one server: sessions over the websocket that change the year, or only stay, and what they cost.

Each answer is checked against the law. The readers are one process, the server another.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from pathlib import Path

from atlas.selection.rows import first_day
from atlas.status import History
from atlas.tables import Tables
from bench.measures import cpu_ms, high, middle
from bench.sides import TREATY
from tools import sessions
from tools.serving import Server, serving
from tools.sessions import Session

READERS, IDLE = 60, 300
RERUNS, AT_A_TIME = 10_000, 4
WARM_UP = 1000
"""Reruns before the memory of the first is read: every year and every cache is filled by then."""

SEED = 1997
MB = 1e6


def measure(facts: Tables, history: History, seconds: int = 30, reruns: int = RERUNS) -> dict[str, float]:
    """Milliseconds of a changed year among `READERS` readers who change it once a second each, and errors.

    Then megabytes: of the server before and with `IDLE` readers who only stay, and its growth over so many reruns.
    """
    with serving("server.py") as server:
        law = Law(facts, history)
        alone = memory(server)
        asyncio.run(law.changes(server, readers=2, seconds=5))
        cpu = cpu_ms(server)
        taken = asyncio.run(law.changes(server, READERS, seconds))
        busy = (cpu_ms(server) - cpu) / len(taken)
    with serving("server.py") as server:
        before, with_idle = asyncio.run(law.idle(server))
    with serving("server.py") as server:
        asyncio.run(law.repeats(server, WARM_UP))
        first = memory(server)
        asyncio.run(law.repeats(server, reruns))
        grown = memory(server) - first
    return {
        "changes": len(taken),
        "median": middle(taken),
        "p95": high(taken),
        "slowest": max(taken),
        "processor": busy,
        "alone": alone / MB,
        "with idle": with_idle / MB,
        "idle": (with_idle - before) / MB,
        "reruns": reruns,
        "growth": grown / MB,
    }


class Law:
    """What readers do, with every answer beside the law; a wrong one raises `sessions.WrongAnswer`."""

    def __init__(self, facts: Tables, history: History) -> None:
        self.facts, self.history = facts, history
        self.years = range(first_day(facts, TREATY).year, facts.checked.year + 1)
        self.chance = random.Random(SEED)

    async def another_year(self, reader: Session) -> float:
        """Milliseconds until a page with another year than before has come whole."""
        query = f"year={self.chance.choice([year for year in self.years if reader.query != f'year={year}'])}"
        answer = await reader.ask(query)
        sessions.check(answer, self.history, self.facts, query)
        return answer.seconds * 1000

    async def changes(self, server: Server, readers: int, seconds: int) -> list[float]:
        """Milliseconds of every change; each reader changes the year once a second, all at different moments."""
        present = [await sessions.opened(server.address) for _ in range(readers)]
        begin = time.perf_counter() + 0.5

        async def reads(place: int, reader: Session) -> list[float]:
            taken = []
            for second in range(seconds):
                due = begin + second + place / readers
                await asyncio.sleep(max(0, due - time.perf_counter()))
                taken.append(await self.another_year(reader))
            return taken

        taken = await asyncio.gather(*(reads(place, reader) for place, reader in enumerate(present)))
        await asyncio.gather(*(reader.close() for reader in present))
        return [each for of_one in taken for each in of_one]

    async def idle(self, server: Server) -> tuple[int, int]:
        """Bytes of the server with one reader, and with `IDLE` more who have the map and do nothing."""
        first = await sessions.opened(server.address)
        before = memory(server)
        present = [await sessions.opened(server.address) for _ in range(IDLE)]
        await asyncio.sleep(5)
        after = memory(server)
        await asyncio.gather(*(reader.close() for reader in [first, *present]))
        return before, after

    async def repeats(self, server: Server, number: int) -> None:
        """So many changes of the year, one after another for each of a few readers."""
        present = [await sessions.opened(server.address) for _ in range(AT_A_TIME)]

        async def reads(reader: Session) -> None:
            for _ in range(number // AT_A_TIME):
                await self.another_year(reader)

        await asyncio.gather(*map(reads, present))
        await asyncio.gather(*(reader.close() for reader in present))


def memory(server: Server) -> int:
    """Bytes of the server's process in memory (Linux only)."""
    told = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    assert found, told
    return int(found[1]) * 1024
