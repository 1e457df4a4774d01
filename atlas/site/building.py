"""A site is made beside its place, in several processes, and put there whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import Any, NamedTuple

from atlas.selection.country import alphabetical
from atlas.site import states, tables
from atlas.site.answers import API, answers, description
from atlas.site.finding import common_files
from atlas.site.fronts import front_files
from atlas.site.ground import Files, Ground
from atlas.site.lessons import lesson_files
from atlas.site.pictures import preview_files, preview_keys
from atlas.site.placing import MARK, SUMS, put
from atlas.site.processes import follow_command, undisturbed
from atlas.site.scripts import ASSETS, names
from atlas.site.treaties import treaty_files
from atlas.takeaways.kinds import TAKEAWAYS

Make = Callable[[Ground, str], Files]
KINDS: dict[str, Make] = {
    "lesson": lesson_files,
    "table": tables.table_files,
    "treaty": treaty_files,
    "answers": answers,
    "states": states.state_files,
    "previews": preview_files,
}
"""Parts of a site that can be made apart: each is made of the facts and a key."""

AT_ONCE = 10
"""States of one part, and pictures."""

Progress = Callable[[int, int, str], None]
"""Is told how many parts of how many are made, and which was the last."""


class Part(NamedTuple):
    """One part of a site: a key of `KINDS`, and its own."""

    kind: str
    key: str


class Summary(NamedTuple):
    """A written file: its SHA-256 and its size in bytes."""

    digest: str
    size: int


Written = dict[str, Summary]


def parts(ground: Ground) -> list[Part]:
    """Every part, those first that take longest, so that no process waits for another in the end."""
    return [
        *(Part("lesson", f"{lesson}/{kind}") for kind in reversed(TAKEAWAYS) for lesson in ground.lessons),
        *(Part("table", key) for key in tables.keys(ground)),
        *(Part("treaty", key) for key in ground.treaties),
        *(Part("answers", key) for key in ground.treaties),
        *(Part("previews", keys) for keys in _batches(preview_keys(ground))),
        *(Part("states", keys) for keys in _batches(alphabetical(ground.tables))),
    ]


def _batches(keys: Sequence[str]) -> list[str]:
    return [",".join(keys[begin : begin + AT_ONCE]) for begin in range(0, len(keys), AT_ONCE)]


def write_site(ground: Ground, folder: Path, processes: int, progress: Progress) -> Written:
    """Writes every file of the site into an empty folder; the same facts give the same bytes."""
    made = _write(folder, common_files(ground))
    wanted = parts(ground)
    with ProcessPoolExecutor(processes, initializer=_take, initargs=(ground, folder)) as pool:
        for done, (part, written) in enumerate(_finished(pool, wanted), start=1):
            made |= written
            progress(done, len(wanted), f"{part.kind} {part.key}")
    assets = names({path: b"" for path in made if path.startswith(f"{ASSETS}/")})
    # The parts are finished in an order of their own: nothing may follow it.
    made |= _write(folder, front_files(ground, assets, {path: made[path].size for path in sorted(made)}))
    made |= _write(folder, _for_machines(ground, sorted(made)))
    lines = (f"{made[path].digest}  {path}\n" for path in sorted(made))
    _write(folder, {SUMS: "".join(lines).encode("utf-8")})
    return made


def _finished(pool: ProcessPoolExecutor, wanted: Sequence[Part]) -> Iterator[tuple[Part, Written]]:
    """Each part as it is finished; the first that fails ends all others."""
    waiting: dict[Future[Written], Part] = {}
    try:
        with undisturbed():
            waiting.update((pool.submit(_make, part), part) for part in wanted)
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise


_at: dict[str, Any] = {}
"""What a process of the pool works with."""


def _take(ground: Ground, folder: Path) -> None:
    _at.update(ground=ground, folder=folder)
    follow_command()


def _make(part: Part) -> Written:
    return _write(_at["folder"], KINDS[part.kind](_at["ground"], part.key))


def _write(folder: Path, files: Files) -> Written:
    return {
        path: Summary(hashlib.sha256(content).hexdigest(), put(folder, path, content))
        for path, content in files.items()
    }


def _for_machines(ground: Ground, paths: Sequence[str]) -> Files:
    """What programs read: the index of the answers, robots.txt, the map of the site where its address is known."""
    package = ground.tables.package
    mark = {"site": MARK, "version": package.version, "checked": str(package.checked), "base": ground.base}
    made = {
        f"{API}/index.json": _json(description(ground.tables)),
        "atlas-site.json": _json(mark),
        "robots.txt": _robots(ground),
    }
    if not ground.base:
        return made
    shown = [path for path in paths if path.endswith(".html") and "/mine-ban-atlas_" not in path]
    pages = [path for path in shown if not path.startswith("embed/") and path != "404.html"]
    return {**made, "sitemap.xml": _sitemap(ground, pages)}


def _json(told: object) -> bytes:
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _robots(ground: Ground) -> bytes:
    where = f"Sitemap: {ground.base}sitemap.xml\n" if ground.base else ""
    return f"User-agent: *\nDisallow:\n{where}".encode()


def _sitemap(ground: Ground, pages: Sequence[str]) -> bytes:
    """Addresses of all pages (sitemaps.org), as new as the facts."""
    day = ground.tables.checked
    entries = "".join(f"<url><loc>{ground.address(page)}</loc><lastmod>{day}</lastmod></url>\n" for page in pages)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{entries}</urlset>\n".encode()


__all__ = ["KINDS", "Part", "Progress", "Summary", "parts", "write_site"]
