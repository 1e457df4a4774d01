"""Makes up files for one kind of upload, led by the lines of the atlas that they reach: an hour by hand, not a test.

`python -m tests.fuzz_uploads TARGET FOLDER SECONDS`, with a target of `tests/uploads.py` and atheris 3.0.0 (Apache-2.0)
in an environment of its own; nothing else needs it. The folder keeps the files that reached something new, and one that
broke the atlas as `crash-...`.
"""

from __future__ import annotations

import random
import sys
from importlib import import_module
from pathlib import Path

atheris = import_module("atheris")  # Kept out of the requirements: it has no wheel for Windows and macOS.

with atheris.instrument_imports(include=["atlas", "yaml"]):
    from tests import uploads

INSIDE = 0.5
"""How often a file in a zip is changed, which would otherwise only be found broken."""


def main(target: str, folder: str, seconds: str) -> None:
    """Makes up files until the time is over, and says how many there were."""
    uploads.known()
    kept = Path(folder)
    kept.mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(uploads.seeds(target)):
        (kept / f"seed-{place}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2000", "-max_len=110000"]
    atheris.Setup(
        [sys.argv[0], folder, f"-artifact_prefix={folder}/", "-print_final_stats=1", *options],
        uploads.TARGETS[target],
        custom_mutator=mutated,
    )
    atheris.Fuzz()


def mutated(content: bytes, most: int, seed: int) -> bytes:
    """The next file to try."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < INSIDE:
        return uploads.changed_inside(content, lambda inside: bytes(atheris.Mutate(inside, most)), chance)[:most]
    return bytes(atheris.Mutate(content, most))


if __name__ == "__main__":
    main(*sys.argv[1:])
