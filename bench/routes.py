"""How long a route of data takes at a steady pace, beside the same bytes as files in a folder that Streamlit serves.

Every request asks for another choice, so that almost no answer is made already. The clock of a request starts when it
is due, not when it is sent: a server that falls behind pays for the queue.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import httpx

from atlas.export import API, choice_of, rows_of, to_csv
from atlas.status import History
from atlas.tables import Tables
from bench.measures import cpu_ms, high, middle
from tools.serving import serving

PACE = 50
"""Requests a second."""

ROUNDS = 4
WARM_UP = 50
SEED = 1997
FIRST_DAY = date(1950, 1, 1)
NAMED = ("status", "changes", "counts", "events", "panel")
"""The tables that the requests ask for, each as often as the others."""

STATIC_APP = "import streamlit as st\n\nst.write('files')\n"
STATIC_SETTINGS = "[server]\nenableStaticServing = true\n[browser]\ngatherUsageStats = false\n"


@dataclass(frozen=True)
class Asked:
    """A request: the address of the route, the name of the same bytes as a file, and these bytes."""

    route: str
    file: str
    content: bytes


def measure(facts: Tables, history: History, seconds: int = 20) -> dict[str, float]:
    """Milliseconds at `PACE` requests a second, median, p95 and processor time of a request on both sides.

    Also those of whole panels, one after another, and how many requests there were and how many of them differ.
    """
    chance = random.Random(SEED)
    warm = requests(WARM_UP, chance, facts, history, "warm")
    asked = requests(PACE * seconds, chance, facts, history, "asked")
    taken: dict[str, list[float]] = {"atlas": [], "typical": []}
    with TemporaryDirectory() as folder, ExitStack() as stack:
        files = static_folder(Path(folder), [*warm, *asked])
        servers = {
            "atlas": (stack.enter_context(serving("server.py")), f"{API}/"),
            "typical": (stack.enter_context(serving("app.py", folder=files)), "/app/static/"),
        }
        for side, (server, path) in servers.items():
            asyncio.run(paced(server.address + path, side, warm))
        busy = dict.fromkeys(servers, 0.0)
        for turn in range(ROUNDS):
            for side, (server, path) in servers.items():
                before = cpu_ms(server)
                taken[side] += asyncio.run(paced(server.address + path, side, asked[turn::ROUNDS]))
                busy[side] += cpu_ms(server) - before
        whole = asyncio.run(panels(servers["atlas"][0].address + servers["atlas"][1], facts))
    figures = {"requests": len(asked), "distinct": len({each.route for each in asked}), **whole}
    for side, times in taken.items():
        figures |= {f"{side} median": middle(times), f"{side} p95": high(times)}
        figures |= {f"{side} processor": busy[side] / len(asked)}
    return figures


def requests(number: int, chance: random.Random, facts: Tables, history: History, name: str) -> list[Asked]:
    """Requests for random choices, with the bytes that the law gives for them in this process."""
    made = []
    for place in range(number):
        table, query = chosen(chance, facts)
        content = to_csv(rows_of(history, facts, choice_of(table, query.items(), facts)))
        made.append(Asked(f"{table}.csv?{urlencode(query)}", f"{name}{place}.csv", content))
    return made


def chosen(chance: random.Random, facts: Tables) -> tuple[str, dict[str, str]]:
    """A table and a query: any treaty, any day or period since 1950; a region for every second one and every panel."""
    table = chance.choice(NAMED)
    first, last = sorted(FIRST_DAY + timedelta(chance.randrange((facts.checked - FIRST_DAY).days)) for _ in range(2))
    query = {} if table == "events" else {"treaty": chance.choice(list(facts["treaties"]["treaty"]))}
    query |= {"on": str(last)} if table == "status" else {"from": str(first), "to": str(last)}
    if table == "panel" or (table != "counts" and chance.random() < 0.5):
        query["region"] = chance.choice(sorted(set(facts.states["subregion"]) - {""}))
    return table, query


def static_folder(folder: Path, asked: Sequence[Asked]) -> Path:
    """The folder with an app that shows nothing and the bytes as files of its static folder."""
    for path, text in (("app.py", STATIC_APP), (".streamlit/config.toml", STATIC_SETTINGS)):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "static").mkdir()
    for each in asked:
        (folder / "static" / each.file).write_bytes(each.content)
    return folder


async def paced(path: str, side: str, asked: Sequence[Asked]) -> list[float]:
    """Milliseconds of each request from the moment it was due; every answer must have the expected bytes."""
    async with httpx.AsyncClient(timeout=60) as client:
        begin = time.perf_counter() + 0.1

        async def one(place: int, each: Asked) -> float:
            due = begin + place / PACE
            await asyncio.sleep(max(0, due - time.perf_counter()))
            answer = await client.get(path + (each.route if side == "atlas" else each.file))
            taken = (time.perf_counter() - due) * 1000
            if answer.status_code != 200 or answer.content != each.content:
                raise AssertionError(f"{answer.url} gave {answer.status_code} and other bytes than the law")
            return taken

        return list(await asyncio.gather(*(one(place, each) for place, each in enumerate(asked))))


async def panels(path: str, facts: Tables) -> dict[str, float]:
    """Milliseconds of the whole panel of each treaty, made for the first time and then kept; medians."""
    taken: dict[str, list[float]] = {"panel made": [], "panel kept": []}
    async with httpx.AsyncClient(timeout=60) as client:
        for treaty in facts["treaties"]["treaty"]:
            for times in taken.values():
                begin = time.perf_counter()
                answer = await client.get(f"{path}panel.csv?treaty={treaty}")
                times.append((time.perf_counter() - begin) * 1000)
                answer.raise_for_status()
    return {name: middle(times) for name, times in taken.items()}
