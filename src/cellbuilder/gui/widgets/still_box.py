"""A box to choose from that stays as it is when a person scrolls past it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView

SPACING = 2
"""Pixels around an entry of a list."""


class StillBox(QComboBox):
    """A combo box for panels that scroll: the wheel moves the panel, never the choice."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.setMaxVisibleItems(18)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past a box changes nothing in it."""
        event.ignore()

    def showPopup(self) -> None:
        """Give the entries some room."""
        listed = self.view()
        if isinstance(listed, QListView) and listed.spacing() != SPACING:
            listed.setSpacing(SPACING)
        super().showPopup()

    def show_data(self, data: object) -> None:
        """Show the entry with this data; nothing is emitted."""
        index = self.findData(data)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
