"""The filters of the sidebar: each one shows the choice, and a change of it changes the choice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import streamlit as st

from atlas import words
from atlas.selection import Choice, first_day, values
from atlas.selection.codes import code_fields
from atlas.status import STATUSES
from atlas.tables import Tables
from atlas.ui import layers
from atlas.ui.session import choose, controlled
from atlas.words.claims import VERDICT_LABELS

EVERYWHERE = "All regions"


def treaty(tables: Tables, choice: Choice) -> None:
    """Which treaty; a day before it opened is replaced by today."""
    names = _treaty_names(tables)
    key = controlled("filter-treaty", choice.treaty)

    def changed() -> None:
        chosen = st.session_state[key]
        day = choice.on if choice.on >= first_day(tables, chosen) else tables.checked
        choose(tables, treaty=chosen, on=day)

    st.selectbox("Treaty", list(names), format_func=names.__getitem__, key=key, on_change=changed)


def region(tables: Tables, choice: Choice) -> None:
    """One UN M49 region, subregion or intermediate region, or all; several, as a link may have, are one entry."""
    several = [", ".join(choice.region)] if len(choice.region) > 1 else []
    key = controlled("filter-region", ", ".join(choice.region) or EVERYWHERE)

    def changed() -> None:
        chosen = st.session_state[key]
        if chosen not in several:
            choose(tables, region=() if chosen == EVERYWHERE else (chosen,))

    st.selectbox("Region", [EVERYWHERE, *several, *values.region_names(tables)], key=key, on_change=changed)


def state(tables: Tables, choice: Choice) -> None:
    """Any number of states, found by name or code."""
    names = _state_names(tables)
    key = controlled("filter-state", list(choice.state))
    st.multiselect(
        "Find a state",
        list(names),
        format_func=lambda iso3: f"{names[iso3]} ({iso3})",
        key=key,
        placeholder="Name or ISO code",
        on_change=lambda: choose(tables, state=tuple(st.session_state[key])),
    )


@lru_cache(maxsize=4)
def _treaty_names(tables: Tables) -> dict[str, str]:
    """Names with the year of adoption by key."""
    treaties = tables["treaties"].itertuples(index=False)
    return {row.treaty: f"{row.short_name} ({row.adopted.year})" for row in treaties}


@lru_cache(maxsize=4)
def _state_names(tables: Tables) -> dict[str, str]:
    """Names by code, in the order of the names."""
    return tables.states.sort_values("name").set_index("iso3")["name"].to_dict()


def status(tables: Tables, choice: Choice) -> None:
    """Any number of statuses."""
    key = controlled("filter-status", list(choice.status))
    st.multiselect(
        "Status",
        STATUSES,
        format_func=words.STATUS_LABELS.__getitem__,
        key=key,
        placeholder="Any status",
        on_change=lambda: choose(tables, status=tuple(code for code in STATUSES if code in st.session_state[key])),
    )


def day(tables: Tables, choice: Choice) -> None:
    """An exact day between the opening of the treaty and today."""
    first = first_day(tables, choice.treaty)
    key = controlled("filter-day", min(max(choice.on, first), tables.checked))

    def changed() -> None:
        if st.session_state[key]:
            choose(tables, on=st.session_state[key])

    st.date_input("Day", min_value=first, max_value=tables.checked, format="YYYY-MM-DD", key=key, on_change=changed)


def period(tables: Tables, choice: Choice) -> None:
    """First and last year of the timeline."""
    first, last = period_limits(tables, choice.treaty)
    begin = _held(choice.first, first, last, instead=first)
    key = controlled("filter-period", (begin, max(begin, _held(choice.last, first, last, instead=last))))

    def changed() -> None:
        chosen, end = st.session_state[key]
        choose(
            tables,
            first=None if chosen == first else date(chosen, 1, 1),
            last=None if end == last else min(date(end, 12, 31), tables.checked),
        )

    st.slider("Years", first, last, key=key, on_change=changed)


def _held(day: date | None, first: int, last: int, instead: int) -> int:
    return min(max(day.year, first), last) if day else instead


def period_limits(tables: Tables, treaty: str) -> tuple[int, int]:
    """The first year of a policy event or of the treaty, whichever is earlier, and the year of the last check."""
    return min(int(tables["events"]["date"].min()[:4]), first_day(tables, treaty).year), tables.checked.year


def lane(tables: Tables, choice: Choice) -> None:
    """Any number of lanes of the timeline."""
    labels = tables.package.table("events").field("lane").labels
    key = controlled("filter-lane", list(choice.lane))
    st.multiselect(
        "Lane",
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        placeholder="Any lane",
        on_change=lambda: choose(tables, lane=tuple(st.session_state[key])),
    )


def category(tables: Tables, choice: Choice) -> None:
    """Any number of categories of events."""
    key = controlled("filter-category", list(choice.category))
    st.multiselect(
        "Category",
        sorted(set(tables["events"]["category"])),
        format_func=lambda name: name.replace("_", " ").capitalize(),
        key=key,
        placeholder="Any category",
        on_change=lambda: choose(tables, category=tuple(st.session_state[key])),
    )


def treaties(tables: Tables, choice: Choice) -> None:
    """Any number of treaties beside each other, for rows that can be of several."""
    names = _treaty_names(tables)
    key = controlled("filter-treaties", list(choice.treaties))
    st.multiselect(
        "Several treaties instead",
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder="Only the treaty above",
        on_change=lambda: choose(tables, treaties=tuple(each for each in names if each in st.session_state[key])),
    )


def codes(tables: Tables, choice: Choice) -> None:
    """Any number of further code systems of states."""
    titles = {field.name: field.title for field in code_fields(tables, values.CODES)}
    key = controlled("filter-codes", list(choice.codes))
    st.multiselect(
        "Add codes for joining",
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        placeholder="ISO alpha-3 only",
        on_change=lambda: choose(tables, codes=tuple(code for code in titles if code in st.session_state[key])),
    )


def verdict(tables: Tables, choice: Choice) -> None:
    """Any number of verdicts on claims."""
    key = controlled("filter-verdict", list(choice.verdict))
    st.multiselect(
        "Verdict",
        list(VERDICT_LABELS),
        format_func=VERDICT_LABELS.__getitem__,
        key=key,
        placeholder="Any verdict",
        on_change=lambda: choose(
            tables, verdict=tuple(code for code in VERDICT_LABELS if code in st.session_state[key])
        ),
    )


FILTERS: dict[str, Callable[[Tables, Choice], None]] = {
    "treaty": treaty,
    "region": region,
    "state": state,
    "status": status,
    "day": day,
    "period": period,
    "lane": lane,
    "category": category,
    "verdict": verdict,
    "treaties": treaties,
    "codes": codes,
    "layer": layers.layer,
    "draw": layers.draw,
}
"""Filters by name; a page offers those that its tables obey."""
