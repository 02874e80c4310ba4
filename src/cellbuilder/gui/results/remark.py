"""A remark above plots: as many lines as there is room for, the rest where the pointer and a screen reader find it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cellbuilder.gui.text import plain


class Remark(QLabel):
    """Muted text that never takes more than ``lines`` lines; gone where there is nothing to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full, self._lines = "", 2
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("muted", True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def full(self) -> str:
        """All that is said, of which what does not fit is left out."""
        return self._full

    def say(self, words: str, more: str = "") -> None:
        """Say something, with ``more`` for those who ask."""
        self._full = words
        self.setToolTip(plain("\n".join(part for part in (words, more) if part)))
        self.setAccessibleDescription(more)
        self.setVisible(bool(words))
        self._fit()

    def allow(self, lines: int) -> None:
        """Take so many lines at most."""
        if lines != self._lines:
            self._lines = lines
            self.setWordWrap(lines > 1)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words into another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what does not fit; a line that ends at a word is a little shorter than the label."""
        letters = self.fontMetrics()
        room = self.contentsRect().width() * self._lines - letters.averageCharWidth() * 8 * (self._lines - 1)
        shown = letters.elidedText(self._full, Qt.TextElideMode.ElideRight, max(room, letters.averageCharWidth() * 8))
        if shown != self.text():
            self.setText(shown)
