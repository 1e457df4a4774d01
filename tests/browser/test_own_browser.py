"""Own data in a real browser: brought, shown and marked, put away; seen by nobody else; another folder of facts."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from atlas import words
from atlas.export import to_csv
from atlas.status import History
from atlas.tables import Tables
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, OpenReader, Reader
from tests.conftest import plain, write_log
from tools.serving import ROOT, environment, serving

pytestmark = pytest.mark.browser

EVENTS = "datum;date;title;states\nx;31.12.2024;<b>Our</b> survey;Finland\ny;45813;=1+1;FIN, EST\nz;2025;Year;world\n"
MARK = "With your own data:"
MARKS = """() => document.querySelector(".js-plotly-plot").data
  .flatMap(trace => (trace.customdata ?? []).map((mark, place) => [
    ...mark, [].concat(trace.marker.symbol)[Array.isArray(trace.marker.symbol) ? place : 0], trace.hovertext[place]]))
  .filter(mark => mark[2] === "own")"""
LANES = """() => document.querySelector(".js-plotly-plot").layout.annotations.map(each => each.text)"""


def part(page: Page) -> Locator:
    """The part of the data page where own data is brought."""
    return page.locator("[data-testid=stExpander]").filter(has_text="Your own data")


def bring(page: Page, name: str, content: bytes) -> None:
    """Opens the part where it is closed, and gives the file to it."""
    if not part(page).get_by_text("What is in your file?").is_visible():
        part(page).get_by_text("Your own data: bring a CSV file").click()
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    part(page).locator("input[type=file]").set_input_files(file)


def use(page: Page) -> None:
    page.get_by_role("button", name="Use these in this session").click()
    page.get_by_text(MARK).wait_for()


def fill(page: Page, label: str, value: str) -> None:
    """Types into a field of the rules and leaves it."""
    field = part(page).get_by_label(label, exact=True).locator("visible=true").first
    field.fill(value)
    field.press("Enter")
    reading.wait_for_rest(page)


def choose(page: Page, label: str, value: str) -> None:
    """Chooses in a field of the rules until it is no longer told as missing.

    A list closes, and what is typed is lost, when the page just then follows an earlier choice.
    """
    field = part(page).get_by_role("combobox", name=label)
    missing = part(page).get_by_text(f"rule parameters: {label}: is missing")
    for patience in (2_000, 4_000, PATIENCE_MS):
        field.fill(value)
        field.press("Enter")
        with suppress(AssertionError):
            return expect(missing).to_have_count(0, timeout=patience)
    raise AssertionError(f"{label} stays empty")


def test_own_events_are_marked_on_the_timeline_and_gone_when_put_away(reader: Reader) -> None:
    reader.open("/data?table=events")
    page = reader.page
    bring(page, "my.csv", EVENTS.encode("cp1252"))
    expect(part(page).get_by_text("3 events read without a fault.")).to_be_visible()
    expect(part(page).get_by_text('Not shown, because the atlas has no column for them: "datum".')).to_be_visible()
    toolbar = page.get_by_role("button", name="Download as CSV")
    assert toolbar.count()
    use(page)
    expect(toolbar).to_have_count(0)
    with page.expect_download() as asked:
        page.get_by_role("button", name="rows (CSV)").click()
    assert asked.value.suggested_filename == "mine-ban-atlas_events_own-data.csv"
    rows = list(csv.DictReader(io.StringIO(asked.value.path().read_text(encoding="utf-8"))))
    assert {row["title"] for row in rows if row["source_id"] == "OWN"} == {"Year", "<b>Our</b> survey", "=1+1"}
    part(page).get_by_role("link", name="Timeline with my.csv").click()
    page.wait_for_function(f"document.querySelector('.js-plotly-plot')?.data && ({MARKS})().length >= 3")
    marks = page.evaluate(MARKS)
    assert {mark[0] for mark in marks} == {"OWN-1", "OWN-2", "OWN-3"}
    assert {(mark[0], mark[1], mark[3]) for mark in marks} >= {
        ("OWN-1", "2024-12-31", "star"),
        ("OWN-2", "2025-06-05", "star"),
    }
    assert all("Source: your own data" in mark[4] for mark in marks)
    assert any("&lt;b&gt;Our&lt;/b&gt; survey" in mark[4] for mark in marks)
    assert any("Your own data" in text for text in page.evaluate(LANES))
    expect(page.get_by_text(f"{MARK} 3 own events from my.csv")).to_be_visible()
    page.get_by_role("button", name="Put it away").click()
    expect(page.get_by_text(MARK)).to_have_count(0)
    page.wait_for_function(f"({MARKS})().length === 0")


def test_an_own_treaty_is_painted_as_the_law_gives_and_seen_by_nobody_else(
    open_reader: OpenReader, tables: Tables, history: History
) -> None:
    mine, other = open_reader(), open_reader()
    page = mine.page
    mine.open("/data?table=status")
    part(page).get_by_text("Your own data: bring a CSV file").click()
    part(page).get_by_text("Actions under another treaty").click()
    part(page).get_by_text("The rules of that treaty", exact=True).wait_for()
    bring(page, "acts.csv", to_csv(tables["actions"].query("treaty == 'mbt'")))
    expect(part(page).get_by_text("rule parameters: Short name: is missing")).to_be_visible()
    law = {"Short name": "Second", "Threshold": "40"}
    law |= {"Rule for a later state: n": "6", "Notice of withdrawal: n": "6"}
    for label, value in law.items():
        fill(page, label, value)
    opened = part(page).locator("[data-testid=stDateInput]").filter(has_text="Opened for signature").locator("input")
    opened.fill("1997-12-03")
    opened.press("Enter")
    reading.wait_for_rest(page)
    choose(page, "Rule for a later state: kind", "first-of-month")
    choose(page, "Rule for a later state: who is later", "threshold")
    choose(page, "Notice of withdrawal: unit", "months")
    choose(page, "Armed conflict clause", "yes")
    expect(
        part(page).get_by_text("computed from the threshold and the instruments in the file: 1999-03-01")
    ).to_be_visible()
    use(page)
    part(page).get_by_role("link", name="Second (own data)").click()
    reading.wait_until_drawn(page)
    expected = history.status_on(tables.checked, "mbt").set_index("iso3")["status"].astype("str").to_dict()
    painted = {shape.state: shape.status for shape in reading.shapes(page)}
    assert painted == expected
    assert "(own data)" in reading.headline(page)
    expect(page.get_by_role("combobox", name="Treaty")).to_have_value("Second (own data) (1997)")
    with page.expect_download() as asked:
        page.get_by_role("button", name="Download these 197 rows (CSV)").click()
    assert "own-data" in asked.value.suggested_filename
    rows = csv.DictReader(io.StringIO(asked.value.path().read_text(encoding="utf-8")))
    assert {row["source_ids"] for row in rows} <= {"OWN", "GW-STATES"}

    other.open("/?treaty=own_second")
    reading.wait_until_drawn(other.page)
    expect(other.page.get_by_text('The link\'s treaty was ignored: "own_second" is not a treaty')).to_be_visible()
    assert plain(reading.headline(other.page)).startswith("161 of 197 states are bound by the ban on anti-personnel")
    assert other.page.get_by_text(MARK).count() == 0

    page.get_by_role("button", name="Put it away").click()
    expect(page.get_by_text(MARK)).to_have_count(0)
    reading.wait_until_drawn(page)
    assert "own_" not in page.url
    assert "(own data)" not in reading.headline(page)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("bomb.csv", bytes(20_000_000))
    return made.getvalue()


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("bomb.csv", bomb, "is a zip archive: nothing is unpacked here"),
    ("empty.csv", lambda: b"", "is empty"),
    ("wide.csv", lambda: b",".join(b"c%d" % each for each in range(10_000)), "has 10,000 columns; at most 200"),
    ("page.csv", lambda: b"<html><script>alert(1)</script></html>", "is a web page or XML, not CSV"),
    (
        "script.csv",
        lambda: b"date,title,states\n2025,x,<img src=x onerror=alert(1)>\n",
        '"<img src=x onerror=alert(1)>" is not a state',
    ),
]


def test_hostile_files_get_a_message_each_and_the_atlas_goes_on(reader: Reader) -> None:
    reader.open("/data?table=events")
    reader.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for name, content, said in HOSTILE:
        bring(reader.page, name, content())
        expect(part(reader.page).get_by_text(said)).to_be_visible()
    bring(reader.page, "my.csv", EVENTS.encode())
    expect(part(reader.page).get_by_text("3 events read without a fault.")).to_be_visible()
    reader.page.get_by_role("link", name="Map", exact=True).click()
    reading.wait_until_drawn(reader.page)


@pytest.fixture
def other_folder(damaged: Callable[..., Path]) -> Path:
    """A folder of facts of the same schema: another name of a treaty, and no event before 2000 that no claim shows."""

    def change(folder: Path) -> None:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        next(each for each in package["resources"] if each["name"] == "events")["atlas:rowsAtLeast"] = 1
        (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        treaties = (folder / "treaties.csv").read_text(encoding="utf-8")
        (folder / "treaties.csv").write_text(
            treaties.replace("mbt,Mine Ban Convention,", "mbt,Ottawa,"), encoding="utf-8"
        )
        claims = (folder / "claims.csv").read_text(encoding="utf-8")
        with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        left = [rows[0], *(row for row in rows[1:] if row[1] >= "2000" or row[0] in claims)]
        with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(left)

    folder = damaged(change)
    write_log(folder)
    return folder


def test_another_folder_runs_the_whole_atlas(other_folder: Path, open_reader: OpenReader, logs: Path) -> None:
    with (other_folder / "events.csv").open(encoding="utf-8", newline="") as file:
        events = len(list(csv.DictReader(file)))
    variables = {"ATLAS_DATA": str(other_folder)}
    shell = [sys.executable, "-m", "atlas", "events"]
    said = subprocess.run(
        shell, cwd=ROOT, env=environment(**variables), capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stderr
    assert len(list(csv.DictReader(io.StringIO(said.stdout)))) == events
    with serving("server.py", logs / "other.log", **variables) as server:
        reader = open_reader(server.address)
        reader.open("/")
        reading.wait_until_drawn(reader.page)
        expect(reader.page.get_by_role("combobox", name="Treaty")).to_have_value("Ottawa (1997)")
        reader.open("/timeline")
        expect(reader.page.get_by_role("heading", name=f"{events}")).to_be_visible()
        reader.open("/data?table=events")
        expect(reader.page.get_by_text(words.counted(events, "row"), exact=False).first).to_be_visible()
