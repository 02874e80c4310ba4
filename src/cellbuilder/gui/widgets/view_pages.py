"""Several views in the room there is: side by side where they fit, else page by page with a row of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cellbuilder.gui.follow import Afterwards


class ViewPages(QWidget):
    """Shows as many of its views as have room, in equal cells.

    Each needs ``least`` (widths of an M, lines), and there are never more than ``most`` in a row.
    ``switch`` holds the buttons that turn the pages; it is hidden where all fit on one. Which page is shown is kept
    by the first view on it, so that making the window wider or narrower loses nobody's place.
    """

    turned = Signal()
    """Another page is shown, or the views have moved."""

    def __init__(
        self, views: Sequence[tuple[str, QWidget]], name: str, least: tuple[float, float] = (26, 13), most: int = 3
    ) -> None:
        super().__init__()
        self._most = most
        self._views = tuple(views)
        self._least = least
        self._first = self._before = 0
        self._alone = False
        self._shape = (0, 0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.switch = QWidget(self)  # until its place is known: nothing is ever a window of its own
        self.switch.setAccessibleName(name)
        row = QHBoxLayout(self.switch)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: list[QToolButton] = []
        for place, (title, view) in enumerate(self._views):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.clicked.connect(partial(self.turn_to, place))
            row.addWidget(button)
            self.buttons.append(button)
            view.setParent(self)
            view.hide()
        # a moment later, because the row of buttons may come or go with it
        self._room = Afterwards(self, self._arrange, QEvent.Type.Resize, QEvent.Type.FontChange)
        self._arrange()

    @property
    def shown(self) -> tuple[int, ...]:
        """The places of the views on the page."""
        size = self._shape[0] * self._shape[1]
        start = min(self._first // size * size, max(0, len(self._views) - size))
        return tuple(range(start, min(start + size, len(self._views))))

    def turn_to(self, place: int, _checked: bool = True) -> None:
        """Show the page with a view."""
        self._first = place
        self._arrange(again=True)

    def set_alone(self, on: bool, place: int | None = None) -> None:
        """Show one view and no buttons, for a projector; ``place`` says which, and the page from before comes back."""
        if on and not self._alone:
            self._before = self._first
            self._first = self._first if place is None else place
        elif self._alone and not on:
            self._first = self._before
        self._alone = on
        self._arrange(again=True)

    def _arrange(self, *, again: bool = False) -> None:
        letters = QFontMetricsF(self.font())
        count = len(self._views)
        columns = max(1, min(count, self._most, int(self.width() / (letters.horizontalAdvance("M") * self._least[0]))))
        rows = max(1, min(-(-count // columns), int(self.height() / (letters.lineSpacing() * self._least[1]))))
        columns = -(-min(count, rows * columns) // rows)
        if self._alone:
            columns = rows = 1
        if (columns, rows) == self._shape and not again:
            return
        self._shape = (columns, rows)
        shown = self.shown
        for place, (_, view) in enumerate(self._views):
            self._grid.removeWidget(view)
            view.setVisible(place in shown)
        for cell, place in enumerate(shown):
            self._grid.addWidget(self._views[place][1], cell // columns, cell % columns)
        for number in range(count):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setRowStretch(number, 1 if number < rows else 0)
        self.switch.setVisible(len(shown) < count and not self._alone)
        for place, button in enumerate(self.buttons):
            button.setChecked(place in shown)
        self.turned.emit()
