"""Fetches the part of plotly.js that draws maps, a third of the whole, from its npm package.

`python -m tools.geo_bundle` only makes the first visit faster. Without npm, or when the package cannot be had, the
atlas serves the whole plotly.js of the installed Python package.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from atlas.assets.scripts import VENDOR, javascript_version
from atlas.export.saving import save
from atlas.geography import STATIC

PACKAGE = "plotly.js-geo-dist-min"
MEMBER = "package/plotly-geo.min.js"
SECONDS = 90


def fetch(target: Path, version: str) -> str:
    """Writes the file; gives "" or, where it cannot be had, the reason."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", f"{PACKAGE}@{version}"]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=SECONDS)
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
                member = archive.extractfile(MEMBER)
                content = member.read() if member else b""
        except (subprocess.SubprocessError, OSError, StopIteration, KeyError, tarfile.TarError) as problem:
            return f"{PACKAGE} could not be fetched ({type(problem).__name__})"
    if f"v{version}".encode() not in content[:400]:
        return f"{PACKAGE} does not hold version {version}"
    target.parent.mkdir(parents=True, exist_ok=True)
    save(target, content)
    return ""


def main() -> None:
    """Fetches the file unless it is there, and says what the atlas will serve."""
    version = javascript_version()
    target = STATIC / VENDOR / f"plotly-geo-{version}.min.js"
    problem = "" if target.is_file() else fetch(target, version)
    print(f"plotly.js: all of it, because {problem}" if problem else f"plotly.js: the part that draws maps, {version}")


if __name__ == "__main__":
    main()
