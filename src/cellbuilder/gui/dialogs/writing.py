"""Writing a file that a person asked for: the window tells it and offers the file, or a dialog says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from cellbuilder.domain.problem import UnwritableError
from cellbuilder.gui.dialogs.message import complain


@runtime_checkable
class Teller(Protocol):
    """A window that can say that a file was written, and offer it."""

    def tell_written(self, message: str, path: Path) -> None:
        """Say it, and offer to open the file or its folder."""


def write(parent: QWidget, path: Path, put: Callable[[], object], done: str, refused: str) -> bool:
    """Let ``put`` write a file and tell ``done``, or why it was ``refused``; return whether it was written."""
    try:
        put()
    except UnwritableError as error:
        complain(parent.window(), refused, str(error))
        return False
    tell_written(parent, path, done)
    return True


def tell_written(parent: QWidget, path: Path, done: str) -> None:
    """Let the window around a widget say that a file was written; ``done`` has a place for its ``{name}``.

    A floating panel is a window of its own, but lies in the main window all the same.
    """
    around: QWidget | None = parent
    while around is not None and not isinstance(around, Teller):
        around = around.parentWidget()
    if around is not None:
        around.tell_written(done.format(name=path.name), path)
