"""The documents and settings beside the code say what the code does."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from atlas.tables import Tables
from tools import contributing

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED_SETTINGS: dict[str, dict[str, object]] = {
    "server": {"headless": True, "enableStaticServing": True},
    "runner": {"postScriptGC": False},
    "browser": {"gatherUsageStats": False, "serverAddress": "localhost"},
    "client": {"showSidebarNavigation": False, "toolbarMode": "minimal"},
}
OUTSIDE_SCRIPT = re.compile(r"""(?://|["'])[\w.-]*(?:\bcdn[\w-]*\.|\bunpkg\b|jsdelivr)""", re.IGNORECASE)
CODE = {".py", ".js", ".mjs", ".css", ".html", ".toml"}
SERVED = ("atlas/", "pages/", "dashboard.py", "server.py")
OWN_PACKAGES = {"atlas", "pages", "tools", "tests", "bench", "server", "dashboard"}
READABLE = 4.5
VISIBLE = 3.0
CAPTION_OPACITY = 0.6


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _lines(name: str) -> list[tuple[Requirement, str]]:
    """Every requirement of the file with the comment after it."""
    parts = [line.partition("#") for line in _text(name).splitlines() if line and not line.startswith(("#", "-"))]
    return [(Requirement(before), comment.strip()) for before, _, comment in parts]


def _constraints() -> dict[str, str]:
    return {canonicalize_name(found.name): str(found.specifier) for found, _ in _lines("constraints.txt")}


DIRECT = [pytest.param(*line, id=line[0].name) for name in REQUIREMENTS for line in _lines(name)]


def test_the_tables_of_columns_are_those_of_the_description(tables: Tables) -> None:
    text = _text("CONTRIBUTING.md")
    assert contributing.filled(text, tables.package) == text, "run `make documents`"


def test_a_document_without_its_marks_is_refused(tables: Tables) -> None:
    with pytest.raises(ValueError, match="found 0"):
        contributing.filled("# No marks", tables.package)


def test_the_version_is_the_same_everywhere() -> None:
    cited = re.search(r"^version: (.+)$", _text("CITATION.cff"), re.MULTILINE)
    logged = re.search(r"^## \[(\d.*?)\]", _text("CHANGELOG.md"), re.MULTILINE)
    assert cited
    assert logged
    assert {cited[1], logged[1]} == {PROJECT["version"]}


def test_the_release_has_the_same_day_in_the_citation_and_the_changelog() -> None:
    released = re.search(r'^date-released: "(.+)"$', _text("CITATION.cff"), re.MULTILINE)
    assert released
    assert f"## [{PROJECT['version']}] - {released[1]}" in _text("CHANGELOG.md")


def test_the_terms_of_the_data_name_every_licence_of_the_tables() -> None:
    terms = _text("data/LICENSE.md")
    named = {"CC-BY-4.0": "CC BY 4.0", "PDDL-1.0": "public domain"}
    package = json.loads(_text("data/datapackage.json"))
    used = {licence["name"] for table in package["resources"] for licence in table["licenses"]}
    assert [name for name in used if named.get(name, name) not in terms] == []


@pytest.mark.parametrize(("requirement", "comment"), DIRECT)
def test_a_requirement_is_pinned_and_constrained_to_the_same_version(requirement: Requirement, comment: str) -> None:
    assert re.fullmatch(r"==[\w.]+", str(requirement.specifier))
    assert _constraints()[canonicalize_name(requirement.name)] == str(requirement.specifier)


@pytest.mark.parametrize(("requirement", "comment"), DIRECT)
def test_a_requirement_says_why_it_is_here_and_its_licence(requirement: Requirement, comment: str) -> None:
    why, _, licence = comment.partition("; ")
    assert why
    assert licence == _licence(requirement.name)
    assert not re.search(r"\bA?GPL", licence)


def _licence(package: str) -> str:
    """What a package says its licence is; one that says so in a classifier or its licence file alone is read there."""
    described = metadata.metadata(package).json
    files = [each for each in metadata.files(package) or () if each.name == "LICENSE"]
    classified = [each.rpartition(" :: ")[2] for each in described.get("classifier", ()) if each.startswith("License")]
    said: str = described.get("license_expression") or described.get("license") or " AND ".join(classified)
    return (said or files[0].read_text()).splitlines()[0]


def test_everything_that_the_requirements_bring_along_is_constrained() -> None:
    known = _constraints()
    waiting = [found for name in REQUIREMENTS for found, _ in _lines(name)]
    seen: set[str] = set()
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name not in seen:
            seen.add(name)
            brought = map(Requirement, metadata.requires(name) or ())
            waiting += [each for each in brought if each.marker is None or each.marker.evaluate({"extra": ""})]
    assert sorted(seen - known.keys()) == []


def test_every_package_that_the_code_imports_is_a_requirement() -> None:
    needed = {name: {canonicalize_name(found.name) for found, _ in _lines(name)} for name in REQUIREMENTS}
    everything = set().union(*needed.values())
    distributions = metadata.packages_distributions()
    missing = []
    for name in _repository_files():
        if not name.endswith(".py"):
            continue
        allowed = needed["requirements.txt"] if name.startswith(SERVED) else everything
        for module in _imported(ROOT / name) - sys.stdlib_module_names - OWN_PACKAGES:
            providers = {canonicalize_name(each) for each in distributions.get(module, [module])}
            if not providers & allowed:
                missing.append(f"{name}: {module}")
    assert missing == []


def test_the_settings_that_the_atlas_depends_on_are_set() -> None:
    wrong = {
        f"{section}.{name}": CONFIG[section].get(name)
        for section, settings in NEEDED_SETTINGS.items()
        for name, value in settings.items()
        if CONFIG[section].get(name) != value
    }
    assert wrong == {}


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    known = config.get_config_options()
    assert [name for name in _setting_names(CONFIG) if name not in known] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_controls_can_be_told_from_their_ground(theme: str) -> None:
    page = CONFIG["theme"][theme]
    papers = [page["backgroundColor"], page["sidebar"]["backgroundColor"]]
    fields = [page["secondaryBackgroundColor"], page["sidebar"]["secondaryBackgroundColor"]]
    words = [page["textColor"], page["linkColor"]]
    captions = [(_mixed(page["textColor"], paper, CAPTION_OPACITY), paper) for paper in papers]
    readable = [*product(words, papers + fields), *captions, ("#FFFFFF", page["primaryColor"])]
    visible = list(product([page["primaryColor"]], papers + fields))
    assert [pair for pair in readable if _contrast(*pair) < READABLE] == []
    assert [pair for pair in visible if _contrast(*pair) < VISIBLE] == []


def test_no_code_names_a_script_on_another_machine() -> None:
    files = [ROOT / name for name in _repository_files() if Path(name).suffix in CODE]
    assert files
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in files
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OUTSIDE_SCRIPT.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('src="https://cdn.plot.ly/plotly.min.js"', True),
        ("import x from '//unpkg.com/x'", True),
        ('host = "fastly.jsdelivr.net"', True),
        ("# plotly.js asks cdn.plot.ly for a topology", False),
        ("https://www.naturalearthdata.com/", False),
    ],
)
def test_the_search_for_scripts_elsewhere_finds_addresses_and_not_words(line: str, named: bool) -> None:
    assert bool(OUTSIDE_SCRIPT.search(line)) is named


def _setting_names(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _setting_names(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def _imported(path: Path) -> set[str]:
    """Top-level names that a Python file imports, wherever the import stands."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    from_names = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | from_names}


def _repository_files() -> list[str]:
    """The files of the repository; of a copy without git, all that are not hidden, installed or made."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        left_out = ("node_modules", "vendor")
        return [str(path) for path in paths if not any(part.startswith(".") or part in left_out for part in path.parts)]
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, 1 to 21)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _mixed(colour: str, ground: str, opacity: float) -> str:
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(255 * (opacity * over + (1 - opacity) * under)):02X}" for over, under in pairs)


def _parts(colour: str) -> list[float]:
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
