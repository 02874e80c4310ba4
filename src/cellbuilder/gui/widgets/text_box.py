"""A box for a text of several lines; what is typed becomes one edit when the keyboard leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from cellbuilder.gui.widgets.text_line import left_to_document

LINES = 5
"""So many lines are to be seen."""


class TextBox(QPlainTextEdit):
    """Shows a text and reports another one when a person leaves the box, or presses Ctrl+Return."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + 14)

    def show_text(self, words: str) -> None:
        """Show a text; nothing is emitted. What is being typed stays unless the text changed."""
        if words != self._shown or (not self.hasFocus() and self.toPlainText() != words):
            self._shown = words
            self.setPlainText(words)

    def event(self, event: QEvent) -> bool:
        """Claim the shortcuts of undo and redo only for what was typed here, and none of the window."""
        return False if left_to_document(event, self.document(), self.window()) else super().event(event)

    def commit(self) -> None:
        """Take what was typed."""
        if self.toPlainText().strip() != self._shown.strip():
            self.entered.emit(self.toPlainText())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the box is entering the text."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return enters the text; Escape takes it back, and then leaves the box."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.commit()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.toPlainText() != self._shown:
            self.setPlainText(self._shown)
        else:
            self.left.emit()
