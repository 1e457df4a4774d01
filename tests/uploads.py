"""What readers can bring: functions that must take any bytes, sound files to begin from, and damage to them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from atlas import claims, depositary, lessons, own, status
from atlas import tables as facts
from atlas.export import BadKey, asked, written
from atlas.export.asking import formats_of
from atlas.export.verifying import Unreadable, verified
from tests.status_pages import html_of, page_of, xml_of
from tests.test_lessons import SOUND

ADDRESS = "status.csv?treaty=mbt&on=2026-01-15&state=FIN"
PACKAGE = "package.zip?tables=status,actions&treaty=mbt&on=2026-01-15&state=FIN"
PARAMETERS = {
    "short_name": "Example",
    "subject": "the ban of the example",
    "adopted": "1997-12-03",
    "opened_for_signature": "1997-12-03",
    "entry_into_force": "1999-03-01",
    "joiner_rule": "months",
    "joiner_amount": "6",
    "joiner_from": "threshold",
    "notice_unit": "months",
    "notice_amount": "6",
    "armed_conflict_clause": "yes",
    "threshold": "40",
}
FEW = 300
"""Rows up to which statuses are built of what a reader brought: with more it takes too long to try often."""


@lru_cache(maxsize=1)
def known() -> tuple[facts.Tables, status.History]:
    """The facts of the repository and the statuses computed from them."""
    tables = facts.load()
    return tables, status.build(tables)


def own_events(content: bytes) -> None:
    """An own file of events."""
    tables, _ = known()
    read = own.read_own(content, "my.csv", own.EVENTS, tables)
    assert bool(read.own) != bool(read.faults)
    if read.own:
        assert len(own.with_own(tables, read.own)["events"]) == len(tables["events"]) + len(read.own.rows.cells)


def own_actions(content: bytes) -> None:
    """An own file of actions under a treaty of the reader's."""
    tables, _ = known()
    read = own.read_own(content, "my.csv", own.ACTIONS, tables, PARAMETERS)
    assert bool(read.own) != bool(read.faults)
    if read.own and len(read.own.rows.cells) <= FEW:
        built = status.build(own.with_own(tables, read.own)).intervals
        assert set(built.loc[built["treaty"] == read.own.treaty_key, "iso3"]) == set(tables.states["iso3"])


def lesson(content: bytes) -> None:
    """A lesson file; one that is read can be written, and the file then gives the same lesson."""
    tables, history = known()
    read, faults = lessons.read_lesson(content, "lessons/try.yaml", tables, history)
    assert bool(read) != bool(faults)
    if read:
        again, lost = lessons.read_lesson(lessons.to_yaml(read, tables), "lessons/try.yaml", tables, history)
        assert not lost, lost
        assert again == read


def export_file(content: bytes) -> None:
    """A file to verify."""
    tables, history = known()
    for name, address in (("my.bin", ""), ("my.csv", ADDRESS)):
        with suppress(Unreadable, BadKey):
            verified(history, tables, name, content, address)


def status_page(content: bytes) -> None:
    """A page of the depositary."""
    tables, _ = known()
    with suppress(depositary.NotAStatusPage):
        depositary.compare(depositary.read_page(content), tables, "mbt")


def text(content: bytes) -> None:
    """A text with claims."""
    tables, history = known()
    try:
        found = claims.findings(content.decode("utf-8", "replace"), tables, history)
        assert set(found["verdict"]) <= set(claims.VERDICTS)
    except claims.TooLong:
        assert len(content) > claims.LONGEST


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "own-events": own_events,
    "own-actions": own_actions,
    "lesson": lesson,
    "export": export_file,
    "status-page": status_page,
    "claims": text,
}


def seeds(target: str) -> list[bytes]:
    """Sound files to begin from."""
    tables, history = known()
    if target.startswith("own-"):
        whole = own.example(target.removeprefix("own-"), tables)
        return [b"".join(whole.splitlines(keepends=True)[:20]), whole.replace(b",", b";")[:2000]]
    if target == "lesson":
        return [SOUND.encode()]
    if target == "export":
        flagged = [form.partition("-") for form in formats_of("status", tables)]
        where = [f"{ADDRESS.replace('.csv', f'.{end}')}{f'&{flag}=1' * bool(flag)}" for end, _, flag in flagged]
        return [written(history, tables, asked(each, tables)).content for each in (*where, PACKAGE)]
    if target == "status-page":
        page = page_of(tables, "mbt")
        short = type(page)(page.number, page.headings, page.rows[:12], page.day, page.notes)
        return [html_of(short), xml_of(short)]
    cases = Path(__file__).with_name("cases") / "claim_sentences.csv"
    lines = cases.read_bytes().splitlines()[1:]
    return [b"\n".join(lines[at : at + 5]) for at in range(0, len(lines), 20)]


def changed_inside(content: bytes, change: Callable[[bytes], bytes], chance: random.Random) -> bytes:
    """A zip with one of its files changed, or any other content changed itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(files))
    except Exception:  # noqa: BLE001  # whatever a damaged zip raises, it is changed as bytes
        return change(content)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for each, inside in files.items():
            archive.writestr(each, change(inside) if each == name else inside)
    return made.getvalue()


def changed(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A content with one to four of the usual damages."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(found) + 1), chance.choice((1, 1, 2, 8, 64, 512))
        piece = chance.choice(
            (
                bytes(chance.choices(range(256), k=size)),
                bytes(found[:size]),
                chance.choice(others)[at : at + size],
                chance.choice((b"\0", b"\n", b"\r", b'"', b"'", b",", b";", b"=", b"&", b"<", b"[", b"{", b"\xff"))
                * size,
                chance.choice(("\u202e", "\ud7ff", "é", "٣", "\u2028", "İ", "ﬁ")).encode() * size,
                chance.choice((b"9999-12-31", b"0000-00-00", b"-1", b"1e999", b"NaN", b"inf", b"2025-02-30", b"null")),
            )
        )
        cut = chance.choice((0, 0, size, len(piece)))
        found[at : at + cut] = piece if chance.random() < 0.8 else b""
    return bytes(found)
