"""The arrows between the layers, as pyproject.toml states them for import-linter."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
IMPORT_ALL_BUT_THE_WINDOW = """
import importlib, pkgutil, sys
import cellbuilder
names = ["cellbuilder"]
skipped = ("cellbuilder.gui", "cellbuilder.__main__")
for module in pkgutil.iter_modules(cellbuilder.__path__, "cellbuilder."):
    if module.name in skipped:
        continue
    names.append(module.name)
    if module.ispkg:
        package = importlib.import_module(module.name)
        names += [m.name for m in pkgutil.walk_packages(package.__path__, module.name + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
print(sorted(m for m in sys.modules if m.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph")))
"""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_that_every_import_follows_the_arrows() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "statement", "broken"),
    [
        ("domain/planted.py", "import PySide6.QtCore", "Qt is known to the window only"),
        ("engine/planted.py", "import pyqtgraph", "Qt is known to the window only"),
        ("domain/planted.py", "import cellbuilder.engine", "The arrows between the layers point one way"),
        ("io/planted.py", "import cellbuilder.engine", "The arrows between the layers point one way"),
        ("engine/planted.py", "import cellbuilder.io", "The arrows between the layers point one way"),
        ("gui/planted.py", "import cellbuilder.engine.energy", "The window asks the app, not the engine"),
    ],
)
def test_that_an_import_against_the_arrows_breaks_the_contract(
    copy_of_the_house: Path, module: str, statement: str, broken: str
) -> None:
    (copy_of_the_house / "src" / "cellbuilder" / module).write_text(statement + "\n", encoding="utf-8")
    result = lint(copy_of_the_house)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{broken} BROKEN" in result.stdout


def test_that_a_new_top_level_module_must_take_its_place_among_the_layers(copy_of_the_house: Path) -> None:
    (copy_of_the_house / "src" / "cellbuilder" / "newcomer.py").write_text("", encoding="utf-8")
    result = lint(copy_of_the_house)
    assert result.returncode == 1
    assert "newcomer" in result.stdout


def test_that_nothing_outside_the_window_loads_qt() -> None:
    result = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_BUT_THE_WINDOW], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    count, loaded = result.stdout.splitlines()
    assert int(count) > 5
    assert loaded == "[]"
