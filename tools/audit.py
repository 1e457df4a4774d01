"""Asks the public database of known weaknesses about every package of `requirements.lock`: `make audit`.

It is the one thing here that asks a host on the internet; a person or the workflow of the repository runs it, no test.
Ends with 0 where none is known, 1 where some are, and 3 where the database could not be asked: that is no good news.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

LOCK = Path(__file__).parents[1] / "requirements.lock"
PROGRAM = (sys.executable, "-m", "pip_audit")
OPTIONS = ("--require-hashes", "--disable-pip", "--strict", "--progress-spinner", "off", "--format", "json")
NONE_KNOWN, SOME_KNOWN, NOT_ASKED = 0, 1, 3


def audit(program: Sequence[str] = PROGRAM, lock: Path = LOCK) -> tuple[int, str]:
    """The status to end with, and what is to be said; `program` is pip-audit, with what comes before its options."""
    with TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        asked = [*program, "--requirement", str(lock), *OPTIONS, "--output", str(found)]
        ended = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False)
        if not found.is_file():  # pip-audit ends with 1 in both cases, but writes only what it was told
            last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
            return NOT_ASKED, f"The packages were NOT audited: the database could not be asked.\n{last[:300]}"
        packages = json.loads(found.read_text(encoding="utf-8"))["dependencies"]
    weak = [
        f"{package['name']} {package['version']}: {each['id']}, mended in {', '.join(each['fix_versions']) or 'none'}"
        for package in packages
        for each in package["vulns"]
    ]
    if weak:
        return SOME_KNOWN, "\n".join([f"{len(weak)} known weaknesses in {len(packages)} packages:", *weak])
    return NONE_KNOWN, f"No known weakness in {len(packages)} packages."


if __name__ == "__main__":
    status, said = audit()
    print(said, file=sys.stderr if status else sys.stdout)
    sys.exit(status)
