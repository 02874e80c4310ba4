"""Whether a file is still the one that was read or written."""

from __future__ import annotations

import hashlib
from pathlib import Path


def stamp(path: Path | None) -> str | None:
    """Return what tells one content of a file from another, or None where there is no file to read."""
    if path is None:
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
