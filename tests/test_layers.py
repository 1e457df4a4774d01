"""The order of the layers and the rules of style, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    ("tables",),
    ("status",),
    ("impact",),
    ("selection",),
    ("words",),
    ("figures", "geography", "claims", "questions", "depositary", "own"),
    ("export",),
    ("lessons",),
    ("assets",),
    ("takeaways",),
    ("site",),
    ("ui", "api", "commands"),
    ("pages", "dashboard", "server", "__main__"),
)
"""From left to right; a layer imports layers to its left only, and nothing from its neighbours in the same group."""

RANK = {name: place for place, names in enumerate(LAYERS) for name in names}
WITH_STREAMLIT = ("ui", "pages", "dashboard", "server")
MODULE_LINES, PAGE_LINES, FUNCTION_LINES = 250, 60, 40
Sources = Mapping[str, str]
Rule = Callable[[str, str, ast.Module], Iterator[str]]


def sources(*patterns: str) -> dict[str, str]:
    """The text of every matching file by its path in the repository."""
    found = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


LAYERED = sources("atlas/**/*.py", "pages/**/*.py", "*.py")
WRITTEN = LAYERED | sources("tools/**/*.py")


def unit(path: str) -> str:
    """The layer that a file belongs to; "" for the package itself."""
    parts = path.removesuffix(".py").split("/")
    inside = parts[1:] if parts[0] == "atlas" else parts[:1]
    return "" if inside == ["__init__"] else inside[0]


def imported(path: str, tree: ast.Module) -> Iterator[str]:
    """The full name of everything that a file imports."""
    package = path.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = [*above, *(node.module.split(".") if node.module else [])]
            yield from (".".join([*base, alias.name]) for alias in node.names)


def imported_unit(name: str) -> str | None:
    """The layer that an imported name belongs to, or None for other packages."""
    first, *rest = name.split(".")
    if first == "atlas":
        return rest[0] if rest else ""
    return first if first in LAYERS[-1] else None


def imports_to_the_right(path: str, _: str, tree: ast.Module) -> Iterator[str]:
    own = unit(path)
    if own and own not in RANK:
        yield f"{path} has no layer"
        return
    for name in imported(path, tree):
        other = imported_unit(name)
        if other and other != own and RANK.get(other, len(LAYERS)) >= RANK.get(own, -1):
            yield f"{path} imports {name}"


def streamlit_below_the_pages(path: str, _: str, tree: ast.Module) -> Iterator[str]:
    names = {name.split(".")[0] for name in imported(path, tree)}
    if "streamlit" in names and unit(path) not in WITH_STREAMLIT:
        yield f"{path} imports streamlit"


def long_modules(path: str, text: str, _: ast.Module) -> Iterator[str]:
    limit = PAGE_LINES if unit(path) in ("pages", "dashboard") else MODULE_LINES
    if (lines := len(text.splitlines())) > limit:
        yield f"{path} has {lines} lines; at most {limit}"


def long_functions(path: str, _: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{path}:{node.lineno} {node.name} has {lines} lines; at most {FUNCTION_LINES}"


def modules_without_a_subject(path: str, *_: object) -> Iterator[str]:
    words = {"utils", "util", "helpers", "helper"} & set(path.removesuffix(".py").split("/"))
    yield from (f"{path} is named {word}" for word in words)


def variables_named_df(path: str, _: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if "df" in (getattr(node, "id", None), getattr(node, "arg", None), getattr(node, "asname", None)):
            yield f"{path}:{getattr(node, 'lineno', 1)} names something df"


def raw_html(path: str, _: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield f"{path}:{node.value.lineno} draws raw HTML"


def broken(rule: Rule, files: Sources) -> list[str]:
    return [said for path, text in files.items() for said in rule(path, text, ast.parse(text))]


def test_there_is_code_to_read_in_every_layer_of_the_law() -> None:
    assert {"tables", "status", "selection", "export", "commands"} <= {unit(path) for path in LAYERED}


@pytest.mark.parametrize("rule", [imports_to_the_right, streamlit_below_the_pages], ids=lambda rule: rule.__name__)
def test_no_module_breaks_the_order_of_the_layers(rule: Rule) -> None:
    assert LAYERED
    assert broken(rule, LAYERED) == []


STYLE = [long_modules, long_functions, modules_without_a_subject, variables_named_df, raw_html]


@pytest.mark.parametrize("rule", STYLE, ids=lambda rule: rule.__name__)
def test_no_module_breaks_a_rule_of_style(rule: Rule) -> None:
    assert WRITTEN
    assert broken(rule, WRITTEN) == []


BREACHES = [
    (imports_to_the_right, "atlas/tables/x.py", "from atlas.status import build"),
    (imports_to_the_right, "atlas/status/x.py", "from atlas import selection"),
    (imports_to_the_right, "atlas/status/deep/x.py", "from ...selection import rows"),
    (imports_to_the_right, "atlas/geography/views.py", "import atlas.figures.map"),
    (imports_to_the_right, "atlas/claims.py", "def late():\n    from .ui import frame"),
    (imports_to_the_right, "atlas/ui/x.py", "import dashboard"),
    (imports_to_the_right, "atlas/ui/x.py", "from atlas.unheard import of"),
    (imports_to_the_right, "atlas/__init__.py", "from atlas.tables import load"),
    (imports_to_the_right, "atlas/unheard.py", "import json"),
    (imports_to_the_right, "dashboard.py", "import server"),
    (streamlit_below_the_pages, "atlas/figures/x.py", "import streamlit as st"),
    (streamlit_below_the_pages, "atlas/api.py", "from streamlit.runtime import caching"),
    (long_modules, "atlas/export.py", "x = 1\n" * 251),
    (long_modules, "pages/data.py", "x = 1\n" * 61),
    (long_modules, "dashboard.py", "x = 1\n" * 61),
    (long_functions, "atlas/export.py", "def f():\n" + "    x = 1\n" * 40),
    (modules_without_a_subject, "atlas/utils/x.py", ""),
    (modules_without_a_subject, "atlas/ui/helpers.py", ""),
    (variables_named_df, "atlas/export.py", "df = 1"),
    (variables_named_df, "atlas/export.py", "def f(df): pass"),
    (variables_named_df, "atlas/export/model.py", "import x as df"),
    (raw_html, "pages/data.py", "st.markdown('', unsafe_allow_html=True)"),
]
ALLOWED = [
    (imports_to_the_right, "atlas/status/x.py", "from atlas.tables import dates\nfrom . import rules"),
    (imports_to_the_right, "pages/data.py", "from atlas.ui import frame\nimport pandas"),
    (streamlit_below_the_pages, "atlas/ui/x.py", "import streamlit as st"),
    (long_modules, "atlas/export.py", "x = 1\n" * 250),
    (long_functions, "atlas/export.py", "def f():\n" + "    x = 1\n" * 39),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_a_breach_is_found(rule: Rule, path: str, text: str) -> None:
    assert len(broken(rule, {path: text})) == 1


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_what_is_allowed_is_not_called_a_breach(rule: Rule, path: str, text: str) -> None:
    assert broken(rule, {path: text}) == []
