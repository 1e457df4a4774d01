"""One zip of a selection: its tables, what they mean, how to cite them, and sums that tell whether it was changed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd

from atlas.export.about import API
from atlas.export.asking import PACKAGE, ZIP, keys_of
from atlas.export.cited import cited_sources
from atlas.export.citing import citation, to_bibtex, to_cff, to_ris
from atlas.export.described import ADDRESS, CHOICE, DESCRIPTION_FILE, WORDS, described
from atlas.export.model import Export, export_of, full_query
from atlas.export.readme import readme
from atlas.export.said import said
from atlas.export.shapes import NOTHING, shape_of
from atlas.export.texts import to_csv
from atlas.selection import KEYS, Choice, to_query
from atlas.selection.choice import table_names
from atlas.status import History
from atlas.tables import Tables

SUMS = "SHA256SUMS"
SOURCES = "sources"
UNIX, PLAIN_FILE = 3, 0o100644 << 16
LEVEL = 9
MOST_TITLES = 4


def package(history: History, tables: Tables, choice: Choice) -> bytes:
    """The zip of the tables named in `choice.tables`, or of `choice.table`, each as exact CSV.

    Each table is filtered by the parts of the choice that it obeys. The same choice and the same facts give the same
    bytes. What else is in it: `sources.csv` with the sources of these very rows, unless that table was chosen whole;
    `datapackage.json`, `README.md`, `CITATION.cff`, `citation.bib`, `citation.ris` and `SHA256SUMS`.
    """
    chosen = [export_of(history, tables, replace(choice, table=name)) for name in tables_in(choice, tables)]
    return zipped(_files(chosen, choice, tables), tables.checked)


def tables_in(choice: Choice, tables: Tables) -> list[str]:
    """Names of the tables in the package of a choice, in the order of the data page."""
    wanted = choice.tables or (choice.table,)
    return [name for name in table_names(tables) if name in wanted]


def package_query(choice: Choice, tables: Tables) -> dict[str, str]:
    """The query that gives the package again: `tables`, and what its tables write out of the choice.

    A key is written as the tables that take it write it. Where they differ, as on a period that one of them is bounded
    by and another is not, it stands as it was chosen; the exact address of each table stands in `datapackage.json`.
    """
    names = tables_in(choice, tables)
    own = to_query(choice, tables) | {"treaty": choice.treaty, "on": str(choice.on)}
    queries = {name: full_query(tables, replace(choice, table=name)) for name in names}
    query = {"tables": ",".join(names)}
    for key in KEYS:
        taking = [name for name in names if key in keys_of(shape_of(tables, name))]
        written = {queries[name].get(key) for name in taking}
        value = written.pop() if len(written) == 1 else own.get(key) if written else None
        if value is not None and key != "year":
            query[key] = value
    return query


def package_address(choice: Choice, tables: Tables) -> str:
    """Where the package is served, below the address of the atlas."""
    return f"{API}/{PACKAGE}.{ZIP}?{urlencode(package_query(choice, tables), safe=',')}"


def package_title(exports: Sequence[Export]) -> str:
    """What is in a package: the titles of its tables, or their number where there are many."""
    titles = [export.table.title for export in exports]
    return "; ".join(titles) if len(titles) <= MOST_TITLES else f"{len(titles)} tables"


def sources_of(exports: Sequence[Export], tables: Tables) -> pd.DataFrame:
    """The rows of `sources` that the rows of these tables cite, in the order of that table."""
    cited = {key for export in exports for key in cited_sources(export)["source_id"]}
    sources = tables[SOURCES]
    return sources[sources["source_id"].isin(cited)].reset_index(drop=True)


def with_sources(exports: Sequence[Export], tables: Tables) -> list[Export]:
    """The tables and, unless it is among them, that of the sources that their rows cite."""
    if any(export.name == SOURCES for export in exports):
        return list(exports)
    table = replace(tables.package.table(SOURCES), description="Every source that a row of this package cites.")
    cited = Export(table, sources_of(exports, tables), {}, NOTHING, tables, reproducible=False)
    return [*exports, cited]


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """A zip whose bytes depend on nothing but the files and the day that they are given."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, LEVEL)
    return content.getvalue()


def sums(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file as `sha256sum --check` reads it."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode("utf-8")


def _files(chosen: Sequence[Export], choice: Choice, tables: Tables) -> dict[str, bytes]:
    """The content of every file of the package by its name."""
    exports = with_sources(chosen, tables)
    sources = sources_of(chosen, tables)
    query = package_query(choice, tables)
    where = package_address(choice, tables)
    words = said(package_title(chosen), query, tables)
    cited = citation(tables, words, where, sources)
    contents = {export.name: to_csv(export.rows) for export in exports}
    files = {
        **{f"{name}.csv": content for name, content in contents.items()},
        DESCRIPTION_FILE: described(exports, contents, {WORDS: words, ADDRESS: where, CHOICE: query}, sources, tables),
        "README.md": readme(exports, cited),
        "CITATION.cff": to_cff(cited),
        "citation.bib": to_bibtex(cited),
        "citation.ris": to_ris(cited),
    }
    return files | {SUMS: sums(files)}
