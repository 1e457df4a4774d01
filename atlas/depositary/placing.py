"""Acts of participants become acts of states; what cannot be read or matched becomes a fault, never nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from atlas.depositary.acts import WITH_INSTRUMENT, Act, acts_of
from atlas.depositary.names import state_of
from atlas.depositary.pages import Page
from atlas.selection.values import BadValue
from atlas.tables import Tables
from atlas.tables.record import JOINS


class Placed(NamedTuple):
    """An act of the page with the state it is of."""

    iso3: str
    act: Act


class Fault(NamedTuple):
    """What could not be read: the code of the finding, the state where it is known, and the act, which says why."""

    code: str
    iso3: str
    act: Act


def acts_told(page: Page, tables: Tables, column: str | None) -> tuple[list[Placed], list[Fault]]:
    """The acts that the page tells of, or its second table in that column, by state, and what could not be read."""
    acts, faults = placed(acts_of(page, column), tables)
    if column is None:
        return acts, faults
    instruments, others = placed(acts_of(page), tables)
    given = {each.iso3: each.act for each in instruments if each.act.action in JOINS}
    told: list[Placed] = []
    for each in acts:
        if each.act.action != WITH_INSTRUMENT:
            told.append(each)
        elif each.iso3 in given:
            own = given[each.iso3]
            kind = own.action if own.action == "succession" else "ratification"
            told.append(Placed(each.iso3, replace(each.act, action=kind, day=own.day)))
        else:
            why = "consents with an instrument that is not in the first table"
            faults.append(Fault("unread", each.iso3, replace(each.act, action="", unread=why)))
    return told, faults + others


def placed(acts: Iterable[Act], tables: Tables) -> tuple[list[Placed], list[Fault]]:
    """The acts by state, and those that have no state or could not be read."""
    found: list[Placed] = []
    faults: list[Fault] = []
    for act in acts:
        try:
            iso3 = state_of(act.name, tables)
        except BadValue as problem:
            why = "; ".join(filter(None, (str(problem), act.unread)))
            faults.append(Fault("unknown-name", "", replace(act, unread=why)))
            continue
        if act.unread:
            faults.append(Fault("unread", iso3, act))
        else:
            found.append(Placed(iso3, act))
    return found, faults
