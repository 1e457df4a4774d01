"""Templates in, pages out: every page has the same frame, and only links that hold from any place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from atlas import words
from atlas.export.citing import NAME, citation
from atlas.site.finding import common_files
from atlas.site.ground import Ground
from atlas.site.scripts import as_json, names
from atlas.tables.sources import publisher

MENU = {
    "index.html": "Map",
    "timeline.html": "Timeline",
    "countries.html": "Countries",
    "lessons.html": "Lessons",
    "data.html": "Data",
    "about.html": "About",
}
"""The pages of the menu: a new one is a template and a line here."""

PREVIEWS = "previews"
"""Folder of the pictures that other sites show with a link: they are there where the address of the site is known."""


class Source(NamedTuple):
    """A source as it stands beside a fact."""

    publisher: str
    title: str
    url: str


def cited(ground: Ground, keys: str, place: str = "") -> list[Source]:
    """The sources of a row, and the place in them where one is known."""
    found = (ground.tables.row("sources", key) for key in words.unique_ids([keys]))
    return [Source(publisher(each), ": ".join(filter(None, [each["title"], place])), each["url"]) for each in found]


def rendered(
    ground: Ground,
    path: str,
    template: str,
    *,
    title: str,
    about: str,
    picture: str,
    files: Mapping[str, str] | None = None,
    told: Mapping[str, Any] | None = None,
    **context: Any,
) -> bytes:
    """A page as HTML.

    `path` is its place below the site, `about` what search engines and previews say of it, `picture`
    the key of its preview. `files` are the assets that
    its scripts may ask for by their names, beside those that every page has; `told` is what else they are told.
    """
    root = "../" * path.count("/")
    known = {**names(common_files(ground)), **(files or {})}
    asked_for = {name: known[name] for name in ("states", "plotly")} | dict(files or {})
    page = _environment().get_template(template)
    return page.render(
        root=root,
        path=path,
        address=ground.address(path),
        title=title if title == NAME else f"{title} · {NAME}",
        about=about,
        project=NAME,
        menu=MENU,
        files=known,
        facts=Markup(as_json({"root": root, "files": asked_for, **(told or {})})),
        package=ground.tables.package,
        checked=words.long_day(ground.tables.checked),
        citation=citation(ground.tables, title).sentence,
        preview=ground.address(f"{PREVIEWS}/{picture}.png"),
        **context,
    ).encode("utf-8")


def from_markdown(text: str) -> Markup:
    """A text of the project as HTML; what looks like HTML in it stays text."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("atlas.site"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
