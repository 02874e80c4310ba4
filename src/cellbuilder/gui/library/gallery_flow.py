"""A layout that sets widgets of one size in rows, as many as fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows from left to right, stretched to the width; widgets that are hidden take no room."""

    def __init__(self, parent: QWidget, gap: int = 10) -> None:
        super().__init__(parent)
        self._gap = gap
        self._held: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 8)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item up."""
        self._held.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._held)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item by its place."""
        return self._held[index] if 0 <= index < len(self._held) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let an item go."""
        return self._held.pop(index) if 0 <= index < len(self._held) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Wants no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrower place needs more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """One item, at least."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """One item."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.sizeHint())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, area: QRect) -> None:
        """Set the items."""
        super().setGeometry(area)
        self._place(area, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._held if not item.isEmpty()]

    def _place(self, area: QRect, *, move: bool) -> int:
        items, margins = self._shown(), self.contentsMargins()
        if not items:
            return margins.top() + margins.bottom()
        wide = max(item.sizeHint().width() for item in items)
        high = max(item.sizeHint().height() for item in items)
        columns = max(1, (area.width() + self._gap) // (wide + self._gap))
        each = (area.width() - self._gap * (columns - 1)) // columns
        each = min(max(each, min(wide, area.width())), round(wide * 1.5))
        if move:
            for number, item in enumerate(items):
                row, column = divmod(number, columns)
                corner = QPoint(column * (each + self._gap), row * (high + self._gap))
                item.setGeometry(QRect(area.topLeft() + QPoint(0, margins.top()) + corner, QSize(each, high)))
        rows = -(-len(items) // columns)
        return margins.top() + rows * (high + self._gap) - self._gap + margins.bottom()
