"""Rows and everything a file says about them in, bytes out; and addresses that give the same rows again."""

from atlas.export.about import API, CELLS, about, address, dictionary, rows_digest
from atlas.export.asking import Asked, BadKey, asked, choice_of, keys_of, package_choice_of, table_of
from atlas.export.cited import cited_sources, licences
from atlas.export.formats import FORMATS, Format
from atlas.export.model import Export, export_of, export_of_rows, full_query
from atlas.export.naming import file_name, stem, told_by
from atlas.export.packages import package, package_address, package_query
from atlas.export.shapes import SHAPES, Shape, rows_of, shape_of
from atlas.export.texts import CannotHold, plain, to_csv, to_json, unguard
from atlas.export.written import Written, written

__all__ = [
    "API",
    "CELLS",
    "FORMATS",
    "SHAPES",
    "Asked",
    "BadKey",
    "CannotHold",
    "Export",
    "Format",
    "Shape",
    "Written",
    "about",
    "address",
    "asked",
    "choice_of",
    "cited_sources",
    "dictionary",
    "export_of",
    "export_of_rows",
    "file_name",
    "full_query",
    "keys_of",
    "licences",
    "package",
    "package_address",
    "package_choice_of",
    "package_query",
    "plain",
    "rows_digest",
    "rows_of",
    "shape_of",
    "stem",
    "table_of",
    "to_csv",
    "to_json",
    "told_by",
    "unguard",
    "written",
]
