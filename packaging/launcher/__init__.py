"""What stands behind run.py: standard library only, no import of cellbuilder.

The modules run on Python 3.7 and newer, so that an interpreter too old for the app can look for another.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST = (3, 11)


class LauncherError(Exception):
    """Something that the user must know, in words ready to print."""


def say(text: str) -> None:
    """Print a line at once, before anything that a child process prints."""
    print(text, flush=True)
