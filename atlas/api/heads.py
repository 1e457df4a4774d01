"""The head of a page's HTML: what browsers, search engines and programs that preview links read before any script."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from urllib.parse import parse_qsl, urlsplit

from starlette.types import Scope

from atlas.api.assets import OWN
from atlas.assets import VENDOR
from atlas.export import API
from atlas.selection import from_query
from atlas.selection.sharing import EMBED, EMBEDDED, MAP, PAGES
from atlas.takeaways.heads import SITE, SITE_PICTURE, Facts, Head, head_of
from atlas.takeaways.previewing import FOLDER, SIZE

PUBLIC_ADDRESS = "ATLAS_PUBLIC_ADDRESS"
"""The variable of the environment that says where readers find the atlas."""

HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
"""A host and a port, and nothing else."""

LONGEST_QUERY = 8 * 1024
KEPT = 512
NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)


class BadAddress(ValueError):
    """What is wrong with the address of the atlas; the message names what is allowed."""


class Heads:
    """Writes the head of each page; `pictures` are the names of the files of the previews by their keys.

    `base` is the path below which everything is served, and `address` that of the atlas as readers type it, with that
    path. Without it the head has no address: what a request says of its host is anybody's text.
    """

    def __init__(self, facts: Facts, base: str, pictures: Mapping[str, str], address: str = "") -> None:
        self.facts, self.base, self.pictures, self.address = facts, base, pictures, address.rstrip("/")
        self.head = lru_cache(maxsize=KEPT)(self._head)

    def written(self, body: bytes, scope: Scope) -> bytes:
        """The HTML of the page that a request asks for, with its head; as it is where the path is no page."""
        page = scope["path"].removeprefix(self.base).strip("/") or MAP
        if page not in PAGES:
            return body
        head = self.head(page, scope["query_string"])
        tags = self._tags(head)
        body = TITLE.sub(lambda _: tags.encode(), body, count=1)
        return NO_SCRIPT.sub(lambda _: self._without_script(head).encode(), body, count=1)

    def _head(self, page: str, query: bytes) -> Head:
        given = keys_of(query)
        choice, _ = from_query(given, self.facts.tables)
        return head_of(framed_view(given) or page, choice, self.facts)

    def _tags(self, head: Head) -> str:
        """The title and what else belongs into a head; addresses only where that of the atlas is known."""
        address = self.address
        tags = [_meta("name", "description", head.description)]
        told = {
            "og:title": head.title,
            "og:description": head.description,
            "og:type": "website",
            "og:site_name": SITE,
            "og:locale": "en_GB",
        }
        picture = self.pictures.get(head.picture) or self.pictures.get(SITE_PICTURE)
        if address:
            told["og:url"] = address + head.path
            tags.append(f'<link rel="canonical" href="{escape(address + head.path)}">')
        if address and picture:
            width, height = SIZE
            told |= {
                "og:image": f"{address}{OWN}{VENDOR}/{FOLDER}/{picture}",
                "og:image:type": "image/png",
                "og:image:width": str(width),
                "og:image:height": str(height),
                "og:image:alt": f"{head.title}. {head.description}",
            }
        tags += [_meta("property", key, value) for key, value in told.items()]
        tags.append(_meta("name", "twitter:card", "summary_large_image" if picture else "summary"))
        return f"<title>{escape(head.title)}</title>\n    " + "\n    ".join(tags)

    def _without_script(self, head: Head) -> str:
        """What is read where no script runs: the sentence, and the way to the data."""
        return (
            f"<noscript><h1>{escape(head.title)}</h1><p>{escape(head.description)}</p>"
            f"<p>The maps and charts of this page need JavaScript. The same facts without it: "
            f'<a href="{self.base}{API}/status.csv">who is bound today (CSV)</a>, '
            f'<a href="{self.base}{API}">every table</a>.</p></noscript>'
        )


def keys_of(query: bytes) -> dict[str, str]:
    """The values of a query by their keys, as the pages read them; nothing of one that is too long."""
    given: dict[str, str] = {}
    text = query.decode("utf-8", "replace") if len(query) <= LONGEST_QUERY else ""
    for key, value in parse_qsl(text, keep_blank_values=True):
        given[key] = f"{given[key]},{value}" if key in given else value
    return given


def framed_view(given: Mapping[str, str]) -> str:
    """The view that a query asks to have framed; "" for a whole page, and where it asks for no such view."""
    view = given.get(EMBED, "").lower()
    return view if view in EMBEDDED else ""


def public_address(text: str) -> str:
    """The address from the owner's setting without its last slash; raises `BadAddress`, saying what is allowed."""
    try:
        split = urlsplit(text.strip())
    except ValueError:
        split = urlsplit("")
    plain = split.scheme in ("http", "https") and HOST.fullmatch(split.netloc) and not (split.query or split.fragment)
    if text.strip() and not plain:
        raise BadAddress(
            f"{PUBLIC_ADDRESS}: {json.dumps(text)} is not the address of the atlas; "
            "write it as https://atlas.example.org or https://example.org/atlas"
        )
    return text.strip().rstrip("/")


def _meta(kind: str, key: str, value: str) -> str:
    return f'<meta {kind}="{key}" content="{escape(value)}">'
