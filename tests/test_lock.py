"""The locked packages are those that the atlas was tested with, and the audit of them says what it could not do."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.audit import LOCK, NONE_KNOWN, NOT_ASKED, SOME_KNOWN, audit

ROOT = Path(__file__).parents[1]
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
TEXT = LOCK.read_text(encoding="utf-8")


def entries() -> dict[str, tuple[Requirement, list[str]]]:
    """Every locked package by its name: the requirement, and the hashes of its files."""
    joined = "\n".join(line for line in TEXT.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    found = {}
    for line in joined.splitlines():
        requirement = Requirement(line.partition("--hash")[0])
        found[canonicalize_name(requirement.name)] = (requirement, HASH.findall(line))
    return found


def pinned(name: str) -> dict[str, str]:
    """The version of every package in a file of pins."""
    lines = (line.partition("#")[0] for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    pins = [Requirement(line) for line in lines if line.strip() and not line.startswith("-")]
    return {canonicalize_name(each.name): str(each.specifier) for each in pins}


def test_every_locked_package_has_the_hashes_of_its_files() -> None:
    for name, (requirement, hashes) in entries().items():
        assert str(requirement.specifier).startswith("=="), name
        assert hashes, name
        assert len(hashes) == len(set(hashes)), name
    assert len(HASH.findall(TEXT)) == TEXT.count("--hash")


def test_the_locked_versions_are_those_that_were_tested() -> None:
    locked = {name: str(requirement.specifier) for name, (requirement, _) in entries().items()}
    constraints = pinned("constraints.txt")
    assert {name: version for name, version in locked.items() if constraints.get(name) != version} == {}, (
        "run `make lock`"
    )
    assert pinned("requirements.txt").items() <= locked.items()


def test_the_lock_is_whole_so_that_nothing_else_has_to_be_fetched() -> None:
    locked = entries()
    missing = []
    for name in locked:
        try:
            needed = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:  # of another system than this one
            continue
        for each in map(Requirement, needed):
            here = each.marker is None or each.marker.evaluate({"extra": ""})
            if here and canonicalize_name(each.name) not in locked:
                missing.append(f"{name}: {each}")
    assert missing == []


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert not re.search(r"://|index-url|find-links|trusted-host", TEXT)


FOUND = {
    "dependencies": [
        {"name": "one", "version": "1.0", "vulns": []},
        {"name": "two", "version": "2.0", "vulns": [{"id": "PYSEC-0", "fix_versions": ["2.1"]}]},
    ]
}
AUDITS = {
    "nothing known": ({"dependencies": FOUND["dependencies"][:1]}, 0, NONE_KNOWN, "No known weakness in 1 packages."),
    "a weakness": (FOUND, 1, SOME_KNOWN, "two 2.0: PYSEC-0, mended in 2.1"),
    "no connection": (None, 1, NOT_ASKED, "NOT audited: the database could not be asked.\nno route to host"),
}


@pytest.mark.parametrize("kind", AUDITS)
def test_the_audit_tells_a_weakness_from_a_database_that_cannot_be_asked(tmp_path: Path, kind: str) -> None:
    found, ends, expected, said = AUDITS[kind]
    program = tmp_path / "program.py"
    program.write_text(
        f"import sys\nfound = {(json.dumps(found) if found else None)!r}\n"
        "if found:\n    open(sys.argv[sys.argv.index('--output') + 1], 'w').write(found)\n"
        "else:\n    print('no route to host', file=sys.stderr)\n"
        f"sys.exit({ends})\n",
        encoding="utf-8",
    )
    status, told = audit([sys.executable, str(program)])
    assert status == expected
    assert said in told


def test_no_test_and_no_check_of_a_change_runs_the_audit() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("test", "lint", "check"):
        rule = re.search(rf"^{name}:.*(?:\n\t.*|\nifeq.*|\nelse|\nendif)*", makefile, re.MULTILINE)
        assert rule
        assert "audit" not in rule[0]
    assert "audit" not in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "audit" not in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
