"""A verdict as mark and word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from cellbuilder.gui.canvas.painter import draw_mark

EDGE = 20
"""Room of the mark in logical pixels."""


class VerdictMark(QLabel):
    """The word of a verdict behind its mark; shape and word say what the colour says too."""

    def __init__(self, verdict: str) -> None:
        super().__init__(verdict)
        self._verdict = verdict
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(EDGE + 4)
        self.setMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The word, and room for the mark."""
        return super().sizeHint().expandedTo(QSize(EDGE, EDGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word, and the mark before it."""
        super().paintEvent(event)
        canvas = QPainter(self)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(canvas, QPointF(EDGE / 2, self.height() / 2), self._verdict)
        canvas.end()
