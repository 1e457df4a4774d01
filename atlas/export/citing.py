"""How the atlas and what was taken from it are cited; the one place that says so, for pages and for files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import yaml

from atlas.tables import Tables

NAME = "Mine Ban Atlas"
AUTHOR = "The Mine Ban Atlas contributors"
LICENCE = "CC-BY-4.0"
MESSAGE = "If you use these rows, please cite them with their day and version, and the sources that they name."
SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
SPECIAL |= {sign: f"\\{sign}" for sign in "&%$#_{}"}
"""What TeX would not print, and how it is written instead."""

WEB = re.compile(r"https?://\S+$")


@dataclass(frozen=True)
class Citation:
    """What is cited: the choice in words, the address that gives it again, the facts it was made from, its sources."""

    title: str
    address: str
    version: str
    checked: date
    sources: tuple[Mapping[str, Any], ...]

    @property
    def sentence(self) -> str:
        """The citation as running text; the order is that of the About page."""
        return f"{NAME}, version {self.version} of the data, checked on {self.checked}: “{self.title}”."


def citation(tables: Tables, title: str, address: str = "", sources: pd.DataFrame | None = None) -> Citation:
    """The citation of what was chosen from these facts, by the chosen rows' own sources."""
    named = () if sources is None else tuple({str(k): v for k, v in row.items()} for row in sources.to_dict("records"))
    return Citation(title, address, tables.package.version, tables.checked, named)


def to_cff(cited: Citation) -> bytes:
    """Citation File Format 1.2.0: the rows as a data set, and every source that they cite as a reference."""
    described: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": f"{NAME}: {cited.title}",
        "authors": [{"name": AUTHOR}],
        "version": cited.version,
        "date-released": str(cited.checked),
        "license": LICENCE,
    }
    if cited.address:
        where = "Address of the rows, below that of an atlas"
        described["identifiers"] = [{"type": "other", "value": cited.address, "description": where}]
    if cited.sources:
        described["references"] = [_reference(source) for source in cited.sources]
    text = yaml.dump(described, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    return str(text).encode("utf-8")


def to_bibtex(cited: Citation) -> bytes:
    """BibTeX: an entry for the rows, then one for every source that they cite, by its key."""
    entries = [
        _entry(
            f"mine-ban-atlas-{cited.checked}",
            title=f"{NAME}: {cited.title}",
            author=AUTHOR,
            year=str(cited.checked.year),
            version=cited.version,
            howpublished=cited.address,
            note=f"Facts checked on {cited.checked}. {LICENCE}",
        )
    ]
    for source in cited.sources:
        said = {"title": source["title"], "author": source["publisher"], "note": f"Copy read: {source['copy']}"}
        entries.append(_entry(source["source_id"], **said, url=_web(source)))
    return "\n".join(entries).encode("utf-8")


def to_ris(cited: Citation) -> bytes:
    """RIS: a record for the rows, then one for every source that they cite."""
    own = [
        ("TY", "DATA"),
        ("TI", f"{NAME}: {cited.title}"),
        ("AU", AUTHOR),
        ("PY", str(cited.checked.year)),
        ("DA", cited.checked.strftime("%Y/%m/%d")),
        ("ET", cited.version),
        ("N1", f"Facts checked on {cited.checked}. {LICENCE}. {cited.address}".strip()),
    ]
    records = [own]
    for source in cited.sources:
        said = [("TY", "GEN"), ("ID", source["source_id"]), ("TI", source["title"]), ("AU", source["publisher"])]
        records.append([*said, ("N1", f"Copy read: {source['copy']}"), ("UR", _web(source))])
    return "".join(map(_record, records)).encode("utf-8")


def _reference(source: Mapping[str, Any]) -> dict[str, Any]:
    named = {"type": "generic", "title": source["title"], "authors": [{"name": source["publisher"]}]}
    address = {"url": _web(source)} if _web(source) else {}
    return {**named, **address, "notes": f"{source['source_id']}; copy read: {source['copy']}"}


def _web(source: Mapping[str, Any]) -> str:
    return str(source["url"]) if WEB.match(str(source["url"])) else ""


def _entry(key: str, **fields: str) -> str:
    key = re.sub(r"[^\w:.+/-]", "-", key)
    lines = [f"  {name} = {{{_tex(name, _line(text))}}},\n" for name, text in fields.items() if text]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _tex(name: str, text: str) -> str:
    """The text as TeX prints it; addresses are read as they are, and names of bodies are not taken apart."""
    if name == "url":
        return text.replace("{", "%7B").replace("}", "%7D")
    safe = "".join(SPECIAL.get(sign, sign) for sign in text)
    return f"{{{safe}}}" if name in ("title", "author") else safe


def _record(fields: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag}  - {_line(text)}\r\n" for tag, text in fields if text) + "ER  - \r\n"


def _line(text: str) -> str:
    return " ".join(text.split())
