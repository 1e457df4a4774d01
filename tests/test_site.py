"""The static site: every link leads somewhere, every word is the law's, and it is put in its place whole."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from atlas import export, words
from atlas.commands import cli
from atlas.export import FORMATS, shape_of
from atlas.selection import Choice, first_day, status_rows
from atlas.selection.choice import table_names
from atlas.selection.rows import dated_changes, year_days
from atlas.site import BadBase, NotReplaced, base_of, building, parts, placing, replacing
from atlas.site import tables as files_of_tables
from atlas.status import BOUND, History
from atlas.tables import Tables
from atlas.words.country import reason, standing
from tests import site_reading
from tests.conftest import DATA, ROOT, MadeSite
from tests.site_reading import page, told

STATES = 197
TREATIES = ("mbt", "ccm", "ccw", "ccw_p2", "ccw_ap2", "ccw_p5", "att", "tpnw", "cwc", "bwc", "npt")


@pytest.fixture(scope="module")
def pages(site: MadeSite) -> list[Path]:
    """Every page of the site but the lessons, which are pages of their own."""
    return sorted(path for path in site.folder.rglob("*.html") if path.parent.name != "lessons")


def addresses(path: Path) -> Iterator[tuple[str, str]]:
    """Every address in a page, with the kind of element that has it."""
    for element, _, address, _ in page(path).iterlinks():
        yield element.tag, address


def is_inside(address: str) -> bool:
    return not urlsplit(address).scheme and not address.startswith("//")


def day_of(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


def on_day(steps: list[list[object]], day: date) -> list[object]:
    """The last step that has begun on a day, as the browser finds it."""
    return [step for step in steps if step[0] is None or day_of(int(str(step[0]))) <= day][-1]


def test_the_site_has_a_page_a_state_in_its_own_folder_and_one_for_frames(site: MadeSite, tables: Tables) -> None:
    codes = set(tables.states["iso3"])
    assert len(codes) == STATES
    for folder in ("country", "embed/country"):
        assert {path.stem for path in (site.folder / folder).iterdir()} == codes


def test_every_link_within_the_site_leads_to_a_file_and_its_place(site: MadeSite, pages: list[Path]) -> None:
    lost, checked = [], 0
    for path in pages:
        for _, address in addresses(path):
            if not is_inside(address):
                continue
            found = urlsplit(address)
            target = (path.parent / unquote(found.path)).resolve() if found.path else path
            checked += 1
            if (
                not target.is_file()
                or not target.is_relative_to(site.folder.resolve())
                or (found.fragment and not page(target).xpath("//*[@id=$key]", key=found.fragment))
            ):
                lost.append((path.name, address))
    assert lost == []
    assert checked > 5_000


def test_no_page_loads_anything_from_another_host(pages: list[Path]) -> None:
    loading = {"script", "img", "iframe", "source", "object", "embed", "form"}
    outside = [
        (path.name, tag, address)
        for path in pages
        for tag, address in addresses(path)
        if tag in loading and not is_inside(address)
    ]
    assert outside == []
    for path in pages:
        for link in page(path).xpath("//link[@rel!='canonical']/@href"):
            assert is_inside(link) or link.startswith("data:image/svg+xml,")


def test_every_page_is_well_formed_and_says_what_it_is(pages: list[Path]) -> None:
    for path in pages:
        tree = page(path)
        keys = tree.xpath("//@id")
        parser = etree.HTMLParser()
        etree.fromstring(path.read_bytes(), parser)
        wrong = [each.message for each in parser.error_log if not re.match(r"Tag \w+ invalid", each.message)]
        assert wrong == [], path
        assert len(keys) == len(set(keys)), path
        assert tree.get("lang") == "en"
        assert tree.findtext("head/title").endswith("Mine Ban Atlas")
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == 1
        assert tree.xpath("//meta[@name='description']/@content")[0]
        assert "unsafe-eval" not in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_no_page_shows_a_value_of_the_program_instead_of_words(pages: list[Path]) -> None:
    said = {path.name: page(path).text_content() for path in pages}
    assert [name for name, text in said.items() if re.search(r" at 0x[0-9a-f]+|\b(NaT|nan|None|NaN)\b", text)] == []


def test_the_about_page_has_every_source_with_its_copy(site: MadeSite, tables: Tables) -> None:
    for source in tables["sources"].to_dict("records"):
        (row,) = page(site.folder / "about.html").xpath("//tr[@id=$key]", key=source["source_id"])
        cells = [" ".join(cell.text_content().split()) for cell in row]
        assert cells == [" ".join(source[name].split()) for name in ("source_id", "title", "publisher", "copy", "note")]


def test_no_two_pages_of_the_menu_or_of_states_have_the_same_title(pages: list[Path]) -> None:
    titles = [page(path).findtext("head/title") for path in pages if "embed" not in path.parts]
    assert len(set(titles)) == len(titles)


def test_the_sums_are_those_of_the_files(site: MadeSite) -> None:
    lines = (site.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    summed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    found = {path.relative_to(site.folder).as_posix(): path for path in site.folder.rglob("*") if path.is_file()}
    assert set(summed) == set(found) - {"SHA256SUMS"}
    assert all(hashlib.sha256(found[path].read_bytes()).hexdigest() == digest for path, digest in summed.items())


def test_another_process_makes_the_same_bytes_from_the_same_facts(site: MadeSite, tmp_path: Path) -> None:
    """Of each kind of part one, and every front page, with other hashes of texts than the site was made with."""
    script = f"""
import sys
from pathlib import Path
from atlas.site import building
from tests.site_reading import ground_of
data, site, out = map(Path, sys.argv[1:])
ground = ground_of(data, {site_reading.BASE!r})
kinds = {{part.kind: part for part in building.parts(ground)}}
building._take(ground, out)
for part in kinds.values():
    building._make(part)
paths = {{path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}}
assets = building.names({{path: b"" for path in paths if path.startswith("assets/")}})
building._write(out, building.front_files(ground, assets, paths))
print(len(kinds))
"""
    asked = [sys.executable, "-c", script, str(site.data), str(site.folder), str(tmp_path)]
    made = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, env={"PYTHONHASHSEED": "7", "PATH": ""})
    assert int(made.stdout) == len(building.KINDS)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 30
    different = [
        path.name for path in files if path.read_bytes() != (site.folder / path.relative_to(tmp_path)).read_bytes()
    ]
    assert different == []


def test_no_file_tells_of_the_machine_that_made_it(site: MadeSite) -> None:
    texts = (
        path for path in site.folder.rglob("*") if path.suffix in {".html", ".js", ".json", ".css", ".txt", ".xml"}
    )
    assert [path.name for path in texts if str(site.folder.parents[2]).encode() in path.read_bytes()] == []


def test_the_page_of_each_state_says_its_status_under_every_treaty(
    site: MadeSite, tables: Tables, history: History
) -> None:
    rows = history.status_on(tables.checked)
    expected = {(row["treaty"], row["iso3"]): row for row in rows.to_dict("records")}
    assert len(expected) == STATES * len(TREATIES)
    for iso3 in tables.states["iso3"]:
        for folder in ("country", "embed/country"):
            shown = page(site.folder / folder / f"{iso3}.html").xpath("//table[@class='statuses']//tr[@data-treaty]")
            assert [row.get("data-treaty") for row in shown] == list(TREATIES)
            for row in shown:
                law = expected[row.get("data-treaty"), iso3]
                said = row.text_content()
                assert row.get("data-status") == law["status"]
                assert f"{standing(law)}. {reason(law['basis'])}" in said


def test_a_band_is_hatched_only_where_it_is_contested(site: MadeSite, history: History) -> None:
    contested = history.intervals[history.intervals["contested_since"].notna()]
    assert len(contested)
    for iso3 in ("FIN", *contested["iso3"]):
        tree = page(site.folder / f"country/{iso3}.html")
        hatched = tree.xpath("//svg[@class='bands']/rect[contains(@fill, 'contested')]")
        rows = contested[contested["iso3"] == iso3]
        assert len(hatched) == len(rows)
        for bar in hatched:
            whole = tree.xpath(f"//svg[@class='bands']/rect[@x='{bar.get('x')}' and @y='{bar.get('y')}'][@class]")
            assert whole[0].get("width") == bar.get("width")
            days = (rows["contested_since"] - rows["since"]).dt.days
            assert (float(bar.get("x")) > 8) == bool((days > 0).any())


@given(treaty=st.sampled_from(TREATIES), data=st.data())
def test_the_sentences_of_any_day_are_those_of_the_app(
    site: MadeSite, tables: Tables, history: History, treaty: str, data: st.DataObject
) -> None:
    day = data.draw(st.dates(first_day(tables, treaty), tables.checked))
    rows = status_rows(history, tables, Choice(on=day, treaty=treaty))
    counts = words.count_by_status(rows)
    _, headline, explanation = on_day(told(site.folder, f"words-{treaty}")["told"], day)
    assert headline == words.unbroken(words.headline(counts, tables, treaty, day))
    assert str(explanation).replace("{day}", words.long_day(day)) == words.explanation(counts, tables, treaty, day)


@given(treaty=st.sampled_from(TREATIES), data=st.data())
def test_the_card_of_any_state_on_any_day_says_what_the_law_gives(
    site: MadeSite, tables: Tables, history: History, treaty: str, data: st.DataObject
) -> None:
    day = data.draw(st.dates(first_day(tables, treaty), tables.checked))
    cards = told(site.folder, f"cards-{treaty}")
    for _, row in status_rows(history, tables, Choice(on=day, treaty=treaty)).iterrows():
        _, sentence, basis = on_day(cards[row["iso3"]]["told"], day)
        assert str(sentence).replace("{day}", words.long_day(day)) == words.state_sentence(row, day)
        assert basis == reason(row["basis"])


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_changes_of_each_year_are_those_of_the_app(
    site: MadeSite, tables: Tables, history: History, treaty: str
) -> None:
    given_words = told(site.folder, f"words-{treaty}")
    for day in year_days(tables, first_day(tables, treaty).year, tables.checked.year):
        choice = Choice(on=day, treaty=treaty)
        acts = words.acts_in(dated_changes(history, tables, choice, date(day.year, 1, 1), day))
        said = given_words["changes"].get(str(day.year), [])
        assert said == [[act.sentence, words.unique_ids([act.source_ids])] for act in acts]
        assert {key for _, keys in said for key in keys} <= set(given_words["sources"])


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_answers_of_a_treaty_are_those_of_the_routes(
    site: MadeSite, tables: Tables, history: History, treaty: str
) -> None:
    years = [day.year for day in year_days(tables, first_day(tables, treaty).year, tables.checked.year)]
    folder = site.folder / "api/v1/status" / treaty
    assert sorted(int(path.stem) for path in folder.iterdir()) == years
    for year in {years[0], years[len(years) // 2], years[-1]}:
        asked = export.asked(f"status.json?treaty={treaty}&year={year}", tables)
        content = (folder / f"{year}.json").read_bytes()
        assert content == export.written(history, tables, asked).content
        rows = json.loads(content)
        assert len(rows) == STATES
    counted = json.loads((site.folder / f"api/v1/counts/{treaty}.json").read_bytes())[-1]
    assert sum(row["status"] in BOUND for row in json.loads((folder / f"{years[-1]}.json").read_bytes())) == sum(
        counted[code] for code in BOUND
    )


def test_every_table_is_there_in_every_format_that_can_hold_it(site: MadeSite, tables: Tables) -> None:
    for table in table_names(tables):
        own = files_of_tables.of_treaty(tables, table)
        for key in [f"{treaty}/{table}" for treaty in TREATIES] if own else [table]:
            for name, form in FORMATS.items():
                path = site.folder / files_of_tables.path_of(key, name)
                assert path.is_file() == (not form.on_maps or bool(shape_of(tables, table).geometry)), path


KEYS = ("mbt/status", "npt/changes", "intervals", "events", "points", "ccm/borders")


@pytest.mark.parametrize("key", KEYS)
def test_the_files_of_a_table_have_the_bytes_of_the_export(
    site: MadeSite, tables: Tables, history: History, key: str
) -> None:
    ground = site_reading.ground_of(site.data)
    asked = export.export_of(history, tables, files_of_tables.choice_of(ground, key))
    for name, form in FORMATS.items():
        if form.takes(asked):
            assert (site.folder / files_of_tables.path_of(key, name)).read_bytes() == form.write(asked), name


def test_the_map_page_shows_the_sentence_and_every_state_without_a_script(
    site: MadeSite, tables: Tables, history: History
) -> None:
    tree = page(site.folder / "index.html")
    rows = status_rows(history, tables, Choice(on=tables.checked)).set_index("iso3")
    headline = words.headline(words.count_by_status(rows), tables, "mbt", tables.checked)
    assert words.unbroken(headline) == tree.xpath("//h1")[0].text_content()
    assert "needs JavaScript" in tree.xpath("//noscript")[0].text_content()
    shown = {row.get("data-state"): row[1].text_content() for row in tree.xpath("//table[@id='rows']//tr[@data-state]")}
    assert shown == {iso3: words.STATUS_LABELS[status] for iso3, status in rows["status"].items()}


def test_the_map_of_the_site_is_the_module_of_the_app(site: MadeSite) -> None:
    (script,) = (site.folder / "assets").glob("map-*.js")
    text = script.read_text(encoding="utf-8")
    sources = sorted((ROOT / "atlas/assets/map").glob("*.js"))
    inside = [path.name for path in sources if path.read_text(encoding="utf-8") in text]
    assert inside == [path.name for path in sources if path.name != "start.js"]


def test_the_first_visit_of_the_map_stays_small(site: MadeSite) -> None:
    import gzip

    loaded = [site.folder / address for tag, address in addresses(site.folder / "index.html") if tag == "script"]
    style = page(site.folder / "index.html").xpath("//link[@rel='stylesheet']/@href")
    packed = [len(gzip.compress(path.read_bytes())) for path in [*loaded, *(site.folder / each for each in style)]]
    assert len(packed) == len(loaded) + 1
    assert sum(size for size, path in zip(packed, loaded, strict=False) if "plotly" not in path.name) < 250_000


def test_the_colours_of_the_site_are_those_of_the_app(site: MadeSite) -> None:
    themes = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    (style,) = (site.folder / "assets").glob("site-*.css")
    light, dark = style.read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")[:2]
    names = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor", "linkColor", "borderColor")
    for part, theme in ((light, themes["light"]), (dark, themes["dark"])):
        for name in names:
            variable = re.sub(r"([A-Z])", lambda found: f"-{found[1].lower()}", name)
            assert f"--st-{variable}: {theme[name]};" in part


def test_the_map_of_the_site_for_machines_has_every_page(site: MadeSite, pages: list[Path]) -> None:
    tree = ElementTree.parse(site.folder / "sitemap.xml")
    listed = {element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    shown = [path.relative_to(site.folder).as_posix() for path in pages if "embed" not in path.parts]
    expected = {urljoin(site_reading.BASE, path.removesuffix("index.html")) for path in shown if path != "404.html"}
    assert listed == expected
    assert f"Sitemap: {site_reading.BASE}sitemap.xml" in (site.folder / "robots.txt").read_text(encoding="utf-8")
    assert page(site.folder / "country/FIN.html").xpath("//link[@rel='canonical']/@href") == [
        f"{site_reading.BASE}country/FIN.html"
    ]


def test_every_page_has_a_picture_of_1200_by_630_pixels_for_links_to_it(site: MadeSite, pages: list[Path]) -> None:
    pictures = {page(path).xpath("string(//meta[@property='og:image']/@content)") for path in pages}
    assert all(picture.startswith(f"{site_reading.BASE}previews/") for picture in pictures)
    assert len(pictures) >= STATES + 6
    for picture in pictures:
        content = (site.folder / picture.removeprefix(site_reading.BASE)).read_bytes()
        assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (1200, 630)


def test_without_an_address_there_is_no_map_for_machines(site: MadeSite) -> None:
    made = building._for_machines(site_reading.ground_of(site.data), ["index.html"])
    assert "sitemap.xml" not in made
    assert b"Sitemap" not in made["robots.txt"]


def test_progress_is_told_in_lines_where_nobody_looks(site: MadeSite) -> None:
    ground = site_reading.ground_of(site.data, site_reading.BASE)
    tenths = re.findall(r"^ *(\d+) %  (\d+) of (\d+) parts$", site.said, re.MULTILINE)
    assert [int(tenth) for tenth, _, _ in tenths] == sorted(int(tenth) for tenth, _, _ in tenths)
    assert tenths[-1] == ("100", str(len(parts(ground))), str(len(parts(ground))))
    assert re.search(r"[\d,]+ files, \d+ MB$", site.said, re.MULTILINE)


BASES = ("example.org", "ftp://example.org/", "https://example.org/?a=b", "https://example.org/#a", "https://", "//x")


@pytest.mark.parametrize("text", BASES)
def test_an_address_that_no_site_can_have_is_refused(text: str) -> None:
    with pytest.raises(BadBase, match=r"such as https://example\.org/atlas/"):
        base_of(text)


def make_mark(folder: Path) -> None:
    (folder / placing.MARK_FILE).write_text(json.dumps({"site": placing.MARK}), encoding="utf-8")


def folder_of_another(out: Path) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("not to be lost", encoding="utf-8")


def site_with_a_letter(out: Path) -> None:
    folder_of_another(out)
    make_mark(out)
    (out / placing.SUMS).write_text("", encoding="utf-8")


def folder_with_a_false_mark(out: Path) -> None:
    folder_of_another(out)
    (out / placing.MARK_FILE).write_text('["mine-ban-atlas"]', encoding="utf-8")


REFUSED: list[tuple[Callable[[Path], object], str]] = [
    (folder_of_another, "has files and is no site of the atlas"),
    (folder_with_a_false_mark, "has files and is no site of the atlas"),
    (site_with_a_letter, 'would be lost: "letter.txt"'),
    (lambda out: out.write_text("a file", encoding="utf-8"), "is not a folder"),
    (lambda out: out.symlink_to(out.parent), "is not a folder"),
]


@pytest.mark.parametrize(("made", "said"), REFUSED)
def test_a_place_that_holds_something_else_is_refused(
    tmp_path: Path, made: Callable[[Path], object], said: str
) -> None:
    out = tmp_path / "out"
    made(out)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotReplaced, match=re.escape(said)), replacing(out):
        pytest.fail("the block was entered")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_place_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReplaced, match="there is no folder"), replacing(tmp_path / "none/out"):
        pytest.fail("the block was entered")


def old_site(out: Path) -> None:
    out.mkdir()
    make_mark(out)
    (out / "page.html").write_text("old", encoding="utf-8")
    (out / placing.SUMS).write_text("00  page.html\n", encoding="utf-8")


def test_a_site_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    old_site(out)
    with replacing(out) as draft:
        (draft / "other.html").write_text("new", encoding="utf-8")
    assert [path.name for path in out.iterdir()] == ["other.html"]
    assert list(tmp_path.iterdir()) == [out]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with replacing(out) as draft:
        (draft / "page.html").write_text("new", encoding="utf-8")
    assert [path.name for path in out.iterdir()] == ["page.html"]


@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_the_site_before_it_and_nothing_else(tmp_path: Path, problem: BaseException) -> None:
    out = tmp_path / "out"
    old_site(out)

    def fail() -> None:
        with replacing(out) as draft:
            (draft / "half.html").write_text("half", encoding="utf-8")
            raise problem

    with pytest.raises(type(problem)):
        fail()
    assert (out / "page.html").read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_full_disk_is_told_in_one_line(site: MadeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building, "put", full)
    ended = CliRunner().invoke(cli, ["site", str(tmp_path / "out"), "--data", str(site.data)])
    assert ended.exit_code == 2
    assert "cannot be written: No space left on device" in ended.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("sent", "left"), [(signal.SIGKILL, 1), (signal.SIGTERM, 0)])
def test_a_build_that_is_killed_leaves_nothing_under_the_name(
    site: MadeSite, tmp_path: Path, sent: signal.Signals, left: int
) -> None:
    out = tmp_path / "out"
    process = site_reading.command(out, site.data, "--processes", "1")
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".out-new-*/country/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    makers = children(process.pid)
    process.send_signal(sent)
    process.wait(60)
    assert process.returncode != 0
    assert not out.exists()
    assert len(list(tmp_path.iterdir())) == left
    until_gone(makers)


def children(pid: int) -> set[int]:
    """The processes that this one has begun; none where the system does not tell."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return {int(each) for each in told.read_text(encoding="ascii").split()} if told.exists() else set()


def until_gone(pids: set[int]) -> None:
    """Returns when none of the processes is left; fails after ten seconds."""
    deadline = time.monotonic() + 10
    while left := {pid for pid in pids if Path(f"/proc/{pid}/stat").exists()}:
        assert time.monotonic() < deadline, f"still there: {left}"
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell of a process's children")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_ended_while_its_processes_begin_leaves_nothing(
    site: MadeSite, tmp_path: Path, sent: signal.Signals
) -> None:
    process = site_reading.command(tmp_path / "out", site.data, "--processes", "2")
    while not (makers := children(process.pid)) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(sent)
    process.wait(60)
    assert process.returncode == 128 + sent
    assert list(tmp_path.iterdir()) == []
    until_gone(makers)


def test_the_lessons_of_the_repository_can_be_offered(tables: Tables) -> None:
    ground = site_reading.ground_of(DATA)
    lessons = {part.key.partition("/")[0] for part in parts(ground) if part.kind == "lesson"}
    assert lessons == set(ground.lessons)
    assert len(lessons) >= 2
