"""One window for bad news: what happened, what it means, and every reason, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.words import tr

MOST_LINES = 14


class MessageDialog(QDialog):
    """A headline and the reasons as plain text; nothing in it is read as markup."""

    def __init__(self, parent: QWidget | None, title: str, reasons: str, consequence: str) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setWindowTitle(title)
        self.headline = QLabel(f"{title}. {consequence}")
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setWordWrap(True)
        font = self.headline.font()
        font.setBold(True)
        self.headline.setFont(font)
        self.reasons = QPlainTextEdit(reasons)
        self.reasons.setReadOnly(True)
        self.reasons.setAccessibleName(tr("Reasons"))
        self.reasons.setTabChangesFocus(True)
        lines = min(max(reasons.count("\n") + 1 + len(reasons) // 80, 3), MOST_LINES)
        self.reasons.setMinimumHeight(QFontMetrics(self.reasons.font()).lineSpacing() * lines + 20)
        self.reasons.setMinimumWidth(420)
        sign = QLabel()
        sign.setPixmap(self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(32, 32))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.headline, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(tr("Copy text"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(reasons))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.reasons, 1)
        column.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        self.resize(560, self.sizeHint().height())


def complain(parent: QWidget | None, title: str, reasons: str, consequence: str = "") -> None:
    """Show bad news and wait until it was read."""
    dialog = MessageDialog(parent, title, reasons, consequence or tr("Nothing was changed."))
    dialog.exec()
    dialog.deleteLater()
