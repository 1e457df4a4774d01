"""The line between states bound and states not bound, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from atlas.status import BOUND, NOT_BOUND
from atlas.tables import Tables
from atlas.words.acts import change_sentence
from atlas.words.plain import capitalised, counted, in_sentence, km_text, listed, long_day
from atlas.words.statuses import CHANGE_VERBS, STATUS_LABELS, status_in_sentence

PAIR_LABELS = {
    f"{bound}-{other}": f"{STATUS_LABELS[bound].split(',')[0]} – {status_in_sentence(other)}"
    for bound in BOUND
    for other in NOT_BOUND
}
"""What a reader sees for a border of each class, the bound side first: "Party – outside"."""

ON_LENGTHS = (
    "Lengths are geodesic and computed from generalised shapes. They run short of published ones, by 15 % in the "
    "median and by up to 42 % (Bangladesh and India): use them to rank and to compare shares, not as the length of a "
    "border."
)
ON_WHAT_COUNTS = (
    "A border is on the line when the treaty is in force for the state on one side and not for the state on the other; "
    "a state that is leaving stays bound until its withdrawal takes effect. Borders with territories and undetermined "
    "areas, such as Western Sahara or Kosovo, are not counted, and those of a state before its independence neither. A "
    "claim that the treaty's organs contest, hatched on the map, moves no border."
)
ON_DOTS = (
    "Three borders are too short for the shapes of the map and are drawn as a dot: Botswana and Zambia, Morocco and "
    "Spain (at Ceuta), Italy and the Vatican. The first and the last have their published lengths, 0.15 km and 3.2 km."
)


def headline(rows: pd.DataFrame, tables: Tables, treaty: str, day: date, place: str = "") -> str:
    """How long the line is on the day and along how many borders; `rows` are those of `borders_on`."""
    subject = tables.row("treaties", treaty)["subject"]
    where = f"{place}: on" if place else "On"
    verb = "runs" if day == tables.checked else "ran"
    if not len(rows):
        return f"{where} {long_day(day)} no land border {verb} between a state bound and one not bound by {subject}"
    return (
        f"{where} {long_day(day)} the line between states bound and not bound by {subject} {verb} "
        f"{km_text(rows['km'].sum())} along {counted(len(rows), 'border')}"
    )


def explanation(rows: pd.DataFrame, tables: Tables, treaty: str) -> str:
    """The classes of the line's borders, the longest first, with number and length; and that lengths are computed."""
    classes = rows.groupby("pair")["km"].agg(["size", "sum"]).sort_values("sum", ascending=False)
    parts = [
        f"{PAIR_LABELS[str(code)]}: {counted(number, 'border')}, {km_text(km)}"
        for code, number, km in classes.itertuples()
    ]
    said = [
        tables.row("treaties", treaty)["short_name"],
        "; ".join(parts),
        "Lengths are computed; see below" * bool(parts),
    ]
    return " ".join(f"{each}." for each in said if each)


def move_sentence(move: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What one state did and how it moved the line; `move` is a row of `moves`, `names` are those of states by code."""
    added, removed = (_named(move[kind], names) for kind in ("added", "removed"))
    parts = []
    if added:
        parts.append(f"{km_text(move['km_added'])} came onto the line (with {added})")
    if removed:
        parts.append(f"{km_text(move['km_removed'])} left {'it' if added else 'the line'} (with {removed})")
    change = f"; {balance(move['km_change'])}" if added and removed else ""
    return f"{act(move)}: {', '.join(parts)}{change}"


def act(move: Mapping[str, Any]) -> str:
    """What the state did that moved the line: "Finland left on 10 January 2026"."""
    if move["to_status"] in CHANGE_VERBS:
        return change_sentence(move)
    return f"{capitalised(in_sentence(move['name']))} became a state on {long_day(move['date'])}"


def balance(km: float) -> str:
    """What is left of a move when gain and loss are set against each other."""
    if round(abs(km)) == 0:
        return "the line became neither longer nor shorter"
    return f"the line became {km_text(abs(km))} {'longer' if km > 0 else 'shorter'}"


def nobody_ranked(chosen: bool) -> str:
    """What is said where no state is ranked, by whether states are chosen."""
    who = "None of the chosen states" if chosen else "No state"
    return f"{who} is bound on this day and has a land border that counts."


def _named(text: str, names: Mapping[str, str]) -> str:
    return listed([in_sentence(name) for name in sorted(names[code] for code in text.split(";") if code)])
