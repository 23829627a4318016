"""The house rules that a machine can hold: sizes, docstrings, words on screen, nothing left to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "qaf_desktop"
FILES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_METHODS, WINDOW_LINES, DOCUMENTED = 400, 20, 200, 0.95
BANNED = re.compile(r"\b(please|sorry|oops|invalid|required field)\b", re.IGNORECASE)
LEFT = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b(?!\s+page)")
NAME = re.compile(r"[a-z]+([A-Z][a-zA-Z]*)$")

Definition = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _sentences(tree: ast.Module) -> Iterator[ast.Constant]:
    """The texts of a module that can reach the screen: neither docstrings nor names."""
    unseen = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unseen:
            yield node


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_is_short(path: Path) -> None:
    most = WINDOW_LINES if path.name == "window.py" else MOST_LINES
    assert len(path.read_text("utf-8").splitlines()) < most


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_class_is_small(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef):
            own = [one.name for one in node.body if isinstance(one, Definition) and not NAME.match(one.name)]
            assert len(own) <= MOST_METHODS, node.name


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_module_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(_tree(path))


def test_public_names_are_documented() -> None:
    bare, total = [], 0
    for path in FILES:
        for scope in ast.walk(_tree(path)):
            if not isinstance(scope, (ast.Module, ast.ClassDef)) or getattr(scope, "name", "").startswith("_"):
                continue
            for node in scope.body:
                if isinstance(node, (*Definition.__args__, ast.ClassDef)) and _is_public(node.name):
                    total += 1
                    bare += [] if ast.get_docstring(node) else [f"{_name(path)}: {node.name}"]
    assert len(bare) <= (1 - DOCUMENTED) * total, "\n".join(bare)


def _is_public(name: str) -> bool:
    return not name.startswith("_") and not NAME.match(name)


@pytest.mark.parametrize("path", [one for one in FILES if {"ui", "cli"} & set(one.parts)], ids=_name)
def test_words_on_screen_are_plain(path: Path) -> None:
    found = [f"line {one.lineno}: {one.value}" for one in _sentences(_tree(path)) if BANNED.search(str(one.value))]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_is_left_to_do(path: Path) -> None:
    assert not LEFT.search(path.read_text("utf-8"))
