"""Links that stay: short ones and where they lead, what a page says of itself to whoever shows a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from atlas import api
from atlas.api.heads import Heads, public_address
from atlas.impact import LAYER_NAMES
from atlas.selection import BadValue, Choice, default_choice, first_day, from_query
from atlas.selection.choice import DRAWN_AS, VIEWS, table_names
from atlas.selection.sharing import EMBEDDED, PAGES, Shared, page_path, pinned_query, read_short, short_link
from atlas.selection.values import CODES, region_names
from atlas.status import STATUSES, History
from atlas.tables import Tables
from atlas.takeaways.heads import SITE_PICTURE, Facts, head_of
from atlas.ui import embedded as ui_embedded
from atlas.ui import frame

HTML = b'<html lang="en"><head><title>Streamlit</title></head><body><noscript>old</noscript></body></html>'


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(
        lambda chosen: tuple(each for each in values if each in chosen)
    )


@st.composite
def choices(draw: st.DrawFn, tables: Tables) -> Choice:
    """Any valid choice, with a value for every field."""
    treaties = list(tables["treaties"]["treaty"])
    treaty = draw(st.sampled_from(treaties))
    days = sorted(draw(st.lists(st.dates(date(1900, 1, 1), tables.checked), min_size=3, max_size=3)))
    supposed = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))
    events = tables.package.table("events").field("lane").labels
    return Choice(
        on=draw(st.dates(first_day(tables, treaty), tables.checked)),
        treaty=treaty,
        status=draw(some(list(STATUSES))),
        region=draw(some(list(region_names(tables)))),
        state=draw(some(sorted(tables.states["iso3"]))),
        first=draw(st.sampled_from((None, days[0]))),
        last=draw(st.sampled_from((None, days[1]))),
        lane=draw(some(list(events))),
        category=draw(some(sorted(set(tables["events"]["category"])))),
        event=draw(st.sampled_from(["", *tables["events"]["event_id"]])),
        table=draw(st.sampled_from(table_names(tables))),
        before=draw(st.sampled_from((None, days[2]))),
        other=draw(st.sampled_from(["", *treaties])),
        view=draw(st.sampled_from(VIEWS)),
        layer=draw(st.sampled_from(["", *LAYER_NAMES])),
        draw=draw(st.sampled_from(DRAWN_AS)),
        notice=draw(supposed),
        deposit=draw(supposed),
        claim=draw(st.sampled_from(["", *tables["claims"]["claim_id"]])),
        verdict=draw(some(["supported", "partly", "contradicted", "unverifiable"])),
        treaties=draw(some(treaties)),
        codes=draw(some(list(CODES))),
        tables=draw(some(table_names(tables))),
    )


@settings(max_examples=150)
@given(st.data())
def test_a_short_link_gives_back_the_view_that_it_was_made_of(tables: Tables, data: st.DataObject) -> None:
    page, choice = data.draw(st.sampled_from(PAGES)), data.draw(choices(tables))
    link = short_link(Shared(page, choice), tables)
    ends = page == "timeline" and choice.last is None
    assert read_short(link.removeprefix("/s/"), tables) == (
        page,
        replace(choice, last=tables.checked) if ends else choice,
    )
    assert re.fullmatch(r"/s/[A-Za-z0-9_.,+=/:-]+", link), "it needs no quotes in a text"


def test_the_pages_of_short_links_are_those_of_the_menu() -> None:
    stems = {
        "map" if path == "dashboard.py" else path.removeprefix("pages/").removesuffix(".py")
        for path in frame.PAGES.values()
    }
    assert set(PAGES) == stems
    assert set(ui_embedded.VIEWS) == set(EMBEDDED)


LINKS = [
    ("map", Choice(on=date(2025, 12, 27), state=("EST", "LVA", "LTU")), "/s/map/mbt/2025-12-27/EST,LVA,LTU"),
    ("map", Choice(on=date(2015, 12, 31), treaty="ccm"), "/s/map/ccm/2015-12-31"),
    ("map", Choice(on=date(2025, 1, 1), region=("Northern Europe",)), "/s/map/mbt/2025-01-01/region=Northern+Europe"),
    ("timeline", Choice(on=date(2025, 1, 1), last=date(2025, 1, 1)), "/s/timeline/mbt/2025-01-01/to=2025-01-01"),
    ("country", Choice(on=date(2026, 1, 10), state=("FIN",)), "/s/country/mbt/2026-01-10/FIN"),
]


@pytest.mark.parametrize(("page", "choice", "link"), LINKS)
def test_short_links_are_written_for_ever_as_they_are(tables: Tables, page: str, choice: Choice, link: str) -> None:
    assert short_link(Shared(page, choice), tables) == link
    assert read_short(link.removeprefix("/s/"), tables) == (page, choice)


def test_a_link_to_today_is_pinned_to_the_day_and_a_timeline_to_its_end(tables: Tables) -> None:
    today = default_choice(tables)
    assert short_link(Shared("map", today), tables) == f"/s/map/mbt/{tables.checked}"
    assert pinned_query("map", today, tables) == {"on": str(tables.checked)}
    assert pinned_query("timeline", today, tables) == {"on": str(tables.checked), "to": str(tables.checked)}


BAD = [
    ("", "is not a page; allowed: map, timeline"),
    ("map", "needs a page, a treaty and a day: /s/map/mbt/2025-12-27"),
    ("map/mbt", "needs a page, a treaty and a day"),
    ("present/mbt/2025-01-01", '"present" is not a page'),
    ("map//2025-01-01", "the treaty is missing"),
    ("map/xyz/2025-01-01", '"xyz" is not a treaty; allowed: mbt, ccm'),
    ("map/mbt/2025-02-30", '"2025-02-30" is not a day'),
    ("map/mbt/2025", '"2025" is not a day'),
    ("map/mbt/2099-01-01", "the day the data was last checked"),
    ("map/mbt/1990-01-01", "for this treaty the years run from 1997"),
    ("map/mbt/2025-01-01/XXX", '"XXX" is not a state'),
    ("map/mbt/2025-01-01/", "the state is missing"),
    ("map/mbt/2025-01-01/FIN/EST", "state stands twice"),
    ("map/mbt/2025-01-01/from=", "the from is missing"),
    ("map/mbt/2025-01-01/on=2024-01-01", 'unknown key "on"'),
    ("map/mbt/2025-01-01/embed=map", 'unknown key "embed"'),
    ("map/mbt/2025-01-01/from=2020/from=2021", "from stands twice"),
    ("map/mbt/2025-01-01/from=2024/to=2020", "period"),
    ("map/mbt/2025-01-01/" + "A" * 3000, "at most 2,000 characters"),
]


@pytest.mark.parametrize(("path", "said"), BAD, ids=[path[:40] for path, _ in BAD])
def test_a_bad_short_link_is_told_what_is_wrong_and_what_is_allowed(tables: Tables, path: str, said: str) -> None:
    with pytest.raises(BadValue, match=re.escape(said)):
        read_short(path, tables)


@pytest.fixture(scope="module", params=["", "/atlas"])
def client(tables: Tables, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    app = Starlette(routes=api.short_routes(tables, request.param))
    with TestClient(app, base_url="http://atlas.test", follow_redirects=False) as ready:
        ready.base = request.param  # type: ignore[attr-defined]
        yield ready


def test_a_short_link_leads_to_the_whole_view_with_its_day(client: TestClient, tables: Tables) -> None:
    base = client.base  # type: ignore[attr-defined]
    answer = client.get(f"{base}/s/country/ccm/{tables.checked}/FIN")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{base}/country?treaty=ccm&on={tables.checked}&state=FIN"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert client.get(f"{base}/s/map/mbt/2015-12-31").headers["location"] == f"{base}/?year=2015"
    assert client.head(f"{base}/s/map/mbt/2015-12-31").status_code == 302
    refused = client.get(f"{base}/s/map/mbt/2015-12-32")
    assert refused.status_code == 404
    assert "2015-12-32" in refused.text
    assert refused.headers["cache-control"] == "no-store"
    assert client.post(f"{base}/s/map/mbt/2015-12-31").status_code == 405


HOSTILE = [
    "//evil.example/mbt/2025-01-01",
    "https://evil.example",
    "https:%2f%2fevil.example",
    "map/mbt/2025-01-01/%2f%2fevil.example",
    "map/mbt/2025-01-01/state=//evil.example",
    "map/mbt/2025-01-01/FIN%0d%0aLocation:%20https://evil.example",
    "map/mbt/2025-01-01/..%2f..%2fetc%2fpasswd",
    "map/mbt/2025-01-01/<script>alert(1)</script>",
    "map/mbt/2025-01-01/%00",
    "map/mbt/2025-01-01/%ff%fe",
    "@evil.example/mbt/2025-01-01",
    ".evil.example",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_no_short_link_leads_anywhere_else(client: TestClient, path: str) -> None:
    base = client.base  # type: ignore[attr-defined]
    answer = client.get(f"{base}/s/{path}")
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/plain")


@given(st.text(max_size=60))
def test_whatever_is_asked_leads_to_a_page_of_the_atlas_or_nowhere(tables: Tables, path: str) -> None:
    try:
        shared = read_short(path, tables)
    except BadValue:
        return
    split = urlsplit(page_path(shared.page, pinned_query(shared.page, shared.choice, tables)))
    assert (split.scheme, split.netloc) == ("", "")
    assert split.path.strip("/") in ("", *PAGES)


@pytest.fixture(scope="module")
def told(tables: Tables, history: History) -> Facts:
    return Facts(history, tables)


TITLES = [
    ("map", "year=2015&treaty=ccm", "Convention on Cluster Munitions, 31 December 2015", "92 of 197 states were bound"),
    ("map", "on=2026-01-10&state=FIN", "Mine Ban Convention, 10 January 2026", "Finland had left the ban"),
    ("map", "region=Europe&on=2024-01-01", "Europe: Mine Ban Convention, 1 January 2024", "Europe: "),
    ("country", "state=FIN", "Finland", "effective 10 January 2026"),
    ("country", "", "Countries", "197 states"),
    ("timeline", "event=E157", "Finnish government decides to prepare withdrawal, 1 April 2025", "Defence Forces"),
    ("timeline", "from=2014&to=2015", "Mine Ban Convention: timeline, 2014 to 2015", "policy events"),
    ("compare", "before=2014-12-31", "31 December 2014 to", "5 states left"),
    ("borders", "year=2010", "Borders on the line: Mine Ban Convention", "On 31 December 2010"),
    ("claims", "claim=C19", "Claimed, and checked: “Finland officially withdrew in July 2023”", "Contradicted."),
    ("data", "table=actions", "Data:", "state"),
    ("about", "", "How the atlas knows", "computed"),
]


@pytest.mark.parametrize(("page", "query", "title", "said"), TITLES)
def test_a_link_says_what_its_page_shows(told: Facts, page: str, query: str, title: str, said: str) -> None:
    choice, ignored = from_query(dict(parse_qsl(query)), told.tables)
    assert ignored == []
    head = head_of(page, choice, told)
    assert title in head.title
    assert said in head.description
    assert from_query(dict(parse_qsl(urlsplit(head.path).query)), told.tables)[0] == choice


@pytest.mark.parametrize(
    ("page", "query", "picture"),
    [
        ("map", "", "map-mbt"),
        ("map", "treaty=ccm", "map-ccm"),
        ("map", "year=2015", SITE_PICTURE),
        ("map", "state=FIN", SITE_PICTURE),
        ("country", "state=FIN", "country-FIN"),
        ("country", "state=FIN&year=2015", SITE_PICTURE),
        ("timeline", "", "timeline"),
        ("timeline", "treaty=ccm", SITE_PICTURE),
    ],
)
def test_a_preview_never_shows_another_view_than_the_link(told: Facts, page: str, query: str, picture: str) -> None:
    choice, _ = from_query(dict(parse_qsl(query)), told.tables)
    assert head_of(page, choice, told).picture == picture


@given(st.data())
def test_every_choice_has_a_head_in_one_line(told: Facts, data: st.DataObject) -> None:
    head = head_of(data.draw(st.sampled_from(PAGES)), data.draw(choices(told.tables)), told)
    assert head.title
    assert 0 < len(head.description) <= 300
    assert not re.search(r"[\r\n\t]", head.description)


def scope(path: str = "/", query: str = "", **headers: str) -> dict[str, object]:
    """A request as the server has it."""
    given = {"host": "atlas.test:8501", **{name.replace("_", "-"): value for name, value in headers.items()}}
    named = [(name.encode(), value.encode("latin-1")) for name, value in given.items() if value]
    return {"type": "http", "scheme": "http", "path": path, "query_string": query.encode(), "headers": named}


def metas(html: str) -> dict[str, str]:
    """What the head says, by property or name."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    return {key: unescape(value) for key, value in found}


@pytest.fixture(scope="module")
def heads(told: Facts) -> Heads:
    return Heads(told, "", {SITE_PICTURE: "atlas-1.png", "country-FIN": "country-FIN-2.png"}, "http://atlas.test:8501")


def test_the_html_of_a_page_tells_its_title_its_sentence_and_its_picture(heads: Heads) -> None:
    html = heads.written(HTML, scope("/country", "state=FIN")).decode()
    said = metas(html)
    assert "<title>Finland · Mine Ban Atlas</title>" in html
    assert '<link rel="canonical" href="http://atlas.test:8501/country?state=FIN">' in html
    assert said["og:title"] == "Finland · Mine Ban Atlas"
    assert said["og:description"] == said["description"]
    assert said["og:url"] == "http://atlas.test:8501/country?state=FIN"
    assert said["og:image"] == "http://atlas.test:8501/app/static/vendor/previews/country-FIN-2.png"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"].startswith("Finland")
    assert (said["og:type"], said["og:site_name"]) == ("website", "Mine Ban Atlas")
    assert said["twitter:card"] == "summary_large_image"
    assert "<noscript><h1>Finland" in html
    assert 'href="/api/v1/status.csv"' in html
    assert "old" not in html


def test_a_framed_view_says_that_the_page_of_the_view_is_the_whole(heads: Heads) -> None:
    said = metas(heads.written(HTML, scope("/", "embed=timeline&from=2014")).decode())
    assert said["og:url"] == "http://atlas.test:8501/timeline?from=2014-01-01"


def test_without_pictures_a_page_names_none(told: Facts) -> None:
    said = metas(Heads(told, "", {}, "http://atlas.test").written(HTML, scope()).decode())
    assert "og:image" not in said
    assert said["twitter:card"] == "summary"


def test_what_is_no_page_stays_as_it_is(heads: Heads) -> None:
    assert heads.written(HTML, scope("/nothing")) == HTML


QUERIES = [
    'state="><script>alert(1)</script>',
    "state=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "treaty=\r\nSet-Cookie: a=b",
    "on=%0d%0aX: y",
    "event=" + "A" * 100_000,
    "a=1&" * 5000,
    "embed=%22%3E%3Cscript%3E",
    "%ff%fe=%00",
    "state=FIN&state=EST",
]


@pytest.mark.parametrize("query", QUERIES, ids=[query[:30] for query in QUERIES])
def test_nothing_of_a_hostile_query_comes_into_the_head(heads: Heads, query: str) -> None:
    html = heads.written(HTML, scope("/", query)).decode()
    assert "<script" not in html
    assert "Set-Cookie" not in html
    assert "AAAA" not in html
    assert len(html) < 6000


@given(st.text(max_size=80), st.sampled_from(PAGES))
def test_no_text_of_a_query_is_ever_markup(heads: Heads, text: str, page: str) -> None:
    query = text.encode("utf-8", "replace").decode("latin-1")
    html = heads.written(HTML, {**scope(f"/{page}"), "query_string": query.encode("latin-1")}).decode()
    assert html.count("<script") == 0
    assert html.count("<title>") == 1
    assert "<meta" in html


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x_forwarded_proto": "https", "x_forwarded_host": "atlas.test"},
        {"x_forwarded_host": "atlas.test, b.example"},
        {"host": '"><b>atlas.test'},
        {"host": ""},
        {"x_forwarded_host": "atlas.test\r\nX: y"},
    ],
)
def test_without_an_address_of_the_owner_the_head_has_none(told: Facts, headers: dict[str, str]) -> None:
    unnamed = Heads(told, "", {SITE_PICTURE: "atlas-1.png"})
    html = unnamed.written(HTML, scope(**headers)).decode()
    assert "canonical" not in html
    assert "og:image" not in metas(html)
    assert "og:url" not in metas(html)
    assert "atlas.test" not in html


def test_the_owner_says_where_readers_find_the_atlas(told: Facts) -> None:
    owned = Heads(told, "", {}, public_address("https://example.org/atlas/"))
    said = metas(owned.written(HTML, scope("/", "treaty=ccm", host="evil.example")).decode())
    assert said["og:url"] == "https://example.org/atlas/?treaty=ccm"


@pytest.mark.parametrize(
    "said", ["example.org", "ftp://example.org", "https://", "https://a b", "https://a?b", 'https://"']
)
def test_a_bad_public_address_is_refused_with_what_is_allowed(said: str) -> None:
    with pytest.raises(api.BadAddress, match=r"ATLAS_PUBLIC_ADDRESS: .* write it as https://"):
        public_address(said)
