"""Lines to type in: the keys of the window work in them, and undo where a line has nothing of its own to take back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QLineEdit, QWidget

_KEY: Final = QKeySequence.StandardKey
_EDITING: Final = (_KEY.Copy, _KEY.Cut, _KEY.Paste, _KEY.SelectAll, _KEY.Undo, _KEY.Redo)


def left_to_document(event: QEvent, typed: QLineEdit | QTextDocument, window: QWidget | None = None) -> bool:
    """Let go of a shortcut that is not for what is typed; say whether it was.

    These are undo and redo where nothing of what was typed can be taken back, and the keys of the window. On X11 a line
    would take Ctrl+E for the end of the line and Ctrl+D for the Delete key.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
    left = (undo and not typed.isUndoAvailable()) or (redo and not typed.isRedoAvailable())
    left = left or (window is not None and _is_of_window(event, window))
    if left:
        event.ignore()
    return left


def _is_of_window(event: QKeyEvent, window: QWidget) -> bool:
    """Whether a key is Ctrl with a letter that an action of the window has, and not one that edits everywhere."""
    letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
    if not letter or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return False
    if any(event.matches(key) for key in _EDITING):
        return False
    pressed = QKeySequence(event.keyCombination())
    return any(pressed in action.shortcuts() for action in window.actions() if action.isEnabled())


class LineEdit(QLineEdit):
    """Leaves its keys to the window, and Ctrl+Z and Ctrl+Y where there is nothing of its own to take back."""

    def event(self, event: QEvent) -> bool:
        """Claim the shortcuts of undo and redo only for what was typed here, and none of the window."""
        return False if left_to_document(event, self, self.window()) else super().event(event)


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
