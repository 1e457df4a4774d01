"""Bytes of an unknown file as text, or why they are none. Nothing is ever unpacked."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

MOST_BYTES = 5 * 2**20
"""Five megabytes, as Streamlit counts them."""

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1256": "Windows-1256 (Arabic)",
    "iso8859-2": "ISO 8859-2 (Central Europe)",
    "iso8859-5": "ISO 8859-5 (Cyrillic)",
    "koi8_r": "KOI8-R (Russian)",
    "mac_roman": "Mac Roman",
    "cp932": "Shift JIS (Japanese)",
    "euc_kr": "EUC-KR (Korean)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
}
"""Encodings that can be asked for, with their names for readers; those that are looked for follow below."""

WITHOUT_MARK = [name for name in ENCODINGS if not name.startswith(("utf", "iso", "koi"))]
WESTERN, AS_GOOD = "cp1252", 0.15
"""What a few accents alone cannot tell from other Western encodings is taken as the one that Excel writes."""

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte-order marks; that of UTF-32 begins with that of UTF-16."""

EXCEL = "an Excel workbook: in Excel choose Save as, then CSV UTF-8, and bring that file"
KINDS = {
    b"PK\x03\x04": "a zip archive: nothing is unpacked here; bring the CSV file that is in it",
    b"PK\x05\x06": "an empty zip archive: bring a CSV file",
    b"\xd0\xcf\x11\xe0": EXCEL.replace("an Excel", "an old Excel"),
    b"\x1f\x8b": "a compressed file (gzip): nothing is unpacked here; bring the CSV file that is in it",
    b"BZh": "a compressed file (bzip2): nothing is unpacked here; bring the CSV file that is in it",
    b"\xfd7zXZ": "a compressed file (xz): nothing is unpacked here; bring the CSV file that is in it",
    b"7z\xbc\xaf": "a compressed file (7z): nothing is unpacked here; bring the CSV file that is in it",
    b"Rar!": "a compressed file (rar): nothing is unpacked here; bring the CSV file that is in it",
    b"%PDF": "a PDF document: bring its table as a CSV file",
    b"\x89PNG": "a picture: bring a CSV file",
    b"\xff\xd8\xff": "a picture: bring a CSV file",
    b"GIF8": "a picture: bring a CSV file",
    b"PAR1": "a Parquet file: write it as CSV and bring that file",
    b"SQLite format 3\0": "a database: write the table as CSV and bring that file",
}
"""What a file is that is no CSV, by its first bytes."""

INSIDE = {b"[Content_Types].xml": EXCEL, b"opendocument": "an OpenDocument file: save its table as CSV and bring that"}
"""What a zip archive is, by a name that stands in it unpacked."""

PAGE = re.compile(r"\s*<(!doctype|html|table|\?xml|script)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class NotText(Exception):
    """What keeps a file from being read, as the end of the sentence "the file …", and the line of it."""

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.line = line


class Read(NamedTuple):
    """A text, and a sentence about its encoding."""

    text: str
    told: str


def read_text(content: bytes, encoding: str = "") -> Read:
    """The text of a file in the encoding, or in the one found; raises `NotText`.

    Found are byte-order marks, UTF-8, and by the letters that come out one of `WITHOUT_MARK`.
    """
    if len(content) > MOST_BYTES:
        raise NotText(f"has {len(content) / 2**20:.1f} MB; at most {MOST_BYTES // 2**20} MB are read")
    if not content.strip(b" \t\r\n\0"):
        raise NotText("is empty" if not content else "holds nothing but blanks")
    if kind := _kind(content):
        raise NotText(f"is {kind}")
    text, told = _asked(content, encoding) if encoding else _found(content)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise NotText("holds nothing but a byte-order mark")
    if PAGE.match(text):
        raise NotText("is a web page or XML, not CSV: save its table as CSV and bring that file")
    if odd := CONTROL.search(text):
        raise NotText(f"holds the control character U+{ord(odd[0]):04X}: not a text file", _line(text, odd.start()))
    return Read(text, told)


def _kind(content: bytes) -> str:
    kind = next((said for mark, said in KINDS.items() if content.startswith(mark)), "")
    if content.startswith(b"PK\x03\x04"):
        return next((said for name, said in INSIDE.items() if name in content), kind)
    return kind


def _asked(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), f"Read as {ENCODINGS[encoding]}, as you chose."
    except UnicodeDecodeError as error:
        raise _undecodable(content, error, ENCODINGS[encoding]) from None


def _found(content: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), "") or _utf16_by_zeros(content)
    try:
        text = content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            raise _undecodable(content, error, marked.upper().removesuffix("-SIG")) from None
        return _guessed(content, error)
    name = marked.upper().removesuffix("-SIG") if marked else "UTF-8"
    return text, f"Read as {name}."


def _utf16_by_zeros(content: bytes) -> str:
    """UTF-16 without a mark: in a table of mostly Latin letters and delimiters every other byte is zero."""
    if 0 not in content or len(content) % 2:
        return ""
    half = len(content) // 2
    even, odd = content[::2], content[1::2]
    for name, zeros, letters in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > 0.4 * half and 0 not in letters:
            return name
    return ""


def _guessed(content: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    matches = list(from_bytes(content, cp_isolation=WITHOUT_MARK)) if 0 not in content else []
    if not matches:
        raise _undecodable(content, error, "UTF-8, nor in any other encoding that is looked for")
    best = matches[0]
    western = (each for each in matches if WESTERN in each.could_be_from_charset and each.chaos <= best.chaos + AS_GOOD)
    encoding = WESTERN if next(western, None) else best.encoding
    told = f"Not UTF-8. Read as {ENCODINGS[encoding]}, which is a guess: if letters look wrong, choose the encoding."
    return content.decode(encoding), told


def _undecodable(content: bytes, error: UnicodeDecodeError, name: str) -> NotText:
    problem = f"is not text in {name}: byte 0x{content[error.start]:02x}"
    return NotText(problem, content.count(b"\n", 0, error.start) + 1)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
