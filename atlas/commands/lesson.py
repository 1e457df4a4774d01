"""A lesson as a file to take away, from a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas import lessons, status, tables
from atlas.commands.options import MANY_FAULTS, Refused, data_option, facts_of
from atlas.export.saving import save
from atlas.lessons import Lesson
from atlas.status import History
from atlas.tables import Fault, Tables
from atlas.tables.faults import shown
from atlas.takeaways.kinds import TAKEAWAYS, Progress, unprinted

PAPERS = ("a4", "letter")
ENDING = ".yaml"


@click.command(name="lesson")
@click.argument("lesson", metavar="LESSON")
@click.option("--format", "form", type=click.Choice(["html", "pdf", "pptx"]), required=True, help="What to make.")
@click.option("--out", metavar="FILE", required=True, help="Where to write it.")
@click.option("--paper", type=click.Choice(PAPERS), help="Paper of a PDF; default: a4.")
@click.option("--answers", is_flag=True, help="With --format pdf the answer key instead of the handout.")
@data_option
def lesson_command(lesson: str, form: str, out: str, paper: str | None, answers: bool, data: str | None) -> None:
    """Make a file of a LESSON, by its key or as the path of a lesson file ending in .yaml.

    html: one file that presents it offline; pdf: the handout; pptx: slides to edit, with notes.
    """
    if form != "pdf" and (paper or answers):
        raise Refused("--paper and --answers belong to --format pdf")
    _check_out(out, lesson)
    facts = facts_of(data)
    history = status.build(facts)
    found = _lesson(lesson, facts, history, Path(data) if data else None)
    kind = f"{'answers' if answers else 'handout'}-{paper or PAPERS[0]}" if form == "pdf" else form
    content = TAKEAWAYS[kind].make(history, facts, found, _progress())
    try:
        save(Path(out), content)
    except OSError as problem:
        raise Refused(f"--out: {shown(out)}: cannot be written: {problem.strerror}") from None
    click.echo(f"{out}: {len(content):,} bytes", err=True)
    if lost := unprinted(found, kind):
        click.echo(lost, err=True)


def _check_out(out: str, lesson: str) -> None:
    """Ends the command where the file cannot be written, before it is made; and never writes over the lesson itself."""
    path = Path(out)
    if out == "-":
        raise Refused("--out: name a file; for standard output write /dev/stdout")
    if path.is_dir():
        raise Refused(f"--out: {shown(out)}: cannot be written: is a folder")
    if not path.parent.is_dir():
        raise Refused(f"--out: {shown(out)}: cannot be written: there is no folder {shown(str(path.parent))}")
    if path.exists() and Path(lesson).exists() and path.samefile(lesson):
        raise Refused(f"--out: {shown(out)} is the lesson itself; name another file")


def _lesson(asked: str, facts: Tables, history: History, folder: Path | None) -> Lesson:
    """The lesson of a key or a file; one with faults ends the command with every fault listed."""
    if asked.endswith(ENDING):
        try:
            content = Path(asked).read_bytes()
        except OSError as problem:
            raise Refused(f"{shown(asked)}: cannot be read: {problem.strerror}") from None
        lesson, faults = lessons.read_lesson(content, asked, facts, history)
    else:
        library = lessons.library(facts, history, folder or tables.data_folder())
        lesson = library.lessons.get(asked)
        faults = [fault for fault in library.faults if fault.file.endswith(f"/{asked}{ENDING}")]
        if lesson is None and not faults:
            known = ", ".join(library.lessons) or "none"
            raise Refused(f"{shown(asked)} is not a lesson; allowed: {known}, or a file ending in {ENDING}")
    return lesson or _list_and_end(faults)


def _list_and_end(faults: list[Fault]) -> Lesson:
    click.echo("\n".join(map(str, faults)), err=True)
    raise SystemExit(MANY_FAULTS)


def _progress() -> Progress:
    """Tells on standard error how far the file is, where a person is looking."""

    def tell(done: float, what: str) -> None:
        if sys.stderr is not None and sys.stderr.isatty():
            click.echo(f"{round(100 * done):3d} %  {what}", err=True)

    return tell
