"""Every text of the window passes through ``tr`` and stands in one catalogue."""

import ast
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel collects the texts")

ROOT = Path(__file__).resolve().parents[2]
WINDOW = sorted((ROOT / "src" / "cellbuilder" / "gui").rglob("*.py"))
SHOWING = {
    *(
        "setText",
        "setToolTip",
        "setWindowTitle",
        "setPlaceholderText",
        "setTitle",
        "setStatusTip",
        "setInformativeText",
    ),
    *("setAccessibleName", "setAccessibleDescription", "setIconText", "setLabelText", "setPlainText", "showMessage"),
    *("addAction", "addMenu", "addButton", "addTab", "tell", "complain"),
    *("QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction"),
}
"""Calls whose texts a person reads."""


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def says_something(node: ast.expr) -> bool:
    """Whether a text is written out here that a person would read as words."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and any(c.isalpha() for c in str(part.value)) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and any(c.isalpha() for c in node.value)


def parts_of(node: ast.expr) -> tuple[ast.expr, ...]:
    """The texts that an argument may be: itself, both ways of a choice, both sides of a sum."""
    if isinstance(node, ast.IfExp):
        return (*parts_of(node.body), *parts_of(node.orelse))
    return (*parts_of(node.left), *parts_of(node.right)) if isinstance(node, ast.BinOp) else (node,)


def test_that_the_catalogue_holds_every_text_of_the_program() -> None:
    maker = runpy.run_path(str(ROOT / "docs" / "make_texts.py"))
    committed = maker["CATALOGUE"].read_text(encoding="utf-8")
    assert committed == maker["catalogue"](), "run: python docs/make_texts.py"
    assert committed.count("msgid") > 300


@pytest.mark.parametrize("path", WINDOW, ids=lambda path: path.relative_to(WINDOW[0].parent).as_posix())
def test_that_no_text_of_the_window_goes_round_the_catalogue(path: Path) -> None:
    past = [
        f"line {call.lineno}: {ast.unparse(argument)[:60]}"
        for call in calls(path)
        if called(call) in SHOWING
        for argument in call.args
        for node in parts_of(argument)
        if says_something(node)
    ]
    assert past == []


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: path.stem)
def test_that_only_whole_texts_are_translated(path: Path) -> None:
    odd = [
        f"line {call.lineno}"
        for call in calls(path)
        if called(call) == "tr" and not (len(call.args) == 1 and isinstance(call.args[0], ast.Constant))
    ]
    assert odd == [], "tr takes one written-out text; what varies comes in by .format()"
