"""How a figure was calculated, as plain text to read and to copy."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui.text import HOW_CALCULATED

COLUMNS: Final = 96
"""So many characters fit into a line."""

LINES: Final = 30


class ExplanationDialog(QDialog):
    """A text that can be selected; nothing in it is read as markup."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("explanation")
        self.setWindowTitle(HOW_CALCULATED)
        self.text = QPlainTextEdit(text)
        by = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        self.text.setAccessibleName(tr("How this was calculated"))
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(tr("Copy text"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.text.setFocus()
        self.text.ensurePolished()
        letters = QFontMetricsF(self.text.font())
        width = letters.horizontalAdvance("0" * (COLUMNS + 2)) + self.text.verticalScrollBar().sizeHint().width()
        self.resize(round(width) + 48, round(letters.lineSpacing() * LINES))


def show(parent: QWidget | None, text: str) -> None:
    """Show how a figure was calculated until it is closed."""
    dialog = ExplanationDialog(parent, text)
    dialog.exec()
    dialog.deleteLater()
