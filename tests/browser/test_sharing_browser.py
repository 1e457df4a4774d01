"""Sharing a view of a running atlas: what is copied leads back to it, and what programs read of its address."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader
from tools.serving import Server, serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def below(logs: Path) -> Iterator[Server]:
    """The atlas below a path, as a proxy would show it, with an address of its owner's."""
    said = "https://example.org/atlas"
    with serving("server.py", logs / "below.log", below="/atlas", ATLAS_PUBLIC_ADDRESS=said) as running:
        yield running


class Unfollowed(urllib.request.HTTPRedirectHandler):
    """Answers with the redirect itself."""

    def redirect_request(self, *asked: object) -> None:
        """Goes nowhere."""


def fetched(address: str, accept: str = "text/html") -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer, as a program without a browser gets them."""
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        answer = urllib.request.build_opener(Unfollowed).open(request, timeout=60)
    except urllib.error.HTTPError as problem:
        answer = problem
    with answer:
        return answer.status, {key.lower(): value for key, value in answer.headers.items()}, answer.read().decode()


def metas(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    return {key: unescape(value) for key, value in found}


@pytest.mark.parametrize(
    ("path", "title", "said"),
    [
        ("/", "Mine Ban Convention, 22 November 2026", "161 of 197 states are bound"),
        ("/?year=2015&treaty=ccm", "Convention on Cluster Munitions, 31 December 2015", "92 of 197 states were bound"),
        ("/country?state=FIN", "Finland", "Finland has left"),
        ("/timeline", "timeline, 1997 to 2026", "policy events"),
        ("/about", "How the atlas knows", "computed"),
    ],
)
def test_a_program_reads_from_the_address_what_the_page_shows(below: Server, path: str, title: str, said: str) -> None:
    status, headers, html = fetched(below.address + path)
    told = metas(html)
    assert status == 200
    assert title in told["og:title"]
    assert said in told["og:description"]
    canonical = path.replace("/?year=2015&treaty=ccm", "/?treaty=ccm&year=2015")
    assert told["og:url"] == "https://example.org/atlas" + canonical
    assert '<html lang="en">' in html
    assert html.count("<title>") == html.count("</title>") == 1
    assert int(headers["content-length"]) == len(html.encode())


def test_a_hostile_address_brings_nothing_into_the_page(server: Server) -> None:
    _, _, html = fetched(server.address + "/country?state=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&on=%0d%0aX:%20y")
    assert "alert(1)" not in html
    assert "Countries" in metas(html)["og:title"]


def test_below_a_path_links_and_addresses_are_those_of_the_owner(below: Server) -> None:
    status, headers, _ = fetched(f"{below.address}/s/country/mbt/2026-01-10/FIN")
    assert (status, headers["location"]) == (302, "/atlas/country?on=2026-01-10&state=FIN")
    _, _, html = fetched(f"{below.address}/country?state=FIN")
    assert metas(html)["og:url"] == "https://example.org/atlas/country?state=FIN"
    status, headers, text = fetched(f"{below.address}/s/map/mbt/2026-13-10")
    assert status == 404
    assert "2026-13-10" in text


def test_what_is_copied_leads_back_to_the_view(open_reader: OpenReader, server: Server) -> None:
    reader = open_reader()
    reader.open("/?state=FIN&on=2026-01-09")
    reading.wait_until_drawn(reader.page)
    reader.page.get_by_role("button", name="Share or embed").click()
    codes = reader.page.locator("[data-testid=stPopoverBody] [data-testid=stCode] code")
    expect(codes).to_have_count(3)
    permanent, plain, lines = codes.all_inner_texts()
    assert permanent == f"{server.address}/s/map/mbt/2026-01-09/FIN"
    assert plain == f"{server.address}/?on=2026-01-09&state=FIN"
    frame = f'src="{server.address}/?embed=map&amp;on=2026-01-09&amp;state=FIN"'
    assert frame in lines
    assert 'loading="lazy"' in lines
    expect(reader.page.locator("[data-testid=stPopoverBody]")).to_contain_text("lets no other site show its pages yet")
    assert 'title="Mine Ban Atlas: map, Mine Ban Convention, 9 January 2026"' in lines
    reader.page.goto(permanent)
    reading.wait_until_drawn(reader.page)
    assert reader.page.evaluate("location.href") == plain
    expect(reader.page.locator(".selected article")).to_contain_text("On 9 January 2026")


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/timeline?from=2014&to=2016", "/s/timeline/mbt/2026-11-22/from=2014-01-01/to=2016-12-31"),
        ("/country?state=FIN&treaty=ccm", "/s/country/ccm/2026-11-22/FIN"),
    ],
)
def test_timeline_and_country_offer_their_links_with_the_day(
    open_reader: OpenReader, server: Server, path: str, link: str
) -> None:
    reader = open_reader()
    reader.open(path)
    reader.page.get_by_role("button", name="Share or embed").click()
    expect(reader.page.locator("[data-testid=stPopoverBody] [data-testid=stCode] code").first).to_have_text(
        server.address + link
    )
