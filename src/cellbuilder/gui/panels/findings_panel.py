"""The findings of the stack, the worst first; choosing one selects its layers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from cellbuilder.app import present
from cellbuilder.domain.finding import Finding
from cellbuilder.engine.layer_data import title
from cellbuilder.gui.canvas.painter import draw_mark
from cellbuilder.gui.document import Document

ICON = 20


class FindingsPanel(QWidget):
    """List on the left, the whole text of the chosen one on the right."""

    layers_chosen = Signal(tuple)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.list = QListWidget()
        self.list.setAccessibleName("Findings")
        self.list.setIconSize(QSize(ICON, ICON))
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Finding in full")
        self.text.setTabChangesFocus(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setSizes([500, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(split)
        self.list.currentRowChanged.connect(self._show)
        for chosen in (self.list.itemClicked, self.list.itemActivated):
            chosen.connect(lambda item: self._show(self.list.row(item)))
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the findings of the design as it is now; the chosen one stays chosen, or else the worst is."""
        key = self._chosen_id()
        self.list.blockSignals(True)
        self.list.clear()
        for finding in self._document.evaluation.findings:
            item = QListWidgetItem(_icon(finding, self.devicePixelRatio()), self._line(finding))
            item.setData(Qt.ItemDataRole.UserRole, finding.id)
            self.list.addItem(item)
            if finding.id == key or self.list.count() == 1:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        current = self.list.currentRow()
        self.text.setPlainText(self._full(current) if current >= 0 else "Nothing was found.")

    def changeEvent(self, event: QEvent) -> None:
        """Draw the marks anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self.refresh()

    def _line(self, finding: Finding) -> str:
        """Say in a line how bad it is, what, and where."""
        waived = " (waived)" if finding.waived is not None else ""
        where = " | ".join(name.split(" (", maxsplit=1)[0] for name in self._layer_names(finding))
        return (
            f"{_state(finding)}: {finding.title} – {where}{waived}" if where else f"{_state(finding)}: {finding.title}"
        )

    def _layer_names(self, finding: Finding) -> list[str]:
        design = self._document.design
        return [title(design, layer) for layer in design.stack.layers if layer.id in finding.targets]

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
        layers = self._layer_names(finding)
        parts = [
            finding.title,
            f"{finding.severity}; verdict: {finding.verdict}; evidence grade {finding.grade}",
            finding.message,
            f"Conditions: {finding.conditions}" if finding.conditions else "",
            f"Layers: {', '.join(layers)}" if layers else "",
            "Sources: " + "; ".join(dict.fromkeys(sources)) if sources else "",
            f"Waived: {finding.waived}" if finding.waived else "",
        ]
        return "\n\n".join(part for part in parts if part)


def _state(finding: Finding) -> str:
    """Say the severity in words, and the verdict where that says more."""
    return finding.verdict if finding.severity == "info" else f"{finding.severity}, {finding.verdict}"


def _icon(finding: Finding, ratio: float) -> QIcon:
    edge = round(ICON * ratio)
    picture = QPixmap(edge, edge)
    picture.fill(Qt.GlobalColor.transparent)
    canvas = QPainter(picture)
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas.scale(edge / ICON, edge / ICON)
    draw_mark(canvas, QPointF(ICON / 2, ICON / 2), finding.verdict)
    canvas.end()
    picture.setDevicePixelRatio(ratio)
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(picture, mode)
    return icon
