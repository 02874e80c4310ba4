"""Stability windows of everything in the stack that conducts ions, beside the potentials of the electrodes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cellbuilder.app.charts import windows
from cellbuilder.app.words import tr
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import ChartView


class WindowsTab(QWidget):
    """One chart; the words under it say what the current window is known from, and what forms beyond it."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self.setAccessibleName(tr("Stability windows"))
        self.chart = ChartView(tr("Stability windows"))
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setContentsMargins(8, 3, 8, 5)
        self.words.setAccessibleName(tr("The chosen window"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chart, 1)
        column.addWidget(self.words)
        self.chart.said.connect(self.words.setText)
        self.chart.layers_chosen.connect(selection.visit)
        self.follower = Follower(self, self.draw, document.changed)
        self._marker = Follower(self, lambda: self.chart.select_layers(selection.layers), selection.changed)

    def draw(self) -> None:
        """Show the design as it is now."""
        chart = windows.windows(self._document.design, self._document.workspace.evidence)
        self.chart.show_chart(chart)
        hint = tr("Choose a bar to read where its window comes from and what forms beyond it.")
        self.words.setText(self.chart.readout() or (hint if chart.bars else ""))
        self.chart.select_layers(self._selection.layers)

    def set_presenting(self, on: bool) -> None:
        """Leave the chart alone in sight."""
        self.words.setVisible(not on)
