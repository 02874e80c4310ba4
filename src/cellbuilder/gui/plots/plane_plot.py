"""What plots with two axes share: the canvas, the current point under pointer or keys, and a range that is held."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from cellbuilder.gui.plots.canvas import Canvas
from cellbuilder.gui.plots.style import Heard, Style, on_screen


class PlanePlot(QWidget):
    """The base of curves and of maps; a point is two numbers that only they can read."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard
        self._style: Style = on_screen(self.font())
        self._held = False
        self._at: tuple[int, int] | None = None
        self._by_pointer = False
        self.canvas = Canvas(self._foreground, self._pointed, self._keyed, self._picked)
        self.canvas.box.sigRangeChangedManually.connect(self._hold)

    def face(self) -> QWidget:
        """Return what has the focus and the name."""
        return self.canvas

    def show_all(self) -> None:
        """Show everything there is."""
        raise NotImplementedError

    def prepare_picture(self, scale: int) -> None:
        """Lay out for a picture without a window, in which so many pixels stand for one."""
        for _ in range(2):  # layouts and axes take their sizes, as a window does by its events
            self.grab()
            self.canvas.getPlotItem().layout.activate()
        for item in self.canvas.scene().items():
            if hasattr(item, "setExportMode"):  # points as shapes, not as pixels
                item.setExportMode(True)
            if isinstance(item, pyqtgraph.PlotCurveItem) and item.opts["pen"] is not None:
                wider = pyqtgraph.mkPen(item.opts["pen"])  # pens of curves count pixels, whatever stands for one
                wider.setWidthF(wider.widthF() * scale)
                item.setPen(wider)
        self.show_all()

    def _redraw(self) -> None:
        """Let go of a current point that is gone, and show everything unless a person chose a range."""
        if self._at is not None and not self._has(self._at):
            self._at = None
        if not self._held:
            self.show_all()
        self.canvas.scene().update()  # with all that changed in it; the viewport alone would be painted twice

    def _has(self, at: tuple[int, int]) -> bool:
        raise NotImplementedError

    def _hold(self, *_: object) -> None:
        self._held = True

    def _pointed(self, place: QPointF | None) -> None:
        """Take the point under the pointer; without one, one that the keys chose stays."""
        if place is None and not self._by_pointer:
            return
        found = None if place is None else self._point_at(place)
        if found != self._at and (found is not None or self._by_pointer):
            self._at, self._by_pointer = found, found is not None
            self.canvas.viewport().update()

    def _point_at(self, place: QPointF) -> tuple[int, int] | None:
        raise NotImplementedError

    def _foreground(self, painter: QPainter, room: QRectF) -> None:
        raise NotImplementedError

    def _keyed(self, event: QKeyEvent) -> bool:
        raise NotImplementedError

    def _picked(self, place: QPointF) -> None:
        raise NotImplementedError
