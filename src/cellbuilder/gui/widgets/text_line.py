"""Lines to type in: undo belongs to the document where a line has nothing of its own to take back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QLineEdit


def left_to_document(event: QEvent, typed: QLineEdit | QTextDocument) -> bool:
    """Let go of the shortcut of undo or redo where nothing of what was typed can be taken back; say whether it was."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
    left = (undo and not typed.isUndoAvailable()) or (redo and not typed.isRedoAvailable())
    if left:
        event.ignore()
    return left


class LineEdit(QLineEdit):
    """Leaves Ctrl+Z and Ctrl+Y to the document where there is nothing of its own to take back."""

    def event(self, event: QEvent) -> bool:
        """Claim the shortcuts of undo and redo only for what was typed here."""
        return False if left_to_document(event, self) else super().event(event)


class TextLine(LineEdit):
    """Shows a text and reports another one when it is entered. Showing never writes back."""

    entered = Signal(str)
    left = Signal()
    """Escape was pressed with nothing to take back."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)
        self.editingFinished.connect(self.commit)

    def show_text(self, words: str) -> None:
        """Show a text; nothing is emitted. What is being typed stays unless the text changed."""
        if words == self._shown and (self.isModified() or self.text() == words):
            return
        self._restore(words)

    def commit(self) -> None:
        """Take what was typed."""
        if not self.isModified():
            return
        typed = self.text().strip()
        self.setModified(False)
        if typed != self._shown:
            self.entered.emit(typed)
        if not self.isModified() and self.text() != self._shown:
            self._restore(self._shown)

    def _restore(self, words: str) -> None:
        self._shown = words
        self.setText(words)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed, or else leaves the line."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.isModified():
            self._restore(self._shown)
        else:
            self.left.emit()
