"""Maps for paper: what each shape shows, its patterns, names or numbers, and the words around it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely
from matplotlib.figure import Figure

from atlas.figures.palette import THEMES
from atlas.geography import WORLD, border_lines, borders_on, ground
from atlas.lessons.model import View
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.labels import Label, place_labels
from atlas.takeaways.legends import CONTESTED, NameList, surroundings
from atlas.takeaways.looks import Look
from atlas.takeaways.planes import LARGE, Plane, plane_of
from atlas.takeaways.relief import COARSE, FINE, Laid, laid
from atlas.takeaways.room import Room
from atlas.takeaways.sheet import Sheet, pattern_colour
from atlas.takeaways.shown import MapClass, Shown, shown_in

INK, QUIET, EDGE = THEMES["light"].ink, THEMES["light"].quiet, THEMES["light"].edge
OWN_LAND, PALE, PALE_EDGE = "#FFFFFF", "#F6F4EE", "#A9A498"
UNDETERMINED = "+"
ROUGH = 0.2
"""Millimetres."""

MOST_LED = 8
"""So many chosen states are named over the colours of others, with a line to each; more get numbers."""


MOST_LISTED = 0.6
"""The share of its height that a map gives to a list of names; where more are chosen, none is written."""

UNNAMED = "states are outlined; there is no room for their names"


def map_figure(history: History, tables: Tables, view: View, look: Look) -> Figure:
    """The map of a view on its last day as a figure; artists carry what they show as gid: "FRA:party", "FRA:label"."""
    shown = shown_in(history, tables, view, few=look.few)
    plane = plane_of(tables, view.choice.region, WORLD if view.page == "borders" or look.few else LARGE)
    on_line = borders_on(history, tables, view.choice.treaty, view.last, view.choice.region)
    on_line = on_line if view.page == "borders" else on_line.iloc[:0]
    around = surroundings(tables, view, look, shown, on_line)
    names = _names(tables, plane, view, look)
    on_paper, labels, listed = _arranged(plane, names, look, around.top, around.bottom)
    sheet = Sheet(look.width, look.height)
    draw_shapes(sheet, on_paper, shown, look)
    _draw_chosen(sheet, on_paper, view)
    draw_borders(sheet, on_paper, tables, on_line)
    _draw_frame(sheet, on_paper, view)
    _draw_labels(sheet, labels, look)
    around.draw(sheet)
    listed.draw(sheet, around.bottom + look.margin + listed.height, {name: iso3 for iso3, name in names.items()})
    return sheet.figure


def draw_shapes(sheet: Sheet, on_paper: Laid, shown: Shown, look: Look) -> None:
    """Draws every area in its class, a circle for each state too small to see, and the stripes of what is contested."""
    _draw_areas(sheet, on_paper, shown, look)
    _draw_markers(sheet, on_paper, shown, look)
    _draw_contested(sheet, on_paper, shown, look)


def _names(tables: Tables, plane: Plane, view: View, look: Look) -> dict[str, str]:
    """The states that are named: all of the region on a labelled map, the chosen ones on a map of statuses."""
    named = {"labelled": plane.states, "status": view.choice.state}.get(look.kind, ())
    return {iso3: str(tables.row("states", iso3)["name"]) for iso3 in named}


def _arranged(
    plane: Plane, names: dict[str, str], look: Look, top: float, bottom: float
) -> tuple[Laid, list[Label], NameList]:
    """The map on paper, the names on it, and the list of those that did not fit, which takes height from the map."""
    led = look.kind == "status" and len(names) <= MOST_LED
    listed = NameList((), look, look.name_sizes[-1])
    whole = look.height - 2 * look.margin - top - bottom
    for _ in range(3):
        if listed.height > MOST_LISTED * whole:
            names, listed = {}, NameList(((len(names), UNNAMED),), look, listed.points)
        corner = (look.margin, look.margin + bottom + listed.height)
        high = whole - listed.height
        on_paper = laid(plane, look.inner_width, high, corner, COARSE if look.few else FINE)
        room, types = _room(on_paper, look, tuple(names)), (look.name_sizes, look.number_points)
        labels, numbers = place_labels(names, room, on_paper.points, *types, led=led)
        needed = NameList(tuple((number, names[iso3]) for iso3, number in numbers.items()), look, listed.points)
        needed = needed if names else listed
        if needed.height <= listed.height:
            break
        listed = needed
    return on_paper, labels, needed


def _room(on_paper: Laid, look: Look, named: tuple[str, ...]) -> Room:
    """The paper on which names find their place; for that, coasts may be as rough as a letter is small."""
    shapes = {code: shapely.simplify(shape, ROUGH) for code, shape in on_paper.shapes.items()}
    codes = [code for code, shape in shapes.items() if not shape.is_empty]
    land = shapely.STRtree([shapes[code] for code in codes])
    radius = look.marker
    marks = {}
    for iso3 in on_paper.small(radius):
        x, y = on_paper.points[iso3]
        marks[iso3] = (x - radius, y - radius, x + radius, y + radius)
    return Room(on_paper.frame, shapes, land, codes, marks=marks, named=named)


def _draw_areas(sheet: Sheet, on_paper: Laid, shown: Shown, look: Look) -> None:
    """Every area: others and those without a class pale, undetermined ones crossed, states in their class."""
    kinds = {each["id"]: each["kind"] for each in ground()}
    own = set(on_paper.plane.states)
    for code, outline in sorted(on_paper.outlines.items(), key=lambda item: item[0] in own):
        style = _class_of(code, shown, look)
        if style:
            sheet.area(outline, f"{code}:{style.code}", style.pattern, **_filled(style.colour), lw=0.4)
        elif code in own:
            sheet.area(outline, f"{code}:land", **_filled(OWN_LAND), lw=0.5)
        else:
            kind = kinds.get(code, "land")
            pattern = UNDETERMINED if kind == "undetermined" else ""
            sheet.area(outline, f"{code}:{kind}", pattern, **_filled(PALE, PALE_EDGE), lw=0.4)


def _class_of(code: str, shown: Shown, look: Look) -> MapClass | None:
    """The class in which an area is drawn; None on a map without classes."""
    held = (each for each in shown.classes if each.code == shown.of.get(code))
    return next(held, None) if look.kind == "status" else None


def _filled(colour: str, edge: str = EDGE) -> dict[str, Any]:
    return {"facecolor": colour, "edgecolor": edge, "hatchcolor": pattern_colour(colour, edge)}


def _draw_markers(sheet: Sheet, on_paper: Laid, shown: Shown, look: Look) -> None:
    """A circle for each state that is too small to see."""
    for iso3 in on_paper.small(look.marker):
        style = _class_of(iso3, shown, look)
        code, pattern, colour = (style.code, style.pattern, style.colour) if style else ("land", "", OWN_LAND)
        x, y = on_paper.points[iso3]
        sheet.circle(x, y, look.marker, f"{iso3}:{code}:marker", pattern, **_filled(colour), lw=0.6, zorder=3)


def _draw_contested(sheet: Sheet, on_paper: Laid, shown: Shown, look: Look) -> None:
    style = {"facecolor": "none", "edgecolor": EDGE, "hatchcolor": "white", "hatch_linewidth": 1.4}
    for iso3 in shown.contested if look.kind == "status" else ():
        if outline := on_paper.outlines.get(iso3):
            sheet.area(outline, f"{iso3}:contested", CONTESTED, **style, lw=0.4)


def _draw_chosen(sheet: Sheet, on_paper: Laid, view: View) -> None:
    """A thick outline round each chosen state."""
    for iso3 in view.choice.state:
        if outline := on_paper.outlines.get(iso3):
            sheet.area(outline, f"{iso3}:chosen", facecolor="none", edgecolor=INK, lw=1.6, zorder=4)


def draw_borders(sheet: Sheet, on_paper: Laid, tables: Tables, on_line: pd.DataFrame) -> None:
    """The borders between a bound and a not bound state: a dark line in a white one."""
    wanted = {frozenset(pair): pair for pair in zip(on_line["bound"], on_line["other"], strict=True)}
    for each in border_lines(tables) if wanted else ():
        if pair := wanted.get(frozenset((each["iso3_a"], each["iso3_b"]))):
            for line in on_paper.lines(each["lines"]):
                for colour, wide in (("white", 3.6), (INK, 2.2)):
                    gid = f"{'-'.join(pair)}:border"
                    sheet.line(line, gid, color=colour, lw=wide, solid_capstyle="round", zorder=5)


def _draw_frame(sheet: Sheet, on_paper: Laid, view: View) -> None:
    if view.choice.region:
        west, south, east, north = on_paper.frame
        sheet.box(west, south, east - west, north - south, "frame", facecolor="none", edgecolor=QUIET, lw=0.6, zorder=6)


def _draw_labels(sheet: Sheet, labels: list[Label], look: Look) -> None:
    """Names and numbers, on white where colours lie under them, with a line to a state that they stand away from."""
    coloured = look.kind == "status"
    line = {"color": INK, "lw": 0.9} if coloured else {"color": QUIET, "lw": 0.4}
    pad = 0.12 if coloured else 0.02
    for label in labels:
        if label.start:
            sheet.line([label.start, label.at], f"{label.iso3}:leader", **line, zorder=6)
            end = f"{label.iso3}:leader-end"
            sheet.circle(*label.start, 0.035 * look.points, end, facecolor=line["color"], lw=0, zorder=6)
        gid = f"{label.iso3}:{'number' if label.number else 'label'}"
        style: dict[str, Any] = {"ha": "center", "va": "center" if "\n" in label.text else "center_baseline"}
        if coloured or label.number:
            style["bbox"] = {"boxstyle": f"round,pad={pad}", "fc": "white", "ec": "none"}
        sheet.words(*label.at, label.text, label.points, gid, color=INK, zorder=7, **style)
