"""Opening, saving and exporting, with questions before anything is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cellbuilder.app import export
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError, UnwritableError
from cellbuilder.gui.document import Document
from cellbuilder.io import codec

FILTER = f"cellbuilder designs (*{codec.SUFFIX});;All files (*)"


class FileDialogs:
    """What the window does with files."""

    def __init__(self, parent: QWidget, document: Document) -> None:
        self._parent, self._document = parent, document

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open a design", self._folder(), FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Open a file; a damaged one is explained and changes nothing."""
        if not self.may_discard():
            return
        try:
            design = codec.load(path)
        except UnreadableError as error:
            self._complain("This file cannot be opened", error.text())
            return
        self._document.open(design, path)

    def open_model(self, letter: str) -> None:
        """Start from a model of the library."""
        self._start(lambda: self._document.workspace.from_model(letter))

    def open_cell(self, key: str) -> None:
        """Open a published cell of the library."""
        self._start(lambda: self._document.workspace.from_cell(key))

    def _start(self, make: Callable[[], Design]) -> None:
        if not self.may_discard():
            return
        try:
            design = make()
        except UnreadableError as error:
            self._complain("This library entry cannot be used", error.text())
            return
        except KeyError as error:
            self._complain("This library entry cannot be used", f"The library holds no entry called {error.args[0]!r}.")
            return
        self._document.open(design, None)

    def save(self) -> bool:
        """Save to the known file, or ask for one."""
        return self.save_as() if self._document.path is None else self._save(self._document.path)

    def save_as(self) -> bool:
        """Ask for a file and save."""
        proposed = str(Path(self._folder()) / f"design{codec.SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save the design", proposed, FILTER)
        if not name:
            return False
        path = Path(name)
        return self._save(path if path.suffix == ".json" else path.with_name(path.name + codec.SUFFIX))

    def _save(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except UnwritableError as error:
            self._complain("The design was not saved", str(error))
            return False
        return True

    def export_results(self) -> None:
        """Ask for a file and write the results as JSON or CSV."""
        proposed = str(Path(self._folder()) / "results.csv")
        name, _ = QFileDialog.getSaveFileName(
            self._parent, "Export results", proposed, "Table (*.csv);;All numbers with sources (*.json)"
        )
        if not name:
            return
        try:
            export.write_results(self._document.evaluation, Path(name))
        except UnwritableError as error:
            self._complain("The results were not exported", str(error))

    def may_discard(self) -> bool:
        """Ask whether unsaved work may go; True if there is none."""
        if not self._document.is_modified:
            return True
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("Unsaved changes")
        box.setText(f"Save the changes to “{self._document.design.name}”?")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard

    def _folder(self) -> str:
        path = self._document.path
        return str(path.parent) if path is not None else str(Path.home())

    def _complain(self, title: str, text: str) -> None:
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setWindowTitle(title)
        box.setText(title + ". Nothing was changed.")
        shown = text if len(text) < 1500 else text[:1500] + " …"
        box.setInformativeText(shown)
        box.exec()
