"""`package.zip`: several tables in one file, by `tables` and every key that one of them takes."""

from __future__ import annotations

from atlas.export import keys_of, shape_of
from atlas.export.asking import PACKAGE, ZIP
from atlas.export.written import ZIP_TYPE
from atlas.selection import KEYS
from atlas.selection.choice import table_names
from atlas.tables import Tables

NAME = f"{PACKAGE}.{ZIP}"
MEDIA_TYPE = ZIP_TYPE
TITLE = "Several tables in one file"
DESCRIPTION = (
    "A zip of the tables, their description as a data package of Frictionless, how to cite them, their sources and "
    "SHA-256 sums. A key filters every table that takes it; a key that none of the tables takes is refused."
)


def keys(tables: Tables) -> list[str]:
    """The keys that a package of all tables takes."""
    taken = {key for name in table_names(tables) for key in keys_of(shape_of(tables, name))}
    return ["tables", *(key for key in KEYS if key in taken)]
