"""Writes the tables of columns in CONTRIBUTING.md from the description of the facts: `python -m tools.contributing`.

`datapackage.json` is the one description; the block between the two marks is only a copy for reading.
"""

from __future__ import annotations

import re
from pathlib import Path

from atlas.tables import Package, data_folder
from atlas.tables.schema import Field, Table, read_package

DOCUMENT = Path(__file__).parents[1] / "CONTRIBUTING.md"
BEGIN = "<!-- columns: written by `make documents` from data/datapackage.json -->"
END = "<!-- end of columns -->"
SHOWN = ("actions", "contests", "events", "sources", "treaties", "revisions")
FORMS = {"date": "YYYY-MM-DD", "boolean": "yes or no", "integer": "whole number", "number": "number", "string": "text"}


def columns_block(package: Package) -> str:
    """The tables of columns as Markdown, marks included."""
    return "\n\n".join([BEGIN, *(_described(package.table(name)) for name in SHOWN), END])


def filled(text: str, package: Package) -> str:
    """The document's text with its block replaced; raises ValueError where the marks are not there once."""
    pattern = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    new, count = pattern.subn(lambda _: columns_block(package), text)
    if count != 1:
        raise ValueError(f"expected one block between {BEGIN!r} and {END!r}, found {count}")
    return new


def _described(table: Table) -> str:
    head = [
        f"### `data/{table.path}`",
        "",
        table.description,
        "",
        "| column | needed | form | meaning |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(table, field) for field in table.fields)])


def _row(table: Table, field: Field) -> str:
    needed = "yes" if field.constraints.get("required") else ""
    cells = (f"`{field.name}`", needed, _form(table, field), field.description)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _form(table: Table, field: Field) -> str:
    """What may stand in a cell, in a few words."""
    if field.partial_date:
        return "YYYY-MM-DD, YYYY-MM or YYYY"
    if "enum" in field.constraints:
        return ", ".join(f"`{value}`" for value in field.constraints["enum"])
    if field.references:
        several = f"; several separated by `{field.references.separator}`" if field.references.separator else ""
        others = "".join(f" or `{code}`" for code in field.references.also)
        return f"key of {field.references.resource}{others}{several}"
    keys = [key.resource for key in table.foreign_keys if key.columns == (field.name,)]
    return f"key of {keys[0]}" if keys else FORMS[field.type]


def main() -> None:
    """Writes the block in CONTRIBUTING.md again."""
    package, faults = read_package(data_folder())
    if package is None:
        raise SystemExit("\n".join(map(str, faults)))
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8"), package), encoding="utf-8")


if __name__ == "__main__":
    main()
