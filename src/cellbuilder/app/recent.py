"""Files opened or saved lately."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cellbuilder.app.files import holds

MOST: Final = 12


def with_newest(names: Iterable[str], path: Path) -> tuple[str, ...]:
    """Return the list with a file at its head, each file once, the oldest gone."""
    newest = str(path.absolute())
    return (newest, *(name for name in names if name != newest))[:MOST]


def existing(names: Iterable[str]) -> tuple[Path, ...]:
    """Return the files of a list that are still there."""
    return tuple(path for path in map(Path, names) if holds(path.is_file))


def shown(path: Path) -> str:
    """Return a file as a menu shows it: its name, and the folder it is in."""
    return f"{path.name}  –  {path.parent.name or path.parent}"
