"""Opening, saving and exporting, with questions before anything is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cellbuilder.app import export
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError, UnwritableError
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document
from cellbuilder.io import codec

FILTER = f"cellbuilder designs (*{codec.SUFFIX});;All files (*)"
TABLE, NUMBERS = "Table (*.csv)", "All numbers with sources (*.json)"


class FileDialogs:
    """What the window does with files. ``tell`` shows a short message that needs no answer."""

    def __init__(self, parent: QWidget, document: Document, tell: Callable[[str], None]) -> None:
        self._parent, self._document, self._tell = parent, document, tell

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open a design", str(self._folder()), FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Open a file; a damaged one is explained and changes nothing."""
        if not self.may_discard():
            return
        try:
            design = codec.load(path)
        except UnreadableError as error:
            complain(self._parent, "This file cannot be opened", error.text())
            return
        self._document.open(design, path)
        self._tell(f"{path.name} opened")

    def open_model(self, letter: str) -> None:
        """Start from a model of the library."""
        self._start(lambda: self._document.workspace.from_model(letter))

    def open_cell(self, key: str) -> None:
        """Open a published cell of the library."""
        self._start(lambda: self._document.workspace.from_cell(key))

    def _start(self, make: Callable[[], Design]) -> None:
        if not self.may_discard():
            return
        title = "This library entry cannot be used"
        try:
            design = make()
        except UnreadableError as error:
            complain(self._parent, title, error.text())
            return
        except KeyError as error:
            complain(self._parent, title, f"The library holds no entry called {error.args[0]!r}.")
            return
        self._document.open(design, None)

    def save(self) -> bool:
        """Save to the known file, or ask for one."""
        return self.save_as() if self._document.path is None else self._save(self._document.path)

    def save_as(self) -> bool:
        """Ask for a file and save."""
        proposed = str(self._folder() / f"{self._stem()}{codec.SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save the design", proposed, FILTER)
        path = self._completed(name, codec.SUFFIX, ".json")
        return path is not None and self._save(path)

    def _save(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except UnwritableError as error:
            complain(self._parent, "The design was not saved", str(error))
            return False
        self._tell(f"Saved as {path.name}")
        return True

    def export_results(self) -> None:
        """Ask for a file and write the results as JSON or CSV."""
        proposed = str(self._folder() / f"{self._stem()}-results.csv")
        name, chosen = QFileDialog.getSaveFileName(self._parent, "Export results", proposed, f"{TABLE};;{NUMBERS}")
        path = self._completed(name, ".json" if chosen == NUMBERS else ".csv", ".csv", ".json")
        if path is None:
            return
        try:
            export.write_results(self._document.evaluation, path)
        except UnwritableError as error:
            complain(self._parent, "The results were not exported", str(error))
            return
        self._tell(f"Results written to {path.name}")

    def may_discard(self) -> bool:
        """Ask whether unsaved work may go; True if there is none."""
        if not self._document.is_modified:
            return True
        buttons = QMessageBox.StandardButton
        box = self._question("Unsaved changes", f"Save the changes to “{self._document.design.name}”?")
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        box.deleteLater()
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard

    def _completed(self, name: str, suffix: str, *known: str) -> Path | None:
        """Return the path a person chose, with its suffix; a file that only so is met is not replaced unasked."""
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() in known:
            return path
        path = path.with_name(path.name + suffix)
        if not path.exists():
            return path
        buttons = QMessageBox.StandardButton
        box = self._question("Replace the file?", f"“{path.name}” exists already. Replace it?")
        box.setStandardButtons(buttons.Yes | buttons.Cancel)
        box.setDefaultButton(buttons.Cancel)
        answer = box.exec()
        box.deleteLater()
        return path if answer == buttons.Yes else None

    def _question(self, title: str, words: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(title)
        box.setText(words)
        return box

    def _folder(self) -> Path:
        path = self._document.path
        return path.parent if path is not None else Path.home()

    def _stem(self) -> str:
        """Propose a file name: the file's own, or the model or cell it started from."""
        path, origin = self._document.path, self._document.design.origin
        if path is not None:
            return path.name.removesuffix(".json").removesuffix(".cellbuilder")
        if origin is not None and (origin.cell or origin.model):
            return origin.cell or f"model-{origin.model}".lower()
        return re.sub(r"[^a-z0-9]+", "-", self._document.design.name.casefold()).strip("-")[:40] or "design"
