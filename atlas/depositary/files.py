"""Bytes of a saved file in, its elements out. The file is untrusted: nothing outside it is read."""

from __future__ import annotations

import codecs
import re

from lxml import etree, html

MOST_BYTES = 8 * 1024 * 1024
"""Twenty times the longest status page of the disarmament chapter; a longer file is not read to its end."""

OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "compressed",
    b"From: <Saved by": "a web archive (MHTML)",
    b"MIME-Version:": "a web archive (MHTML)",
}
"""How files begin that a browser saves in the place of a page."""

SAVE_AS = 'save the page of treaties.un.org as "web page, HTML only", or its XML'
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
HEAD_BYTES = 4096
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class NotAStatusPage(ValueError):
    """Why a file cannot be compared, in one line that says what would do."""


def parsed(content: bytes) -> etree._Element:
    """The root of the page or of its XML form; raises `NotAStatusPage` for anything else."""
    if not content.strip():
        raise NotAStatusPage(f"is empty; {SAVE_AS}")
    if len(content) > MOST_BYTES:
        raise NotAStatusPage(f"has more than {MOST_BYTES:,} bytes, which is the most that is read at once")
    for start, kind in OTHER_KINDS.items():
        if content.lstrip().startswith(start):
            raise NotAStatusPage(f"is {kind}; {SAVE_AS}")
    text = decoded(content)
    if "\0" in text:
        raise NotAStatusPage(f"holds a NUL character: not a text file; {SAVE_AS}")
    beginning = text.lstrip()[:HEAD_BYTES]
    is_xml = beginning.startswith("<") and not re.search(r"<html\b", beginning, re.IGNORECASE) and "<?xml" in beginning
    root = _from_xml(text) if is_xml else _from_html(text)
    if root is None:
        raise NotAStatusPage(f"is no web page; {SAVE_AS}")
    return root


def decoded(content: bytes) -> str:
    """The text in the encoding that the file itself names, otherwise UTF-8; raises `NotAStatusPage` where it is not."""
    named = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    found = DECLARED.search(content[:HEAD_BYTES])
    encoding = named or (found[1].decode("ascii") if found else "utf-8")
    try:
        return content.decode(encoding)
    except LookupError:
        raise NotAStatusPage(f"names an encoding that is unknown: {encoding[:40]}") from None
    except UnicodeDecodeError as problem:
        byte = f"0x{content[problem.start]:02x} at {problem.start}"
        raise NotAStatusPage(f"is not in {encoding}, the encoding it is said to be in: byte {byte}") from None


def _from_html(text: str) -> etree._Element | None:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:
        return None


def _from_xml(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8"), parser)
    except etree.XMLSyntaxError as problem:
        raise NotAStatusPage(f"is XML with a fault: {problem.msg}") from None
    own = root.getroottree().docinfo.internalDTD
    if own is not None and next(own.iterentities(), None) is not None:
        raise NotAStatusPage("is XML that declares entities of its own, which are not read")
    return root
