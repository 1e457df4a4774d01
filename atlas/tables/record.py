"""What a state can have done under a treaty, in which order: the checks that need more than one row.

The order of acts follows the Vienna Convention on the Law of Treaties, articles 11-16 (consent to be bound) and
54-56 (withdrawal): sign, then join, then give notice, then be out, then perhaps join again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from atlas.tables.dates import earliest, latest, partial_date_problem
from atlas.tables.faults import Fault
from atlas.tables.reading import Rows
from atlas.tables.schema import Package

JOINS = ("ratification", "acceptance", "approval", "accession", "succession")
RANK = {"signature": 0, **dict.fromkeys(JOINS, 1), "withdrawal_notified": 2, "withdrawal_effective": 3}
CLAIMS = ("suspension_announced", "objection_to_suspension")
ACTION_COLUMNS = ("treaty", "iso3", "action", "date", "not_before")


@dataclass(frozen=True)
class Act:
    """One row of the actions with the first and the last day it can mean."""

    line: int
    action: str
    date: str
    first: np.datetime64
    last: np.datetime64

    @property
    def decisive(self) -> np.datetime64:
        """The day that places the act among others: an act opens on its first day, a consequence on its last."""
        return self.last if self.action == "withdrawal_effective" else self.first


def check_record(package: Package, rows: Mapping[str, Rows]) -> list[Fault]:
    """Every fault in the order of the actions of each state under each treaty."""
    if not {"actions", "treaties"} <= rows.keys():
        return []
    path = package.table("actions").path
    opened = _opening_days(rows["treaties"])
    states = rows["states"]
    unable = {
        iso3 for iso3, able in zip(states.column("iso3"), states.column("can_join"), strict=False) if able == "no"
    }
    faults: list[Fault] = []
    histories: dict[tuple[str, str], list[Act]] = defaultdict(list)
    actions = rows["actions"]
    columns = [actions.column(name) for name in ACTION_COLUMNS]
    for line, treaty, iso3, action, text, bound in zip(actions.lines, *columns, strict=False):
        if partial_date_problem(text) or (bound and partial_date_problem(bound)):
            continue  # reported with the cells
        act = Act(line, action, text, max(earliest([text])[0], earliest([bound or text])[0]), latest([text])[0])
        histories[treaty, iso3].append(act)
        if iso3 in unable:
            faults.append(Fault(path, line, "iso3", f'"{iso3}" is not a state able to join'))
        faults += [Fault(path, line, *said) for said in _day_faults(act, bound, opened.get(treaty), package.checked)]
    for history in histories.values():
        faults += [Fault(path, *said) for said in _order_faults(history)]
    return faults


def _opening_days(treaties: Rows) -> dict[str, np.datetime64]:
    names = ("treaty", "opened_for_signature", "adopted")
    days = zip(*(treaties.column(name) for name in names), strict=False)
    return {
        treaty: np.datetime64(opened or adopted, "D")
        for treaty, opened, adopted in days
        if not partial_date_problem(opened or adopted)
    }


def _day_faults(act: Act, bound: str, opened: np.datetime64 | None, checked: date) -> Iterator[tuple[str, str]]:
    if bound and not (earliest([act.date])[0] < act.first <= act.last):
        yield "not_before", f"{bound} does not narrow the date {act.date}"
    if opened is not None and act.last < opened:
        yield "date", f"{act.action} on {act.date} lies before the treaty opened on {opened}"
    if act.action != "withdrawal_effective" and act.first > np.datetime64(checked, "D"):
        yield "date", f"{act.date} lies after the day the data was checked, {checked}"


def _order_faults(history: list[Act]) -> Iterator[tuple[int, str, str]]:
    """Walks through the acts in time order and reports each one that cannot follow those before it."""
    signed: Act | None = None
    joined: Act | None = None
    notice: Act | None = None
    for act in sorted(history, key=lambda each: (each.decisive, RANK.get(each.action, 9))):
        problem = None
        if act.action == "signature":
            if signed or joined:
                problem = f"signature after line {(joined or signed).line}"  # type: ignore[union-attr]
            signed = signed or act
        elif act.action in JOINS:
            if joined:
                problem = f"joins again after line {joined.line} without a withdrawal that took effect"
            joined, notice = act, None
        elif act.action == "withdrawal_notified":
            if joined is None:
                problem = "gives notice of withdrawal without having joined"
            elif notice:
                problem = f"gives notice again after line {notice.line}"
            notice = act
        elif act.action == "withdrawal_effective":
            if notice is None:
                problem = _unannounced(act, history)
            joined = notice = None
        elif act.action in CLAIMS and joined is None:
            problem = "concerns a state that had not joined"
        if problem:
            yield act.line, "date" if "again" not in problem else "action", problem


def _unannounced(act: Act, history: list[Act]) -> str:
    later = next((each for each in history if each.action == "withdrawal_notified" and each.first > act.first), None)
    if later:
        return f"withdrawal effective on {act.date}, before its notice of {later.date} (line {later.line})"
    return "withdrawal takes effect without a notice"
