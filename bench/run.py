"""Runs the servers and one browser, measures all sides, prints one table."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import AbstractContextManager, ExitStack

from atlas import status, tables
from bench import crowd, law, routes, start, teaching
from bench.browser import browsing
from bench.measures import Figures, measure_use, measure_visit
from bench.plain import serving_plain
from bench.rows import crowd_rows, law_rows, requests, route_rows, start_rows, step_rows, teaching_rows, visit_rows
from bench.sides import ROOT, Side, sides
from bench.table import table
from tools.serving import Server, serving

RESULTS = ROOT / "bench/RESULTS.md"


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
    tell("many readers")
    many = crowd.measure(facts, history)
    every = sides(facts, history)
    with browsing() as browser:
        tell("start")
        begun = start.measure(browser, every[0])
    atlas, typical, plain = measure(every, options)
    of_pages = [*step_rows(atlas, typical, plain), *visit_rows(atlas, typical, plain), *start_rows(begun)]
    rows = [*of_pages, *crowd_rows(many), *law_rows(lawful), *route_rows(asked), *teaching_rows(taught)]
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
    if side.script.suffix == ".html":
        return serving_plain(side)
    return serving(side.script, folder=side.folder, PYTHONPATH=str(ROOT))


def measure(every: tuple[Side, ...], options: argparse.Namespace) -> list[Figures]:
    """The figures of the atlas, of the typical version and of the plain page; visits take turns, as noise meets all."""
    atlas, typical, plain = every
    figures = {side.name: Figures() for side in every}
    with ExitStack() as stack:
        servers = {side.name: stack.enter_context(started(side)) for side in every}
        browser = stack.enter_context(browsing())
        for side in every:
            tell(f"{side.name}: warming the server up")
            measure_visit(browser, side, servers[side.name], Figures())
        for turn in range(options.visits):
            tell(f"visits {turn + 1} of {options.visits}")
            for side in every:
                measure_visit(browser, side, servers[side.name], figures[side.name])
        for side, passes, rests in ((atlas, options.passes, True), (typical, 1, True), (plain, options.passes, False)):
            tell(f"{side.name}: steps and reruns")
            measure_use(browser, side, servers[side.name], figures[side.name], passes, options.rests * rests)
    return list(figures.values())


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
