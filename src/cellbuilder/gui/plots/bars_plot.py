"""Horizontal bars: painted row by row, walked with the arrows, asked with Return or a double click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Bars
from cellbuilder.gui.follow import Afterwards
from cellbuilder.gui.plots.bars_layout import BarsLayout, end_text, part_words
from cellbuilder.gui.plots.bars_paint import paint_bars
from cellbuilder.gui.plots.style import Heard, Style, on_screen
from cellbuilder.gui.text import plain

_BY_KEYBOARD: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
                       Qt.FocusReason.ShortcutFocusReason)  # fmt: skip
_NOTHING: Final = Bars("", Axis(""), ())


class BarsPlot(QAbstractScrollArea):
    """The widget: rows scroll where they do not fit, legend and axis stay."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard
        self._chart: Bars | None = None
        self._style = on_screen(self.font())
        self._layout: BarsLayout | None = None
        self._chosen: frozenset[str] = frozenset()
        self._row, self._part = -1, -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._focus = Afterwards(self, self.viewport().update, QEvent.Type.FocusIn, QEvent.Type.FocusOut)
        self.viewport().setAutoFillBackground(False)

    @property
    def geometry_(self) -> BarsLayout:
        """Where everything stands now."""
        chart = self._chart or _NOTHING
        if self._layout is None or self._layout.chart is not chart:
            room = self.viewport().size()
            self._layout = BarsLayout(chart, self._style, room.width(), room.height())
        return self._layout

    def face(self) -> QWidget:
        """Return what has the focus and the name."""
        return self

    def show_chart(self, chart: Bars, style: Style) -> None:
        """Draw another chart; the current row stays where it is."""
        self._chart, self._style, self._layout = chart, style, None
        if self._row >= len(chart.bars):
            self._row, self._part = -1, -1
        elif self._row >= 0:
            self._part = min(self._part, len(chart.bars[self._row].parts) - 1)
        self._fit()
        self.viewport().update()

    def select_layers(self, layers: tuple[str, ...]) -> None:
        """Mark the rows that stand for these layers."""
        if frozenset(layers) != self._chosen:
            self._chosen = frozenset(layers)
            self.viewport().update()

    def is_chosen(self, row: int) -> bool:
        """Whether a row stands for exactly what is selected, or for a layer that is."""
        layers = set(self.geometry_.chart.bars[row].layers)
        return bool(self._chosen) and layers == self._chosen

    def summary(self) -> str:
        """Return all rows in words."""
        bars = () if self._chart is None else self._chart.bars
        return "; ".join(f"{bar.name}: {end_text(bar)}" for bar in bars)

    def current_key(self) -> str:
        """Return the key of the figure behind the current part, or an empty text."""
        bars = () if self._chart is None else self._chart.bars
        if not 0 <= self._row < len(bars):
            return ""
        bar = bars[self._row]
        part = bar.parts[self._part].key if 0 <= self._part < len(bar.parts) else ""
        return part or bar.key

    def readout(self) -> str:
        """Return the current part in words."""
        bars = () if self._chart is None else self._chart.bars
        return self._words(self._row, self._part) if 0 <= self._row < len(bars) else ""

    def place_of(self, row: int, part: int | None = None) -> QPointF:
        """Return the middle of a part in the viewport, or of the value of a row."""
        here = self.geometry_
        if part is None:
            return here.text_rect(row, self._scrolled()).center()
        piece = next(piece for piece in here.pieces(row) if piece.part == part)
        return here.bar_rect(row, piece, self._scrolled()).center()

    def _words(self, row: int, part: int | None) -> str:
        chart = self.geometry_.chart
        bar = chart.bars[row]
        if part is not None and 0 <= part < len(bar.parts):
            return part_words(bar, bar.parts[part], present.unit(chart.axis.unit))
        return f"{bar.name}: {end_text(bar)}"

    def _scrolled(self) -> float:
        return float(self.verticalScrollBar().value())

    def _fit(self) -> None:
        here, bar = self.geometry_, self.verticalScrollBar()
        over = here.full_height - self.viewport().height()
        bar.setRange(0, max(0, round(over + 0.49)))
        bar.setPageStep(max(1, round(here.view.height())))
        bar.setSingleStep(round(here.row))
        if here.width != self.viewport().width():  # the scroll bar came or went
            self._layout = None

    def minimumSizeHint(self) -> QSize:
        """Three rows and the axis."""
        line = self._style.line
        return QSize(round(line * 14), round(line * 8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._layout = None
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        here = self.geometry_
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._style.ink("base"))
        cursor = (self._row, self._part) if self.hasFocus() and self._row >= 0 else None
        chosen = [row for row in range(len(here.chart.bars)) if self.is_chosen(row)]
        paint_bars(painter, here, self._scrolled(), chosen, cursor)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the layers of a row; on its value it asks how that was calculated."""
        hit = self.geometry_.at(event.position(), self._scrolled())
        if hit is None:
            return
        row, part, on_text = hit
        self._go(row, -1 if part is None else part)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.geometry_.chart.bars[row].layers:
            self._heard.chosen(self.geometry_.chart.bars[row].layers)
        if on_text and self.current_key():
            self._heard.asked(self.current_key())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a row asks how it was calculated."""
        hit = self.geometry_.at(event.position(), self._scrolled())
        if hit is not None and not hit[2] and self.current_key() and event.button() == Qt.MouseButton.LeftButton:
            self._heard.asked(self.current_key())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer that a value can be clicked."""
        hit = self.geometry_.at(event.position(), self._scrolled())
        asks = hit is not None and hit[2] and bool(self._key_of(hit[0]))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if asks else Qt.CursorShape.ArrowCursor)

    def _key_of(self, row: int) -> str:
        bar = self.geometry_.chart.bars[row]
        return bar.key or next((part.key for part in bar.parts if part.key), "")

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole name, value, range and note of what lies at the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self.geometry_.at(QPointF(event.pos()), self._scrolled())
            QToolTip.showText(event.globalPos(), plain(self._words(hit[0], hit[1])) if hit else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk rows and parts, Return asks, Space chooses the layers."""
        bars = self.geometry_.chart.bars
        key, steps = event.key(), {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -len(bars),
                                   Qt.Key.Key_End: len(bars)}  # fmt: skip
        if not bars:
            super().keyPressEvent(event)
        elif key in steps:
            self._go(min(max(self._row + steps[Qt.Key(key)], 0), len(bars) - 1), -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            row = max(self._row, 0)
            step = 1 if key == Qt.Key.Key_Right else -1
            self._go(row, min(max(self._part + step, -1), len(bars[row].parts) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key():
            self._heard.asked(self.current_key())
        elif key == Qt.Key.Key_Space and self._row >= 0:
            self._heard.chosen(bars[self._row].layers)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first row."""
        super().focusInEvent(event)
        if self._row < 0 and self._chart is not None and self._chart.bars and event.reason() in _BY_KEYBOARD:
            self._row = 0

    def _go(self, row: int, part: int) -> None:
        self._row, self._part = row, part
        here, bar = self.geometry_, self.verticalScrollBar()
        room = here.row_rect(row, self._scrolled())
        if room.top() < here.view.top():
            bar.setValue(round(bar.value() + room.top() - here.view.top()))
        elif room.bottom() > here.view.bottom():
            bar.setValue(round(bar.value() + room.bottom() - here.view.bottom() + 1))
        self._heard.said(self.readout())
        self.viewport().update()
