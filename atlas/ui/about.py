"""The about page: what the words mean, how a day is computed, where everything comes from."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from atlas import words
from atlas.export import citing
from atlas.export.law import rules, statuses
from atlas.ui.downloads import offer
from atlas.ui.frame import Page
from atlas.words import about

REPOSITORY_FILES = ("LICENSE", "data/LICENSE.md", "CITATION.cff")


def show_statuses(page: Page) -> None:
    """What each status means, and by which article of the chosen treaty it begins."""
    st.header("What the statuses mean", anchor=False)
    st.table(statuses(page.tables, page.choice.treaty), hide_index=True)


def show_rules(page: Page) -> None:
    """How the status of a day is computed, and the rules of the eleven treaties."""
    st.header("How a day is computed", anchor=False)
    st.markdown(about.text("days"))
    st.table(rules(page.tables), hide_index=True)


def show_borders() -> None:
    """The border policy and its disclaimer."""
    st.header("Borders and names", anchor=False)
    st.markdown(about.text("borders"))


def show_access() -> None:
    """How the atlas is used by keys and by ear, what of it is tested, and what is known not to work."""
    st.header("Access for every reader", anchor=False)
    st.markdown(about.text("access"))


def show_sources(page: Page) -> None:
    """Every source with the age of the copy that was read."""
    sources = page.tables["sources"]
    st.header("Sources", anchor=False)
    st.write(
        f"{len(sources)} sources. Every row of every table names its own. The column “copy” is the age of the copy "
        f"that was read. The facts were last checked on {words.long_day(page.tables.checked)}."
    )
    st.dataframe(
        sources,
        hide_index=True,
        width="stretch",
        height=320,
        column_order=["source_id", "title", "publisher", "copy", "url", "address_note", "note"],
        column_config={"url": st.column_config.LinkColumn("address", display_text="open")},
    )
    offer(page, f"Download the {len(sources)} sources (CSV)", replace(page.choice, table="sources"))


def show_terms(page: Page) -> None:
    """Licence, how to cite, and known gaps."""
    st.header("Licence and citation", anchor=False)
    st.markdown(
        "The code is free under the MIT licence. The compilation of facts is under "
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); the facts keep the terms of their sources: "
        "population by the World Bank (CC BY 4.0), shapes by Natural Earth (public domain). "
        f"Details: {', '.join(f'`{name}`' for name in REPOSITORY_FILES)} in the repository."
    )
    st.markdown("Please cite the day and the version, so that others can repeat what you saw:")
    st.code(citing.citation(page.tables, "Status on DAY under TREATY").sentence, language=None, wrap_lines=True)
    st.header("Known gaps", anchor=False)
    st.markdown(about.text("gaps"))
