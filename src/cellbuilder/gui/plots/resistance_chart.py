"""Where the resistance sits: one bar for each layer and contact, with its range; unknown ones are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellbuilder.app import headlines, present
from cellbuilder.domain.result import Figure
from cellbuilder.gui.document import Document
from cellbuilder.gui.theme import current

if TYPE_CHECKING:
    import pyqtgraph

BAR_HEIGHT = 0.62


class ResistanceChart(QWidget):
    """A bar chart of the area-specific resistances, top to bottom from cathode to anode."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.plot: pyqtgraph.PlotWidget | None = None
        self.setAccessibleName("Chart of area-specific resistances")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        document.changed.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the plot when it is first looked at, and bring it up to date."""
        super().showEvent(event)
        if self.plot is None:
            self.plot = _new_plot()
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self.plot)
        self.refresh()

    def refresh(self) -> None:
        """Draw the design as it is now, if anybody looks."""
        figures = headlines.resistance_profile(self._document.evaluation)
        self.setAccessibleDescription("; ".join(f"{figure.name}: {present.value(figure)}" for figure in figures))
        if self.plot is not None and self.isVisible():
            _draw(self.plot, figures)


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


def _draw(plot: pyqtgraph.PlotWidget, figures: tuple[Figure, ...]) -> None:
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
    names = [_short(figure.name) for figure in figures]
    axis.setTicks([list(enumerate(names))])
    axis.setStyle(hideOverlappingLabels=False)
    axis.setWidth(max((plot.fontMetrics().horizontalAdvance(name) for name in names), default=0) + 16)
    for side in ("left", "bottom"):
        plot.getAxis(side).setPen(colours.line)
        plot.getAxis(side).setTextPen(colours.text)
    plot.setLabel("bottom", present.unit("Ohm cm2"), color=colours.text)
    ends = [figure.high or figure.value or 0.0 for figure in figures]
    plot.setXRange(0.0, max([*ends, 1e-9]) * 1.22, padding=0.02)
    plot.setYRange(-0.6, len(rows) - 0.4, padding=0.0)


def _array(values: list[float]) -> object:
    import numpy as np

    return np.asarray(values, dtype=float)


def _short(name: str, most: int = 44) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
