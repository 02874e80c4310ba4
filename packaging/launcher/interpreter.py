"""Find a Python that is new enough, and refuse the ones known to fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from . import OLDEST

PREFERRED_MINORS = (13, 12, 14, 11, 15)
INSTALLER_FOLDERS = (
    "/usr/local/bin",
    "/opt/homebrew/bin",
    "/Library/Frameworks/Python.framework/Versions/3.{minor}/bin",
)
HOME_PATTERNS = (
    ".pyenv/versions/3.{minor}.*/bin/python3",
    ".local/share/uv/python/cpython-3.{minor}*/bin/python3",
)


class Interpreter(NamedTuple):
    """A Python that runs: its own path and its (major, minor) version."""

    executable: str
    version: tuple[int, int]


def too_old_message(version: Sequence[int], executable: str) -> str:
    """Say that this Python cannot run the app and what to do about it."""
    return (
        f"cellbuilder needs Python {OLDEST[0]}.{OLDEST[1]} or newer. "
        f"This is Python {version[0]}.{version[1]} ({executable}), and no newer one was found here.\n"
        "Install Python 3.12 or 3.13 (from python.org or your system's packages) and run this again with it: "
        "python3.12 run.py"
    )


def bad_pair_message(python: Sequence[int], packages: Iterable[str]) -> str | None:
    """Refuse the pair of Python and Qt that is known to abort while one works.

    ``packages`` are names of dist-info folders, such as ``pyside6_essentials-6.10.3.dist-info``.
    """
    for package in packages:
        match = re.match(r"pyside6[-_.]essentials-(\d+)\.(\d+)", package, re.IGNORECASE)
        if not match or tuple(python[:2]) >= (3, 12):
            continue
        major, minor = int(match.group(1)), int(match.group(2))
        if (major, minor) >= (6, 12):
            return (
                f"PySide6 {major}.{minor} aborts on Python {python[0]}.{python[1]} after some time of use, "
                "so the app does not start with this pair.\n"
                "Use Python 3.12 or newer, or delete the folder .venv and run the same command again."
            )
    return None


def ask(command: Sequence[str]) -> Interpreter | None:
    """Run an interpreter and ask who it is; None if it does not run."""
    code = "import sys; print(sys.executable); print('%d %d' % sys.version_info[:2])"
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    try:
        out = subprocess.run([*command, "-c", code], capture_output=True, text=True, timeout=30, env=env, check=True)
        executable, numbers = out.stdout.splitlines()
        major, minor = numbers.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Interpreter(executable, (int(major), int(minor)))


def candidates(search_path: str | None, home: Path, folders: Sequence[str]) -> Iterator[list[str]]:
    """Commands that may be a newer Python, best first: the PATH, then where installers put them."""
    for minor in PREFERRED_MINORS:
        name = f"python3.{minor}"
        on_path = shutil.which(name, path=search_path)
        places = [Path(on_path)] if on_path else []
        places += [Path(folder.format(minor=minor), name) for folder in folders]
        for pattern in HOME_PATTERNS:
            places += sorted(home.glob(pattern.format(minor=minor)))
        yield from ([str(place)] for place in places if place.exists())
        if os.name == "nt" and shutil.which("py", path=search_path):
            yield ["py", f"-3.{minor}"]


def newer_interpreter(
    search_path: str | None = None, home: Path | None = None, folders: Sequence[str] = INSTALLER_FOLDERS
) -> str | None:
    """Find a Python on this machine that is new enough and runs; None if there is none."""
    for command in candidates(search_path, home or Path.home(), folders):
        answer = ask(command)
        if answer is not None and answer.version >= OLDEST:
            return answer.executable
    return None
