"""Hostile addresses and uploads are ignored and named, or refused: never a traceback.

`python -m tests.test_hostile` tries 100,000 addresses.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from atlas.export import BadKey, asked
from atlas.export.asking import LONGEST_ADDRESS
from atlas.selection import KEYS, from_query, read_query, to_query
from atlas.selection.choice import table_names
from atlas.tables import Tables
from tests import uploads
from tests.conftest import Open
from tests.hostile import problem_of, queries

NUMBER = 1_000
"""Of addresses in a test; by hand 100,000."""

SECONDS = 2.0
"""For each kind of upload in a test; by hand an hour with `tests.fuzz_uploads`."""

PAGES = ("map", "timeline", "country", "compare", "borders", "claims", "teach", "data", "analyse", "about", "present")


def try_choice(query: Mapping[str, str], tables: Tables) -> int:
    """Reads a query as a page does; gives how many values were ignored. What was taken is sound and reads the same."""
    choice, ignored = read_query(query, tables)
    assert problem_of(choice, tables) == ""
    told = {key for key, problem in ignored if problem}
    assert told <= {*KEYS, "period"} | {key for key, _ in ignored if key.startswith("day ")}
    short = to_query(choice, tables)
    assert read_query(short, tables) == (choice, [])
    assert to_query(read_query(short, tables)[0], tables) == short
    _, notices = from_query(query, tables)
    assert len(notices) == len(ignored)
    assert all("\n" not in each and "\0" not in each for each in notices)
    return len(ignored)


def try_address(query: Mapping[str, str], tables: Tables, table: str) -> bool:
    """Reads a query as the routes of data do, which ignore nothing; gives whether it was refused."""
    address = f"{table}.csv?{urlencode(query, errors='replace')}"
    try:
        found = asked(address, tables)
    except BadKey:
        return True
    assert len(address) <= LONGEST_ADDRESS
    assert problem_of(found.choice, tables) == ""
    return False


def test_hostile_addresses_give_a_sound_choice_and_name_what_was_ignored(tables: Tables) -> None:
    made = list(queries(tables, 1, NUMBER))
    ignored = [try_choice(query, tables) for query in made]
    names = table_names(tables)
    refused = [try_address(query, tables, names[place % len(names)]) for place, query in enumerate(made[: NUMBER // 4])]
    assert 0 < sum(map(bool, ignored)) < NUMBER  # some are sound, so that both ways are tried
    assert sum(refused) > 0


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_on_hostile_addresses(page: str, opened: Open, tables: Tables) -> None:
    for query in queries(tables, PAGES.index(page), 2):
        app = opened(page, **{key: value for key, value in query.items() if key})
        assert not app.exception, (page, query, app.exception)


@pytest.mark.parametrize("target", uploads.TARGETS)
def test_no_upload_breaks_the_atlas(target: str) -> None:
    chance, sound = random.Random(target), uploads.seeds(target)
    for each in sound:
        uploads.TARGETS[target](each)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        uploads.TARGETS[target](uploads.changed(chance.choice(sound), chance, sound))


def main(seed: str = "2026", number: str = "100000") -> None:
    """Tries so many addresses and says how many were ignored or refused in part, and how long it took."""
    tables, _ = uploads.known()
    names, begun = table_names(tables), time.monotonic()
    ignored = refused = slowest = 0.0
    for place, query in enumerate(queries(tables, int(seed), int(number))):
        one = time.monotonic()
        ignored += bool(try_choice(query, tables))
        refused += try_address(query, tables, names[place % len(names)])
        slowest = max(slowest, time.monotonic() - one)
    print(
        f"{number} addresses, seed {seed}: {ignored:.0f} had a value ignored by pages, {refused:.0f} were refused by "
        f"the routes; slowest {slowest * 1000:.0f} ms, all {time.monotonic() - begun:.0f} s"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
