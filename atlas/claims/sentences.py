"""A text as sentences: at full stops that end one, at blank lines and at the items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

ABBREVIATIONS = re.compile(
    r"[(\"'“‘]?(?:mr|mrs|ms|dr|prof|gov|sen|rep|gen|col|lt|sgt|capt|st|nos?|arts?|paras?|fed|sts|vs|etc|cf|ca|approx|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec)",
    re.IGNORECASE,
)
"""Words whose full stop does not end a sentence."""

BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•‣–—·]|\d{1,2}[.)])[ \t])")
BULLET = re.compile(r"^[ \t]*(?:[-*+•‣–—·]|\d{1,2}[.)])[ \t]+")
ENDING = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?:\[\d+\])*+(?=\s)")
"""It begins at the first of several stops and gives none back: a text of nothing but stops is read once."""

OPENING = re.compile(r"\s+[\"'“‘«(\[]*[A-Z0-9À-Þ]")
LAST_WORD = re.compile(r"(\S+?)\.$")
INITIALS = re.compile(r"(?:\W*[A-Za-z]\.)*\W*[A-Za-z]")
HEADING_LETTERS = 60
"""A shorter line without a full stop, above a line that begins with a capital, is a heading and not half a sentence."""

LONGEST_SENTENCE = 1_500
"""A longer one is no sentence to the rules: it is cut at a blank, so that the time to read a text stays small."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences in order, each on one line without its bullet; nothing of the text is lost but blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n").replace("\u2028", "\n")
    return tuple(found for block in BLOCK.split(lines) for part in _headings(block) for found in _split(part))


def _headings(block: str) -> Iterator[str]:
    """The block, cut below each heading and below each line that ends a sentence."""
    kept: list[str] = []
    lines = block.split("\n")
    for place, line in enumerate(lines):
        kept.append(line)
        following = lines[place + 1].lstrip() if place + 1 < len(lines) else ""
        if following[:1].isupper() and (len(line) < HEADING_LETTERS or line.rstrip()[-1:] in '.!?…”"'):
            yield "\n".join(kept)
            kept = []
    yield "\n".join(kept)


def _split(block: str) -> Iterator[str]:
    line = " ".join(BULLET.sub("", block).split())
    start = 0
    for end in ENDING.finditer(line):
        if OPENING.match(line, end.end()) and not _is_abbreviation(line, start, end):
            yield from _pieces(line[start : end.end()].strip())
            start = end.end()
    yield from _pieces(line[start:].strip())


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_SENTENCE:
        end = sentence.rfind(" ", 1, LONGEST_SENTENCE)
        end = end if end > 0 else LONGEST_SENTENCE
        yield sentence[:end]
        sentence = sentence[end:].strip()
    if sentence:
        yield sentence


def _is_abbreviation(line: str, start: int, end: re.Match[str]) -> bool:
    if end[0] != ".":
        return False
    word = LAST_WORD.search(line[max(start, end.start() - 20) : end.end()])
    return word is not None and bool(ABBREVIATIONS.fullmatch(word[1]) or INITIALS.fullmatch(word[1]))
