"""The page for analysts: the address of rows, lines to copy, how to cite and verify them, and what is promised."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from atlas import words
from atlas.export import API, FORMATS, Export, address, export_of, keys_of, shape_of
from atlas.export.shapes import NOTHING, Shape
from atlas.selection import default_choice, values
from atlas.selection.choice import table_names
from atlas.selection.codes import code_fields
from atlas.ui import snippets
from atlas.ui.downloads import offer, origin
from atlas.ui.frame import Page

PARQUET = "parquet"
JOINED = ("cow", "gw")


def open_rows(page: Page) -> Export:
    """Shows the address of the rows of the choice and their files; gives the rows."""
    export = export_of(page.history, page.tables, page.choice)
    st.code(origin() + address(export), language=None, wrap_lines=True)
    st.caption(
        f"The address of {words.these(len(export.rows), 'row')} as CSV. It takes the keys of this page's own "
        "address and writes every day out: the same rows on any later day, unless a fact is corrected."
    )
    offer(page, f"Download {words.these(len(export.rows), 'row')} (CSV)", page.choice)
    return export


def show_lines(page: Page, export: Export) -> None:
    """Lines to copy for each program."""
    st.header("Lines to copy", anchor=False)
    parquet = origin() + address(export, PARQUET) if PARQUET in FORMATS else ""
    every = snippets.snippets(export.table, origin() + address(export), parquet)
    for tab, each in zip(st.tabs(list(every)), every.values(), strict=True):
        with tab:
            st.write(each.use)
            st.code(each.lines, language=each.language, wrap_lines=True)
    st.header("Joined with rows of your own", anchor=False)
    st.write("The status of every state in every year, joined by number and year with rows that you have:")
    panel = replace(default_choice(page.tables), table="panel", treaty=page.choice.treaty, codes=JOINED)
    asked = export_of(page.history, page.tables, panel)
    st.code(snippets.join(asked.table, origin() + address(asked)), language="python", wrap_lines=True)


def show_citation(page: Page, export: Export) -> None:
    """How these rows are cited, and how a file is compared with what the atlas gives."""
    package = page.tables.package
    st.header("Citing and checking", anchor=False)
    st.write("Cite the version, the day of the last check and the address:")
    st.code(
        f"Mine Ban Atlas, version {package.version} of the data, checked on {package.checked}: "
        f"“{export.table.title}”. {origin()}{address(export)}",
        language=None,
        wrap_lines=True,
    )
    st.write(
        "The column `source_ids` (or `source_id`) of every row names its sources, whose titles and addresses stand in "
        "the table `sources`. A file from an address carries the beginning of its own SHA-256 in its name, so that a "
        "changed one can be told. The header `ETag` changes when the content changes, and only then: sent back as "
        "`If-None-Match` it is answered with 304 and no rows. Where the atlas is installed, a shell writes the same "
        "file, and says of any file of it whether it is unchanged and whether the facts of today give the same rows:"
    )
    st.code(shell_lines(export), language="bash", wrap_lines=True)


def shell_lines(export: Export) -> str:
    """Commands that write the rows as a file and check it."""
    asked = address(export).removeprefix(f"{API}/")
    file = f"{export.name}.csv"
    return f'python -m atlas export "{asked}" --out {file}\npython -m atlas verify {file} --address "{asked}"'


def show_codes(page: Page) -> None:
    """What the further codes of states are."""
    st.header("Codes for joining", anchor=False)
    st.write(
        "Every row of a state has its ISO 3166-1 alpha-3 code. Further ones come with the key `codes`, as in "
        "`codes=cow,gw`, or with “Add codes for joining”."
    )
    fields = code_fields(page.tables, values.CODES)
    st.table(
        pd.DataFrame(
            {
                "Code": [field.name for field in fields],
                "System": [field.title for field in fields],
                "Meaning": [field.description for field in fields],
            }
        ),
        hide_index=True,
    )


def show_tables(page: Page) -> None:
    """Every table with the keys that it takes and its formats."""
    st.header("All tables", anchor=False)
    st.write(
        f"Below `{API}/` stands every table as `TABLE.FORMAT`; the CSV for spreadsheets is `.csv?bom=1`. "
        "A key that a table does not take is refused."
    )
    names = table_names(page.tables)
    shapes = [shape_of(page.tables, name) for name in names]
    st.dataframe(
        pd.DataFrame(
            {
                "Table": names,
                "What it is": [page.tables.package.table(name).title for name in names],
                "Keys": [", ".join(keys_of(shape)) for shape in shapes],
                "Formats": [", ".join(_formats(shape)) for shape in shapes],
            }
        ),
        hide_index=True,
        width="stretch",
        height=360,
    )


def _formats(shape: Shape) -> list[str]:
    """The endings of the addresses of a table, each once."""
    given = (each.ending for each in FORMATS.values() if shape.geometry != NOTHING or not each.on_maps)
    return list(dict.fromkeys(given))


def show_promise() -> None:
    """What programs may rely on, in short."""
    st.header("What you can rely on", anchor=False)
    st.markdown(
        "- Within v1 no table, format, key, column or code is taken away or gets another meaning, and rows keep their "
        "order.\n"
        "- Facts are corrected and added to; new columns come after those that are there. Read columns by name.\n"
        "- Without `on` or `to` an address follows the day of the last check.\n"
        "- A wrong key or value is refused with what is allowed, never ignored. Nothing can be written, and nobody "
        "needs a key or an account.\n"
        f"- Every route with its keys, for programs: [`openapi.json`](<{origin()}{API}/openapi.json>)."
    )
