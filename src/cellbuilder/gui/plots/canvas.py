"""The ground of charts with two axes: pyqtgraph's view with our ticks, a foreground painted in pixels, and no menu."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsView

from cellbuilder.app.charts.model import Axis
from cellbuilder.gui import theme
from cellbuilder.gui.follow import Afterwards
from cellbuilder.gui.plots.labels import paint_words
from cellbuilder.gui.plots.style import Style, axis_text, pen, tick_texts, ticks

SIDES: Final = ("bottom", "left")

GRID: Final = 0.18
"""How much of the colour of the edge a line of the grid has."""

DECADES: Final = 300.0
"""No logarithmic axis reaches further: beyond lie no numbers."""


class TickedAxis(pyqtgraph.AxisItem):
    """An axis with round numbers; on a logarithmic one the view's coordinate is the decimal logarithm."""

    picture: Any
    """What is to be drawn; pyqtgraph sets None where that is to be worked out anew."""

    def __init__(self, side: str) -> None:
        super().__init__(side, maxTickLength=-4)
        self.axis = Axis("")
        self.style_: Style | None = None
        self.enableAutoSIPrefix(False)
        self.setStyle(tickAlpha=255)  # the grid is pale, not clear: clear lines take ten times as long
        self.setStyle(autoExpandTextSpace=False)  # it has what the canvas gives; else it would change in a painting

    def paint(self, p: QPainter, *_: object) -> None:
        """Draw at once what pyqtgraph would record first: to play a record of texts takes longer than to write them."""
        if self.picture is None:
            self.picture = self.generateDrawSpecs(p)
        if self.picture is not None:
            self.drawPicture(p, *self.picture)

    def values(self, low: float, high: float, size: float) -> list[float]:
        """Return the numbers that are written, in the axis' own unit."""
        line = self.style_.line if self.style_ is not None else 16.0
        most = max(2, int(size / (line * (3.6 if self.orientation == "bottom" else 2.2))))
        if self.axis.log:
            low, high = max(low, -DECADES), min(high, DECADES)  # the range may still be that of a linear axis
            return ticks(10.0**low, 10.0**high, most, log=True) if low < high else []
        return ticks(low, high, most)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Return where ticks stand, in the view's coordinates."""
        values = self.values(minVal, maxVal, size)
        return [(1.0, [math.log10(value) for value in values] if self.axis.log else values)]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """Return what stands at the ticks."""
        return tick_texts([10.0**value for value in values] if self.axis.log else list(values), self.axis.log)


class Canvas(pyqtgraph.PlotWidget):
    """A plot with two axes; whoever owns it paints in front of it and hears pointer and keys."""

    def __init__(
        self,
        foreground: Callable[[QPainter, QRectF], None],
        pointed: Callable[[QPointF | None], None],
        keyed: Callable[[QKeyEvent], bool],
        picked: Callable[[QPointF], None],
    ) -> None:
        self._axes = {side: TickedAxis(side) for side in SIDES}
        self._foreground, self._pointed, self._keyed, self._picked = foreground, pointed, keyed, picked
        self.ready = False
        super().__init__(enableMenu=False, axisItems=self._axes)
        item = self.getPlotItem()
        item.ctrlMenu.deleteLater()  # a window of its own that nobody opens; it would outlive the plot
        item.ctrlMenu = None
        for side in ("top", "right"):
            item.getAxis(side).unlinkFromView()  # nobody sees them, and they would follow every change of the range
        for axis in self._axes.values():
            axis.setZValue(self.box.zValue() - 1.0)  # the grid lies below the curves
        item.layout.setContentsMargins(2, 6, 10, 2)
        self.hideButtons()
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # the scene would take every drop and do nothing with it
        self._focus = Afterwards(self, self.viewport().update, QEvent.Type.FocusIn, QEvent.Type.FocusOut)
        self.box.setMouseEnabled(x=True, y=True)
        self.box.sigRangeChanged.connect(self._widen)
        self.box.sigResized.connect(self._widen)
        self.ready = True

    @property
    def box(self) -> Any:
        """The view box: coordinates and zoom."""
        return self.getPlotItem().getViewBox()

    @property
    def room(self) -> QRectF:
        """The room of the curves, in pixels of the widget."""
        return QRectF(self.box.mapRectToScene(self.box.boundingRect()))

    def dress(self, x: Axis, y: Axis, style: Style) -> None:
        """Give the axes names, numbers and colours."""
        self.setBackground(style.colours.base)
        for side, axis in zip(SIDES, (x, y), strict=True):
            item = self._axes[side]
            changed = item.axis != axis or item.style_ != style
            item.axis, item.style_ = axis, style
            if not changed:
                continue
            item.setPen(pyqtgraph.mkPen(style.colours.edge, width=round(style.stroke)))
            grid = theme.mixed(style.colours.edge, style.colours.base, GRID)
            item.setTickPen(pyqtgraph.mkPen(grid, width=round(style.stroke)))
            item.setTextPen(pyqtgraph.mkPen(style.colours.muted))
            item.setTickFont(style.font)
            item.setGrid(255)
            item.picture = None
        self._axes["bottom"].setHeight(round(style.line * (2.4 if axis_text(x) else 1.4)))
        self._widen()

    def place(self, x: float, y: float) -> QPointF:
        """Return where a point of the view lies, in pixels."""
        return QPointF(self.box.mapViewToScene(QPointF(x, y)))

    def point(self, place: QPointF) -> QPointF:
        """Return the point of the view at a place in pixels."""
        return QPointF(self.box.mapSceneToView(place))

    def frame(self, x: tuple[float, float], y: tuple[float, float], *, square: bool) -> None:
        """Show this range."""
        self.box.setAspectLocked(square)
        self.box.setRange(xRange=x, yRange=y, padding=0.0, disableAutoRange=True)
        self.scene().prepareForPaint()  # what follows from the range is done now, or it would ask for a second painting

    def _widen(self, *_: object) -> None:
        """Give the numbers on the left the width that they need."""
        axis = self._axes["left"]
        if axis.style_ is None:
            return
        low, high = self.box.viewRange()[1]
        texts = tick_texts(axis.values(low, high, max(self.box.height(), 40.0)), axis.axis.log)
        letters = axis.style_.letters
        wide = max((letters.horizontalAdvance(text) for text in texts), default=0.0)
        named = axis.style_.line * 1.25 if self._stands(self.box.height()) else 0.0
        wanted = round((wide + named + 14) / 6 + 0.5) * 6
        if axis.width() != wanted:
            axis.setWidth(wanted)

    def _stands(self, height: float) -> bool:
        """Whether the name of the upright axis fits beside it; else it lies above the curves."""
        axis = self._axes["left"]
        name = axis_text(axis.axis)
        return bool(name) and axis.style_ is not None and axis.style_.letters.horizontalAdvance(name) <= height + 8

    def name_below(self, room: QRectF, style: Style) -> tuple[QRectF, str]:
        """Return the place and the words of the lower axis' name; the unit stays, whatever the name loses."""
        below = QRectF(
            room.left() - style.line,
            self.viewport().height() - style.line * 1.25,
            room.width() + style.line,
            style.line * 1.2,
        )
        words = axis_text(self._axes["bottom"].axis)
        if style.letters.horizontalAdvance(words) > below.width():
            below.setLeft(0.0)
            words = style.letters.elidedText(words, Qt.TextElideMode.ElideMiddle, below.width())
        return below, words

    def _paint_names(self, painter: QPainter, room: QRectF) -> None:
        """Write the names of the axes, as plain text."""
        style = self._axes["left"].style_
        if style is None:
            return
        painter.setFont(style.font)
        painter.setPen(style.ink("text"))
        below, words = self.name_below(room, style)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        name = axis_text(self._axes["left"].axis)
        if self._stands(room.height()):
            painter.save()
            painter.translate(style.line * 0.75, room.center().y())
            painter.rotate(-90)
            painter.drawText(QRectF(-300, -style.line / 2, 600, style.line), Qt.AlignmentFlag.AlignCenter, name)
            painter.restore()
        elif name:
            wide = style.letters.horizontalAdvance(name) + 2
            paint_words(painter, style, name, QRectF(room.left() + 4, room.top(), wide, style.line), "muted")

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:
        """Paint names and what the owner wants in front, in pixels."""
        if self.ready:
            room = self.room
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._foreground(painter, room)
            self._paint_names(painter, room)
            axis = self._axes["left"]
            if self.hasFocus() and axis.style_ is not None:
                painter.setPen(pen(axis.style_.ink("accent"), 2 * axis.style_.stroke))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Zoom and move as pyqtgraph does; the owner reads the pointer."""
        super().mouseMoveEvent(event)
        self._pointed(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Pick the point there."""
        if event.button() == Qt.MouseButton.LeftButton and self.room.contains(event.position()):
            self._picked(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self._pointed(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the chart around."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the key to the owner, then to the chart around."""
        if not self._keyed(event):
            event.ignore()
