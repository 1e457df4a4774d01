"""A view as a page and its query: what the address bar shows of it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from atlas.lessons.model import PAGES_SHOWN, View
from atlas.selection import KEYS, BadValue, read_query, to_query
from atlas.tables import Tables
from atlas.tables.faults import shown


def view_of(text: str, tables: Tables) -> View:
    """The view of "map?treaty=mbt&on=1997-12-04", or of the whole address; raises `BadValue` with all that is wrong."""
    try:
        split = urlsplit(text)
    except ValueError:
        raise BadValue(f"{shown(text)} is not an address; write a page and its query, as map?treaty=mbt") from None
    page = split.path.rsplit("/", 1)[-1].lower() or "map"
    query = parse_qsl(split.query, keep_blank_values=True)
    choice, ignored = read_query(dict(query), tables)
    problems = [f"{key}: {problem}" for key, problem in ignored]
    if page not in PAGES_SHOWN:
        problems.insert(0, f"{shown(page)} is not a page that a step can show; allowed: {', '.join(PAGES_SHOWN)}")
    keys = [key for key, _ in query]
    problems += [f"unknown key {shown(key)}; allowed: {', '.join(KEYS)}" for key in keys if key not in KEYS]
    problems += [f"the key {key} stands twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if problems:
        raise BadValue("; ".join(problems))
    return View(page, choice)


def address_of(view: View, tables: Tables) -> str:
    """A short text that `view_of` reads as this view, with its day: on a later day "today" would be another one."""
    query = to_query(view.choice, tables)
    if not {"on", "year"} & query.keys() and not view.choice.last:
        query |= {"on": view.choice.on.isoformat()}
        query = {key: query[key] for key in KEYS if key in query}
    return f"{view.page}?{urlencode(query, safe=',')}" if query else view.page


__all__ = ["address_of", "view_of"]
