"""Where the resistance sits: one bar for each layer and contact, with its range; unknown ones are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cellbuilder.app import headlines, present
from cellbuilder.domain.result import Figure
from cellbuilder.gui.document import Document
from cellbuilder.gui.theme import current

if TYPE_CHECKING:
    import pyqtgraph

BAR_HEIGHT = 0.62
MARGIN = 4
ROW, AXIS = 15, 40
"""Least pixels for a bar, and for the axis below the bars."""


class ResistanceChart(QWidget):
    """A bar chart of the area-specific resistances, top to bottom from cathode to anode."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.plot: pyqtgraph.PlotWidget | None = None
        self.setAccessibleName("Chart of area-specific resistances")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(self._area)
        document.changed.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the plot when it is first looked at, and bring it up to date."""
        super().showEvent(event)
        if self.plot is None:
            self.plot = _new_plot()
            self._area.setWidget(self.plot)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give names, bars and values their share of the new width."""
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "plot"):
            self.refresh()

    def refresh(self) -> None:
        """Draw the design as it is now, if anybody looks."""
        figures = headlines.resistance_profile(self._document.evaluation)
        self.setAccessibleDescription("; ".join(f"{figure.name}: {present.value(figure)}" for figure in figures))
        if self.plot is not None and self.isVisible():
            self.plot.setMinimumHeight(ROW * len(figures) + AXIS)
            _draw(self.plot, figures, self.width() - self._area.verticalScrollBar().sizeHint().width() - 2 * MARGIN)


def _new_plot() -> pyqtgraph.PlotWidget:
    import pyqtgraph

    plot = pyqtgraph.PlotWidget(enableMenu=False)
    plot.getPlotItem().ctrlMenu.deleteLater()  # a window of its own that nobody opens; it would outlive the plot
    plot.getPlotItem().ctrlMenu = None
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.invertY(True)
    plot.setAccessibleName("Area-specific resistance of layers and contacts")
    return plot


def _draw(plot: pyqtgraph.PlotWidget, figures: tuple[Figure, ...], width: int) -> None:
    import pyqtgraph

    colours = current()
    plot.clear()
    plot.setBackground(colours.base)
    rows = list(range(len(figures)))
    values = [figure.value or 0.0 for figure in figures]
    plot.addItem(
        pyqtgraph.BarGraphItem(
            x0=[0.0] * len(rows), y=rows, height=BAR_HEIGHT, width=values, brush=colours.accent, pen=colours.accent
        )
    )
    ranged = [row for row in rows if figures[row].low is not None and figures[row].high is not None]
    if ranged:
        plot.addItem(
            pyqtgraph.ErrorBarItem(
                x=_array([values[row] for row in ranged]),
                y=_array([float(row) for row in ranged]),
                left=_array([values[row] - (figures[row].low or 0.0) for row in ranged]),
                right=_array([(figures[row].high or 0.0) - values[row] for row in ranged]),
                beam=0.25,
                pen=pyqtgraph.mkPen(colours.text, width=1.4),
            )
        )
    for row in rows:
        end = figures[row].high or values[row]
        text = pyqtgraph.TextItem(present.value(figures[row]), color=colours.text, anchor=(0, 0.5))
        text.setPos(end, row)
        plot.addItem(text)
    axis = plot.getAxis("left")
    letters = plot.fontMetrics()
    names = [letters.elidedText(figure.name, Qt.TextElideMode.ElideRight, width * 2 // 5) for figure in figures]
    axis.setTicks([list(enumerate(names))])
    axis.setStyle(hideOverlappingLabels=False)
    names_width = max((letters.horizontalAdvance(name) for name in names), default=0) + 16
    axis.setWidth(names_width)
    for side in ("left", "bottom"):
        plot.getAxis(side).setPen(colours.line)
        plot.getAxis(side).setTextPen(colours.text)
    plot.setLabel("bottom", present.unit("Ohm cm2"), color=colours.text)
    room = max(width - names_width - 24.0, 40.0)
    plot.setXRange(0.0, _span(figures, letters, room), padding=0.02)
    plot.setYRange(-0.6, len(rows) - 0.4, padding=0.0)


def _array(values: list[float]) -> object:
    import numpy as np

    return np.asarray(values, dtype=float)


def _span(figures: tuple[Figure, ...], letters: QFontMetrics, room: float) -> float:
    """Return how much resistance the axis must span so that every bar, range and value fits into the room."""
    spans = [1e-9]
    for figure in figures:
        end = figure.high or figure.value or 0.0
        free = room - letters.horizontalAdvance(present.value(figure)) - 12
        spans.append(end * room / max(free, 0.25 * room))
    return max(spans)
