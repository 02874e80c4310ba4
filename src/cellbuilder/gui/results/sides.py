"""A chart and its table: side by side where the names in the table stay readable, else one of the two at a time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui.follow import Afterwards

ROOM_FOR_BOTH: Final = 165
"""So many letters of width hold chart and table."""


class Sides(QWidget):
    """``button`` turns to the table; it is offered where the two have no room beside each other."""

    def __init__(self, chart: QWidget, table: QWidget) -> None:
        super().__init__()
        self._chart, self._table = chart, table
        self._alone = False
        self.button = QToolButton(self)  # until its place is known: nothing is ever a window of its own
        self.button.setText(tr("Table"))
        self.button.setToolTip(tr("Show the numbers instead of the chart"))
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.toggled.connect(lambda _on: self._arrange())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for side in (chart, table):
            self.splitter.addWidget(side)
            side.setMinimumWidth(round(self.fontMetrics().averageCharWidth() * 26))
        self.splitter.setSizes([500, 500])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        # a moment later, for the bar above may change with it
        self._room = Afterwards(self, self._arrange, QEvent.Type.Resize, QEvent.Type.FontChange)
        self._arrange()

    @property
    def has_both(self) -> bool:
        """Whether chart and table are in sight together."""
        return not self._alone and self.width() >= self.fontMetrics().averageCharWidth() * ROOM_FOR_BOTH

    def show_chart(self) -> None:
        """Bring the chart into sight."""
        self.button.setChecked(False)

    def set_presenting(self, on: bool) -> None:
        """Show the chart and nothing else."""
        self._alone = on
        self._arrange()

    def _arrange(self) -> None:
        both, table = self.has_both, self.button.isChecked() and not self._alone
        self._chart.setVisible(both or not table)
        self._table.setVisible(both or table)
        if self.button.isHidden() != both:
            self.button.setVisible(not both)
            above = self.button.parentWidget()
            if isinstance(above, ControlBar):
                above.arrange()


class ControlBar(QWidget):
    """Controls above a chart: some at the left, some at the right, ``second`` on a line of its own if need be."""

    def __init__(self, first: QWidget, second: QWidget | None, *right: QWidget) -> None:
        super().__init__()
        self._first, self._second, self._right = first, second, right
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(6, 2, 6, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(first, 0, 0)
        for number, widget in enumerate(right):
            self._grid.addWidget(widget, 0, 3 + number, Qt.AlignmentFlag.AlignTop)
        self._split: bool | None = None
        self.arrange()

    def arrange(self) -> None:
        """Put the second group where it has room."""
        if self._second is None:
            return
        beside = [widget for widget in (self._first, self._second, *self._right) if not widget.isHidden()]
        split = sum(widget.sizeHint().width() + 6 for widget in beside) + 12 > self.width()
        if split != self._split:
            self._split = split
            self._grid.removeWidget(self._second)
            if split:
                self._grid.addWidget(self._second, 1, 0, 1, 3 + len(self._right), Qt.AlignmentFlag.AlignLeft)
            else:
                self._grid.addWidget(self._second, 0, 2)

    def minimumSizeHint(self) -> QSize:
        """The second group may go below, so it asks for no width of its own."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._first.sizeHint().width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width."""
        super().resizeEvent(event)
        self.arrange()
