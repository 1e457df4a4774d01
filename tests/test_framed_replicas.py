"""Views in frames of another site, from replicas behind nginx below a path: part of `make test-deploy`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Frame, expect, sync_playwright

from atlas.selection import Choice, status_rows
from atlas.status import History
from atlas.tables import Tables
from tests.another_site import another_site, article, flags_of_its_reader
from tests.browser import map_reading as reading
from tests.browser.waiting import wait_in_page
from tests.replicas import BELOW, Served, serving_replicas
from tools.chromium import flags

pytestmark = pytest.mark.deploy

WIDE, HIGH = 800, 600


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with another_site() as origin:
        yield origin


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, site: str) -> Iterator[Served]:
    with serving_replicas(tmp_path_factory.mktemp("framed"), 2, ATLAS_FRAME_ANCESTORS=site) as served:
        yield served


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser that gives the frame no cookies: no reader is kept on a replica by one."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags_of_its_reader(flags()))
        yield browser
        browser.close()


def framed(browser: Browser, site: str, address: str) -> Frame:
    page = browser.new_context(viewport={"width": WIDE, "height": HIGH}, locale="en-GB").new_page()
    page.goto(article(site, WIDE, HIGH, address), wait_until="commit")
    page.wait_for_selector("iframe")
    return page.frames[1]


def statuses(frame: Frame) -> dict[str, str]:
    frame.locator("path[data-state]").first.wait_for(state="attached")
    wait_in_page(frame, reading.DRAWN)
    return {shape.state: shape.status for shape in reading.shapes(frame)}


@pytest.mark.parametrize("reader", range(4))
def test_a_frame_follows_the_law_on_any_replica_without_a_cookie(
    served: Served, site: str, browser: Browser, tables: Tables, history: History, reader: int
) -> None:
    frame = framed(browser, site, f"{served.address}/?embed=map&treaty=ccm&year={2012 + reader}")
    law = status_rows(history, tables, Choice(on=date(2012 + reader, 12, 31), treaty="ccm"))
    assert statuses(frame) == dict(zip(law["iso3"], law["status"].astype("str"), strict=True))
    assert frame.page.context.cookies() == []
    whole = frame.get_by_role("link", name="Mine Ban Atlas: full view")
    expect(whole).to_have_attribute("href", f"{BELOW}/?treaty=ccm&year={2012 + reader}")


@pytest.mark.parametrize("view", ["timeline", "country&state=FIN"])
def test_the_other_views_are_framed_too(served: Served, site: str, browser: Browser, view: str) -> None:
    frame = framed(browser, site, f"{served.address}/?embed={view}")
    expect(frame.locator("h1")).to_be_visible(timeout=30_000)
    expect(frame.get_by_role("link", name="Mine Ban Atlas: full view")).to_be_visible()


def test_a_site_that_the_owner_did_not_name_shows_no_frame(served: Served, browser: Browser) -> None:
    with another_site() as stranger:
        frame = framed(browser, stranger, f"{served.address}/?embed=map")
        frame.page.wait_for_timeout(3000)
        assert not frame.page.frames[1].url.startswith(served.address)
