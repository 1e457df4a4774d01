"""YAML as a tree that remembers its lines: every text stays text, and every fault names its line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import yaml

from atlas.tables.faults import Fault, shown

LONGEST = 200_000
"""The most bytes of a lesson; a longer file is not read."""

DEEPEST = 12
"""The most lists and mappings within each other."""

OPENING = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken, yaml.FlowMappingStartToken)
OPENINGS = (*OPENING, yaml.FlowSequenceStartToken)
CLOSINGS = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
MOST_TOKENS = 30_000
"""The most keys, values, dashes, beginnings and ends together: thirty times what a lesson of the project has."""

UNWRITABLE = ("Cc", "Cs", "Co")
"""Unicode categories of which a text can have none: a file of slides cannot hold them, or no typeface has them."""

NO_CHARACTERS = frozenset(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
"""What Unicode says will never be one."""

TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""Kinds of characters that would show a text in another order than that in which it is read."""

FORBIDDEN = {
    yaml.AnchorToken: "anchors (&) are not allowed; write the text again",
    yaml.AliasToken: "aliases (*) are not allowed; put a text that begins with * in quotes",
    yaml.TagToken: "tags (!) are not allowed; put a text that begins with ! in quotes",
    yaml.DirectiveToken: "directives (%) are not allowed; put a text that begins with % in quotes",
}


class Unreadable(ValueError):
    """Bytes that are no YAML of the form of a lesson; `line` is where, the message what is wrong."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def compose(content: bytes) -> yaml.Node:
    """The root of the tree; raises `Unreadable`. No object of a tag is ever made, and no text becomes a number."""
    text = _text(content)
    try:
        _refuse_forbidden(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        said = f"not readable as YAML: {problem.problem or problem.context}; put texts in quotes"
        raise Unreadable(mark.line + 1 if mark else 1, said) from None
    except yaml.YAMLError as problem:
        raise Unreadable(1, f"not readable as YAML: {str(problem).splitlines()[0]}") from None
    if root is None:
        raise Unreadable(1, "is empty")
    return root


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def _text(content: bytes) -> str:
    if len(content) > LONGEST:
        raise Unreadable(1, f"has {len(content):,} bytes; at most {LONGEST:,} are read")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, f"not UTF-8: byte 0x{content[error.start]:02x}") from None
    return text


def _refuse_forbidden(text: str) -> None:
    depth = 0
    for number, token in enumerate(yaml.scan(text, Loader=yaml.SafeLoader)):
        depth += isinstance(token, OPENINGS) - isinstance(token, CLOSINGS)
        problem = FORBIDDEN.get(type(token))
        if depth > DEEPEST:
            problem = f"more than {DEEPEST} lists and mappings within each other"
        if number > MOST_TOKENS:
            problem = f"more keys and items than any lesson has (over {MOST_TOKENS:,} signs of YAML)"
        if problem:
            raise Unreadable(token.start_mark.line + 1, problem)


def _is_unwritable(character: str) -> bool:
    """Whether a character is a control, half of one, none at all, or turns the direction of the text around it."""
    turns = unicodedata.bidirectional(character) in TURNING
    return turns or character in NO_CHARACTERS or unicodedata.category(character) in UNWRITABLE


class Notebook:
    """The faults found so far in one file; its methods read a node as what it should be, or note what it is instead."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def note(self, line: int, what: str, problem: str) -> None:
        """Notes a fault of `what` on a line."""
        self.faults.append(Fault(self.file, line, what, problem))

    def mapping(self, node: yaml.Node, what: str, needed: Mapping[str, bool]) -> dict[str, yaml.Node]:
        """The values of a mapping by key; `needed` has every allowed key, and whether it must be there."""
        if not isinstance(node, yaml.MappingNode):
            self.note(line_of(node), what, f"should have the keys {', '.join(needed)}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in needed:
                self.note(line_of(key), what, f"unknown key {shown(str(name))}; allowed: {', '.join(needed)}")
            elif name in found:
                self.note(line_of(key), what, f"the key {name} stands twice")
            else:
                found[name] = value
        for name, must in needed.items():
            if must and name not in found:
                self.note(line_of(node), what, f"the key {name} is missing")
        return found

    def items(self, node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
        """The items of a list; none where there is no list."""
        if node is None:
            return
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        else:
            self.note(line_of(node), what, "should be a list; begin each item with a dash")

    def text(self, node: yaml.Node | None, what: str, longest: int) -> str:
        """A text on one line, its white space folded; empty where there is none or it is too long."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.note(line_of(node), what, "should be a text; put it in quotes")
            return ""
        text = " ".join(node.value.split())
        if not text:
            self.note(line_of(node), what, "is empty")
        elif len(text) > longest:
            self.note(line_of(node), what, f"has {len(text)} characters; at most {longest}")
            return ""
        elif unwritable := next(filter(_is_unwritable, text), ""):
            self.note(
                line_of(node), what, f"has the character U+{ord(unwritable):04X}, which no file can show; leave it out"
            )
            return ""
        return text

    def number(self, node: yaml.Node | None, what: str, low: int, high: int) -> int:
        """A whole number within the limits; otherwise `low`."""
        text = self.text(node, what, 40)
        if not text:
            return low
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            self.note(line_of(node), what, f"{shown(text)} is not a whole number from {low} to {high}")
            return low
        return int(text)


__all__ = ["LONGEST", "Notebook", "Unreadable", "compose", "line_of"]
