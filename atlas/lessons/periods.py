"""The days through which a reveal leads the map of a step."""

from __future__ import annotations

from datetime import date

from atlas.lessons.model import PLAY, View
from atlas.tables.dates import partial_date_problem


def within(text: str, view: View) -> bool:
    """Whether the text is a day of the period of a view."""
    if not view.has_period or len(text) != 10 or partial_date_problem(text):
        return False
    return view.first <= date.fromisoformat(text) <= view.last


def moves(name: str) -> bool:
    """Whether a name of a reveal sends the map on."""
    return name == PLAY or (not partial_date_problem(name) and len(name) == len("YYYY-MM-DD"))


def day_of(name: str, view: View) -> date:
    """The day to which a name of a reveal sends the map."""
    return view.last if name == PLAY else date.fromisoformat(name)


def period_problem(view: View) -> str:
    """What is wrong with the period of a step's view; empty where nothing is, or where it has none."""
    if view.choice.last and not view.choice.first:
        return "to is given without from; for one day write on"
    if view.first > view.last:
        return f"from {view.first} lies after {view.last}, the day of the view; write to as well"
    return ""


__all__ = ["day_of", "moves", "period_problem", "within"]
