"""The gallery of models for a new design."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from cellbuilder.app import recent

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


def ask_new(window: MainWindow) -> None:
    """Let a person choose what to start from; it opens in this window once its unsaved work is safe."""
    from cellbuilder.gui.library.gallery import GalleryDialog

    dialog = GalleryDialog(window, window.document.workspace, recent.existing(window.settings.recent))
    chosen = dialog.asked if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    if chosen is None:
        return
    kind, key = chosen
    if kind == "model":
        window.files.open_model(key)
    elif kind == "cell":
        window.files.open_cell(key)
    elif kind == "file":
        window.program.open_file(Path(key), window)
    elif kind == "lesson":
        window.lessons.open(key)
        return
    else:
        window.files.ask_open()
    window.stack_view.setFocus()
