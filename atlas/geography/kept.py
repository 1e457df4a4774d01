"""The kept files of `static/` that a map is drawn from: none is drawn that is not the one this version came with.

A shape that lost a bit still looks like a map, and no schema tells that it is a wrong one; its SHA-256 does.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from atlas.tables import Fault, FaultyData
from atlas.tables.faults import content_of

STATIC = Path(__file__).parents[2] / "static"
WORLD = "geo/world-medium-1.geojson"
LARGE = "geo/world-large-1.geojson"
TOPOLOGY = "topo/world_110m.json"
SHA256 = {
    WORLD: "bc5b13772c9f5f6b8102d027b8cc9b3cb7eaf8ceb7b3fc7766fd82fd9cf286ec",
    LARGE: "32616f5b8695cf7252dd9f6f1d494b12593ec4e7bf7b992b909c313978e44da1",
    TOPOLOGY: "6ad01691163635fbe55253c156f0a189028187a5dbb4c94d6f72666b5f00fc67",
}
"""By path below `static/`. Browsers keep these files for ever: other content needs another number in the name, too."""


def kept_file(path: str) -> bytes:
    """The content of a kept file; raises `FaultyData` where it is missing or not the one of this version."""
    shown = f"{STATIC.name}/{path}"
    try:
        content = content_of(STATIC / path)
    except FileNotFoundError:
        raise FaultyData([Fault(shown, 1, "file", "the file is missing")]) from None
    except OSError as problem:
        raise FaultyData([Fault(shown, 1, "file", f"cannot be read: {problem.strerror}")]) from None
    if sha256(content).hexdigest() != SHA256[path]:
        said = f"is damaged or another file ({len(content):,} bytes): its SHA-256 is not the one of this version"
        raise FaultyData([Fault(shown, 1, "file", said)])
    return content


def kept_faults() -> list[Fault]:
    """What is wrong with the kept files."""
    return list(_faults())


def _faults() -> Iterator[Fault]:
    for path in SHA256:
        try:
            kept_file(path)
        except FaultyData as faulty:
            yield from faulty.faults
