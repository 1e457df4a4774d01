"""Rows and everything a file says about them in, bytes out; and addresses that give the same rows again."""

from atlas.export.about import API, about, address, rows_digest
from atlas.export.asking import BadKey, choice_of, keys_of, table_of
from atlas.export.formats import FORMATS, Format, plain, to_csv, to_json
from atlas.export.model import Export, export_of, export_of_rows, full_query
from atlas.export.naming import file_name, stem, told_by
from atlas.export.shapes import SHAPES, Shape, rows_of, shape_of

__all__ = [
    "API",
    "FORMATS",
    "SHAPES",
    "BadKey",
    "Export",
    "Format",
    "Shape",
    "about",
    "address",
    "choice_of",
    "export_of",
    "export_of_rows",
    "file_name",
    "full_query",
    "keys_of",
    "plain",
    "rows_digest",
    "rows_of",
    "shape_of",
    "stem",
    "table_of",
    "to_csv",
    "to_json",
    "told_by",
]
