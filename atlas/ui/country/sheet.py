"""What the printed page has in place of the long tables: the same facts in a few lines."""

from __future__ import annotations

import streamlit as st

from atlas import words
from atlas.selection.country import casualty_rows, state_actions, state_declarations, state_events
from atlas.ui.country.around import border_sentence, neighbours_of
from atlas.ui.country.mines import standings
from atlas.ui.frame import NAME, Page
from atlas.ui.sources import escaped
from atlas.words.country import CAVEAT, neighbours_sentence

MOST_ACTS, MOST_EVENTS, MOST_FIGURES = 6, 3, 5
MOST_LETTERS = 240


def show_sheet(page: Page, iso3: str) -> None:
    """The lines that only paper shows; style.css hides them from the screen, and the long tables from paper."""
    lines = [
        _about("Land border", _border(page, iso3)),
        _about(f"Acts under {words.treaty_in_sentence(page.treaty_name)}", _acts(page, iso3)),
        _about("Declarations", _declarations(page, iso3)),
        _about("Latest events", _events(page, iso3)),
        *(_headed(line) for line in standings(page, iso3)),
        _about("Casualties", _casualties(page, iso3)),
    ]
    package = page.tables.package
    with st.container(key="paper-sheet"):
        st.markdown("\n".join(lines))
        st.caption(
            f"{NAME}, version {package.version} of the data, checked on {words.long_day(package.checked)}. "
            "Sources that are not named here stand on the page itself."
        )


def _about(subject: str, said: str) -> str:
    return f"- **{escaped(subject)}:** {escaped(said)}"


def _headed(line: str) -> str:
    """A line of Markdown whose subject stands before its first colon."""
    subject, _, said = line.partition(": ")
    return f"- **{subject.strip('*')}:** {said}"


def _border(page: Page, iso3: str) -> str:
    neighbours = neighbours_of(page, iso3)
    said = neighbours_sentence(page.tables.row("states", iso3)["name"], neighbours)
    return said if neighbours.empty else f"{said} {border_sentence(page, iso3)} {CAVEAT}"


def _acts(page: Page, iso3: str) -> str:
    actions = state_actions(page.tables, iso3, page.choice.treaty)
    own = actions[actions["treaty"] == page.choice.treaty].tail(MOST_ACTS)
    said = [
        f"{words.ACTION_LABELS[row.action]} {words.long_date(row.date)}"
        + (f" ({row.notification})" if row.notification else "")
        for row in own.itertuples(index=False)
    ]
    return "; ".join(said) or "none in the record"


def _declarations(page: Page, iso3: str) -> str:
    declared = state_declarations(page.tables, iso3, page.choice.treaty)
    return _cut("; ".join(declared["summary"])) or "none found"


def _events(page: Page, iso3: str) -> str:
    events = state_events(page.tables, iso3).head(MOST_EVENTS)
    dated = zip(events["date"], events["title"], strict=True)
    return "; ".join(f"{words.long_date(when)}: {title}" for when, title in dated) or "none in the data names it"


def _casualties(page: Page, iso3: str) -> str:
    found = casualty_rows(page.tables, iso3).query("series == 'monitor'").tail(MOST_FIGURES)
    figures = [f"{year}: {total:,}" for year, total in zip(found["year"], found["total"], strict=True)]
    latest = f"latest figures found: {'; '.join(figures)}"
    return latest if figures else "no figure found, which is not zero"


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"
