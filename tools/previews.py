"""Makes the pictures that go with links to the pages: `python -m tools.previews`. Without them links have none."""

from __future__ import annotations

import json
import shutil
import sys
import time

from atlas import status, tables
from atlas.assets import VENDOR, digested, make_assets
from atlas.geography import STATIC
from atlas.takeaways.heads import Facts
from atlas.takeaways.previewing import FOLDER, INDEX, stamp_of
from atlas.takeaways.previews import keys, preview


def main() -> None:
    """Writes every preview and their index; the folder takes its name when it is whole."""
    begun = time.monotonic()
    loaded = tables.load()
    facts = Facts(status.build(loaded), loaded)
    target = STATIC / VENDOR / FOLDER
    draft = target.with_name(f"{FOLDER}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    pictures: dict[str, str] = {}
    every = list(keys(loaded))
    for number, key in enumerate(every, 1):
        content = preview(key, facts)
        pictures[key] = digested(key, "png", content)
        (draft / pictures[key]).write_bytes(content)
        if sys.stderr.isatty():
            print(f"\rpreviews: {number} of {len(every)}", end="", file=sys.stderr)
    index = {"stamp": stamp_of(make_assets(*facts)), "pictures": pictures}
    (draft / INDEX).write_text(json.dumps(index, indent=1), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    print(f"\rpreviews: {len(every)} pictures in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
