"""What mines did in the state, and what it must do under the Mine Ban Convention: clearance and stockpiles."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from atlas import impact, words
from atlas.figures.impact import state_casualties
from atlas.selection.country import casualty_rows, obligation_rows
from atlas.ui.charts import show_chart, theme
from atlas.ui.country.record import SOURCE_COLUMN
from atlas.ui.country.statuses import alone
from atlas.ui.downloads import offer, offer_rows
from atlas.ui.frame import Page
from atlas.ui.sources import escaped, source_links
from atlas.words.country import EVENT_LABELS, casualties_sentence, obligation_date

STANDINGS = ("clearance", "stockpiles")


def show_mines(page: Page, iso3: str) -> None:
    """Casualties by year with the gaps, and the deadlines of clearance and destruction with what was decided."""
    _show_casualties(page, iso3)
    _show_obligations(page, iso3)


def _show_casualties(page: Page, iso3: str) -> None:
    found = casualty_rows(page.tables, iso3)
    years = impact.casualty_years(page.tables)
    st.header("Casualties of mines by year", anchor=False)
    st.write(casualties_sentence(found["year"].to_list(), years[0], years[-1]))
    if found.empty:
        return
    figure = state_casualties(
        found,
        {iso3: str(page.tables.row("states", iso3)["name"])},
        years,
        series=impact.SERIES,
        first=date(years[0], 1, 1),
        last=date(years[-1], 12, 31),
        theme=theme(),
    )
    show_chart(figure, "casualties")
    sources = ";".join(dict.fromkeys(found["source_id"]))
    st.caption(f"Persons killed or injured. Sources: {source_links(page.tables, sources)}")
    offer(page, f"Download {words.counted(len(found), 'figure')} (CSV)", alone(page, iso3, "casualties"))


def _show_obligations(page: Page, iso3: str) -> None:
    rows = obligation_rows(page.tables, iso3)
    st.header("Clearance and stockpiles", anchor=False)
    st.caption("Under articles 5 and 4 of the Mine Ban Convention, whichever treaty is chosen.")
    st.markdown("\n".join(f"- {line}" for line in standings(page, iso3)))
    if rows.empty:
        return
    st.dataframe(
        pd.DataFrame(
            {
                "About": rows["about"].str.capitalize(),
                "Date": [obligation_date(*each) for each in zip(rows["date"], rows["precision"], strict=True)],
                "Event": rows["event"].map(EVENT_LABELS),
                "Deadline": rows["deadline"],
                "Mines": ["" if pd.isna(number) else f"{number:,}" for number in rows["quantity"]],
                "Source": [
                    page.tables.row("sources", keys.split(";")[0])["url"] or None for keys in rows["source_ids"]
                ],
                "Note": rows["note"],
            }
        ),
        hide_index=True,
        width="stretch",
        height="content",
        column_config={"Source": SOURCE_COLUMN},
    )
    label, title = f"Download {words.counted(len(rows), 'row')} (CSV)", "Clearance and stockpiles of a state"
    offer_rows(page, label, "clearance-stockpiles", title, rows, {"state": iso3})


def standings(page: Page, iso3: str) -> list[str]:
    """How clearance and stockpiles stood on the chosen day, a line of Markdown each with its sources."""
    lines = []
    for layer in STANDINGS:
        rows = impact.layer_rows(page.tables, layer, page.choice.on)
        row = rows.set_index("iso3").loc[iso3]
        sources = f" ({source_links(page.tables, row['source_ids'])})" if row["source_ids"] else ""
        lines.append(f"{impact.LAYERS[layer].title}: {escaped(row['text'])}{sources}")
    return lines
