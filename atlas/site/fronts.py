"""The pages that there is one of: map, timeline, countries, lessons, data, dictionary, about, and "not found"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from atlas import geography, words
from atlas.assets.shown import HEIGHT, LEGEND
from atlas.export import CELLS, FORMATS, dictionary, plain
from atlas.export.citing import NAME
from atlas.export.formats import PURPOSES
from atlas.export.law import rules, statuses
from atlas.selection import first_day
from atlas.selection.choice import table_names
from atlas.site import states, tables
from atlas.site.answers import description
from atlas.site.ground import Files, Ground
from atlas.site.lessons import lessons_page
from atlas.site.pages import cited, from_markdown, rendered
from atlas.status import STATUSES
from atlas.takeaways.heads import SITE_PICTURE
from atlas.words import about


def front_files(ground: Ground, files: Mapping[str, str], sizes: Mapping[str, int]) -> Files:
    """Every page that there is one of; `files` are assets by name, `sizes` bytes of all other files by path."""
    return {
        **_map(ground, files),
        **_timeline(ground, files),
        **_countries(ground),
        **lessons_page(ground, sizes),
        **_data(ground, sizes),
        **_dictionary(ground),
        **_about(ground),
        **_missing(ground),
    }


def _missing(ground: Ground) -> Files:
    path, about = "404.html", "There is no such page."
    return {path: rendered(ground, path, "missing.html", title="Not found", picture=SITE_PICTURE, about=about)}


def _map(ground: Ground, files: Mapping[str, str]) -> Files:
    facts, treaty = ground.tables, ground.treaties[0]
    counts = words.count_by_status(ground.history.status_on(facts.checked, treaty))
    headline = words.headline(counts, facts, treaty, facts.checked)
    context: dict[str, Any] = {
        "about": f"{headline}. A map of eleven treaties on mines and other weapons, for any day, with its sources.",
        "headline": words.unbroken(headline),
        "explanation": words.explanation(counts, facts, treaty, facts.checked),
        "treaties": _treaties(ground),
        "rows": states.index(ground),
        "files": files,
        "told": {**_told(ground), "map": _map_settings(ground), "countries": f"{states.FOLDER}/"},
    }
    framed = {**context, "told": {**context["told"], "countries": f"{states.EMBEDDED}/"}}
    picture = f"map-{treaty}"
    return {
        "index.html": rendered(ground, "index.html", "map.html", title=NAME, picture=picture, **context),
        "embed/map.html": rendered(ground, "embed/map.html", "embed_map.html", title="Map", picture=picture, **framed),
    }


def _map_settings(ground: Ground) -> dict[str, Any]:
    """What every map of the page is told, whatever is chosen."""
    return {"order": LEGEND, "height": HEIGHT, "view": asdict(geography.region_view(ground.tables, ()))}


def _told(ground: Ground) -> dict[str, Any]:
    """What scripts need to read a choice from the address and to write it again."""
    facts = ground.tables
    return {
        "checked": facts.checked.isoformat(),
        "treaty": ground.treaties[0],
        "treaties": {
            key: {"name": row["short_name"], "title": row["official_title"], "first": first_day(facts, key).isoformat()}
            for key, row in ((key, facts.row("treaties", key)) for key in ground.treaties)
        },
        "statuses": STATUSES,
        "codes": facts.states["iso3"].to_list(),
        "names": facts.states["name"].to_list(),
        "events": facts["events"]["event_id"].to_list(),
    }


def _treaties(ground: Ground) -> list[tuple[str, str, str]]:
    """Key, short name and title of each treaty."""
    rows = (ground.tables.row("treaties", key) for key in ground.treaties)
    return [(row["treaty"], row["short_name"], row["official_title"]) for row in rows]


def _timeline(ground: Ground, files: Mapping[str, str]) -> Files:
    facts = ground.tables
    events = facts["events"].sort_values("date", kind="stable")
    actions = len(facts["actions"])
    first, last = int(events["date"].iloc[0][:4]), facts.checked
    headline = f"{words.counted(len(events), 'policy event')} and {words.counted(actions, 'treaty action')}"
    context: dict[str, Any] = {
        "about": f"{headline} on mines and other weapons from {first} to {last.year}, each with its source.",
        "headline": f"{headline} from {first} to {last.year}",
        "treaties": _treaties(ground),
        "years": [(year, list(rows)) for year, rows in groupby(_events(ground), lambda event: event["year"])],
        "files": files,
        "told": _told(ground),
    }
    return {
        path: rendered(ground, path, template, title="Timeline", picture="timeline", **context)
        for path, template in (("timeline.html", "timeline.html"), ("embed/timeline.html", "embed_timeline.html"))
    }


def _events(ground: Ground) -> list[dict[str, Any]]:
    facts = ground.tables
    lanes = facts.package.table("events").field("lane").labels
    names = facts["states"].set_index("iso3")["name"]
    pages = set(facts.states["iso3"])
    return [
        {
            "key": row.event_id,
            "year": row.date[:4],
            "date": words.long_date(row.date),
            "title": row.title,
            "summary": row.summary,
            "note": row.note,
            "lane": lanes[row.lane],
            "states": [(code, names[code], code in pages) for code in row.states.split(";") if code in names.index],
            "sources": cited(ground, row.source_id),
        }
        for row in facts["events"].sort_values("date", kind="stable").itertuples(index=False)
    ]


def _countries(ground: Ground) -> Files:
    rows, path = states.index(ground), "countries.html"
    treaty = words.plain.the_treaty(ground.tables, ground.treaties[0])
    day = words.long_day(ground.tables.checked)
    said = f"{len(rows)} states are able to join. Their status under {treaty} on {day}."
    told = {"states": len(rows)}
    count = len(ground.treaties)
    context: dict[str, Any] = {"about": said, "told": told, "rows": rows, "said": said, "treaties": count}
    return {path: rendered(ground, path, path, title="Countries", picture="country", **context)}


def _data(ground: Ground, sizes: Mapping[str, int]) -> Files:
    package = ground.tables.package
    names = table_names(ground.tables)
    offered = [
        {
            "name": name,
            "table": package.table(name),
            "rows": [
                (heading, key, [(form, path, sizes[path]) for form, path in _formats(key) if path in sizes])
                for heading, key in _keys(ground, name)
            ],
        }
        for name in names
    ]
    labels = words.listed([form.label for form in FORMATS.values()])
    said = f"{len(names)} tables on {len(ground.treaties)} treaties as {labels}, and JSON for programs."
    context = {
        "offered": offered,
        "formats": [(form.label, PURPOSES.get(key, "")) for key, form in FORMATS.items()],
        "cells": CELLS,
        "package_path": f"{tables.DATA}/mine-ban-atlas.zip",
        "sizes": sizes,
        "answers": description(ground.tables)["files"],
        "first": ground.treaties[0],
    }
    return {
        "data.html": rendered(ground, "data.html", "data.html", title="Data", picture="data", about=said, **context)
    }


def _keys(ground: Ground, table: str) -> list[tuple[str, str]]:
    if not tables.of_treaty(ground.tables, table):
        return [("", table)]
    return [(words.plain.short_name(ground.tables, treaty), f"{treaty}/{table}") for treaty in ground.treaties]


def _formats(key: str) -> list[tuple[str, str]]:
    return [(form.label, tables.path_of(key, name)) for name, form in FORMATS.items()]


def _dictionary(ground: Ground) -> Files:
    package = ground.tables.package
    described = [(package.table(name), dictionary(package.table(name))) for name in table_names(ground.tables)]
    said, path = f"What every column of the {len(described)} tables means.", "dictionary.html"
    return {
        path: rendered(ground, path, path, title="Data dictionary", picture="data", about=said, described=described)
    }


def _about(ground: Ground) -> Files:
    facts, treaty = ground.tables, ground.treaties[0]
    context: dict[str, Any] = {
        "statuses": _grid(statuses(facts, treaty)),
        "rules": _grid(rules(facts)),
        "days": from_markdown(about.text("days")),
        "borders": from_markdown(about.text("borders")),
        "gaps": from_markdown(about.text("gaps")),
        "sources": plain(facts["sources"]).to_dict("records"),
        "web": re.compile(r"https?://\S+$").match,
    }
    said = "How the status of a state on a day is computed, what the words mean, where everything comes from."
    return {
        "about.html": rendered(
            ground, "about.html", "about.html", title="About", picture="about", about=said, **context
        )
    }


def _grid(rows: Any) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of a table of texts."""
    return list(rows.columns), rows.astype("str").to_numpy().tolist()
