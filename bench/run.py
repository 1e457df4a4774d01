"""Runs both servers and one browser, measures both sides, prints one table."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import AbstractContextManager, ExitStack

from atlas import status, tables
from bench import law, routes, teaching
from bench.browser import browsing
from bench.measures import Figures, high, largest, measure_use, measure_visit, middle
from bench.sides import ROOT, Side, sides
from bench.table import Row, table
from tools.serving import Server, serving

RESULTS = ROOT / "bench/RESULTS.md"
MB, KB = 1e6, 1e3


def main() -> None:
    """Prints the table; `--write` also writes it to bench/RESULTS.md."""
    options = read_options()
    facts = tables.load()
    history = status.build(facts)
    tell("law")
    lawful = law.measure(facts, history)
    tell("teaching")
    taught = teaching.measure(facts, history)
    tell("routes of data")
    asked = routes.measure(facts, history)
    atlas, typical = measure(sides(facts, history), options)
    of_pages = [*step_rows(atlas, typical), *visit_rows(atlas, typical)]
    rows = [*of_pages, *law_rows(lawful), *route_rows(asked), *teaching_rows(taught)]
    text = f"{table(rows)}\n\n{circumstances(atlas, typical)} {requests(asked)}\n"
    print(text)
    if options.write:
        RESULTS.write_text(f"# Results of `make bench --write`\n\n{text}", encoding="utf-8")


def read_options() -> argparse.Namespace:
    """How often each side is measured, and whether the table is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--visits", type=int, default=5, help="first visits of each side (5)")
    parser.add_argument("--passes", type=int, default=3, help="walks through all years on the atlas (3)")
    parser.add_argument("--rests", type=int, default=8, help="reruns at rest of each side (8)")
    parser.add_argument("--write", action="store_true", help="also write bench/RESULTS.md")
    return parser.parse_args()


def started(side: Side) -> AbstractContextManager[Server]:
    """The server of a side, with the settings of its folder."""
    return serving(side.script, folder=side.folder, PYTHONPATH=str(ROOT))


def measure(both: tuple[Side, Side], options: argparse.Namespace) -> tuple[Figures, Figures]:
    """The figures of the atlas and of the typical version; visits take turns, so that noise meets both."""
    atlas, typical = both
    figures = {atlas.name: Figures(), typical.name: Figures()}
    with ExitStack() as stack:
        servers = {side.name: stack.enter_context(started(side)) for side in both}
        browser = stack.enter_context(browsing())
        for side in both:
            tell(f"{side.name}: warming the server up")
            measure_visit(browser, side, servers[side.name], Figures())
        for turn in range(options.visits):
            tell(f"visits {turn + 1} of {options.visits}")
            for side in both:
                measure_visit(browser, side, servers[side.name], figures[side.name])
        for side, passes in ((atlas, options.passes), (typical, 1)):
            tell(f"{side.name}: steps and reruns")
            measure_use(browser, side, servers[side.name], figures[side.name], passes, options.rests)
    return figures[atlas.name], figures[typical.name]


def step_rows(atlas: Figures, typical: Figures) -> list[Row]:
    """A step through the years, and the rerun when the reader comes to rest."""
    step = (middle(atlas.steps), middle(typical.steps))
    return [
        Row("year step, key to painted: median", "ms", *step, most=25),
        Row("year step, key to painted: p95", "ms", high(atlas.steps), high(typical.steps), most=40),
        Row("year step beside the typical one: median", "ms", *step, share=0.1),
        Row(
            "sent to the server in a walk of 29 steps",
            "B",
            largest(atlas.sent_stepping),
            largest(typical.sent_stepping),
            most=0,
        ),
        Row("received in it", "kB", largest(atlas.received_stepping) / KB, largest(typical.received_stepping) / KB),
        Row("rerun at rest, websocket both ways: median", "kB", *pair(atlas, typical, "rest_bytes", KB)),
        Row(
            "rerun at rest, websocket both ways: largest",
            "kB",
            max(atlas.rest_bytes) / KB,
            max(typical.rest_bytes) / KB,
            most=25,
        ),
        Row("rerun at rest, server's processor: median", "ms", *pair(atlas, typical, "rest_cpu"), most=30),
    ]


def visit_rows(atlas: Figures, typical: Figures) -> list[Row]:
    """First and second visits."""
    return [
        Row("first visit, navigation to painted: median", "ms", *pair(atlas, typical, "visits"), share=0.6),
        Row("first visit, navigation to painted: fastest", "ms", min(atlas.visits), min(typical.visits)),
        Row("first visit, on the wire", "MB", *pair(atlas, typical, "first_bytes", MB), most=4),
        Row("second visit, navigation to painted: median", "ms", *pair(atlas, typical, "second_visits")),
        Row("second visit, on the wire", "MB", *pair(atlas, typical, "second_bytes", MB)),
    ]


def law_rows(lawful: dict[str, float]) -> list[Row]:
    """The law, in the process of the benchmark."""
    return [
        Row("facts: check", "ms", lawful["check"]),
        Row("facts: check and load", "ms", lawful["load"]),
        Row("law: build the history", "ms", lawful["build"], most=300),
        Row("law: status_on, all treaties and states, any day", "ms", lawful["status_on"], most=10),
        Row("claims: a text of 20,000 characters", "ms", lawful["claims"]),
        Row("borders: the line of a treaty on any day", "ms", lawful["borders_on"], most=20),
    ]


def route_rows(asked: dict[str, float]) -> list[Row]:
    """The routes of data at a steady pace; the typical version hands the same bytes out from a folder of files."""
    said = f"routes: {routes.PACE} requests a second, another choice each"
    return [
        Row(f"{said}: median", "ms", asked["atlas median"], asked["typical median"]),
        Row(f"{said}: p95", "ms", asked["atlas p95"], asked["typical p95"], most=20),
        Row("routes: server's processor, a request", "ms", asked["atlas processor"], asked["typical processor"]),
        Row("routes: panel of a treaty, all states and years: median", "ms", asked["panel made"]),
        Row("routes: the same panel once more: median", "ms", asked["panel kept"]),
    ]


def requests(asked: dict[str, float]) -> str:
    """How many requests of routes were measured, and how many of them differ."""
    return f"Requests of routes: {asked['requests']:.0f} on each side, {asked['distinct']:.0f} of them distinct."


def teaching_rows(taught: dict[str, float]) -> list[Row]:
    """What a teacher takes away, each file in a process of its own."""
    said = "lesson: {}, from the command to the file"
    files = [Row(said.format(name), "ms", taught[name], most=5000) for name in teaching.FILES]
    return [
        *files,
        Row("lesson: size of the offline file", "MB", taught["megabytes"], most=4),
        Row("lesson: twelve questions from the record", "ms", taught["questions"]),
    ]


def pair(atlas: Figures, typical: Figures, name: str, unit: float = 1) -> tuple[float, float]:
    """The medians of one figure on both sides."""
    return middle(getattr(atlas, name)) / unit, middle(getattr(typical, name)) / unit


def circumstances(atlas: Figures, typical: Figures) -> str:
    """What a reader of the table needs to judge it: how many values, how busy the machine was."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    calm, walks = len(atlas.sent_stepping), len(atlas.steps) // max(1, len(typical.steps))
    return (
        f"Steps: {len(atlas.steps)} and {len(typical.steps)}; walks without a rest: {calm} of {walks}; "
        f"visits: {len(atlas.visits)} each; "
        f"reruns: {len(atlas.rest_bytes)} each; processors: {os.cpu_count()}, load at the end: {load}. "
        "On a busy machine read the ratios."
    )


def tell(progress: str) -> None:
    """Says on standard error what is measured now."""
    print(f"… {progress}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
