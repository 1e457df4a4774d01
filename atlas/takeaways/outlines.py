"""A map of any region to take away: blank, with names, or with statuses, as PNG, SVG or PDF."""

from __future__ import annotations

from datetime import date

from atlas.lessons.model import View
from atlas.selection import Choice, values
from atlas.selection.values import one_of
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.looks import KINDS, Look
from atlas.takeaways.maps import map_figure
from atlas.takeaways.planes import plane_of
from atlas.takeaways.sheet import FORMS
from atlas.words import listed

A4, A3 = (210.0, 297.0), (297.0, 420.0)
MARGIN = 10.0


def write_map(
    history: History, tables: Tables, region: tuple[str, ...], kind: str, form: str, day: date, treaty: str
) -> bytes:
    """A map of the regions (none: the world) on a page of A4, upright or lying as the region does.

    The world with all its names takes a page of A3.

    `kind` is one of KINDS and `form` one of FORMS. Raises ValueError, saying what is allowed, for another one, and for
    a region or a treaty that is not known.
    """
    one_of(kind, KINDS, "kind of map")
    one_of(form, FORMS, "form of a map")
    known = values.regions(",".join(region), tables)
    view = View("map", Choice(on=day, treaty=values.treaty(treaty, tables), region=known))
    look = Look(*page_of(tables, known, kind), kind=kind, points=8.0 if known else 7.0, margin=MARGIN)
    title = f"Mine Ban Atlas: {kind} map of {listed(known) or 'the world'}"
    return FORMS[form](map_figure(history, tables, view, look), title, tables.checked)


def page_of(tables: Tables, region: tuple[str, ...], kind: str) -> tuple[float, float]:
    """Width and height in mm: upright for a region that is higher than wide; A3 for all names of the world, else A4."""
    west, south, east, north = plane_of(tables, region).window
    short, long = A3 if kind == "labelled" and not region else A4
    return (short, long) if north - south > east - west else (long, short)
