"""Three hints above the stack when the program is new to a person; put away once, they stay away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from cellbuilder.app.words import tr
from cellbuilder.gui.settings import Settings


class Tips(QFrame):
    """A quiet card; it takes no keyboard and blocks nothing."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setObjectName("card")
        self.words = QLabel(
            tr("Click a layer to change it, drag it to move it.")
            + "  ·  "
            + tr("Double-click a number to see how it was calculated.")
            + "  ·  "
            + tr("F1 shows all keys.")
        )
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.done = QPushButton(tr("Got it"))
        self.done.setAccessibleName(tr("Put the tips away"))
        self.done.clicked.connect(lambda _checked=False: settings.set_tips(False))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 6, 6)
        row.addWidget(self.words, 1)
        row.addWidget(self.done)
        settings.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the tips, or not; never while a window presents."""
        self.setVisible(self._settings.tips and not self._settings.magnified)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the words need at this width."""
        super().resizeEvent(event)
        margins = self.contentsMargins() + self._row.contentsMargins()
        width = self.width() - margins.left() - margins.right() - self._row.spacing() - self.done.sizeHint().width()
        self.setMinimumHeight(self.words.heightForWidth(width) + margins.top() + margins.bottom())
