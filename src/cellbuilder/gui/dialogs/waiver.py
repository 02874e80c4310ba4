"""Accepting a finding: the reason is asked for, and kept in the design."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from cellbuilder.app.words import tr
from cellbuilder.domain.finding import Finding


class WaiverDialog(QDialog):
    """The title of a finding and room for a reason; without one there is nothing to accept."""

    def __init__(self, parent: QWidget | None, finding: Finding) -> None:
        super().__init__(parent)
        self.setObjectName("waiver")
        self.setWindowTitle(tr("Accept a finding"))
        headline = QLabel(finding.title)
        hint = QLabel(
            tr(
                "Why is it acceptable here? The reason is saved in the design and stands beside the finding. It holds "
                "for the finding as it is now ({severity}, {verdict}); if that gets worse, it counts again."
            ).format(severity=finding.severity, verdict=finding.verdict)
        )
        hint.setProperty("muted", True)
        for label in (headline, hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(tr("Reason"))
        self.edit.setAccessibleDescription(f"{finding.title}. {hint.text()}")
        self.edit.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.accept_button.setText(tr("Accept"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for widget in (headline, hint, self.edit, buttons):
            column.addWidget(widget, 1 if widget is self.edit else 0)
        self.edit.textChanged.connect(self._follow)
        self._follow()
        self.edit.setFocus()
        self.resize(460, 260)

    @property
    def reason(self) -> str:
        """What was typed, without the blanks around it."""
        return self.edit.toPlainText().strip()

    def accept(self) -> None:
        """Close with a reason only."""
        if self.reason:
            super().accept()

    def _follow(self) -> None:
        self.accept_button.setEnabled(bool(self.reason))


def ask_reason(parent: QWidget, finding: Finding) -> str:
    """Ask why a finding is accepted; return the reason, or nothing if the person thinks better of it."""
    dialog = WaiverDialog(parent, finding)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    reason = dialog.reason
    dialog.deleteLater()
    return reason if accepted else ""
