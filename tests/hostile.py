"""Random and hostile queries of addresses, from a seed: what people mistype and what attackers send."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from atlas.impact import LAYER_NAMES
from atlas.selection import KEYS, Choice
from atlas.selection.choice import DRAWN_AS, VIEWS, table_names
from atlas.selection.values import CODES, region_names
from atlas.status import STATUSES
from atlas.tables import Tables

Query = dict[str, str]
HOSTILE = (
    "",
    " ",
    "\0",
    "\n",
    "\r\nSet-Cookie: a=b",
    "%00",
    "%",
    "&",
    "=",
    "#",
    "?",
    "+",
    ",",
    ",,,,",
    ";",
    "null",
    "None",
    "NaN",
    "undefined",
    "true",
    "-1",
    "0",
    "1e999",
    "٢٠٢٠",
    "２０２０",
    "2020.0",
    " 2020 ",
    "02020",
    "9" * 400,
    "-0001",
    "10000",
    "2020-02-30",
    "2020-13",
    "2020-W01",
    "20200101",
    "0000-00-00",
    "1900-01-01",
    "9999-12-31",
    "2026-11-23",
    "1899",
    "2101",
    "1997-12-03T00:00",
    "../../etc/passwd",
    "..\\..\\",
    "/etc/passwd",
    "file:///etc/passwd",
    "C:\\",
    "http://example.org",
    "//example.org",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE actions; --",
    "' OR 1=1",
    "${7*7}",
    "{{7*7}}",
    "%s%s%n",
    "@mbt",
    "`mbt`",
    "__class__",
    "treaty == 'mbt'",
    "javascript:alert(1)",
    "data:text/html,x",
    "İ",
    "ı",
    "ß",
    "ﬁn",
    "FİN",
    "fın",
    "\u202embt",
    "\ufeffmbt",
    "m\u200bbt",
    "e\u0301" * 50,
    "\U0001f4a3",
    "\ud800".encode("utf-8", "replace").decode(),
    "*[a](b)*",
    "**",
    "$x$",
    ":material/home:",
    ":red[x]",
    "[x](javascript:alert(1))",
    "a" * 5000,
    "FIN," * 2000,
    "mbt" * 700,
)
FOREIGN = (
    "embed",
    "embed_options",
    "page",
    "lesson",
    "step",
    "slide",
    "q",
    "utm_source",
    "__proto__",
    "constructor",
    "",
    "TREATY",
    "on[]",
    "state[0]",
)


@lru_cache(maxsize=2)
def vocabulary(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Sound values of each key of the link."""
    treaties = tuple(tables["treaties"]["treaty"])
    days = ("1997-12-03", "1999-03-01", "2010-06-15", "2025-07-10", str(tables.checked))
    spans = (*days, "1997", "2010-08", "2026", "2026-11")
    sound: dict[str, tuple[str, ...]] = {
        "treaty": treaties,
        "other": treaties,
        "treaties": (*treaties, "all"),
        "on": days,
        "before": days,
        "year": tuple(map(str, range(1925, 2027))),
        "from": spans,
        "to": spans,
        "status": STATUSES,
        "region": tuple(region_names(tables)),
        "state": tuple(tables.states["iso3"]),
        "lane": tuple(tables.package.table("events").field("lane").labels),
        "category": tuple(sorted(set(tables["events"]["category"]))),
        "event": tuple(tables["events"]["event_id"]),
        "table": tuple(table_names(tables)),
        "tables": tuple(table_names(tables)),
        "view": VIEWS,
        "layer": LAYER_NAMES,
        "draw": DRAWN_AS,
        "notice": (*days, "2027-01-31", "2099-12-31"),
        "deposit": (*days, "2027-01-31", "1900-01-01"),
        "claim": tuple(tables["claims"]["claim_id"]),
        "codes": CODES,
        "verdict": tuple(tables.package.table("claims").field("verdict").constraints["enum"]),
    }
    assert sound.keys() == KEYS.keys()
    return sound


def queries(tables: Tables, seed: int, number: int, foreign: bool = True) -> Iterator[Query]:
    """So many queries, the same ones for the same seed and facts."""
    chance, sound = random.Random(seed), vocabulary(tables)
    everything = [value for values in sound.values() for value in values]
    for _ in range(number):
        keys = chance.sample(list(sound), chance.choice((1, 1, 2, 3, 4, 6, len(sound))))
        query = {key: _value(chance, sound[key], everything) for key in keys}
        if foreign and chance.random() < 0.1:
            query[chance.choice(FOREIGN)] = chance.choice(HOSTILE)
        yield query


def _value(chance: random.Random, sound: tuple[str, ...], everything: list[str]) -> str:
    """A value of a key: sound, several, of another key, changed by a sign, hostile, or noise."""
    kind, one = chance.random(), chance.choice(sound)
    if kind < 0.35:
        return one
    if kind < 0.5:
        return ",".join(chance.choices(sound, k=chance.randint(2, 6)))
    if kind < 0.6:
        return chance.choice(everything)
    if kind < 0.7:
        at = chance.randrange(len(one) + 1)
        return one[:at] + chance.choice(HOSTILE)[:9] + one[at + chance.randint(0, 2) :]
    if kind < 0.8:
        return chance.choice((one.upper(), one.lower(), one.swapcase(), f" {one} ", f"{one},", f",{one}", one * 2))
    if kind < 0.95:
        return chance.choice(HOSTILE)
    return "".join(
        chr(chance.choice((chance.randrange(32), chance.randrange(0xD800), 0x1F4A3)))
        for _ in range(chance.randint(1, 40))
    )


def problem_of(choice: Choice, tables: Tables) -> str:
    """Why a choice is not one that a page can take; "" for a sound one."""
    sound = vocabulary(tables)
    if not date(1900, 1, 1) <= choice.on <= tables.checked:
        return f"on {choice.on}"
    if choice.first and choice.last and choice.first > choice.last:
        return f"period {choice.first} to {choice.last}"
    for key in set(KEYS) - {"on", "year", "from", "to", "before", "notice", "deposit"}:
        value = getattr(choice, KEYS[key][0])
        several = value if isinstance(value, tuple) else (value,) if value else ()
        if unknown := [each for each in several if each not in sound[key]]:
            return f"{key} {unknown}"
        if len(set(several)) != len(several):
            return f"{key} has a value twice"
    return ""
