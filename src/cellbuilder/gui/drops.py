"""What is dropped on the window: design files, measured spectra, models and cells of the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QTimer

from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io import strict_json

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow

LIBRARY_ITEM: Final = "application/x-cellbuilder-item"
"""Carries ``{"kind": "model" | "cell" | "material", "key": "T"}`` as JSON."""
MEASURED: Final = (".csv", ".txt", ".dta", ".mpt", ".mpr", ".z", ".par", ".dfr", ".idf", ".ids", ".mps", ".ism")
"""Endings of files with measured spectra."""


def item(data: QMimeData) -> tuple[str, str] | None:
    """Return kind and key of a library entry that is dragged, if one is."""
    if not data.hasFormat(LIBRARY_ITEM):
        return None
    try:
        raw, problems = strict_json.parse(bytes(data.data(LIBRARY_ITEM).data()), "the dragged entry")
    except UnreadableError:
        return None
    if problems or not isinstance(raw, dict):
        return None
    kind, key = raw.get("kind"), raw.get("key")
    return (kind, key) if isinstance(kind, str) and isinstance(key, str) else None


def files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files on this machine that are dragged."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def wanted(data: QMimeData) -> bool:
    """Whether the window has a use for it."""
    found = item(data)
    return bool(files(data)) or (found is not None and found[0] in ("model", "cell"))


def take(window: MainWindow, data: QMimeData) -> bool:
    """Take what was dropped; return whether there is anything to open.

    It is opened once the drop is over: until then the program that it comes from waits, and a question must not.
    """
    if not wanted(data):
        return False
    found, paths = item(data), files(data)  # the data goes with the drop
    QTimer.singleShot(0, window, lambda: _open(window, found, paths))
    return True


def _open(window: MainWindow, found: tuple[str, str] | None, paths: tuple[Path, ...]) -> None:
    if found is not None:
        kind, key = found
        window.files.open_model(key) if kind == "model" else window.files.open_cell(key)
        return
    for path in paths:
        if path.suffix.lower() in MEASURED:
            window.results.open_spectrum(path)
        else:
            window.program.open_file(path, window)
