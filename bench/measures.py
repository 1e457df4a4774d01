"""What is measured on each side in the browser: visits, steps through the years, reruns at rest."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from playwright.sync_api import Browser, Page

from bench.browser import Wire, cold, heap, held_up, opened, settle, step, visit
from bench.sides import Side, Wanted
from tools.serving import Server

WARM_UP = 3
CPU_CLOCK = 2
"""Linux: the clock of a process is numbered (~pid << 3) | 2, see clock_getcpuclockid(3)."""


@dataclass
class Figures:
    """The figures of one side: milliseconds and bytes."""

    visits: list[float] = field(default_factory=list)
    first_bytes: list[int] = field(default_factory=list)
    second_visits: list[float] = field(default_factory=list)
    second_bytes: list[int] = field(default_factory=list)
    heaps: list[float] = field(default_factory=list)
    visits_held_up: list[float] = field(default_factory=list)
    walks_held_up: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    sent_stepping: list[int] = field(default_factory=list)
    received_stepping: list[int] = field(default_factory=list)
    rest_bytes: list[int] = field(default_factory=list)
    rest_cpu: list[float] = field(default_factory=list)


def measure_visit(browser: Browser, side: Side, server: Server, figures: Figures) -> None:
    """One visit with an empty cache, and a second one in the same browser."""
    with cold(browser, side) as context:
        page, wire = opened(context)
        figures.visits.append(visit(page, f"{server.address}/"))
        settle(page, wire)
        figures.first_bytes.append(wire.total())
        figures.visits_held_up.append(held_up(page))
        figures.heaps.append(heap(page))
        page.close()
        page, wire = opened(context)
        figures.second_visits.append(visit(page, f"{server.address}/"))
        settle(page, wire)
        figures.second_bytes.append(wire.total())


def measure_use(browser: Browser, side: Side, server: Server, figures: Figures, passes: int, rests: int) -> None:
    """On one page: the years from the last to the first and back, then reruns at rest if any are asked for."""
    with cold(browser, side) as context:
        page, wire = opened(context)
        visit(page, f"{server.address}/")
        settle(page, wire)
        page.focus(side.slider)
        walk(page, side.years[-WARM_UP - 1 :][::-1])
        walk(page, side.years[-WARM_UP - 1 :])
        settle(page, wire)
        for turn in range(passes):
            sent, received, held = wire.sent, wire.received, held_up(page)
            steps = walk(page, side.years if turn % 2 else side.years[::-1])
            figures.steps += [taken for _, taken in steps]
            if longest_pause(steps) < side.rests_after:
                figures.sent_stepping.append(wire.sent - sent)
                figures.received_stepping.append(wire.received - received)
            settle(page, wire)
            figures.walks_held_up.append(held_up(page) - held)
        if rests:
            measure_rests(page, wire, side, server, figures, passes % 2 == 1, rests)


def walk(page: Page, years: Sequence[Wanted]) -> list[tuple[float, float]]:
    """When each key was pressed and how long its step took, from the first year, which is shown, to the last."""
    key = "ArrowRight" if years[-1].year > years[0].year else "ArrowLeft"
    return [step(page, key, wanted) for wanted in years[1:]]


def longest_pause(steps: Sequence[tuple[float, float]]) -> float:
    """Milliseconds between the two keys of a walk that were farthest apart."""
    return max(later - earlier for (earlier, _), (later, _) in pairwise(steps))


def measure_rests(
    page: Page, wire: Wire, side: Side, server: Server, figures: Figures, from_first: bool, rests: int
) -> None:
    """Single steps, each followed by rest until the websocket is silent: bytes both ways, processor time."""
    idle = idle_cpu(page, server)
    years = side.years if from_first else side.years[::-1]
    for place in range(rests):
        bytes_before, cpu, begin = wire.sent + wire.received, cpu_ms(server), time.perf_counter()
        walk(page, years[place : place + 2])
        page.wait_for_timeout(500)
        settle(page, wire)
        passed = (time.perf_counter() - begin) * 1000
        figures.rest_bytes.append(wire.sent + wire.received - bytes_before)
        figures.rest_cpu.append(cpu_ms(server) - cpu - idle * passed)


def cpu_ms(server: Server) -> float:
    """Milliseconds of processor time so far, all threads, ended ones included; NaN where the system tells none."""
    try:
        return time.clock_gettime((~server.pid << 3) | CPU_CLOCK) * 1000
    except (AttributeError, OSError):
        return float("nan")


def idle_cpu(page: Page, server: Server, during: int = 3000) -> float:
    """The part of one processor that the server takes while nothing happens."""
    cpu, begin = cpu_ms(server), time.perf_counter()
    page.wait_for_timeout(during)
    return (cpu_ms(server) - cpu) / ((time.perf_counter() - begin) * 1000)


def largest(values: Sequence[float]) -> float:
    """The largest value; NaN where nothing could be measured."""
    return float(max(values, default=math.nan))


def high(values: Sequence[float], part: float = 0.95) -> float:
    """The value that this part of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, round(part * (len(values) - 1)))]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))
