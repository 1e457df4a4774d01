"""The whole atlas as a folder of plain files, from a shell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from atlas import lessons, status, tables
from atlas.commands.options import MANY_FAULTS, Refused, data_option, facts_of
from atlas.site import BadBase, Ground, NotReplaced, Progress, base_of, free_processes, replacing, write_site
from atlas.tables.faults import shown


@click.command(name="site")
@click.argument("out", metavar="OUT")
@click.option("--base", default="", metavar="URL", help="Address at which it will stand; needed for sitemap.xml.")
@click.option("--processes", type=click.IntRange(1, 64), help="How many work at once; default: one a processor.")
@data_option
def site_command(out: str, base: str, processes: int | None, data: str | None) -> None:
    """Write the atlas as a site of plain files into the folder OUT, whole or not at all.

    Any host can serve it, below any path; index.html opens from the folder, too. A site that is there is replaced.
    """
    ground = _ground(data, _base(base))
    place = Path(out).resolve()
    try:
        with replacing(place) as draft, _bar() as progress:
            written = write_site(ground, draft, processes or free_processes(), progress)
    except NotReplaced as problem:
        raise Refused(f"OUT: {problem}") from None
    except OSError as problem:
        raise Refused(f"OUT: {shown(out)}: cannot be written: {problem.strerror or problem}") from None
    size = sum(each.size for each in written.values())
    click.echo(f"{out}: {len(written) + 1:,} files, {size / 1_000_000:.0f} MB", err=True)
    if not base:
        click.echo("Without --base there is no sitemap.xml, and previews on other sites have no picture.", err=True)


def _ground(data: str | None, base: str) -> Ground:
    facts = facts_of(data)
    history = status.build(facts)
    library = lessons.library(facts, history, Path(data) if data else tables.data_folder())
    if library.faults:
        click.echo("\n".join(map(str, library.faults)), err=True)
        raise SystemExit(MANY_FAULTS)
    return Ground(history, facts, library.lessons, base)


def _base(text: str) -> str:
    try:
        return base_of(text) if text else ""
    except BadBase as problem:
        raise Refused(f"--base: {shown(text)}: {problem}") from None


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar on standard error where a person is looking; elsewhere a line for every tenth."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _tell_tenths
        return
    with click.progressbar(length=1, label="Writing", file=sys.stderr, item_show_func=lambda what: what) as bar:

        def advance(done: int, total: int, what: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, what)

        yield advance


def _tell_tenths(done: int, total: int, what: str) -> None:
    if done * 10 // total > (done - 1) * 10 // total:
        click.echo(f"{done * 100 // total:3d} %  {done} of {total} parts", err=True)
