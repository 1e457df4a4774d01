"""The README of a package: what is in it, how it was chosen, how to read it and how to check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from atlas.export.about import dictionary
from atlas.export.cited import licences
from atlas.export.citing import Citation
from atlas.export.model import Export
from atlas.words import counted, long_day

TEXT = """\
# A selection from the Mine Ban Atlas

{title}.

Made from version {version} of the facts, checked on {checked}. The same choice from the same facts gives the same
bytes. The address that gives this selection again, below that of an atlas:

    {address}

## What is in it

| file | rows | what it is |
|---|---|---|
{files}
| `datapackage.json` | | every column, the choice, its address, licences, sources, sums: a Frictionless Data Package |
| `CITATION.cff`, `citation.bib`, `citation.ris` | | how to cite these rows and their sources |
| `SHA256SUMS` | | the SHA-256 of every other file |

## How to read it

Every CSV file is RFC 4180 in UTF-8 with a header: days as YYYY-MM-DD, truth as true and false, an empty cell where
nothing is known. Texts are exact, so one that begins with `=`, `+`, `-` or `@` would be run by a spreadsheet that opens
the file by double click; import it as text instead.

Python:

```python
import pandas as pd
rows = pd.read_csv("{first}", keep_default_na=False, na_values=[""])
```

R:

```r
rows <- readr::read_csv("{first}", na = "")
```

Excel: Data, From Text/CSV, file origin 65001 (UTF-8), and "Do not detect data types" to keep every code as it is.

A code of a state or a status is text; `NA` never means that nothing is known.

## How to check it

```console
sha256sum --check SHA256SUMS          # every file is as it was made
frictionless validate datapackage.json
python -m atlas verify PACKAGE.zip    # with an atlas: unchanged? would today's facts give the same rows?
```

## Licence

The compilation is under CC BY 4.0: name "Mine Ban Atlas" and the day the facts were checked, say what you changed, and
keep the names of the sources. The facts keep the terms of their sources; `sources.csv` names each. Licences of the
tables:

{licences}

## How to cite it

> {sentence}

## The columns
"""


def readme(exports: Sequence[Export], cited: Citation) -> bytes:
    """The text as Markdown in UTF-8."""
    named = {licence["title"]: licence for export in exports for licence in licences(export)}
    text = TEXT.format(
        title=cited.title,
        version=cited.version,
        checked=long_day(cited.checked),
        address=cited.address,
        files="\n".join(_file(export) for export in exports),
        first=f"{exports[0].name}.csv",
        licences="\n".join(f"- {each['title']}: {each.get('path', each['name'])}" for each in named.values()),
        sentence=cited.sentence,
    )
    return (text + "".join(map(_columns, exports))).encode("utf-8")


def _file(export: Export) -> str:
    return _row([f"`{export.name}.csv`", str(len(export.rows)), f"{export.table.title}. {export.table.description}"])


def _columns(export: Export) -> str:
    key = ", ".join(f"`{name}`" for name in export.table.primary_key)
    said = f"{counted(len(export.rows), 'row')}" + (f", told apart by {key}." if key else ".")
    rows = [_row([f"`{name}`", kind, meaning]) for name, kind, meaning in dictionary(export.table)]
    return "\n".join(
        [f"\n### `{export.name}.csv`\n", f"{said}\n", "| column | type | meaning |", "|---|---|---|", *rows, ""]
    )


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
