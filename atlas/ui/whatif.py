"""A supposition about one state, in a box of its own: what would follow, never what is.

Only the link holds it (`notice`, `deposit`); it is computed anew from the facts and enters none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from atlas.selection import Choice
from atlas.selection.values import LATEST_YEAR
from atlas.status.supposing import Answer, Opening, Refusal, Supposition, figures, openings, suppose_all
from atlas.ui.downloads import offer_rows
from atlas.ui.frame import Page
from atlas.ui.session import choose, controlled
from atlas.ui.sources import escaped, source_links
from atlas.words import in_sentence, long_day, supposing

LAST_DAY = date(LATEST_YEAR, 12, 31)


def show_what_if(page: Page, iso3: str) -> None:
    """The question, and below it the answer to the supposition that the choice holds, if any.

    Not printed: a sheet of paper about a state holds facts alone.
    """
    with st.container(key="screen-what-if"):
        st.header("What if", anchor=False)
        opening = openings(page.history, page.tables, iso3)[page.choice.treaty]
        supposed = _supposed(page.choice)
        _show_question(page, iso3, opening, supposed)
        if page.choice.notice and page.choice.deposit:
            st.info(escaped(supposing.both_sentence(page.choice.notice, page.choice.deposit)), icon=":material/rule:")
        if supposed:
            with st.container(border=True, key="supposition"):
                _show_answer(page, iso3, *supposed)


def _supposed(choice: Choice) -> tuple[str, date] | None:
    """The act and the day of the choice; a notice goes before a deposit."""
    given = {"notice": choice.notice, "deposit": choice.deposit}
    return next(((act, day) for act, day in given.items() if day), None)


def _show_question(page: Page, iso3: str, opening: Opening, supposed: tuple[str, date] | None) -> None:
    """The day of the one act that is possible under the chosen treaty, and a button that takes it back."""
    act, day = supposed or ("", None)
    possible = day is not None and day <= LAST_DAY and opening.allows(act, day)
    key = controlled(f"what-if-{page.choice.treaty}-{iso3}", day if possible else None)
    name = page.tables.row("states", iso3)["name"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            f"Suppose that {escaped(in_sentence(name))} {supposing.DONE[opening.act]} on",
            min_value=opening.first,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            key=key,
            disabled=bool(opening.needs),
            on_change=lambda: _suppose(page, opening.act, st.session_state[key]),
            width=420,
        )
        if supposed:
            st.button("Clear", icon=":material/close:", key="what-if-clear", on_click=lambda: _suppose(page))
    allowed = supposing.opening_phrase(opening, page.tables)
    st.caption(escaped(f"{page.treaty_name}: {allowed}. Nothing supposed enters the facts."))


def _suppose(page: Page, act: str = "", day: date | None = None) -> None:
    nothing = {"notice": None, "deposit": None}
    choose(page.tables, **(nothing | {act: day} if act else nothing))


def _show_answer(page: Page, iso3: str, act: str, day: date) -> None:
    answers = suppose_all(page.history, page.tables, iso3, act, day)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(supposing.HEADING, anchor=False, width="content")
        st.badge("supposed", icon=":material/help:", color="orange")
    answer = answers[page.choice.treaty]
    if isinstance(answer, Refusal):
        st.warning(f"{escaped(supposing.refusal_sentence(answer, page.tables))}.", icon=":material/block:")
    else:
        _show_effect(page, answer)
    _show_all(page, iso3, list(answers.values()))


def _show_effect(page: Page, answer: Supposition) -> None:
    """What would follow under the chosen treaty: the day, the figures, the rule and what is doubtful."""
    tables = page.tables
    st.markdown(f"**{escaped(supposing.supposed_sentence(answer, tables))}**")
    st.markdown(f"{escaped(supposing.supposed_headline(answer, tables))}.")
    today = figures(page.history, answer.treaty, tables.checked)
    st.table(supposing.figure_rows(today, answer, tables))
    links = source_links(tables, tables.row("treaties", answer.treaty)["source_id"])
    told = [escaped(text) for text in supposing.remarks(answer, tables)]
    st.markdown("\n".join([*(f"- {text}" for text in told), f"- Source of the rule: {links}"]))


def _show_all(page: Page, iso3: str, answers: Sequence[Answer]) -> None:
    """The same act on the same day under every treaty: rows where it is possible, a sentence where it is not."""
    act, day = answers[0].act, answers[0].day
    possible = [answer for answer in answers if isinstance(answer, Supposition)]
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    st.markdown(f"**Supposed {supposing.ACTS[act]} on {long_day(day)}, under every treaty**")
    if possible:
        rows = supposing.supposed_rows(possible, page.tables)
        st.dataframe(supposing.shown_rows(rows, page.tables), hide_index=True, width="stretch")
        title = f"Supposed {supposing.ACTS[act]} on {day}"
        offer_rows(page, "Download these suppositions (CSV)", f"supposed-{act}-{day}", title, rows, {"state": iso3})
    if refusals:
        with st.expander(supposing.not_possible_label(len(refusals))):
            lines = (escaped(supposing.refusal_sentence(refusal, page.tables)) for refusal in refusals)
            st.markdown("\n".join(f"- {line}." for line in lines))
