"""The pictures of links to the pages: 1200 x 630 px, one for each page, each treaty's map and each state.

They show the facts of the day on which these were checked, and say which day that is. Same facts, same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from atlas import words
from atlas.figures.curve import occurring
from atlas.figures.palette import THEMES
from atlas.geography import WORLD, borders_on
from atlas.lessons.model import View
from atlas.selection import Choice, default_choice, first_day, year_days
from atlas.selection.country import treaty_rows
from atlas.selection.sharing import MAP, PAGES
from atlas.tables import Tables
from atlas.takeaways.heads import SITE, SITE_PICTURE, Facts, head_of, headline, name_of, state_headline
from atlas.takeaways.looks import Look
from atlas.takeaways.maps import draw_borders, draw_shapes
from atlas.takeaways.planes import plane_of
from atlas.takeaways.preview_sheet import (
    EDGE,
    FOOT,
    HIGH,
    INK,
    INNER,
    MARGIN,
    PAPER,
    QUIET,
    WIDE,
    headed,
    legend,
    lines_of,
    pixels,
    png,
    small,
)
from atlas.takeaways.relief import COARSE, Laid, laid
from atlas.takeaways.sheet import Sheet, pattern_colour
from atlas.takeaways.shown import MapClass, shown_in
from atlas.takeaways.typeface import MM
from atlas.words.country import bound_summary

LAND, LAND_EDGE = "#DCD6C9", PAPER
LOOK = Look(WIDE, HIGH, points=11.0, few=True)
SLOGAN = "Who is bound by the ban on anti-personnel mines, since when, and how we know"


def keys(tables: Tables) -> Iterator[str]:
    """The key of every preview: the atlas, its pages, the map of each treaty, each state."""
    yield SITE_PICTURE
    yield from (page for page in PAGES if page != MAP)
    yield from (f"map-{treaty}" for treaty in tables["treaties"]["treaty"])
    yield from (f"country-{iso3}" for iso3 in tables.states["iso3"])


def preview(key: str, facts: Facts) -> bytes:
    """The PNG of a key, one of `keys`."""
    kind, _, of = key.partition("-")
    draw = DRAWN[kind] if of else PAGE_PICTURES.get(key, _of_page)
    on_quiet = draw in (_of_state, _of_page)
    return png(draw(of or key, facts), _quiet_world(facts.tables) if on_quiet else None)


def _of_treaty(treaty: str, facts: Facts) -> Figure:
    """The map of a treaty, under its sentence and over its legend."""
    choice = Choice(on=facts.tables.checked, treaty=treaty)
    name = facts.tables.row("treaties", treaty)["short_name"]
    sheet, top = headed(f"{name}, {words.long_day(choice.on)}", headline(choice, facts), 25.0)
    return _mapped(sheet, top, View(MAP, choice), facts)


def _of_comparison(page: str, facts: Facts) -> Figure:
    sheet, top = _titled(page, facts)
    return _mapped(sheet, top, View(page, default_choice(facts.tables)), facts)


def _of_borders(page: str, facts: Facts) -> Figure:
    choice = default_choice(facts.tables)
    sheet, top = _titled(page, facts)
    figure = _mapped(sheet, top, View(page, choice), facts)
    on_line = borders_on(*facts, choice.treaty, choice.on)
    draw_borders(sheet, _world(facts.tables, top), facts.tables, on_line)
    return figure


def _of_state(iso3: str, facts: Facts) -> Figure:
    """The name of a state, how it stands, and where it lies."""
    choice = default_choice(facts.tables)
    rows = treaty_rows(*facts, iso3, choice.on)
    sheet, top = headed(SITE, name_of(iso3, facts), 36.0)
    lines = lines_of(state_headline(iso3, choice, facts), 19.0)[:2]
    for line in lines:
        top -= 19.0 * 1.35 * MM
        sheet.words(MARGIN, top, line, 19.0, "sentence", color=INK)
    small(sheet, bound_summary(rows, choice.on))
    on_paper = _world(facts.tables, LOCATED)
    shown = shown_in(*facts, View(MAP, choice), few=True)
    style = next(each for each in shown.classes if each.code == shown.of[iso3])
    _draw_state(sheet, on_paper, iso3, style)
    return sheet.figure


def _of_curve(page: str, facts: Facts) -> Figure:
    """The number of states by status at the end of each year."""
    sheet, top = _titled(page, facts)
    tables, choice = facts.tables, default_choice(facts.tables)
    first = first_day(tables, choice.treaty).year
    days = year_days(tables, first, tables.checked.year)
    curve = facts.history.counts(days, choice.treaty)
    statuses = occurring(curve)
    left = MARGIN + 9.0
    box = (left / WIDE, (FOOT + 6) / HIGH, (WIDE - MARGIN - left) / WIDE, (top - FOOT - 12) / HIGH)
    axes = sheet.figure.add_axes(box)
    axes.set_facecolor(PAPER)
    axes.stackplot(
        [day.year for day in days],
        [curve[status] for status in statuses],
        colors=[THEMES["light"].statuses[status] for status in statuses],
        edgecolor=PAPER,
        step="post",
        lw=0.6,
    )
    axes.set_xlim(days[0].year, days[-1].year)
    axes.set_ylim(0, curve[statuses].sum(axis=1).max())
    axes.tick_params(labelsize=13, colors=QUIET, length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    counts = curve.iloc[-1]
    classes = [
        MapClass(code, words.STATUS_LABELS[code], THEMES["light"].statuses[code], "", int(counts[code]))
        for code in statuses
    ]
    legend(sheet, classes)
    return sheet.figure


def _of_page(page: str, facts: Facts) -> Figure:
    """A page of words: what it is, over a quiet map."""
    sheet, _ = headed(SITE, SLOGAN, 30.0) if page == SITE_PICTURE else _titled(page, facts)
    return sheet.figure


DRAWN: Mapping[str, Callable[[str, Facts], Figure]] = {"map": _of_treaty, "country": _of_state}
"""What draws the pictures of one kind, by what their keys begin with."""

PAGE_PICTURES: Mapping[str, Callable[[str, Facts], Figure]] = {
    "timeline": _of_curve,
    "compare": _of_comparison,
    "borders": _of_borders,
}
"""The pages with a picture of their own."""


def _titled(page: str, facts: Facts) -> tuple[Sheet, float]:
    """A sheet with the title of a page and its sentence."""
    head = head_of(page, default_choice(facts.tables), facts)
    sheet, top = headed(SITE, head.title.removesuffix(f" · {SITE}"), 28.0)
    for line in lines_of(head.description, 16.0)[:2]:
        top -= 16.0 * 1.35 * MM
        sheet.words(MARGIN, top, line, 16.0, "sentence", color=QUIET)
    return sheet, top - 3.0


LOCATED = 104.0
"""The upper edge of a quiet map, in mm from below."""


def _world(tables: Tables, top: float) -> Laid:
    """The world between the foot and a height."""
    return laid(plane_of(tables, (), WORLD), INNER, top - FOOT, (MARGIN, FOOT), COARSE)


def _mapped(sheet: Sheet, top: float, view: View, facts: Facts) -> Figure:
    shown = shown_in(*facts, view, few=True)
    draw_shapes(sheet, _world(facts.tables, top), shown, LOOK)
    legend(sheet, shown.classes, contested=bool(shown.contested))
    return sheet.figure


@lru_cache(maxsize=2)
def _quiet_world(tables: Tables) -> np.ndarray:
    """The land of the world in one colour, as the pixels of a whole picture: drawn once for all states."""
    sheet = Sheet(WIDE, HIGH)
    sheet.figure.set_facecolor(PAPER)
    for code, outline in _world(tables, LOCATED).outlines.items():
        sheet.area(outline, code, facecolor=LAND, edgecolor=LAND_EDGE, lw=0.5)
    return pixels(sheet.figure)


def _draw_state(sheet: Sheet, on_paper: Laid, iso3: str, style: MapClass) -> None:
    """The state in the colour of its status, and a ring round it where it is too small to be seen at once."""
    filled = {
        "facecolor": style.colour,
        "edgecolor": EDGE,
        "hatchcolor": pattern_colour(style.colour, EDGE),
        "lw": 0.7,
    }
    if outline := on_paper.outlines.get(iso3):
        sheet.area(outline, f"{iso3}:{style.code}", style.pattern, **filled)
    x, y = on_paper.points[iso3]
    if iso3 in on_paper.small(SEEN / 2):
        sheet.circle(x, y, LOOK.marker, f"{iso3}:marker", facecolor=style.colour, edgecolor=EDGE, lw=0.7)
        sheet.circle(x, y, SEEN / 2 + 1.0, f"{iso3}:ring", facecolor="none", edgecolor=INK, lw=1.8)


SEEN = 8.0
"""Millimetres: a state that is smaller than this gets a ring."""


__all__ = ["keys", "preview"]
