"""The pictures of the README, taken from the running atlas: `python -m tools.screenshots [FOLDER]`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.chromium import flags
from tools.serving import ROOT, serving

MAP_DRAWN = "document.querySelector('.atlas-map .notice')?.hidden === true && !!document.querySelector('[data-status]')"
BANDS_DRAWN = "document.querySelectorAll('.st-key-country-bands .js-plotly-plot .point').length > 10"
LINKS_DRAWN = "document.querySelectorAll('[data-testid=stMain] [data-testid=stPageLink]').length > 2"
TABS_DRAWN = "document.querySelectorAll('[data-testid=stTab]').length > 3"
CHART_DRAWN = "document.querySelectorAll('.js-plotly-plot .scatterlayer .trace').length > 3"
CODE_DRAWN = "document.querySelectorAll('[data-testid=stCode]').length > 2"
TABLE_DRAWN = "document.querySelectorAll('[data-testid=stDataFrame] canvas').length > 0"


class Picture(NamedTuple):
    """One picture: what is opened, how large, in which colours, and what shows that it is ready."""

    name: str
    address: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    ready: str


PICTURES = (
    Picture("map", "?state=FIN", 1440, 900, "light", MAP_DRAWN),
    Picture("map-2025", "?on=2025-08-20&region=Europe", 1440, 900, "light", MAP_DRAWN),
    Picture("map-dark", "?year=2025", 1440, 900, "dark", MAP_DRAWN),
    Picture("map-narrow", "?year=2025", 390, 844, "light", MAP_DRAWN),
    Picture("timeline", "timeline?from=2014&event=E157", 1440, 900, "light", CHART_DRAWN),
    Picture("country", "country?state=FIN", 1440, 900, "light", BANDS_DRAWN),
    Picture("compare", "compare", 1440, 900, "light", MAP_DRAWN),
    Picture("borders", "borders", 1440, 900, "light", MAP_DRAWN),
    Picture("clearance", "?layer=clearance", 1440, 900, "light", MAP_DRAWN),
    Picture("claims", "claims?claim=C19", 1440, 900, "light", LINKS_DRAWN),
    Picture("present", "present?lesson=leaving&step=13", 1280, 720, "light", MAP_DRAWN),
    Picture("teach", "teach", 1440, 900, "light", TABS_DRAWN),
    Picture("data", "data?region=Europe", 1440, 900, "light", TABLE_DRAWN),
    Picture("analyse", "analyse?table=panel&treaties=mbt,ccm&codes=gw&from=2015", 1440, 900, "light", CODE_DRAWN),
    Picture("about", "about", 1440, 900, "light", TABLE_DRAWN),
)


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> Path:
    """The path of the picture."""
    size: ViewportSize = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, color_scheme=picture.scheme, locale="en-GB")
    page = context.new_page()
    page.goto(address + picture.address)
    page.wait_for_function(picture.ready, timeout=60_000)
    page.wait_for_timeout(1_200)
    path = folder / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    """Takes every picture into the folder given, `docs/images` without one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with serving("server.py") as atlas, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags())
        for picture in PICTURES:
            print(take(browser, f"{atlas.address}/", picture, folder))
        browser.close()


if __name__ == "__main__":
    main()
