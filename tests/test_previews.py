"""Pictures of links: their size, what they show, and that the same facts give the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from atlas.assets import make_assets
from atlas.figures.palette import SLIDE_COLOURS
from atlas.status import History
from atlas.tables import Tables
from atlas.takeaways.heads import SITE_PICTURE, Facts
from atlas.takeaways.preview_sheet import INNER, lines_of
from atlas.takeaways.previewing import INDEX, SIZE, made_pictures, stamp_of
from atlas.takeaways.previews import keys, preview
from atlas.takeaways.typeface import width_of
from tests.conftest import ROOT

DRAWN = ("map-mbt", "map-ccm", "timeline", "compare", "borders", "about", SITE_PICTURE, "country-FIN", "country-TUV")
HASHES = """
import hashlib
from atlas import status, tables
from atlas.takeaways.heads import Facts
from atlas.takeaways.previews import preview
loaded = tables.load()
for key in ("map-mbt", "country-FIN"):
    print(hashlib.sha256(preview(key, Facts(status.build(loaded), loaded))).hexdigest())
"""


@pytest.fixture(scope="module")
def told(tables: Tables, history: History) -> Facts:
    return Facts(history, tables)


def colours(png: bytes) -> dict[str, float]:
    """The share of the picture that each colour has."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).reshape(-1, 3)
    found, counts = np.unique(pixels, axis=0, return_counts=True)
    return {f"#{r:02X}{g:02X}{b:02X}": n / len(pixels) for (r, g, b), n in zip(found, counts, strict=True)}


def near(shares: dict[str, float], colour: str) -> float:
    """The share of a colour and of those that a reduced palette has in its place."""
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return sum(
        share
        for found, share in shares.items()
        if all(abs(int(found[place : place + 2], 16) - wanted[number]) <= 8 for number, place in enumerate((1, 3, 5)))
    )


@pytest.mark.parametrize("key", DRAWN)
def test_a_preview_has_the_size_that_programs_expect_and_is_not_blank(told: Facts, key: str) -> None:
    png = preview(key, told)
    picture = Image.open(io.BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len(png) < 100_000
    shares = colours(png)
    assert near(shares, "#0B6E75") > 0.01, "the edge of the atlas"
    assert near(shares, "#FCFBF8") < 0.95, "more than paper"


def test_the_map_of_a_treaty_has_the_colours_of_its_statuses(told: Facts) -> None:
    shares = colours(preview("map-mbt", told))
    assert near(shares, SLIDE_COLOURS["party"]) > 0.05
    assert near(shares, SLIDE_COLOURS["outside"]) > 0.03
    assert near(shares, SLIDE_COLOURS["withdrawn"]) > 0.0005


def test_two_states_differ_where_they_lie_and_in_what_is_said(told: Facts) -> None:
    one, other = (
        np.asarray(Image.open(io.BytesIO(preview(f"country-{iso3}", told))).convert("L"), dtype=int)
        for iso3 in ("FIN", "BRA")
    )
    differ = np.abs(one - other) > 60
    assert differ[60:200].any()
    assert differ[250:560, 400:640].any()


def test_two_processes_give_the_same_bytes(told: Facts) -> None:
    run = subprocess.run([sys.executable, "-c", HASHES], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [hashlib.sha256(preview(key, told)).hexdigest() for key in ("map-mbt", "country-FIN")]


def test_every_page_treaty_and_state_has_a_preview(tables: Tables) -> None:
    every = list(keys(tables))
    assert len(every) == len(set(every)) == 1 + 9 + len(tables["treaties"]) + len(tables.states)


@pytest.mark.parametrize("points", [16.0, 25.0, 36.0])
def test_no_line_is_wider_than_the_picture_and_no_word_is_lost(points: float) -> None:
    text = "St. Vincent and the Grenadines is bound by the ban on anti-personnel mines since 1 February 2002 and so on"
    lines = lines_of(text, points)
    assert " ".join(lines).replace("\u00a0", " ") == text
    assert all(width_of(line, points) <= INNER + 0.5 for line in lines)
    assert any("1\u00a0February\u00a02002" in line for line in lines)


def test_previews_of_other_facts_or_of_none_are_not_shown(tables: Tables, history: History, tmp_path: Path) -> None:
    assets = make_assets(history, tables)
    assert made_pictures(assets, tmp_path) == {}
    index = {"stamp": stamp_of(assets), "pictures": {"atlas": "atlas-1.png"}}
    (tmp_path / INDEX).write_text(json.dumps(index), encoding="utf-8")
    assert made_pictures(assets, tmp_path) == {"atlas": "atlas-1.png"}
    (tmp_path / INDEX).write_text(json.dumps(index | {"stamp": "other"}), encoding="utf-8")
    assert made_pictures(assets, tmp_path) == {}
    (tmp_path / INDEX).write_text("[", encoding="utf-8")
    assert made_pictures(assets, tmp_path) == {}
