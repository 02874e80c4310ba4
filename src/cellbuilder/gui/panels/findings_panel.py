"""The findings of the stack, the worst first; choosing one selects its layers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from cellbuilder.app import present
from cellbuilder.domain.finding import Finding
from cellbuilder.gui.canvas.painter import draw_mark
from cellbuilder.gui.document import Document


class FindingsPanel(QWidget):
    """List on the left, the whole text of the chosen one on the right."""

    layers_chosen = Signal(tuple)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.list = QListWidget()
        self.list.setAccessibleName("Findings")
        self.list.setIconSize(QSize(20, 20))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Finding in full")
        self.text.setTabChangesFocus(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.list.currentRowChanged.connect(self._show)
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the findings of the design as it is now; the chosen one stays chosen where it still is there."""
        key = self._chosen_id()
        self.list.blockSignals(True)
        self.list.clear()
        for finding in self._document.evaluation.findings:
            item = QListWidgetItem(_icon(finding), f"{finding.severity}: {finding.title}")
            item.setData(Qt.ItemDataRole.UserRole, finding.id)
            self.list.addItem(item)
            if finding.id == key:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        current = self.list.currentRow()
        self.text.setPlainText(self._full(current) if current >= 0 else "Choose a finding to read it in full.")

    def _chosen_id(self) -> str | None:
        row = self.list.currentRow()
        return str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else None

    def _show(self, row: int) -> None:
        if row < 0:
            return
        self.text.setPlainText(self._full(row))
        self.layers_chosen.emit(self._document.evaluation.findings[row].targets)

    def _full(self, row: int) -> str:
        finding = self._document.evaluation.findings[row]
        sources = [present.source(ref, self._document.workspace.library.sources) for ref in finding.sources]
        parts = [
            finding.title,
            f"{finding.severity}; verdict: {finding.verdict}; evidence grade {finding.grade}",
            finding.message,
            f"Conditions: {finding.conditions}" if finding.conditions else "",
            f"Layers: {', '.join(finding.targets)}",
            "Sources: " + "; ".join(dict.fromkeys(sources)) if sources else "",
            f"Waived: {finding.waived}" if finding.waived else "",
        ]
        return "\n\n".join(part for part in parts if part)


def _icon(finding: Finding) -> QIcon:
    picture = QPixmap(40, 40)
    picture.fill(Qt.GlobalColor.transparent)
    canvas = QPainter(picture)
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas.scale(2.0, 2.0)
    draw_mark(canvas, QPointF(10, 10), finding.verdict)
    canvas.end()
    return QIcon(picture)
