"""What is asked of files: whether one is there, and whether it is still the one that was read or written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path


def holds(question: Callable[[], bool]) -> bool:
    """Ask a path something; one that may not even be looked at answers no (saving or reading says why)."""
    try:
        return question()
    except OSError:
        return False


def stamp(path: Path | None) -> str | None:
    """Return what tells one content of a file from another, or None where there is no file to read."""
    if path is None:
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):  # ValueError: no file can have this name
        return None
