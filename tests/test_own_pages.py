"""Own data on every page, without a browser: marked where it is shown, left out where lessons are made, put away."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from atlas.own import ACTIONS, EVENTS, Own, read_own
from atlas.tables import Tables
from atlas.ui.own.parameters import BLANK
from atlas.ui.own.session import BROUGHT, LEFT_OUT, NOT_IN_DECK
from tests.conftest import Open, title
from tests.test_own import HEAD, own_treaty, parameters

PAGES = ("map", "timeline", "country", "compare", "borders", "claims", "data", "about")
MARK = "**With your own data:**"
Brought = dict[str, Own]


@pytest.fixture(scope="module")
def own(tables: Tables) -> Brought:
    """Two events, and the Mine Ban Convention as another treaty."""
    content = f"{HEAD}2024-05-06,<b>Mine</b> *first*,FIN\n2024-05,=1+1,WLD\n".encode()
    events = read_own(content, "my*.csv", EVENTS, tables).own
    assert events
    return {EVENTS: events, ACTIONS: own_treaty(tables)}


def with_data(app: AppTest, own: Brought, **query: str) -> AppTest:
    """The page with own data in its session."""
    app.session_state[BROUGHT] = dict(own)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def marks(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if MARK in each.value]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", [{}, {"state": "FIN", "on": "2025-08-20", "event": "OWN-1"}, {"lane": "own"}])
def test_every_page_shows_an_own_treaty_and_says_so(opened: Open, own: Brought, page: str, query: dict) -> None:
    app = with_data(opened(page), own, treaty="own_my_treaty", **query)
    assert not app.exception
    assert not app.warning
    (mark,) = marks(app)
    assert "2 own events from my\\*\\.csv and 312 own actions from acts\\.csv" in mark
    named = [box for box in app.selectbox if box.label == "Treaty"]
    assert [box.value for box in named] in ([], ["own_my_treaty"])


@pytest.mark.parametrize("page", ["teach", "analyse"])
def test_lessons_and_addresses_are_without_own_data(opened: Open, own: Brought, page: str) -> None:
    app = with_data(opened(page), own, treaty="own_my_treaty")
    assert not app.exception
    assert not marks(app)
    assert LEFT_OUT in [each.value for each in app.caption]
    assert len(app.warning) == 1


def test_a_view_of_own_data_goes_into_no_deck(opened: Open, own: Brought) -> None:
    app = opened("map")
    offers = [button.label for button in app.button]
    assert "Add this view to my deck" in offers
    app = with_data(app, own)
    assert "Add this view to my deck" not in [button.label for button in app.button]
    assert NOT_IN_DECK in [each.value for each in app.caption]


def test_put_away_all_is_as_before(opened: Open, own: Brought) -> None:
    before = opened("map", region="Europe")
    app = with_data(opened("map", region="Europe"), own, treaty="own_my_treaty")
    assert "(own data)" in title(app)
    app.button(key="own-put-away").click().run()
    assert title(app) == title(before)
    assert not marks(app)
    assert not app.warning
    assert dict(app.query_params) == dict(before.query_params)


def test_an_event_of_ones_own_is_shown_as_it_is_written(opened: Open, own: Brought) -> None:
    app = with_data(opened("timeline"), own, event="OWN-1")
    assert "\\<b\\>Mine\\</b\\> \\*first\\*" in [each.value for each in app.header]
    assert any("Your own data" in each.value for each in app.markdown)


def test_a_file_is_checked_previewed_and_used_on_the_data_page(opened: Open) -> None:
    app = opened("data", table="events")
    app.file_uploader[0].upload("my.csv", f"{HEAD}03/04/2025,x,FIN\n".encode(), "text/csv")
    app.run()
    assert any("can be 2025-04-03 or 2025-03-04" in code.value for code in app.code)
    assert not [button for button in app.button if button.key == "own-use"]
    app.file_uploader[0].set_value(("my.csv", f"{HEAD}45658,x,Finland\n".encode(), "text/csv")).run()
    assert "2025-01-01" in [frame.value for frame in app.dataframe if "title" in frame.value][-1]["date"].to_list()
    app.button(key="own-use").click().run()
    assert len(marks(app)) == 1
    assert any("your own data among them" in each.value for each in app.caption)
    expander = next(each for each in app.expander if each.label.startswith("Your own data"))
    kinds = [each.type for each in expander.children.values()]
    assert kinds.index("success") < kinds.index("page_link") < kinds.index("dataframe"), kinds


def test_the_rules_are_explained_by_those_of_a_treaty_of_the_atlas(opened: Open, tables: Tables) -> None:
    app = opened("data")
    app.radio(key="own-kind").set_value(ACTIONS).run()
    (said,) = [each.value for each in app.caption if BLANK in each.value]
    shown = dict(part.rstrip(".").split(": *") for part in said.split("atlas: ")[1].split("; "))
    given = parameters(tables) | {"short_name": tables["treaties"]["short_name"].iloc[0]}
    titles = {name: tables.package.table("treaties").field(name).title for name in given}
    assert shown == {titles[name]: f"{value}*" for name, value in given.items()}
