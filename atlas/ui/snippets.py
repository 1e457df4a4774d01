"""Lines to copy that read rows from their address in other programs; each works as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from atlas.tables.schema import Table

DIGITS = ("m49", "iso_numeric")
"""Texts of digits with leading zeros, which programs would read as numbers."""


class Snippet(NamedTuple):
    """Lines in one language: its name for highlighting, what to do with them, and the lines."""

    language: str
    use: str
    lines: str


def snippets(table: Table, url: str, parquet: str = "") -> Mapping[str, Snippet]:
    """The lines by the name of the program; `url` gives CSV, `parquet` the same as Parquet, if it is served."""
    return {
        "Python": Snippet("python", "With pandas. A code such as NA (Namibia) stays a text.", pandas(table, url)),
        "R": Snippet("r", "With readr, or arrow.", readr(table, url, parquet)),
        "Excel": Snippet("powerquery", EXCEL, power_query(table, url)),
        "curl": Snippet("bash", "Run again, it fetches only what changed: the server answers 304.", curl(table, url)),
    }


def days(table: Table) -> list[str]:
    """Names of the columns that hold whole days; a date that may be a month or a year is a text."""
    return [field.name for field in table.fields if field.type == "date" and not field.partial_date]


def texts(table: Table) -> list[str]:
    """Names of the columns of digits that are no numbers."""
    return [field.name for field in table.fields if field.name in DIGITS]


def pandas(table: Table, url: str, name: str = "rows") -> str:
    """Lines of Python that give the rows as a DataFrame."""
    given = [f'    "{url}",', "    keep_default_na=False,", '    na_values=[""],']
    kinds = ", ".join(f'"{column}": "str"' for column in texts(table))
    given += [f"    dtype={{{kinds}}},"] if kinds else []
    given += [f"    parse_dates={_listed(days(table))},"] if days(table) else []
    return "\n".join(["import pandas as pd", "", f"{name} = pd.read_csv(", *given, ")"])


def readr(table: Table, url: str, parquet: str = "") -> str:
    """Lines of R that give the rows as a tibble."""
    kinds = [f'{column} = "c"' for column in texts(table)]
    columns = f", col_types = cols({', '.join(kinds)})" if kinds else ""
    lines = ["library(readr)", "", f'rows <- read_csv("{url}", na = ""{columns})']
    if parquet:
        file = f"{table.name}.parquet"
        lines += ["", "# or typed and smaller, with arrow:", f'download.file("{parquet}", "{file}", mode = "wb")']
        lines += [f'rows <- arrow::read_parquet("{file}")']
    return "\n".join(lines)


EXCEL = (
    "Data, Get Data, From Other Sources, Blank Query; then Advanced Editor, paste these lines, Done, Close & Load. Or "
    "Data, From Web, paste the address of the rows, file origin 65001: Unicode (UTF-8)."
)


def power_query(table: Table, url: str) -> str:
    """Lines of Power Query's M; whole days are typed, all else is text until you say otherwise."""
    typed = ", ".join(f'{{"{column}", type date}}' for column in days(table))
    last = f'    Rows = Table.TransformColumnTypes(Headed, {{{typed}}}, "en-GB")' if typed else "    Rows = Headed"
    return "\n".join(
        [
            "let",
            f'    Source = Csv.Document(Web.Contents("{url}"), '
            '[Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),',
            "    Headed = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),",
            last,
            "in",
            "    Rows",
        ]
    )


def curl(table: Table, url: str) -> str:
    """A line that saves the rows and the tag of their content; with the tag the server sends nothing anew."""
    tag = f"{table.name}.etag"
    return f'curl --fail --etag-compare {tag} --etag-save {tag} --output {table.name}.csv "{url}"'


def join(table: Table, url: str) -> str:
    """Lines of Python that put the panel beside rows of one's own, by Gleditsch and Ward's number and year."""
    return "\n".join(
        [
            pandas(table, url, "panel"),
            "",
            "# your rows: a state's number in the system of Gleditsch and Ward, and a year",
            'yours = pd.DataFrame({"gwno": [375, 290, 366], "year": [2024, 2024, 2024]})',
            "joined = yours.merge(",
            '    panel.dropna(subset=["gw"]),',
            '    how="left",',
            '    left_on=["gwno", "year"],',
            '    right_on=["gw", "year"],',
            '    validate="many_to_one",',
            ")",
        ]
    )


def _listed(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
