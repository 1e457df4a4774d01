"""A text beside the record from a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas import claims, status
from atlas.commands.options import Refused, data_option, facts_of, format_option, print_rows
from atlas.tables.faults import shown

MOST_BYTES = 4 * claims.LONGEST
"""A character of UTF-8 has at most four bytes; a longer file is not read to its end."""


@click.command(name="claims")
@click.argument("file", metavar="FILE")
@format_option
@data_option
def claims_command(file: str, form: str, data: str | None) -> None:
    """Put the sentences of a text FILE ("-": standard input) about joining and leaving treaties beside the record."""
    text = text_of(file)
    facts = facts_of(data)
    try:
        rows = claims.findings(text, facts, status.build(facts))
    except claims.TooLong as problem:
        raise Refused(f"{shown(file)}: {problem}") from None
    print_rows(rows, form)


def text_of(file: str) -> str:
    """The text of the file; raises `Refused` where it cannot be read, is too large or is not text in UTF-8."""
    try:
        if file == "-":
            if sys.stdin is None:
                raise Refused("there is no standard input to read from")
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
    except OSError as problem:
        raise Refused(f"{shown(file)}: cannot be read: {problem.strerror}") from None
    if len(content) > MOST_BYTES:
        raise Refused(
            f"{shown(file)}: has more than {claims.LONGEST:,} characters, which is the most that is read at once"
        )
    if b"\0" in content:
        raise Refused(f"{shown(file)}: holds a NUL character: not a text file")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        raise Refused(f"{shown(file)}: not UTF-8: byte 0x{content[problem.start]:02x} at {problem.start}") from None
