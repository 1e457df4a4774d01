"""From the running server: each file that a reader takes is what the shell writes for the same address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from atlas.export import API
from tests.browser import map_reading as reading
from tests.browser.conftest import PATIENCE_MS, Reader
from tests.conftest import ROOT

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)

OFFERED = [
    ("/?on=2025-08-20&region=Europe", "status.csv"),
    ("/timeline?from=2020&state=FIN", "events.csv"),
    ("/borders?treaty=mbt&region=Europe", "borders.csv"),
    ("/data?table=intervals&treaties=mbt,ccm&state=FIN&codes=cow,gw", "intervals.csv"),
]
LINKS = f"[data-testid=stPopoverBody] a[href*='{API}/']"


def open_formats(page: Page, file: str) -> None:
    """Opens the other formats of the table whose address has this file."""
    buttons = page.get_by_role("button", name="Other formats")
    expect(buttons.first).to_be_visible()
    for button in buttons.all():
        button.click()
        expect(page.locator(LINKS).first).to_be_visible()
        if page.locator(f"[data-testid=stPopoverBody] a[href*='/{file}']").count():
            return
        page.keyboard.press("Escape")
        expect(page.locator(LINKS)).to_have_count(0)
    pytest.fail(f"no button offers {file}")


def from_shell(address: str, folder: Path) -> bytes:
    """What `python -m atlas export` writes for an address."""
    file = folder / "from-shell"
    command = [sys.executable, "-m", "atlas", "export", address, "--out", str(file)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return file.read_bytes()


@pytest.mark.parametrize(("path", "file"), OFFERED)
def test_every_format_that_a_page_links_is_the_file_of_the_shell(
    path: str, file: str, reader: Reader, tmp_path: Path
) -> None:
    page = reader.page
    reader.open(path)
    page.locator("h1").first.wait_for()
    reading.wait_for_rest(page)
    open_formats(page, file)
    addresses = [str(link.get_attribute("href")) for link in page.locator(LINKS).all()]
    assert len(addresses) >= 6
    for address in addresses:
        whole = reader.address + urlsplit(address)._replace(scheme="", netloc="").geturl()
        answer = page.request.get(whole)
        assert answer.status == 200, whole
        assert answer.body() == from_shell(whole, tmp_path), whole
    shown = page.locator("[data-testid=stPopoverBody] [data-testid=stCode]").inner_text().strip()
    assert shown in {reader.address + urlsplit(each)._replace(scheme="", netloc="").geturl() for each in addresses}


def test_a_click_on_a_format_takes_the_file_under_a_name_that_tells_the_choice(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    reader.open("/?on=2025-08-20&region=Europe")
    page.locator("h1").first.wait_for()
    reading.wait_for_rest(page)
    open_formats(page, "status.csv")
    link = page.locator(LINKS).filter(has_text="CSV for spreadsheets")
    link.evaluate("link => link.removeAttribute('target')")  # a tab that closes itself tells Playwright of no download
    with page.expect_download() as started:
        link.click()
    taken = started.value
    name = taken.suggested_filename
    assert name.startswith("mine-ban-atlas_status_treaty-mbt_on-2025-08-20_region-Europe_sha256-")
    assert "bom=1" in taken.url
    assert taken.path().read_bytes() == from_shell(taken.url, tmp_path)
