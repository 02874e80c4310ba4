"""Three hints above the stack when the program is new to a person; put away once, they stay away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from cellbuilder.app.words import tr
from cellbuilder.gui.settings import Settings

GAP = "  ·  "


class Tips(QFrame):
    """A quiet card; it takes no keyboard and blocks nothing."""

    toggled = Signal(bool)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setObjectName("card")
        self._tips = (
            tr("Click a layer to change it, drag it to move it."),
            tr("Click a headline, or double-click a row, to see how it was calculated."),
            tr("F1 shows all keys."),
        )
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setToolTip("\n".join(self._tips))
        self.words.setAccessibleName(" ".join(self._tips))
        self.done = QPushButton(tr("Got it"))
        self.done.setAccessibleName(tr("Put the tips away"))
        self.done.clicked.connect(lambda _checked=False: settings.set_tips(False))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 6, 6)
        row.addWidget(self.words, 1)
        row.addWidget(self.done)
        settings.changed.connect(self.follow)
        if not self._wanted:
            self.hide()

    def follow(self) -> None:
        """Show the tips, or not; never while a window presents."""
        if self.isHidden() == self._wanted:
            self.setVisible(self._wanted)
            self.toggled.emit(self._wanted)

    @property
    def _wanted(self) -> bool:
        return self._settings.tips and not self._settings.magnified

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits into one line; the tool tip says all."""
        super().resizeEvent(event)
        margins = self.contentsMargins() + self._row.contentsMargins()
        width = self.width() - margins.left() - margins.right() - self._row.spacing() - self.done.sizeHint().width()
        letters = self.words.fontMetrics()
        said = [GAP.join(self._tips[:count]) for count in range(len(self._tips), 0, -1)]
        fitting = next((words for words in said if letters.horizontalAdvance(words) <= width), said[-1])
        self.words.setText(letters.elidedText(fitting, Qt.TextElideMode.ElideRight, max(width, 0)))
