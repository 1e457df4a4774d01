"""The rows of the table: what each figure is called, its unit and its target."""

from __future__ import annotations

from bench import crowd, routes, teaching
from bench.measures import Figures, high, largest, middle
from bench.table import Row

MB, KB = 1e6, 1e3


def step_rows(atlas: Figures, typical: Figures, plain: Figures) -> list[Row]:
    """A step through the years, and the rerun when the reader comes to rest."""
    steps = [middle(side.steps) for side in (atlas, typical, plain)]
    return [
        Row("year step, key to painted: median", "ms", *steps, most=25),
        Row("year step, key to painted: p95", "ms", *(high(side.steps) for side in (atlas, typical, plain)), most=40),
        Row("year step beside the typical one: median", "ms", *steps, share=0.1),
        Row(
            "sent to the server in a walk of 29 steps",
            "B",
            largest(atlas.sent_stepping),
            largest(typical.sent_stepping),
            most=0,
        ),
        Row("received in it", "kB", largest(atlas.received_stepping) / KB, largest(typical.received_stepping) / KB),
        Row("tasks over 50 ms in a walk, together", "ms", *medians("walks_held_up", atlas, typical, plain)),
        Row("rerun at rest, websocket both ways: median", "kB", *medians("rest_bytes", atlas, typical, unit=KB)),
        Row(
            "rerun at rest, websocket both ways: largest",
            "kB",
            max(atlas.rest_bytes) / KB,
            max(typical.rest_bytes) / KB,
            most=25,
        ),
        Row("rerun at rest, server's processor: median", "ms", *medians("rest_cpu", atlas, typical), most=30),
    ]


def visit_rows(atlas: Figures, typical: Figures, plain: Figures) -> list[Row]:
    """First and second visits."""
    sides = (atlas, typical, plain)
    return [
        Row("first visit, navigation to painted: median", "ms", *medians("visits", *sides), share=0.6),
        Row("first visit, navigation to painted: fastest", "ms", *(min(side.visits) for side in sides)),
        Row("first visit, on the wire", "MB", *medians("first_bytes", *sides, unit=MB), most=4),
        Row("first visit, tasks over 50 ms, together", "ms", *medians("visits_held_up", *sides)),
        Row("first visit, JavaScript heap afterwards", "MB", *medians("heaps", *sides, unit=MB)),
        Row("second visit, navigation to painted: median", "ms", *medians("second_visits", *sides)),
        Row("second visit, on the wire", "MB", *medians("second_bytes", *sides, unit=MB)),
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


def start_rows(begun: dict[str, float]) -> list[Row]:
    """The start of the server."""
    return [
        Row("start: from the command to the first painted map", "ms", begun["start"], most=4000),
        Row("start: modules imported", "", begun["modules"]),
        Row("start: of them geopandas, matplotlib and their like", "", begun["unwanted"], most=0),
    ]


def crowd_rows(many: dict[str, float]) -> list[Row]:
    """Many readers of one process."""
    said = f"{crowd.READERS} readers change the year once a second"
    return [
        Row(f"{said}: median", "ms", many["median"]),
        Row(f"{said}: p95", "ms", many["p95"], most=250),
        Row(f"{said}: slowest", "ms", many["slowest"]),
        Row(f"{said}: server's processor, a change", "ms", many["processor"]),
        Row(f"{crowd.IDLE} readers with the map, doing nothing: memory of all of them", "MB", many["idle"], most=150),
        Row("the server's process: alone", "MB", many["alone"]),
        Row(f"the server's process: with {crowd.IDLE} readers", "MB", many["with idle"]),
        Row(f"the server's process: growth over {many['reruns']:,.0f} reruns", "MB", many["growth"]),
    ]


def medians(name: str, *sides: Figures, unit: float = 1) -> list[float]:
    """The median of one figure on each side."""
    return [middle(getattr(side, name)) / unit for side in sides]
