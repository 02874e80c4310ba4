"""Folders that stand in for a system: programs on a PATH, libraries that the loader finds, a checkout."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def programs(tmp_path: Path) -> Callable[..., Path]:
    """Make shell scripts in a folder for a PATH: ``programs(name=text)``."""

    def make(**scripts: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for name, text in scripts.items():
            path = folder / name.replace("_", "-").replace("DOT", ".")
            path.write_text("#!/bin/sh\n" + text + "\n", encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return folder

    return make


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project folder with a pyproject.toml; its name has a space and letters outside ASCII."""
    folder = tmp_path / "Zellbau für alle"
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[project]\nname = "cellbuilder"\n', encoding="utf-8")
    return folder


@pytest.fixture
def venv(checkout: Path) -> Path:
    """What an installed environment looks like on disk."""
    folder = checkout / ".venv"
    windows = sys.platform == "win32"
    site = folder / ("Lib/site-packages" if windows else "lib/python3.11/site-packages")
    for name in ("numpy-2.4.6.dist-info", "pyside6_essentials-6.10.3.dist-info"):
        (site / name).mkdir(parents=True)
    python = folder / ("Scripts/python.exe" if windows else "bin/python")
    python.parent.mkdir()
    python.write_text("", encoding="utf-8")
    return folder
