"""The claims page: the claims of the article beside the record, and the reader's own text beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, Literal

import pandas as pd
import streamlit as st

from atlas import words
from atlas.claims import LONGEST, TooLong, findings
from atlas.selection import default_choice, first_day, part, status_rows
from atlas.tables.dates import latest, partial_date_problem
from atlas.ui.downloads import offer, offer_rows
from atlas.ui.frame import Page
from atlas.ui.links import country_link, map_link, timeline_link
from atlas.ui.session import CHOICE, choose, controlled
from atlas.ui.sources import escaped, source_links
from atlas.words import claims as said

TEXT, OPENED = "claim-text", "claim-opened"
MOST_SENTENCES = 40
Colour = Literal["green", "red", "orange", "gray"]
SIGNS: dict[str, tuple[str, Colour]] = {
    "supported": (":material/check_circle:", "green"),
    "partly": (":material/contrast:", "orange"),
    "contradicted": (":material/cancel:", "red"),
    "unverifiable": (":material/help:", "gray"),
    "matches": (":material/check_circle:", "green"),
    "contradicts": (":material/cancel:", "red"),
    "cannot-tell": (":material/help:", "gray"),
}
"""A shape and a colour for each verdict; the words stand beside them."""


def show_chosen(page: Page) -> None:
    """The claim that the link names, in full, with the ways to the claims before and after it."""
    if not page.choice.claim or _opened_in_list(page):
        return
    keys = page.tables["claims"]["claim_id"].to_list()
    place = keys.index(page.choice.claim)
    with st.container(border=True):
        claim = page.tables.row("claims", page.choice.claim)
        st.header(escaped(f"{claim['claim_id']}: {claim['claim']}"), anchor=False)
        _show_claim(page, claim)
        with st.container(horizontal=True):
            for label, to in (("Previous claim", place - 1), ("Next claim", place + 1)):
                key = keys[to] if 0 <= to < len(keys) else ""
                st.button(label, disabled=not key, on_click=choose, args=(page.tables,), kwargs={"claim": key})
            st.button("Close", on_click=choose, args=(page.tables,), kwargs={"claim": ""})


def show_article(page: Page) -> None:
    """All claims by verdict, with their number, and the download of those shown."""
    claims = page.tables["claims"]
    counts = claims["verdict"].value_counts()
    key = controlled("filter-verdict", list(page.choice.verdict))
    st.pills(
        "Verdict",
        list(said.VERDICT_LABELS),
        selection_mode="multi",
        format_func=lambda code: f"{SIGNS[code][0]} {said.VERDICT_LABELS[code]} ({counts.get(code, 0)})",
        help="  \n".join(f"{said.VERDICT_LABELS[code]}: {meaning}" for code, meaning in said.VERDICT_MEANINGS.items()),
        key=key,
        on_change=lambda: _filter(page, tuple(st.session_state[key])),
    )
    rows = claims[claims["verdict"].isin(page.choice.verdict)] if page.choice.verdict else claims
    for claim in rows.to_dict("records"):
        _show_listed(page, claim)
    shown = replace(part(page.choice, page.tables, "verdict"), table="claims")
    offer(page, f"Download {words.counted(len(rows), 'claim')} (CSV)", shown)


def _filter(page: Page, verdicts: tuple[str, ...]) -> None:
    """Shows the claims of these verdicts; the one that is open in the list stays open if it is among them."""
    opened, claim = _opened_in_list(page), page.choice.claim
    if opened and claim and verdicts and page.tables.row("claims", claim)["verdict"] not in verdicts:
        claim = ""
    choose(page.tables, verdict=verdicts, claim=claim)
    if opened:
        st.session_state[OPENED] = st.session_state[CHOICE]


def _opened_in_list(page: Page) -> bool:
    """Whether the reader chose the claim by opening it in the list, and not by a link or the browser's Back."""
    return page.choice is st.session_state.get(OPENED)


def _show_listed(page: Page, claim: Mapping[str, Any]) -> None:
    """One line of the list; opened it has the whole claim, and the address names it."""
    key, chosen = f"claim-{claim['claim_id']}", claim["claim_id"] == page.choice.claim

    def toggled() -> None:
        choose(page.tables, claim=claim["claim_id"] if st.session_state[key] else "")
        st.session_state[OPENED] = st.session_state[CHOICE]

    st.session_state[key] = chosen and _opened_in_list(page)
    label = f"**{said.VERDICT_LABELS[claim['verdict']]}** · {claim['claim_id']} · {escaped(claim['claim'])}"
    listed = st.expander(label, icon=SIGNS[claim["verdict"]][0], key=key, on_change=toggled)
    if listed.open:
        with listed:
            _show_claim(page, claim)


def _show_claim(page: Page, claim: Mapping[str, Any]) -> None:
    """Verdict, record, note, sources, and where the atlas shows it."""
    _show_verdict(claim["verdict"], said.VERDICT_LABELS[claim["verdict"]])
    note = f"  \nNote: {escaped(claim['note'])}." if claim["note"] else ""
    st.markdown(f"The record: {escaped(claim['record'])}{note}")
    st.markdown(f"Sources: {source_links(page.tables, claim['source_ids'])}")
    states = tuple(claim["states"].split(";")) if claim["states"] else ()
    days = [date.fromisoformat(text) for text in claim["days"].split(";") if text]
    for day in days:
        _map_link(page, claim["treaty"], states, day)
    if len(states) == 1 and days:
        shown = replace(default_choice(page.tables), treaty=claim["treaty"], state=states, on=days[-1])
        country_link(page, shown)
    for event in claim["events"].split(";") if claim["events"] else ():
        _timeline_link(page, claim["treaty"], event)


def _show_verdict(code: str, label: str) -> None:
    sign, colour = SIGNS[code]
    st.badge(label, icon=sign, color=colour)


def _map_link(page: Page, treaty: str, states: tuple[str, ...], day: date) -> None:
    """The map on the day; for one state its status stands in the label, which must fit a narrow screen."""
    choice, status = replace(default_choice(page.tables), treaty=treaty, state=states, on=day), ""
    if len(states) == 1:
        rows = status_rows(page.history, page.tables, replace(choice, state=())).set_index("iso3")
        status = words.status_in_sentence(rows.at[states[0], "status"])
    map_link(page, choice, status)


def _timeline_link(page: Page, treaty: str, key: str) -> None:
    """The timeline of the event's year with the event chosen."""
    event = page.tables.row("events", key)
    last = min(latest([event["date"]])[0].item(), page.tables.checked)
    year = date(last.year, 1, 1), min(date(last.year, 12, 31), page.tables.checked)
    choice = replace(default_choice(page.tables), treaty=treaty, event=key, on=last, first=year[0], last=year[1])
    timeline_link(page, choice, f"Timeline, {words.long_date(event['date'])}", escaped(event["title"]))


def show_reading(page: Page) -> None:
    """A field for a text, and what the record has beside each of its sentences."""
    st.write(
        "Paste a text: the page looks for states, treaties, dates and verbs of joining or leaving, and puts the record "
        "beside each sentence. It follows fixed rules and runs where this atlas runs. The text is not kept, not "
        "written to any log, not put into the address and sent to no other service."
    )
    with st.form("claim-form", border=False):
        text = st.text_area(
            f"Text of at most {LONGEST:,} characters",
            key=TEXT,
            height=200,
            placeholder="Finland officially withdrew from the Mine Ban Convention in July 2023.",
        )
        st.form_submit_button("Put it beside the record", type="primary", icon=":material/fact_check:")
    with st.expander("How a text is read", icon=":material/rule:"):
        st.markdown("\n".join(f"- {rule}" for rule in said.RULES))
    if not text.strip():
        return
    try:
        rows = findings(text, page.tables, page.history)
    except TooLong as problem:
        st.error(str(problem), icon=":material/error:")
        return
    _show_findings(page, rows)


def _show_findings(page: Page, rows: pd.DataFrame) -> None:
    """How many statements there are of each verdict, each sentence with its statements, and the download."""
    if rows.empty:
        st.info("No sentence says that a state joined or left a treaty of the atlas.", icon=":material/search_off:")
        return
    counts = rows["verdict"].value_counts()
    told = [f"{said.FINDING_LABELS[code]}: {counts.get(code, 0)}" for code in said.FINDING_LABELS]
    st.markdown(f"**{words.counted(len(rows), 'statement')}.** {' · '.join(told)}")
    sentences = [list(group) for _, group in groupby(rows.to_dict("records"), key=lambda row: row["sentence"])]
    for group in sentences[:MOST_SENTENCES]:
        _show_sentence(page, group)
    if len(sentences) > MOST_SENTENCES:
        with st.expander(words.counted(len(sentences) - MOST_SENTENCES, "more sentence")):
            for group in sentences[MOST_SENTENCES:]:
                _show_sentence(page, group)
    label = f"Download {words.counted(len(rows), 'statement')} (CSV)"
    offer_rows(page, label, "text", "Statements of a reader's text beside the record", rows)


def _day_to_show(page: Page, row: Mapping[str, Any]) -> date:
    """The last day that the sentence can mean, where the treaty's map has it; otherwise today."""
    known = [text for text in row["date_said"].split(";") if not partial_date_problem(text)]
    if not known:
        return page.tables.checked
    day: date = min(latest(known).max().item(), page.tables.checked)
    return day if day >= first_day(page.tables, row["treaty"]) else page.tables.checked


def _show_sentence(page: Page, group: list[dict[str, Any]]) -> None:
    """The sentence as plain text, whatever it holds, and each of its statements."""
    with st.container(border=True):
        st.text(group[0]["sentence"])
        for row in group:
            _show_verdict(row["verdict"], said.FINDING_LABELS[row["verdict"]])
            names = " or ".join(page.tables.row("states", iso3)["name"] for iso3 in row["iso3"].split(";"))
            treaty = page.tables.row("treaties", row["treaty"])["short_name"] if row["treaty"] else "no treaty named"
            read = [names, treaty, said.kind_label(row["kind"]), said.date_label(row["date_said"])]
            st.caption("Read as: " + " · ".join(map(escaped, read)))
            links = f" ({source_links(page.tables, row['source_ids'])})" if row["source_ids"] else ""
            st.markdown(f"{escaped(row['record'])}{links}")
            if row["treaty"] and ";" not in row["iso3"]:
                _map_link(page, row["treaty"], (row["iso3"],), _day_to_show(page, row))
