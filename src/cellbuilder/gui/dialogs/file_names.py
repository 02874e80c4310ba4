"""Names and folders of files, and questions about them; the same for saving and for exporting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document


def question(parent: QWidget | None, title: str, words: str) -> QMessageBox:
    """Make a question; its words are plain text."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(words)
    return box


def confirmed(parent: QWidget | None, title: str, words: str, yes: str = "") -> bool:
    """Ask for a yes, which may have words of its own; the safe answer is the one that Return gives."""
    box = question(parent, title, words)
    role, buttons = QMessageBox.ButtonRole.AcceptRole, QMessageBox.StandardButton
    agreed = box.addButton(yes, role) if yes else box.addButton(buttons.Yes)
    box.setDefaultButton(box.addButton(buttons.Cancel))
    box.exec()
    chosen = box.clickedButton() is agreed
    box.deleteLater()
    return chosen


def completed(parent: QWidget | None, name: str, suffix: str, known: Iterable[str]) -> Path | None:
    """Return the path a person chose, with its suffix; a file that only so is met is not replaced unasked."""
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() in known:
        return path
    path = path.with_name(path.name + suffix)
    if not path.exists():
        return path
    words = tr("“{name}” exists already. Replace it?").format(name=path.name)
    return path if confirmed(parent, tr("Replace the file?"), words) else None


def ask_target(parent: QWidget, title: str, proposed: Path, filters: str, suffix: str, *known: str) -> Path | None:
    """Ask where to write; return the path, or None if the person thinks better of it."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), filters)
    return completed(parent, name, suffix, known or (suffix,))


def show_folder(parent: QWidget, place: Path, holds: str) -> None:
    """Show a folder in the system's file manager, or say where it is and what it holds."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
        complain(parent, tr("The folder cannot be shown here"), str(place), holds)


def folder(document: Document) -> Path:
    """Return the folder to start from: that of the design's file, or the person's own."""
    return document.path.parent if document.path is not None else Path.home()


def stem(document: Document) -> str:
    """Propose a file name: the file's own, or the model or cell it started from."""
    path, origin = document.path, document.design.origin
    if path is not None:
        return path.name.removesuffix(".json").removesuffix(".cellbuilder")
    if origin is not None and (origin.cell or origin.model):
        return origin.cell or f"model-{origin.model}".lower()
    return re.sub(r"[^a-z0-9]+", "-", document.design.name.casefold()).strip("-")[:40] or "design"
